# SPDX-License-Identifier: Apache-2.0
"""One statement: who said so, when, on what basis, where it stands in the log, how to prove it."""

from django.http import HttpRequest, HttpResponse

from kuzat.errors import Missing
from kuzat.records import Record, Value
from kuzat.terms.ids import is_record
from kuzat.web import labels, page
from kuzat.web.reading import reading
from kuzat.web.records import accounts, names


class NotStanding(Missing):
    """No statement with this id stands in the record."""

    code = "not_standing"
    advice = "It may have been withdrawn. Open the record and follow its links again."


def statement(request: HttpRequest, record: str, id: str) -> HttpResponse:
    """The page of one statement. Raises `NoSuchRecord`, `NotStanding`."""
    now = reading(request)
    value = standing(now.record(record), id)
    said = value.said
    mentioned = [record, (said.basis or "").partition("#")[0], said.value]
    known = names.names(now, filter(is_record, mentioned))
    context = {
        "record": record,
        "record_name": known[record],
        "record_address": names.address(record),
        "id": id,
        "said": said,
        "text": known.get(said.value) or labels.value(said.type, said.value),
        "standing": value.standing,
        "standing_label": labels.STANDINGS[value.standing],
        "reasons": value.reasons,
        "basis": accounts.basis_of(value, known),
        "mine": said.by == now.reader.member,
        "size": now.archive.size(),
    }
    return page.show(request, "records/statement.html", context)


def standing(record: Record, id_: str) -> Value:
    """The statement with this id, if it stands in the record. Raises `NotStanding`."""
    for values in record.values.values():
        for value in values:
            if value.said.id.hex() == id_:
                return value
    raise NotStanding()
