# SPDX-License-Identifier: Apache-2.0
"""How far complaints went: made, registered, investigated, in court, sentenced, served; awarded, paid.

In: claims with their steps. Out: for each stage how many reached it, of how many of the stage before.
A later stage holds the earlier ones, since a case that came to court had been opened. How many
stand at a stage by a later step alone is counted apart. What nobody recorded is not counted, so a low number
can mean that nobody followed the case. Published figures stand beside, as
printed.
"""

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources

from kuzat.accountability.case import Case
from kuzat.accountability.forums import needed
from kuzat.terms.wordlist import documents, entries, flag, text

PUBLISHED = "published.yaml"
KEYS = ("topic", "period", "indicator", "value", "unit", "scope", "publisher", "checked", "source", "note")
# Each way from what comes first; a claim at a stage has passed those before it on its way.
WAYS = (
    ("filing", "registered", "investigation", "court", "sentence", "served"),
    ("filing", "award", "payment"),
)
CONVICTED = "outcome.convicted"
STEP = "step_type."
YEAR = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """How many claims reached a stage, of how many that reached the one before it on its way.

    Of those that reached it ``inferred`` have no step of it recorded, only of a later one.
    """

    step: str
    reached: int
    inferred: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A figure that somebody published, in their own words; figures that disagree stand side by side."""

    id: str
    topic: str
    period: str
    indicator: str
    value: str
    unit: str
    scope: str
    publisher: str
    checked: bool
    source: str
    note: str


def act(case: Case) -> tuple[str, ...]:
    """The kinds of acts of a claim."""
    return case.acts


def body(case: Case) -> tuple[str, ...]:
    """The bodies before which a claim was."""
    return tuple(dict.fromkeys(one["forum"] for one in case.proceedings if one["forum"]))


def year(case: Case) -> tuple[str, ...]:
    """The year of the first dated thing that was done in a claim; none where that may be one of several."""
    dated = [one for one in case.steps if one["date_from"] or one["date_to"]]
    first = min((one["date_from"] or "" for one in dated), default="")[:YEAR]
    last = min((one["date_to"] for one in dated if one["date_to"]), default="")[:YEAR]
    return (first,) if first and first == last else ()


BY: Mapping[str, Callable[[Case], tuple[str, ...]]] = {"act": act, "body": body, "year": year}


def attrition(cases: Iterable[Case], by: str | None = None) -> dict[str | None, tuple[Stage, ...]]:
    """The stages of all claims under None; with ``by`` those of each act, body or year.

    A claim with several acts or bodies counts under each of them; one with none under None.
    """
    grouped: dict[str | None, list[Case]] = {}
    for case in cases:
        for value in (BY[by](case) or (None,)) if by else (None,):
            grouped.setdefault(value, []).append(case)
    return {value: tuple(_stages(grouped[value])) for value in sorted(grouped, key=lambda one: one or "")}


def _stages(cases: list[Case]) -> Iterator[Stage]:
    done = [_done(case) for case in cases]
    shown: set[str] = set()
    for way in WAYS:
        before = len(cases)
        for place, step in enumerate(way):
            later = set(way[place:]) if place else {one for other in WAYS for one in other}
            reached = sum(bool(steps & later) for steps in done)
            if step not in shown:
                shown.add(step)
                inferred = reached - sum(step in steps for steps in done)
                yield Stage(step=STEP + step, reached=reached, inferred=inferred, of=before)
            before = reached


def _done(case: Case) -> set[str]:
    """What is recorded of a claim, by the names of steps."""
    known = {step for way in WAYS for step in way}
    done = {one["type"].removeprefix(STEP) for one in case.steps if one["type"]} & known
    if any(one["outcome"] == CONVICTED for one in case.decisions):
        done.add("sentence")
    return done


@functools.cache
def published() -> tuple[Printed, ...]:
    """The published figures of the package, in the order of their list. Raises `VocabularyBroken`."""
    content = resources.files("kuzat.accountability").joinpath("data", PUBLISHED).read_bytes()
    (document,) = documents(PUBLISHED, content)
    return tuple(
        Printed(
            id=str(entry["id"]),
            checked=flag(PUBLISHED, entry, "checked"),
            note=text(PUBLISHED, entry, "note") or "",
            **{key: needed(PUBLISHED, entry, key) for key in KEYS if key not in ("checked", "note")},
        )
        for entry in entries(PUBLISHED, document, "figures", KEYS)
    )
