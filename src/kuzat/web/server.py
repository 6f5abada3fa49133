# SPDX-License-Identifier: Apache-2.0
"""Serve the desk on this machine only, quietly, until somebody stops it."""

import contextlib
import errno
import os
import signal
import threading
import webbrowser
from collections.abc import Callable, Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import ServerHandler, WSGIRequestHandler, WSGIServer

from kuzat.errors import Refused
from kuzat.store import NoArchive, Recogniser, is_archive
from kuzat.web.desk import Application, application
from kuzat.web.sessions import IDLE_SECONDS

LOOPBACK = "127.0.0.1"
SLOWEST_REQUEST = 30


class PortTaken(Refused):
    """Another program uses port {port} of this machine."""

    code = "port_taken"
    advice = "Stop that program, or choose another port: kuzat serve --port 8766"


class Handler(ServerHandler):
    """Runs one request without the process's environment in reach, and without a word on errors."""

    os_environ: dict[str, str] = {}  # noqa: RUF012
    server_software = "Kuzat"

    def log_exception(self, exc_info: Any) -> None:
        """Nothing: the desk's own error page and log line have said what may be said."""


class RequestHandler(WSGIRequestHandler):
    """Reads one request from a browser."""

    timeout = SLOWEST_REQUEST

    def log_message(self, format: str, *args: Any) -> None:
        """No access log: addresses tell what somebody looked at."""

    def handle(self) -> None:
        """As the library does, with our `Handler`; a browser that hangs up is no error."""
        with contextlib.suppress(ConnectionError, TimeoutError):
            self.raw_requestline = self.rfile.readline(65537)
            if len(self.raw_requestline) > 65536:
                self.requestline, self.request_version, self.command = "", "", ""
                self.send_error(414)
            elif self.parse_request():
                environ = self.get_environ()
                handler = Handler(self.rfile, self.wfile, self.get_stderr(), environ)  # type: ignore[arg-type]
                handler.request_handler = self  # type: ignore[attr-defined]
                handler.run(self.server.get_app())  # type: ignore[attr-defined]


class Server(ThreadingMixIn, WSGIServer):
    """Threads, so that a slow unlocking does not stop another reader's pages."""

    daemon_threads = True
    allow_reuse_address = os.name == "posix"  # elsewhere it would let another program share the port

    def server_bind(self) -> None:
        """Bind without asking any name server who this machine is."""
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = LOOPBACK, self.server_address[1]
        self.setup_environ()

    def service_actions(self) -> None:
        """Lock idle sessions, whether or not anybody asks for a page."""
        app = self.get_app()
        if isinstance(app, Application):
            app.desk.sessions.sweep()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing: the library would print a traceback."""


def serve(
    path: Path,
    port: int,
    announce: Callable[[str], None],
    *,
    open_browser: bool = False,
    idle: float = IDLE_SECONDS,
    recogniser: Recogniser | None = None,
) -> None:
    """Serve the archive at ``path`` on the loopback address until SIGTERM or Ctrl+C.

    ``port`` 0 takes a free one. ``announce`` is given the address once it answers; a session ends after
    ``idle`` seconds without a page. On the way out every
    session ends, which closes its archive. Raises `NoArchive` or `PortTaken`.
    """
    if not is_archive(path):
        raise NoArchive(path=path)
    with bound(port) as server, _stopped_by_signal():
        app = application(path, server.server_port, idle=idle, recogniser=recogniser)
        server.set_app(app)
        url = f"http://{LOOPBACK}:{server.server_port}/"
        try:
            announce(url)
            if open_browser:
                webbrowser.open(url)
            server.serve_forever()
        except KeyboardInterrupt:
            return
        finally:
            app.desk.sessions.end_all()


def bound(port: int) -> Server:
    """A server on the loopback address that has no application yet. Raises `PortTaken`."""
    try:
        return Server((LOOPBACK, port), RequestHandler)
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        raise PortTaken(port=port) from None


@contextlib.contextmanager
def _stopped_by_signal() -> Iterator[None]:
    """Let SIGTERM end the serving as Ctrl+C does; only the main thread may listen to signals."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: Any) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
