# SPDX-License-Identifier: Apache-2.0
"""What a body asks for, held against the record: what is there, what is missing, what it does not tell.

In: a draft as it was written. Out: one answer for each need, with the records that it is about.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from kuzat.accountability import DayUnusable, NoStart, Start, Whose, reckon, standing
from kuzat.accountability import Standing as Term
from kuzat.accountability.doors import LAST_AT_HOME, PROCEDURES
from kuzat.records import Record
from kuzat.reporting.dossier import text, texts
from kuzat.reporting.parts_dossier import is_ended, matter, proposed
from kuzat.reporting.parts_facts import answered, is_official
from kuzat.reporting.parts_remedies import OURS, violations
from kuzat.reporting.writing import ENOUGH, Writing
from kuzat.terms import dates, ids

DELAY, EXHAUSTION = "submission-delay-abuse", "exhaustion"
SENT_BACK = "outcome.sent_back"


class State(StrEnum):
    """Whether the record has what is needed."""

    HERE = "here"
    MISSING = "missing"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One thing that is needed, how it stands, and the labels, languages or numbers that it is about."""

    id: str
    state: State
    about: tuple[str, ...] = ()


Answer = tuple[State, tuple[str, ...]]


def needs(w: Writing) -> tuple[Need, ...]:
    """Every need of the kind of draft, after it was written."""
    answers = ((id_, ANSWERS[id_](w)) for id_ in w.kind.needs)
    return tuple(Need(id=id_, state=state, about=about) for id_, (state, about) in answers)


def _is(found: object) -> Answer:
    return (State.HERE if found else State.MISSING), ()


def _each(records: Iterable[Record], holds: Callable[[Record], object]) -> Answer:
    """Missing where it does not hold of one of the records, or where there are none."""
    every = tuple(records)
    without = tuple(ids.label(one.id) for one in every if not holds(one))
    return (State.HERE if every and not without else State.MISSING), without


def _consent(w: Writing) -> Answer:
    persons = texts(w.dossier.claim, "claim.person")
    without = tuple(ids.label(one) for one in persons if one not in w.dossier.consented)
    return (State.MISSING if without or not persons else State.HERE), without


def _source(w: Writing) -> Answer:
    return _each(
        w.dossier.of("event"),
        lambda one: any(w.dossier.source(value) for of in one.values.values() for value in of),
    )


def _two_sources(w: Writing) -> Answer:
    weak = sum(one.weakest < ENOUGH for one in w.claims)
    return (State.MISSING, (f"{weak}/{len(w.claims)}",)) if weak or not w.claims else (State.HERE, ())


def _other_side(w: Writing) -> Answer:
    told = any(texts(one, "event.state_response") for one in w.dossier.of("event"))
    official = any(map(is_official, w.dossier.of("information")))
    return _is(told or answered(w) or official)


def _exhausted(w: Writing) -> Answer:
    """Unsure also where the last court sent the case back."""
    last = w.dossier.of("proceeding", "proceeding.forum", LAST_AT_HOME)
    is_over = any(is_ended(w, one) and not _is_sent_back(w, one) for one in last)
    return (State.HERE if is_over else State.UNSURE), ()


def _is_sent_back(w: Writing, proceeding: Record) -> bool:
    found = w.dossier.of("decision", "decision.proceeding", proceeding.id)
    return bool(found) and text(found[-1], "decision.outcome") == SENT_BACK


def _in_time(w: Writing) -> Answer:
    """Unsure after the years that the rule names, since a delay can be justified; or where no end is told."""
    last = w.dossier.of("proceeding", "proceeding.forum", LAST_AT_HOME)
    ends = [end for one in last for end in (*texts(one, "proceeding.ended"), *_decided(w, one))]
    try:
        term = reckon(w.rules, DELAY, [Start(EXHAUSTION, dates.parse(max(ends)))]) if ends else None
    except (DayUnusable, NoStart, dates.NotADate):
        term = None
    if term is None:
        return State.UNSURE, ()
    is_past = standing(term, w.dossier.day, Whose.OURS).standing is not Term.RUNNING
    return (State.UNSURE if is_past else State.HERE), (str(term.earliest),)


def _decided(w: Writing, proceeding: Record) -> tuple[str, ...]:
    found = w.dossier.of("decision", "decision.proceeding", proceeding.id)
    return tuple(day for one in found for day in texts(one, "decision.date"))


def _not_elsewhere(w: Writing) -> Answer:
    """Unsure where none is recorded, since nobody recorded either that there was none."""
    running = tuple(
        text(one, "proceeding.forum")
        for one in w.dossier.of("proceeding")
        if text(one, "proceeding.forum") in PROCEDURES and not is_ended(w, one)
    )
    return (State.MISSING if running else State.UNSURE), running


def _assessed(w: Writing) -> Answer:
    def is_judged(one: Record) -> bool:
        judged = w.dossier.of("assessment", "assessment.obligation", one.id)
        return any(text(each, "assessment.by") in OURS for each in judged)

    return _each(w.dossier.of("obligation"), is_judged)


def _covered(w: Writing) -> Answer:
    """Whether the list of bodies knows this one to be for such acts."""
    about = matter(w)
    if w.forum is None or not about.acts:
        return State.UNSURE, ()
    if w.forum.matters and about.acts.isdisjoint(w.forum.matters):
        return State.MISSING, ()
    return (State.HERE if w.forum.matters else State.UNSURE), ()


def _language(w: Writing) -> Answer:
    foreign = tuple(sorted(w.foreign))
    return (State.MISSING if foreign else State.HERE), foreign


ANSWERS: dict[str, Callable[[Writing], Answer]] = {
    "person": lambda w: _is(texts(w.dossier.claim, "claim.person")),
    "consent": _consent,
    "event": lambda w: _is(w.dossier.of("event")),
    "day": lambda w: _each(w.dossier.of("event"), lambda one: texts(one, "event.start")),
    "act": lambda w: _each(w.dossier.of("act"), lambda one: texts(one, "act.victim")),
    "perpetrator": lambda w: _is(w.dossier.of("involvement")),
    "source": _source,
    "two_sources": _two_sources,
    "other_side": _other_side,
    "right": lambda w: _is(texts(w.dossier.claim, "claim.right")),
    "asks": lambda w: _is(texts(w.dossier.claim, "claim.asks")),
    "exhausted": _exhausted,
    "in_time": _in_time,
    "not_elsewhere": _not_elsewhere,
    "violation": lambda w: _is(violations(w)),
    "owed": lambda w: _is(w.dossier.of("obligation")),
    "assessed": _assessed,
    "covered": _covered,
    "named": lambda w: _each(proposed(w), lambda one: texts(one, "person.name")),
    "involved": lambda w: _each(w.dossier.of("involvement"), lambda one: texts(one, "involvement.degree")),
    "language": _language,
}
