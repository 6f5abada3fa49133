# SPDX-License-Identifier: Apache-2.0
"""An original streams from the browser into the vault; no part of it lies anywhere else, nor in the open.

Django would spill it into a temporary file. Here the fields before the file are read first, then the file
is handed on as a stream that the vault seals piece by piece, in a few hundred kilobytes of memory. The
token of the form stands in the address that it is sent to, so that nothing is read for who has none.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.multipartparser import FIELD, FILE, ChunkIter, LazyStream, Parser
from django.utils.datastructures import MultiValueDict

from kuzat.errors import Refused
from kuzat.web import refusals
from kuzat.web.sessions import Session

KEEP = "/keep/"
SEE_OTHER = 303
PIECE = 64 * 1024
LONGEST_FIELD = 4096
MOST_PARTS = 20


class UploadCut(Refused):
    """The original did not arrive whole; nothing was kept."""

    code = "upload_cut"
    advice = "Choose the file again and send it once more."


class FormFirst(Refused):
    """The file came before the form that says what it is; nothing was kept."""

    code = "form_first"
    advice = "Load the page again and send the file from there."


def length(request: HttpRequest) -> int:
    """How many bytes a request says it sends."""
    told = request.META.get("CONTENT_LENGTH") or ""
    return int(told) if told.isascii() and told.isdigit() else 0


def received(request: HttpRequest, respond: Callable[[Any], HttpResponse]) -> HttpResponse:
    """Let an original in, if its form was drawn in this session; a second click finds what came of it."""
    session: Session | None = request.session
    token = request.path.removeprefix(KEEP)
    if session is not None and session.once.done(token):
        return HttpResponseRedirect(f"/done/{token}", status=SEE_OTHER)
    if session is None or "say" not in session.archive.may or not session.once.is_open(token):
        return refusals.forged(request)
    request.upload_handlers = [Streaming(request, session)]
    return respond(request)


class Line:
    """The body of a request as it comes over the line. Raises `UploadCut` where it ends too early."""

    def __init__(self, body: Any, expected: int, session: Session) -> None:
        self._body, self._left, self._session = body, expected, session

    def read(self, size: int = PIECE) -> bytes:
        """The next piece."""
        if self._session.leaving:
            raise UploadCut()
        try:
            piece: bytes = self._body.read(min(size, self._left))
        except OSError:
            raise UploadCut() from None
        if not piece and self._left:
            raise UploadCut()
        self._left -= len(piece)
        return piece


class Content:
    """The file in a form, as the vault reads it: `read` and no more."""

    def __init__(self, stream: LazyStream) -> None:
        self._pieces = iter(stream)
        self._ready = bytearray()

    def read(self, size: int) -> bytes:
        """The next bytes, fewer than ``size`` only at the end."""
        while len(self._ready) < size and (piece := next(self._pieces, b"")):
            self._ready += piece
        taken = bytes(self._ready[:size])
        del self._ready[:size]
        return taken


class Streaming(FileUploadHandler):  # type: ignore[misc]
    """Reads a form up to its file and leaves that on the line: ``request.incoming``, name and `Content`.

    The view reads it to its end, or lets the request go.
    """

    def __init__(self, request: HttpRequest, session: Session) -> None:
        super().__init__(request)
        self._session = session

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: bytes, encoding: Any = None
    ) -> tuple[QueryDict, MultiValueDict]:
        """The fields before the file; the file itself stays on the line, in ``request.incoming``."""
        line = Line(input_data, content_length, self._session)
        fields = QueryDict(mutable=True, encoding="utf-8")
        self.request.incoming = None
        # A form that is cut before its file has no token, or no file: that is said by whoever asks for them.
        with suppress(UploadCut):
            self._read(iter(Parser(LazyStream(ChunkIter(line, PIECE)), boundary)), fields)
        return fields, MultiValueDict()

    def _read(self, parts: Iterator[Any], fields: QueryDict) -> None:
        """Read the parts of a form up to its file."""
        for _, (kind, meta, stream) in zip(range(MOST_PARTS), parts, strict=False):
            if kind == FIELD:
                name = meta["content-disposition"][1].get("name", b"").decode("utf-8", "replace")
                fields.appendlist(name, stream.read(size=LONGEST_FIELD).decode("utf-8", "replace"))
            elif kind == FILE:
                told = meta["content-disposition"][1].get("filename", b"")
                self.request.incoming = (told.decode("utf-8", "replace"), Content(stream))
                return
