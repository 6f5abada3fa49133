# SPDX-License-Identifier: Apache-2.0
"""Linkage of generated people, beside Splink on the same rows and rules:
``python -m bench.linking --rows 50000 [--rows …] [--splink PYTHON] [--turns 3]``.

Ours and theirs take turns, so that what else the machine does weighs on both; each figure is the median.

PYTHON is a Python that has Splink; it is no package of ours. To make one:
``python3 -m venv /tmp/splink && /tmp/splink/bin/pip install splink``.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
import numpy as np

from bench.people import people
from bench.table import Figure, Promise, lines
from kuzat.linkage import By, Description, Field, link

ROOT = Path(__file__).resolve().parents[1]
SAID = Description(
    id="id",
    fields=(
        Field("given", By.TEXT),
        Field("family", By.TEXT),
        Field("city", By.TEXT),
        Field("birth", By.DIGITS),
        Field("postcode"),
        Field("sex", rarity=False),
    ),
    rules=(
        ("postcode",),
        ("given", "family"),
        ("family", "birth"),
        ("given", "birth"),
        ("birth", "city"),
    ),
)
SIZES = (10_000, 50_000)
TURNS = 3
SHARE = Promise(most=0.25)


def write(path: Path, rows: int) -> None:
    """The generated people as a Parquet file, with the truth in the column person."""
    made = people(rows)
    columns = made.columns | {"person": made.who}
    with duckdb.connect() as engine:
        engine.register("made", columns)
        engine.execute(f"COPY (FROM made) TO '{path}' (FORMAT parquet)")


def own(path: str) -> dict[str, float]:
    """Seconds, megabytes and F1 of ours; the time of starting Python and loading packages is not in it."""
    begun = time.perf_counter()
    linked = link(path, SAID)
    seconds, worked = time.perf_counter() - begun, time.process_time()
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with duckdb.connect() as engine:
        who = engine.execute("SELECT person FROM read_parquet(?)", [path]).fetchnumpy()["person"]
    both = _pairs(linked.labels * (int(who.max()) + 1) + who)
    f1 = 200 * both / (_pairs(linked.labels) + _pairs(who))
    return {"seconds": seconds, "worked": worked, "megabytes": megabytes, "f1": f1}


def _pairs(labels: Any) -> float:
    many = np.unique(labels, return_counts=True)[1].astype(float)
    return float((many * (many - 1) / 2).sum())


def measured(path: Path, splink: Path | None, turns: int) -> Iterator[Figure]:
    """Ours and theirs in turns, each in a process of its own, since its peak memory is measured."""
    ours, theirs = [], []
    for _ in range(turns):
        ours.append(_child(sys.executable, "-m", "bench.linking", "--own", str(path)))
        if splink:
            theirs.append(_child(str(splink), "bench/splink_child.py", str(path)))
    for name, what in (
        ("seconds", "linkage, seconds"),
        ("worked", "seconds of processors, all threads"),
        ("megabytes", "peak memory, MB"),
        ("f1", "F1 of pairs in clusters, percent (Splink at its best cut)"),
    ):
        yield Figure(name=what, value=_median(ours, name))
        if theirs:
            yield Figure(name=f"Splink: {what.partition(' (')[0]}", value=_median(theirs, name), below=True)
    if theirs:
        share = _median(ours, "seconds") / _median(theirs, "seconds")
        yield Figure(name="seconds as a share of Splink's", value=share, promise=SHARE)


def _median(told: Sequence[Mapping[str, float]], name: str) -> float:
    return median(one[name] for one in told)


def _child(*command: str) -> dict[str, float]:
    answer = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    told: dict[str, float] = json.loads(answer.stdout.decode().splitlines()[-1])
    return told


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure at each size and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.linking", description=main.__doc__)
    parser.add_argument("--rows", type=int, action="append", help="how many rows")
    parser.add_argument("--splink", type=Path, help="a Python that has Splink")
    parser.add_argument("--turns", type=int, default=TURNS, help="how often each is run")
    parser.add_argument("--own", help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.own:
        print(json.dumps(own(asked.own)))
        return
    figures = {}
    with tempfile.TemporaryDirectory(prefix="kuzat-bench-") as folder:
        for rows in sorted(asked.rows or SIZES):
            path = Path(folder) / f"{rows}.parquet"
            write(path, rows)
            figures[rows] = list(measured(path, asked.splink, asked.turns))
    print(*lines(figures), sep="\n")
    if asked.splink is None:
        print("Splink: skipped, not installed. Make a Python that has it, and name it with --splink.")


if __name__ == "__main__":
    main()
