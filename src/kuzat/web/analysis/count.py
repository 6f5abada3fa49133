# SPDX-License-Identifier: Apache-2.0
"""Any count: choose what is counted and by what; every number opens what is behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from kuzat import store
from kuzat.analysis import DIMENSIONS, DIMENSIONS_CROSSED, Unit
from kuzat.terms.wording import uncounted
from kuzat.web import labels, page
from kuzat.web.analysis import asking, figures, grid, handing, limits
from kuzat.web.drawing import bars
from kuzat.web.paging import Paging, asked_page
from kuzat.web.reading import Reading, reading
from kuzat.web.records import choices

SIZE = 100


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
    question, asked = asking.asked(now, sent)
    answer = now.count(question)
    crossed = grid.crossed(now, answer)
    number = asked_page(sent.get("page", ""))
    part = slice((number - 1) * SIZE, number * SIZE)
    context = {
        "units": [_option(unit.value, labels.UNITS[unit], question.unit.value) for unit in Unit],
        "selects": [
            (name, [_option(d, labels.DIMENSIONS[d], _nth(question.by, n)) for d in DIMENSIONS])
            for n, name in enumerate(asking.PLACES)
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
        "received": _received(now, question.unit),
        "years": bars.years(figures.by_value(answer)) if question.by == ("year",) else None,
        "all": f"/events?{asked.behind(question.unit, {}).query(now.session.seal)}",
        "chosen": choices.chosen(now, asked, request.path),
        "carried": asking.conditions(sent),
        "sent": asking.again(sent),
        "limits": limits.limits(now),
        "stays_inside": handing.stays_inside(question),
        "receiver": labels.property_("disclosure.receiver"),
    }
    return page.show(request, "analysis/count.html", context)


def _received(now: Reading, unit: Unit) -> tuple[str, ...]:
    """How many such units only other organisations tell of; they are in no count."""
    told = store.access_uncounted(now.archive, now.reader, unit)
    return tuple(uncounted(count, code).said(gettext) for code, count in told.items())


def _option(value: str, label: object, chosen: str) -> Option:
    return Option(value=value, label=str(label), chosen=value == chosen)


def _nth(by: tuple[str, ...], n: int) -> str:
    return by[n] if n < len(by) else ""


def _query(sent: Mapping[str, str]) -> str:
    return urlencode([(name, value) for name, value in sent.items() if name != "page" and value])
