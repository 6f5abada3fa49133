# SPDX-License-Identifier: Apache-2.0
"""A rating of civic space that shows its reasons, its uncertainty and the day it changed.

In: answers of coders, counts of stories, outside indices with their errors, laws; what is declared.
Out: by either profile a score, its label and its parts; an interval and the probability of each label.
Never: a value in the place of a missing one, or a number that passes for CIVICUS' own.
"""

from kuzat.civicspace.account import Account, Compatible, Moved, Nearest, account, compatible, moved
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
from kuzat.civicspace.doubts import CANNOT, doubts
from kuzat.civicspace.evidence import (
    COUNTRY,
    Coded,
    Given,
    Happened,
    Heard,
    Material,
    Story,
    by_question,
    civicus_evidence,
    evidence,
    latest,
    raters,
    stories,
)
from kuzat.civicspace.items import Item, WrongAnswer, answer, is_month, items
from kuzat.civicspace.latent import Draws, Effort, Prior, sample
from kuzat.civicspace.outside import (
    RAW,
    Outside,
    WrongIndexRow,
    is_whole,
    outside,
    row_of,
    say_index,
    scores_of,
)
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
from kuzat.civicspace.rating import CountsAlone, NothingKnown, OpenRating, newest, rate_openly
from kuzat.civicspace.reading import Demand, LatentRating, Level, expected, read, without_story
from kuzat.civicspace.sensitivity import Part, Without, without_each
from kuzat.civicspace.watch import Watched, expected_range, watch

__all__ = [
    "BANDS",
    "CANNOT",
    "COUNTRY",
    "CUTS",
    "INDICATORS",
    "NAMES",
    "PUBLISHED",
    "RAW",
    "Account",
    "Answer",
    "Band",
    "CivicusRating",
    "Coded",
    "Compatible",
    "Count",
    "CountsAlone",
    "Declared",
    "Demand",
    "Draws",
    "Effort",
    "Evidence",
    "Given",
    "Happened",
    "Heard",
    "Index",
    "Item",
    "KeyScores",
    "LatentRating",
    "Law",
    "Level",
    "Material",
    "Moved",
    "Nearest",
    "NotAScore",
    "NotRated",
    "NothingKnown",
    "OpenRating",
    "Outside",
    "Panel",
    "PanelMalformed",
    "Part",
    "Prior",
    "Reach",
    "Scale",
    "Source",
    "Story",
    "Watched",
    "Without",
    "WrongAnswer",
    "WrongIndex",
    "WrongIndexRow",
    "account",
    "alpha",
    "answer",
    "by_question",
    "civicus_evidence",
    "compatible",
    "doubts",
    "evidence",
    "expected",
    "expected_range",
    "is_month",
    "is_whole",
    "items",
    "label",
    "latest",
    "monotone",
    "months_between",
    "moved",
    "newest",
    "outside",
    "panel_of",
    "rate",
    "rate_openly",
    "raters",
    "read",
    "row_of",
    "sample",
    "say_index",
    "scores_of",
    "shares",
    "stories",
    "watch",
    "without_each",
    "without_story",
]
