# SPDX-License-Identifier: Apache-2.0
"""The desk answers on this machine only, says nothing to the terminal, and closes when it is told to."""

import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from tests.browser import FORM

from kuzat.store import NoArchive, open_archive, verify
from kuzat.testing import AIZADA
from kuzat.web import PortTaken, serve
from kuzat.web.server import bound

PROGRAM = """
import sys
import threading
from pathlib import Path
from kuzat.web import serve
serve(Path(sys.argv[1]), 0, lambda url: print(url, flush=True))
"""


@pytest.fixture
def served(small: Any) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A desk in a process of its own, and its address."""
    command = [sys.executable, "-c", PROGRAM, str(small.path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    yield process, process.stdout.readline().strip()
    process.kill()
    process.communicate()


def ask(url: str, method: str, path: str, body: str = "", **headers: str) -> HTTPResponse:
    connection = HTTPConnection(urlsplit(url).netloc, timeout=20)
    connection.request(method, path, body, {name.replace("_", "-"): v for name, v in headers.items()})
    return connection.getresponse()


def unlocked(url: str) -> str:
    """The cookies of a browser that went through the door."""
    door = ask(url, "GET", "/")
    token = door.read().decode().split('csrfmiddlewaretoken" value="')[1].split('"')[0]
    form = (door.getheader("Set-Cookie") or "").split(";")[0]
    sent = urlencode({"csrfmiddlewaretoken": token, "passphrase": AIZADA.passphrase})
    answer = ask(url, "POST", "/unlock", sent, Cookie=form, Content_Type=FORM)
    assert answer.status == 303
    return f"{form}; {(answer.getheader('Set-Cookie') or '').split(';')[0]}"


def test_a_browser_is_served_and_told_little(served: tuple[Any, str]) -> None:
    _process, url = served
    answer = ask(url, "GET", "/events?region=KG-GB", Cookie=unlocked(url))
    assert (answer.status, "A march is stopped" in answer.read().decode()) == (200, True)
    assert answer.getheader("Server") == "Kuzat"
    assert answer.getheader("Cache-Control") == "no-store"


def test_a_host_of_another_name_is_refused(served: tuple[Any, str]) -> None:
    _process, url = served
    assert ask(url, "GET", "/", Host="evil.example").status == 421


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_closes_the_archive_and_says_nothing(served: tuple[Any, str], small: Any, number: int) -> None:
    process, url = served
    ask(url, "GET", "/nowhere?secret", Cookie=unlocked(url))
    with socket.create_connection(("127.0.0.1", urlsplit(url).port or 0)) as rude:
        rude.sendall(b"GET /\x00 nonsense\r\n\r\n")
        rude.recv(1000)
    process.send_signal(number)
    _out, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (0, "")
    assert not Path(f"{small.path}/cases.db-wal").exists()
    with open_archive(small.path, AIZADA.passphrase) as archive:
        verify(archive)


def test_a_taken_port_is_said(small: Any) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(PortTaken):
            serve(small.path, other.getsockname()[1], print)


def test_a_folder_without_archive_is_said(tmp_path: Path) -> None:
    with pytest.raises(NoArchive):
        serve(tmp_path, 0, print)


def test_it_listens_on_loopback_only_and_asks_no_name_server(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*names: Any) -> Any:
        raise AssertionError(f"a look-up of {names}")

    for look_up in ("getfqdn", "gethostbyaddr", "gethostbyname"):
        monkeypatch.setattr(socket, look_up, refuse)
    with bound(0) as server:
        assert server.socket.getsockname()[0] == "127.0.0.1"


def test_a_request_sees_nothing_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUZAT_PASSPHRASE", "never in a request")

    def echo(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [])
        return [repr(environ).encode()]

    with bound(0) as server:
        server.set_app(echo)
        threading.Thread(target=server.handle_request).start()
        body = ask(f"http://127.0.0.1:{server.server_port}", "GET", "/").read().decode()
    assert "PATH_INFO" in body
    assert "never in a request" not in body
