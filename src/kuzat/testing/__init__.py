# SPDX-License-Identifier: Apache-2.0
"""Fakes and makers for tests, and a country that does not exist, for learning.

In: a folder for an archive, a seed, the hour a test wants it to be.
Out: a clock and randomness that repeat, archives that open quickly, three people, records in one
line each, the sheets of the practice country.
Never: anything for real data; a person, body or page that exists.
"""

from kuzat.testing.archive import make_archive
from kuzat.testing.clock import Clock
from kuzat.testing.maker import PAGE, Maker, drafts
from kuzat.testing.people import AIZADA, BAKYT, STRANGER, Person
from kuzat.testing.practice import country, import_country
from kuzat.testing.randomness import Randomness
from kuzat.testing.recall import Recall, measure

__all__ = [
    "AIZADA",
    "BAKYT",
    "PAGE",
    "STRANGER",
    "Clock",
    "Maker",
    "Person",
    "Randomness",
    "Recall",
    "country",
    "drafts",
    "import_country",
    "make_archive",
    "measure",
]
