# SPDX-License-Identifier: Apache-2.0
"""Documents made to harm whoever reads them: each refused by its name, none of them expensive."""

import struct
from collections.abc import Callable

import pytest
from tests.papers import MAIN, TYPES, docx, packed, paragraph, part, types, written_pdf

from kuzat.preservation.documents import packed as packed_
from kuzat.preservation.documents.extracted import MEBI, Limits, Silence
from kuzat.preservation.documents.kinds import DOCX, ODT, PDF
from kuzat.preservation.documents.reading import extract


def silence(content: bytes, **limits: int) -> Silence | None:
    return extract(content, Limits(**limits)).silence


ENTITIES = {
    "one that names a file": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    "one that names an address": '<!DOCTYPE x SYSTEM "http://192.0.2.1/x.dtd">',
    "a billion laughs": '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
}


@pytest.mark.parametrize("declared", ENTITIES.values(), ids=list(ENTITIES))
@pytest.mark.parametrize("where", [MAIN, TYPES])
def test_entities_are_refused_wherever_they_stand(declared: str, where: str) -> None:
    content = {MAIN: part(paragraph("a")), TYPES: types()}
    content[where] = declared + content[where].removeprefix('<?xml version="1.0"?>')
    assert silence(packed(dict(content))) == Silence.ENTITIES


@pytest.mark.parametrize("declared", ENTITIES.values(), ids=list(ENTITIES))
def test_entities_are_refused_in_an_odt_too(declared: str) -> None:
    parts: dict[str, bytes | str] = {"mimetype": ODT, "content.xml": f"{declared}<x>&a;</x>"}
    assert silence(packed(parts)) == Silence.ENTITIES


def test_an_odt_of_elements_nested_without_end_is_refused() -> None:
    deep = "<x>" * 100_000 + "</x>" * 100_000
    assert silence(packed({"mimetype": ODT, "content.xml": deep})) == Silence.DAMAGED


def test_a_heading_that_never_ends_is_no_message_and_costs_nothing() -> None:
    assert silence(b"a: " + b"b\n c: " * 100_000) is None


def test_a_small_bomb_is_refused_unopened() -> None:
    bomb = docx(paragraph(" " * (30 * MEBI)))
    assert len(bomb) < MEBI
    assert silence(bomb) == Silence.BOMB
    many = docx(paragraph("a"), {f"word/{at}": bytes(60 * MEBI) for at in range(4)})
    assert silence(many) == Silence.BOMB


def test_a_size_that_lies_is_refused() -> None:
    content = bytearray(docx(paragraph("a" * 5000)))
    central = content.rindex(MAIN.encode()) - 46
    assert content[central : central + 4] == b"PK\x01\x02"
    for declared in (1, 4000, 100_000):
        struct.pack_into("<L", content, central + 24, declared)
        assert silence(bytes(content)) in (Silence.BOMB, Silence.DAMAGED)


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/x", "word/../../x", "C:\\x", "..\\x"])
def test_names_that_climb_are_refused(name: str) -> None:
    assert silence(docx(paragraph("a"), {name: b""})) == Silence.ASTRAY


def test_twins_and_too_many_parts_are_refused() -> None:
    twins = docx(paragraph("a"), {MAIN.upper(): b""})
    assert silence(twins) == Silence.TWOFOLD
    many = docx(paragraph("a"), {str(at): b"" for at in range(packed_.MOST_MEMBERS)})
    assert silence(many) == Silence.BOMB


def flagged(content: bytes) -> bytes:
    """The archive with the flag of encryption on every part."""
    changed = bytearray(content)
    at = changed.find(b"PK\x01\x02")
    while at >= 0:
        changed[at + 8] |= 1
        at = changed.find(b"PK\x01\x02", at + 4)
    return bytes(changed)


def test_an_archive_locked_by_a_password_is_named() -> None:
    assert silence(flagged(docx(paragraph("a")))) == Silence.LOCKED


PDF_ONE, DOCX_ONE = written_pdf(["one"]), docx(paragraph("two"))
TWOFOLD = {
    "a PDF that ends as an archive": PDF_ONE + DOCX_ONE,
    "an image that ends as an archive": b"\x89PNG\r\n\x1a\n" + DOCX_ONE,
    "an image that holds a PDF": b"GIF89a" + PDF_ONE,
    "a page that holds a PDF": b"<html><p>" + PDF_ONE,
    "an archive that holds a PDF": packed({"a": b"x"})[:30] + PDF_ONE,
}


@pytest.mark.parametrize("content", TWOFOLD.values(), ids=list(TWOFOLD))
def test_a_file_that_is_two_things_at_once_is_refused(content: bytes) -> None:
    assert silence(content) == Silence.TWOFOLD


def test_a_pdf_that_only_holds_an_archive_is_one_thing() -> None:
    trailer = f"/Note({DOCX_ONE.decode('latin-1')[-40:]})".replace("\0", "\\000")
    assert silence(written_pdf(["one"], trailer.replace("\r", ""))) is None


@pytest.mark.parametrize("make", [lambda: PDF_ONE, lambda: DOCX_ONE], ids=["pdf", "docx"])
@pytest.mark.parametrize("kept", [0.3, 0.6, 0.9])
def test_a_file_cut_short_is_no_error(make: Callable[[], bytes], kept: float) -> None:
    whole = make()
    found = extract(whole[: int(len(whole) * kept)], Limits())
    assert found.media_type in (PDF, DOCX, "application/zip")
    assert found.silence in (None, Silence.DAMAGED, Silence.EMPTY)
    assert found.text in ("", "one")


def test_a_pixel_flood_is_an_image_and_is_not_drawn() -> None:
    flood = struct.pack(">L4sLL5B", 13, b"IHDR", 60_000, 60_000, 8, 6, 0, 0, 0)
    assert silence(b"\x89PNG\r\n\x1a\n" + flood) == Silence.IMAGE


def test_limits_of_size_text_and_pages_are_kept() -> None:
    long = written_pdf(["word " * 50] * 4)
    assert silence(long) is None
    assert silence(long, size=100) == Silence.LARGE
    assert silence(long, pages=3) == Silence.LARGE
    assert silence(long, text=500) == Silence.LARGE
    assert silence(docx(paragraph("word " * 200)), text=500) == Silence.LARGE
    assert silence(b"word " * 200, text=500) == Silence.LARGE


def test_elements_nested_without_end_are_refused() -> None:
    deep = "<w:p>" * 100_000 + "</w:p>" * 100_000
    assert silence(docx(deep)) == Silence.DAMAGED


def test_control_characters_do_not_pass() -> None:
    found = extract(b"<html><p>a&#0;b&#12;c&#27;[31md\xe2\x80\xae", Limits())
    assert not set(found.text) & set("\0\x1b")
    assert len(found.pages) == 1
