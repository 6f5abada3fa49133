# SPDX-License-Identifier: Apache-2.0
"""What a list of events can be narrowed down by, as buttons that say how many events they lead to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kuzat import store
from kuzat.store import Narrowing
from kuzat.web import labels
from kuzat.web.reading import COUNTED_AT_ONCE, Reading
from kuzat.web.records import names
from kuzat.web.records.filters import Filters, written

OFFERED = (
    "branch",
    "act",
    "freedom",
    "region",
    "year",
    "identity",
    "role",
    "topic",
    "perpetrator",
    "status",
    "direction",
    "confidence",
    "story",
    "source",
)
FIRST, LONGEST = 8, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One value: what the button sends, what it is called, and how many events have it."""

    sent: str
    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """The values of one dimension, ``more`` the rarer ones; ``left`` says how many are not listed."""

    label: str
    offers: tuple[Offer, ...]
    more: tuple[Offer, ...]
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """Every dimension of which something is known, and those that were not counted."""

    offered: tuple[Facet, ...]
    uncounted: tuple[str, ...]


def is_at_hand(now: Reading, asked: Filters, words: str, total: int) -> bool:
    """Whether the numbers are there at once: few events are to be counted, or they were before."""
    return total <= COUNTED_AT_ONCE or now.has_kept(_key(asked, words))


def facets(now: Reading, asked: Filters, words: str = "") -> Facets:
    """What the list can be narrowed down by."""
    found = narrowing(now, asked, words)
    numbers = {**found.numbers, "act": _below_groups(now, found.numbers.get("act", {}))}
    return Facets(
        offered=tuple(_facet(now, name, of) for name in OFFERED if any(of := numbers.get(name, {}))),
        uncounted=tuple(str(labels.DIMENSIONS[name]) for name in OFFERED if name in found.uncounted),
    )


def narrowing(now: Reading, asked: Filters, words: str = "") -> Narrowing:
    """The numbers, remembered until the log grows."""
    wanted = asked.wanted(words)
    return now.kept(
        _key(asked, words), lambda: store.access_narrowing(now.archive, now.reader, wanted)
    )


def _key(asked: Filters, words: str) -> object:
    where = tuple(sorted(asked.where.items()))
    return ("narrowing", where, asked.since, asked.until, asked.contested, asked.unit, words)


def _below_groups(now: Reading, numbers: Mapping[str, int]) -> dict[str, int]:
    """The kinds of acts without the whole groups, which are offered as such."""
    groups = {term.id for term in now.vocabulary.terms("act") if term.parent is None}
    return {value: count for value, count in numbers.items() if value not in groups}


def _facet(now: Reading, name: str, numbers: Mapping[str, int]) -> Facet:
    ordered = _ordered(name, numbers)
    shown = names.values(now, name, [value or None for value in ordered[:LONGEST]])
    offers = tuple(
        Offer(
            sent=f"{name}={written(name, value, now.session.seal)}",
            label=shown[value or None],
            count=numbers[value],
        )
        for value in ordered[:LONGEST]
    )
    return Facet(
        label=str(labels.DIMENSIONS[name]),
        offers=offers[:FIRST],
        more=offers[FIRST:],
        left=len(ordered[LONGEST:]),
    )


def _ordered(name: str, values: Mapping[str, int]) -> list[str]:
    """The most frequent first, years the newest first; what is not known comes last."""
    known: Iterable[str] = (value for value in values if value)
    if name == "year":
        ordered = sorted(known, reverse=True)
    else:
        ordered = sorted(known, key=lambda value: (-values[value], value))
    return ordered + ([""] if "" in values else [])
