# SPDX-License-Identifier: Apache-2.0
"""The witness as a service of C2SP tlog-witness, for a log on the same machine or at the end of a tunnel.

    POST /add-checkpoint   the body of `kuzat.log.foreign.Advance`
    200 the cosignature line · 400 misshapen · 403 not signed by the log, or revoked · 404 unknown log
    409 it does not begin where the witness stands, or a fork · 422 the proof does not hold
"""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from kuzat.errors import KuzatError, NotAllowed
from kuzat.exchange import WitnessBehind
from kuzat.log import ForeignRefused, ForkFound, NoteBad
from kuzat.log.foreign import LARGEST, Advance
from kuzat.log.note import Checkpoint
from kuzat.store import Archive, NoSuchPeer, reader_of, sign_as_witness

HOST = "127.0.0.1"
SIZE = "text/x.tlog.size"
PATIENCE = 10


class Loopback(HTTPServer):
    """Answers one request after the other, so that no two see the same newest checkpoint."""

    def __init__(self, archive: Archive, port: int) -> None:
        self.archive = archive
        super().__init__((HOST, port), _Handler)

    @property
    def address(self) -> str:
        """The prefix under which logs submit."""
        return f"http://{HOST}:{self.server_address[1]}"


@contextmanager
def server(archive: Archive, port: int) -> Iterator[Loopback]:
    """The service on a port of this machine; 0 is any that is free."""
    service = Loopback(archive, port)
    try:
        yield service
    finally:
        service.server_close()


class _Handler(BaseHTTPRequestHandler):
    """One request. Nothing is logged: an address or a time in a terminal is a trace."""

    server: Loopback
    server_version, sys_version = "kuzat", ""
    timeout = PATIENCE

    def do_POST(self) -> None:
        if self.path != "/add-checkpoint":
            self._answer(404)
            return
        length = self.headers.get("Content-Length", "")
        if not length.isascii() or not length.isdigit() or int(length) > LARGEST:
            self._answer(400)
            return
        self._answer(*answered(self.server.archive, self.rfile.read(int(length))))

    def _answer(self, status: int, body: bytes = b"", kind: str = "text/plain; charset=utf-8") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def answered(archive: Archive, request: bytes) -> tuple[int, bytes, str] | tuple[int]:
    """Status, body and type of the answer to one request."""
    try:
        advance = Advance.parse(request)
        if advance.old > Checkpoint.parse(advance.note).size:
            return (400,)
    except (ForeignRefused, NoteBad):
        return (400,)
    try:
        _, line = sign_as_witness(archive, reader_of(archive), request)
    except WitnessBehind as behind:
        return 409, f"{behind.details['size']}\n".encode(), SIZE
    except ForkFound:
        return (409,)
    except NoSuchPeer:
        return (404,)
    except (NoteBad, NotAllowed):
        return (403,)
    except ForeignRefused:
        return (422,)
    except KuzatError:
        return (503,)
    return 200, line, "text/plain; charset=utf-8"
