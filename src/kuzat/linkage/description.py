# SPDX-License-Identifier: Apache-2.0
"""What to look up together and what to compare, described once and apart from any engine.

A description names columns, never data. It can be written as YAML (`kuzat.linkage.reading`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kuzat.errors import Phrase, Refused

LIMIT = 1000
MOST_FIELDS = 20
# After the dot of a key: how a value is looked up.
WAYS = ("words", "pair", "sounds", "year", "near")
START = re.compile(r"start([1-9])")
LIKELY = 0.5
SEED = 20_260_101


class DescriptionUnusable(Refused):
    """This is no description of what to compare: expected {expected}."""

    code = "description_unusable"
    advice = "docs/method/linkage.md shows one for a list of people."


class By(StrEnum):
    """How two values of a field are compared."""

    EXACT = "exact"  # the same letters, whatever their case
    TEXT = "text"  # one word or name in one script: Jaro-Winkler similarity
    WORDS = "words"  # several words in any order: share of words in common
    NAME = "name"  # a name in any script (`kuzat.terms.names`)
    DIGITS = "digits"  # numbers of papers, postcodes: slips of the hand (optimal string alignment)
    NUMBER = "number"  # amounts, ages: by how much they differ
    DATE = "date"  # EDTF, such as birth dates: the days that two can mean, and slips of the hand
    DAY = "day"  # EDTF, such as days of events: without slips, since the next day is another day


# From the closest to the farthest: likeness from 0 to 1, slips, or days. Beyond the last, two values differ.
CUTS: Mapping[By, tuple[float, ...]] = {
    By.EXACT: (),
    By.TEXT: (0.92, 0.8),
    By.WORDS: (0.9, 0.6),
    By.NAME: (0.95, 0.85, 0.7),
    By.DIGITS: (1, 2),
    By.NUMBER: (1, 3),
    By.DATE: (3, 31),
    By.DAY: (1, 7),
}
FALLING = frozenset((By.TEXT, By.WORDS, By.NAME))


@dataclass(frozen=True, slots=True)
class Field:
    """A column to compare. ``rarity``: a rare value that agrees tells more than a common one.

    ``cuts`` are likenesses (text, words, name), slips (digits), differences (number) or days (date).
    """

    name: str
    by: By = By.EXACT
    cuts: tuple[float, ...] | None = None
    rarity: bool = True

    def bounds(self) -> tuple[float, ...]:
        """The cuts, those of the kind of comparison where none were given."""
        return CUTS[self.by] if self.cuts is None else self.cuts


@dataclass(frozen=True, slots=True)
class Description:
    """Which records to hold side by side (``rules``), and what to compare in them (``fields``).

    A rule is a set of keys such as ``birth.year`` or ``name.start3``; two records are compared where all
    keys of one rule agree. ``id`` is the column that tells records apart, ``source`` the column that says
    from which list each comes. ``once``: a list holds nobody twice, so two records of one list are never
    one. ``needs``: of these fields one must agree, or nothing is linked: silence is no evidence. ``born``
    names a column of birth dates, a column of ages and the column of the dates on which they were told: where
    the first is blank it is worked out.
    """

    fields: tuple[Field, ...]
    rules: tuple[tuple[str, ...], ...]
    id: str | None = None
    source: str | None = None
    once: bool = False
    needs: tuple[str, ...] = ()
    born: tuple[str, str, str] | None = None
    limit: int = LIMIT
    likely: float = LIKELY
    seed: int = SEED

    def columns(self) -> tuple[str, ...]:
        """Every column that is read, each once: id and source, what is compared, what is looked up by."""
        named = [self.id, self.source, *(field.name for field in self.fields)]
        keyed = (key.split(".", 1)[0] for rule in self.rules for key in rule)
        return tuple(dict.fromkeys(name for name in (*named, *keyed) if name))


def check_key(key: str) -> None:
    """Raises `DescriptionUnusable` where a key is no column with one of the ways to look it up."""
    way = key.partition(".")[2]
    if way and way not in WAYS and not START.fullmatch(way):
        known = ", ".join((*WAYS, "start1 … start9"))
        expected = Phrase("keys such as birth.year; after the dot: {ways}", ways=known)
        raise DescriptionUnusable(expected=expected)


def check(description: Description) -> Description:
    """The description itself, if it can be used. Raises `DescriptionUnusable`."""
    names = [field.name for field in description.fields]
    if not names or len(set(names)) < len(names):
        raise DescriptionUnusable(expected=Phrase("fields to compare, each once"))
    if len(names) > MOST_FIELDS:
        raise DescriptionUnusable(expected=Phrase("at most {number} fields", number=MOST_FIELDS))
    if not description.rules or not all(description.rules):
        raise DescriptionUnusable(expected=Phrase("rules, each with a key at least"))
    if not set(description.needs) <= set(names):
        raise DescriptionUnusable(expected=Phrase("needs that are fields"))
    if description.born is not None and len(description.born) != 3:
        raise DescriptionUnusable(expected=Phrase("born: a column of births, of ages, of dates"))
    if description.once and description.source is None:
        raise DescriptionUnusable(expected=Phrase("a source, if each holds nobody twice"))
    if description.limit < 2 or not 0 < description.likely < 1:
        raise DescriptionUnusable(expected=Phrase("a limit from 2, and a likelihood between 0 and 1"))
    for key in {key for rule in description.rules for key in rule}:
        check_key(key)
    for field in description.fields:
        cuts = field.bounds()
        if list(cuts) != sorted(set(cuts), reverse=field.by in FALLING) or (field.by is By.EXACT and cuts):
            raise DescriptionUnusable(expected=Phrase("cuts from the closest to the farthest"))
    return description
