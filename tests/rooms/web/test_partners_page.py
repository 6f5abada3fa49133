# SPDX-License-Identifier: Apache-2.0
"""The page of partners: what each of them holds, and what witnesses saw."""

from pathlib import Path

import pytest
from tests.allied import give, introduce, office, take
from tests.browser import PORT, Browser
from tests.people import open_as
from tests.template import Template

from kuzat.store import USES, Archive, add_witness, revoke_peer, witness_key
from kuzat.store.peers import PARTNER
from kuzat.terms import label
from kuzat.testing import BAKYT, Maker
from kuzat.web import application


@pytest.fixture
def received(template: Template, tmp_path: Path) -> tuple[Path, str]:
    """An archive that was given an event by a partner."""
    path = tmp_path / "office.archive"
    with template.copy(path) as archive, office(tmp_path / "osh", "osh") as osh:
        introduce(archive, osh, "OSH-1", PARTNER)
        introduce(osh, archive, "office", PARTNER)
        event = Maker(osh).new("event", basis=Maker(osh).page(), title="A raid at night")
        take(archive, give(osh, tmp_path / "1.bundle", "office", records=[event], use=USES["share"]))
    return path, event


@pytest.mark.slow
def test_what_they_tell_is_shown_beside_and_not_counted(
    received: tuple[Path, str], template: Template
) -> None:
    path, event = received

    def opener(path: Path, passphrase: str, **beside: object) -> Archive:
        return open_as(path, template.unlocked, "director")

    desk = Browser(application(path, PORT, opener=opener)).unlock(BAKYT.passphrase)
    assert f"/event/{event}" in desk.get("/partners").links
    assert "1 more received from OSH-1, not counted." in desk.get("/count").words
    assert "from OSH-1" in desk.get(f"/event/{event}").words
    assert event not in desk.get("/events").text
    assert "received, not adopted: from OSH-1" in desk.post("/search", words="raid").words


@pytest.fixture
def shared(template: Template, tmp_path: Path) -> tuple[Path, str]:
    """An archive that gave an event to a partner who witnesses its log."""
    path = tmp_path / "office.archive"
    with template.copy(path) as archive, office(tmp_path / "osh", "osh") as osh:
        introduce(archive, osh, "OSH-1", PARTNER)
        event = Maker(archive).new("event", basis=Maker(archive).page(), title="A march is stopped")
        give(archive, tmp_path / "1.bundle", "OSH-1", records=[event], use=USES["share"])
        add_witness(archive, witness_key(osh))
        revoke_peer(archive, "OSH-1")
    return path, event


def test_the_page_tells_what_partners_hold(shared: tuple[Path, str], template: Template) -> None:
    path, event = shared

    def desk(*roles: str) -> Browser:
        def opener(path: Path, passphrase: str, **beside: object) -> Archive:
            return open_as(path, template.unlocked, *roles)

        return Browser(application(path, PORT, opener=opener)).unlock(BAKYT.passphrase)

    page = desk("director").get("/partners")
    assert "UNWITNESSED: none of 1 witnesses has signed it." in page.words
    assert "OSH-1: revoked from entry 0 on." in page.words
    assert label(event) in page.words
    assert "kuzat-card-1:" in page.words
    assert 'aria-label="The card of this archive"' in page.text
    assert "Bundle" in page.words
    assert "/partners" in desk("director").get("/members").links
    observer = desk("observer")
    assert observer.get("/partners").status == observer.get("/nothing").status == 404
    assert "/partners" not in observer.get("/members").links
