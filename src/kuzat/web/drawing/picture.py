# SPDX-License-Identifier: Apache-2.0
"""A drawing as a file of its own: PNG with its title, what it counts, its day and its limits in it.

The letters are those of a font that comes with the program (docs/decisions/0020), so a picture is the
same on every machine, also on one without fonts. Nothing is written to a disk.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from textwrap import wrap
from typing import Any

from django.template.loader import render_to_string

from kuzat.errors import Refused
from kuzat.web.settings import HERE

WIDTH, MARGIN = 960, 24
ZOOM = 2
HIGHEST = 4000
# Text in a picture does not wrap by itself; so many signs fit on a line, Cyrillic capitals included.
TITLE_SIGNS, NOTE_SIGNS = 58, 112
TITLE_LINE, NOTE_LINE = 32, 19
FAMILY = "Roboto"
ROOT_SIZE = 16
VARIABLE = re.compile(r"--([a-z]+): ([^;]+);")
USED = re.compile(r"var\(--([a-z]+)\)")
REM = re.compile(r"(\d*\.\d+|\d+)rem")
FONTS = frozenset(("sans", "serif", "mono"))
# What XML cannot hold, also escaped.
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class PictureTooLarge(Refused):
    """This is too large for a picture."""

    code = "picture_too_large"
    advice = "Choose fewer records, or take it out as a table."


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of text at its height."""

    y: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What is drawn: a template with what it shows, its height, and the words around it.

    ``under`` says what is counted, and of which day; ``notes`` say what the drawing cannot tell.
    """

    title: str
    under: str
    notes: tuple[str, ...]
    template: str
    context: dict[str, Any]
    height: int


def png(picture: Picture) -> bytes:
    """The picture as PNG, twice as many dots as it has units. Raises `PictureTooLarge`."""
    import font_roboto
    import resvg_py

    return resvg_py.svg_to_bytes(
        svg_string=svg(picture),
        zoom=ZOOM,
        skip_system_fonts=True,
        font_files=[font_roboto.font_files[name] for name in ("Roboto", "RobotoBold", "RobotoItalic")],
    )


def svg(picture: Picture) -> str:
    """The picture as one SVG document that needs nothing from elsewhere. Raises `PictureTooLarge`."""
    title = _lines(wrap(picture.title, TITLE_SIGNS), MARGIN + TITLE_LINE - 8, TITLE_LINE)
    top = MARGIN + TITLE_LINE * len(title)
    under = _lines(wrap(picture.under, NOTE_SIGNS), top + NOTE_LINE, NOTE_LINE)
    top += NOTE_LINE * len(under) + MARGIN
    foot = top + picture.height + MARGIN
    said = [line for note in picture.notes for line in wrap(note, NOTE_SIGNS)]
    notes = _lines(said, foot + NOTE_LINE, NOTE_LINE)
    height = foot + NOTE_LINE * len(notes) + MARGIN
    if height > HIGHEST:
        raise PictureTooLarge()
    context = {
        **picture.context,
        "template": picture.template,
        "style": style(),
        "width": WIDTH,
        "height": height,
        "margin": MARGIN,
        "inner": WIDTH - 2 * MARGIN,
        "top": top,
        "drawn": picture.height,
        "foot": foot,
        "title_lines": title,
        "under_lines": under,
        "note_lines": notes,
    }
    return FORBIDDEN.sub("", render_to_string("drawing/picture.html", context))


def _lines(texts: Iterable[str], first: int, apart: int) -> tuple[Line, ...]:
    return tuple(Line(y=first + n * apart, text=text) for n, text in enumerate(texts))


@cache
def style() -> str:
    """The style of drawings with the colours of the page in it: a picture knows no variables and no rem."""
    known = dict(VARIABLE.findall((HERE / "static" / "desk.css").read_text(encoding="utf-8")))
    known |= dict.fromkeys(FONTS, FAMILY)
    drawing, _, _ = (HERE / "static" / "drawing.css").read_text(encoding="utf-8").partition("@media")
    plain = USED.sub(lambda found: known[found[1]], drawing)
    return REM.sub(lambda found: f"{float(found[1]) * ROOT_SIZE:g}px", plain)
