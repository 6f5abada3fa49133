# SPDX-License-Identifier: Apache-2.0
"""An original as a file to be saved, never as a page of the desk: what it holds could act in its name."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from kuzat import store
from kuzat.errors import Missing
from kuzat.terms import label
from kuzat.web.reading import reading

SAFE = {
    "Content-Type": "application/octet-stream",
    "Content-Security-Policy": "sandbox; default-src 'none'",
}


def original(request: HttpRequest, id: str) -> HttpResponse:
    """The original as a file under its label: its own name may say too much on a disk.

    A protected one is handed out for a reason, which is noted first. Raises what `access_original` raises.
    """
    now = reading(request)
    now.record(id)
    reason = request.POST.get("reason", "").strip() or None
    pieces = store.access_original(now.archive, now.reader, id, store.INSIDE, reason=reason)
    first = next(pieces, None)
    if first is None:
        raise Missing()
    response = StreamingHttpResponse(_all(first, pieces))
    for name, value in SAFE.items():
        response[name] = value
    response["Content-Disposition"] = f'attachment; filename="{label(id)}.bin"'
    return response


def _all(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest
