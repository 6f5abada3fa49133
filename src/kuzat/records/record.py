# SPDX-License-Identifier: Apache-2.0
"""A record is what its statements, folded in causal order, leave standing.

Nothing is overwritten: accounts that disagree stand side by side, each with who said it, when and on what
basis, and the fold says which of them the organisation adopts. What another organisation says stands beside
that and never for it, until one's own adopts it. Source layer and judgement layer are kept apart as in
P. Ball, "Who Did What to Whom?" (AAAS 1996).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from kuzat.records.sameness import SAYS
from kuzat.terms.languages import LANGUAGES

ADOPTS, ADOPTS_REASON = "any.adopts", "any.adopts_reason"
PROPOSES, PROPOSES_REASON = "any.proposes", "any.proposes_reason"
DISPUTES, DISPUTES_REASON = "any.disputes", "any.disputes_reason"
JUDGEMENTS = frozenset((ADOPTS, ADOPTS_REASON, PROPOSES, PROPOSES_REASON, DISPUTES, DISPUTES_REASON))
# What makes a text the translation of another; each rests on the statement of that text.
TRANSLATES, TRANSLATOR, TRANSLATION_REVIEWER = (
    "any.translates",
    "any.translator",
    "any.translation_reviewer",
)
TRANSLATION = frozenset((TRANSLATES, TRANSLATOR, TRANSLATION_REVIEWER))
ERASED, ERASURE_GROUND = "any.erased", "any.erasure_ground"
TOMBSTONES = frozenset((ERASED, ERASURE_GROUND))
# Of so many entries an import says at their end that it made them of rows; nothing else vouches for a row.
TAKEN_ENTRIES = "exhibit.taken_entries"


class Said(NamedTuple):
    """One statement with the entry it stands in: who said it, when, at which position of which log."""

    id: bytes
    log: str
    position: int
    lamport: int
    op: str
    about: str
    says: str
    type: str
    value: str
    language: str | None
    basis: str | None
    by: str
    at: str


class Standing(StrEnum):
    """How far a value stands among the values said of the same property."""

    ADOPTED = "adopted"  # the organisation follows it
    AGREED = "agreed"  # said more than once, nobody said otherwise
    SOLE = "sole"  # said once, nobody said otherwise
    CONTESTED = "contested"  # others say otherwise, and nothing is adopted or both are
    DISPUTED = "disputed"  # a member disputes it
    SET_ASIDE = "set_aside"  # another value was adopted
    RECEIVED = "received"  # another organisation says it, and nobody here adopted it


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A live statement and how it stands; ``reasons`` are those given for adopting or disputing it."""

    said: Said
    standing: Standing
    reasons: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return self.said.value

    @property
    def is_ours(self) -> bool:
        """Whether one's own organisation says or adopts it."""
        return self.standing is not Standing.RECEIVED


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The live values of one record by property, each property's in causal order.

    ``judgements`` are the live statements that adopt or dispute others or propose to, and their reasons;
    ``withdrawn`` are those that count no more, each with a member who took it back: two records that
    differ in these alone say the same.
    """

    id: str
    values: Mapping[str, tuple[Value, ...]]
    judgements: tuple[Said, ...] = ()
    withdrawn: tuple[tuple[Said, str], ...] = field(default=(), compare=False)

    def all(self, says: str) -> tuple[Value, ...]:
        """Every live value of a property, also those set aside."""
        return self.values.get(says, ())

    def one(self, says: str, language: str | None = None) -> Value | None:
        """The value to show first: adopted, else one that nobody disputes, else one that somebody does.

        None where only another organisation says one. A text in ``language`` is preferred where one stands.
        Among texts in several languages an original comes before what was made from it, then English,
        Russian, Kyrgyz, Uzbek and others; among those of one language the one told first.
        """
        values = self.all(says)
        if len(values) != 1:
            return _first([v for v in values if v.is_ours], language)
        return values[0] if values[0].is_ours else None

    def received(self, says: str, language: str | None = None) -> Value | None:
        """The same; where nothing of ours stands, what another organisation says."""
        values = self.all(says)
        return (self.one(says, language) or _first(values, language)) if values else None

    @property
    def is_ours(self) -> bool:
        """Whether one's own organisation says or adopts anything of it.

        What judges it, ties it to another record or is made from another text does not yet say that it is so.
        """
        return any(
            v.standing is Standing.ADOPTED or not (v.said.basis or "").startswith(_MADE)
            for says, values in self.values.items()
            if not says.startswith("any.") and says not in SAYS
            for v in values
            if v.is_ours
        )

    def told_otherwise(self, many: Callable[[str], bool]) -> tuple[str, ...]:
        """Properties of which another organisation says what differs from all that is ours.

        ``many(says)`` tells whether a property may hold several values at once.
        """
        return tuple(says for says, values in self.values.items() if not many(says) and _differ(values))

    @property
    def contested(self) -> tuple[str, ...]:
        """Properties of which the accounts differ and nothing is adopted, or two that differ are."""
        return tuple(
            says
            for says, values in self.values.items()
            if any(value.standing is Standing.CONTESTED for value in values)
        )


_ORDER = {
    Standing.ADOPTED: 0,
    Standing.AGREED: 1,
    Standing.SOLE: 1,
    Standing.CONTESTED: 1,
    Standing.SET_ASIDE: 2,
    Standing.DISPUTED: 3,
    Standing.RECEIVED: 4,
}


_LANGUAGES: dict[str | None, int] = {language: place for place, language in enumerate((None, *LANGUAGES))}
_MADE = "stm-"  # the basis of a text made from another statement, as a translation is


def _precedence(value: Value) -> tuple[int, bool, int, str, int, str, int, str]:
    """By what one value comes before another. Never by a digest, which says nothing to a reader."""
    said = value.said
    return (
        _ORDER[value.standing],
        (said.basis or "").startswith(_MADE),
        _LANGUAGES.get(said.language, len(_LANGUAGES)),
        said.language or "",
        said.lamport,
        said.log,
        said.position,
        said.value,
    )


def _differ(values: Iterable[Value]) -> bool:
    ours: dict[str | None, set[str]] = defaultdict(set)
    received = []
    for value in values:
        if value.is_ours:
            ours[value.said.language].add(value.text)
        else:
            received.append(value)
    return any(
        value.said.language in ours and value.text not in ours[value.said.language] for value in received
    )


def _first(values: Collection[Value], language: str | None) -> Value | None:
    if language is not None:
        values = [v for v in values if v.said.language == language] or values
    return min(values, key=_precedence, default=None)


def stands(said: Iterable[Said]) -> bool:
    """Whether anything but tombstones is left of a record; else no reading holds it."""
    return any(s.says not in TOMBSTONES for s in said)


def fold(
    record: str, said: Iterable[Said], many: Callable[[str], bool], theirs: Collection[str] = ()
) -> Record:
    """Fold the statements about one record, given in causal order (Lamport number, log id, position).

    ``many(says)`` tells whether a property may hold several values at once; ``theirs`` are the logs of other
    organisations. Statements of one entry fold by digest, so the order in which they were typed does not
    matter.
    """
    ordered = sorted(said, key=lambda s: (s.lamport, s.log, s.position, s.id))
    withdrawals = [s for s in ordered if s.op == "withdraw"]
    withdrawn = {s.value for s in withdrawals}
    live = [s for s in ordered if s.op == "set" and not (withdrawn and s.id.hex() in withdrawn)]
    own = [s for s in live if s.log not in theirs] if theirs else live
    if len(own) == len(live):
        theirs = ()
    adopted = _judged(own, ADOPTS, ADOPTS_REASON)
    disputed = _judged(own, DISPUTES, DISPUTES_REASON)
    by_property: dict[str, list[Said]] = defaultdict(list)
    for s in live:
        if s.says not in JUDGEMENTS and s.says not in TOMBSTONES:
            by_property[s.says].append(s)
    return Record(
        id=record,
        values={
            says: tuple(
                _beside(group, many(says), adopted, disputed, theirs)
                if theirs
                else _standing(group, many(says), adopted, disputed)
            )
            for says, group in sorted(by_property.items())
        },
        judgements=tuple(s for s in live if s.says in JUDGEMENTS),
        withdrawn=_taken_back(ordered, withdrawals),
    )


def _taken_back(said: list[Said], withdrawals: list[Said]) -> tuple[tuple[Said, str], ...]:
    """What withdrawals name, as far as its value is still known, each with who withdrew it."""
    if not withdrawals:
        return ()
    known = {s.id.hex(): s for s in said if s.op == "set"}
    return tuple((known[w.value], w.by) for w in withdrawals if w.value in known)


def _judged(live: list[Said], says: str, reason: str) -> dict[str, tuple[str, ...]]:
    """Statement id → the reasons given in the same entries as the judgement on it."""
    targets = [s for s in live if s.says == says]
    if not targets:
        return {}
    reasons: dict[tuple[str, int], list[str]] = defaultdict(list)
    for s in live:
        if s.says == reason:
            reasons[s.log, s.position].append(s.value)
    found: dict[str, tuple[str, ...]] = {}
    for s in targets:
        found[s.value] = found.get(s.value, ()) + tuple(reasons[s.log, s.position])
    return found


def _beside(
    group: list[Said],
    many: bool,
    adopted: dict[str, tuple[str, ...]],
    disputed: dict[str, tuple[str, ...]],
    theirs: Collection[str],
) -> Iterable[Value]:
    """Each value with its standing; what other organisations say and nobody adopted moves that of none."""
    own = [s for s in group if s.log not in theirs or (adopted and s.id.hex() in adopted)]
    if not own and not disputed:
        return [Value(said=s, standing=Standing.RECEIVED) for s in group]
    standing = {value.said.id: value for value in _standing(own, many, adopted, disputed)} if own else {}
    return [
        standing.get(s.id)
        or Value(said=s, standing=Standing.RECEIVED, reasons=disputed.get(s.id.hex(), ()) if disputed else ())
        for s in group
    ]


def _standing(
    group: list[Said],
    many: bool,
    adopted: dict[str, tuple[str, ...]],
    disputed: dict[str, tuple[str, ...]],
) -> Iterable[Value]:
    """Give each live value of one property its standing; texts in two languages do not contradict.

    Two adoptions that differ, as two devices can make them, choose nothing: what they follow is contested.
    """
    if len(group) == 1 and not adopted and not disputed:
        yield Value(said=group[0], standing=Standing.SOLE)
        return
    chosen = [s for s in group if s.id.hex() in adopted]
    voices: dict[str | None, dict[tuple[str, str], int]] = defaultdict(lambda: defaultdict(int))
    for s in group:
        if s.id.hex() not in disputed:
            voices[s.language][s.type, s.value] += 1
    for s in group:
        key = s.id.hex()
        same = voices[s.language].get((s.type, s.value), 0)
        followed = {(c.type, c.value) for c in chosen if c.language == s.language}
        if key in adopted:
            standing = Standing.ADOPTED if many or len(followed) == 1 else Standing.CONTESTED
        elif key in disputed:
            standing = Standing.DISPUTED
        elif followed and not many:
            agrees = Standing.AGREED if len(followed) == 1 else Standing.CONTESTED
            standing = agrees if (s.type, s.value) in followed else Standing.SET_ASIDE
        elif len(voices[s.language]) > 1 and not many:
            standing = Standing.CONTESTED
        else:
            standing = Standing.AGREED if same > 1 else Standing.SOLE
        yield Value(said=s, standing=standing, reasons=adopted.get(key, disputed.get(key, ())))
