# SPDX-License-Identifier: Apache-2.0
"""Parts of a draft that tell what happened: to whom, by whom, who says so, what speaks against it."""

from collections.abc import Iterator

from kuzat.records import Record
from kuzat.reporting.document import Block, Heading, Listed, Paragraph, Run, Table, paragraph
from kuzat.reporting.dossier import OFFICIAL, YES, text, texts
from kuzat.reporting.writing import Writing

WHEN = ("start", "end", "place", "region")
WHAT = ("description", "cause")
ACT = ("type", "victim", "start", "end", "region", "method", "status_of_victim", "note")
INVOLVEMENT = ("perpetrator", "perpetrator_kind", "degree", "note")
PERSON = ("kind", "public_role", "role", "country", "note")
STEPPED_IN = ("type", "date", "addressee", "request", "response", "response_date")
# Arrest, detention and what follows from them.
LIBERTY = ("act.liberty", "act.detention")
BY_STATE = "assessor.state"
AS_TOLD, COUNTED = "event.told_", ("_min", "_max")
EMPTY_ROWS = 5
# How a decision can speak against a claim.
AGAINST = (
    "outcome.no_violation",
    "outcome.inadmissible",
    "outcome.refused",
    "outcome.ended",
    "outcome.convicted",
    "outcome.partly",
)
# What a body that is no authority of the State answered is no account of the other side.
INTERNATIONAL = "intervention_type.international"
ANSWERS = ("event.state_response", "intervention.response", "recommendation.answer")
REPLIES = ("step_type.reply", "step_type.receipt_of_observations")


def _of(kind: str, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{kind}.{name}" for name in names)


def person(w: Writing) -> Iterator[Block]:
    """Who the claim is about, by label or by a name that may be told."""
    found = w.dossier.named("claim.person")
    for one in found:
        yield w.heading(one)
        yield from w.together(one, *_of("person", PERSON))
    several = ("claim.persons",) if text(w.dossier.claim, "claim.persons") != "1" else ()
    yield from w.lines(w.dossier.claim, *several, "claim.note")
    if not found:
        yield w.nothing()


def rights(w: Writing) -> Iterator[Block]:
    """Against whom, which rights, which kinds of acts; of each that nothing is recorded, where that is so."""
    for says in ("claim.against", "claim.right", "claim.act"):
        told = tuple(w.lines(w.dossier.claim, says))
        yield from told or (paragraph(f"{w.label(says)}: {w.word('nothing')}"),)


def facts(w: Writing) -> Iterator[Block]:
    """Each event in order of time, with what was done to whom."""
    events = w.dossier.of("event")
    for one in events:
        yield w.heading(one)
        yield from w.told_by(w.dossier.of("information", "information.event", one.id))
        yield from w.together(one, *_of("event", WHEN))
        yield from w.lines(one, *_of("event", WHAT))
        yield from w.together(one, *_as_told(w, one))
        yield from w.listed(w.dossier.of("act", "act.event", one.id), *_of("act", ACT))
    if not events:
        yield w.nothing()


def _as_told(w: Writing, event: Record) -> Iterator[str]:
    """What was counted or told of an event by those who tell of it."""
    for one in w.vocabulary.properties("event"):
        if one.id in event.values and (one.id.startswith(AS_TOLD) or one.id.endswith(COUNTED)):
            yield one.id


def perpetrators(w: Writing) -> Iterator[Block]:
    """Who is said to have done it, and how they are involved; nobody is called guilty."""
    found = w.dossier.of("involvement")
    for one in found:
        done = text(one, "involvement.act") or text(one, "involvement.event")
        if done:
            yield Heading(w.called(done), 2)
        yield from w.listed((one,), *_of("involvement", INVOLVEMENT))
    if not found:
        yield w.nothing()


def urgency(w: Writing) -> Iterator[Block]:
    """Lines for why it cannot wait."""
    yield w.blank("fill_why", 4)


def detention(w: Writing) -> Iterator[Block]:
    """Arrests and detentions, and what is asked of each that only a person knows."""
    found = [one for one in w.dossier.of("act") if w.is_under(one, "act.type", *LIBERTY)]
    yield from w.listed(found, *_of("act", ACT)) if found else (w.nothing(),)
    yield w.blank("fill_warrant", 2)
    yield w.blank("fill_places", 2)


def reasons(w: Writing) -> Iterator[Block]:
    """The rights, and lines for the argument, which no record makes."""
    yield from w.lines(w.dossier.claim, "claim.right")
    yield w.blank("fill_why", 6)


def reply(w: Writing) -> Iterator[Block]:
    """What the authorities say, courts that decided otherwise, values that are doubted."""
    doubts = list(w.doubts)
    told = list(_other_side(w))
    asked = ((one.id, says) for says in ANSWERS for one in w.dossier.of(says.partition(".")[0]))
    if not told and not any(w.dossier.is_silent(*one) for one in asked):
        told.append(paragraph(w.word("no_other_side")))
    yield from told
    yield from _doubted(w, doubts)


def _other_side(w: Writing) -> Iterator[Block]:
    for one in w.dossier.of("event"):
        yield from w.lines(one, "event.state_response")
    yield from w.listed(answered(w), *_of("intervention", ("addressee", "response_date", "response")))
    asked = [one for one in w.dossier.of("recommendation") if texts(one, "recommendation.answer")]
    yield from w.listed(asked, "recommendation.to", "recommendation.answer_date", "recommendation.answer")
    judged = [one for one in w.dossier.of("assessment") if text(one, "assessment.by") == BY_STATE]
    yield from w.listed(judged, "assessment.by", "assessment.grade", "assessment.date", "assessment.reason")
    steps = [one for one in w.dossier.of("step") if text(one, "step.type") in REPLIES]
    yield from w.listed(steps, "step.type", "step.date", "step.note")
    yield from w.cited(one.id for one in w.dossier.of("information") if is_official(one))
    decided = [one for one in w.dossier.of("decision") if text(one, "decision.outcome") in AGAINST]
    yield from w.listed(decided, "decision.date", "decision.outcome", "decision.words")


def answered(w: Writing) -> tuple[Record, ...]:
    """What was asked of authorities of the State, and answered."""
    return tuple(
        one
        for one in w.dossier.of("intervention")
        if texts(one, "intervention.response")
        if not w.is_under(one, "intervention.type", INTERNATIONAL)
    )


def _doubted(w: Writing, doubts: list[tuple[str, str]]) -> Iterator[Block]:
    """What was told in more than one way, once more where the reader looks for it."""
    items = []
    for id_, says in doubts:
        told = w.item(w.dossier.records[id_], says)
        items.append(Paragraph((Run(f"{w.called(id_)}, {w.label(says)}: ", bold=True), *told.runs)))
    if items:
        yield Listed(tuple(items))


def is_official(information: Record) -> bool:
    """Whether a source speaks for an authority."""
    return text(information, OFFICIAL) == YES


def steps(w: Writing) -> Iterator[Block]:
    """Who asked whom for what, and what was answered; silence is said as what we know."""
    found = w.dossier.of("intervention")
    for one in found:
        named = "party_name" if texts(one, "intervention.party_name") else "party"
        yield from w.together(one, *_of("intervention", (named, *STEPPED_IN)))
        yield from w.unanswered(one, "intervention.response")
    if not found:
        yield w.nothing()


def asks(w: Writing) -> Iterator[Block]:
    """What the claim asks for, and lines for more."""
    yield from w.lines(w.dossier.claim, "claim.asks")
    yield w.blank("fill_why", 3)


def cooperation(w: Writing) -> Iterator[Block]:
    """Lines for what ties the person to the United Nations."""
    yield w.blank("fill_link", 4)


def bill(w: Writing) -> Iterator[Block]:
    """Which text it is about, and lines for where it stands."""
    yield from w.lines(w.dossier.claim, "claim.title", "claim.note")
    yield w.blank("fill_stage", 3)


def articles(w: Writing) -> Iterator[Block]:
    """A table to fill in: what is wrong with an article, by which standard, what is proposed."""
    yield from w.lines(w.dossier.claim, "claim.right")
    head = tuple(map(w.word, ("article", "concern", "standard", "proposal")))
    yield Table(head, (("\n",) * len(head),) * EMPTY_ROWS)
    yield w.blank("fill_why", 4)
