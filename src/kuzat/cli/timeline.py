# SPDX-License-Identifier: Apache-2.0
"""One case in order of time, and the silence between, as text."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kuzat.cli.app import Call, _, language
from kuzat.cli.words import LANES
from kuzat.errors import Refused
from kuzat.records import Moment, moments, silences
from kuzat.store import Archive, access_case, access_claim, access_titles, reader_of
from kuzat.terms import dates, ids, kind_of


class OnlyToday(Refused):
    """A line in time is shown as of today only."""

    code = "only_today"
    advice = "Leave out --as-of and --at-entry, or --timeline."


def when(call: Call, archive: Archive, id_: str, *, is_today: bool) -> None:
    """Answer with the moments of a record and of what hangs on it. Raises `OnlyToday`."""
    if not is_today:
        raise OnlyToday()
    reader = reader_of(archive, language())
    found = moments(access_case(archive, reader, id_))
    if kind_of(id_) == "claim":
        owing = access_claim(archive, reader, id_).owing()
        found = tuple(sorted((*found, *owing), key=lambda one: (one.first, one.last)))
    titles = access_titles(archive, reader, tuple(one.record for one in found), language())
    call.answer([_data(one, titles) for one in found], lambda: _lines(found, titles))


def _data(one: Moment, titles: Mapping[str, str]) -> dict[str, Any]:
    return {
        "lane": one.lane.value,
        "record": one.record,
        "title": titles.get(one.record, ""),
        "start": one.start,
        "end": one.end or None,
        "first": one.first.isoformat(),
        "last": one.last.isoformat(),
    }


def _lines(found: Sequence[Moment], titles: Mapping[str, str]) -> Iterator[str]:
    gaps = {end: begin for begin, end in silences(found)}
    for one in found:
        if begin := gaps.pop(one.first, None):
            yield "  " + _("nothing known to us: {days} days").format(days=(one.first - begin).days)
        told = " – ".join(dates.shown(day, language()) for day in (one.start, one.end) if day)
        yield f"{told}  {LANES[one.lane.value]}: {titles.get(one.record, '')}  {ids.label(one.record)}"
    if not found:
        yield _("Nothing of it has a day.")
