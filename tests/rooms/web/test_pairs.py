# SPDX-License-Identifier: Apache-2.0
"""Pairs at the desk: the queue, one pair side by side, a judgement, and its way back."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.browser import PORT, Browser
from tests.people import COLLEAGUE, open_as
from tests.template import Template

from kuzat.store import Archive, access_judgements, reader_of
from kuzat.testing import AIZADA, Maker
from kuzat.web import application

HIDDEN = re.compile(r'name="(once|seen)" value="([^"]*)"')


@dataclass
class Office:
    """An archive with one person in two scripts, somebody else, and two of one event's accounts."""

    path: Path
    template: Template
    pair: str

    def read(self) -> Archive:
        return open_as(self.path, self.template.unlocked, "reader")


@pytest.fixture
def office(template: Template, tmp_path: Path) -> Office:
    with template.copy(tmp_path / "office.archive") as archive:
        maker = Maker(archive)
        page = maker.page()
        names = ("Темир Байсалов", "Temir Bajsalov", "Нурлан Мамытов")
        people = [maker.new("person", basis=page, name=name, country="KG") for name in names]
    first, second = sorted(people[:2])
    return Office(archive.path, template, f"/pair/{first}/{second}")


@pytest.fixture
def desk(office: Office) -> Browser:
    def opener(path: Path, passphrase: str, **beside: object) -> Archive:
        return open_as(path, office.template.unlocked, "coder", member=COLLEAGUE)

    return Browser(application(office.path, PORT, opener=opener)).unlock(AIZADA.passphrase)


def judge(desk: Browser, address: str, reason: str) -> Browser:
    desk.get(address)
    return desk.post(address, **dict(HIDDEN.findall(desk.text)), **{"any.same_reason": reason})


def test_the_queue_leads_to_a_pair_side_by_side(office: Office, desk: Browser) -> None:
    assert office.pair in desk.get("/pairs").links
    assert "They count as one now." in desk.words
    desk.get(office.pair)
    assert "Темир Байсалов" in desk.words
    assert "Temir Bajsalov" in desk.words
    assert "Kyrgyzstan" in desk.words
    assert {f"{office.pair}/{how}" for how in ("same", "different", "unsure")} <= set(desk.links)


def test_a_judgement_is_said_with_its_reason_and_can_be_undone(office: Office, desk: Browser) -> None:
    judge(desk, f"{office.pair}/different", "Two brothers")
    assert desk.path.startswith("/done/")
    with office.read() as archive:
        (judged,) = access_judgements(archive, reader_of(archive))
        assert (judged.judgement.verdict, judged.judgement.by) == ("different", COLLEAGUE)
    done = desk.path
    assert office.pair not in desk.get("/pairs").links
    desk.get(office.pair)
    assert "They count as two now." in desk.words
    assert any(link.startswith("/statement/") for link in desk.links)
    desk.get(done)
    desk.post(done.replace("/done/", "/undo/"), **dict(HIDDEN.findall(desk.text)))
    assert office.pair in desk.get("/pairs").links


def test_a_judgement_needs_a_reason(office: Office, desk: Browser) -> None:
    judge(desk, f"{office.pair}/same", " ")
    assert desk.status == 400
    with office.read() as archive:
        assert access_judgements(archive, reader_of(archive)) == ()


def test_a_contradiction_is_named_above_the_queue(office: Office, desk: Browser) -> None:
    judge(desk, f"{office.pair}/same", "One passport")
    judge(desk, f"{office.pair}/different", "Two brothers")
    assert "contradict each other" in desk.get("/pairs").words
    assert desk.get("/pairs?kind=event").status == 200
