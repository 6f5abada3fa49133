# SPDX-License-Identifier: Apache-2.0
"""A donor's table: rows that a member keeps, periods as columns, each number opening what is behind it.

The rows are sealed like kept searches. A table leaves as a file like any count: without sources and stories,
with its limits under it, and noted.
"""

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from kuzat import store
from kuzat.analysis import PERIODS, Indicator, NoPeriods, Reached, Unit, periods, reached
from kuzat.collection import Cell
from kuzat.errors import Phrase, Refused
from kuzat.store import Shelved
from kuzat.web import labels, page, refusals
from kuzat.web.analysis import asking, figures, handing, limits
from kuzat.web.analysis.figures import Figure
from kuzat.web.exhibits.original import SAFE
from kuzat.web.reading import Reading, reading
from kuzat.web.records import choices
from kuzat.web.records.filters import YEAR, Filters
from kuzat.web.searching.saved import ID_BYTES, LONGEST_NAME, SEE_OTHER, name_of

SORT = "indicator"
MOST_COLUMNS, YEARS = 24, {"year": 5, "quarter": 2}
LONGEST_NUMBER = 9
BAD = 400
PLANNED = ("baseline", "target")
# What a person types in the form of a row; the rest of it goes along unseen.
TYPED = ("name", "table", *PLANNED, "do")
NOTHING_TYPED: Mapping[str, object] = {}


class NotAWholeNumber(Refused):
    """A baseline and a target are whole numbers."""

    code = "not_a_whole_number"
    advice = "Write for example 120, or leave it empty."


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The columns of a table: years or quarters, from one year to another."""

    by: str
    since: int
    until: int

    @property
    def columns(self) -> tuple[str, ...]:
        """The periods. Raises `NoPeriods`."""
        return periods(self.by, self.since, self.until, MOST_COLUMNS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row as the page shows it, and the id under which it is kept."""

    id: str
    reached: Reached
    unit: str
    conditions: tuple[str, ...]
    figures: tuple[Figure, ...]
    figure: str
    stays_inside: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The rows that the member put under one name; it leaves as a file if all of its rows may."""

    name: str
    rows: tuple[Row, ...]

    @property
    def stays_inside(self) -> bool:
        """Whether any row asks for a source or a story."""
        return any(row.stays_inside for row in self.rows)


def indicators(request: HttpRequest) -> HttpResponse:
    """The member's tables; a form keeps a row, changes or throws it away, or comes back as it was typed.

    Raises `NoPeriods`, `NotOnShelf`.
    """
    now = reading(request)
    if request.method != "POST":
        return _shown(request, now, request.GET.dict())
    try:
        _change(request, now)
    except Refused as error:
        sent = {name: value for name, value in request.POST.dict().items() if name not in page.UNSENT}
        again = {
            "error": f"{error.sentence(_)} {error.step(_)}",
            "typed": sent,
            "carried": [(name, value) for name, value in sent.items() if name not in TYPED],
        }
        return _shown(request, now, {}, again, BAD)
    return HttpResponseRedirect("/indicators", status=SEE_OTHER)


def _shown(
    request: HttpRequest,
    now: Reading,
    asked: Mapping[str, str],
    again: Mapping[str, object] = NOTHING_TYPED,
    status: int = 200,
) -> HttpResponse:
    span = _span(now, asked)
    context = {
        **again,
        "tables": _tables(now, span),
        "columns": span.columns,
        "span": span,
        "periods": [(by, labels.DIMENSIONS[by], by == span.by) for by in PERIODS],
        "limits": limits.limits(now),
        "today": now.today,
        "entries": now.archive.size(),
        "receiver": labels.property_("disclosure.receiver"),
    }
    return page.show(request, "analysis/indicators.html", context, status)


def _change(request: HttpRequest, now: Reading) -> None:
    sent = request.POST.dict()
    id_ = sent.get("id", "")
    if sent.get("do") == "drop":
        store.unshelve(now.archive, SORT, id_)
        return
    planned = {name: _number(sent.get(name, "")) for name in PLANNED}
    table = " ".join(sent.get("table", "").split())[:LONGEST_NAME]
    if sent.get("do") == "change":
        content = dict(store.find_shelved(now.archive, now.reader, SORT, id_).content)
    else:
        question, _asked = asking.asked(now, sent)
        content = {"unit": question.unit, "where": dict(question.where)}
        id_ = now.archive.random(ID_BYTES).hex()
    kept = Shelved(sort=SORT, id=id_, name=name_of(request), content={**content, **planned, "table": table})
    store.shelve(now.archive, kept)


def _number(text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
        raise NotAWholeNumber()
    return int(text)


def _span(now: Reading, sent: Mapping[str, str]) -> Span:
    """The columns that are asked for; else the last years up to today. Raises `NoPeriods`."""
    by = sent.get("period") or PERIODS[0]
    asked = [sent.get(name, "") for name in ("since", "until")]
    if by not in YEARS or any(year and not YEAR.fullmatch(year) for year in asked):
        raise NoPeriods(expected=Phrase("years or quarters, from one year to a later one"))
    until = int(asked[1] or now.today[:4])
    return Span(by=by, since=int(asked[0] or until - YEARS[by] + 1), until=until)


def _tables(now: Reading, span: Span) -> tuple[Table, ...]:
    kept = sorted(store.access_shelf(now.archive, now.reader, SORT), key=_table_of)
    return tuple(
        Table(name=name, rows=tuple(_row(now, one, span) for one in its))
        for name, its in groupby(kept, key=_table_of)
    )


def _table_of(one: Shelved) -> str:
    return str(one.content["table"])


def _row(now: Reading, one: Shelved, span: Span) -> Row:
    content = one.content
    indicator = Indicator(
        name=one.name,
        unit=Unit(content["unit"]),
        where=content["where"],
        baseline=content["baseline"],
        target=content["target"],
    )
    question = indicator.question(span.by)
    asked = Filters(where=indicator.where)
    row = reached(indicator, now.count(question), span.columns)
    return Row(
        id=one.id,
        reached=row,
        unit=str(labels.UNITS[indicator.unit]),
        conditions=tuple(f"{c.label}: {c.value}" for c in choices.chosen(now, asked, "")),
        figures=tuple(
            Figure(
                label=str(cell.values[0]),
                count=cell.count,
                address=figures.behind(now, question, cell, asked),
            )
            for cell in row.cells
        ),
        figure=now.figure(row.answer),
        stays_inside=handing.stays_inside(question),
    )


def sheet(request: HttpRequest) -> HttpResponse:
    """One table as CSV or XLSX; that it was taken is said first.

    Raises `StaysInside`, `NoPeriods`, and what `store.handed_out` raises.
    """
    now = reading(request)
    sent = request.POST.dict()
    name, span = sent.get("as", ""), _span(now, sent)
    found = next((one for one in _tables(now, span) if one.name == sent.get("table")), None)
    if name not in handing.WRITERS or found is None:
        return refusals.not_understood(request)
    if found.stays_inside:
        raise handing.StaysInside()
    content = io.BytesIO()
    columns = (_("Indicator"), _("What is counted"), _("Baseline"), _("Target"), *span.columns, _("Total"))
    rows = [*_lines(found.rows), *handing.noted(_notes(now, found.rows), len(columns))]
    handing.WRITERS[name](columns, rows, content)
    what = "/".join(("indicators", span.by, *(row.figure for row in found.rows)))
    store.handed_out(now.archive, handing.COUNT, sent.get("receiver", "").strip() or None, table=what)
    response = HttpResponse(content.getvalue(), headers=SAFE)
    response["Content-Disposition"] = f'attachment; filename="indicators.{name}"'
    return response


def _lines(rows: Iterable[Row]) -> Iterator[tuple[Cell, ...]]:
    for row in rows:
        its, counts = row.reached.indicator, (cell.count for cell in row.reached.cells)
        planned = ("" if number is None else number for number in (its.baseline, its.target))
        total = "" if row.reached.total is None else row.reached.total
        yield (its.name, row.unit, *planned, *counts, total)


def _notes(now: Reading, rows: tuple[Row, ...]) -> Iterator[str]:
    """Of each row what it asks for and its figure; then what no number of the table can tell."""
    for row in rows:
        name, answer = row.reached.indicator.name, row.reached.answer
        yield "; ".join((name, *row.conditions))
        of = {"sources": answer.sources, "day": labels.day(now.today), "figure": row.figure}
        yield f"{name}: " + _("%(sources)s independent sources, on %(day)s, figure %(figure)s.") % of
        if row.reached.undated:
            yield f"{name}: " + undated(row.reached.undated)
    if any(row.reached.total is None for row in rows):
        yield _("Persons and stories may stand in several periods, so they are not added up.")
    yield from limits.said(now)
    if any(cell.count < handing.SMALL for row in rows for cell in row.reached.cells):
        yield _("A number below five can point to a person: think before you pass it on.")


def undated(count: int) -> str:
    """What to say of those that stand in no column."""
    return str(_("Not in any column, since no date tells the period: {count}.")).format(count=count)
