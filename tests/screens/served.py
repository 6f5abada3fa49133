# SPDX-License-Identifier: Apache-2.0
"""A desk that answers on a port of this machine, and the people who come to it."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Page
from tests.people import COLLEAGUE, open_as
from tests.template import Template

from kuzat.store import Archive
from kuzat.testing import AIZADA, Randomness
from kuzat.web.desk import application
from kuzat.web.server import bound


def straight(app: Any) -> Any:
    """A line on which nothing is slow."""
    return app


@contextlib.contextmanager
def desk(path: Path, template: Template, line: Callable[[Any], Any] = straight) -> Iterator[str]:
    """The address of a desk where the passphrase says in which roles somebody comes: `coder`, `reader`.

    ``line`` is what requests go through before the desk reads them.
    """

    def opener(path: Path, passphrase: str, **beside: object) -> Archive:
        roles, member = passphrase.split("+"), COLLEAGUE if passphrase == "reader" else AIZADA.member
        return open_as(path, template.unlocked, *roles, member=member, random=Randomness(passphrase))

    with bound(0) as server:
        app = application(path, server.server_port, opener=opener)
        server.set_app(line(app))
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
            app.desk.sessions.end_all()


def unlock(page: Page, desk: str, roles: str, language: str = "en") -> None:
    """Choose a language at the door and come in."""
    page.goto(desk)
    speak(page, language)
    page.fill("#passphrase", roles)
    page.click(".door button.main")
    page.locator("nav.places").wait_for()


def speak(page: Page, language: str) -> None:
    """Press a button at the foot of the page."""
    page.click(f'.tongues [value="{language}"]')
    assert page.get_attribute("html", "lang") == language


def lock(page: Page) -> None:
    """Leave."""
    page.click("form.lock button >> nth=0")
    page.locator("nav.places").wait_for(state="detached")


def is_too_wide(page: Page) -> bool:
    """Whether one must scroll sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
