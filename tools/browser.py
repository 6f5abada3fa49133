# SPDX-License-Identifier: Apache-2.0
"""Say whether the tests in a real browser can run here, and what to install if not.

    python tools/browser.py      exit status 0 where they can, else 1

Nothing is downloaded: the browser is the one that the system's own packages bring.
"""

import importlib.util
import shutil
import sys
from pathlib import Path

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
HOW = """No Chromium was found.
On Debian: apt install chromium
On Ubuntu: snap install chromium
On Fedora: dnf install chromium
On macOS: brew install --cask google-chrome"""


def program() -> str | None:
    """Where the browser is."""
    return next(filter(None, map(shutil.which, (*PROGRAMS, str(MAC)))), None)


def main() -> int:
    """Do what the module's docstring says; the exit status."""
    if importlib.util.find_spec("playwright") is None:
        print("Playwright's package is missing. Install it: make test-browser")
        return 1
    if program() is None:
        print(HOW)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
