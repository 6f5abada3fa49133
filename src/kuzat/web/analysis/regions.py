# SPDX-License-Identifier: Apache-2.0
"""Where things happened: the map as tiles, and the same numbers as a table."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from kuzat.analysis import Cell
from kuzat.terms import places
from kuzat.web import labels, page
from kuzat.web.analysis import figures, limits
from kuzat.web.drawing import bars
from kuzat.web.reading import reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One place with its events."""

    id: str
    name: str
    within: str
    count: int
    sources: int
    address: str
    share: float


def regions(request: HttpRequest) -> HttpResponse:
    """The page of places."""
    now = reading(request)
    answer = figures.events_by(now, "region")
    counts = figures.by_value(answer)
    maps = figures.maps(counts)
    on_map = {tile.place for map_ in maps for tile in map_.drawing.tiles}
    cells = {cell.values[0]: cell for cell in answer.cells if cell.values[0]}
    rows = [_row(id_, cells[id_], max(counts.values())) for id_ in figures.in_country_order(cells)]
    context = {
        "maps": maps,
        "rows": [row for row in rows if row.id in on_map],
        "others": [row for row in rows if row.id not in on_map],
        "answer": answer,
        "limits": limits.limits(now),
        "placeless": figures.unknown(answer),
    }
    return page.show(request, "analysis/regions.html", context)


def _row(id_: str, cell: Cell, most: int) -> Row:
    region = places.region(id_)
    return Row(
        id=id_,
        name=labels.place(id_),
        within=labels.place(region) if region != id_ else "",
        count=cell.count,
        sources=cell.sources,
        address=f"/events?region={id_}",
        share=bars.share(cell.count, most),
    )
