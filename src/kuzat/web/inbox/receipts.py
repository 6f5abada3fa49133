# SPDX-License-Identifier: Apache-2.0
"""What became of a report, for whoever has its receipt code: a status, never who gave it or what it told."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kuzat import store
from kuzat.errors import KuzatError
from kuzat.exchange import qr
from kuzat.web import page
from kuzat.web.reading import reading

BAD = 400
LONGEST = 60


def receipt(request: HttpRequest) -> HttpResponse:
    """The form for a code, and below it the answer; the code is posted and stands in no address."""
    now = reading(request)
    code = request.POST.get("code", "").strip()[:LONGEST] if request.method == "POST" else ""
    status, error = "", ""
    if code and not request.switched:
        try:
            status = store.access_receipt(now.archive, now.reader, code)
        except KuzatError as refusal:
            error = f"{refusal.sentence(_)} {refusal.step(_)}"
    context = {
        "status": status,
        "error": error,
        "qr": qr.drawn("".join(filter(str.isdigit, code))) if status else None,
    }
    answer = page.show(request, "inbox/receipt.html", context, BAD if error else 200)
    answer.is_shown_once = bool(status)
    return answer
