# SPDX-License-Identifier: Apache-2.0
"""What a rating cannot tell: of any such rating, and of this one, as its evidence shows."""

from collections.abc import Iterator, Sequence

from kuzat.civicspace.agreement import monotone
from kuzat.civicspace.civicus import RSF_TURNED
from kuzat.civicspace.evidence import COUNTRY, Material, by_question, intensity, raters
from kuzat.civicspace.outside import Outside
from kuzat.errors import Phrase

CANNOT = (
    Phrase("It rates what is recorded, by those who could record it. Silence is no good news."),
    Phrase("It blames nobody. To agree with CIVICUS proves nothing: both read the same indices."),
    Phrase("Between two answers the curve is a guess, and lenient or frightened coders move all of it."),
    Phrase("What rests on the same reports is taken as independent, so the interval is rather too narrow."),
)


def doubts(material: Material, known: Outside, months: Sequence[str], unit: str) -> tuple[Phrase, ...]:
    """What weakens the rating of a unit over these months, each as a sentence."""
    return (
        *_of_raters(material, unit),
        *_of_indices(known, months[-1], unit),
        *_of_months(material, months, unit),
        *_unclear(material),
    )


def _of_raters(material: Material, unit: str) -> Iterator[Phrase]:
    names = raters(material)
    if len({one.rater for one in material.answers if (one.region or COUNTRY) == unit}) == 1:
        yield Phrase("All answers are those of one rater.")
    questions = by_question(material.answers)
    same = sum(monotone(questions, name) for name in names)
    if same:
        yield Phrase(
            "Raters who gave one answer to everything, which says more of them: {number}.", number=same
        )


def _of_indices(known: Outside, month: str, unit: str) -> Iterator[Phrase]:
    its = [one for one in known.indices if one.unit == unit and f"{one.year:04}-12" <= month]
    for name in sorted({one.name for one in its}):
        years = {one.year for one in its if one.name == name}
        gaps = sorted(set(range(min(years), max(years))) - years)
        if gaps:
            told = ", ".join(map(str, gaps))
            yield Phrase("Years without the index {name}: {years}.", name=name, years=told)
    press = {year < RSF_TURNED for year, scores in known.raw.items() if scores.press is not None}
    if len(press) > 1:
        yield Phrase("The index of Reporters Without Borders turned in 2022: before, low was good.")


def _of_months(material: Material, months: Sequence[str], unit: str) -> Iterator[Phrase]:
    heard = intensity(material)
    silent = sum((month, unit) not in heard for month in months)
    if silent:
        yield Phrase(
            "Months of which nobody reported anything, unknown and not quiet: {number} of {of}.",
            number=silent,
            of=len(months),
        )


def _unclear(material: Material) -> Iterator[Phrase]:
    if material.unclear:
        yield Phrase(
            "Answers and indices that contradict themselves or lack a part, and count for nothing: {number}.",
            number=material.unclear,
        )
