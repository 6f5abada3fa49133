# SPDX-License-Identifier: Apache-2.0
"""Times as phones write them: a zone that is told, either order of day and month, either kind of hour."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone

from kuzat.collection.incoming.item import OrderNeeded, ZoneNeeded
from kuzat.errors import Refused

_ZONE = re.compile(r"(?:UTC)?([+-])(\d{2}):?(\d{2})", re.ASCII)
FURTHEST = timedelta(hours=14)


class NotAZone(Refused):
    """This is no zone."""

    code = "not_a_zone"
    advice = "Write by how much it is ahead of Greenwich, such as +06:00 for Bishkek or +05:00 for Tashkent."


def zone_of(text: str | None) -> timezone | None:
    """A zone such as +06:00 or UTC+06:00; none where none is told. Raises `NotAZone`."""
    if not text:
        return None
    found = _ZONE.fullmatch(text)
    ahead = timedelta(hours=int(found[2]), minutes=int(found[3])) if found else None
    if found is None or ahead is None or ahead > FURTHEST or int(found[3]) > 59:
        raise NotAZone()
    return timezone(-ahead if found[1] == "-" else ahead)


def at(moment: datetime, zone: timezone | None) -> str:
    """A time of a clock that stood in this zone. Raises `ZoneNeeded`."""
    if zone is None:
        raise ZoneNeeded()
    return moment.replace(tzinfo=zone).isoformat()


def since_1970(seconds: str, zone: timezone | None) -> str:
    """A time that is counted in seconds, in this zone or in that of Greenwich. Raises `ValueError`."""
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(seconds))
    return moment.astimezone(zone or UTC).isoformat()


def day_comes_first(pairs: Iterable[tuple[int, int]]) -> bool:
    """Which of two numbers is the day, by all of them. Raises `OrderNeeded` where they do not agree on it."""
    first = second = False
    for one, other in pairs:
        first |= one > 12
        second |= other > 12
    if first == second:
        raise OrderNeeded()
    return first
