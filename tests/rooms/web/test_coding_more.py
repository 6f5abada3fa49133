# SPDX-License-Identifier: Apache-2.0
"""More is said of an event without typing twice, and a second account stands beside the first."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.browser import Browser
from tests.people import COLLEAGUE
from tests.rooms.web.test_writing import Office, send, size
from tests.template import Template

from kuzat import store
from kuzat.store import reader_of
from kuzat.testing import Maker

WHO, VICTIM = "_basis", "act.victim"


@pytest.fixture
def office(template: Template, tmp_path: Path) -> Office:
    path = tmp_path / "office.archive"
    with template.copy(path) as archive:
        maker = Maker(archive)
        page = maker.page("Tang")
        event = maker.new("event", basis=page, title="A march is stopped", start="2020-03-08")
        maker.add(page, event=event)
        person = maker.new("person", basis=page, role=["victim_role.protesters"])
        maker.new("act", basis=page, event=event, type="act.assembly", victim=[person], start="2020-03-08")
    return Office(path, template, event)


@pytest.fixture
def coder(office: Office) -> Browser:
    return office.desk("coder")


@pytest.fixture
def rows(office: Office) -> Callable[[str], list[Any]]:
    """The rows of one kind, as somebody reads them who sees all of the compartment cases."""

    def of(kind: str) -> list[Any]:
        with office.read() as archive:
            return [dict(row) for row in store.access_rows_of_kind(archive, reader_of(archive), kind)]

    return of


def victims(office: Office, act: str) -> tuple[str, ...]:
    with office.read() as archive:
        facets = store.access_facets(archive, reader_of(archive), (act,))
        return tuple(facets[act].get(VICTIM, ()))


def test_another_victim_is_added_without_typing_the_act_again(
    office: Office, coder: Browser, rows: Callable[[str], list[Any]]
) -> None:
    (first,), (page,) = rows("act"), rows("information")
    link = f"/event/{office.event}/act?like={first['id']}"
    assert link in coder.get(f"/event/{office.event}").links
    coder.get(link)
    assert 'value="2020-03-08"' in coder.text
    label = coder.text.split('id="f-act.type"')[1].split('value="')[1].split('"')[0]
    typed = {"act.type": label, "act.start": "2020-03-08", WHO: page["id"]}
    killed = {
        "act.status_of_victim": "Not known",
        "person.kind": "person_kind.person",
        "person.number_min": "1",
    }
    send(coder, f"/event/{office.event}/act", **typed, **killed, **{"involvement.perpetrator_kind": "Police"})
    assert "Said" in coder.words
    (second,) = [row for row in rows("act") if row["id"] != first["id"]]
    assert (second["type"], second["event"]) == ("act.assembly", office.event)
    assert victims(office, second["id"]) != victims(office, first["id"])
    assert second["status_of_victim"] != first["status_of_victim"]
    (by,) = rows("involvement")
    assert (by["act"], by["perpetrator_kind"]) == (second["id"], "perpetrator_kind.police")


def test_a_victim_who_is_there_is_chosen_and_no_other_record_can_be(
    office: Office, coder: Browser, rows: Callable[[str], list[Any]]
) -> None:
    (first,), (page,) = rows("act"), rows("information")
    (victim,) = victims(office, first["id"])
    form = f"/event/{office.event}/act"
    before = size(office)
    for forged in ("per-" + "0" * 32, office.event, "somebody"):
        coder.get(form)
        send(coder, form, **{"act.type": "Torture", VICTIM: forged, WHO: page["id"]})
        assert (coder.status, size(office)) == (400, before)
    send(coder, form, **{"act.type": "Torture", VICTIM: victim, WHO: page["id"]})
    (second,) = [row for row in rows("act") if row["id"] != first["id"]]
    assert victims(office, second["id"]) == (victim,)
    assert len(rows("person")) == 1


@pytest.mark.parametrize(
    ("field", "text"),
    [("person.identity_name", "Гүлнара"), ("person.number_min", "3"), ("person.role", "Protesters")],
)
def test_one_act_has_not_a_chosen_victim_and_a_new_one(
    office: Office, coder: Browser, rows: Callable[[str], list[Any]], field: str, text: str
) -> None:
    (first,), (page,) = rows("act"), rows("information")
    (victim,) = victims(office, first["id"])
    form = f"/event/{office.event}/act"
    before = size(office)
    coder.get(form)
    typed = {"act.type": "Torture", VICTIM: victim, WHO: page["id"]}
    send(coder, form, **typed, **{field: text})
    assert (coder.status, size(office)) == (400, before)
    assert "another one is described" in coder.words
    assert f'value="{victim}" selected' in coder.text
    assert f'value="{text}"' in coder.text
    send(coder, form, **typed, **{field: ""})
    assert "Said" in coder.words
    assert len(rows("person")) == 1


@pytest.mark.parametrize("basis", ["", "inf-" + "0" * 32])
def test_nothing_is_said_that_rests_on_nobody(
    office: Office, coder: Browser, rows: Callable[[str], list[Any]], basis: str
) -> None:
    before = size(office)
    coder.get(f"/event/{office.event}/by")
    send(coder, f"/event/{office.event}/by", **{"involvement.perpetrator_kind": "Police", WHO: basis})
    assert (coder.status, size(office)) == (400, before)
    assert f'id="e-{WHO}"' in coder.text
    assert 'value="Police"' in coder.text


def test_who_did_it_and_who_stepped_in_belong_to_the_event(
    office: Office, coder: Browser, rows: Callable[[str], list[Any]]
) -> None:
    (page,) = rows("information")
    coder.get(f"/event/{office.event}/by")
    send(coder, f"/event/{office.event}/by", **{"involvement.perpetrator_kind": "Police", WHO: page["id"]})
    coder.get(f"/event/{office.event}/step")
    kind = coder.text.split("<datalist")[1].split('value="')[1].split('"')[0]
    asked = {"intervention.type": kind, "intervention.date": "1.8.2020", "intervention.party_name": "Kaalga"}
    send(coder, f"/event/{office.event}/step", **asked, **{WHO: page["id"]})
    assert "Said" in coder.words
    (by,), (step,) = rows("involvement"), rows("intervention")
    assert (by["event"], step["event"], step["date"]) == (office.event, office.event, "2020-08-01")


@pytest.mark.parametrize(("day", "flag"), [("9 March 2020", "contested"), ("8 March 2020", "agreed")])
def test_a_second_account_stands_beside_the_first_at_once(
    office: Office, coder: Browser, rows: Callable[[str], list[Any]], day: str, flag: str
) -> None:
    told = f"/event/{office.event}/told"
    coder.get(told)
    send(
        coder, told, **{"information.publisher": "The Post", "information.url": "https://post.example.org/1"}
    )
    second = next(row for row in rows("information") if row["publisher"] == "The Post")
    form = f"/event/{office.event}/account"
    coder.get(form)
    send(coder, form, **{"event.start": day, WHO: second["id"]})
    assert "Beside what others told" in coder.words
    assert f'class="flag {flag}"' in coder.text
    assert "8 March 2020" in coder.words
    with office.read() as archive:
        record = store.access_record(archive, reader_of(archive), office.event)
        assert len(record.all("event.start")) == 2


def test_two_coders_who_add_to_one_event_lose_nothing(
    office: Office, coder: Browser, rows: Callable[[str], list[Any]]
) -> None:
    (page,) = rows("information")
    form = f"/event/{office.event}/account"
    coder.get(form)
    other = office.desk("coder", member=COLLEAGUE)
    other.get(form)
    send(other, form, **{"event.start": "9 March 2020", WHO: page["id"]})
    send(coder, form, **{"event.killed_min": "2", WHO: page["id"]})
    assert "Somebody said more of this" in coder.words
    assert 'value="2"' in coder.text
    send(coder, form, **{"event.killed_min": "2", WHO: page["id"]})
    assert "Said" in coder.words


def test_where_nobody_tells_yet_that_comes_first(template: Template, tmp_path: Path) -> None:
    path = tmp_path / "bare.archive"
    with template.copy(path) as archive:
        event = Maker(archive).new("event", start="2020")
    coder = Office(path, template, event).desk("coder").get(f"/event/{event}/act")
    assert coder.path == f"/event/{event}/told"
