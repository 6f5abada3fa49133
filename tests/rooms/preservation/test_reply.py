# SPDX-License-Identifier: Apache-2.0
"""The child's reply is believed only in the shape that an honest child gives."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kuzat.preservation.documents.extracted import (
    Extracted,
    Limits,
    Page,
    Silence,
    cleaned,
    paged,
    read_files,
    read_reply,
    write_files,
    write_reply,
)

LIMITS = Limits(text=1000, pages=5)
TEXT, PAGES = paged(["бир", "", "үч"])
GOOD = Extracted(media_type="application/pdf", text=TEXT, pages=PAGES, unread=(2,))


def changed(**values: Any) -> bytes:
    reply = json.loads(write_reply(GOOD)) | values
    return json.dumps(reply).encode()


def test_an_honest_reply_comes_back() -> None:
    assert read_reply(write_reply(GOOD), LIMITS) == GOOD
    none = Extracted(media_type="image/png", silence=Silence.IMAGE)
    assert read_reply(write_reply(none), LIMITS) == none
    assert Limits.read(LIMITS.written()) == LIMITS


def test_pages_lie_end_to_end_with_a_form_feed_between() -> None:
    assert TEXT == "бир\f\fүч"
    assert (
        Page(number=1, start=0, end=3),
        Page(number=2, start=4, end=4),
        Page(number=3, start=5, end=7),
    ) == PAGES


DISHONEST: dict[str, dict[str, Any]] = {
    "a span outside": {"pages": [[0, 3], [4, 4], [5, 8]]},
    "a span backwards": {"pages": [[0, 3], [4, 3], [4, 7]]},
    "overlapping spans": {"pages": [[0, 3], [3, 4], [5, 7]]},
    "a page too few": {"pages": [[0, 3], [4, 4]]},
    "no pages": {"pages": []},
    "a page that is no pair": {"pages": [[0]]},
    "a span that is no number": {"pages": [[0, 3], [4, True], [5, 7]]},
    "a negative span": {"pages": [[-1, 3], [4, 4], [5, 7]]},
    "too much text": {"text": "x" * 1001, "pages": [[0, 1001]]},
    "too many pages": {"text": "a\f" * 5 + "a", "pages": [[2 * n, 2 * n + 1] for n in range(6)]},
    "text that is no text": {"text": 7},
    "control characters": {"text": "бир\f\fү\x1b"},
    "half a character": {"text": "бир\f\fү\ud800"},
    "text and a silence": {"silence": "image"},
    "an unknown silence": {"silence": "trust me", "text": "", "pages": []},
    "no text and no silence": {"text": "", "pages": []},
    "blank text and no silence": {"text": " ", "pages": [[0, 1]]},
    "a media type of its own": {"media_type": "text/html\r\nX: y"},
    "an encoding of its own": {"encoding": "<b>"},
    "a guess that is no yes or no": {"guessed": "yes"},
    "an unread page that is not there": {"unread": [4]},
    "a document that plays": {"seconds": 1},
    "a length that is no number": {"seconds": "1"},
    "one thing more": {"also": 1},
}


@pytest.mark.parametrize("values", DISHONEST.values(), ids=list(DISHONEST))
def test_any_other_reply_is_not_believed(values: dict[str, Any]) -> None:
    assert read_reply(changed(), LIMITS) == GOOD
    assert read_reply(changed(**values), LIMITS) is None


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"[" * 100_000, b"\xff", b'"x"'])
def test_what_is_no_reply_is_not_believed(content: bytes) -> None:
    assert read_reply(content, LIMITS) is None


@settings(max_examples=100)
@given(st.lists(st.text(), min_size=1, max_size=4))
def test_whatever_a_page_holds_the_reply_is_believed(texts: list[str]) -> None:
    text, pages = paged([cleaned(page) for page in texts])
    found = Extracted(media_type="application/pdf", text=text, pages=pages)
    if text.strip():
        assert read_reply(write_reply(found), Limits()) == found


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"{}", b"[1]", b'[["a"]]', b'[["a", 1]]', b'[[1, "eA=="]]', b'[["a", "x"]]',
     b'[["a", "e!=="]]',
     json.dumps([["a", "eA=="]] * 201).encode()],
)  # fmt: skip
def test_files_that_no_honest_child_hands_out_are_not_believed(content: bytes) -> None:
    assert read_files(content) is None


def test_files_come_back_under_a_name_that_leads_nowhere() -> None:
    given = [("../a/b.ogg", b"x"), ("C:\\a.pdf", b""), ("a\nb\u202e.txt", b"y"), ("/", b"z")]
    found = read_files(write_files(given))
    assert found == (("b.ogg", b"x"), ("a.pdf", b""), ("ab.txt", b"y"), ("original", b"z"))
