# SPDX-License-Identifier: Apache-2.0
"""One event: every account side by side, and what belongs to it; today or on an earlier day."""

from collections import defaultdict
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse

from kuzat import store
from kuzat.terms import kind_of
from kuzat.web import labels, page
from kuzat.web.linking.known import known
from kuzat.web.reading import Reading, Row, reading
from kuzat.web.records import accounts, names, parts, received, timeline
from kuzat.web.records.days import seen_on
from kuzat.web.records.events import span
from kuzat.web.verifying import holding

MOST_PARTS = 200


def event(request: HttpRequest, id: str) -> HttpResponse:
    """The page of one event. Raises `NoSuchRecord`, `NotADay`."""
    now = reading(request)
    as_of, then = seen_on(now, request)
    record = then.record(id)
    row = then.row(record)
    context = {
        "id": id,
        "row": row,
        "title": record.one("event.title", now.language),
        "name": names.event(then, row),
        "day": span(row),
        "told": accounts.told(then, record),
        "erased": accounts.erased(now, id),
        "held": holding.held(now, id),
        "as_of": as_of,
        "known": None if as_of else known(now, id),
        "received": () if as_of else received.belonging(now, id),
        "received_label": labels.STANDINGS["received"],
        "story": now.session.seal.seal(row["story"]) if row["story"] else "",
        **_belonging(then, id, row),
    }
    return page.show(request, "records/event.html", context)


def _belonging(then: Reading, id_: str, event: Row) -> dict[str, object]:
    """What hangs on an event, by kind; of each kind at most `MOST_PARTS`, and how many there are."""
    related = store.access_related(then.archive, then.reader, id_)
    ids = [row["id"] for rows in related.values() for row in rows[:MOST_PARTS]]
    rows = then.rows(ids)
    standing: dict[str, list[Row]] = defaultdict(list)
    for row in rows.values():
        if _hangs_on(row, id_, rows):
            standing[kind_of(row["id"])].append(row)
    return {
        "acts": parts.acts(then, standing["act"], standing["involvement"]),
        "involvements": parts.involvements(then, [row for row in standing["involvement"] if not row["act"]]),
        "informations": parts.informations(then, standing["information"]),
        "interventions": parts.interventions(then, standing["intervention"]),
        "timeline": timeline.timeline(then, [event, *(row for of in standing.values() for row in of)]),
        "chain": parts.chain(then, id_, standing["chain"]),
        "cut": [labels.kind(kind) for kind, rows in related.items() if len(rows) > MOST_PARTS],
    }


def _hangs_on(row: Row, event: str, rows: Mapping[str, Row]) -> bool:
    """Whether a record, or its act, was tied to the event: on an earlier day it may not have been."""
    act = rows.get(row.get("act") or "", {})
    return event in (row["event"], row.get("related"), act.get("event"))
