# SPDX-License-Identifier: Apache-2.0
"""Published lists of which it is known who is who, read as columns with the pairs that are one.

In: the folder `linkage` of the shared data. Out: columns, and the links as pairs of rows.
The lists themselves are other people's and stay out of this repository.
"""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from kuzat.linkage import Description, Linked, described

Links = set[tuple[int, int]]
DESCRIPTIONS = Path(__file__).resolve().parents[1] / "docs" / "method" / "lists"
FIRST, LAST = "2015-01-01", "2021-04-30"
POLICE = ("id", "list", "name", "date", "age", "gender", "race", "city", "state")
UNNAMED = ("", "unknown", "tk tk")


@dataclass(frozen=True)
class Known:
    """A list with its truth."""

    columns: Mapping[str, list[str]]
    links: Links

    @property
    def rows(self) -> int:
        return len(next(iter(self.columns.values())))


def _rows(path: Path, **how: str) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, skipinitialspace=True, **how))  # type: ignore[arg-type]


def _columns(rows: list[dict[str, str]]) -> dict[str, list[str]]:
    return {name: [row[name] for row in rows] for name in rows[0]}


def febrl3(folder: Path) -> Known:
    """5,000 records of 2,000 invented people."""
    columns = _columns(_rows(folder / "febrl" / "febrl3.csv"))
    at = {id_: row for row, id_ in enumerate(columns["rec_id"])}
    with (folder / "febrl" / "febrl3_links.csv").open(encoding="utf-8", newline="") as file:
        pairs = [(at[a], at[b]) for a, b in csv.reader(file) if a in at]
    return Known(columns, {(min(pair), max(pair)) for pair in pairs})


def rldata10000(folder: Path) -> Known:
    """10,000 records of 9,000 invented people; NA is nothing."""
    columns = _columns(_rows(folder / "rldata" / "RLdata10000.tsv", delimiter="\t"))
    told = {name: ["" if cell == "NA" else cell for cell in cells] for name, cells in columns.items()}
    people = (folder / "rldata" / "identity.RLdata10000.tsv").read_text().split()[1:]
    return Known(told, _within(people))


def _within(people: list[str]) -> Links:
    """The pairs of rows that are of one person."""
    rows: dict[str, list[int]] = defaultdict(list)
    for row, person in enumerate(people):
        rows[person].append(row)
    return {pair for its in rows.values() for pair in combinations(its, 2)}


def police(folder: Path) -> Known:
    """Mapping Police Violence and the Washington Post, 2015 to April 2021, as one table.

    The truth is `wapo_id`, by which people of the former linked it to the latter. Race and gender are
    cut to their first letter, since the lists write them differently; unknown is nothing.
    """
    theirs = [row for row in _rows(folder / "police" / "mpv_2021-04.csv") if FIRST <= row["date"] <= LAST]
    post = [
        row
        for row in _rows(folder / "police" / "wapo_fatal_police_shootings_2021-05.csv")
        if row["date"] <= LAST
    ]
    rows = [*_listed("mpv", theirs), *_listed("post", post)]
    at = {row["id"]: len(theirs) + place for place, row in enumerate(post)}
    named = ((place, row["wapo_id"].removesuffix(".0")) for place, row in enumerate(theirs))
    return Known(_columns(rows), {(place, at[id_]) for place, id_ in named if id_ in at})


def _listed(name: str, rows: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    for place, row in enumerate(rows, start=1):
        called = row["name"].strip()
        is_unnamed = called.lower() in UNNAMED or "withheld" in called.lower()
        race = "" if "nknown" in row["race"] else row["race"][:1]
        age = row["age"].removesuffix(".0")
        told = (f"{name}-{place}", name, "" if is_unnamed else called, row["date"], age,
                row["gender"][:1], race, row["city"], row["state"])  # fmt: skip
        yield dict(zip(POLICE, told, strict=True))


LISTS: Mapping[str, Callable[[Path], Known]] = {
    "febrl3": febrl3,
    "rldata10000": rldata10000,
    "police": police,
}


def found(linked: Linked) -> Links:
    """The pairs of rows within clusters."""
    at = {id_: row for row, id_ in enumerate(linked.ids)}
    rows = (sorted(at[id_] for id_ in cluster) for cluster in linked.clusters)
    return {pair for cluster in rows for pair in combinations(cluster, 2)}


def described_list(name: str) -> Description:
    """The description of a list, from the page's folder."""
    return described((DESCRIPTIONS / f"{name}.yaml").read_text(encoding="utf-8"))


def scores(pairs: Links, truth: Links) -> tuple[float, float, float]:
    """F1, precision and recall."""
    right = len(pairs & truth)
    precision, recall = right / max(len(pairs), 1), right / len(truth)
    return 2 * precision * recall / max(precision + recall, 1e-9), precision, recall
