# SPDX-License-Identifier: Apache-2.0
"""A picture says itself what it is of, with every letter, on any machine."""

import re
import struct
from xml.etree import ElementTree

import font_roboto
import pytest
import resvg_py

from kuzat.web import settings
from kuzat.web.drawing import lengths, picture
from kuzat.web.drawing.picture import Picture, PictureTooLarge

LETTERS = (
    "АБВГҐДЕЁЖЗИЙКЛМНҢОӨПРСТУҮФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя"
    "ЎҚҒҲўқғҳABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzʻʼ’“”«»—–…№·0123456789,.:;%()/"
)
MISSING = "\u0e01"  # a letter that the font does not have


def drawn(title: str = "Events: Region", notes: tuple[str, ...] = (), lines: int = 3) -> Picture:
    settings.configure()
    drawing = lengths.draw([(f"Region {n}", n) for n in range(lines)])
    return Picture(
        title=title,
        under="on 1 April 2025",
        notes=notes,
        template="drawing/lengths.html",
        context={"lengths": drawing},
        height=drawing.height,
    )


def sign(text: str, name: str) -> bytes:
    look = {"RobotoBold": 'font-weight="700"', "RobotoItalic": 'font-style="italic"'}.get(name, "")
    return resvg_py.svg_to_bytes(
        svg_string='<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><text x="4" y="30"'
        f' font-size="24" {look} font-family="Roboto">{text}</text></svg>',
        skip_system_fonts=True,
        font_files=[font_roboto.font_files[name]],
    )


@pytest.mark.parametrize("name", ["Roboto", "RobotoBold", "RobotoItalic"])
def test_every_letter_of_every_script_is_in_the_font(name: str) -> None:
    nothing = sign(MISSING, name)
    assert [letter for letter in LETTERS if sign(letter, name) in (nothing, sign(" ", name))] == []


def test_a_picture_is_a_png_of_its_size_and_the_same_each_time() -> None:
    made = picture.png(drawn())
    assert made[:8] == b"\x89PNG\r\n\x1a\n"
    wide, high = struct.unpack(">II", made[16:24])
    assert wide == picture.WIDTH * picture.ZOOM
    root = ElementTree.fromstring(picture.svg(drawn()))
    assert high == int(root.attrib["height"]) * picture.ZOOM
    assert made == picture.png(drawn())
    assert made != picture.png(drawn(title="Events: Regioņ"))


def test_it_says_title_unit_day_and_limits_itself() -> None:
    note = "It counts what was documented, not what happened. " * 6
    text = "".join(ElementTree.fromstring(picture.svg(drawn(notes=(note,)))).itertext())
    for part in ("Events: Region", "on 1 April 2025", "Region 2", "not what happened"):
        assert part in text
    lines = re.findall(r'class="words" x="24" y="(\d+)">([^<]+)<', picture.svg(drawn(notes=(note,))))
    assert len(lines) > 3
    assert all(len(line) <= picture.NOTE_SIGNS for _, line in lines)
    assert len({y for y, _ in lines}) == len(lines)


def test_its_style_has_no_variable_and_no_size_of_a_page() -> None:
    assert "var(" not in picture.style()
    assert "rem" not in picture.style()
    assert "#8a2f14" in picture.style()


def test_what_no_picture_can_hold_is_left_out_and_markup_is_text() -> None:
    made = picture.svg(drawn(title="<b>\x0b\x00& \ud800so"))
    assert "<b> & so" in "".join(ElementTree.fromstring(made).itertext())
    assert picture.png(drawn(title="<script>\x1b"))


def test_what_is_too_high_is_refused_before_it_is_drawn() -> None:
    with pytest.raises(PictureTooLarge):
        picture.png(drawn(lines=200))
