# SPDX-License-Identifier: Apache-2.0
"""The words of a PDF, page by page, by PDFium. Nothing is drawn, no script runs.

PDFium is written in C++ and reads what an enemy may have written: **only inside the sandbox**.
"""

import pypdfium2  # type: ignore[import-untyped]

from kuzat.preservation.documents.extracted import Silence, Unread, cleaned

LOCKED = (4, 5)  # FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY
HYPHENS = {0x02: "-", 0xFFFE: "-"}  # how PDFium marks a hyphen at the end of a line


def read(content: bytes, most: int, most_pages: int) -> tuple[list[str], list[int]]:
    """The text of each page and the numbers of those that could not be read. Raises `Unread`."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        locked = error.err_code in LOCKED
        raise Unread(Silence.LOCKED if locked else Silence.DAMAGED) from None
    if len(document) > most_pages:
        raise Unread(Silence.LARGE)
    texts: list[str] = []
    unread: list[int] = []
    for number in range(len(document)):
        try:
            text = cleaned(_page(document, number))
        except pypdfium2.PdfiumError:
            unread.append(number + 1)
            text = ""
        most -= len(text) + 1
        if most < 0:
            raise Unread(Silence.LARGE)
        texts.append(text)
    if len(unread) == len(texts):
        raise Unread(Silence.DAMAGED)
    return texts, unread


def _page(document: pypdfium2.PdfDocument, number: int) -> str:
    page = document[number]
    words = page.get_textpage()
    try:
        return str(words.get_text_range()).translate(HYPHENS)
    finally:
        words.close()
        page.close()
