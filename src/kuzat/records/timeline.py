# SPDX-License-Identifier: Apache-2.0
"""When what is recorded of one case happened, was reported, was stepped into and was answered.

In: rows of records of any kinds. Out: moments in lanes, each as precise as it was told, and the stretches
of which nothing is known. A room that knows further dates hands in further moments.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from kuzat.terms import dates, kind_of

SILENT = timedelta(days=180)


class Lane(StrEnum):
    """The lanes of a line in time, from the top."""

    HAPPENED = "happened"
    REPORTED = "reported"
    STEPPED_IN = "stepped_in"
    ANSWERED = "answered"
    OWED = "owed"


# Kind → lane, the columns of which the first that is told is its start, and the column of its end.
DATED: dict[str, tuple[tuple[Lane, tuple[str, ...], str | None], ...]] = {
    "event": ((Lane.HAPPENED, ("start",), "end"),),
    "act": ((Lane.HAPPENED, ("start",), "end"),),
    "information": ((Lane.REPORTED, ("published", "received"), None),),
    "proceeding": ((Lane.ANSWERED, ("filed",), None),),
    "step": ((Lane.ANSWERED, ("date",), None),),
    "decision": ((Lane.ANSWERED, ("date",), None),),
    "assessment": ((Lane.ANSWERED, ("date",), None),),
    "recommendation": ((Lane.STEPPED_IN, ("date",), None), (Lane.ANSWERED, ("answer_date",), None)),
    "intervention": ((Lane.STEPPED_IN, ("date",), None), (Lane.ANSWERED, ("response_date",), None)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One thing with its days in EDTF, in a lane; ``end`` is empty where it is one date.

    It lies between ``first`` and ``last``; ``sure_from`` and ``sure_to`` are the stretch that every reading
    of its dates covers, None where there is none, as with a month of which the day is not known.
    """

    lane: Lane
    record: str
    start: str
    end: str
    first: date
    last: date
    sure_from: date | None
    sure_to: date | None


def moment(lane: Lane, record: str, start: str, end: str = "") -> Moment | None:
    """A moment from dates as they were told; None where they name no day."""
    begun, ended = _days(start), _days(end)
    known = [day for day in (*begun, *ended) if day is not None]
    if not known:
        return None
    latest_start, earliest_end = begun[1], (ended if end else begun)[0]
    is_sure = latest_start is not None and earliest_end is not None and latest_start <= earliest_end
    return Moment(
        lane=lane,
        record=record,
        start=start,
        end=end,
        first=min(known),
        last=max(known),
        sure_from=latest_start if is_sure else None,
        sure_to=earliest_end if is_sure else None,
    )


def _days(text: str) -> tuple[date | None, date | None]:
    try:
        told = dates.parse(text)
    except dates.NotADate:
        return None, None
    return told.earliest, told.latest


def moments(rows: Iterable[Mapping[str, Any]]) -> tuple[Moment, ...]:
    """The moments of these records, the earliest first; records without a day are in none."""
    found = {(one.lane, one.record): one for row in rows for one in _moments(row)}
    return tuple(sorted(found.values(), key=lambda one: (one.first, one.last, one.lane, one.record)))


def _moments(row: Mapping[str, Any]) -> Iterator[Moment]:
    for lane, starts, ends in DATED.get(kind_of(row["id"]), ()):
        start = next((str(row[name]) for name in starts if row[name]), "")
        end = str(row[ends] or "") if ends else ""
        made = moment(lane, row["id"], start or end, end if start else "")
        if made is not None:
            yield made


def silences(moments: Iterable[Moment], least: timedelta = SILENT) -> tuple[tuple[date, date], ...]:
    """The stretches of at least this length in which none of these moments can lie.

    What is owed is no sign of life: it breaks no silence.
    """
    found = []
    reached: date | None = None
    for one in sorted((one for one in moments if one.lane is not Lane.OWED), key=lambda one: one.first):
        if reached is not None and one.first - reached >= least:
            found.append((reached, one.first))
        reached = max(reached or one.last, one.last)
    return tuple(found)
