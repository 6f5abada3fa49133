# SPDX-License-Identifier: Apache-2.0
"""A document as DOCX (ECMA-376, transitional): real footnotes, headings and fields to fill in.

Written part by part, since no library that is kept writes footnotes (docs/decisions/0026). The file
names no author, program, machine or day; its entries bear the first day that the format can hold.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from kuzat.reporting import docx_parts as parts
from kuzat.reporting.document import (
    Blank,
    Block,
    Document,
    Heading,
    Listed,
    Manner,
    Paragraph,
    Picture,
    Run,
    Table,
    cleaned,
    notes,
)

FIRST_DAY = (1980, 1, 1, 0, 0, 0)
EPOCH_OF_UNIX = 3
BULLETS = 1
STYLES = {Manner.QUOTE: "Quote", Manner.WARNING: "Warning", Manner.SMALL: "Small"}
# Units: twentieths of a point for tables, English Metric Units (914,400 to the inch) for pictures.
TEXT_WIDTH, PICTURE_WIDTH = 9354, 5_940_000
EMPTY_LINE = "_" * 40
# Of a field, which the format limits.
LONGEST_NAME = 64


@dataclass(slots=True)
class _Body:
    """What is written so far: notes, ordered lists and pictures are numbered as they come."""

    notes: int = 0
    lists: list[int] = field(default_factory=list)
    pictures: list[bytes] = field(default_factory=list)


def as_docx(document: Document) -> bytes:
    """The file."""
    body = _Body()
    inner = "".join(xml for block in document.blocks for xml in _block(block, body))
    said = notes(document)
    files = {
        "[Content_Types].xml": parts.CONTENT_TYPES,
        "_rels/.rels": parts.RELATIONS,
        "docProps/core.xml": parts.core(_text(document.title), _text(document.language)),
        "word/document.xml": parts.document(_paragraph("Title", _plain(document.title)) + inner),
        "word/_rels/document.xml.rels": parts.relations(len(body.pictures)),
        "word/styles.xml": parts.styles(_text(document.language)),
        "word/numbering.xml": parts.numbering(body.lists),
        "word/settings.xml": parts.SETTINGS,
        "word/footer1.xml": parts.FOOTER,
        "word/footnotes.xml": parts.footnotes(_footnote(n, note) for n, note in enumerate(said, 1)),
    }
    content = {name: xml.encode() for name, xml in files.items()}
    content |= {f"word/media/image{n}.png": png for n, png in enumerate(body.pictures, 1)}
    return _zipped(content)


def _zipped(files: dict[str, bytes]) -> bytes:
    written = BytesIO()
    with ZipFile(written, "w") as archive:
        for name, content in files.items():
            entry = ZipInfo(name, FIRST_DAY)
            entry.compress_type, entry.create_system = ZIP_DEFLATED, EPOCH_OF_UNIX
            archive.writestr(entry, content)
    return written.getvalue()


def _text(text: str) -> str:
    return escape(cleaned(text))


def _block(block: Block, body: _Body) -> Iterator[str]:
    match block:
        case Heading(text, level):
            yield _paragraph(f"Heading{level}", _plain(text))
        case Paragraph():
            yield _paragraph(STYLES.get(block.manner, ""), _runs(block, body))
        case Listed():
            yield from _list(block, body)
        case Table():
            yield from _table(block)
        case Picture():
            yield from _picture(block, body)
        case Blank(label, lines):
            yield _paragraph("", _plain(label), keep=True)
            yield from (parts.blank(_text(label[:LONGEST_NAME]), EMPTY_LINE) for _ in range(lines))


def _paragraph(style: str, runs: str, *, number: int = 0, keep: bool = False) -> str:
    told = (
        (f'<w:pStyle w:val="{style}"/>' if style else "")
        + ("<w:keepNext/>" if keep else "")
        + (f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>' if number else "")
    )
    return f"<w:p>{f'<w:pPr>{told}</w:pPr>' if told else ''}{runs}</w:p>"


def _plain(text: str, style: str = "") -> str:
    """A run; a line break and a tab are elements of their own."""
    told = f"<w:rPr>{style}</w:rPr>" if style else ""
    lines = (_line(line) for line in cleaned(text).split("\n"))
    return f"<w:r>{told}" + "<w:br/>".join(lines) + "</w:r>"


def _line(line: str) -> str:
    return "<w:tab/>".join(f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in line.split("\t"))


def _runs(paragraph: Paragraph, body: _Body) -> str:
    before = _plain(f"{paragraph.number}.\t") if paragraph.number is not None else ""
    return before + "".join(_run(run, body) for run in paragraph.runs)


def _run(run: Run, body: _Body) -> str:
    said = _plain(run.text, ("<w:b/>" if run.bold else "") + ("<w:i/>" if run.italic else ""))
    if not run.note:
        return said
    body.notes += 1
    style = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
    return f'{said}<w:r>{style}<w:footnoteReference w:id="{body.notes}"/></w:r>'


def _footnote(number: int, text: str) -> str:
    mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
    inner = _paragraph("FootnoteText", mark + _plain(" " + text))
    return f'<w:footnote w:id="{number}">{inner}</w:footnote>'


def _list(listed: Listed, body: _Body) -> Iterator[str]:
    number = BULLETS
    if listed.ordered:
        number = BULLETS + 1 + len(body.lists)
        body.lists.append(number)
    for item in listed.items:
        yield _paragraph("ListParagraph", _runs(item, body), number=number)


def _table(table: Table) -> Iterator[str]:
    if table.caption:
        yield _paragraph("Caption", _plain(table.caption), keep=True)
    widths = [int(TEXT_WIDTH * share) for share in table.shares]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = _row(table.head, widths, "<w:b/>", "<w:trPr><w:tblHeader/></w:trPr>")
    rows = "".join(_row(row, widths) for row in table.rows)
    yield f"<w:tbl>{parts.TABLE_PROPERTIES}<w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl><w:p/>"


def _row(cells: tuple[str, ...], widths: list[int], style: str = "", told: str = "") -> str:
    inner = "".join(_cell(cell, width, style) for cell, width in zip(cells, widths, strict=True))
    return f"<w:tr>{told}{inner}</w:tr>"


def _cell(text: str, width: int, style: str = "") -> str:
    inner = _paragraph("TableText", _plain(text, style))
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{inner}</w:tc>'


def _picture(picture: Picture, body: _Body) -> Iterator[str]:
    body.pictures.append(picture.png)
    wide, high = size(picture.png)
    drawing = parts.drawing(
        len(body.pictures), _text(picture.alternative), PICTURE_WIDTH, PICTURE_WIDTH * high // wide
    )
    yield _paragraph("", f"<w:r>{drawing}</w:r>", keep=bool(picture.caption))
    if picture.caption:
        yield _paragraph("Caption", _plain(picture.caption))


def size(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG, which stand in its first chunk (RFC 2083, 4.1.1)."""
    wide, high = struct.unpack(">II", png[16:24])
    return max(wide, 1), high
