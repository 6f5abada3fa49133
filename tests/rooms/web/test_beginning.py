# SPDX-License-Identifier: Apache-2.0
"""The first page leads a new organisation through its first steps, and says what waits."""

from pathlib import Path

from tests.browser import PORT, Browser
from tests.people import open_as
from tests.template import Template

from kuzat.store import Archive, back_up, erase, reader_of
from kuzat.terms import load
from kuzat.testing import AIZADA, Maker, Randomness
from kuzat.web import application


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
        back_up(archive, reader_of(archive), tmp_path / "backup")
    home = desk(path, template, "coder").get("/")
    assert done(home) == 2
    assert "kuzat backup --help" not in home.words
    assert "kuzat member --help" in home.words
    assert "What waits" in home.words


def test_a_week_begins_with_who_is_at_risk_and_what_is_due(template: Template, tmp_path: Path) -> None:
    path = tmp_path / "office.archive"
    with template.copy(path) as archive:
        maker = Maker(archive)
        person = maker.new("person", identity_name="Zarina")
        event = maker.new("event", basis=maker.page(), title="A teacher is threatened", start="2025-03-20")
        maker.new("act", event=event, type="act.integrity.threat", victim=[person])
        maker.new("consent", person=person, given="2025-01-01", until="2025-04-20")
        back_up(archive, reader_of(archive), tmp_path / "backup")
        erase(archive, reader_of(archive), maker.page(), "erasure_ground.asked")
    home = desk(path, template, "coder").get("/")
    for head in ("Who may be at risk", "What is due", "which can still bring it back"):
        assert head in home.words
    assert {"/waiting?what=threatened", "/waiting?what=ending"} <= set(home.links)
    assert f"/person/{person}" in home.get("/waiting?what=threatened").links
    home = desk(path, template, "observer").get("/")
    assert "What is due" not in home.words
    assert not any(link.startswith("/waiting?") for link in home.links)


def test_a_week_begins_with_what_the_organisation_itself_must_file(
    template: Template, tmp_path: Path
) -> None:
    """A month ahead and when it is late, apart from what others owe and named once."""
    path = tmp_path / "office.archive"
    with template.copy(path) as archive:
        maker = Maker(archive)
        claim = maker.new("claim", basis=maker.page(), title="Our own papers")
        days = ("2025-04-03", "2025-03-20", "2025-04-25", "2025-07-01")
        filed = [maker.new("obligation", claim=claim, due=day) for day in days]
        owed = maker.new("obligation", claim=claim, due=days[0])
        for one in filed:
            maker.add(one, kind="obligation_kind.file")
        maker.add(owed, kind="obligation_kind.compensate")
    text = desk(path, template, "coder").get("/").text
    ours, _, others = text.partition('id="file"')[2].partition('id="week"')
    assert [f"/record/{one}" in ours for one in (*filed, owed)] == [True, True, True, False, False]
    assert [f"/record/{one}" in others for one in (*filed, owed)] == [False, False, False, False, True]


def test_an_event_with_a_sealed_title_is_called_by_what_was_done(template: Template, tmp_path: Path) -> None:
    path = tmp_path / "office.archive"
    with template.copy(path) as archive:
        maker = Maker(archive)
        event = maker.new("event", title="Zarina is beaten", start="2025-03-20")
        maker.new("act", event=event, type="act.integrity.ill_treatment")
    called = load().term("act.integrity.ill_treatment").label("en")
    browser = desk(path, template, "reader")
    for address in ("/", "/events", f"/event/{event}"):
        assert called in browser.get(address).words
        assert event not in browser.words
        assert "Zarina" not in browser.text


def test_who_sees_only_a_part_is_led_nowhere(template: Template, tmp_path: Path) -> None:
    with template.copy(tmp_path / "new.archive"):
        pass
    for role in ("observer", "documenter"):
        assert "First steps" not in desk(tmp_path / "new.archive", template, role).get("/").words
