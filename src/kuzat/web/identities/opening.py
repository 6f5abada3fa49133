# SPDX-License-Identifier: Apache-2.0
"""Open what is sealed about one record: asked with a reason, noted, and shown in that one answer only."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kuzat import store
from kuzat.errors import KuzatError
from kuzat.store import Opened
from kuzat.terms.ids import is_record
from kuzat.web import labels, page
from kuzat.web.reading import Reading, reading
from kuzat.web.records import names

BAD = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One protected statement as it is shown, with its own language."""

    label: str
    text: str
    language: str


def opening(request: HttpRequest, id: str) -> HttpResponse:
    """The form that asks why; as the answer to it, what is sealed. Raises `NoSuchRecord`.

    Choosing another language asks again: each showing is a reading of its own.
    """
    now = reading(request)
    now.record(id)
    reason = request.POST.get("reason")
    opened, error = (None, "") if reason is None or request.switched else _opened(now, id, reason)
    context = {
        "id": id,
        "name": names.name(now, id),
        "address": names.address(id),
        "reason": reason or "",
        "is_open": opened is not None,
        "lines": list(_lines(now, opened)) if opened else [],
        "error": error,
    }
    answer = page.show(request, "identities/opening.html", context, BAD if error else 200)
    answer.is_shown_once = opened is not None
    return answer


def _opened(now: Reading, record: str, reason: str) -> tuple[Opened | None, str]:
    """What is sealed, or what is in the way."""
    try:
        return store.access_identity(now.archive, now.reader, record, reason), ""
    except KuzatError as error:
        return None, f"{error.sentence(_)} {error.step(_)}"


def _lines(now: Reading, opened: Opened) -> Iterator[Line]:
    for says, values in opened.record.values.items():
        for value in values:
            if value.said.id in opened.sealed:
                said = value.said
                known = is_record(said.value)
                yield Line(
                    label=labels.property_(says),
                    text=names.name(now, said.value) if known else labels.value(said.type, said.value),
                    language=said.language or "",
                )
