# SPDX-License-Identifier: Apache-2.0
"""One document as HTML, DOCX and PDF: the same words, the same bytes again, nothing that tells on us."""

import re
import subprocess
import sys
from html import unescape
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import font_roboto
import pypdfium2
import pytest
import resvg_py

from kuzat.reporting import (
    Blank,
    Document,
    Heading,
    Listed,
    Manner,
    Paragraph,
    Picture,
    Run,
    Table,
    as_docx,
    as_html,
    as_pdf,
    cleaned,
    count_words,
    notes,
    paragraph,
)

WRITERS = (as_html, as_docx, as_pdf)
LETTERS = "Күзөт жаңы өтүнүч; oʻzbek gʻoyat maʼno; съезд ё й; “сөз” – №"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><path d="M0 0h9v9z"/></svg>'
HOSTILE = "<script>alert(1)</script>&amp;<b>\x00\x1b[31m\u202egnp.exe\u2066 </w:t> ]]> {% x %}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def sample() -> Document:
    png = resvg_py.svg_to_bytes(svg_string=SVG)
    return Document(
        title="A letter",
        language="ky",
        notes="Notes",
        blocks=(
            Heading("What happened"),
            Paragraph(
                (Run("He was taken "), Run("at night", bold=True, note="Account INF-1."), Run(".")), number=1
            ),
            paragraph(LETTERS, manner=Manner.QUOTE, note="Page 3"),
            paragraph("Be careful.", manner=Manner.WARNING),
            Listed((paragraph("one", note="Third"), paragraph("two")), ordered=True),
            Listed((paragraph("a point"),)),
            Table(("when", "what"), (("2010", "arrest"), ("2016", "Views")), caption="Steps"),
            Picture(png=png, alternative="A bar", caption="A bar", svg=SVG),
            Blank("Signature", 2),
        ),
    )


def said_in_docx(content: bytes) -> str:
    with ZipFile(BytesIO(content)) as opened:
        names = ("word/document.xml", "word/footnotes.xml")
        found = [ElementTree.fromstring(opened.read(name)) for name in names]
    return "\n".join("".join(p.itertext()) for tree in found for p in tree.iter(f"{W}p"))


def said_in_pdf(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as opened:
        return "\n".join(page.get_textpage().get_text_range() for page in opened)


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def read_html(content: bytes) -> Reader:
    reader = Reader()
    reader.feed(content.decode())
    return reader


def said_in_html(content: bytes) -> str:
    return "".join(read_html(content).said)


READ = [(as_html, said_in_html), (as_docx, said_in_docx), (as_pdf, said_in_pdf)]


@pytest.mark.parametrize(("write", "read"), READ)
def test_every_word_and_note_stands_in_each_file(write, read):
    said = read(write(sample()))
    for part in (
        "A letter",
        "What happened",
        "He was taken",
        LETTERS,
        "Account INF-1.",
        "Page 3",
        "Third",
        "Views",
    ):
        assert part in said
    assert "Signature" in said


@pytest.mark.parametrize("write", WRITERS)
def test_the_same_document_gives_the_same_bytes(write):
    assert write(sample()) == write(sample())


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("text", [HOSTILE, "ж" * 1500, "שלום \u05d0", "", "a\r\nb\u2028c\td"])
def test_no_text_breaks_a_file(write, text):
    cells = tuple(text for _ in range(3))
    document = Document(
        title=text,
        language="ru",
        notes=text,
        blocks=(
            Heading(text),
            paragraph(text, note=text or "note"),
            Listed((paragraph(text),)),
            Table(cells, (cells,), caption=text),
            Blank(text),
        ),
    )
    content = write(document)
    if write is as_docx:
        assert said_in_docx(content).count(cleaned(text).replace("\n", "").replace("\t", "")) >= 6
    elif write is as_pdf:
        assert "alert(1)" in said_in_pdf(content) or text is not HOSTILE
    else:
        assert set(read_html(content).tags).isdisjoint({"script", "b", "iframe", "link", "form"})


def test_signs_that_turn_the_direction_and_control_characters_are_left_out():
    assert cleaned("a\u202eb\u2066c\x00d\x1be\ufefff\ud800") == "abcdef"
    assert cleaned("a\r\nb\rc\u2029d\x0be") == "a\nb\nc\nd\ne"


def test_a_sign_that_the_font_lacks_is_told_by_its_number_and_not_left_out():
    said = said_in_pdf(as_pdf(Document(title="t", language="en", blocks=(paragraph("one 字 two"),))))
    assert "one [U+5B57] two" in said


def test_no_file_tells_who_made_it_where_or_when():
    with ZipFile(BytesIO(as_docx(sample()))) as opened:
        assert {entry.date_time for entry in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = ElementTree.fromstring(opened.read("docProps/core.xml"))
    assert [(one.tag.rpartition("}")[2], one.text) for one in core] == [
        ("title", "A letter"),
        ("language", "ky"),
    ]
    with pypdfium2.PdfDocument(as_pdf(sample())) as opened:
        told = opened.get_metadata_dict()
    assert told["Title"] == "A letter"
    assert {told[name] for name in ("Author", "Subject", "Keywords", "Creator")} == {""}
    assert told["CreationDate"] == told["ModDate"] == "D:20000101000000+00'00'"
    for content in (as_pdf(sample()), as_html(sample()), as_docx(sample())):
        assert b"/home/" not in content
        assert font_roboto.__file__.encode() not in content


@pytest.mark.slow
def test_nothing_that_lies_in_the_home_of_the_user_is_run(tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    for name in (".reportlab_mods", ".reportlab_settings"):
        (tmp_path / name).write_text(f"open({str(ran)!r}, 'w').close()\n")
    made = "from kuzat.reporting import Document as D, as_pdf; as_pdf(D(title='A', language='en', blocks=()))"
    subprocess.run([sys.executable, "-c", made], env={"HOME": str(tmp_path)}, check=True)
    assert not ran.exists()


def test_the_page_loads_nothing():
    page = unescape(as_html(sample()).decode())
    assert {found.partition(":")[0] for found in re.findall(r'src="([^"]*)', page)} == {"data"}
    assert all(found.startswith("#") for found in re.findall(r'href="([^"]*)', page))
    assert "default-src 'none'" in page


def test_notes_are_numbered_in_the_order_of_the_text():
    assert notes(sample()) == ("Account INF-1.", "Page 3", "Third")
    with ZipFile(BytesIO(as_docx(sample()))) as opened:
        text = ElementTree.fromstring(opened.read("word/document.xml"))
    assert [one.get(f"{W}id") for one in text.iter(f"{W}footnoteReference")] == ["1", "2", "3"]


def test_words_are_counted_without_notes_and_captions():
    blocks = (Heading("Two words"), paragraph("It is – so: № 5.", note="not counted"), Table(("a", "b"), ()))
    assert count_words(Document(title="One", language="en", blocks=blocks)) == 9


def test_a_table_has_the_widths_that_it_asks_for():
    table = Table(("what", "how many"), (("an arrest", "1"),), widths=(3, 1))
    document = Document(title="t", language="en", blocks=(table,))
    assert 'width: 75.0%"><col style="width: 25.0%"' in as_html(document).decode()
    with ZipFile(BytesIO(as_docx(document))) as opened:
        text = ElementTree.fromstring(opened.read("word/document.xml"))
    first, second = (int(one.get(f"{W}w")) for one in text.iter(f"{W}gridCol"))
    assert abs(first - 3 * second) < 4
    assert "an arrest" in said_in_pdf(as_pdf(document))


def test_a_cell_longer_than_a_page_goes_on_on_the_next():
    table = Table(("what",), (("word " * 3000,),))
    with pypdfium2.PdfDocument(as_pdf(Document(title="t", language="en", blocks=(table,)))) as opened:
        assert len(opened) > 1
