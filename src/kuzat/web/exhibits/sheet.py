# SPDX-License-Identifier: Apache-2.0
"""An imported sheet again, in its own columns, as what its rows said stands today."""

import io

from django.http import HttpRequest, HttpResponse

from kuzat import store
from kuzat.collection import write_csv, write_xlsx
from kuzat.records import Record
from kuzat.terms import label
from kuzat.web import labels, refusals
from kuzat.web.exhibits.original import SAFE
from kuzat.web.reading import reading

WRITERS = {"csv": write_csv, "xlsx": write_xlsx}
SHEET, MAPPING = "handed_out.sheet", "exhibit.mapping"


def is_sheet(record: Record) -> bool:
    """Whether the exhibit is a sheet whose rows were taken over."""
    return bool(record.all(MAPPING))


def uses() -> list[tuple[str, str]]:
    """For what a sheet may be taken out, as consent names it: value and label."""
    return [(name, labels.term(use.purpose)) for name, use in store.USES.items()]


def sheet(request: HttpRequest, id: str) -> HttpResponse:
    """The sheet as CSV or XLSX under its label; that it was taken is said first.

    Raises what `store.access_sheet` and `store.handed_out` raise.
    """
    now = reading(request)
    sent = request.POST
    name, use = sent.get("as", ""), store.USES.get(sent.get("use", ""), store.UNNAMED)
    if name not in WRITERS:
        return refusals.not_understood(request)
    reason = sent.get("reason", "").strip() or None
    found = store.access_sheet(now.archive, now.reader, id, use, reason=reason)
    content = io.BytesIO()
    WRITERS[name](found.columns, found.rows, content)
    store.handed_out(now.archive, SHEET, sent.get("receiver", "").strip() or None, exhibits=[id])
    response = HttpResponse(content.getvalue(), headers=SAFE)
    response["Content-Disposition"] = f'attachment; filename="{label(id)}.{name}"'
    return response
