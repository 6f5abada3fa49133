# SPDX-License-Identifier: Apache-2.0
"""Everything that can honestly be said of one table: each method, the verdict, the sentences of a page."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from kuzat.analysis.estimation import decomposable, heterogeneity, hierarchical, pairs, stepwise
from kuzat.analysis.estimation.estimate import Estimate, Method, NotEstimable, why
from kuzat.analysis.estimation.latent import Effort, Prior
from kuzat.analysis.estimation.modes import Posterior, latent_classes
from kuzat.analysis.estimation.pooling import Linked
from kuzat.analysis.estimation.sensitivity import Variation, by_ratio, variations
from kuzat.analysis.estimation.table import MOST_DENSE, CaptureTable
from kuzat.analysis.estimation.wording import ASSUMPTIONS, BOUND, NAMES, VERDICTS
from kuzat.errors import Phrase

SMALL = 5
FAR = 0.5
MOST_STEPWISE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What each method says of a table, or why it says nothing; and what may be said in the end.

    ``headline`` is the total that stands, or None; then ``refusal`` says why there is none.
    """

    table: CaptureTable
    estimates: tuple[Estimate, ...]
    refusals: tuple[tuple[Method, Phrase], ...]
    posterior: Posterior | None
    headline: Estimate | None
    refusal: Phrase | None
    variations: tuple[Variation, ...]

    def of(self, method: Method) -> Estimate | None:
        """What one method says."""
        return next((one for one in self.estimates if one.method is method), None)

    @property
    def bound(self) -> Estimate | None:
        """The better of the lower bounds."""
        bounds = [one for one in self.estimates if one.bound]
        return max(bounds, key=lambda one: one.total, default=None)


def assess(
    table: CaptureTable,
    random: np.random.Generator,
    *,
    convenience: bool = False,
    prior: Prior | None = None,
    effort: Effort | None = None,
    told: Callable[[int], None] = lambda turns: None,
) -> Account:
    """Every method that the table allows, those of chance by the ``random`` that is handed in.

    ``convenience`` says that the records were gathered where they were easy to get, so that no total stands,
    whatever the methods say. ``told`` hears how many turns of the chains were made.
    """
    estimates: list[Estimate] = []
    refusals: list[tuple[Method, Phrase]] = []
    for method, made in _methods(table):
        try:
            estimates.append(made())
        except NotEstimable as error:
            refusals.append((method, why(error)))
    posterior = None
    if len(table.lists) >= hierarchical.FEWEST:
        posterior = latent_classes(table, random, prior=prior, effort=effort, told=told)
        try:
            estimates.append(posterior.estimate())
        except NotEstimable as error:
            refusals.append((Method.LATENT_CLASSES, why(error)))
    account = Account(
        table=table,
        estimates=tuple(estimates),
        refusals=tuple(refusals),
        posterior=posterior,
        headline=None,
        refusal=None,
        variations=(),
    )
    headline, refusal = _judged(account, convenience, (prior or Prior()).reach)
    return replace(account, headline=headline, refusal=refusal, variations=tuple(_varied(table, headline)))


def _methods(table: CaptureTable) -> Iterator[tuple[Method, Callable[[], Estimate]]]:
    """The methods that take a table of so many lists, but for the latent classes."""
    lists, times = len(table.lists), table.times.tolist()
    if lists == 2:
        yield Method.LINCOLN_PETERSEN, lambda: pairs.lincoln_petersen(table)
        yield Method.CHAPMAN, lambda: pairs.chapman(table)
        return
    yield Method.CHAO, lambda: heterogeneity.chao(times, occasions=lists)
    if lists <= MOST_DENSE:
        yield Method.CHAO_LISTS, lambda: heterogeneity.chao_lists(table)
        yield Method.INDEPENDENT, lambda: stepwise.independent(table)
    if lists <= MOST_STEPWISE:
        yield Method.STEPWISE, lambda: stepwise.stepwise(table)
    if lists <= hierarchical.MOST:
        models = hierarchical.fit_all(table)
        yield Method.BEST_LOG_LINEAR, lambda: hierarchical.best(models)
        yield Method.LOG_LINEAR, lambda: hierarchical.averaged(models)
        yield Method.DECOMPOSABLE, lambda: decomposable.weigh(table).estimate()


def _judged(account: Account, convenience: bool, reach: int) -> tuple[Estimate | None, Phrase | None]:
    """The total that stands, or why none does."""
    table = account.table
    method = Method.CHAPMAN if len(table.lists) == 2 else Method.LATENT_CLASSES
    answer = account.of(method)
    if convenience:
        return None, Phrase(
            "the records were gathered where they were easy to get, not by lists of their own"
        )
    if table.alone:
        return None, Phrase("a list shares nobody with any other, so that nothing follows from it")
    if answer is None:
        return None, next(reason for one, reason in account.refusals if one is method)
    if answer.high - table.documented > FAR * reach * table.documented:
        return None, Phrase("the data do not rule out totals far above what was documented")
    if account.bound and account.bound.low > answer.high:
        return None, Phrase("the methods contradict each other: the lower bound lies above the estimate")
    return answer, None


def _varied(table: CaptureTable, headline: Estimate | None) -> Iterator[Variation]:
    if len(table.lists) >= hierarchical.FEWEST:
        yield from variations(table, _quick)
    if headline:
        yield from by_ratio(headline, table.documented)


def _quick(table: CaptureTable) -> Estimate:
    """A method that takes no time, for what is asked once per list: graphs; of many lists, Chao's bound."""
    if len(table.lists) <= decomposable.MOST:
        return decomposable.weigh(table).estimate()
    return heterogeneity.chao(table.times.tolist(), occasions=len(table.lists))


def sentences(account: Account) -> Iterator[Phrase]:
    """What stands on the page: the figure with its assumption, or why there is none; then what limits it."""
    table = account.table
    if account.headline:
        ends = (account.headline.low, account.headline.high)
        low, high = (max(round(end - table.documented), 0) for end in ends)
        yield Phrase(
            "{documented} were documented; between {low} and {high} more were not (95 %); if {assumption}.",
            documented=table.documented,
            low=low,
            high=high,
            assumption=ASSUMPTIONS[account.headline.method],
        )
    else:
        yield Phrase(
            "{documented} were documented. No total is estimated: {reason}.",
            documented=table.documented,
            reason=account.refusal,
        )
    if account.bound:
        yield Phrase(
            "At least about {missing} more were not documented, if {assumption}.",
            missing=max(round(account.bound.total - table.documented), 0),
            assumption=BOUND,
        )
    yield from _numbers(account)
    yield from _limits(table)


def with_doubt(linked: Linked) -> Phrase:
    """What the total of a stratum is once the doubt of links is in it."""
    one = linked.estimate
    return Phrase(
        "With the doubt of linkage: {total} in all ({low} to {high}; {method}); {share} % of the variance is "
        "linkage.",
        total=round(one.total),
        low=round(one.low),
        high=round(one.high),
        method=NAMES[one.method],
        share=round(100 * linked.share),
    )


def _numbers(account: Account) -> Iterator[Phrase]:
    """How exact the chains are, and where they disagree."""
    posterior = account.posterior
    if posterior is None:
        return
    yield Phrase(
        "Chains: {verdict}; R-hat {r_hat}, worth {effective} independent draws, ± {error} at the median.",
        verdict=VERDICTS[posterior.verdict],
        r_hat=f"{posterior.r_hat:.2f}",
        effective=round(posterior.effective),
        error=round(posterior.errors[1]),
    )
    for mode in posterior.modes if len(posterior.modes) > 1 else ():
        yield Phrase(
            "{chains} chains say {middle} ({low} to {high}); logarithm of the evidence {evidence} ± {doubt}.",
            chains=len(mode.chains),
            middle=round(mode.middle),
            low=round(mode.low),
            high=round(mode.high),
            evidence=round(mode.evidence, 1),
            doubt=round(mode.doubt, 1),
        )
    if posterior.stuck:
        yield Phrase(
            "Chains left out: {chains}, each stuck alone where the evidence is far weaker.",
            chains=len(posterior.stuck),
        )


def _limits(table: CaptureTable) -> Iterator[Phrase]:
    """What no method can mend, said with every figure."""
    small = int((table.counts < SMALL).sum())
    apart = int((table.shared == 0).sum() // 2)
    if small:
        yield Phrase(
            "{small} of {cells} combinations hold fewer than five.", small=small, cells=len(table.counts)
        )
    if apart:
        yield Phrase("{apart} pairs of lists share nobody.", apart=apart)
    yield Phrase(
        "The population is taken as closed: who came or left between two lists makes the figure wrong."
    )
    yield Phrase("Victims whom nobody can identify cannot be linked; each counts as another and raises it.")
    yield Phrase(
        "Who could not have been in any list is in no estimate: it speaks of people who could be reported."
    )
