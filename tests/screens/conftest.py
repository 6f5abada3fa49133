# SPDX-License-Identifier: Apache-2.0
"""The desk in a real browser: `make test-browser` runs what is here, with the distribution's own Chromium."""

import importlib.util
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tools import browser

# Nothing but this machine has a name, and the browser asks nobody for anything of its own.
FLAGS = [
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--disable-background-networking",
    "--no-first-run",
]

if importlib.util.find_spec("playwright") is None:
    collect_ignore_glob = ["test_*.py"]
else:
    from playwright.sync_api import BrowserContext, Playwright, sync_playwright

    Open = Callable[..., BrowserContext]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What stands in this folder needs a browser."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def program() -> str:
    """Where the browser is; without one these tests fail and say so."""
    found = browser.program()
    assert found, browser.HOW
    return found


@pytest.fixture(scope="session")
def playwright() -> "Iterator[Playwright]":
    with sync_playwright() as running:
        yield running


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where browser and desk keep what they write: the profile, and every temporary file.

    The path is short, since the browser puts a socket into it.
    """
    with tempfile.TemporaryDirectory(prefix="kz", ignore_cleanup_errors=True) as folder:
        monkeypatch.setattr(tempfile, "tempdir", folder)
        yield Path(folder)


@pytest.fixture
def open_browser(playwright: "Playwright", program: str, kept: Path) -> "Iterator[Open]":
    """A browser with a profile on disk, as a person has one; ``script`` says whether JavaScript is on."""
    opened: list[BrowserContext] = []

    def open_one(*, script: bool = True) -> "BrowserContext":
        context = playwright.chromium.launch_persistent_context(
            kept / "profile",
            executable_path=program,
            args=FLAGS,
            chromium_sandbox=os.name == "posix" and os.geteuid() != 0,
            java_script_enabled=script,
            env={**os.environ, "TMPDIR": str(kept)},
            viewport={"width": 1280, "height": 900},
            locale="en-GB",
        )
        context.set_default_timeout(15_000)
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()
