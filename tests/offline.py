# SPDX-License-Identifier: Apache-2.0
"""A pytest plugin (`-p tests.offline`): whoever reaches beyond this machine fails the test."""

import ipaddress
import socket
from typing import Any

import pytest


class NetworkUsed(AssertionError):
    """A test tried to reach another machine."""


def local(address: Any) -> bool:
    """Whether a socket address stays on this machine: a path, a loopback number or its name."""
    if not isinstance(address, tuple):
        return True
    host = str(address[0])
    if host in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _guarded(method: str) -> Any:
    real = getattr(socket.socket, method)

    def call(self: socket.socket, *args: Any) -> Any:
        target = args[-1]
        if self.family in (socket.AF_INET, socket.AF_INET6) and not local(target):
            raise NetworkUsed(f"{method} to {target}")
        return real(self, *args)

    return call


@pytest.fixture(autouse=True, scope="session")
def offline() -> Any:
    """Cut connections and look-ups beyond loopback for the whole run."""
    look_up = socket.getaddrinfo

    def look_up_local(host: Any, *args: Any, **named: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name is not None and not local((name,)):
            raise NetworkUsed(f"look-up of {name}")
        return look_up(host, *args, **named)

    with pytest.MonkeyPatch.context() as patch:
        for method in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, method, _guarded(method))
        patch.setattr(socket, "getaddrinfo", look_up_local)
        yield
