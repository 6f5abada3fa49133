# SPDX-License-Identifier: Apache-2.0
"""A count as a picture: columns for years, tiles for the regions of a country, bars for all else."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from kuzat.analysis import Answer
from kuzat.web import labels
from kuzat.web.analysis import figures
from kuzat.web.drawing import bars, lengths
from kuzat.web.drawing.picture import Picture
from kuzat.web.reading import Reading
from kuzat.web.records.filters import Filters

MOST_BARS = 40
Drawn = tuple[str, str, dict[str, Any], int, list[str]]  # more of the title, template, context, height, notes


def picture(
    now: Reading, answer: Answer, asked: Filters, of: Sequence[str], limits: Sequence[str], country: str
) -> Picture:
    """The picture of a count: ``of`` says what the numbers are of, ``limits`` what they cannot tell.

    ``country`` chooses among several maps.
    """
    question = answer.question
    drawn = None
    if question.by == ("year",):
        drawn = _years(answer)
    elif question.by == ("region",):
        drawn = _map(answer, country)
    more, template, context, height, notes = drawn or _bars(now, answer, asked)
    heads = [str(labels.DIMENSIONS[name]) for name in question.by]
    title = ": ".join(filter(None, (str(labels.UNITS[question.unit]), ", ".join(heads), more)))
    return Picture(
        title=title,
        under=" · ".join(of),
        notes=(*notes, *limits),
        template=template,
        context={"title": title, **context},
        height=height,
    )


def _years(answer: Answer) -> Drawn | None:
    drawing = bars.years(figures.by_value(answer))
    if drawing is None:
        return None
    notes = list(_unknown(answer))
    return "", "drawing/years_svg.html", {"years": drawing}, drawing.height, notes


def _map(answer: Answer, country: str) -> Drawn | None:
    maps = figures.maps(figures.by_value(answer))
    if not maps:
        return None
    chosen = next((one for one in maps if one.drawing.country == country), maps[0])
    notes = [*filter(None, (chosen.silent,)), *_unknown(answer)]
    return chosen.name, "drawing/tiles.html", {"map": chosen}, chosen.drawing.height, notes


def _bars(now: Reading, answer: Answer, asked: Filters) -> Drawn:
    lines = figures.lines(now, answer, asked)
    drawing = lengths.draw((" · ".join(line.values), line.count) for line in lines[:MOST_BARS])
    left = len(lines) - MOST_BARS
    notes = [_("More lines than are drawn: {number}.").format(number=left)] if left > 0 else []
    return "", "drawing/lengths.html", {"lengths": drawing}, drawing.height, notes


def _unknown(answer: Answer) -> Iterator[str]:
    if unknown := figures.unknown(answer):
        yield f"{labels.in_dimension(answer.question.by[0], None)}: {unknown}"
