# SPDX-License-Identifier: Apache-2.0
"""Names of files are shown as what they are, and texts are cut where people would cut them."""

import pytest

from kuzat.preservation.custody import Receipt, Step, What, in_order
from kuzat.preservation.documents.extracted import Extracted, paged
from kuzat.preservation.folder import PIECE, is_of_a_system, pieces, shown


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Күбө 1.pdf", "Күбө 1.pdf"),
        ("two\nlines\x1b[31m", "two\\nlines\\x1b[31m"),
        ("photo\u202egpj.exe", "photo\\u202egpj.exe"),
        ("\udcff\udc80.txt", "\\xff\\x80.txt"),
        ("\ud800", "\\ud800"),
        ("a\\n", "a\\\\n"),
    ],
)
def test_a_name_hides_nothing(name: str, said: str) -> None:
    assert shown(name) == said
    assert shown(name).encode()


def test_what_systems_leave_behind_is_known() -> None:
    assert all(map(is_of_a_system, (".DS_Store", "THUMBS.DB", "desktop.ini", "._report.pdf", "__MACOSX")))
    assert not any(map(is_of_a_system, ("Store.DS", "thumbs.pdf", ".report", "_report.pdf")))


def found(*texts: str) -> Extracted:
    text, pages = paged(list(texts))
    return Extracted(media_type="application/pdf", text=text, pages=pages)


def test_each_page_is_a_piece_and_an_empty_one_is_none() -> None:
    read = found("first", " \n", "third")
    assert [read.text[start:end] for start, end in pieces(read)] == ["first", "third"]


@pytest.mark.parametrize("sign", ["\n", " ", "ү"])
def test_a_long_page_is_cut_behind_a_line_else_a_word_and_nothing_is_lost(sign: str) -> None:
    line = "ө" * 99 + sign
    read = found(line * 200)
    cut = [read.text[start:end] for start, end in pieces(read)]
    assert "".join(cut) == read.text
    assert len(cut) > 2
    assert all(len(piece.encode()) <= 16 * 1024 and len(piece) <= PIECE for piece in cut)
    if sign != "ү":
        assert all(piece.endswith(sign) for piece in cut)


def test_a_receipt_tells_what_is_known_and_no_more() -> None:
    assert list(Receipt().told()) == []
    receipt = Receipt(received_on="2024-05", received_how="received_how.post")
    assert list(receipt.told()) == [
        ("exhibit.received_on", "date", "2024-05"),
        ("exhibit.received_how", "term", "received_how.post"),
    ]


def test_custody_begins_with_the_way_here() -> None:
    steps = [
        Step(what=What.GIVEN, at="2024-03-01T00:00:00Z"),
        Step(what=What.READ, at="2024-02-01T00:00:00Z"),
        Step(what=What.KEPT, at="2024-01-01T00:00:00Z"),
        Step(what=What.RECEIVED, at="2025"),
        Step(what=What.MADE, at="unknown"),
    ]
    assert [step.what for step in in_order(steps)] == [
        What.MADE, What.RECEIVED, What.KEPT, What.READ, What.GIVEN,
    ]  # fmt: skip
