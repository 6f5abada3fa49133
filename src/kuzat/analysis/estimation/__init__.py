# SPDX-License-Identifier: Apache-2.0
"""Estimating what was not documented: multiple systems estimation.

In: capture tables (from linked records, a sheet, a data frame), a random generator that was handed in. Out:
estimates with interval and assumption; an account of every method with the sentences of a page; an UpSet
plot. Never: a total without its assumption, one where methods or chains disagree, or one seed taken for the
truth.
"""

from kuzat.analysis.estimation.account import Account, assess, sentences, with_doubt
from kuzat.analysis.estimation.decomposable import Weighed, weigh
from kuzat.analysis.estimation.doubting import doubted
from kuzat.analysis.estimation.estimate import Estimate, Method, NotEstimable
from kuzat.analysis.estimation.heterogeneity import chao, chao_lists, equal_chance, shaped
from kuzat.analysis.estimation.hierarchical import Models, averaged, best, fit_all
from kuzat.analysis.estimation.latent import Effort, Prior
from kuzat.analysis.estimation.modes import Mode, Posterior, Verdict, latent_classes
from kuzat.analysis.estimation.naming import Naming, NoLists, Row, Stratum, by_stratum, lists_of
from kuzat.analysis.estimation.overlaps import upset
from kuzat.analysis.estimation.pairs import chapman, lincoln_petersen
from kuzat.analysis.estimation.pooling import Linked, combined, from_graphs, over_linkages
from kuzat.analysis.estimation.reading import from_frame, from_sheet
from kuzat.analysis.estimation.sensitivity import Variation, by_ratio, variations
from kuzat.analysis.estimation.stepwise import independent, stepwise
from kuzat.analysis.estimation.table import CaptureTable, TableUnusable, capture_table, from_members
from kuzat.analysis.estimation.wording import ASSUMPTIONS, NAMES

__all__ = [
    "ASSUMPTIONS",
    "NAMES",
    "Account",
    "CaptureTable",
    "Effort",
    "Estimate",
    "Linked",
    "Method",
    "Mode",
    "Models",
    "Naming",
    "NoLists",
    "NotEstimable",
    "Posterior",
    "Prior",
    "Row",
    "Stratum",
    "TableUnusable",
    "Variation",
    "Verdict",
    "Weighed",
    "assess",
    "averaged",
    "best",
    "by_ratio",
    "by_stratum",
    "capture_table",
    "chao",
    "chao_lists",
    "chapman",
    "combined",
    "doubted",
    "equal_chance",
    "fit_all",
    "from_frame",
    "from_graphs",
    "from_members",
    "from_sheet",
    "independent",
    "latent_classes",
    "lincoln_petersen",
    "lists_of",
    "over_linkages",
    "sentences",
    "shaped",
    "stepwise",
    "upset",
    "variations",
    "weigh",
    "with_doubt",
]
