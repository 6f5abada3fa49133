# SPDX-License-Identifier: Apache-2.0
"""A rating of civic space that shows its reasons, its uncertainty and the day it changed.

In: answers of coders, counts of stories, outside indices with their errors, laws; what is declared.
Out: by either profile a score, its label and its parts; an interval and the probability of each label.
Never: a value in the place of a missing one, or a number that passes for CIVICUS' own.
"""

from kuzat.civicspace.agreement import Scale, alpha, monotone
from kuzat.civicspace.bands import BANDS, CUTS, Band, NotAScore, label, shares
from kuzat.civicspace.civicus import (
    INDICATORS,
    CivicusRating,
    Declared,
    Evidence,
    KeyScores,
    NotRated,
    Reach,
    Source,
    WrongIndex,
    rate,
)
from kuzat.civicspace.items import Item, WrongAnswer, answer, items
from kuzat.civicspace.latent import Draws, Effort, Prior, sample
from kuzat.civicspace.panel import (
    Answer,
    Count,
    Index,
    Law,
    Panel,
    PanelMalformed,
    months_between,
    panel_of,
)
from kuzat.civicspace.reading import Demand, LatentRating, Level, expected, read, without_story

__all__ = [
    "BANDS",
    "CUTS",
    "INDICATORS",
    "Answer",
    "Band",
    "CivicusRating",
    "Count",
    "Declared",
    "Demand",
    "Draws",
    "Effort",
    "Evidence",
    "Index",
    "Item",
    "KeyScores",
    "LatentRating",
    "Law",
    "Level",
    "NotAScore",
    "NotRated",
    "Panel",
    "PanelMalformed",
    "Prior",
    "Reach",
    "Scale",
    "Source",
    "WrongAnswer",
    "WrongIndex",
    "alpha",
    "answer",
    "expected",
    "items",
    "label",
    "monotone",
    "months_between",
    "panel_of",
    "rate",
    "read",
    "sample",
    "shares",
    "without_story",
]
