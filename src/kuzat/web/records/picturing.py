# SPDX-License-Identifier: Apache-2.0
"""A line in time or a network as a picture that says itself what its numbers are."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kuzat.web import labels
from kuzat.web.drawing.picture import Picture
from kuzat.web.records.network import Shown
from kuzat.web.records.timeline import Timeline

MOST_LINES = 80


def in_time(name: str, day: str, shown: Timeline, left_out: int) -> Picture:
    """A case as a line in time, as it stands on a day; ``left_out`` records may not go where it goes."""
    lines = [f"{one.number}. {one.day} · {one.lane} · {one.name}" for one in shown.lines]
    limit = _(
        "A pale stretch is as wide as the date is unsure. Shaded: nothing known to us for half a year or "
        "more; that is silence, not calm."
    )
    return Picture(
        title=name,
        under=f"{_('Line in time')} · {labels.day(day)}",
        notes=(*_cut(lines), limit, *_left_out(left_out)),
        template="drawing/lanes_svg.html",
        context={"lanes": shown.drawing},
        height=shown.drawing.height,
    )


def of_network(name: str, day: str, shown: Shown, left_out: int) -> Picture:
    """Who stood how to whom around somebody on a day."""
    lines = [f"{n}. {one.name}" for n, one in enumerate(shown.members, 1)]
    lines += [f"{one.who.name} – {one.kind} – {one.whom.name}: {one.day}" for one in shown.lines]
    limit = _(
        "A square is a body, a circle a person or group; on yellow stands what is said to be organised by "
        "the government. A broken line: its dates leave open whether it held on this day."
    )
    finding = _("What sources say, no finding. The relation opens who said so and on what basis.")
    return Picture(
        title=name,
        under=f"{_('Network')} · {labels.day(day)}",
        notes=(*_cut(lines), limit, finding, *_left_out(left_out)),
        template="drawing/network_svg.html",
        context={"network": shown.drawing},
        height=shown.drawing.height,
    )


def _cut(lines: list[str]) -> Iterable[str]:
    yield from lines[:MOST_LINES]
    if len(lines) > MOST_LINES:
        yield _("More lines than are drawn: {number}.").format(number=len(lines) - MOST_LINES)


def _left_out(number: int) -> Iterable[str]:
    if number:
        yield ngettext(
            "%(shown)s record is left out, since nobody allowed to show it there.",
            "%(shown)s records are left out, since nobody allowed to show them there.",
            number,
        ) % {"shown": number}
