# SPDX-License-Identifier: Apache-2.0
"""From simulated reports in four scripts to a total, by the engine that links an archive: how often the
interval holds the truth.

The lists are those of `kuzat practice`. Nothing is learned from the truth, unless pairs are judged: then
those are that `kuzat review` would ask first, answered rightly.

python tools/estimation_linked.py [--worlds 1000] [--case 1 …] [--jobs 2] prints a table of
docs/method/estimation.md
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing import Pool

import numpy as np
from estimation_worlds import HEAD, Tally, averaged, graphs

from kuzat.analysis.estimation import CaptureTable, Naming, NotEstimable, by_stratum
from kuzat.linkage import By, Description, Field, Judgement, Linked, Verdict, link, questions
from kuzat.testing.reports import Report, Slips, reports

PEOPLE = 250
LINKAGES = 12
ASKED = 40
SEED = 1
EACH = 50
COLUMNS = (
    "everybody recognised",
    "linkage averaged over samples",
    "the one best linkage, its doubt left out",
)
FIELDS = {
    "name": Field("name", By.NAME),
    "birth": Field("birth", By.DATE, rarity=False),
    "day": Field("day", By.DAY, cuts=(1, 2), rarity=False),
    "region": Field("region", By.EXACT, rarity=False),
}


@dataclass(frozen=True, kw_only=True)
class Case:
    """What is compared, how often it is wrong, and how many pairs are judged."""

    name: str
    fields: tuple[str, ...]
    slips: Slips
    judged: int = 0


USUAL, MANY = Slips(), Slips(typo=0.2, day_off=0.3, wrong=0.1)
CASES = (
    Case(name="name, birth, day, region", fields=tuple(FIELDS), slips=USUAL),
    Case(name="the same, twice as many slips", fields=tuple(FIELDS), slips=MANY),
    Case(name="birth, day, region", fields=("birth", "day", "region"), slips=USUAL),
    Case(name="name, day, region", fields=("name", "day", "region"), slips=USUAL),
    Case(
        name=f"name, day, region, {ASKED} pairs judged",
        fields=("name", "day", "region"),
        slips=USUAL,
        judged=ASKED,
    ),
)


def description(fields: tuple[str, ...]) -> Description:
    """All pairs of two lists are compared, since these are few."""
    told = tuple(FIELDS[name] for name in fields)
    return Description(id="id", source="list", once=True, fields=told, rules=(("country",),))


def linked(told: list[Report], case: Case, judgements: list[Judgement]) -> Linked:
    """The reports of one world, linked without the truth."""
    columns = {name: [getattr(one, name) for one in told] for name in ("list", *FIELDS)}
    ids = [str(number) for number in range(len(told))]
    return link({"id": ids, "country": ["XP"] * len(told)} | columns, description(case.fields), judgements)


def judged(found: Linked, told: list[Report], most: int) -> list[Judgement]:
    """The pairs that are asked first, answered by somebody who knows."""
    return [
        Judgement(
            one.first,
            one.second,
            Verdict.SAME
            if person(told, one.first) == person(told, one.second)
            else Verdict.DIFFERENT,
        )
        for one in questions(found, most=most)
    ]


def person(told: list[Report], record: str) -> int:
    """Whom a report speaks of, in truth."""
    return told[int(record)].person


def table(told: list[Report], root: Callable[[str], int]) -> CaptureTable:
    """The capture table of one linkage."""
    namings = (Naming(record=str(n), lists=frozenset((one.list,))) for n, one in enumerate(told))
    (stratum,) = by_stratum(namings, root)
    assert stratum.table is not None
    return stratum.table


Interval = tuple[float, float, float]


def world(case: Case, number: int) -> tuple[Interval | None, ...]:
    """One world, which follows from its number: the intervals of truth, average and one linkage."""
    random = np.random.default_rng((SEED, number))
    told = reports(random, PEOPLE, slips=case.slips)
    found = linked(told, case, [])
    if case.judged:
        found = linked(told, case, judged(found, told, case.judged))
    sampled = [table(told, root) for root in found.sampled(random, LINKAGES)]
    return (
        tried(partial(graphs, table(told, partial(person, told)))),
        tried(partial(averaged, sampled, random)),
        tried(partial(graphs, table(told, found.root))),
    )


def tried(made: Callable[[], Interval]) -> Interval | None:
    """An interval, or None where there is none."""
    try:
        return made()
    except NotEstimable:
        return None


def rows(worlds: int, cases: Sequence[Case] = CASES, *, jobs: int = 1) -> Iterator[str]:
    """The rows of the table, three for each case; so many processes share the work."""
    for case in cases:
        tallies = {name: Tally(people=PEOPLE) for name in COLUMNS}
        with Pool(jobs) as pool:
            for number, found in enumerate(pool.imap(partial(world, case), range(worlds)), start=1):
                for tally, interval in zip(tallies.values(), found, strict=True):
                    tally.note(interval)
                if number % EACH == 0:
                    print(*(tally.row(name) for name, tally in tallies.items()), sep="\n", file=sys.stderr)
        yield from (tally.row(f"{case.name}: {name}") for name, tally in tallies.items())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=1000)
    parser.add_argument("--case", type=int, nargs="*", default=range(1, len(CASES) + 1))
    parser.add_argument("--jobs", type=int, default=1)
    asked = parser.parse_args()
    print(HEAD)
    for row in rows(asked.worlds, [CASES[number - 1] for number in asked.case], jobs=asked.jobs):
        print(row, flush=True)
