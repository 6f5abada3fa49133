# SPDX-License-Identifier: Apache-2.0
"""Simulated reports from the practice country: lists that overlap, of people whose number is known.

Invented people with names in Kyrgyz, Russian, Uzbek and English are named by three lists, each in its own
spelling and with its own slips. Whoever estimates from the lists how many there were can look up the truth
afterwards.
"""

import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from kuzat.collection import write_csv
from kuzat.testing import practice
from kuzat.testing.naming import PEOPLE

Flags = NDArray[np.bool_]
Captures = Callable[[np.random.Generator, int], Flags]
LISTS = (("kaalga", ("ky", "ru")), ("tang", ("ru", "en")), ("far-window", ("uz", "ky")))
CAUGHT = (0.45, 0.5, 0.4)
REGIONS = ("XP-1", "XP-2", "XP-3")
FIRST_DAY, DAYS = date(2019, 1, 1), 730
OLDEST, YOUNGEST = date(1945, 1, 1), date(2001, 12, 31)
SHEET, TRUTH = "reports.csv", "truth.json"
LANGUAGES = ("ky", "ru", "uz", "en")
COLUMNS = ("report", "event", "act", "person", "list", "language", "region", "day", "birth", *LANGUAGES)
# The sheet's mapping and its dossier, as they are called beside it.
MAPPED = {"dossier.yaml": "lists.yaml", "reports.yaml": "reports.yaml"}


def assumed(random: np.random.Generator, people: int) -> Flags:
    """Each list finds everybody with its own chance, whoever else found them."""
    drawn: Flags = random.uniform(size=(people, len(LISTS))) < CAUGHT
    return drawn


def hidden(random: np.random.Generator, people: int) -> Flags:
    """A third of people is hard to hear of for every list."""
    hard = random.uniform(size=(people, 1)) < 1 / 3
    drawn: Flags = random.uniform(size=(people, len(LISTS))) < np.where(hard, 0.1, np.array(CAUGHT) + 0.1)
    return drawn


def referred(random: np.random.Generator, people: int) -> Flags:
    """The first list sends people on to both others."""
    first = random.uniform(size=people) < CAUGHT[0]
    chance = np.where(first[:, None], 0.7, 0.3)
    drawn: Flags = np.c_[first, random.uniform(size=(people, len(LISTS) - 1)) < chance]
    return drawn


def copied(random: np.random.Generator, people: int) -> Flags:
    """Each list takes from both others, so that no pair is independent given the third."""
    drawn = random.uniform(size=(people, len(LISTS))) < 0.3
    return drawn | (drawn.any(1, keepdims=True) & (random.uniform(size=drawn.shape) < 0.35))


def moving(random: np.random.Generator, people: int) -> Flags:
    """A third of people came after the first list was closed, a third left before the last began."""
    when = random.integers(0, 3, people)
    drawn = assumed(random, people)
    drawn[when == 2, 0] = False
    drawn[when == 0, -1] = False
    return drawn


WORLDS: Mapping[str, Captures] = {
    "assumed": assumed,
    "hidden": hidden,
    "referred": referred,
    "copied": copied,
    "moving": moving,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Slips:
    """How often a report misspells a name, is a day off, or has another region or birth date."""

    typo: float = 0.08
    day_off: float = 0.15
    wrong: float = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What one list tells of one person; ``person`` is who it was, which no list says."""

    person: int
    list: str
    language: str
    name: str
    birth: str
    day: str
    region: str


def reports(
    random: np.random.Generator, people: int, captures: Captures = assumed, slips: Slips | None = None
) -> list[Report]:
    """What the lists tell of so many people (at most 484, since no two have one name), list by list."""
    slips = slips or Slips()
    names = random.choice(len(PEOPLE) ** 2, people, replace=False)
    births = random.integers(OLDEST.toordinal(), YOUNGEST.toordinal(), people)
    days = random.integers(0, DAYS, people)
    regions = random.integers(0, len(REGIONS), people)
    caught = captures(random, people)
    found = []
    for place, (name, languages) in enumerate(LISTS):
        for person in np.flatnonzero(caught[:, place]).tolist():
            language = languages[int(random.integers(len(languages)))]
            off = int(random.choice((-1, 1))) if random.uniform() < slips.day_off else 0
            born = int(births[person]) + (365 if random.uniform() < slips.wrong else 0)
            elsewhere = random.uniform() < slips.wrong
            region = int(random.integers(len(REGIONS))) if elsewhere else int(regions[person])
            found.append(
                Report(
                    person=person,
                    list=name,
                    language=language,
                    name=_spelt(int(names[person]), language, slips.typo, random),
                    birth=date.fromordinal(born).isoformat(),
                    day=(FIRST_DAY + timedelta(days=int(days[person]) + off)).isoformat(),
                    region=REGIONS[region],
                )
            )
    return found


def _spelt(name: int, language: str, often: float, random: np.random.Generator) -> str:
    """A given name and a family name in one language, a letter left out now and then."""
    given, family = divmod(name, len(PEOPLE))
    words = (
        getattr(PEOPLE[given], language).split(" ", 1)[0],
        getattr(PEOPLE[family], language).split(" ", 1)[1],
    )
    return " ".join(_misspelt(word, often, random) for word in words)


def _misspelt(word: str, often: float, random: np.random.Generator) -> str:
    if random.uniform() >= often:
        return word
    at = int(random.integers(1, len(word)))
    return word[:at] + word[at + 1 :]


def files(told: Sequence[Report], people: int, world: str) -> Iterator[tuple[str, bytes]]:
    """The reports as a dossier for `kuzat demo --dossier`, and the truth beside it: file name and content."""
    sheet = io.BytesIO()
    write_csv(COLUMNS, (_row(number, one) for number, one in enumerate(told, start=1)), sheet)
    yield SHEET, sheet.getvalue()
    yield from ((name, practice.read(file)) for name, file in MAPPED.items())
    truth = {
        "people": people,
        "documented": len({one.person for one in told}),
        "world": world,
        "reports": [one.person for one in told],
    }
    yield TRUTH, json.dumps(truth).encode()


def _row(number: int, one: Report) -> tuple[str, ...]:
    names = (one.name if one.language == language else "" for language in LANGUAGES)
    codes = (f"R-{number}{kind}" for kind in ("", "-e", "-a", "-p"))
    return (*codes, one.list, one.language, one.region, one.day, one.birth, *names)
