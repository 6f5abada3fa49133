# SPDX-License-Identifier: Apache-2.0
"""A paragraph as markup with the tags that a browser and the PDF library share."""

from collections.abc import Callable, Iterator

from kuzat.reporting.document import Paragraph, Run


def marked(
    paragraph: Paragraph, number: Iterator[int], text: Callable[[str], str], note: Callable[[int], str]
) -> str:
    """The runs of a paragraph, its own number before them.

    ``text`` makes words safe for the markup; ``note`` is the sign of a note, ``number`` counts the notes.
    """
    before = f"{paragraph.number}. " if paragraph.number is not None else ""
    return before + "".join(_run(run, number, text, note) for run in paragraph.runs)


def _run(run: Run, number: Iterator[int], text: Callable[[str], str], note: Callable[[int], str]) -> str:
    said = text(run.text)
    for tag, is_so in (("i", run.italic), ("b", run.bold)):
        said = f"<{tag}>{said}</{tag}>" if is_so else said
    return said + note(next(number)) if run.note else said
