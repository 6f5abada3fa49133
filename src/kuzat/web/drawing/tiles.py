# SPDX-License-Identifier: Apache-2.0
"""A map of equal tiles: neighbours stand near each other, no boundary is drawn, none is disputed."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

TILE = 92
GAP = 1.2
SHADES = 5

# Place → column (halves allowed) and row. Kyrgyzstan: ISO 3166-2; XP is the practice country.
GRIDS: dict[str, dict[str, tuple[float, int]]] = {
    "KG": {
        "KG-T": (0, 0),
        "KG-C": (1, 0),
        "KG-GB": (2, 0),
        "KG-Y": (3, 0),
        "KG-J": (0.5, 1),
        "KG-N": (2, 1),
        "KG-B": (0, 2),
        "KG-GO": (1, 2),
        "KG-O": (2, 2),
    },
    "XP": {
        "XP-2": (0.5, 0),
        "XP-3": (1.5, 0),
        "XP-4": (0, 1),
        "XP-1": (1, 1),
        "XP-5": (2, 1),
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One region: ``x``, ``middle`` and ``width`` in per cent, ``y`` and ``height`` in pixels.

    ``shade`` grows from 0 for nothing to `SHADES` for the most, by the root of the count, so that a
    capital does not make the rest of a country look alike.
    """

    place: str
    count: int
    x: float
    middle: float
    width: float
    y: int
    height: int
    shade: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiles:
    """The map of one country."""

    country: str
    height: int
    tiles: tuple[Tile, ...]


def draw(country: str, counts: Mapping[str, int]) -> Tiles:
    """The tiles of one country, with the count of each region."""
    grid = GRIDS[country]
    wide = max(column for column, _row in grid.values()) + 1
    most = max((counts.get(place, 0) for place in grid), default=0)
    return Tiles(
        country=country,
        height=(max(row for _column, row in grid.values()) + 1) * TILE,
        tiles=tuple(
            _tile(place, counts.get(place, 0), most, column * 100 / wide, row, 100 / wide)
            for place, (column, row) in grid.items()
        ),
    )


def _tile(place: str, count: int, most: int, x: float, row: int, width: float) -> Tile:
    return Tile(
        place=place,
        count=count,
        x=round(x + GAP / 2, 3),
        middle=round(x + width / 2, 3),
        width=round(width - GAP, 3),
        y=row * TILE + 3,
        height=TILE - 6,
        shade=math.ceil(SHADES * math.sqrt(count / most)) if most else 0,
    )


def countries(counts: Mapping[str, int]) -> tuple[str, ...]:
    """The countries of which a map is drawn: those with a region in the counts."""
    return tuple(country for country, grid in GRIDS.items() if set(grid) & set(counts))
