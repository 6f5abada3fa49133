# SPDX-License-Identifier: Apache-2.0
"""What may be told, to whom: texts made from the record, as files that are read, printed and sent.

In: words and figures that the reader may see. Out: a `Document`, and its bytes as HTML, DOCX or PDF.
Never: a clock, a member's name or this machine in a file; markup or a script that a text brought with it.
"""

from kuzat.reporting.as_docx import as_docx
from kuzat.reporting.as_html import as_html
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

__all__ = [
    "Blank",
    "Block",
    "Document",
    "Heading",
    "Listed",
    "Manner",
    "Paragraph",
    "Picture",
    "Run",
    "Table",
    "as_docx",
    "as_html",
    "as_pdf",
    "cleaned",
    "count_words",
    "notes",
    "paragraph",
]
