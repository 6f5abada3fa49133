# SPDX-License-Identifier: Apache-2.0
"""Parts of a draft: who is proposed, what each claim rests on, who sends it, how it can be checked."""

from collections.abc import Iterator

from kuzat.accountability import Before, Door, Matter, doors
from kuzat.records import Record
from kuzat.reporting.document import Block, Listed, Manner, Paragraph, Run, Table, paragraph
from kuzat.reporting.dossier import text, texts
from kuzat.reporting.parts_facts import PERSON, is_official
from kuzat.reporting.writing import Claimed, Writing
from kuzat.terms import ids, kind_of

PERPETRATOR, STATE = "involvement.perpetrator", "person_kind.state"
SOURCE = ("information.url", "information.published", "information.language", "information.connection")


def target(w: Writing) -> Iterator[Block]:
    """Each person or body that is said to be involved, and lines for what identifies them."""
    found = proposed(w)
    for one in found:
        yield w.heading(one)
        yield from w.together(one, "person.name", *(f"person.{name}" for name in PERSON))
        yield w.blank("fill_identity", 2)
    if not found:
        yield w.nothing()


def proposed(w: Writing) -> tuple[Record, ...]:
    """The persons and bodies that are said to be involved, each once; a State as a whole is not proposed."""
    named = (one for involved in w.dossier.of("involvement") for one in texts(involved, PERPETRATOR))
    found = (w.dossier.records[one] for one in dict.fromkeys(named) if one in w.dossier.records)
    return tuple(one for one in found if text(one, "person.kind") != STATE)


def regime(w: Writing) -> Iterator[Block]:
    """On what conditions this body acts, as its page in the list of bodies says; those words are English."""
    for name in ("admissibility", "may_file", "output") if w.forum else ():
        told = w.forum.words.get(name, "") if w.forum else ""
        if told:
            yield paragraph(told)
    yield from w.lines(w.dossier.claim, "claim.act")
    yield w.blank("fill_why", 3)


def evidence(w: Writing) -> Iterator[Block]:
    """Everything that was claimed so far, with how many sources, and how many that copy no other."""
    head = tuple(map(w.word, ("claimed", "sources", "independent")))
    rows = (
        (one.text, _numbers(w, one) or w.word("no_source"), str(one.weakest)) for one in w.claims
    )
    yield Table(head, tuple(rows), widths=(9, 2, 2))


def _numbers(w: Writing, claimed: Claimed) -> str:
    return ", ".join(str(w.annexes[one]) for one in claimed.sources)


def interest(w: Writing) -> Iterator[Block]:
    """Lines for the argument that only the sender can make."""
    yield w.blank("fill_why", 3)


def jurisdiction(w: Writing) -> Iterator[Block]:
    """That the Court has none as things stand, and the doors that are left for this claim."""
    yield paragraph(w.word("icc"), manner=Manner.WARNING)
    left = [one.forum for one in doors(w.rules, matter(w), w.dossier.day) if one.door is Door.OPEN]
    yield paragraph(w.word("doors"))
    yield Listed(tuple(paragraph(one.labels[w.language]) for one in left))


def matter(w: Writing) -> Matter:
    """What the claim is about, for the question which doors are open."""
    acts = texts(w.dossier.claim, "claim.act")
    return Matter(
        acts=frozenset(term for act in acts for term in (act, *w.vocabulary.ancestors(act))),
        before=tuple(
            Before(forum=text(one, "proceeding.forum"), is_ended=is_ended(w, one))
            for one in w.dossier.of("proceeding")
        ),
    )


def is_ended(w: Writing, proceeding: Record) -> bool:
    """Whether a proceeding is told to have ended, or anything was decided in it."""
    decided = w.dossier.of("decision", "decision.proceeding", proceeding.id)
    return bool(texts(proceeding, "proceeding.ended") or decided)


def consent(w: Writing) -> Iterator[Block]:
    """What each person allowed, and what must still be asked."""
    persons = texts(w.dossier.claim, "claim.person")
    for one in persons:
        said = "consented" if one in w.dossier.consented else "not_asked"
        yield paragraph(w.word(said, person=w.called(one)))
    if not w.dossier.names.keys() >= set(persons):
        yield paragraph(w.word("pseudonym"))
    yield w.blank("fill_named")


def sender(w: Writing) -> Iterator[Block]:
    """Lines for who sends and signs it; no member's name is known to the draft."""
    yield w.blank("fill_sender", 2)
    yield w.blank("fill_authority")
    yield w.blank("fill_sign")


def annexes(w: Writing) -> Iterator[Block]:
    """The sources by their numbers."""
    items = []
    # Describing a source can name no new one, so the list stands while it is gone through.
    for id_, number in w.annexes.items():
        items.append(Paragraph((Run(described(w, id_)), *_copied(w, id_, number))))
    yield Listed(tuple(items), ordered=True) if items else w.nothing()


def _copied(w: Writing, source: str, number: int) -> Iterator[Run]:
    first = w.annexes.get(w.dossier.origin(source), number)
    if first != number:
        yield Run(f"; {w.word('copy', number=first)}", italic=True)


def described(w: Writing, source: str) -> str:
    """What a source is, so that somebody outside can find it; what was told in confidence by its label."""
    record = w.dossier.records.get(source)
    if kind_of(source) != "information":
        return w.word("sheet", label=ids.label(source))
    publisher = record.one("information.publisher", w.language) if record else None
    if record is None or publisher is None:
        return w.word("account", label=ids.label(source))
    values = [value for value in (record.one(one) for one in SOURCE) if value]
    w.shown.update(dict.fromkeys(value.said.id for value in (publisher, *values)))
    said = ", ".join((publisher.text, *map(w.worded, values), *_originals(w, record)))
    return w.word("official", what=said) if is_official(record) else said


def _originals(w: Writing, information: Record) -> Iterator[str]:
    """The files that go with a source, each with the digest by which it can be known again."""
    for one in texts(information, "information.exhibit"):
        digest = w.dossier.records[one].one("exhibit.sha256") if one in w.dossier.records else None
        if digest:
            w.shown[digest.said.id] = None
            yield f"{ids.label(one)}: SHA-256 {digest.text}"


def checking(w: Writing) -> Iterator[Block]:
    """From which state of the record it was read, and what a proof shows."""
    day = w.dossier.day.isoformat()
    if w.dossier.entry is None:
        yield paragraph(w.word("read_on", day=day))
    else:
        yield paragraph(w.word("read_at", day=day, entry=w.dossier.entry))
    yield paragraph(w.word("proofs", number=len(w.shown)))
