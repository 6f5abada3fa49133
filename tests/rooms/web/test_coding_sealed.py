# SPDX-License-Identifier: Apache-2.0
"""A sealed testimony is opened beside the record for a reason; what is coded from it names nobody known."""

from pathlib import Path

import pytest
from tests.rooms.web.test_writing import Office, hidden, send
from tests.template import Template

from kuzat import store
from kuzat.store import access_identity_log, reader_of
from kuzat.testing import Maker

NAME = "Айсулуу Токтосунова"
FIRST, SECOND = "Кече үч киши өлдү.", f"Мен, {NAME}, жашырындым."
BASIS = "_basis"


@pytest.fixture
def office(template: Template, tmp_path: Path) -> tuple[Office, str, str]:
    path = tmp_path / "office.archive"
    with template.copy(path) as archive:
        maker = Maker(archive)
        teller = maker.new("person", identity_name=NAME)
        maker.new("consent", person=teller, given="2020-01-01")
        event = maker.new("event", basis=maker.page(), title="A march is stopped", start="2020")
        told = maker.new("information", source=teller, event=event)
        (testimony,) = maker.add(told, testimony=f"{FIRST} {SECOND}", language="ky")
    return Office(path, template, event), told, f"stm-{testimony.hex()}"


def readings(office: Office) -> int:
    with office.read("director") as archive:
        return len(access_identity_log(archive, reader_of(archive)))


def held(office: Office, says: str, role: str = "reader") -> list[tuple[str, str | None]]:
    with office.read(role) as archive:
        record = store.access_record(archive, reader_of(archive), office.event)
        return [(value.text, value.said.basis) for value in record.all(says)]


def test_a_sealed_text_is_opened_for_a_reason_and_coded_from(office: tuple[Office, str, str]) -> None:
    desk, told, testimony = office
    address = f"/account/{told}/sealed/account"
    coder = desk.desk("coder").get(f"/account/{told}/account")
    assert FIRST not in coder.words
    assert address in coder.links
    coder.get(address)
    assert FIRST not in coder.words
    assert (coder.post(address, reason=" ").status, readings(desk)) == (200, 0)
    coder.post(address, reason="to code it")
    assert FIRST in coder.words
    assert readings(desk) == 1
    span = f"{testimony}#chars=0,{len(FIRST)}"
    assert f'value="{span}"' in coder.text
    typed = {"reason": "to code it", "event.killed_min": "3", "event.place": "a yard", BASIS: span}
    form = {**hidden(coder), **typed}
    assert coder.post(address, save="quietly", **form).status == 204
    assert address in coder.get("/drafts").links
    coder.post(address, **form)
    assert "Said" in coder.words
    assert readings(desk) == 1
    assert held(desk, "event.killed_min") == [("3", span)]
    assert held(desk, "event.place") == [("a yard", span)]


def test_what_names_somebody_is_refused_and_nothing_is_lost(office: tuple[Office, str, str]) -> None:
    desk, told, testimony = office
    address = f"/account/{told}/sealed/account"
    coder = desk.desk("coder").get(address)
    coder.post(address, reason="to code it")
    send(coder, address, **{"reason": "to code it", "event.place": "Токтосуновага жакын", BASIS: testimony})
    assert coder.status == 400
    assert "names 1" in coder.words
    assert 'value="Токтосуновага жакын"' in coder.text
    assert held(desk, "event.place") == []


@pytest.mark.parametrize("span", ["#chars=0,999", "#chars=9,3", "#chars=00,4", "0"])
def test_a_basis_outside_of_the_sealed_text_is_refused(office: tuple[Office, str, str], span: str) -> None:
    desk, told, testimony = office
    address = f"/account/{told}/sealed/account"
    coder = desk.desk("coder").get(address)
    coder.post(address, reason="to code it")
    forged = {"reason": "to code it", "event.killed_min": "3", BASIS: testimony + span}
    assert send(coder, address, **forged).status == 400
    assert held(desk, "event.killed_min") == []


def test_a_testimony_whose_consent_is_withdrawn_is_opened_for_no_reason(
    office: tuple[Office, str, str]
) -> None:
    desk, told, _ = office
    address = f"/account/{told}/sealed/account"
    coder = desk.desk("coder").get(address)
    with desk.read("director") as archive:
        (consent,) = store.access_rows_of_kind(archive, reader_of(archive), "consent")
        Maker(archive).add(consent["id"], withdrawn="2021-01-01")
    assert coder.post(address, reason="to code it").status == 404
    assert readings(desk) == 0


def test_who_releases_nothing_finds_nothing_there(office: tuple[Office, str, str]) -> None:
    desk, told, _ = office
    for role in ("documenter", "reader", "lawyer", "observer"):
        browser = desk.desk(role).get(f"/account/{told}/sealed/account")
        assert browser.status == 404
        assert browser.post(f"/account/{told}/sealed/account", reason="to know").status == 404
    assert readings(desk) == 0
