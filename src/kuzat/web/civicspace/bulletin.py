# SPDX-License-Identifier: Apache-2.0
"""The rating as a bulletin to take out, in the reader's language; that it was taken is said first."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from kuzat import store
from kuzat.reporting import Document, as_docx, as_html, as_pdf
from kuzat.web import languages, refusals
from kuzat.web.civicspace import rating
from kuzat.web.exhibits.original import SAFE
from kuzat.web.reading import reading

WRITERS: dict[str, Callable[[Document], bytes]] = {"html": as_html, "pdf": as_pdf, "docx": as_docx}
WHAT = "handed_out.print"


def bulletin(request: HttpRequest) -> HttpResponse:
    """The file. Raises `NotForThisRole`, `NothingKnown`, `CountsAlone`, what `store.handed_out` raises."""
    from kuzat.civicspace import account, compatible, stories
    from kuzat.reporting.bulletin import Bulletin

    sent, now = request.POST, reading(request)
    written = sent.get("as", "")
    if written not in WRITERS:
        return refusals.not_understood(request)
    counts, material = sent.get("counts") == "1", rating.held(now)
    rated, known = rating.openly(now, material, counts=counts), rating.known(material)
    unit = rating.unit_of(rated, sent.get("region", ""))
    names = store.access_story_names(
        now.archive, now.reader, stories(material), now.language, material.entries
    )
    month = rated.months[-1]
    told = account(material, known, rated, unit)
    made = Bulletin(
        account=told,
        compatible=compatible(material, known, month, unit),
        without=rating.without(now, material, rated, unit, counts=counts),
        names=names,
        counted=counts,
    )
    document = made.document(now.vocabulary, languages.current(), gettext)
    content = WRITERS[written](document)
    receiver = sent.get("receiver", "").strip() or None
    store.handed_out(now.archive, WHAT, receiver, table=told.reading, records=made.events)
    response = HttpResponse(content, headers=SAFE)
    response["Content-Disposition"] = f'attachment; filename="civic-space-{month}.{written}"'
    return response
