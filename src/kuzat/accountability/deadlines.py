# SPDX-License-Identifier: Apache-2.0
"""When a term ends: from a rule and every day on which it may have started, the earliest and the latest end.

The day that starts a term is not counted; a term in months or years ends on the day of the same number,
or on the last of a month that has no such day. Where the law leaves open whether a last day moves on, or
whether a day is worked, both are counted: act by the earliest, and complain of silence after the latest.
"""

import calendar as months
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kuzat.accountability.calendar import ONE_DAY, WEEKENDS, Calendar, Day, calendars
from kuzat.accountability.rules import Moves, NoRuleThen, Rule, RuleBook, StartMissing, Unit
from kuzat.errors import Phrase, Refused
from kuzat.terms.dates import Dated

REMEMBERED = 32_768
MONTHS = {Unit.MONTHS: 1, Unit.YEARS: 12}
TERMS = {
    Unit.DAYS: Phrase("days: {number}"),
    Unit.WORKING_DAYS: Phrase("working days: {number}"),
    Unit.MONTHS: Phrase("months: {number}"),
    Unit.YEARS: Phrase("years: {number}"),
}


class DayUnusable(Refused):
    """A term cannot be counted with this date."""

    code = "day_unusable"
    advice = "Write the day, or the month or year in which it was, without about or perhaps."


class NoStart(Refused):
    """No day is given from which the term could be counted."""

    code = "no_start"
    advice = "Give the day of one of its starts at least; the others may stay unknown."


@dataclass(frozen=True, slots=True)
class Pause:
    """Days on which the term does not run, both included."""

    first: date
    last: date

    @classmethod
    def within(cls, dated: Dated) -> "Pause":
        """All days that a date can mean. Raises `DayUnusable`."""
        return cls(*_span(dated))


@dataclass(frozen=True, slots=True)
class Start:
    """One thing that may have started a term, and when: as precisely as it was told."""

    by: str
    day: Dated


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """The last day of a term for one start: the earliest and the latest that it can be, and why.

    `rules` are the versions in force on a day of the start: more than one where it is told as a span.
    """

    start: Start
    rules: tuple[Rule, ...]
    earliest: date
    latest: date
    reasons: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Deadline:
    """Every end of a term that is known, and the starts whose day is not."""

    ends: tuple[End, ...]
    unknown: tuple[str, ...]

    @property
    def earliest(self) -> date:
        """The last day by the start and reading that end first."""
        return min(end.earliest for end in self.ends)

    @property
    def latest(self) -> date:
        """The last day by the known start and reading that end last."""
        return max(end.latest for end in self.ends)


def reckon(book: RuleBook, id: str, starts: Sequence[Start], pauses: Sequence[Pause] = ()) -> Deadline:
    """When a term ends, by each day that may have started it; each start by the rule of its day.

    Raises `RuleMissing`, `NoRuleThen`, `StartMissing`, `DayUnusable` or `NoStart`.
    """
    versions = book.versions(id)
    named = tuple(dict.fromkeys(by for rule in versions for by in rule.starts))
    if not starts:
        raise NoStart()
    for start in starts:
        if start.by not in named:
            raise StartMissing(rule=id, start=start.by, starts=", ".join(named))
    ends = tuple(_end(versions, start, tuple(pauses)) for start in starts)
    given = {start.by for start in starts}
    return Deadline(ends, tuple(by for by in named if by not in given))


@functools.lru_cache(REMEMBERED)
def _end(versions: tuple[Rule, ...], start: Start, pauses: tuple[Pause, ...]) -> End:
    """The end for one start; the same for every case that has this rule, day and pauses."""
    first, last = _span(start.day)
    for day in (first, last):
        if not any(rule.counts_on(day) for rule in versions):
            raise NoRuleThen(rule=versions[0].id, day=day)
    rules = tuple(rule for rule in versions if rule.counts_within(first, last))
    begins = [(rule, max(first, rule.since or first)) for rule in rules]
    finishes = [(rule, min(last, rule.until or last)) for rule in rules]
    reasons = [said for rule, day in (*begins, *finishes) for said in _reasons(rule, day, pauses)]
    return End(
        start=start,
        rules=rules,
        earliest=min(end_of(rule, day, pauses, later=False) for rule, day in begins),
        latest=max(end_of(rule, day, pauses, later=True) for rule, day in finishes),
        reasons=tuple({str(reason): reason for reason in reasons}.values()),
    )


def _span(dated: Dated) -> tuple[date, date]:
    """The first and the last day of a date, if it has both and nobody doubts them."""
    if dated.earliest is None or dated.latest is None or dated.approximate or dated.uncertain:
        raise DayUnusable()
    return dated.earliest, dated.latest


def end_of(rule: Rule, start: date, pauses: Sequence[Pause] = (), *, later: bool) -> date:
    """The last day of a term by the reading that ends earlier, or by the one that ends `later`."""
    calendar = calendar_for(rule)
    last = term_end(rule, start, pauses, calendar, unsettled=later)
    moved = rule.moves is Moves.YES or (later and rule.moves is Moves.UNKNOWN)
    return calendar.next_working(last, unsettled=later) if moved else last


def calendar_for(rule: Rule) -> Calendar:
    """The calendar by which a rule counts."""
    return calendars()[rule.calendar] if rule.calendar else WEEKENDS


def term_end(
    rule: Rule, start: date, pauses: Sequence[Pause], calendar: Calendar, *, unsettled: bool
) -> date:
    """The last day as the term alone gives it, before it moves; paused days do not count."""
    if rule.unit is Unit.WORKING_DAYS:
        day, left = start, rule.number
        while left:
            day += ONE_DAY
            left -= not calendar.free(day, unsettled=unsettled) and not _paused(day, pauses)
        return day
    if rule.unit in MONTHS:
        last = months_after(start, rule.number * MONTHS[rule.unit])
    else:
        last = start + timedelta(days=rule.number)
    return _lengthened(start, last, pauses) if pauses else last


def months_after(start: date, number: int) -> date:
    """The day of the same number so many months later, or the last day of a shorter month."""
    years, month = divmod(start.month - 1 + number, 12)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, months.monthrange(year, month)[1]))


def _lengthened(start: date, last: date, pauses: Sequence[Pause]) -> date:
    """The day on which as many days have run that are not paused as lie between start and last."""
    left, day = (last - start).days, start
    while left:
        day += ONE_DAY
        left -= not _paused(day, pauses)
    return day


def _paused(day: date, pauses: Sequence[Pause]) -> bool:
    return any(pause.first <= day <= pause.last for pause in pauses)


def _reasons(rule: Rule, start: date, pauses: Sequence[Pause]) -> list[Phrase]:
    """Why a term that starts on a day ends when it does, in the order in which it is counted."""
    calendar = calendar_for(rule)
    term = Phrase(TERMS[rule.unit].template, number=rule.number)
    said = [Phrase("Counted from {day}, which is not counted itself: {term}.", day=start, term=term)]
    last = term_end(rule, start, pauses, calendar, unsettled=False)
    if last != term_end(rule, start, (), calendar, unsettled=False):
        said.append(Phrase("Days on which the term did not run are left out."))
    early, late = (end_of(rule, start, pauses, later=later) for later in (False, True))
    said += _moving(rule, calendar, last, early, late)
    if calendar.known_through is not None and late.year > calendar.known_through:
        year = calendar.known_through
        said.append(
            Phrase("Days off that were moved or decreed after {year} are not known to us.", year=year)
        )
    return said


def _moving(rule: Rule, calendar: Calendar, last: date, early: date, late: date) -> list[Phrase]:
    """What became of a last day that is not worked, or may not be."""
    if calendar.kind(last) is Day.WORKING and early == late:
        return []
    if early == late:
        if rule.moves is Moves.NO:
            return []
        return [
            Phrase("{day} is no working day, so the term ends on the next one, {end}.", day=last, end=early)
        ]
    return [Phrase("Whether the last day is {day} or {end} is not settled.", day=early, end=late)]
