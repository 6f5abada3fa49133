# SPDX-License-Identifier: Apache-2.0
"""The tests cannot reach the network, and would say so."""

import socket

import pytest


@pytest.fixture
def cut(request: pytest.FixtureRequest) -> None:
    if not request.config.pluginmanager.has_plugin("tests.offline"):
        pytest.skip("run without `-p tests.offline`; `make test` has it")


@pytest.mark.usefixtures("cut")
def test_another_machine_is_refused() -> None:
    with socket.socket() as link, pytest.raises(AssertionError, match="connect to"):
        link.connect(("192.0.2.1", 80))
    with pytest.raises(AssertionError, match="look-up"):
        socket.getaddrinfo("example.org", 80)


@pytest.mark.usefixtures("cut")
def test_this_machine_is_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
