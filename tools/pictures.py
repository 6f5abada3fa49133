# SPDX-License-Identifier: Apache-2.0
"""Take the pictures of the desk in docs/pictures with a headless Chromium.

The desk shows the practice country: no person, body or outlet in the pictures exists.

    python tools/pictures.py [folder]      needs chromium on the path; writes PNG files

Chromium is driven through its own pipe (DevTools protocol, one JSON message after another with a zero
byte between), so nothing has to be installed beside it.
"""

import base64
import contextlib
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from kuzat.testing import AIZADA, import_country, make_archive
from kuzat.web import serve

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = ("--headless=new", "--remote-debugging-pipe", "--no-first-run", "--hide-scrollbars")
WIDE, HALF, NARROW = 1280, 1000, 360
HIGH, TALLEST = 980, 2400


class Shot(NamedTuple):
    """One picture: how wide, in which language, and the scripts that lead there from the overview."""

    width: int
    language: str
    steps: tuple[str, ...] = ()
    height: int = TALLEST


OPEN_EVENT = "location = document.querySelector('.open li:nth-child(7) .what a').href"
SHOTS = {
    "events": Shot(HALF, "en", ("location = '/events'",), HIGH),
    "event-half": Shot(HALF, "en", (OPEN_EVENT,), HIGH),
    "overview": Shot(WIDE, "en"),
    "event": Shot(WIDE, "ru", (OPEN_EVENT,)),
    "story": Shot(WIDE, "en", ("location = '/stories'", "document.querySelector('tbody a').click()")),
    "statement": Shot(
        WIDE, "ky", (OPEN_EVENT, "location = document.querySelector('.apart .sayings .more').href")
    ),
    "count": Shot(WIDE, "uz-Cyrl", ("location = '/count?unit=act&by=branch&and=region'",), HIGH),
    "places": Shot(WIDE, "uz", ("location = '/places'",)),
    "incident": Shot(HALF, "ky", ("location = '/incident'",)),
    "narrow": Shot(NARROW, "ky", (), 1600),
}
BESIDE = ("events", "event-half")  # together they make desk.png


class Browser:
    """One page of a headless Chromium with a profile that is thrown away."""

    def __init__(self, program: str, profile: Path) -> None:
        to_browser, self._write = os.pipe()
        self._read, from_browser = os.pipe()
        root = ["--no-sandbox"] if os.geteuid() == 0 else []
        command = [program, *SWITCHES, *root, f"--user-data-dir={profile}", "about:blank"]
        shell = f'exec "$@" 3<&{to_browser} 4>&{from_browser}'
        self._process = subprocess.Popen(
            ["sh", "-c", shell, "sh", *command],
            pass_fds=(to_browser, from_browser),
            stderr=subprocess.DEVNULL,
        )
        os.close(to_browser)
        os.close(from_browser)
        self._numbers, self._rest, self._session = itertools.count(1), b"", ""
        targets = self.call("Target.getTargets")["targetInfos"]
        page = next(target["targetId"] for target in targets if target["type"] == "page")
        attached = self.call("Target.attachToTarget", targetId=page, flatten=True)
        self._session = attached["sessionId"]
        self.call("Page.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """One command and its answer."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == number:
                return dict(answer.get("result", {}))

    def until(self, event: str) -> None:
        """Wait for something to happen on the page."""
        while self._next().get("method") != event:
            pass

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            part = os.read(self._read, 1 << 20)
            if not part:
                raise SystemExit("the browser has ended")
            self._rest += part
        message, self._rest = self._rest.split(b"\0", 1)
        return dict(json.loads(message))

    def open(self, url: str) -> None:
        """Load a page."""
        self.call("Page.navigate", url=url)
        self.until("Page.loadEventFired")

    def follow(self, script: str) -> None:
        """Run a script that leads to another page."""
        self.call("Runtime.evaluate", expression=script)
        self.until("Page.loadEventFired")

    def picture(self, width: int, highest: int) -> bytes:
        """The page as PNG, from its top."""
        size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
        self.call("Emulation.setDeviceMetricsOverride", **size)
        content = self.call("Page.getLayoutMetrics")["cssContentSize"]
        height = min(content["height"], highest)
        clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        taken = self.call("Page.captureScreenshot", clip=clip, captureBeyondViewport=True)
        return base64.b64decode(taken["data"])

    def draw(self, html: str) -> None:
        """Show a page of our own."""
        self.open("about:blank")
        frame = self.call("Page.getFrameTree")["frameTree"]["frame"]["id"]
        self.call("Page.setDocumentContent", frameId=frame, html=html)
        waiting = "Promise.all([...document.images].map(image => image.decode()))"
        self.call("Runtime.evaluate", expression=waiting, awaitPromise=True)

    def close(self) -> None:
        """End the browser."""
        self._process.terminate()
        self._process.wait()


@contextlib.contextmanager
def desk(folder: Path) -> Iterator[str]:
    """The practice country at a desk on a free port."""
    archive = make_archive(folder / "practice.archive")
    for _name, _imported in import_country(archive):
        pass
    archive.close()
    announced, urls = threading.Event(), []

    def announce(url: str) -> None:
        urls.append(url)
        announced.set()

    threading.Thread(target=serve, args=(folder / "practice.archive", 0, announce), daemon=True).start()
    announced.wait()
    yield urls[0]


def take(browser: Browser, url: str, target: Path) -> None:
    """Every picture of `SHOTS`, and the first two beside each other."""
    browser.open(url)
    browser.follow(
        f"document.querySelector('#passphrase').value = {json.dumps(AIZADA.passphrase)};"
        "document.querySelector('.door form').submit()"
    )
    taken = {}
    for name, shot in SHOTS.items():
        browser.open(url)
        browser.follow(f"document.querySelector('.tongues [value=\"{shot.language}\"]').click()")
        for step in shot.steps:
            browser.follow(step)
        taken[name] = browser.picture(shot.width, shot.height)
    browser.draw(beside([taken.pop(name) for name in BESIDE]))
    taken["desk"] = browser.picture(2 * HALF + 72, HIGH + 48)
    for name, content in taken.items():
        (target / f"{name}.png").write_bytes(content)
        print(target / f"{name}.png")


def beside(pictures: list[bytes]) -> str:
    """A page on which pictures stand beside each other."""
    images = (base64.b64encode(picture).decode() for picture in pictures)
    shown = "".join(f'<img src="data:image/png;base64,{image}">' for image in images)
    style = "margin:0; padding:24px; display:flex; gap:24px; align-items:start; background:#e4e0d6"
    return f'<!doctype html><body style="{style}">{shown}</body>'


def main(arguments: list[str]) -> int:
    """Do what the module's docstring says; the exit status."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        print("No Chromium was found. On Debian and Ubuntu: apt install chromium")
        return 1
    target = Path(arguments[0]) if arguments else PICTURES
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, desk(Path(folder)) as url:
        browser = Browser(program, Path(folder) / "profile")
        try:
            take(browser, url, target)
        finally:
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
