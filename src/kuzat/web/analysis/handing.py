# SPDX-License-Identifier: Apache-2.0
"""A count as a file, a table or a picture: how far to trust it in it, and a note of who took it."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kuzat import store
from kuzat.analysis import Answer, Question
from kuzat.collection import Cell, write_csv, write_xlsx
from kuzat.errors import Refused
from kuzat.web import labels, refusals
from kuzat.web.analysis import asking, figures, grid, limits, picturing
from kuzat.web.drawing import picture
from kuzat.web.exhibits.original import SAFE
from kuzat.web.reading import Reading, reading
from kuzat.web.records import choices
from kuzat.web.records.filters import SEALED, Filters

WRITERS = {"csv": write_csv, "xlsx": write_xlsx}
PICTURE = "png"
COUNT = "handed_out.count"
SMALL = 5
ALL = slice(None)


class StaysInside(Refused):
    """A count by source or story is not given as a file: it can point to a person."""

    code = "count_stays_inside"
    advice = "Count by something else."


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The names of the columns, and the rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def sheet(request: HttpRequest) -> HttpResponse:
    """A count as CSV, XLSX or PNG; that it was taken is said first.

    Raises `StaysInside`, `NotAUnit`, `NotAFilter`, `PictureTooLarge`, and what `store.handed_out` raises.
    """
    now = reading(request)
    sent = request.POST.dict()
    name = sent.get("as", "")
    if name not in (*WRITERS, PICTURE):
        return refusals.not_understood(request)
    question, asked = asking.asked(now, sent)
    if stays_inside(question):
        raise StaysInside()
    answer = now.count(question)
    content = _content(now, answer, asked, name, sent.get("country", ""))
    receiver = sent.get("receiver", "").strip() or None
    store.handed_out(now.archive, COUNT, receiver, table=named(now, answer))
    response = HttpResponse(content, headers=SAFE)
    response["Content-Disposition"] = f'attachment; filename="count.{name}"'
    return response


def _content(now: Reading, answer: Answer, asked: Filters, name: str, country: str) -> bytes:
    """The file of that name: a picture, or a table in the form that the name tells."""
    if name == PICTURE:
        of, limits = tuple(_of(now, answer, asked)), tuple(_limits(answer))
        return picture.png(picturing.picture(now, answer, asked, of, limits, country))
    content = io.BytesIO()
    table = _table(now, answer, asked)
    WRITERS[name](table.columns, _with_notes(now, table, answer, asked), content)
    return content.getvalue()


def named(now: Reading, answer: Answer) -> str:
    """What a note calls a count: what is counted, by what, and the figure that stands in it."""
    return "/".join((answer.question.unit.value, *answer.question.by, now.figure(answer)))


def stays_inside(question: Question) -> bool:
    """Whether the question names sources or stories, which no file may hold."""
    return not SEALED.isdisjoint((*question.by, *question.where))


def _table(now: Reading, answer: Answer, asked: Filters) -> Sheet:
    """The whole table of which the page shows a part."""
    unit = str(labels.UNITS[answer.question.unit])
    heads = [str(labels.DIMENSIONS[name]) for name in answer.question.by]
    if crossed := grid.crossed(now, answer):
        shown = grid.grid(now, crossed, asked, ALL)
        rows = [_row(one.total.label, one.figures, one.total.count, one.sources) for one in shown.rows]
        heads = [f"{unit}: {', '.join(heads)}", *(one.label for one in shown.columns)]
        return Sheet(
            columns=(*heads, _("Total"), _("Sources")),
            rows=(*rows, _row(_("Total"), shown.columns, answer.total, answer.sources)),
        )
    lines = figures.lines(now, answer, asked)
    return Sheet(
        columns=(*heads, unit, _("Sources")),
        rows=tuple((*line.values, line.count, line.sources) for line in lines),
    )


def _row(label: str, of: tuple[figures.Figure, ...], total: int, sources: int) -> tuple[Cell, ...]:
    return (label, *(one.count for one in of), total, sources)


def _with_notes(now: Reading, table: Sheet, answer: Answer, asked: Filters) -> Iterator[tuple[Cell, ...]]:
    """The rows, an empty one, and each note in a row of its own."""
    yield from table.rows
    notes = [*_of(now, answer, asked), *_limits(answer), *limits.said(now)]
    if any(cell.count < SMALL for cell in answer.cells):
        notes.append(_("A number below five can point to a person: think before you pass it on."))
    yield from noted(notes, len(table.columns))


def noted(notes: Iterable[str], width: int) -> Iterator[tuple[str, ...]]:
    """An empty row, and each note once in a row of its own."""
    for note in ("", *dict.fromkeys(notes)):
        yield (note, *("",) * (width - 1))


def _of(now: Reading, answer: Answer, asked: Filters) -> Iterator[str]:
    """What the numbers are of; how many entries there are stays inside."""
    yield f"{labels.UNITS[answer.question.unit]}: {answer.total}"
    for one in choices.chosen(now, asked, ""):
        yield f"{one.label}: {one.value}"
    yield _("%(sources)s independent sources, on %(day)s, figure %(figure)s.") % {
        "sources": answer.sources,
        "day": labels.day(now.today),
        "figure": now.figure(answer),
    }


def _limits(answer: Answer) -> Iterator[str]:
    """What the numbers cannot tell."""
    if answer.borrowed:
        yield ngettext(
            "For %(shown)s of these the sources of its event stand in, where none of its own is named.",
            "For %(shown)s of these the sources of their event stand in, where none of their own is named.",
            answer.borrowed,
        ) % {"shown": answer.borrowed}
    if answer.contested:
        yield ngettext(
            "%(shown)s of them lies in an event of which accounts differ.",
            "%(shown)s of them lie in events of which accounts differ.",
            answer.contested,
        ) % {"shown": answer.contested}
    if answer.overlaps:
        yield _("Some stand in several rows, so the rows add up to more than the total.")
    yield _("How many there were: it counts what was documented, not what happened.")
