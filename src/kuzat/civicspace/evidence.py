# SPDX-License-Identifier: Apache-2.0
"""What an archive holds about civic space, brought to the dimensions of a rating: stories, not rows.

In: coders' answers, events with the freedoms at stake, who told something in which month.
Out: stories with the month in which each began, laws in force, how many reported; the evidence of a profile.
Never: a row counted twice; a month in which nobody told anything read as a quiet one.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kuzat.civicspace.civicus import INDICATORS, Evidence, KeyScores, Reach, Source
from kuzat.civicspace.items import items
from kuzat.civicspace.panel import Answer, Count, Index, Law

COUNTRY = "country"
VIOLATION, POSITIVE = "direction.violation", "direction.positive"
YEAR = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """One answer that stands, with the statement that holds it.

    ``reach`` and ``voice`` are those of the report that it codes; without them it is the coder's own.
    """

    record: str
    statement: str
    item: str
    value: int
    month: str
    region: str | None
    reach: str | None
    voice: str | None
    coder: str

    @property
    def dimension(self) -> str:
        """The dimension of its item."""
        return items()[self.item].dimension

    @property
    def rater(self) -> str:
        """Whose judgement it is: the report's, where it codes one, else the coder's."""
        return f"report {self.voice}" if self.reach and self.voice else self.coder


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One event; ``month`` is None where no single one is told, ``is_law`` whether a law is in force."""

    event: str
    story: str
    month: str | None
    freedoms: tuple[str, ...]
    regions: frozenset[str]
    direction: str | None
    is_law: bool
    voices: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """That one independent source told something in a month, and of which regions."""

    month: str
    voice: str
    regions: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One outside index that somebody said, as a row of a sheet, with the statement that holds its value."""

    record: str
    statement: str
    row: Mapping[str, str] = field(hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """All of it; ``unclear`` answers and indices contradict themselves or lack a part, and count for nothing.

    ``entries`` and ``erasures`` say up to where it was read.
    """

    answers: tuple[Coded, ...]
    events: tuple[Happened, ...]
    heard: tuple[Heard, ...]
    unclear: int
    entries: int
    erasures: int
    given: tuple[Given, ...] = ()

    @property
    def months(self) -> tuple[str, ...]:
        """Every month that something is known of, in order."""
        found = {one.month for one in self.answers} | {one.month for one in self.heard}
        return tuple(sorted(found | {one.month for one in self.events if one.month}))

    @property
    def regions(self) -> frozenset[str]:
        """Every region that an event or an answer names."""
        named = {one.region for one in self.answers if one.region}
        return frozenset(named.union(*(one.regions for one in self.events)))

    def until(self, month: str) -> "Material":
        """The same without what is of a later month."""
        return replace(
            self,
            answers=tuple(one for one in self.answers if one.month <= month),
            events=tuple(one for one in self.events if one.month is None or one.month <= month),
            heard=tuple(one for one in self.heard if one.month <= month),
        )

    def without(self, voice: str) -> "Material":
        """The same, had one source told nothing."""
        return replace(
            self,
            answers=tuple(one for one in self.answers if one.voice != voice),
            events=tuple(one for one in self.events if one.voices != {voice}),
            heard=tuple(one for one in self.heard if one.voice != voice),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What events of one story say of one dimension and unit: when it began, and its events."""

    name: str
    dimension: str
    unit: str
    month: str
    events: tuple[str, ...]
    voices: frozenset[str]
    step: int


def stories(material: Material) -> tuple[Story, ...]:
    """Stories of restrictions (``step`` 0) and laws in force (−1 narrower, +1 wider), each once a dimension.

    A story belongs to the month of its first event of that dimension and unit; what has no month is left out.
    """
    found: dict[tuple[str, str, str, int], list[Happened]] = defaultdict(list)
    for one in material.events:
        step = _step(one)
        if one.month is None or (step == 0 and one.direction != VIOLATION):
            continue
        for dimension in one.freedoms:
            for unit in (COUNTRY, *sorted(one.regions)):
                found[one.story, dimension, unit, step].append(one)
    told = (
        Story(
            name=name,
            dimension=dimension,
            unit=unit,
            month=min(one.month for one in its if one.month),
            events=tuple(sorted(one.event for one in its)),
            voices=frozenset().union(*(one.voices for one in its)),
            step=step,
        )
        for (name, dimension, unit, step), its in found.items()
    )
    return tuple(sorted(told, key=lambda one: (one.month, one.name, one.dimension, one.unit, one.step)))


def _step(one: Happened) -> int:
    if not one.is_law:
        return 0
    return {VIOLATION: -1, POSITIVE: 1}.get(one.direction or "", 0)


def intensity(material: Material) -> Mapping[tuple[str, str], int]:
    """(month, unit) → how many independent sources told anything of it then; what is not there is unknown."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in material.heard:
        for unit in (COUNTRY, *one.regions):
            found[one.month, unit].add(one.voice)
    return {place: len(voices) for place, voices in found.items()}


def latest(answers: Iterable[Coded]) -> tuple[Coded, ...]:
    """Of several answers of one rater to one item on one month and unit the last that was said."""
    last = {(one.rater, one.item, one.month, one.region): one for one in answers}
    return tuple(last.values())


def raters(material: Material) -> Mapping[str, int]:
    """Whose answers count, each with a number that says nothing of who it is."""
    names = sorted({one.rater for one in material.answers})
    return {name: number for number, name in enumerate(names, 1)}


def evidence(
    material: Material,
    months: Sequence[str],
    units: Collection[str],
    indices: Iterable[Index] = (),
    *,
    counts: bool = False,
) -> Iterator[Answer | Index | Law | Count]:
    """The streams of the open profile on these months and units; monthly counts of stories only if asked for.

    Counts speak only where stories were gathered alike in each month, which no archive knows of itself. An
    index speaks only where all twelve months of its year are read: before the year is over it is unknown.
    """
    known = set(months)
    for one in latest(material.answers):
        if one.month in known and (one.region or COUNTRY) in units:
            yield Answer(
                month=one.month,
                dimension=one.dimension,
                unit=one.region or COUNTRY,
                coder=one.rater,
                item=one.item,
                value=one.value,
            )
    years = {month[:4] for month in known if {f"{month[:4]}-01", f"{month[:4]}-12"} <= known}
    yield from (one for one in indices if f"{one.year:04}" in years and one.unit in units)
    every = stories(material)
    told = [one for one in every if one.month in known and one.unit in units]
    regional = {one.name for one in every if one.step and one.unit != COUNTRY}
    for law in told:
        # A law that names no region is in force in all of them, wherever else its story took place.
        for unit in (law.unit,) if law.unit != COUNTRY or law.name in regional else sorted(units):
            if law.step:
                yield Law(month=law.month, dimension=law.dimension, unit=unit, step=law.step)
    if counts:
        yield from _counts(material, told, months, units)


def _counts(
    material: Material, told: Iterable[Story], months: Sequence[str], units: Collection[str]
) -> Iterator[Count]:
    began: dict[tuple[str, str, str], int] = defaultdict(int)
    for story in told:
        began[story.month, story.dimension, story.unit] += not story.step
    reporting = intensity(material)
    for month in months:
        for unit in units:
            sources = reporting.get((month, unit), 0)
            for dimension in INDICATORS:
                stories_ = began[month, dimension, unit] if sources else 0
                yield Count(month=month, dimension=dimension, unit=unit, stories=stories_, sources=sources)


def civicus_evidence(
    material: Material, month: str, scores: KeyScores | None, unit: str = COUNTRY
) -> Evidence:
    """What the CIVICUS-compatible profile rates: the answers of the twelve months that end with ``month``.

    Answers that code a report are its source's; the others are the analyst's. Of a rater's answers to one
    item the newest counts. Nobody states trends here. Indices tell of a country, so a region has none.
    """
    first = f"{int(month[:4]) - 1}{month[4:]}"
    its = [one for one in material.answers if first < one.month <= month and (one.region or COUNTRY) == unit]
    newest = {(one.rater, one.item): one for one in sorted(its, key=lambda one: one.month)}
    reports: dict[tuple[str, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    analysis: dict[str, list[int]] = defaultdict(list)
    for one in newest.values():
        if one.reach and one.voice:
            reports[one.voice, one.reach][one.dimension].append(one.value)
        else:
            analysis[one.dimension].append(one.value)
    sources = tuple(
        Source(name=voice, reach=Reach(reach), answers=dict(answers))
        for (voice, reach), answers in sorted(reports.items())
    )
    return Evidence(sources=sources, analysis=dict(analysis), scores=scores if unit == COUNTRY else None)


def by_question(answers: Iterable[Coded]) -> tuple[Mapping[str, float], ...]:
    """The answers to each item on each month and unit by rater, reports among them."""
    found: dict[tuple[str, str, str | None], dict[str, float]] = defaultdict(dict)
    for one in latest(answers):
        found[one.item, one.month, one.region][one.rater] = float(one.value)
    return tuple(found.values())


def by_coder(answers: Iterable[Coded]) -> tuple[Mapping[str, float], ...]:
    """What coders answered to one item on a month and unit, or from one report on these, for `alpha`.

    Two reports that tell different things are no disagreement of who read them.
    """
    found: dict[tuple[str, str, str | None, str | None], dict[str, float]] = defaultdict(dict)
    for one in answers:
        found[one.item, one.month, one.region, one.voice if one.reach else None][one.coder] = float(one.value)
    return tuple(found.values())
