# SPDX-License-Identifier: Apache-2.0
"""Whatever somebody typed, a document stays one file of its kind, with that text and no markup of theirs."""

from html.parser import HTMLParser
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kuzat.reporting import (
    Blank,
    Document,
    Heading,
    Listed,
    Table,
    as_docx,
    as_html,
    as_pdf,
    cleaned,
    paragraph,
)

SHARP = st.sampled_from(
    ["<b>", "&amp;", "]]>", "</w:t>", '"', "\x00", "\u202e", "{{ x }}", "<!--", "\\", "<br/>"]
)
texts = st.lists(st.text(max_size=30) | SHARP, max_size=6).map("".join)
documents = st.builds(
    lambda a, b, c: Document(
        title=a,
        language="ru",
        notes=b,
        blocks=(
            Heading(b, 2),
            paragraph(c, note=a),
            Listed((paragraph(a), paragraph(b, note=c)), ordered=True),
            Table((a, b), ((b, c), (c, a)), caption=c),
            Blank(a),
        ),
    ),
    texts,
    texts,
    texts,
)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.seen.append(tag)


def shape(content: bytes) -> list[str]:
    reader = Tags()
    reader.feed(content.decode())
    return reader.seen


@settings(max_examples=25)
@given(documents)
def test_a_page_has_the_tags_of_its_blocks_and_no_other(document: Document) -> None:
    plain = Document(
        title="a",
        language="ru",
        notes="b" if document.notes else "",
        blocks=tuple(_with_letters(block) for block in document.blocks),
    )
    assert shape(as_html(document)) == shape(as_html(plain))


def _with_letters(block: object) -> object:
    """The same block with a letter in place of each text, and none where there was none."""
    match block:
        case Heading(_, level):
            return Heading("x", level)
        case Listed(items, ordered):
            return Listed(tuple(map(_with_letters, items)), ordered)
        case Table(head, rows, caption):
            cells = tuple(("x",) * len(row) for row in rows)
            return Table(("x",) * len(head), cells, "x" if caption else "")
        case Blank():
            return Blank("x")
    return paragraph("x", note="n" if block.runs[0].note else "")


@settings(max_examples=25)
@given(documents)
def test_every_part_of_a_docx_is_xml_and_holds_the_text(document: Document) -> None:
    with ZipFile(BytesIO(as_docx(document))) as opened:
        parts = {name: ElementTree.fromstring(opened.read(name)) for name in opened.namelist()}
    said = "".join(parts["word/document.xml"].itertext())
    for text in (document.title, document.blocks[1].runs[0].text):
        assert cleaned(text).replace("\n", "").replace("\t", "") in said


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(documents)
def test_a_pdf_opens_whatever_is_in_it(document: Document) -> None:
    with pypdfium2.PdfDocument(as_pdf(document)) as opened:
        assert len(opened) >= 1
