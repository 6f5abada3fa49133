# SPDX-License-Identifier: Apache-2.0
"""The chain of custody of an exhibit, step by step as people read it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kuzat import store
from kuzat.preservation import Step, What
from kuzat.terms import kind_of
from kuzat.web import labels
from kuzat.web.reading import Reading
from kuzat.web.records import names

WHATS: dict[What, Promise] = {
    What.MADE: _("made"),
    What.DRAWN: _("made from another exhibit"),
    What.RECEIVED: _("received"),
    What.KEPT: _("kept here"),
    What.STAMPED: _("was here at this hour"),
    What.READ: _("opened"),
    What.GIVEN: _("handed out"),
    What.ERASED: _("erased"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One step: when, what, how, who or why, which record it leads to, and which member did it."""

    day: str
    what: Promise
    how: str
    who: str
    address: str
    record: str
    by: str


def custody(reading: Reading, record: str) -> tuple[Line, ...]:
    """Every step of an exhibit; none of another record, and none where a page is shown for another day."""
    if kind_of(record) != "exhibit" or reading.entries is not None:
        return ()
    steps = store.access_custody(reading.archive, reading.reader, record)
    return tuple(map(_line, steps))


def _line(step: Step) -> Line:
    return Line(
        day=labels.moment(step.at) if "T" in step.at else labels.day(step.at),
        what=WHATS[step.what],
        how=labels.term(step.how) if step.how else "",
        who=step.who or step.why or "",
        address=names.address(step.record) if step.record else "",
        record=step.record or "",
        by=step.by or "",
    )
