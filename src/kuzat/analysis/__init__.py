# SPDX-License-Identifier: Apache-2.0
"""Counting what is known.

In: a question (unit, dimensions, conditions).
Out: an answer whose cells name their unit and the independent sources behind them.
Never: a number without its unit; an estimate of what was not documented (see `kuzat.analysis.estimation`).
"""

from kuzat.analysis.counts import DIMENSIONS, ITSELF, Answer, Cell, Question, Unit, UnknownDimension
from kuzat.analysis.coverage import Coverage
from kuzat.analysis.crossing import DIMENSIONS_CROSSED, CrossTable, margins
from kuzat.analysis.indicators import PERIODS, Indicator, NoPeriods, Reached, periods, reached

__all__ = [
    "DIMENSIONS",
    "DIMENSIONS_CROSSED",
    "ITSELF",
    "PERIODS",
    "Answer",
    "Cell",
    "Coverage",
    "CrossTable",
    "Indicator",
    "NoPeriods",
    "Question",
    "Reached",
    "Unit",
    "UnknownDimension",
    "margins",
    "periods",
    "reached",
]
