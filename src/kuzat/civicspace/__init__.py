# SPDX-License-Identifier: Apache-2.0
"""A rating of civic space that shows its reasons, its uncertainty and the day it changed.

In: answers of coders, counts of stories, outside indices with their errors, laws; what is declared.
Out: by either profile a score, its label and its parts; an interval and the probability of each label.
Never: a value in the place of a missing one, or a number that passes for CIVICUS' own.
"""

from kuzat.civicspace.agreement import Scale, alpha, monotone
from kuzat.civicspace.bands import BANDS, CUTS, NAMES, Band, NotAScore, label, shares
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
from kuzat.civicspace.evidence import (
    COUNTRY,
    Coded,
    Happened,
    Heard,
    Material,
    Story,
    by_question,
    civicus_evidence,
    evidence,
    latest,
    stories,
)
from kuzat.civicspace.items import Item, WrongAnswer, answer, is_month, items
from kuzat.civicspace.latent import Draws, Effort, Prior, sample
from kuzat.civicspace.outside import WrongIndexRow, indices, scores_of
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
from kuzat.civicspace.published import PUBLISHED
from kuzat.civicspace.rating import CountsAlone, NothingKnown, OpenRating, rate_openly
from kuzat.civicspace.reading import Demand, LatentRating, Level, expected, read, without_story
from kuzat.civicspace.watch import Watched, expected_range, watch

__all__ = [
    "BANDS",
    "COUNTRY",
    "CUTS",
    "INDICATORS",
    "NAMES",
    "PUBLISHED",
    "Answer",
    "Band",
    "CivicusRating",
    "Coded",
    "Count",
    "CountsAlone",
    "Declared",
    "Demand",
    "Draws",
    "Effort",
    "Evidence",
    "Happened",
    "Heard",
    "Index",
    "Item",
    "KeyScores",
    "LatentRating",
    "Law",
    "Level",
    "Material",
    "NotAScore",
    "NotRated",
    "NothingKnown",
    "OpenRating",
    "Panel",
    "PanelMalformed",
    "Prior",
    "Reach",
    "Scale",
    "Source",
    "Story",
    "Watched",
    "WrongAnswer",
    "WrongIndex",
    "WrongIndexRow",
    "alpha",
    "answer",
    "by_question",
    "civicus_evidence",
    "evidence",
    "expected",
    "expected_range",
    "indices",
    "is_month",
    "items",
    "label",
    "latest",
    "monotone",
    "months_between",
    "panel_of",
    "rate",
    "rate_openly",
    "read",
    "sample",
    "scores_of",
    "shares",
    "stories",
    "watch",
    "without_story",
]
