# SPDX-License-Identifier: Apache-2.0
"""Write the tables of lists in docs/method/linkage.md again, and look at links that people made or missed.

python tools/linkage_page.py --data FOLDER [--print] [--tables OUT] [--audit]

--tables writes each list as CSV, ready for `kuzat link`; --audit prints human links of the police lists
that look missing or wrong, with why. What they print names real victims: keep it out of the repository.
"""

import argparse
import csv
import re
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from linking_lists import LISTS, Known, Links, described_list, found, scores

from kuzat.linkage import Linked, link

PAGE = Path(__file__).resolve().parents[1] / "docs" / "method" / "linkage.md"
TABLE = re.compile(r"(?<=<!-- lists -->\n).*?(?=<!-- end of lists -->)", re.DOTALL)
CHANCES = re.compile(r"(?<=<!-- chances -->\n).*?(?=<!-- end of chances -->)", re.DOTALL)
BOUNDS = (0.001, 0.1, 0.5, 0.9, 0.999, 1.1)
HEADER = "| list | records | links | F1 | precision | recall | seconds |\n|---|---|---|---|---|---|---|\n"


def table(folder: Path, names: list[str]) -> Iterator[str]:
    """A line for each list."""
    yield HEADER
    for name in names:
        known = LISTS[name](folder)
        begun = time.perf_counter()
        linked = link(known.columns, described_list(name))
        seconds = time.perf_counter() - begun
        f1, precision, recall = scores(found(linked), known.links)
        yield (
            f"| [{name}](lists/{name}.yaml) | {known.rows:,} | {len(known.links):,} | {f1:.4f} "
            f"| {precision:.4f} | {recall:.4f} | {seconds:.1f} |\n"
        )


def believed(known: Known, linked: Linked) -> Iterator[str]:
    """A line for each span of chances: how many pairs it holds, and which share of them people linked."""
    at = {id_: row for row, id_ in enumerate(linked.ids)}
    told = [(one.chance, (at[one.first], at[one.second]) in known.links) for one in linked.links(BOUNDS[0])]
    yield "| chance | pairs | linked by people |\n|---|---|---|\n"
    for low, high in pairwise(BOUNDS):
        held = [is_linked for chance, is_linked in told if low <= chance < high]
        yield f"| {low} to {min(high, 1)} | {len(held):,} | {sum(held) / max(len(held), 1):.2f} |\n"


def audit(known: Known, linked: Linked) -> Iterator[tuple[str, tuple[int, int], str]]:
    """(missing or wrong, pair of rows, why) for links that people seem to have missed or mistaken."""
    ours, theirs = found(linked), known.links
    have, linked_by_people = _rows_of(ours), _rows_of(theirs)
    for pair in sorted(ours - theirs):
        if pair[0] not in linked_by_people and _agree(_levels(linked, pair)):
            yield "missing", pair, "names and days agree, and people linked the first to nobody"
    for pair in sorted(theirs - ours):
        if _levels(linked, pair)["name"] == "different":
            better = any(row in have for row in pair)
            why = "names differ, and one has another partner that agrees" if better else "names differ"
            yield "wrong", pair, why


def _rows_of(pairs: Links) -> set[int]:
    return {row for pair in pairs for row in pair}


def _levels(linked: Linked, pair: tuple[int, int]) -> dict[str, str]:
    first, second = (linked.ids[row] for row in pair)
    return {one.field: str(one.level) for one in linked.why(first, second)}


def _agree(levels: dict[str, str]) -> bool:
    return levels["name"] in ("the same", "alike") and levels["date"] in ("the same", "close")


def write(known: Known, path: Path) -> None:
    """A list as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(known.columns)
        writer.writerows(zip(*known.columns.values(), strict=True))


def main() -> None:
    """Do what was asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder `linkage` of the shared data")
    parser.add_argument("--print", action="store_true", dest="only", help="print, and leave the page")
    parser.add_argument("--tables", type=Path, help="write the lists into this folder")
    parser.add_argument("--audit", action="store_true", help="print doubtful human links")
    asked = parser.parse_args()
    if asked.tables:
        for name, read in LISTS.items():
            write(read(asked.data), asked.tables / f"{name}.csv")
    if asked.audit:
        known = LISTS["police"](asked.data)
        linked = link(known.columns, described_list("police"))
        for kind, pair, why in audit(known, linked):
            values = [" · ".join(known.columns[name][row] for name in known.columns) for row in pair]
            print(kind, *values, why, sep="\t")
    if asked.tables or asked.audit:
        return
    text = "".join(table(asked.data, list(LISTS)))
    known = LISTS["police"](asked.data)
    chances = "".join(believed(known, link(known.columns, described_list("police"))))
    if asked.only:
        print(text, chances, sep="\n")
    else:
        page = TABLE.sub(lambda _: text, PAGE.read_text(encoding="utf-8"))
        PAGE.write_text(CHANCES.sub(lambda _: chances, page), encoding="utf-8")


if __name__ == "__main__":
    main()
