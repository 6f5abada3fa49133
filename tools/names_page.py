# SPDX-License-Identifier: Apache-2.0
"""Write the table of docs/method/linkage.md again: how well names are compared,
beside the peers that are installed.

python tools/names_page.py --data FOLDER [--print] [--quick]
"""

import argparse
import csv
import importlib
import importlib.metadata
import random
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import count
from pathlib import Path

from kuzat.terms.names import Part, compare_parts, parts

PAGE = Path(__file__).resolve().parents[1] / "docs" / "method" / "linkage.md"
TABLE = re.compile(r"(?<=<!-- names -->\n).*?(?=<!-- end -->)", re.DOTALL)
PEOPLE = 60  # of whom also the slow peer compares all pairs
SLOW = 100_000


@dataclass(frozen=True)
class Case:
    """Two names of which it is known whether they are one."""

    a: str
    b: str
    one: bool
    schema: str = "Person"


Score = Callable[[Case], float]


@dataclass(frozen=True)
class Best:
    """The cut with the highest F1, its precision and recall."""

    f1: float
    precision: float
    recall: float
    cut: float


def best(scored: Iterable[tuple[float, bool]]) -> Best:
    """The best cut of scores of which it is known whether they are one person; equal scores stay together."""
    ordered = sorted(scored, reverse=True)
    wanted = sum(truth for _, truth in ordered)
    found, right = Best(0, 0, 0, 1), 0
    for taken, (score, truth) in enumerate(ordered, start=1):
        right += truth
        if taken < len(ordered) and ordered[taken][0] == score:
            continue
        f1 = 2 * right / (taken + wanted)
        if f1 > found.f1:
            found = Best(f1, right / taken, right / wanted, score)
    return found


def at(scored: Iterable[tuple[float, bool]], cut: float) -> float:
    """F1 of a cut that was fixed before."""
    pairs = list(scored)
    taken = [truth for score, truth in pairs if score >= cut]
    return 2 * sum(taken) / (len(taken) + sum(truth for _, truth in pairs))


def variants(path: Path, people: int | None = None) -> list[Case]:
    """Every spelling beside the original of every person: the first so many, or all."""
    rows = list(csv.DictReader(path.open(encoding="utf-8")))
    originals = {row["person_id"]: row["name"] for row in rows if row["variant"] == "orig"}
    if people:
        drawn = random.Random(1).sample(sorted(originals), min(people, len(originals)))
        originals = {person: originals[person] for person in drawn}
    return [
        Case(row["name"], name, row["person_id"] == person)
        for row in rows
        if row["variant"] != "orig" and row["person_id"] in originals
        for person, name in originals.items()
    ]


def cases(path: Path, schema: str = "") -> list[Case]:
    """The labelled pairs of a file of nomenklatura's."""
    rows = csv.DictReader(path.open(encoding="utf-8"))
    return [
        Case(row["name1"], row["name2"], row["is_match"] == "true", row["schema"])
        for row in rows
        if row["schema"] == schema or not schema
    ]


def ours() -> Score:
    """`kuzat.terms.names.compare`, each name taken apart once."""
    known: dict[str, tuple[Part, ...]] = {}

    def score(case: Case) -> float:
        for name in (case.a, case.b):
            if name not in known:
                known[name] = parts(name)
        return compare_parts(known[case.a], known[case.b]).score

    return score


def token_set() -> Score:
    """rapidfuzz's token_set_ratio on unidecode."""
    ascii_of = importlib.import_module("unidecode").unidecode
    ratio = importlib.import_module("rapidfuzz").fuzz.token_set_ratio
    return lambda case: float(ratio(ascii_of(case.a).lower(), ascii_of(case.b).lower())) / 100


def logic_v2() -> Score:
    """nomenklatura's matcher, a fresh id for each name since it remembers by id."""
    algorithm = importlib.import_module("nomenklatura.matching").LogicV2
    followthemoney = importlib.import_module("followthemoney")
    proxy = importlib.import_module("followthemoney.proxy").EntityProxy
    config, ids = algorithm.default_config(), count()

    def made(name: str, schema: str) -> object:
        data = {"id": f"t{next(ids)}", "schema": schema, "properties": {"name": [name]}}
        return proxy(followthemoney.model[schema], data)

    def score(case: Case) -> float:
        found = algorithm.compare(made(case.a, case.schema), made(case.b, case.schema), config)
        return float(found.score)

    return score


@dataclass(frozen=True)
class Matcher:
    """A name for the table, its package if it is a peer, how it is made, its makers' cut, what it needs."""

    name: str
    package: str
    make: Callable[[], Score]
    cut: float
    needs: tuple[str, ...] = ()


MATCHERS = (
    Matcher("Kuzat", "", ours, 0.7),
    Matcher("unidecode + token set", "rapidfuzz", token_set, 0.9, ("rapidfuzz", "unidecode")),
    Matcher("logic-v2", "nomenklatura", logic_v2, 0.7, ("nomenklatura",)),
)


def scored(cases: Sequence[Case], score: Score) -> tuple[list[tuple[float, bool]], float]:
    """Each pair's score and truth; pairs in a second."""
    begun = time.perf_counter()
    found = [(score(case), case.one) for case in cases]
    return found, len(cases) / (time.perf_counter() - begun)


def table(folder: Path, full: bool) -> Iterator[str]:
    """A line for each matcher that is installed and each set of pairs."""
    spelled = folder / "names" / "central_asian_name_variants.csv"
    bench = folder / "name_bench" / "cases.csv"
    sets = {
        f"{PEOPLE} deputies": variants(spelled, PEOPLE),
        "name_bench": cases(bench),
        "name_bench, people": cases(bench, "Person"),
    }
    if full:
        sets = {"all deputies": variants(spelled)} | sets
    yield "| pairs | matcher | best F1 | precision | recall | at | F1 at its own cut | pairs a second |"
    yield "|---|---|---|---|---|---|---|---|"
    for title, pairs in sets.items():
        for matcher in MATCHERS:
            slow = matcher.make is logic_v2 and len(pairs) > SLOW
            if not slow and all(map(find_spec, matcher.needs)):
                yield _row(f"{title}, {len(pairs):,}", pairs, matcher)


def _row(title: str, pairs: Sequence[Case], matcher: Matcher) -> str:
    found, pace = scored(pairs, matcher.make())
    b = best(found)
    version = f" ({matcher.package} {importlib.metadata.version(matcher.package)})" if matcher.package else ""
    return (
        f"| {title} | {matcher.name}{version} | {b.f1:.3f} | {b.precision:.3f} | {b.recall:.3f} | {b.cut:.2f}"
        f" | {at(found, matcher.cut):.3f} ({matcher.cut:.2f}) | {pace:,.0f} |"
    )


def main() -> None:
    """Measure, then write the page or print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with names/ and name_bench/")
    parser.add_argument("--print", action="store_true", help="print the table; leave the page as it is")
    parser.add_argument("--quick", action="store_true", help="without all deputies")
    asked = parser.parse_args()
    lines = "".join(f"{line}\n" for line in table(asked.data, not asked.quick))
    if asked.print:
        print(lines, end="")
    else:
        PAGE.write_text(TABLE.sub(lambda _: lines, PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
