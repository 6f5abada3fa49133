# SPDX-License-Identifier: Apache-2.0
"""The first page leads a new organisation through its first steps, and says what waits."""

from pathlib import Path

from tests.browser import PORT, Browser
from tests.people import open_as
from tests.template import Template

from kuzat.store import Archive, handed_out
from kuzat.testing import AIZADA, Maker, Randomness
from kuzat.web import application
from kuzat.web.analysis.beginning import BACKUP


def desk(path: Path, template: Template, role: str) -> Browser:
    def opener(path: Path, passphrase: str, **beside: object) -> Archive:
        return open_as(path, template.unlocked, role, random=Randomness("desk"))

    return Browser(application(path, PORT, opener=opener)).unlock(AIZADA.passphrase)


def done(home: Browser) -> int:
    """How many steps are crossed off."""
    return home.text.partition("</ol>")[0].count("flag agreed")


def test_steps_that_are_done_are_crossed_off(template: Template, tmp_path: Path) -> None:
    path = tmp_path / "new.archive"
    with template.copy(path):
        pass
    home = desk(path, template, "coder").get("/")
    assert "First steps" in home.words
    assert "/incident" in home.links
    assert done(home) == 0
    with template.open(path) as archive:
        maker = Maker(archive)
        maker.new("event", basis=maker.page(), title="A march is stopped", start="2020")
        handed_out(archive, BACKUP, None)
    home = desk(path, template, "coder").get("/")
    assert done(home) == 2
    assert "kuzat backup --help" not in home.words
    assert "kuzat member --help" in home.words
    assert "What waits" in home.words


def test_who_sees_only_a_part_is_led_nowhere(template: Template, tmp_path: Path) -> None:
    with template.copy(tmp_path / "new.archive"):
        pass
    for role in ("observer", "documenter"):
        assert "First steps" not in desk(tmp_path / "new.archive", template, role).get("/").words
