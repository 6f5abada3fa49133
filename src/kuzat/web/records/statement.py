# SPDX-License-Identifier: Apache-2.0
"""One statement: who said so, when, on what basis, where it stands in the log, how to prove it."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse

from kuzat import records, store
from kuzat.errors import Missing
from kuzat.records import Record, Said, Translation, Value
from kuzat.terms.ids import is_record
from kuzat.web import labels, page
from kuzat.web.coding import passages
from kuzat.web.reading import Reading, reading
from kuzat.web.records import accounts, names
from kuzat.web.records.days import AsOf, asked_day


class NotStanding(Missing):
    """No statement with this id stands in the record."""

    code = "not_standing"
    advice = "It may have been withdrawn. Open the record and follow its links again."


def statement(request: HttpRequest, record: str, id: str) -> HttpResponse:
    """The page of one statement, and what was said in its place on a day. Raises `NoSuchRecord`,
    `NotStanding`, `NotADay`.
    """
    now = reading(request)
    held = now.record(record)
    value = standing(held, id)
    said = value.said
    translated = accounts.translated(now, held)
    mentioned = [record, (said.basis or "").partition("#")[0], said.value]
    known = names.names(now, filter(is_record, mentioned))
    day = asked_day(now, request.GET.get("as_of", ""))
    context = {
        "quote": _quote(now, said),
        "as_of": day,
        "told": _told_then(now, value, day) if day else (),
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
        "pairs": [(one, translated[one.text.said.id]) for one in _pairs(held, said)],
        "is_text": now.vocabulary.property(said.says).own_words,
        "mine": said.by == now.reader.member,
        "size": now.archive.size(),
    }
    return page.show(request, "records/statement.html", context)


def _pairs(record: Record, said: Said) -> tuple[Translation, ...]:
    """The translations of a statement, and what it is a translation of."""
    return tuple(
        one
        for one in records.translations(record)
        if said.id == one.text.said.id or (one.original and said.id == one.original.said.id)
    )


def _quote(now: Reading, said: Said) -> str:
    """The words at which a statement pointed when it was said; empty where this reader does not see them."""
    basis = said.basis or ""
    id_, _hash, place = basis.partition("#")
    if not place or not is_record(id_):
        return ""
    texts = store.access_texts(now.archive, now.reader, id_, pointing=said.id)
    return passages.quoted(basis, texts)


def _told_then(now: Reading, value: Value, day: AsOf) -> tuple[accounts.Told, ...]:
    """Every account of the same property as the archive held it on a day; empty where there was none."""
    then = replace(now, entries=day.entries)
    if not then.state(value.said.about):
        return ()
    told = accounts.told(then, then.record(value.said.about))
    return tuple(one for one in told if one.says == value.said.says)


def standing(record: Record, id_: str) -> Value:
    """The statement with this id, if it stands in the record. Raises `NotStanding`."""
    for values in record.values.values():
        for value in values:
            if value.said.id.hex() == id_:
                return value
    raise NotStanding()
