# SPDX-License-Identifier: Apache-2.0
"""An incident is recorded in short steps that lose nothing, looked at once more, and said as one entry."""

import re
from pathlib import Path

import pytest
from tests.browser import Browser
from tests.people import COLLEAGUE
from tests.rooms.web.test_writing import Office, hidden, send, size
from tests.template import Template

from kuzat import store
from kuzat.store import reader_of
from kuzat.testing import Maker

TITLE, NAME, SOURCE = "event.title", "person.identity_name", "source.person.identity_name"
HOSTILE = '=HYPERLINK("x")<script>alert(1)</script>'
STEPS = ("what", "whom", "by", "told", "consent")
MARCH = {
    "what": {TITLE: "A teacher is beaten", "event.start": "8 July 2019", "event.region": "KG-GB"},
    "whom": {"act.type": "Torture", "person.kind": "person_kind.person", NAME: "Гүлнара Осмонова"},
    "by": {"involvement.perpetrator_kind": "Police"},
    "told": {"information.connection": "source_connection.victim", "information.testimony": "they beat me"},
    "consent": {"consent.purpose": "purpose.record", "consent.callback": "by her sister"},
}


@pytest.fixture
def office(template: Template, tmp_path: Path) -> Office:
    path = tmp_path / "office.archive"
    with template.copy(path) as archive:
        maker = Maker(archive)
        event = maker.new("event", basis=maker.page(), title="A march is stopped", region=["KG-GB"])
    return Office(path, template, event)


@pytest.fixture
def coder(office: Office) -> Browser:
    return office.desk("coder")


def begun(browser: Browser) -> str:
    """The address of a new incident, without its step."""
    browser.get("/incident")
    assert browser.path.endswith("/what")
    return browser.path.removesuffix("/what")


def walk(browser: Browser, at: str, **changed: dict[str, str]) -> Browser:
    """Fill in every step, one after the other."""
    for step in STEPS:
        browser.get(f"{at}/{step}")
        send(browser, f"{at}/{step}", **changed.get(step, MARCH[step]))
    return browser


def said_of(office: Office, kind: str, role: str = "reader") -> list[dict[str, object]]:
    with office.read(role) as archive:
        rows = store.access_rows_of_kind(archive, reader_of(archive), kind)
        return [dict(row) for row in rows if row.get("id") != office.event]


def test_an_incident_is_one_entry_that_can_be_taken_back(office: Office, coder: Browser) -> None:
    before = size(office)
    at = begun(coder)
    walk(coder, at)
    assert coder.path == f"{at}/look"
    assert "Гүлнара Осмонова" in coder.words
    assert "8 July 2019" in coder.words
    assert size(office) == before
    send(coder, f"{at}/look")
    assert "Said" in coder.words
    assert size(office) == before + 1
    (event,) = said_of(office, "event")
    (act,) = said_of(office, "act")
    (consent,) = said_of(office, "consent")
    (information,) = [row for row in said_of(office, "information") if row["connection"]]
    assert (event["start"], act["event"]) == ("2019-07-08", event["id"])
    assert information["event"] == event["id"]
    assert information["source"] == consent["person"]
    assert f"/event/{event['id']}" in coder.links
    assert [link for link in coder.get("/drafts").links if "/incident/" in link] == []


def test_a_name_and_a_testimony_are_sealed_as_soon_as_they_are_said(office: Office) -> None:
    documenter = office.desk("documenter")
    at = begun(documenter)
    send(walk(documenter, at), f"{at}/look")
    assert "sealed to those who open identities" in documenter.words
    with office.read() as archive:
        texts = [str(value) for row in archive.database.rows("SELECT value FROM statement") for value in row]
    assert not [text for text in texts if "Гүлнара" in text or "beat me" in text or "sister" in text]
    with office.read("director") as archive:
        assert archive.compartment is not None
        assert archive.compartment.search("Гүлнара", 10)


def test_back_and_forward_lose_nothing_and_a_draft_outlives_the_desk(office: Office, coder: Browser) -> None:
    at = begun(coder)
    send(coder, f"{at}/what", **MARCH["what"])
    assert coder.path == f"{at}/whom"
    send(coder, f"{at}/whom", go="what", **{NAME: "Гүлнара", "act.type": "no such act"})
    assert coder.path == f"{at}/what"
    assert 'value="A teacher is beaten"' in coder.text
    assert re.search(r'value="KG-GB" checked', coder.text)
    coder.post("/lock")
    again = office.desk("coder")
    assert f"{at}/what" in again.get("/drafts").links
    assert "A teacher is beaten" in again.words
    assert 'value="Гүлнара"' in again.get(f"{at}/whom").text
    other = office.desk("coder", member=COLLEAGUE)
    assert "Гүлнара" not in other.get(f"{at}/whom").text


def test_an_unknown_word_leads_to_the_terms_close_to_it_in_any_script(office: Office, coder: Browser) -> None:
    at = begun(coder)
    coder.get(f"{at}/whom")
    send(coder, f"{at}/whom", **{"act.type": "Пытки"})
    assert coder.path == f"{at}/by"
    coder.get(f"{at}/whom")
    send(coder, f"{at}/whom", **{"act.type": "arbitr"})
    assert (coder.status, "Close to it" in coder.words) == (400, True)
    assert "rbitrary" in coder.words.split("Close to it")[1]


@pytest.mark.parametrize("forged", [{"once": "a" * 43}, {"once": ""}, {"seen": "0" * 32}])
def test_the_last_step_takes_no_values_and_no_forged_form(
    office: Office, coder: Browser, forged: dict[str, str]
) -> None:
    before = size(office)
    at = begun(coder)
    walk(coder, at)
    coder.post(f"{at}/look", **{**hidden(coder), **forged, TITLE: "Something else"})  # type: ignore[arg-type]
    assert (coder.status, size(office)) == (409, before)
    send(coder, f"{at}/look", **{TITLE: "Something else"})
    with office.read("director") as archive:
        assert archive.compartment is not None
        assert archive.compartment.search("teacher", 10)
        assert archive.compartment.search("something", 10) == []


@pytest.mark.parametrize("name", ["Гүлнара Осмонова (not her)", ""])
def test_what_another_tab_changed_after_the_look_is_not_said_unseen(
    office: Office, coder: Browser, name: str
) -> None:
    before = size(office)
    at = begun(coder)
    looked = hidden(walk(coder, at))
    coder.get(f"{at}/whom")
    send(coder, f"{at}/whom", save="quietly", **{**MARCH["whom"], NAME: name})
    coder.get("/drafts").post(f"{at}/look", **looked)
    assert (coder.status, size(office)) == (409, before)
    assert "The draft is not what it was" in coder.words
    assert ("(not her)" in coder.words, "Гүлнара" in coder.words) == (bool(name), bool(name))
    assert f'value="{name}"' in coder.get(f"{at}/whom").text
    send(coder.get(f"{at}/look"), f"{at}/look")
    assert ("Said" in coder.words, size(office)) == (True, before + 1)


def test_a_form_that_lies_about_its_step_says_nothing(office: Office, coder: Browser) -> None:
    before = size(office)
    at = begun(coder)
    send(coder, f"{at}/look")
    assert (coder.status, size(office)) == (409, before)
    send(coder.get(f"{at}/look"), f"{at}/look")
    assert (coder.status, size(office)) == (400, before)
    coder.get(f"{at}/what")
    send(coder, f"{at}/what", go="https://example.org", **MARCH["what"])
    assert coder.path == f"{at}/whom"
    coder.get(f"{at}/what")
    send(coder, f"{at}/what", go="look", **{TITLE: ""})
    assert (coder.status, f'id="e-{TITLE}"' in coder.text) == (400, True)
    assert coder.get(f"{at}/elsewhere").status == 404


def test_markup_and_formulas_come_back_as_they_were_typed(office: Office, coder: Browser) -> None:
    at = begun(coder)
    hostile = {"what": {TITLE: HOSTILE}, "whom": {**MARCH["whom"], NAME: HOSTILE}}
    walk(coder, at, **hostile)
    assert HOSTILE in coder.words
    assert "<script>alert" not in coder.text
    send(coder, f"{at}/look")
    assert "Said" in coder.words


def test_a_draft_is_kept_quietly_while_one_writes(office: Office, coder: Browser) -> None:
    at = begun(coder)
    send(coder, f"{at}/what", save="quietly", **{TITLE: "A teacher is"})
    assert (coder.status, coder.text) == (204, "")
    assert 'value="A teacher is"' in coder.get(f"{at}/what").text


def test_an_only_answer_that_was_taken_out_is_gone_from_every_step(office: Office, coder: Browser) -> None:
    at = begun(coder)
    coder.get(f"{at}/whom")
    send(coder, f"{at}/whom", save="1", **{NAME: "Гүлнара"})
    send(coder, f"{at}/whom", save="1", **{NAME: ""})
    assert "Гүлнара" not in coder.get(f"{at}/whom").text
    assert [link for link in coder.get("/drafts").links if "/incident/" in link] == []


def test_a_group_and_another_name_are_not_the_one_who_consents(office: Office, coder: Browser) -> None:
    at = begun(coder)
    group = {**MARCH["whom"], "person.kind": "person_kind.group", "person.number_min": "12"}
    send(walk(coder, at, whom=group), f"{at}/look")
    (consent,) = said_of(office, "consent")
    persons = {row["id"]: row["kind"] for row in said_of(office, "person")}
    assert persons[consent["person"]] == "person_kind.person"
    assert sorted(map(str, persons.values())) == ["person_kind.group", "person_kind.person"]


def test_each_step_keeps_the_language_of_its_texts_and_shows_it(office: Office, coder: Browser) -> None:
    texts = ("event.title", "event.description", "involvement.note", "information.testimony")
    spoken = {
        "what": {TITLE: "Учитель избит", texts[1]: "Его избили.", "_language.what": "ru"},
        "by": {texts[2]: "они были в форме", "_language.by": "ru"},
        "told": {**MARCH["told"], texts[3]: "Мени сабашты.", "_language.told": "ky"},
    }
    at = begun(coder)
    walk(coder, at, **spoken)
    lines = coder.words.partition("This will be said")[2].partition("Say it")[0]
    assert re.findall(r"(\w+)\W+(Русский|Кыргызча)", lines) == [
        ("избит", "Русский"),
        ("избили", "Русский"),
        ("сабашты", "Кыргызча"),
        ("форме", "Русский"),
    ]
    assert re.search(r'value="ru" selected', coder.get(f"{at}/what").text)
    assert re.search(r'value="ky" selected', coder.get(f"{at}/told").text)
    send(coder.get(f"{at}/look"), f"{at}/look")
    with office.read("director") as archive:
        assert archive.compartment is not None
        said = {one.says: one.language for one in archive.compartment.saying(*texts)}
    assert said == dict(zip(texts, ("ru", "ru", "ru", "ky"), strict=True))


def test_nothing_is_chosen_that_nobody_chose(office: Office, coder: Browser) -> None:
    at = begun(coder)
    coder.get(f"{at}/told")
    assert "selected" not in re.sub(r'<select id="f-_language.told".*?</select>', "", coder.text, flags=re.S)
    send(coder, f"{at}/told", **{"information.connection": ""})
    assert (coder.status, 'id="e-information.connection"' in coder.text) == (400, True)
    coder.get(f"{at}/consent")
    assert " checked" not in coder.text


def test_an_observer_is_led_where_they_may_go(office: Office) -> None:
    observer = office.desk("observer")
    at = begun(observer)
    send(walk(observer, at), f"{at}/look")
    assert "Said" in observer.words
    assert [link for link in observer.links if link.startswith("/event/")] == []
