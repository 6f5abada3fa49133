# SPDX-License-Identifier: Apache-2.0
"""An original on its way in a real browser: how far it is, stopped, cut off, and 300 MB over a slow line."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page
from tests.people import open_as
from tests.screens.served import desk, unlock
from tests.template import Template

from kuzat import store
from kuzat.store import reader_of

Open = Callable[..., BrowserContext]
MEBIBYTE = 1024 * 1024
LONG = 300 * MEBIBYTE
SEND = "form.upload button.main"
MOVING = "[data-far]:has-text('/ 300.0 MiB')"


class Line:
    """What comes over it is read ``speed`` bytes a second."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.speed = 1000 * MEBIBYTE

    def __call__(self, environ: dict[str, Any], start: Any) -> Any:
        environ["wsgi.input"] = Body(self, environ["wsgi.input"])
        return self.app(environ, start)


@dataclass
class Body:
    """The body of one request as it comes over the line."""

    line: Line
    body: Any

    def read(self, size: int = -1) -> bytes:
        piece: bytes = self.body.read(size)
        time.sleep(len(piece) / self.line.speed)
        return piece

    def readline(self, size: int = -1) -> bytes:
        raise AssertionError("a body is read in pieces")


@dataclass
class Office:
    """An empty archive, its desk, and a long recording to be kept."""

    path: Path
    template: Template
    recording: Path
    desk: str = ""
    lines: list[Line] = field(default_factory=list)

    def through(self, app: Any) -> Line:
        """A line to the desk."""
        self.lines.append(Line(app))
        return self.lines[0]

    def kept(self) -> list[str]:
        """The sizes of the originals that are kept, those of the vocabulary left out."""
        with open_as(self.path, self.template.unlocked, "reader") as archive:
            rows = store.access_rows_of_kind(archive, reader_of(archive), "exhibit")
            return [row["size"] for row in rows if row["media_type"] == "application/octet-stream"]


@pytest.fixture
def office(template: Template, tmp_path: Path) -> Iterator[Office]:
    path, recording = tmp_path / "office.archive", tmp_path / "long.mp4"
    template.copy(path).close()
    with recording.open("wb") as file:
        file.truncate(LONG)
    office = Office(path, template, recording)
    with desk(path, template, office.through) as office.desk:
        yield office


def fill_in(page: Page, office: Office) -> None:
    """The form with the recording chosen."""
    unlock(page, office.desk, "coder")
    page.goto(f"{office.desk}/keep")
    page.wait_for_load_state()
    page.fill("#public", "https://practice.example.org/long")
    page.set_input_files("#original", office.recording)


def far(page: Page) -> float:
    """How many MiB the page says were sent."""
    return float(page.inner_text("[data-far]").partition(" ")[0])


def test_a_long_original_is_seen_on_its_way_stopped_cut_off_and_kept(
    open_browser: Open, office: Office
) -> None:
    page = open_browser().pages[0]
    fill_in(page, office)
    office.lines[0].speed = 5 * MEBIBYTE
    page.click(SEND)
    page.wait_for_selector(MOVING)
    assert 0 < far(page) < 300
    assert page.is_disabled(SEND)
    page.click("[data-stop]")
    page.wait_for_selector("[data-stopped]:visible")
    page.route("**/keep/*", lambda route: route.abort("connectionreset"))
    page.click(SEND)
    page.wait_for_selector("[data-cut]:visible")
    assert page.is_hidden("[data-stopped]")
    page.unroute_all()
    assert office.kept() == []
    office.lines[0].speed = 100 * MEBIBYTE
    page.click(SEND)
    page.wait_for_url("**/done/*", timeout=60_000)
    assert office.kept() == [str(LONG)]


def test_what_is_wholly_sent_is_not_offered_to_be_stopped(open_browser: Open, office: Office) -> None:
    office.recording.write_bytes(bytes(64 * 1024))
    page = open_browser().pages[0]
    fill_in(page, office)
    office.lines[0].speed = 16 * 1024
    page.click(SEND)
    page.wait_for_selector("[data-moving]:visible")
    page.wait_for_selector("[data-stop]", state="hidden")
    assert page.is_visible("[data-moving]"), "it is being kept"
    page.wait_for_url("**/done/*", timeout=60_000)
    assert office.kept() == [str(64 * 1024)]


def test_without_a_script_it_is_kept_the_same(open_browser: Open, office: Office) -> None:
    office.recording.write_bytes(b"a letter")
    page = open_browser(script=False).pages[0]
    fill_in(page, office)
    assert page.is_hidden("[data-stop]")
    page.click(SEND)
    assert "/done/" in page.url
    assert office.kept() == ["8"]
