# SPDX-License-Identifier: Apache-2.0
"""Parts of a draft that follow the remedy: courts, bodies, what is owed, what became of it, the grade."""

from collections.abc import Iterator

from kuzat.accountability import Owed, Taken, owed
from kuzat.records import Record, columns, row
from kuzat.reporting.document import Block, Heading, Manner, Table, paragraph
from kuzat.reporting.dossier import text, texts
from kuzat.reporting.writing import Writing
from kuzat.terms.messages import translator

DOMESTIC = "domestic"
VIOLATION = "outcome.violation"
DECISION = (
    "decision.symbol",
    "decision.date",
    "decision.outcome",
    "decision.found",
    "decision.words",
    "decision.url",
)
STEP = ("step.type", "step.date", "step.amount", "step.currency", "step.note")
ASSESSMENT = ("assessment.by", "assessment.party", "assessment.grade", "assessment.date", "assessment.reason")
OBLIGATION = (
    "obligation.words",
    "obligation.by",
    "obligation.due",
    "obligation.amount",
    "obligation.currency",
)
RECOMMENDATION = tuple(
    f"recommendation.{name}"
    for name in ("kind", "body", "by", "to", "symbol", "date", "law", "words", "position", "place")
)
ANSWER = ("recommendation.answer_kind", "recommendation.answer", "recommendation.answer_date")
OURS = ("assessor.victim", "assessor.organisation")
# What the grades of the Committee since October 2016 say of what was done, by the plain words of our records.
ASKED = {
    "grade.plain.done": "grade.ccpr_2016.a",
    "grade.plain.partly": "grade.ccpr_2016.b",
    "grade.plain.contrary": "grade.ccpr_2016.e",
}
ANSWERED, SILENT = "grade.ccpr_2016.c", "grade.ccpr_2016.d"


def home(w: Writing) -> Iterator[Block]:
    """What was done before courts and authorities of the country."""
    yield from _proceedings(w, at_home=True)
    yield w.blank("fill_not_used", 2)


def elsewhere(w: Writing) -> Iterator[Block]:
    """What was brought before other bodies."""
    yield from _proceedings(w, at_home=False)


def _proceedings(w: Writing, *, at_home: bool) -> Iterator[Block]:
    found = [one for one in w.dossier.of("proceeding") if is_at_home(w, one) == at_home]
    for one in found:
        yield Heading(_body(w, one), 2)
        yield from w.together(
            one, "proceeding.number", "proceeding.filed", "proceeding.ended", "proceeding.note"
        )
        yield from w.listed(w.dossier.of("step", "step.proceeding", one.id), *STEP)
        yield from w.listed(w.dossier.of("decision", "decision.proceeding", one.id), *DECISION)
    if not found:
        yield w.nothing()


def is_at_home(w: Writing, proceeding: Record) -> bool:
    """Whether a proceeding is before a body of the country."""
    forum = w.rules.forums.get(text(proceeding, "proceeding.forum"))
    return forum is not None and forum.level == DOMESTIC


def _body(w: Writing, proceeding: Record) -> str:
    name = text(proceeding, "proceeding.forum")
    forum = w.rules.forums.get(name)
    return forum.labels[w.language] if forum else name or w.called(proceeding.id)


def decision(w: Writing) -> Iterator[Block]:
    """The decisions that found a violation."""
    found = violations(w)
    for one in found:
        yield w.heading(one)
        yield from w.together(one, *DECISION)
    if not found:
        yield w.nothing()


def violations(w: Writing) -> tuple[Record, ...]:
    """Decisions that found a violation."""
    return tuple(one for one in w.dossier.of("decision") if text(one, "decision.outcome") == VIOLATION)


def compliance(w: Writing) -> Iterator[Block]:
    """Each obligation with its term, what was done, and how each side judges it."""
    found = w.dossier.of("obligation")
    for one in found:
        yield w.heading(one)
        yield from w.together(one, *OBLIGATION)
        due = reckoned(w, one)
        said = (told.said(translator(w.language)) for each in due.told for told in each.sentences)
        yield from (paragraph(each, manner=Manner.SMALL) for each in said)
        yield from w.listed(w.dossier.of("step", "step.obligation", one.id), *STEP)
        yield from w.listed(w.dossier.of("assessment", "assessment.obligation", one.id), *ASSESSMENT)
    if not found:
        yield w.nothing()


def reckoned(w: Writing, obligation: Record) -> Owed:
    """An obligation with its term on the day of the draft."""
    judged = w.dossier.of("assessment", "assessment.obligation", obligation.id)
    return owed(
        _row(w, obligation),
        [_taken(step) for step in w.dossier.of("step")],
        [_row(w, one) for one in judged],
        w.rules,
        w.dossier.day,
        started_by=texts(obligation, "obligation.start"),
    )


def _row(w: Writing, record: Record) -> dict[str, str | int | None]:
    kind = next(iter(record.values)).split(".", 1)[0] if record.values else "obligation"
    return row(record, columns(w.vocabulary, kind), w.language)


def _taken(step: Record) -> Taken:
    return Taken(
        record=step.id,
        proceeding=text(step, "step.proceeding") or None,
        type=text(step, "step.type") or None,
        dates=texts(step, "step.date"),
        obligations=texts(step, "step.obligation"),
    )


def recommended(w: Writing) -> Iterator[Block]:
    """What was recommended, promised and asked for, with the answers and how far it was met."""
    found = w.dossier.of("recommendation")
    for one in found:
        yield w.heading(one)
        yield from w.together(one, *RECOMMENDATION)
        yield from w.together(one, *ANSWER)
        yield from w.unanswered(one, "recommendation.answer")
        yield from w.listed(w.dossier.of("assessment", "assessment.recommendation", one.id), *ASSESSMENT)
    if not found:
        yield w.nothing()


def grade(w: Writing) -> Iterator[Block]:
    """The grade that follows from what is recorded for each obligation, for a person to decide."""
    found = w.dossier.of("obligation")
    if not found:
        yield w.nothing()
        return
    rows = tuple((w.called(one.id), text(one, "obligation.words"), asked(w, one)) for one in found)
    yield Table((w.word("owed"), w.label("obligation.words"), w.word("grade")), rows)
    yield paragraph(w.word("grade_rule"), manner=Manner.SMALL)


def asked(w: Writing, obligation: Record) -> str:
    """The grade to ask for, in words; that it is to be chosen where the record does not settle it."""
    judged = w.dossier.of("assessment", "assessment.obligation", obligation.id)
    ours = [text(one, "assessment.grade") for one in judged if text(one, "assessment.by") in OURS]
    plain = ours[-1] if ours else ""
    found = ASKED.get(plain) or (_of_silence(w, obligation) if plain == "grade.plain.not_done" else "")
    term = w.vocabulary.find_id(found) if found else None
    return term.label(w.language) if term else w.word("to_choose")


def _of_silence(w: Writing, obligation: Record) -> str:
    """Nothing was done: whether the State answered, or did not after a reminder."""
    own = text(obligation, "obligation.proceeding")
    concerned = {
        text(one, "step.type")
        for one in w.dossier.of("step")
        if obligation.id in texts(one, "step.obligation") or (own and text(one, "step.proceeding") == own)
    }
    if "step_type.reply" in concerned:
        return ANSWERED
    return SILENT if "step_type.reminder" in concerned else ""
