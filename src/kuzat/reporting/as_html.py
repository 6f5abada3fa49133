# SPDX-License-Identifier: Apache-2.0
"""A document as one HTML file: no script, nothing from elsewhere, ready to print."""

from base64 import b64encode
from collections.abc import Iterator
from html import escape
from itertools import count

from kuzat.reporting.document import (
    Blank,
    Block,
    Document,
    Heading,
    Listed,
    Manner,
    Paragraph,
    Picture,
    Table,
    cleaned,
    notes,
)
from kuzat.reporting.marked import marked

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
STYLE = """
body { font: 12pt/1.45 serif; color: #111; background: #fff; max-width: 44rem; margin: 2rem auto;
  padding: 0 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5em; } h2 { font-size: 1.2em; } h3 { font-size: 1.05em; }
h4 { font-size: 1em; font-style: italic; }
h1, h2, h3, h4 { line-height: 1.25; break-after: avoid; }
p { white-space: pre-line; }
.quote { margin-left: 1.5rem; } .small, .notes, caption, figcaption { font-size: .85em; }
.warning { border: 1.5pt solid #111; padding: .5rem .75rem; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; font-weight: bold; }
th, td { border: .5pt solid #666; padding: .2rem .4rem; text-align: left; vertical-align: top;
  white-space: pre-line; }
tr, figure, .warning { break-inside: avoid; } figure { margin: 1rem 0; } img { max-width: 100%; }
.blank { border-bottom: .5pt solid #111; height: 1.6em; }
@page { size: A4; margin: 2.2cm; } @media print { body { margin: 0; max-width: none; padding: 0; } }
"""


def as_html(document: Document) -> bytes:
    """The file, in UTF-8."""
    title = _text(document.title)
    page = (
        f'<!doctype html>\n<html lang="{_text(document.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_text(POLICY)}">\n'
        '<meta name="viewport" content="width=device-width">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
        f"{inner_html(document)}</main>\n</body>\n</html>\n"
    )
    return page.encode()


def inner_html(document: Document) -> str:
    """The text below its title, every sign of it escaped, to stand in a page; its headings begin at h2."""
    number = count(1)
    body = "\n".join(line for block in document.blocks for line in _block(block, number))
    listed = "".join(
        f'<li id="note-{n}">{_text(note)} <a href="#from-{n}">↑</a></li>\n'
        for n, note in enumerate(notes(document), 1)
    )
    heading = f"<h2>{_text(document.notes)}</h2>\n" if document.notes else ""
    below = f'<section class="notes">\n{heading}<ol>\n{listed}</ol>\n</section>\n' if listed else ""
    return f"{body}\n{below}"


def _text(text: str) -> str:
    return escape(cleaned(text))


def _block(block: Block, number: Iterator[int]) -> Iterator[str]:
    match block:
        case Heading(text, level):
            yield f"<h{level + 1}>{_text(text)}</h{level + 1}>"
        case Paragraph():
            style = "" if block.manner is Manner.PLAIN else f' class="{block.manner}"'
            yield f"<p{style}>{_runs(block, number)}</p>"
        case Listed(items, ordered):
            tag = "ol" if ordered else "ul"
            yield f"<{tag}>" + "".join(f"<li>{_runs(item, number)}</li>" for item in items) + f"</{tag}>"
        case Table():
            yield from _table(block)
        case Picture():
            yield _picture(block)
        case Blank(label, lines):
            yield f"<p>{_text(label)}</p>" + '<div class="blank"></div>' * lines


def _runs(paragraph: Paragraph, number: Iterator[int]) -> str:
    return marked(paragraph, number, _text, _note)


def _note(n: int) -> str:
    return f'<sup><a id="from-{n}" href="#note-{n}">{n}</a></sup>'


def _table(table: Table) -> Iterator[str]:
    yield "<table>"
    if table.caption:
        yield f"<caption>{_text(table.caption)}</caption>"
    if table.widths:
        columns = (f'<col style="width: {100 * share:.1f}%">' for share in table.shares)
        yield f"<colgroup>{''.join(columns)}</colgroup>"
    head = "".join(f'<th scope="col">{_text(cell)}</th>' for cell in table.head)
    yield f"<thead><tr>{head}</tr></thead>"
    yield "<tbody>"
    for row in table.rows:
        yield "<tr>" + "".join(f"<td>{_text(cell)}</td>" for cell in row) + "</tr>"
    yield "</tbody></table>"


def _picture(picture: Picture) -> str:
    kind, content = ("svg+xml", picture.svg.encode()) if picture.svg else ("png", picture.png)
    source = f"data:image/{kind};base64,{b64encode(content).decode()}"
    caption = f"<figcaption>{_text(picture.caption)}</figcaption>" if picture.caption else ""
    return f'<figure><img src="{source}" alt="{_text(picture.alternative)}">{caption}</figure>'
