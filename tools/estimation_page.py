# SPDX-License-Identifier: Apache-2.0
"""Write the tables of docs/method/estimation.md again.

python tools/estimation_page.py [--data FOLDER] [--worlds 1000] [--only NAME …]

FOLDER holds the published capture tables (``mse/``, ``philippines/``, ``colombia/``), which are not ours to
ship; without it the tables that need them stay as they are. The chains of all tables take about ten
minutes, the worlds about five, those that are linked by the engine an hour.
"""

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from estimation_linked import rows as linked_rows
from estimation_worlds import HEAD, rows

from kuzat.analysis.estimation import (
    NAMES,
    CaptureTable,
    Estimate,
    NotEstimable,
    Posterior,
    Prior,
    assess,
    from_sheet,
    independent,
    latent_classes,
    stepwise,
    weigh,
)
from kuzat.collection import read

PAGE = Path(__file__).resolve().parents[1] / "docs" / "method" / "estimation.md"
KOSOVO = PAGE.with_name("kosovo.csv")
SEED = 11
TRAFFICKING = {
    "UK, 6 lists": ("mse/SparseMSE_UKdat", "12,214", "11,418 (9,977 – 13,146)"),
    "UK, 5 lists": ("mse/SparseMSE_UKdat_5", "13,444", "11,313 (9,884 – 13,027)"),
    "Netherlands, 6 lists": ("mse/SparseMSE_Ned", "52,823", "111,139 (92,440 – 133,991)"),
    "Netherlands, 5 lists": ("mse/SparseMSE_Ned_5", "52,924", "121,522 (98,675 – 150,139)"),
    "New Orleans, 8 lists": ("mse/SparseMSE_NewOrl", "997", "1,184 (721 – 2,046)"),
    "New Orleans, 5 lists": ("mse/SparseMSE_NewOrl_5", "1,034", "1,034 (658 – 1,709)"),
    "Western US, 5 lists": ("mse/SparseMSE_Western", "2,007", "2,483 (1,657 – 3,830)"),
}
GRAPHS = {
    "UK, 5 lists": ("mse/SparseMSE_UKdat_5", "22,990 (10,387 – 33,510)"),
    "Netherlands, 5 lists": ("mse/SparseMSE_Ned_5", "50,383 (41,666 – 203,389)"),
    "New Orleans, 5 lists": ("mse/SparseMSE_NewOrl_5", "869 (511 – 1,762)"),
    "Western US": ("mse/SparseMSE_Western", "2,133 (1,343 – 3,871)"),
    "Australia, 4 lists": ("mse/MSETools_Australia", "2,253 (1,189 – 7,309)"),
}
CHAINS = {
    "Kosovo": ("kosovo", 10, "10,349 – 10,510, ten seeds"),
    "Manila, police": ("philippines/captures_manila_police", 15, "575 (534 – 639)"),
    "Manila, unidentified": ("philippines/captures_manila_unidentified", 15, "414 (314 – 635)"),
    "Caloocan, police": ("philippines/captures_caloocan_police", 15, "331 (302 – 379)"),
    "Caloocan, unidentified": ("philippines/captures_caloocan_unidentified", 15, "745 (632 – 908)"),
    "UK, 5 lists": ("mse/SparseMSE_UKdat_5", 10, "20,862 – 23,019, ten seeds"),
    "Netherlands, 5 lists": ("mse/SparseMSE_Ned_5", 10, "48,132 – 49,160, and 139,804 for one seed of ten"),
    "Colombia 1999, R1": ("colombia/stratum_R1_HOMBRE_1999", 15, "2,068 (1,396 – 3,062)"),
    "Colombia 1999, R2": ("colombia/stratum_R2_HOMBRE_1999", 15, "1,591 (1,417 – 2,214)"),
}


def load(folder: Path, name: str) -> CaptureTable:
    """A published table; Kosovo's lies beside the page."""
    path = KOSOVO if name == "kosovo" else folder / f"{name}.csv"
    with path.open("rb") as file:
        return from_sheet(read(file, path.name))[0]


def told(one: Estimate) -> str:
    """A total with its interval."""
    return f"{one.total:,.0f} ({one.low:,.0f} – {one.high:,.0f})"


def kosovo(_folder: Path) -> Iterator[str]:
    """Every method on one table."""
    account = assess(load(_folder, "kosovo"), np.random.default_rng(SEED))
    yield "| method | total (95 % interval) | error |"
    yield "|---|---|---|"
    for one in account.estimates:
        name = f"{NAMES[one.method]} {one.model}".strip()
        yield f"| {name} | {'≥ ' if one.bound else ''}{told(one)} | {one.error or 0:,.0f} |"
    for variation in account.variations:
        answer = told(variation.estimate) if variation.estimate else str(variation.reason)
        yield f"| *{variation.choice}* | {answer} | |"


def trafficking(folder: Path) -> Iterator[str]:
    """Main effects, and pairs one by one, beside SparseMSE."""
    yield "| table | independent lists | SparseMSE | pairs one by one | SparseMSE, p < .02 |"
    yield "|---|---|---|---|---|"
    for name, (file, main, pairs) in TRAFFICKING.items():
        table = load(folder, file)
        yield f"| {name} | {independent(table).total:,.0f} | {main} | {told(stepwise(table))} | {pairs} |"


def graphs(folder: Path) -> Iterator[str]:
    """The average over graphs beside dga."""
    yield "| table | average of graphs | dga |"
    yield "|---|---|---|"
    for name, (file, peer) in GRAPHS.items():
        yield f"| {name} | {told(weigh(load(folder, file)).estimate())} | {peer} |"


def chains(folder: Path) -> Iterator[str]:
    """Latent classes by 24 chains beside what one chain and one seed said."""
    yield "| table | verdict | R-hat, draws | total, or chains: total, log evidence | published or LCMCR |"
    yield "|---|---|---|---|---|"
    for name, (file, classes, peer) in CHAINS.items():
        found = latent_classes(load(folder, file), np.random.default_rng(SEED), prior=Prior(classes=classes))
        exact = f"{found.r_hat:.2f}, {found.effective:,.0f}"
        yield f"| {name} | {found.verdict} | {exact} | {modes(found)} | {peer} |"


def modes(found: Posterior) -> str:
    """The total with its Monte Carlo error at the median, or the modes."""
    try:
        return f"{told(found.estimate())} ± {found.errors[1]:,.0f}"
    except NotEstimable:
        return "; ".join(
            f"{len(mode.chains)}: {mode.middle:,.0f} ({mode.low:,.0f} – {mode.high:,.0f}), "
            f"{mode.evidence:.1f} ± {mode.doubt:.1f}"
            for mode in found.modes
        )


def placed(page: str, name: str, lines: list[str]) -> str:
    """The page with one table between its marks written again."""
    begin, end = f"<!-- table: {name} -->\n", "<!-- end -->"
    first = page.index(begin) + len(begin)
    return page[:first] + "\n".join(lines) + "\n" + page[page.index(end, first) :]


WORLDS: dict[str, Callable[[int], Iterator[str]]] = {"worlds": rows, "linked": linked_rows}
TABLES = {"kosovo": kosovo, "trafficking": trafficking, "graphs": graphs, "chains": chains}


def main() -> None:
    """Write what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--worlds", type=int, default=1000)
    parser.add_argument("--only", nargs="*", default=[*TABLES, *WORLDS])
    asked = parser.parse_args()
    for name in asked.only:
        if name in WORLDS:
            lines = [*HEAD.splitlines(), *WORLDS[name](asked.worlds)]
        elif asked.data or name == "kosovo":
            lines = list(TABLES[name](asked.data or PAGE.parent))
        else:
            continue
        PAGE.write_text(placed(PAGE.read_text(encoding="utf-8"), name, lines), encoding="utf-8")


if __name__ == "__main__":
    main()
