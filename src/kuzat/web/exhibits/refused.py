# SPDX-License-Identifier: Apache-2.0
"""The rows of a sheet that were not taken: each with the reason, and struck from the list once mended."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext

from kuzat import store
from kuzat.web.reading import Reading, reading

SEE_OTHER = 303


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Why rows of a sheet were not taken, one sentence each, and how that is mended."""

    rows: tuple[str, ...]
    step: str


def refused(now: Reading, exhibit: str) -> Refused | None:
    """The rows of a sheet that were not taken, in the reader's language; None where there are none."""
    found = store.access_refused(now.archive, now.reader, exhibit)
    if not found:
        return None
    return Refused(rows=tuple(one.sentence(gettext) for one in found), step=found[0].step(gettext))


def settle(request: HttpRequest, id: str) -> HttpResponse:
    """Strike the rows of a sheet from what waits. Raises `NoSuchRecord`."""
    now = reading(request)
    now.record(id)
    store.forget_refused(now.archive, now.reader, id)
    now.session.kept.clear()  # what waits is counted again, though the log did not grow
    return HttpResponseRedirect(f"/record/{id}", status=SEE_OTHER)
