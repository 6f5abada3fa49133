# SPDX-License-Identifier: Apache-2.0
"""Documents are told by their content and read page by page, in the four languages."""

from email.message import EmailMessage

import pytest
from tests import sounds
from tests.papers import docx, locked_pdf, packed, paragraph, part, written_pdf

from kuzat.preservation.documents.extracted import Extracted, Limits, Silence
from kuzat.preservation.documents.kinds import DOCX, HTML, MAIL, ODT, PDF, TEXT
from kuzat.preservation.documents.reading import extract

LIMITS = Limits()
KY = "Күбө Өмүрбек уулунун айтымында, түнкү саат экиде"
RU = "Свидетель рассказал, что ночью в дом вошли неизвестные люди."
UZ = "Guvohning so‘zlariga ko‘ra, tunda uyga noma’lum shaxslar kirgan"


def read(content: bytes) -> Extracted:
    return extract(content, LIMITS)


def pages(found: Extracted) -> list[str]:
    return [found.text[page.start : page.end] for page in found.pages]


def test_a_pdf_gives_each_page_with_its_span() -> None:
    found = read(written_pdf([f"{KY}\n{RU}", "", UZ]))
    assert (found.media_type, found.silence, found.encoding) == (PDF, None, None)
    assert pages(found) == [f"{KY}\n{RU}", "", UZ]
    assert [page.number for page in found.pages] == [1, 2, 3]
    assert found.unread == ()


def test_two_hundred_pages_are_fine() -> None:
    found = read(written_pdf([f"{RU} {number}" for number in range(200)]))
    assert len(found.pages) == 200
    assert pages(found)[199] == f"{RU} 199"


def test_a_scan_says_that_it_holds_no_text() -> None:
    found = read(written_pdf(["", ""]))
    assert (found.media_type, found.silence, found.text) == (PDF, Silence.EMPTY, "")


def test_a_locked_pdf_is_named() -> None:
    assert read(locked_pdf()).silence == Silence.LOCKED


def test_a_docx_gives_its_paragraphs_cells_and_breaks() -> None:
    row = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in "12")
    cells = f"<w:tbl><w:tr>{row}</w:tr></w:tbl>"
    broken = "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>"
    found = read(docx(paragraph(KY) + paragraph(UZ) + cells + broken))
    assert found.media_type == DOCX
    assert found.text == f"{KY}\n{UZ}\n1\n\t2\n\ta\tb\nc"
    assert pages(found) == [found.text]


def test_a_docx_leaves_out_what_changes_deleted_and_what_stands_twice() -> None:
    inside = (
        "<w:p><w:ins><w:r><w:t>new</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>old</w:delText><w:t>older</w:t></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom>"
        "<w:moveTo><w:r><w:t>, moved</w:t></w:r></w:moveTo>"
        "<w:r><w:instrText>HYPERLINK</w:instrText></w:r>"
        "<mc:AlternateContent><mc:Choice><w:r><w:t>, once</w:t></w:r></mc:Choice>"
        "<mc:Fallback><w:r><w:t>twice</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>"
    )
    assert read(docx(inside)).text == "new, moved, once"


def test_a_docx_gives_its_notes_and_comments_after_the_body() -> None:
    parts: dict[str, bytes | str] = {
        "word/footnotes.xml": part(paragraph("note"), "footnotes"),
        "word/comments.xml": part(paragraph("remark"), "comments"),
    }
    listed = {"footnotes": "word/footnotes.xml", "comments": "word/comments.xml"}
    assert read(docx(paragraph("body"), parts, **listed)).text == "body\n\nnote\n\nremark"


def test_a_docx_locked_by_a_password_is_named() -> None:
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    assert read(content).silence == Silence.LOCKED


PAGE = """<!DOCTYPE html><html><head><meta charset="{0}"><title>Кабар</title>
<style>p {{ color: red }}</style><script>var скрытое = "<p>x</p>";</script></head>
<body><!-- {1} --><p>Суд   решил&nbsp;&mdash; отказать</p><div>Ош<br>Өзгөн</div>
<template>скрытое</template></body></html>"""


def test_an_html_page_gives_what_a_reader_sees() -> None:
    found = read(PAGE.format("utf-8", "x").encode())
    assert (found.media_type, found.encoding, found.guessed) == (HTML, "utf-8", False)
    assert found.text == "Кабар\nСуд решил\xa0— отказать\nОш\nӨзгөн"


@pytest.mark.parametrize(
    ("label", "codec"),
    [("windows-1251", "cp1251"), ("CP1251", "cp1251"), ("koi8-r", "koi8-r"), ("utf-8", "utf-8")],
)
def test_an_html_page_in_the_encoding_that_it_states(label: str, codec: str) -> None:
    page = PAGE.format(label, "").replace("Өзгөн", "Бишкек")
    found = read(page.encode(codec))
    assert found.text.endswith("Ош\nБишкек")
    assert not found.guessed


def test_an_html_page_that_states_nothing_or_a_lie_is_guessed_and_says_so() -> None:
    for label in ("", "utf-8", "rot13", "idna"):
        page = PAGE.format(label, "").replace("Өзгөн", "Бишкек")
        found = read(page.encode("cp1251"))
        assert (found.encoding, found.guessed) == ("windows-1251", True)
        assert found.text.endswith("Ош\nБишкек")


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r", "cp866"])
@pytest.mark.parametrize("text", [RU, RU.upper(), "Да", "г. Ош", 'Заявление N 5 "О пытках"'])
def test_russian_in_one_byte_is_guessed_and_said_to_be(encoding: str, text: str) -> None:
    found = read(text.encode(encoding))
    assert (found.text, found.encoding, found.guessed) == (text, encoding, True)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_plain_text_that_proves_its_encoding(encoding: str) -> None:
    found = read(f"{KY}\r\n{UZ}\r\n".encode(encoding))
    assert (found.media_type, found.text, found.guessed) == (TEXT, f"{KY}\n{UZ}\n", False)


def test_letters_outside_english_in_latin_text() -> None:
    found = read("Naïve façade, l’été".encode("windows-1252"))
    assert (found.text, found.encoding) == ("Naïve façade, l’été", "windows-1252")


@pytest.mark.parametrize(
    ("content", "media_type", "silence"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "image/png", Silence.IMAGE),
        (b"\xff\xd8\xff\xe0" + bytes(99), "image/jpeg", Silence.IMAGE),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp", Silence.IMAGE),
        (b"\0\0\0\x18ftypheic", "image/heic", Silence.IMAGE),
        (b"<?xml version='1.0'?>\n<svg xmlns='x'/>", "image/svg+xml", Silence.IMAGE),
        (sounds.mp3(), "audio/mpeg", Silence.RECORDING),
        (sounds.wav(), "audio/wav", Silence.RECORDING),
        (b"#!AMR\n\x3c", "audio/amr", Silence.RECORDING),
        (b"\0\0\0\x0cftyp3gp5", "video/mp4", Silence.RECORDING),
        (b"{\\rtf1 text}", "application/rtf", Silence.UNKNOWN),
        (packed({"a.txt": "a"}), "application/zip", Silence.UNKNOWN),
        (bytes(range(256)), "application/octet-stream", Silence.UNKNOWN),
        (b"", TEXT, Silence.EMPTY),
    ],
)
def test_what_has_no_text_says_what_it_is(
    content: bytes, media_type: str, silence: Silence
) -> None:
    found = read(content)
    assert (found.media_type, found.silence, found.text, found.pages) == (
        media_type,
        silence,
        "",
        (),
    )
    assert str(silence.phrase)


def odt(inside: str, **parts: bytes | str) -> bytes:
    """An ODT with this body."""
    root = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = " ".join(f'xmlns:{name}="{root}:{name}:1.0"' for name in ("office", "text", "table"))
    body = f"<office:document-content {spaces}><office:body><office:text>{inside}</office:text></office:body>"
    kind = {"mimetype": ODT, "content.xml": f"{body}</office:document-content>"}
    return packed({**kind, **parts})


def test_an_odt_gives_its_paragraphs_cells_and_breaks_without_what_was_deleted() -> None:
    deleted = "<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>"
    cells = "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in "12")
    broken = '<text:p>a<text:tab/>b<text:line-break/>c<text:s text:c="2"/>\n  d</text:p>'
    found = read(odt(f"{deleted}<text:h>{KY}</text:h>\n  <text:p>{UZ}</text:p>{cells}{broken}"))
    assert (found.media_type, found.silence) == (ODT, None)
    assert found.text == f"{KY}\n{UZ}\n1\n\t2\n\ta\tb\nc   d"


def test_an_odt_locked_by_a_password_is_named() -> None:
    locked = {"META-INF/manifest.xml": '<file><encryption-data checksum="x"/></file>'}
    assert read(odt("", **locked)).silence == Silence.LOCKED


def message(*bodies: tuple[str, str], subject: str = "", attached: str = "") -> bytes:
    """A message as a mail program saves it."""
    made = EmailMessage()
    made["Received"] = "from mail.example.org by mx.example.org"
    made["From"], made["To"], made["Subject"] = "aman@example.org", "office@example.org", subject
    (kind, first), *others = bodies
    made.set_content(first, subtype=kind, cte="base64")
    for kind, other in others:
        made.add_alternative(other, subtype=kind)
    if attached:
        made.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename=attached)
    return made.as_bytes()


def test_a_message_gives_who_what_and_the_names_of_what_is_attached() -> None:
    found = read(message(("plain", KY), ("html", f"<p>{RU}</p>"), subject=UZ, attached=f"{RU}.pdf"))
    assert (found.media_type, found.silence) == (MAIL, None)
    heads, text, attached = found.text.split("\n\n", 2)
    assert heads.split("\n") == ["From: aman@example.org", "To: office@example.org", f"Subject: {UZ}"]
    assert (text, attached.strip()) == (KY, f"[{RU}.pdf]")


def test_a_message_that_is_a_page_gives_the_words_of_the_page() -> None:
    assert read(message(("html", f"<p>{RU}</p><script>x</script>"))).text.endswith(f"\n\n{RU}")


@pytest.mark.parametrize("heading", ["=?x-unknown?B?0LA=?=", "=?utf-8?B?!!!?=", "=?utf-8?Q?=FF?="])
def test_a_heading_that_is_not_encoded_as_it_says_breaks_nothing(heading: str) -> None:
    content = f"From: a@example.org\nSubject: {heading}\nMIME-Version: 1.0\n\nbody".encode()
    found = read(content)
    assert (found.media_type, found.silence) == (MAIL, None)
    assert found.text.endswith("body")


def test_a_page_of_letters_with_colons_is_no_message() -> None:
    assert read(b"Place: Osh\nDate: 2010\n\nFrom there we went on.").media_type == TEXT
