# SPDX-License-Identifier: Apache-2.0
"""What each method is called, and the assumption under which its number holds, as parts of sentences."""

from kuzat.analysis.estimation.estimate import Method
from kuzat.analysis.estimation.modes import Verdict
from kuzat.errors import Phrase

NAMES = {
    Method.LINCOLN_PETERSEN: Phrase("two lists, Lincoln–Petersen"),
    Method.CHAPMAN: Phrase("two lists, Chapman"),
    Method.EQUAL: Phrase("equal chances"),
    Method.INDEPENDENT: Phrase("independent lists"),
    Method.STEPWISE: Phrase("lists that depend in pairs"),
    Method.CHAO: Phrase("lower bound, lists alike"),
    Method.CHAO_LISTS: Phrase("lower bound, lists that differ"),
    Method.BEST_LOG_LINEAR: Phrase("best log-linear model"),
    Method.LOG_LINEAR: Phrase("average of log-linear models"),
    Method.DECOMPOSABLE: Phrase("average of graphs"),
    Method.LATENT_CLASSES: Phrase("latent classes"),
    Method.HETEROGENEITY_POISSON: Phrase("people who differ a little (Poisson)"),
    Method.HETEROGENEITY_DARROCH: Phrase("people who differ (Darroch)"),
    Method.HETEROGENEITY_GAMMA: Phrase("people who differ much (gamma)"),
}

INDEPENDENCE = Phrase("being in one list makes nobody more or less likely to be in the other")
SHAPE = Phrase("people differ in how easily they come to be known exactly by this shape")
BOUND = Phrase("lists are independent for people who are equally easily known")

ASSUMPTIONS = {
    Method.LINCOLN_PETERSEN: INDEPENDENCE,
    Method.CHAPMAN: INDEPENDENCE,
    Method.EQUAL: Phrase("everybody is as likely to be in each list as anybody in any other"),
    Method.INDEPENDENT: Phrase("being in one list makes nobody more or less likely to be in any other"),
    Method.STEPWISE: Phrase("lists depend on each other in pairs at most"),
    Method.CHAO: BOUND,
    Method.CHAO_LISTS: BOUND,
    Method.BEST_LOG_LINEAR: Phrase("this model is right, and all lists together do not interact"),
    Method.LOG_LINEAR: Phrase("one of these models is right, and all lists together do not interact"),
    Method.DECOMPOSABLE: Phrase("lists depend on each other as in one of these graphs"),
    Method.LATENT_CLASSES: Phrase(
        "people fall into groups within which lists are independent, and of each group some were documented"
    ),
    Method.HETEROGENEITY_POISSON: SHAPE,
    Method.HETEROGENEITY_DARROCH: SHAPE,
    Method.HETEROGENEITY_GAMMA: SHAPE,
}

VERDICTS = {
    Verdict.ONE: Phrase("they agree"),
    Verdict.SEVERAL: Phrase("several modes"),
    Verdict.UNSETTLED: Phrase("they do not agree yet"),
}
