# SPDX-License-Identifier: Apache-2.0
"""Which records are compared: those that agree in every key of one rule, found by sorting whole numbers.

In: a table and its description. Out: pairs of rows, each once, and the blocks that were too large to compare.
Never: text in what is sorted; more pairs from one block than its limit allows.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kuzat.linkage.description import Description
from kuzat.linkage.engine.columns import HALF, Numbers, Table, Wide, distinct, once, rows_of
from kuzat.linkage.engine.keys import keyed
from kuzat.linkage.engine.parts import each

# What a rule teaches is learned from so many of its pairs, or up to twice as many.
SOME = 200_000


@dataclass(frozen=True, slots=True)
class Crowded:
    """Blocks of a rule that stayed too large when split by every other key: so many rows it left alone."""

    rule: tuple[str, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class Blocked:
    """Pairs of rows, one number each (`columns.paired`), for each rule some; and what was too crowded."""

    some: tuple[Wide, ...]
    pairs: Wide
    crowded: tuple[Crowded, ...]


@dataclass(frozen=True, slots=True)
class Keys:
    """Rows under a key; a row can lie under several."""

    rows: Wide
    keys: Wide


def blocked(table: Table, description: Description) -> Blocked:
    """The pairs of rows that some rule brings together."""
    found = each(lambda rule: _of_rule(table, description, rule), description.rules)
    left = zip(description.rules, (alone for _, alone in found), strict=True)
    crowded = tuple(Crowded(rule, alone) for rule, alone in left if alone)
    some = tuple(pairs[:: max(len(pairs) // SOME, 1)].copy() for pairs, _ in found)
    every = np.concatenate([pairs for pairs, _ in found])
    found.clear()  # of many pairs there is no room for a second copy
    return Blocked(some, distinct(every), crowded)


def numbered(keys: Wide) -> Wide:
    """The same keys as small numbers."""
    return once(keys)[1]


def _of_rule(table: Table, description: Description, rule: tuple[str, ...]) -> tuple[Wide, int]:
    """The pairs of one rule, and of how many rows it left the blocks alone."""
    rows, keys = _keyed(table, rule[0])
    held = Keys(rows, keys.astype(np.int64))
    for key in rule[1:]:
        held = _split(held, *_keyed(table, key), table.rows)
    has_many = np.bincount(held.rows, minlength=1).max() > 1
    pairs, held = _joined(table, description, held)
    found, alone = [pairs], 0
    for key in _others(description, rule):
        if not len(held.rows):
            break
        parted = _split(held, *_keyed(table, key), table.rows)
        alone += len(np.setdiff1d(held.rows, parted.rows))
        pairs, held = _joined(table, description, parted)
        found.append(pairs)
    # What lies under one key alone comes up once.
    if len(found) > 1 or has_many:
        found = [distinct(np.concatenate(found))]
    return found[0], alone + len(np.unique(held.rows))


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
    places = begins[held.rows[taken]]
    if len(taken) and many.max() > 1:
        places += np.arange(len(taken)) - np.repeat(np.cumsum(times) - times, times)
    base = int(keys.max(initial=0)) + 1
    if int(held.keys.max(initial=0)) > np.iinfo(np.int64).max // base - 1:
        held = Keys(held.rows, numbered(held.keys))
    return Keys(held.rows[taken], held.keys[taken] * base + keys[places])


def _joined(table: Table, description: Description, held: Keys) -> tuple[Wide, Keys]:
    """The pairs of the blocks that are not too large, and the rows of those that are."""
    rows, keys = _sorted(held, table.rows)
    begins = np.flatnonzero(np.diff(keys, prepend=keys[:1] - 1))
    sizes = np.diff(begins, append=len(keys))
    large = np.repeat(sizes > description.limit, sizes)
    fit = (sizes > 1) & (sizes <= description.limit)
    pairs = _within(rows, begins[fit], sizes[fit])
    if description.once:
        first, second = rows_of(pairs)
        pairs = pairs[table.sources[first] != table.sources[second]]
    return pairs, Keys(rows[large], keys[large])


def _sorted(held: Keys, size: int) -> tuple[Wide, Wide]:
    """Rows and their keys, by key and then by row: sorted as one number, which is several times as fast."""
    bits = size.bit_length()
    keys = held.keys if int(held.keys.max(initial=0)) >> (63 - bits) == 0 else numbered(held.keys)
    both = np.sort(keys << bits | held.rows)
    return both & ((1 << bits) - 1), both >> bits


def _within(rows: Wide, begins: Wide, sizes: Wide) -> Wide:
    """Each two rows of one block, a block being so many ``rows`` from where it ``begins``."""
    found = np.empty(int((sizes * (sizes - 1) // 2).sum()), dtype=np.int64)
    end = 0
    for size in np.unique(sizes).tolist():
        # Blocks of one size side by side, so that the pairs of all of them are made in one go.
        second = rows[begins[sizes == size] + np.arange(size)[:, None]]
        first = second << HALF
        for lag in range(1, size):
            begin, end = end, end + second[lag:].size
            np.bitwise_or(first[:-lag], second[lag:], out=found[begin:end].reshape(size - lag, -1))
    return found
