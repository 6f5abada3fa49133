# SPDX-License-Identifier: Apache-2.0
"""A score over months as a drawing: its interval as a band, its mean as a line, the labels beside it."""

from collections.abc import Mapping, Sequence
from html import escape

from kuzat.civicspace import CUTS, LatentRating

WIDTH, HEIGHT, LEFT, FOOT, TOP = 640, 220, 96, 22, 8
FONT = "Roboto, sans-serif"
MOST_TICKS = 10
ZOOM = 2


def svg(ratings: Mapping[str, LatentRating], labels: Sequence[str]) -> str:
    """The drawing; months that are not rated are left empty. ``labels`` are the five, the lowest first."""
    step = (WIDTH - LEFT) / max(len(ratings), 1)
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {TOP + HEIGHT + FOOT}" '
        f'width="{WIDTH}" height="{TOP + HEIGHT + FOOT}" font-family="{FONT}" font-size="12">',
        f'<rect width="{WIDTH}" height="{TOP + HEIGHT + FOOT}" fill="#fff"/>',
    ]
    edges = (0.0, *CUTS, 100.0)
    for label, low, high in zip(labels, edges, edges[1:], strict=False):
        drawn.append(f'<text x="0" y="{_y((low + high) / 2) + 4:.1f}" fill="#444">{escape(label)}</text>')
    for cut in CUTS:
        drawn.append(f'<path d="M{LEFT} {_y(cut):.1f}H{WIDTH}" stroke="#999" stroke-dasharray="2 4"/>')
    for number, one in enumerate(ratings.values()):
        if one.rated:
            x, level = LEFT + step * number, one.overall
            tall = _y(level.low) - _y(level.high)
            drawn.append(f'<rect x="{x:.2f}" y="{_y(level.high):.1f}" {_size(step, tall)} fill="#bcd"/>')
            drawn.append(f'<rect x="{x:.2f}" y="{_y(level.mean) - 1.5:.1f}" {_size(step, 3)} fill="#135"/>')
    years = [(number, month[:4]) for number, month in enumerate(ratings) if month.endswith("-01")]
    for number, year in years[:: -(-max(len(years), 1) // MOST_TICKS)]:
        drawn.append(
            f'<text x="{LEFT + step * number:.2f}" y="{TOP + HEIGHT + 16}" fill="#444">{year}</text>'
        )
    return "".join((*drawn, f'<path d="M{LEFT} {TOP + HEIGHT}H{WIDTH}" stroke="#444"/>', "</svg>"))


def png(drawing: str) -> bytes:
    """The same as PNG, in letters that come with the program."""
    import font_roboto
    import resvg_py

    return resvg_py.svg_to_bytes(
        svg_string=drawing, zoom=ZOOM, skip_system_fonts=True, font_files=[font_roboto.font_files["Roboto"]]
    )


def _size(wide: float, high: float) -> str:
    return f'width="{wide + 0.2:.2f}" height="{high:.1f}"'


def _y(score: float) -> float:
    return TOP + HEIGHT * (1 - score / 100)
