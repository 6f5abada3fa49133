# SPDX-License-Identifier: Apache-2.0
"""A draft for a body, composed from a dossier: a text with numbered annexes, and what it still lacks.

In: a dossier, a kind of draft, a language. Out: a submission. Never: a claim that no record makes; a name
that nobody opened; a draft for a body that cannot take it, unless it says so itself.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kuzat.accountability import Forum, Found, RuleBook, doors
from kuzat.errors import Refused
from kuzat.reporting import parts_dossier, parts_facts, parts_remedies
from kuzat.reporting.document import Block, Document, Heading, Manner, count_words, paragraph
from kuzat.reporting.dossier import Dossier
from kuzat.reporting.kinds import Book, Kind
from kuzat.reporting.needs import Need, State, needs
from kuzat.reporting.writing import Writing
from kuzat.terms.vocabulary import Vocabulary

Part = Callable[[Writing], Iterator[Block]]
CLOSED = "closed"
LAST = ("annexes", "checking")


class BodyClosed(Refused):
    """As things stand, no case can come before this body: {body}."""

    code = "body_closed"
    advice = "Draft this instead: {instead}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A draft: its text, its needs, the statements that it shows, its sources in the order of their annexes.

    ``words`` are those before the annexes; ``limit`` is how many there may be, None where none is known.
    ``door`` is what the list of bodies says of the way there.
    """

    kind: Kind
    document: Document
    needs: tuple[Need, ...]
    statements: tuple[bytes, ...]
    annexes: tuple[str, ...]
    words: int
    limit: int | None
    forum: Forum | None
    door: Found | None

    @property
    def is_too_long(self) -> bool:
        """Whether it has more words than the body takes."""
        return self.limit is not None and self.words > self.limit

    @property
    def missing(self) -> tuple[Need, ...]:
        """What is not there, or not surely."""
        return tuple(one for one in self.needs if one.state is not State.HERE)


PARTS: dict[str, Part] = {
    part.__name__: part
    for part in (
        parts_facts.person,
        parts_facts.rights,
        parts_facts.facts,
        parts_facts.perpetrators,
        parts_facts.urgency,
        parts_facts.detention,
        parts_facts.reasons,
        parts_facts.reply,
        parts_facts.steps,
        parts_facts.asks,
        parts_facts.cooperation,
        parts_facts.bill,
        parts_facts.articles,
        parts_remedies.home,
        parts_remedies.elsewhere,
        parts_remedies.decision,
        parts_remedies.compliance,
        parts_remedies.recommended,
        parts_remedies.grade,
        parts_dossier.target,
        parts_dossier.regime,
        parts_dossier.evidence,
        parts_dossier.interest,
        parts_dossier.jurisdiction,
        parts_dossier.consent,
        parts_dossier.sender,
        parts_dossier.annexes,
        parts_dossier.checking,
    )
}


def compose(
    dossier: Dossier,
    kind: Kind,
    language: str,
    book: Book,
    rules: RuleBook,
    vocabulary: Vocabulary,
    *,
    joint: bool = False,
) -> Submission:
    """The draft of a kind. Raises `LanguageNotTaken` or `BodyClosed`."""
    language = kind.language(language)
    forum = rules.forum(kind.forum, dossier.day) if kind.forum else None
    if forum is not None and forum.door == CLOSED and not kind.anyway:
        raise BodyClosed(body=forum.labels[language], instead=kind.instead or "-")
    w = Writing(
        dossier=dossier,
        kind=kind,
        book=book,
        rules=rules,
        vocabulary=vocabulary,
        language=language,
        forum=forum,
    )
    text = (*_above(w), *_parts(w, kind.parts))
    title = f"{kind.labels[w.language]}: {w.called(dossier.claim.id)}"
    words = count_words(Document(title=title, language=w.language, blocks=text))
    blocks = (*text, *_parts(w, LAST))
    return Submission(
        kind=kind,
        document=Document(title=title, language=w.language, blocks=blocks, notes=w.word("notes")),
        needs=needs(w),
        statements=tuple(w.shown),
        annexes=tuple(w.annexes),
        words=words,
        limit=kind.limit(joint=joint),
        forum=forum,
        door=_door(w),
    )


def _above(w: Writing) -> Iterator[Block]:
    yield paragraph(w.word("draft"), manner=Manner.WARNING)
    if not w.kind.checked:
        yield paragraph(w.word("unchecked"), manner=Manner.SMALL)
    if w.forum is not None:
        yield paragraph(w.word("to", body=w.forum.labels[w.language]))


def _parts(w: Writing, names: tuple[str, ...]) -> Iterator[Block]:
    for name in names:
        blocks = list(PARTS[name](w))
        yield Heading(w.book.parts[name][w.language])
        yield from blocks


def _door(w: Writing) -> Found | None:
    found = doors(w.rules, parts_dossier.matter(w), w.dossier.day)
    return next((one for one in found if w.forum and one.forum.id == w.forum.id), None)
