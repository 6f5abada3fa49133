# SPDX-License-Identifier: Apache-2.0
"""What speaks for two records being one, in the reader's language: fields by the engine, words of members."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kuzat.records.sameness import Verdict
from kuzat.terms import kind_of
from kuzat.web import labels
from kuzat.web.linking.found import Found
from kuzat.web.reading import Reading

if TYPE_CHECKING:
    from kuzat.linkage import Evidence
    from kuzat.store import Judged

VERDICTS = {
    Verdict.SAME: _("They are one"),
    Verdict.DIFFERENT: _("They are two"),
    Verdict.UNSURE: _("It is not known"),
}
# What a compared field is called: the property that it was read from.
SAYS = {
    "person": {
        "name": "person.name",
        "kind": "person.kind",
        "role": "person.public_role",
        "country": "person.country",
        "birth": "person.birth_date",
    },
    "event": {
        "start": "event.start",
        "region": "event.region",
        "place": "event.place",
        "acts": "act.type",
        "people": "act.victim",
        "title": "event.title",
    },
    "place": {"place": "event.place", "region": "event.region"},
}
TYPED = ("term", "place", "date")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What one field says of a pair."""

    field: str
    values: tuple[str, str]
    level: str
    weight: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What the fields of two records say; how likely these are one, in percent; whether they count as one."""

    rows: tuple[Row, ...]
    likely: int
    joined: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What a member said of a pair and why, where that may be read; where it can be taken back.

    ``ended`` is who took it back; None where it stands.
    """

    verdict: Any
    by: str
    at: str
    why: str
    about: str
    address: str
    ended: str | None


def weighed(
    now: Reading, found: Found | None, first: str, second: str, unchanged: Collection[str]
) -> Weighed | None:
    """What the fields of two records say; None unless both are ``unchanged`` since they were linked.

    What a partner alone tells of is in no table.
    """
    if found is None or not {first, second} <= set(unchanged):
        return None
    linked = found.linked
    return Weighed(
        rows=tuple(rows(now, kind_of(first), linked.why(first, second))),
        likely=round(linked.chance(first, second) * 100),
        joined=linked.is_joined(first, second),
    )


def rows(now: Reading, kind: str, evidence: "Iterable[Evidence]") -> list[Row]:
    """Each field of a pair, as people read it."""
    return [_row(now, kind, one) for one in evidence]


def word(one: "Judged") -> Word:
    """One judgement as a page shows it."""
    said = one.judgement
    return Word(
        verdict=VERDICTS[said.verdict],
        by=said.by,
        at=said.at,
        why=said.why,
        about=said.first,
        address=f"/statement/{said.first}/{one.statement.hex()}",
        ended=one.ended,
    )


def _row(now: Reading, kind: str, one: "Evidence") -> Row:
    says = SAYS[kind][one.field]
    first, second = (_shown(now, says, value) for value in one.values)
    weight = f"{one.bits:+.1f}" if one.bits else ""
    level = one.level.said(gettext)
    return Row(field=labels.property_(says), values=(first, second), level=level, weight=weight)


def _shown(now: Reading, says: str, value: str) -> str:
    """A value, or each of several, as people read it."""
    type_ = now.vocabulary.property(says).type
    told = value.split("; ") if value else []
    return "; ".join(labels.value(type_, one) for one in told) if type_ in TYPED else value
