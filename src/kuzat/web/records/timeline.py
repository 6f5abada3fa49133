# SPDX-License-Identifier: Apache-2.0
"""One case as a line in time: lanes as a drawing, and the same as a table."""

from collections.abc import Iterable
from dataclasses import dataclass

from kuzat import records, store
from kuzat.records import Lane, Moment
from kuzat.terms import kind_of
from kuzat.web import labels
from kuzat.web.drawing import lanes
from kuzat.web.reading import Reading, Row
from kuzat.web.records import names


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of the table under the drawing."""

    number: int
    day: str
    lane: str
    kind: str
    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The drawing, and its rows in words."""

    drawing: lanes.Lanes
    lines: tuple[Line, ...]


def timeline(now: Reading, rows: Iterable[Row], more: Iterable[Moment] = ()) -> Timeline | None:
    """The line of these records, with ``more`` that another room knows; None where nothing has a day."""
    found = sorted((*records.moments(rows), *more), key=lambda one: (one.first, one.last))
    known = names.names(now, {one.record for one in found})
    drawing = lanes.draw(
        [_row(one, known[one.record]) for one in found],
        [lane.value for lane in Lane],
        records.silences(found),
    )
    if drawing is None:
        return None
    lines = (_line(n, one, known[one.record]) for n, one in enumerate(found, 1))
    return Timeline(drawing=drawing, lines=tuple(lines))


def _row(one: Moment, name: str) -> lanes.Row:
    return lanes.Row(
        lane=one.lane.value,
        first=one.first,
        last=one.last,
        sure_from=one.sure_from,
        sure_to=one.sure_to,
        label=name,
        address=names.address(one.record),
    )


def _line(number: int, one: Moment, name: str) -> Line:
    days = dict.fromkeys(labels.day(day) for day in (one.start, one.end) if day)
    return Line(
        number=number,
        day=" – ".join(days),
        lane=str(labels.LANES[one.lane.value]),
        kind=labels.kind(kind_of(one.record)),
        name=name,
        address=names.address(one.record),
    )


def of_story(now: Reading, events: Iterable[Row]) -> list[Row]:
    """The rows of the events of a story, of who tells of them and of who stepped in."""
    rows = list(events)
    for event in list(rows):
        related = store.access_related(now.archive, now.reader, event["id"])
        rows += (*related["information"], *related["intervention"])
    return rows
