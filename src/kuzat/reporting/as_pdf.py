# SPDX-License-Identifier: Apache-2.0
"""A document as PDF on A4, in letters that come with the program; its notes stand at the end.

What the font cannot show is printed as its number in Unicode, since a sign left out would change what
somebody said. The file names no author, machine or day; the library that writes it is named in it.
"""

import sys
import unicodedata
from collections.abc import Iterator
from functools import cache
from html import escape
from io import BytesIO
from itertools import count
from types import ModuleType
from typing import Any

from kuzat.reporting.document import (
    Blank,
    Block,
    Document,
    Heading,
    Listed,
    Paragraph,
    Picture,
    Table,
    cleaned,
    notes,
)
from kuzat.reporting.marked import marked

MARGIN = 62
FACES = ("", "Bold", "Italic", "BoldItalic")
FAMILY = "Kuzat"
SIZE, LEADING = 10.5, 14.5
HEADINGS = (18, 14, 12, 10.5)
FOOT = 8
HIGHEST = 640
INDENT = 22
# In signs; a longer head of a table is not repeated on each page, where it would leave no room.
LONGEST_HEAD = 120


def as_pdf(document: Document) -> bytes:
    """The file."""
    # The library would run files of settings in the home of the user; these stand in their place.
    for name in ("reportlab_mods", "reportlab_settings"):
        sys.modules.setdefault(name, ModuleType(name))
    from reportlab.platypus import SimpleDocTemplate

    styles = _styles()
    number = count(1)
    flow = [_paragraph(_text(document.title), styles["h0"])]
    flow += [flowable for block in document.blocks for flowable in _block(block, number, styles)]
    flow += _notes(document, styles)
    written = BytesIO()
    template = SimpleDocTemplate(
        written,
        pagesize=_page(),
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=cleaned(document.title),
        author="",
        subject="",
        creator="",
        keywords="",
        lang=document.language,
        displayDocTitle=1,
        invariant=1,
    )
    template.build(flow, onFirstPage=_foot, onLaterPages=_foot)
    return written.getvalue()


def _page() -> tuple[float, float]:
    from reportlab.lib.pagesizes import A4

    return float(A4[0]), float(A4[1])


def _foot(canvas: Any, template: Any) -> None:
    canvas.setFont(FAMILY, FOOT)
    canvas.drawCentredString(_page()[0] / 2, MARGIN / 2, str(template.page))


@cache
def _letters() -> frozenset[int]:
    """The signs that every face of the font has; the faces are made known to the library once."""
    import font_roboto
    from reportlab.lib.fonts import addMapping
    from reportlab.pdfbase import pdfmetrics, ttfonts

    found = []
    for face in FACES:
        font = ttfonts.TTFont(FAMILY + face, font_roboto.font_files["Roboto" + face])
        pdfmetrics.registerFont(font)
        addMapping(FAMILY, int("Bold" in face), int("Italic" in face), FAMILY + face)
        found.append(frozenset(font.face.charToGlyph))
    return frozenset.intersection(*found)


def _styles() -> dict[str, Any]:
    from reportlab.lib.styles import ParagraphStyle

    _letters()
    plain = ParagraphStyle(
        "plain",
        fontName=FAMILY,
        bulletFontName=FAMILY,
        fontSize=SIZE,
        leading=LEADING,
        spaceAfter=6,
        splitLongWords=1,
    )

    def like(name: str, **told: Any) -> Any:
        return ParagraphStyle(name, parent=plain, **told)

    styles = {
        "plain": plain,
        "quote": like("quote", leftIndent=INDENT, rightIndent=INDENT / 2),
        "warning": like(
            "warning", borderWidth=1, borderColor="#111111", borderPadding=5, spaceBefore=8, spaceAfter=12
        ),
        "small": like("small", fontSize=8.5, leading=11.5),
        "cell": like("cell", fontSize=8.5, leading=11, spaceAfter=0),
        "item": like("item", leftIndent=INDENT, bulletIndent=INDENT / 3, spaceAfter=3),
        "note": like("note", fontSize=8.5, bulletFontSize=8.5, leading=11.5, leftIndent=INDENT, spaceAfter=2),
        "caption": like("caption", fontName=FAMILY + "Bold", fontSize=9, leading=12, keepWithNext=1),
    }
    for level, size in enumerate(HEADINGS):
        styles[f"h{level}"] = like(
            f"h{level}",
            fontName=FAMILY + "Bold",
            fontSize=size,
            leading=size * 1.25,
            spaceBefore=size * 0.8,
            keepWithNext=1,
        )
    return styles


def _paragraph(markup: str, style: Any, **told: Any) -> Any:
    from reportlab.platypus import Paragraph as Flowing

    return Flowing(markup, style, **told)


def _text(text: str) -> str:
    """A text as the library's markup; line breaks are kept."""
    known = _letters()
    said = unicodedata.normalize("NFC", cleaned(text).replace("\t", "    "))
    shown = (sign if sign == "\n" or ord(sign) in known else f"[U+{ord(sign):04X}]" for sign in said)
    return escape("".join(shown), quote=False).replace("\n", "<br/>")


def _block(block: Block, number: Iterator[int], styles: dict[str, Any]) -> Iterator[Any]:
    match block:
        case Heading(text, level):
            yield _paragraph(_text(text), styles[f"h{level}"])
        case Paragraph():
            yield _paragraph(_runs(block, number), styles[block.manner])
        case Listed(items, ordered):
            for n, item in enumerate(items, 1):
                mark = f"{n}." if ordered else "•"
                yield _paragraph(_runs(item, number), styles["item"], bulletText=mark)
        case Table():
            yield from _table(block, styles)
        case Picture():
            yield from _picture(block, styles)
        case Blank():
            yield from _blank(block, styles)


def _runs(paragraph: Paragraph, number: Iterator[int]) -> str:
    return marked(paragraph, number, _text, _note)


def _note(n: int) -> str:
    return f'<super size="7" rise="4"><a href="#note-{n}">{n}</a></super>'


def _notes(document: Document, styles: dict[str, Any]) -> Iterator[Any]:
    said = notes(document)
    if said and document.notes:
        yield _paragraph(_text(document.notes), styles["h1"])
    for n, note in enumerate(said, 1):
        yield _paragraph(f'<a name="note-{n}"/>{_text(note)}', styles["note"], bulletText=f"{n}.")


def _table(table: Table, styles: dict[str, Any]) -> Iterator[Any]:
    from reportlab.platypus import Spacer
    from reportlab.platypus import Table as Grid

    if table.caption:
        yield _paragraph(_text(table.caption), styles["caption"])
    width = _page()[0] - 2 * MARGIN
    cells = [[_paragraph(f"<b>{_text(cell)}</b>", styles["cell"]) for cell in table.head]]
    cells += [[_paragraph(_text(cell), styles["cell"]) for cell in row] for row in table.rows]
    style = [("GRID", (0, 0), (-1, -1), 0.4, "#666666"), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    repeated = int(max(map(len, table.head), default=0) <= LONGEST_HEAD)
    yield Grid(
        cells, [width * share for share in table.shares], repeatRows=repeated, splitInRow=1, style=style
    )
    yield Spacer(1, LEADING / 2)


def _picture(picture: Picture, styles: dict[str, Any]) -> Iterator[Any]:
    from reportlab.platypus import Image

    image = Image(BytesIO(picture.png), hAlign="LEFT")
    image._restrictSize(_page()[0] - 2 * MARGIN, HIGHEST)
    yield image
    if picture.caption:
        yield _paragraph(_text(picture.caption), styles["small"])


def _blank(blank: Blank, styles: dict[str, Any]) -> Iterator[Any]:
    from reportlab.platypus import HRFlowable

    yield _paragraph(_text(blank.label), styles["plain"])
    for _ in range(blank.lines):
        yield HRFlowable(width="100%", thickness=0.5, color="#111111", spaceBefore=12, spaceAfter=6)
