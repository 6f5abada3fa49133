# SPDX-License-Identifier: Apache-2.0
"""Profile "CIVICUS-compatible": the public rules of the CIVICUS Monitor. Never CIVICUS' own number.

Public, and fixed here: four indicators of equal weight; a base score of three components of equal weight,
key analysis (reports of civil society), CIVICUS analysis (an analyst's coding) and key scores, the mean of
three outside indices, of which the Political Terror Scale gave way to V-Dem's freedom of peaceful assembly
in 2021; a live adjustment by the trend that a partner sees; scores between 1 and 100; the cuts of `bands`;
and a review by people before anything is published (monitor.civicus.org/methodology; People Power Under
Attack 2020 and 2021).

Not public, and therefore `Declared`: how sources are weighed within key analysis, how indices are brought
to one scale, how large a step of the live adjustment is. What is missing is named; nothing is put in its
place.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import fmean

from kuzat.civicspace.bands import Band, label
from kuzat.errors import Phrase, Refused, Series

INDICATORS = ("association", "assembly", "expression", "state_duty")
LOWEST, HIGHEST = 1.0, 100.0
BEST_ANSWER = 4
FEWEST_COMPONENTS = 2
COMPONENTS = {
    "key_analysis": Phrase("what sources answer"),
    "civicus_analysis": Phrase("what analysts answer"),
    "key_scores": Phrase("outside indices"),
}
# The year from which V-Dem's index stands where the Political Terror Scale stood.
SWAP = 2021
# The year from which a high index of Reporters Without Borders is good.
RSF_TURNED = 2022


class NotRated(Refused):
    """Civic space cannot be rated by this profile: {missing} missing."""

    code = "not_rated"
    advice = "Add what is missing, for at least two of the three components, or use the profile `latent`."


class WrongIndex(Refused):
    """{index}: {value} is not a value of this index; expected {least} to {most}."""

    code = "wrong_index"
    advice = "Look the value up again, and mind the year: some indices changed their scale."


class Reach(StrEnum):
    """How near to the country whoever reports works."""

    NATIONAL = "national"
    REGIONAL = "regional"
    INTERNATIONAL = "international"


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What CIVICUS does not publish, as we set it; printed on each rating and varied in its sensitivity.

    ``weights`` of sources in key analysis (published: a national one weighs most); ``step`` of the live
    adjustment for one month of a trend, and the most that a year of them may add or take.
    """

    weights: Mapping[Reach, float] = field(
        default_factory=lambda: {Reach.NATIONAL: 3.0, Reach.REGIONAL: 2.0, Reach.INTERNATIONAL: 1.0}
    )
    step: float = 2.0
    most: float = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One source of key analysis: how near it works, and its answers 0 to 4 by indicator."""

    name: str
    reach: Reach
    answers: Mapping[str, Sequence[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyScores:
    """The outside indices as published; None where unknown.

    ``freedom_house`` is component E (0–12), ``terror`` the Political Terror Scale (1–5, low is good),
    ``assembly`` V-Dem's v2caassemb on its linearised scale (0–4), ``press`` the index of Reporters Without
    Borders (0–100; low is good before 2022).
    """

    year: int
    freedom_house: float | None = None
    terror: float | None = None
    assembly: float | None = None
    press: float | None = None

    def rebased(self) -> dict[str, float | None]:
        """The three that count in this year, each from 0 to 100, high is good. Raises `WrongIndex`."""
        second = (
            ("terror", _rebased("terror", self.terror, 5, 1))
            if self.year < SWAP
            else ("assembly", _rebased("assembly", self.assembly, 0, 4))
        )
        ends = (100.0, 0.0) if self.year < RSF_TURNED else (0.0, 100.0)
        return {
            "freedom_house": _rebased("freedom_house", self.freedom_house, 0, 12),
            second[0]: second[1],
            "press": _rebased("press", self.press, *ends),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What this profile rates: sources, an analyst's answers by indicator, indices, monthly trends.

    ``trends`` are −1 (downward), 0 or +1 for the months since the base score, the newest last.
    """

    sources: Sequence[Source] = ()
    analysis: Mapping[str, Sequence[int]] = field(default_factory=dict)
    scores: KeyScores | None = None
    trends: Sequence[int] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CivicusRating:
    """A score and its label, every component beside it (None: missing), and what is missing by name.

    ``year`` is that of the outside indices, None where there are none.
    """

    score: float
    label: Band
    components: Mapping[str, float | None]
    adjustment: float
    missing: tuple[str, ...]
    declared: Declared
    year: int | None


def rate(evidence: Evidence, declared: Declared | None = None) -> CivicusRating:
    """The rating that the public rules give. Raises `NotRated`, where fewer than two components are known."""
    declared = declared or Declared()
    scores = evidence.scores.rebased() if evidence.scores else {}
    components = {
        "key_analysis": _key_analysis(evidence.sources, declared),
        "civicus_analysis": _indicators(evidence.analysis),
        "key_scores": _mean(list(scores.values())),
    }
    missing = [name for name, value in components.items() if value is None]
    known = [value for value in components.values() if value is not None]
    if len(known) < FEWEST_COMPONENTS:
        raise NotRated(missing=called(missing))
    parts = [f"key_scores.{name}" for name, value in scores.items() if value is None]
    parts += [f"civicus_analysis.{name}" for name in INDICATORS if not evidence.analysis.get(name)]
    heard = [source.answers for source in evidence.sources]
    parts += [f"key_analysis.{name}" for name in INDICATORS if not any(one.get(name) for one in heard)]
    adjustment = min(max(declared.step * sum(evidence.trends[-12:]), -declared.most), declared.most)
    score = min(max(fmean(known) + adjustment, LOWEST), HIGHEST)
    return CivicusRating(
        score=score,
        label=label(score),
        components=components,
        adjustment=adjustment,
        missing=(*missing, *parts),
        declared=declared,
        year=evidence.scores.year if evidence.scores else None,
    )


def called(parts: Iterable[str]) -> Phrase:
    """Components, and parts of them such as ``key_scores.rsf``, as they are named to people."""
    return Series(*map(_called, parts))


def _called(part: str) -> Phrase:
    component, _, of = part.partition(".")
    named = COMPONENTS[component]
    return Phrase("{component}, namely `{part}`", component=named, part=of) if of else named


def _rebased(index: str, value: float | None, worst: float, best: float) -> float | None:
    if value is None:
        return None
    if not min(worst, best) <= value <= max(worst, best):
        raise WrongIndex(index=index, value=value, least=min(worst, best), most=max(worst, best))
    return 100 * (value - worst) / (best - worst)


def _key_analysis(sources: Sequence[Source], declared: Declared) -> float | None:
    """The mean over sources, each weighed by how near it works."""
    told = [(declared.weights[source.reach], _indicators(source.answers)) for source in sources]
    heard = [(weight, score) for weight, score in told if score is not None]
    total = sum(weight for weight, _ in heard)
    return sum(weight * score for weight, score in heard) / total if total else None


def _indicators(answers: Mapping[str, Sequence[int]]) -> float | None:
    """The mean of the indicators that were answered, each the mean of its items, from 0 to 100."""
    given = [answers.get(name) for name in INDICATORS]
    return _mean([100 * fmean(values) / BEST_ANSWER if values else None for values in given])


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if known else None
