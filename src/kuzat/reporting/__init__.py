# SPDX-License-Identifier: Apache-2.0
"""What may be told, to whom: texts made from the record, as files that are read, printed and sent.

In: words and figures, or records of a claim, as far as they may go there. Out: a `Document`, and its bytes as
HTML, DOCX or PDF; a `Submission`, drafted for a body. Never: what no record says; a clock, a member's name or
this machine in a file; markup or a script that a text brought with it.
"""

from kuzat.reporting.as_docx import as_docx
from kuzat.reporting.as_html import as_html, inner_html
from kuzat.reporting.as_pdf import as_pdf
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
    count_words,
    notes,
    paragraph,
)
from kuzat.reporting.dossier import SEALED, Dossier
from kuzat.reporting.kinds import Book, Kind, NoSuchDraft, book
from kuzat.reporting.needs import Need, State
from kuzat.reporting.submission import BodyClosed, Submission, compose

__all__ = [
    "SEALED",
    "Blank",
    "Block",
    "BodyClosed",
    "Book",
    "Document",
    "Dossier",
    "Heading",
    "Kind",
    "Listed",
    "Manner",
    "Need",
    "NoSuchDraft",
    "Paragraph",
    "Picture",
    "Run",
    "State",
    "Submission",
    "Table",
    "as_docx",
    "as_html",
    "as_pdf",
    "book",
    "cleaned",
    "compose",
    "count_words",
    "inner_html",
    "notes",
    "paragraph",
]
