# SPDX-License-Identifier: Apache-2.0
"""Worlds whose total is known: how often the 95 % interval holds it, and how it fails where an assumption
does.

Invented people with names in Kyrgyz, Russian, Uzbek and English are reported by three lists, each in its
own spelling and with its own mistakes. Links are uncertain; they are sampled, and the total is averaged
over them.

python tools/estimation_worlds.py [--worlds 1000] prints the table of docs/method/estimation.md
"""

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from itertools import combinations

import numpy as np

from kuzat.analysis.estimation import (
    CaptureTable,
    NotEstimable,
    TableUnusable,
    from_members,
    over_linkages,
    weigh,
)
from kuzat.terms.names import fold
from kuzat.testing.naming import PEOPLE
from kuzat.testing.reports import CAUGHT, WORLDS

PERSONS = 250
LANGUAGES = (("ky", "ru"), ("ru", "en"), ("uz", "ky"))
LABELLED = 12
LINKAGES, BETWEEN, BURNED = 12, 3, 12
LEAST = 0.05
Agreement = tuple[int, int, int, bool]


@dataclass(frozen=True, kw_only=True)
class Details:
    """What reports hold of a person: so many days and districts to tell them apart, and how often each is
    wrong.
    """

    days: int
    districts: int
    typo: float
    day_off: float
    wrong: float


CLEAR = Details(days=60, districts=8, typo=0.08, day_off=0.15, wrong=0.05)
POOR = Details(days=15, districts=3, typo=0.2, day_off=0.2, wrong=0.1)


@dataclass(frozen=True, kw_only=True)
class Report:
    """What one list tells of one person."""

    person: int
    list: int
    given: str
    family: str
    day: int
    district: int


def world(random: np.random.Generator, details: Details) -> list[Report]:
    """Who was reported by whom, and how it was written down."""
    given, family = random.integers(0, len(PEOPLE), (2, PERSONS))
    days, districts = (
        random.integers(0, details.days, PERSONS),
        random.integers(0, details.districts, PERSONS),
    )
    reports = []
    for place, (chance, languages) in enumerate(zip(CAUGHT, LANGUAGES, strict=True)):
        for person in np.flatnonzero(random.uniform(size=PERSONS) < chance):
            language = str(random.choice(languages))
            first = getattr(PEOPLE[given[person]], language).split(" ", 1)[0]
            last = getattr(PEOPLE[family[person]], language).split(" ", 1)[1]
            day = days[person] + (random.choice((-1, 1)) if random.uniform() < details.day_off else 0)
            wrong = random.uniform() < details.wrong
            district = random.integers(details.districts) if wrong else districts[person]
            reports.append(
                Report(
                    person=int(person),
                    list=place,
                    given=folded(misspelt(first, details.typo, random)),
                    family=folded(misspelt(last, details.typo, random)),
                    day=int(day),
                    district=int(district),
                )
            )
    return reports


def misspelt(name: str, often: float, random: np.random.Generator) -> str:
    """A letter left out now and then."""
    if random.uniform() >= often:
        return name
    at = int(random.integers(1, len(name)))
    return name[:at] + name[at + 1 :]


@cache
def folded(name: str) -> str:
    """One key for all scripts, as search and linkage use it."""
    return fold(name)


def agreement(one: Report, other: Report) -> Agreement:
    """How far two reports agree: given name, family name, days apart, district."""
    return (
        alike(one.given, other.given),
        alike(one.family, other.family),
        min(abs(one.day - other.day), 2),
        one.district == other.district,
    )


def alike(one: str, other: str) -> int:
    """2 for one key, 1 for the same beginning."""
    return 2 if one == other else int(one[:3] == other[:3])


def pairs(reports: list[Report]) -> Iterator[tuple[int, int]]:
    """Pairs of reports of two lists that share a name, or the district and nearly the day."""
    for a, one in enumerate(reports):
        for b in range(a + 1, len(reports)):
            other = reports[b]
            named = one.family == other.family or one.given == other.given
            near = one.district == other.district and abs(one.day - other.day) < 2
            if one.list != other.list and (named or near):
                yield a, b


@dataclass(frozen=True, kw_only=True)
class Learnt:
    """From worlds in which people said who is who.

    ``persons`` are how many persons in a world stand in exactly which lists, ``ratios`` how an agreement
    multiplies the odds of a pair, ``missed`` how the lack of any does.
    """

    persons: dict[frozenset[int], float]
    ratios: dict[Agreement, float]
    missed: float

    def prior(self, lists: frozenset[int], more: int) -> float:
        """The odds that a given person in ``lists`` and a given report of another list are one, not two."""
        alone = self.persons[lists] * self.persons[frozenset({more})]
        return self.persons[lists | {more}] / alone


def learnt(random: np.random.Generator, details: Details) -> Learnt:
    """Likelihood ratios of agreements among pairs of two lists (Fellegi & Sunter 1969), half a pair added."""
    same: dict[Agreement, int] = defaultdict(int)
    apart: dict[Agreement, int] = defaultdict(int)
    persons: dict[frozenset[int], float] = defaultdict(float)
    matches = others = 0
    for _ in range(LABELLED):
        reports = world(random, details)
        for a, b in pairs(reports):
            told = same if reports[a].person == reports[b].person else apart
            told[agreement(reports[a], reports[b])] += 1
        held: dict[int, set[int]] = defaultdict(set)
        for report in reports:
            held[report.person].add(report.list)
        for lists in held.values():
            persons[frozenset(lists)] += 1 / LABELLED
        sizes = [sum(report.list == place for report in reports) for place in range(len(CAUGHT))]
        matched = sum(len(lists) * (len(lists) - 1) // 2 for lists in held.values())
        matches += matched
        others += sum(one * other for one, other in combinations(sizes, 2)) - matched
    return Learnt(
        persons=persons,
        ratios={
            key: (same[key] + 0.5) / matches / ((apart[key] + 0.5) / others)
            for key in same.keys() | apart.keys()
        },
        missed=(matches - sum(same.values()) + 0.5) / matches,
    )


class Linking:
    """Reports gathered into persons, at most one of each list; each sweep asks each report where it
    belongs.
    """

    def __init__(self, reports: list[Report], known: Learnt) -> None:
        self.reports = reports
        self.known = known
        self.near: list[dict[int, float]] = [{} for _ in reports]
        for a, b in pairs(reports):
            ratio = known.ratios.get(agreement(reports[a], reports[b]), 0.0)
            if ratio > LEAST:
                self.near[a][b] = self.near[b][a] = ratio
        self.cluster = list(range(len(reports)))
        self.held = [{one} for one in range(len(reports))]

    def sweep(self, random: np.random.Generator) -> None:
        """Take each report out and put it where its odds say, or alone."""
        for one in random.permutation(len(self.reports)).tolist():
            self.held[self.cluster[one]].discard(one)
            weights: dict[int, float] = {}
            for other in self.near[one]:
                place = self.cluster[other]
                if place not in weights:
                    weights[place] = self._odds(one, self.held[place])
            free = next((n for n in (one, self.cluster[one]) if not self.held[n]), None)
            home = free if free is not None else next(n for n, held in enumerate(self.held) if not held)
            weights = {place: value for place, value in weights.items() if value and place != home}
            draw = random.uniform() * (1 + sum(weights.values())) - 1
            chosen = home
            for place, value in weights.items():
                if draw < 0:
                    break
                chosen, draw = place, draw - value
            self.cluster[one] = chosen
            self.held[chosen].add(one)

    def _odds(self, one: int, members: set[int]) -> float:
        lists = frozenset(self.reports[other].list for other in members)
        if not members or self.reports[one].list in lists:
            return 0.0
        # Members agree with one another, so a stranger who agrees with one agrees with all: the best counts.
        best = max(self.near[one].get(other, self.known.missed) for other in members)
        return self.known.prior(lists, self.reports[one].list) * best

    def table(self) -> CaptureTable:
        """The capture table of the linkage as it stands."""
        return from_members({f"list {self.reports[one].list}" for one in held} for held in self.held if held)


def linkages(reports: list[Report], known: Learnt, random: np.random.Generator) -> list[CaptureTable]:
    """Sampled linkages of one world."""
    linking = Linking(reports, known)
    found = []
    for turn in range(BURNED + LINKAGES * BETWEEN):
        linking.sweep(random)
        if turn >= BURNED and turn % BETWEEN == 0:
            found.append(linking.table())
    return found


def decided(reports: list[Report], known: Learnt) -> CaptureTable:
    """The one linkage that joins what is likelier one person than two, surest pairs first."""
    linking = Linking(reports, known)
    sure = {
        (a, b): value
        for a in range(len(reports))
        for b, value in linking.near[a].items()
        if a < b and value * known.prior(frozenset({reports[a].list}), reports[b].list) > 1
    }
    for (a, b), _ in sorted(sure.items(), key=lambda item: -item[1]):
        one, other = linking.held[linking.cluster[a]], linking.held[linking.cluster[b]]
        lists = [reports[n].list for n in one | other]
        if one is not other and len(set(lists)) == len(lists):
            for n in list(other):
                other.discard(n)
                one.add(n)
                linking.cluster[n] = linking.cluster[a]
    return linking.table()


def true_table(reports: list[Report]) -> CaptureTable:
    """The table as it would be if nobody were mistaken for another."""
    persons: dict[int, set[str]] = defaultdict(set)
    for report in reports:
        persons[report.person].add(f"list {report.list}")
    return from_members(persons.values())


BROKEN = {
    "a third is hard to hear of (heterogeneity)": WORLDS["hidden"],
    "the first list sends people on to both others (dependence of pairs)": WORLDS["referred"],
    "every list copies from every other (dependence of all)": WORLDS["copied"],
    "people come and go between lists (open population)": WORLDS["moving"],
}


@dataclass
class Tally:
    """How often an interval held the truth, ``people``, and how far its middle lay from it."""

    people: int = PERSONS
    held: int = 0
    worlds: int = 0
    refused: int = 0
    middle: float = 0.0
    width: float = 0.0

    def add(self, made: Callable[[], tuple[float, float, float]]) -> None:
        """One more world."""
        try:
            self.note(made())
        except (NotEstimable, TableUnusable):
            self.note(None)

    def note(self, interval: tuple[float, float, float] | None) -> None:
        """The interval of one more world; None where there was none."""
        if interval is None:
            self.refused += 1
            return
        low, middle, high = interval
        self.worlds += 1
        self.held += low <= self.people <= high
        self.middle += middle / self.people
        self.width += (high - low) / self.people

    def row(self, name: str) -> str:
        """A row of the table; ± is the Monte Carlo error of the share."""
        number = max(self.worlds, 1)
        share = self.held / number
        error = np.sqrt(max(share * (1 - share), 0.25 / number) / number)
        held = f"{100 * share:.1f} ± {100 * error:.1f}"
        off = f"{100 * (self.middle / number - 1):+.1f}"
        return (
            f"| {name} | {self.worlds} | {held} | {off} | {100 * self.width / number:.0f} | {self.refused} |"
        )


def graphs(table: CaptureTable) -> tuple[float, float, float]:
    """The interval by the average over decomposable graphs."""
    found = weigh(table).estimate()
    return found.low, found.total, found.high


def averaged(tables: list[CaptureTable], random: np.random.Generator) -> tuple[float, float, float]:
    """The interval with the uncertainty of linkage in it."""
    found = over_linkages(tables, random).estimate
    return found.low, found.total, found.high


def rows(worlds: int, seed: int = 1) -> Iterator[str]:
    """The rows of the table, worlds of linkage first, then those that break an assumption."""
    random = np.random.default_rng(seed)
    for details, name in ((CLEAR, "good details"), (POOR, "poor details")):
        known = learnt(random, details)
        truth, best, over = Tally(), Tally(), Tally()
        for _ in range(worlds):
            reports = world(random, details)
            truth.add(partial(graphs, true_table(reports)))
            best.add(partial(graphs, decided(reports, known)))
            over.add(partial(averaged, linkages(reports, known, random), random))
        yield truth.row(f"{name}: everybody recognised")
        yield over.row(f"{name}: linkage averaged over samples")
        yield best.row(f"{name}: the one best linkage, its doubt left out")
    for name, captures in BROKEN.items():
        tally = Tally()
        for _ in range(worlds):
            drawn = captures(random, PERSONS)
            members = [[f"list {j}" for j in range(3) if row[j]] for row in drawn]
            tally.add(partial(graphs, from_members(members)))
        yield tally.row(name)


HEAD = """\
| 250 people | worlds | interval holds the total, % | middle off by, % | width, % of total | refused |
|---|---|---|---|---|---|"""


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=1000)
    print(HEAD)
    for row in rows(parser.parse_args().worlds):
        print(row, flush=True)
