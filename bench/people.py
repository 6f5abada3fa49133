# SPDX-License-Identifier: Apache-2.0
"""Generated lists of people with slips of the hand, of whom it is known who is who. Nobody in them lives."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

CONSONANTS, VOWELS = "bcdfghjklmnprstvz", "aeiou"
# How many values a column has, how long they are in syllables, and how much oftener the first ones occur.
WORDS = {"given": (2_000, 4, 0.8), "family": (20_000, 5, 0.6), "city": (400, 5, 0.9)}
DIFFERENT = 0.7
SLIPS = {"given": 0.12, "family": 0.12, "city": 0.08, "birth": 0.08, "postcode": 0.1}
BLANK = {"given": 0.04, "birth": 0.04, "city": 0.04, "postcode": 0.04}
FIRST_DAY, DAYS = "1940-01-01", 25_000
POSTCODES = (10_000, 99_999)
SEED = 1


@dataclass(frozen=True)
class People:
    """Columns of a list, and for each row the number of the person it is of."""

    columns: dict[str, NDArray[Any]]
    who: NDArray[np.int64]


def people(rows: int) -> People:
    """So many rows of seven tenths as many people, in six columns and an id."""
    random = np.random.default_rng(SEED)
    lives = max(int(rows * DIFFERENT), 1)
    who = np.concatenate([np.arange(lives), random.integers(0, lives, rows - lives)])
    who = who[random.permutation(rows)]
    columns = {name: _words(name, random, lives)[who] for name in WORDS}
    born = np.datetime64(FIRST_DAY) + random.integers(0, DAYS, lives)
    columns["birth"] = born.astype(str).astype(object)[who]
    columns["postcode"] = random.integers(*POSTCODES, lives).astype(str).astype(object)[who]
    columns["sex"] = np.array(["m", "f"], dtype=object)[random.integers(0, 2, lives)][who]
    for name, share in SLIPS.items():
        at = np.flatnonzero(random.random(rows) < share)
        columns[name][at] = [_slip(name, value, random) for value in columns[name][at]]
    for name, share in BLANK.items():
        columns[name][random.random(rows) < share] = None
    columns["id"] = np.arange(rows).astype(str).astype(object)
    return People(columns, who)


def _words(name: str, random: np.random.Generator, size: int) -> NDArray[Any]:
    """So many words, the first of a list oftener than the last (Zipf)."""
    many, syllables, steep = WORDS[name]
    known: dict[str, None] = {}
    while len(known) < many:
        parts = [_of(CONSONANTS, random) + _of(VOWELS, random) for _ in range(random.integers(1, syllables))]
        known["".join(parts) + _of(CONSONANTS, random)] = None
    weights = 1 / np.arange(1, many + 1) ** steep
    return np.array(list(known), dtype=object)[random.choice(many, size, p=weights / weights.sum())]


def _of(signs: str, random: np.random.Generator) -> str:
    return signs[random.integers(len(signs))]


def _slip(name: str, value: str, random: np.random.Generator) -> str:
    """One letter changed, left out, put in or exchanged; one digit changed."""
    at = int(random.integers(len(value)))
    if name in ("birth", "postcode"):
        at = {4: 3, 7: 9}.get(at, at) if name == "birth" else at
        return value[:at] + str(random.integers(10)) + value[at + 1 :]
    sign = _of(CONSONANTS, random)
    ways = (
        value[:at] + sign + value[at + 1 :],
        value[:at] + value[at + 1 :],
        value[:at] + sign + value[at:],
        value[:at] + value[at + 1 : at + 2] + value[at : at + 1] + value[at + 2 :],
    )
    return ways[random.integers(len(ways))]
