# SPDX-License-Identifier: Apache-2.0
"""Any record that has no page of its own kind: an act, a source, an intervention, an exhibit …"""

from django.http import HttpRequest, HttpResponse

from kuzat import store
from kuzat.errors import Missing
from kuzat.records import KINDS, Record
from kuzat.terms import kind_of
from kuzat.terms.ids import is_record
from kuzat.web import labels, page
from kuzat.web.exhibits import refused, sheet
from kuzat.web.reading import reading
from kuzat.web.records import accounts, names
from kuzat.web.records.custody import custody
from kuzat.web.records.days import seen_on
from kuzat.web.verifying import holding


class NotARecord(Missing):
    """This is not the id of a record."""

    code = "not_a_record"
    advice = "Look for it by its words in the search."


def record(request: HttpRequest, id: str) -> HttpResponse:
    """The page of one record, today or on an earlier day. Raises `NoSuchRecord`, `NotARecord`, `NotADay`."""
    if not is_record(id) or kind_of(id) not in KINDS:
        raise NotARecord()
    now = reading(request)
    as_of, then = seen_on(now, request)
    found = then.record(id)
    event = then.row(found).get("event")
    context = {
        "id": id,
        "kind": kind_of(id),
        "name": names.name(then, id),
        "as_of": as_of,
        "told": accounts.told(then, found),
        "erased": accounts.erased(now, id),
        "held": holding.held(now, id),
        "custody": () if as_of else custody(now, id),
        "is_exhibit": kind_of(id) == "exhibit",
        "may_be_sound": _may_be_sound(found),
        "refused": refused.refused(now, id) if kind_of(id) == "exhibit" and not as_of else None,
        "is_sheet": sheet.is_sheet(found),
        "uses": sheet.uses(),
        "purpose": labels.property_("consent.purpose"),
        "receiver": labels.property_("disclosure.receiver"),
        "sealed": store.access_sealed(now.archive, now.reader, id, entries=then.entries),
        "event": event,
        "event_name": names.name(then, event) if event else "",
    }
    return page.show(request, "records/record.html", context)


def _may_be_sound(record: Record) -> bool:
    """Whether what is known of an exhibit lets it be a recording: of a sealed one nothing is known."""
    told = record.one("exhibit.media_type")
    return told is None or told.text.startswith("audio/") or told.text == "application/octet-stream"
