# SPDX-License-Identifier: Apache-2.0
"""Keep an original: its form, and the file that streams from it into the vault."""

from typing import BinaryIO, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from kuzat import store
from kuzat.store import Original
from kuzat.web import page, uploads
from kuzat.web.inbox import exported, inbox
from kuzat.web.once import Done
from kuzat.web.reading import reading

SEE_OTHER = 303
# What is sent to the inbox: a sealed file of a form, or what another program exported.
TAKES = {"sealed": inbox.take, "export": exported.take}
UNKNOWN = "application/octet-stream"
LONGEST_NAME = 200


def form(request: HttpRequest) -> HttpResponse:
    """What the file is, and the file."""
    now = reading(request)
    return page.show(request, "exhibits/keep.html", {"token": now.session.once.draw()})


def keep(request: HttpRequest, token: str) -> HttpResponse:
    """Seal what is on the line, and say what it is; what is for the inbox goes there.

    Raises `FormFirst`, `UploadCut`, `DiskFull`.
    """
    now = reading(request)
    if getattr(request, "incoming", None) is None:
        raise uploads.FormFirst()
    told, content = request.incoming
    if taken := TAKES.get(request.POST.get("inbox", "")):
        return taken(now, token, _name(told), cast(BinaryIO, content), request.POST)
    exhibit = store.keep(
        now.archive,
        Original(
            name=_name(told),
            media_type=UNKNOWN,
            content=cast(BinaryIO, content),
            public=request.POST.get("public", "").strip() or None,
            protected="public" not in request.POST or not request.POST["public"].strip(),
        ),
    )
    now.session.once.close(token, Done(record=exhibit.id, said=(), back=f"/record/{exhibit.id}"))
    return HttpResponseRedirect(f"/done/{token}", status=SEE_OTHER)


def _name(told: str) -> str:
    """The file's own name without the folders that some browsers send along."""
    last = told.replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in last if sign.isprintable())[:LONGEST_NAME] or "original"
