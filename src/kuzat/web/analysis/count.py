# SPDX-License-Identifier: Apache-2.0
"""Any count: choose what is counted and by what; every number opens what is behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from kuzat.analysis import DIMENSIONS, DIMENSIONS_CROSSED, Question, Unit
from kuzat.errors import Refused
from kuzat.web import labels, page
from kuzat.web.analysis import figures, grid
from kuzat.web.drawing import bars
from kuzat.web.paging import Paging, asked_page
from kuzat.web.reading import reading
from kuzat.web.records import choices, filters

SIZE = 100
PLACES = ("by", "and", "then")


class NotAUnit(Refused):
    """That cannot be counted."""

    code = "not_a_unit"
    advice = "Choose again what is counted and by what."


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One line of a list to choose from."""

    value: str
    label: str
    chosen: bool


def count(request: HttpRequest) -> HttpResponse:
    """The table and the drawing of one count. Raises `NotAUnit`, `NotAFilter`."""
    now = reading(request)
    sent = request.GET.dict()
    asked = filters.Filters(where=filters.read(sent, now.vocabulary, now.session.seal).where)
    question = _question(sent, asked)
    answer = now.count(question)
    crossed = grid.crossed(now, answer)
    number = asked_page(sent.get("page", ""))
    part = slice((number - 1) * SIZE, number * SIZE)
    context = {
        "units": [_option(unit.value, labels.UNITS[unit], question.unit.value) for unit in Unit],
        "selects": [
            (name, [_option(d, labels.DIMENSIONS[d], _nth(question.by, n)) for d in DIMENSIONS])
            for n, name in enumerate(PLACES)
        ],
        "unit": labels.UNITS[question.unit],
        "counts_events": question.unit is Unit.EVENT,
        "heads": [labels.DIMENSIONS[name] for name in question.by],
        "answer": answer,
        "figure": now.figure(answer),
        "today": now.today,
        "lines": () if crossed else figures.lines(now, answer, asked)[part],
        "grid": grid.grid(now, crossed, asked, part) if crossed else None,
        "too_wide": crossed is None and len(question.by) == DIMENSIONS_CROSSED,
        "paging": Paging(number=number, size=SIZE, total=len((crossed.rows if crossed else answer).cells)),
        "query": _query(sent),
        "years": bars.years(figures.by_value(answer)) if question.by == ("year",) else None,
        "all": f"/events?{asked.behind(question.unit, {}).query(now.session.seal)}",
        "chosen": choices.chosen(now, asked, request.path),
        "carried": [(name, value) for name, value in sent.items() if name in DIMENSIONS and value],
    }
    return page.show(request, "analysis/count.html", context)


def _question(sent: Mapping[str, str], asked: filters.Filters) -> Question:
    by = tuple(dict.fromkeys(sent[name] for name in PLACES if sent.get(name)))
    unit = sent.get("unit") or Unit.EVENT.value
    if unit not in set(Unit) or not set(by) <= set(DIMENSIONS):
        raise NotAUnit()
    return Question(unit=Unit(unit), by=by, where=asked.where)


def _option(value: str, label: object, chosen: str) -> Option:
    return Option(value=value, label=str(label), chosen=value == chosen)


def _nth(by: tuple[str, ...], n: int) -> str:
    return by[n] if n < len(by) else ""


def _query(sent: Mapping[str, str]) -> str:
    return urlencode([(name, value) for name, value in sent.items() if name != "page" and value])
