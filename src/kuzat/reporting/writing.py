# SPDX-License-Identifier: Apache-2.0
"""One draft while it is written: which annex each claim points to, and which statements it shows.

In: a dossier, a kind of draft, a language. Out: paragraphs in which each value has its source or says that
it has none, and in which accounts that differ stand side by side.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from kuzat.accountability import Forum, RuleBook
from kuzat.records import CALLED, Record, Standing, Value
from kuzat.reporting.document import (
    Blank,
    Block,
    Heading,
    Listed,
    Manner,
    Paragraph,
    Run,
    paragraph,
)
from kuzat.reporting.dossier import DOUBTED, STATEMENT, Dossier, text, values
from kuzat.reporting.kinds import Book, Kind
from kuzat.terms import ids, kind_of
from kuzat.terms.vocabulary import Vocabulary
from kuzat.terms.wording import worded

TWO, ENOUGH = "two_sources", 2
OWN_CODE = ".reference"
APART, LIST, OR = "; ", ", ", " / "


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph; ``sources`` are those of a value, None for words of ours."""

    text: str
    sources: tuple[str, ...] | None = None
    bold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A paragraph that claims something, its sources, and how many independent ones its weakest part has."""

    text: str
    sources: tuple[str, ...]
    weakest: int


@dataclass(slots=True, kw_only=True)
class Writing:
    """What is known while a draft is written; ``annexes`` are sources by their number, from one on."""

    dossier: Dossier
    kind: Kind
    book: Book
    rules: RuleBook
    vocabulary: Vocabulary
    language: str
    forum: Forum | None = None
    annexes: dict[str, int] = field(default_factory=dict)
    shown: dict[bytes, None] = field(default_factory=dict)
    claims: dict[Claimed, None] = field(default_factory=dict)
    foreign: set[str] = field(default_factory=set)
    doubts: dict[tuple[str, str], None] = field(default_factory=dict)

    def word(self, name: str, **details: object) -> str:
        """A sentence of ours in the language of the draft."""
        return self.book.words[name][self.language].format(**details)

    def called(self, record: str) -> str:
        """What a record is called there: a name that may be told, a title, else its label."""
        found = self.dossier.records.get(record)
        if found is not None:
            for says in CALLED.get(kind_of(record), ()):
                told = found.one(says, self.language)
                if told and told.standing not in DOUBTED and self._may_call(record, says, told):
                    self.shown[told.said.id] = None
                    return self.worded(told)
        return self.dossier.names.get(record) or ids.label(record)

    def _may_call(self, record: str, says: str, told: Value) -> bool:
        """Nothing is called by the office's own code; a person by a public name alone."""
        if says.endswith(OWN_CODE):
            return False
        return kind_of(record) != "person" or told.text == self.dossier.names.get(record)

    def worded(self, value: Value) -> str:
        """A value in words; a record by what it is called."""
        if value.said.type == "record":
            return self.called(value.text)
        return worded(self.vocabulary, value.said.type, value.text, self.language)

    def label(self, says: str) -> str:
        """What a property is called."""
        return self.vocabulary.property(says).label(self.language)

    def blank(self, name: str, lines: int = 1) -> Blank:
        """Lines for a person, after a sentence of ours."""
        return Blank(self.word(name), lines)

    def nothing(self) -> Paragraph:
        """That the record says nothing of it."""
        return paragraph(self.word("nothing"))

    def unanswered(self, record: Record, says: str) -> Iterator[Paragraph]:
        """That no reply is known to us, where none is told: no disputed one, none that may not go there."""
        if not values(record, says) and not self.dossier.is_silent(record.id, says):
            yield paragraph(self.word("no_reply"), manner=Manner.SMALL)

    def heading(self, record: Record, level: int = 2) -> Heading:
        """What a record is called, above what is said of it."""
        return Heading(self.called(record.id), level)

    def lines(self, record: Record, *says: str) -> Iterator[Block]:
        """A paragraph for each of these properties of which anything is told."""
        for one in says:
            yield from self.together(record, one)

    def together(self, record: Record, *says: str) -> Iterator[Block]:
        """One paragraph with these properties by their names; none where nothing is told of them."""
        pieces: list[Piece] = []
        for one in says:
            told = self._pieces(record, one)
            if told:
                before = [Piece(APART)] if pieces else []
                pieces += [*before, Piece(f"{self.label(one)}: ", bold=True), *told]
        if pieces:
            yield self._paragraph(pieces)

    def item(self, record: Record, *says: str) -> Paragraph:
        """What is told of these properties in one paragraph, without their names."""
        pieces: list[Piece] = []
        for one in says:
            told = self._pieces(record, one)
            pieces += [Piece(APART), *told] if pieces and told else told
        return self._paragraph(pieces or [Piece(self.called(record.id))])

    def listed(self, records: Iterable[Record], *says: str) -> Iterator[Block]:
        """A list with an item for each record; two that read alike, as two copies do, are one."""
        items = {"".join(run.text for run in one.runs): one for one in (self.item(r, *says) for r in records)}
        if items:
            yield Listed(tuple(items.values()))

    def cited(self, sources: Iterable[str]) -> Iterator[Block]:
        """A list of sources that speak for themselves, each with its annex."""
        items = tuple(
            Paragraph((Run(self.word("official", what=self.brief(one)), note=self.note((one,))),))
            for one in sources
        )
        if items:
            yield Listed(items)

    def told_by(self, informations: Sequence[Record]) -> Iterator[Block]:
        """Who told of something as a whole, each with the annex; nothing is said to rest on them by that."""
        runs: list[Run] = []
        for place, one in enumerate(informations):
            runs += [Run(APART)] if place else []
            runs.append(Run(self.brief(one.id), note=self.note((one.id,))))
        if runs:
            yield Paragraph((Run(f"{self.word('sources')}: ", bold=True), *runs), Manner.SMALL)

    def _pieces(self, record: Record, says: str) -> list[Piece]:
        """What is told of a property with its sources: first what stands, then what was told otherwise."""
        mine = self._told_once(values(record, says))
        standing = [value for value in mine if value.standing not in DOUBTED]
        pieces = self._alternatives(standing, one=not self.vocabulary.property(says).many)
        for kind, name in ((Standing.SET_ASIDE, "otherwise"), (Standing.DISPUTED, "disputed")):
            doubted = [value for value in mine if value.standing is kind]
            if doubted:
                before = [Piece(APART)] if pieces else []
                pieces += [*before, Piece(self.word(name)), *self._alternatives(doubted)]
        if any(value.standing in (*DOUBTED, Standing.CONTESTED) for value in mine):
            self.doubts[record.id, says] = None
        return pieces

    def _told_once(self, found: Sequence[Value]) -> list[Value]:
        """All of them, but of a text and its translation that in the draft's language, else the original."""
        by_id = {STATEMENT + value.said.id.hex(): value.said for value in found}
        left_out = set()
        for value in found:
            original = by_id.get(value.said.basis or "")
            if original is not None:
                is_ours = value.said.language == self.language
                left_out.add(original.id if is_ours else value.said.id)
        return [value for value in found if value.said.id not in left_out]

    def _alternatives(self, found: Sequence[Value], *, one: bool = False) -> list[Piece]:
        """Values that read alike together; where there can be but ``one``, that accounts differ."""
        alike = [list(group) for _, group in groupby(sorted(found, key=_by_text), key=_by_text)]
        spoken = {group[0].said.language for group in alike}
        pieces = [Piece(self.word("differ"))] if one and len(alike) > len(spoken) else []
        for place, group in enumerate(alike):
            pieces += [Piece(OR if one else LIST)] if place else []
            pieces.append(self._value(group))
        return pieces

    def _value(self, alike: Sequence[Value]) -> Piece:
        """One value with all who tell it; a text in another language says in which."""
        said, first = self.worded(alike[0]), alike[0].said
        self.shown.update(dict.fromkeys(value.said.id for value in alike))
        if first.type == "text" and first.language not in (None, self.language):
            self.foreign.add(first.language or "")
            said += f" [{first.language}]"
        return Piece(
            said, tuple(dict.fromkeys(one for value in alike if (one := self.dossier.source(value))))
        )

    def _paragraph(self, pieces: Sequence[Piece]) -> Paragraph:
        """Pieces as runs; the note stands behind the last of those that rest on the same sources."""
        rests = [piece.sources for piece in pieces if piece.sources is not None]
        runs: list[Run] = []
        for piece in pieces:
            if piece.sources is None:
                runs.append(Run(piece.text, bold=piece.bold))
                continue
            rests.pop(0)
            is_last = not rests or rests[0] != piece.sources
            runs.append(Run(piece.text, note=self.note(piece.sources) if is_last else ""))
            runs += self._flags(piece.sources) if is_last else ()
        self._claim(pieces)
        return Paragraph(tuple(runs))

    def _flags(self, sources: tuple[str, ...]) -> Iterator[Run]:
        if not sources:
            yield Run(" " + self.word("no_source"), bold=True)
        elif TWO in self.kind.needs and self.dossier.independent(sources) < ENOUGH:
            yield Run(" " + self.word("one_source"), italic=True)

    def _claim(self, pieces: Sequence[Piece]) -> None:
        rests = [piece.sources for piece in pieces if piece.sources is not None]
        if rests:
            claimed = Claimed(
                text="".join(piece.text for piece in pieces),
                sources=tuple(dict.fromkeys(one for sources in rests for one in sources)),
                weakest=min(map(self.dossier.independent, rests)),
            )
            self.claims[claimed] = None

    def note(self, sources: Iterable[str]) -> str:
        """The note that names the annexes of some sources; each gets its number when it is named first."""
        numbers = {self.annexes.setdefault(one, len(self.annexes) + 1): one for one in sources}
        return APART.join(
            f"{self.word('annex', number=n)} ({self.brief(numbers[n])})" for n in sorted(numbers)
        )

    def brief(self, source: str) -> str:
        """Who published a source and when; what was told in confidence by its label alone."""
        record = self.dossier.records.get(source)
        publisher = record.one("information.publisher", self.language) if record else None
        if record is None or publisher is None:
            return ids.label(source)
        published = record.one("information.published")
        return ", ".join((publisher.text, *([self.worded(published)] if published else [])))

    def is_under(self, record: Record, says: str, *terms: str) -> bool:
        """Whether a term of a record is one of these or below one."""
        found = text(record, says)
        return bool(found) and not {found, *self.vocabulary.ancestors(found)}.isdisjoint(terms)


def _by_text(value: Value) -> str:
    return value.text
