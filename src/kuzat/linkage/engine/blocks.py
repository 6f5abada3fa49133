# SPDX-License-Identifier: Apache-2.0
"""Which records are compared: those that agree in every key of one rule. SQL of DuckDB on whole numbers.

In: a table and its description. Out: pairs of rows, each once, and the blocks that were too large to compare.
Never: text in the engine; a file on the disk; more pairs from one block than its limit allows.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb
import numpy as np

from kuzat.linkage.description import Description
from kuzat.linkage.engine.columns import Numbers, Table, Wide, once
from kuzat.linkage.engine.keys import keyed

# No temporary files, nothing fetched: what is linked stays in memory.
CLOSED: dict[str, str | bool | int | float | list[str]] = {
    "temp_directory": "",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
PAIRS = """
    WITH small AS (SELECT key FROM block GROUP BY key HAVING count(*) BETWEEN 2 AND {limit}),
    kept AS (SELECT row, source, key FROM block SEMI JOIN small USING (key))
    SELECT a.row * {rows} + b.row AS pair FROM kept a JOIN kept b
    ON a.key = b.key AND a.row < b.row {across}
"""
LARGE = """
    SELECT row, key FROM block SEMI JOIN
    (SELECT key FROM block GROUP BY key HAVING count(*) > {limit}) USING (key)
"""
ACROSS = "AND a.source <> b.source"


@dataclass(frozen=True, slots=True)
class Crowded:
    """Blocks of a rule that stayed too large when split by every other key: so many rows it left alone."""

    rule: tuple[str, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class Blocked:
    """For each rule its pairs of rows, one number each (first × rows + second); and what was too crowded."""

    by_rule: tuple[Wide, ...]
    pairs: Wide
    crowded: tuple[Crowded, ...]


@dataclass(frozen=True, slots=True)
class Keys:
    """Rows under a key; a row can lie under several."""

    rows: Wide
    keys: Wide


def blocked(table: Table, description: Description) -> Blocked:
    """The pairs of rows that some rule brings together."""
    by_rule, crowded = [], []
    with duckdb.connect(":memory:", config=CLOSED) as engine:
        for rule in description.rules:
            found, left = _of_rule(engine, table, description, rule)
            by_rule.append(distinct(found))
            if left:
                crowded.append(Crowded(rule, left))
    return Blocked(tuple(by_rule), distinct(np.concatenate(by_rule)), tuple(crowded))


def distinct(numbers: Wide) -> Wide:
    """Each number once, in order. Sorting is several times as fast here as what numpy offers for it."""
    numbers = np.sort(numbers)
    fresh = np.ones(len(numbers), dtype=bool)
    fresh[1:] = numbers[1:] != numbers[:-1]
    return numbers[fresh]


def numbered(keys: Wide) -> Wide:
    """The same keys as small numbers."""
    return once(keys)[1]


def _of_rule(
    engine: duckdb.DuckDBPyConnection,
    table: Table,
    description: Description,
    rule: tuple[str, ...],
) -> tuple[Wide, int]:
    """The pairs of one rule, and of how many rows it left the blocks alone."""
    held = Keys(np.arange(table.rows), np.zeros(table.rows, dtype=np.int64))
    for key in rule:
        held = _split(held, *_keyed(table, key), table.rows)
    pairs, held = _joined(engine, table, description, held)
    found, alone = [pairs], 0
    for key in _others(description, rule):
        if not len(held.rows):
            break
        parted = _split(held, *_keyed(table, key), table.rows)
        alone += len(np.setdiff1d(held.rows, parted.rows))
        pairs, held = _joined(engine, table, description, parted)
        found.append(pairs)
    return np.concatenate(found), alone + len(np.unique(held.rows))


def _others(description: Description, rule: tuple[str, ...]) -> Iterator[str]:
    """The keys of the other rules, by which a block that is too large is split."""
    every = dict.fromkeys(key for other in description.rules for key in other)
    return (key for key in every if key not in rule)


def _keyed(table: Table, key: str) -> tuple[Wide, Numbers]:
    return keyed(table.columns[key.split(".", 1)[0]], key)


def _split(held: Keys, rows: Wide, keys: Numbers, size: int) -> Keys:
    """Each row under its key together with each of its further keys; rows without one fall out."""
    many = np.bincount(rows, minlength=size)
    begins = np.cumsum(many) - many
    times = many[held.rows]
    taken = np.repeat(np.arange(len(held.rows)), times)
    within = np.arange(len(taken)) - np.repeat(np.cumsum(times) - times, times)
    further = keys[begins[held.rows[taken]] + within].astype(np.int64)
    base = int(keys.max(initial=0)) + 1
    if int(held.keys.max(initial=0)) > np.iinfo(np.int64).max // base - 1:
        held = Keys(held.rows, numbered(held.keys))
    return Keys(held.rows[taken], held.keys[taken] * base + further)


def _joined(
    engine: duckdb.DuckDBPyConnection, table: Table, description: Description, held: Keys
) -> tuple[Wide, Keys]:
    """The pairs of the blocks that are not too large, and the rows of those that are."""
    sources = table.sources if description.once else np.zeros(table.rows, dtype=np.int32)
    engine.register("block", {"row": held.rows, "key": held.keys, "source": sources[held.rows]})
    across = ACROSS if description.once else ""
    asked = PAIRS.format(limit=description.limit, rows=table.rows, across=across)
    pairs = engine.execute(asked).fetchnumpy()["pair"]
    large = engine.execute(LARGE.format(limit=description.limit)).fetchnumpy()
    engine.unregister("block")
    return np.asarray(pairs), Keys(np.asarray(large["row"]), np.asarray(large["key"]))
