# SPDX-License-Identifier: Apache-2.0
"""A form is said once, refused at the field, kept as a draft, drawn again when the record changed, undone."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.browser import PORT, Browser
from tests.people import COLLEAGUE, open_as
from tests.template import Template

from kuzat import store
from kuzat.store import Archive, Wanted, reader_of
from kuzat.testing import AIZADA, Maker, Randomness
from kuzat.web import application
from kuzat.web.once import MOST, Done, Once

URL = "https://practice.example.org/1"
PUBLISHER, TEXT = "information.publisher", "information.text"


@dataclass
class Office:
    """An archive with one event, and browsers of its members."""

    path: Path
    template: Template
    event: str

    def desk(self, *roles: str, member: str = "") -> Browser:
        unlocked = self.template.unlocked

        def opener(path: Path, passphrase: str, **beside: object) -> Archive:
            return open_as(path, unlocked, *roles, member=member, random=Randomness(f"desk {member}"))

        return Browser(application(self.path, PORT, opener=opener)).unlock(AIZADA.passphrase)

    def read(self, role: str = "reader") -> Archive:
        return open_as(self.path, self.template.unlocked, role)

    @property
    def told(self) -> str:
        return f"/event/{self.event}/told"


@pytest.fixture
def office(template: Template, tmp_path: Path) -> Office:
    path = tmp_path / "office.archive"
    with template.copy(path) as archive:
        maker = Maker(archive)
        event = maker.new("event", basis=maker.page(), title="A march is stopped", start="2020")
    return Office(path, template, event)


@pytest.fixture
def coder(office: Office) -> Browser:
    return office.desk("coder")


def hidden(browser: Browser) -> dict[str, str]:
    """The fields of the form that a person does not see."""
    found = {name: re.search(f'name="{name}" value="([^"]*)"', browser.text) for name in ("once", "seen")}
    return {name: match[1] for name, match in found.items() if match}


def send(browser: Browser, path: str, **fields: str) -> Browser:
    """Fill in the form that is open."""
    return browser.post(path, **hidden(browser), **fields)


def informations(office: Office) -> list[Any]:
    with office.read() as archive:
        rows = store.access_rows_of_kind(archive, reader_of(archive), "information")
        return [row for row in rows if row["event"] == office.event]


def size(office: Office) -> int:
    with office.read() as archive:
        return archive.size()


def test_what_somebody_tells_is_added_with_its_text_in_the_open(office: Office, coder: Browser) -> None:
    coder.get(office.told)
    said = {PUBLISHER: "Tang", "information.url": URL, "information.published": "8 July 2020", TEXT: "Үн <b>"}
    send(coder, office.told, **said)
    assert coder.path.startswith("/done/")
    assert "Said" in coder.words
    (row,) = informations(office)
    assert (row["publisher"], row["published"], row["url"]) == ("Tang", "2020-07-08", URL)
    with office.read() as archive:
        record = store.access_record(archive, reader_of(archive), row["id"])
        assert [value.text for value in record.all(TEXT)] == ["Үн <b>"]
        assert record.all(TEXT)[0].said.language == "en"
    coder.get(f"/event/{office.event}")
    assert "Tang" in coder.words


def test_a_text_that_is_not_published_is_sealed_and_that_is_said(office: Office, coder: Browser) -> None:
    coder.get(office.told)
    send(coder, office.told, **{PUBLISHER: "Tang", TEXT: "what she said"})
    assert "sealed to those who open identities" in coder.words
    with office.read() as archive:
        assert store.access_search(archive, reader_of(archive), "she said") == ()
    coder.post("/undo/" + coder.path.removeprefix("/done/"))
    assert "Taken back" in coder.words
    with office.read("director") as archive:
        assert archive.compartment is not None
        assert archive.compartment.search("she said", 10) == []


def test_a_second_click_says_nothing_more(office: Office, coder: Browser) -> None:
    coder.get(office.told)
    form = hidden(coder)
    for _ in range(3):
        coder.get(office.told)
        coder.post(office.told, **form, **{PUBLISHER: "Tang"})
        assert (coder.status, coder.path) == (200, f"/done/{form['once']}")
    assert len(informations(office)) == 1


def test_undo_takes_back_all_of_it_once(office: Office, coder: Browser) -> None:
    coder.get(office.told)
    send(coder, office.told, **{PUBLISHER: "Tang", "information.url": URL})
    done = coder.path
    before = size(office)
    for _ in range(2):
        coder.get(done)
        coder.post(done.replace("/done/", "/undo/"))
        assert "Taken back" in coder.words
        assert "Undo" not in coder.words
    assert (informations(office), size(office)) == ([], before + 1)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (PUBLISHER, "  "),
        ("information.published", "31.02.2020"),
        ("information.published", "the day before"),
        ("information.official", "perhaps"),
        (TEXT, "м" * 9000),
    ],
)
def test_an_error_stands_at_its_field_and_nothing_is_lost(
    office: Office, coder: Browser, field: str, text: str
) -> None:
    before = size(office)
    coder.get(office.told)
    typed = {PUBLISHER: "Tang & <Co>", "information.remark": " two\nlines ", field: text}
    send(coder, office.told, **typed)
    assert coder.status == 400
    assert f'id="e-{field}"' in coder.text
    assert "Nothing was said yet" in coder.words
    assert " two\nlines </textarea>" in coder.text
    if field != PUBLISHER:
        assert 'value="Tang &amp; &lt;Co&gt;"' in coder.text
    assert size(office) == before
    send(coder, office.told, **{PUBLISHER: "Tang"})
    assert "Said" in coder.words


def test_an_error_is_in_the_readers_language(office: Office, coder: Browser) -> None:
    coder.get(office.told)
    coder.post(office.told, language="ru", **hidden(coder), **{"information.published": "31.02.2020"})
    assert coder.headers["Content-Language"] == "ru"
    assert 'value="31.02.2020"' in coder.text
    send(coder, office.told, **{"information.published": "31.02.2020", PUBLISHER: "Таң"})
    assert (coder.status, coder.headers["Content-Language"]) == (400, "ru")
    assert 'value="31.02.2020"' in coder.text
    assert informations(office) == []


def test_a_draft_is_found_again_after_locking_and_by_nobody_else(office: Office, coder: Browser) -> None:
    coder.get(office.told)
    send(coder, office.told, save="1", **{PUBLISHER: "Tang", TEXT: "half of"})
    assert "The draft is kept" in coder.words
    coder.post("/lock")
    again = office.desk("coder")
    assert "/told" in " ".join(again.get("/drafts").links)
    again.get(office.told)
    assert "Here is your draft" in again.words
    assert "half of</textarea>" in again.text
    other = office.desk("coder", member=COLLEAGUE)
    assert "half of" not in other.get(office.told).text
    assert not [link for link in other.get("/drafts").links if link.endswith("/told")]
    again.get(office.told)
    send(again, office.told, drop="1", **{PUBLISHER: "Tang"})
    assert again.path == f"/event/{office.event}"
    assert "half of" not in again.get(office.told).text


@pytest.mark.parametrize("save", ["1", "quietly"])
def test_what_was_taken_out_of_a_form_is_not_kept(office: Office, coder: Browser, save: str) -> None:
    coder.get(office.told)
    form = hidden(coder)
    coder.post(office.told, **form, save="quietly", **{TEXT: "her name is Zarinabegim"})
    assert "Zarinabegim" in coder.get(office.told).text
    coder.post(office.told, **form, save=save, **{TEXT: " "})
    assert "<p>The draft is kept" not in coder.text
    again = office.desk("coder")
    assert "Zarinabegim" not in again.get(office.told).text
    assert not [link for link in again.get("/drafts").links if link.endswith("/told")]


def test_a_form_of_an_earlier_session_is_kept_and_not_said(office: Office, coder: Browser) -> None:
    coder.get(office.told)
    form = hidden(coder)
    again = office.desk("coder")
    again.get(office.told)
    again.post(office.told, **form, **{PUBLISHER: "Tang"})
    assert (again.status, informations(office)) == (409, [])
    assert "before the desk was locked" in again.words
    send(again, office.told, **{PUBLISHER: "Tang"})
    assert len(informations(office)) == 1


def test_two_coders_at_one_record_are_told_of_each_other(office: Office, coder: Browser) -> None:
    coder.get(office.told)
    other = office.desk("coder", member=COLLEAGUE)
    with office.read() as archive:
        record = store.access_record(archive, reader_of(archive), office.event)
        statement = record.all("event.title")[0].said.id.hex()
    dispute = f"/statement/{office.event}/{statement}/dispute"
    other.get(dispute)
    send(other, dispute, **{"any.disputes_reason": "the crowd went home"})
    assert "Said" in other.words
    send(coder, office.told, **{PUBLISHER: "Tang"})
    assert (coder.status, informations(office)) == (409, [])
    assert "Somebody said more of this" in coder.words
    assert 'value="Tang"' in coder.text
    send(coder, office.told, **{PUBLISHER: "Tang"})
    assert len(informations(office)) == 1


def test_statements_are_followed_disputed_and_taken_back_with_a_reason(
    office: Office, coder: Browser
) -> None:
    links = [link for link in coder.get(f"/event/{office.event}").links if link.startswith("/statement/")]
    assert {link.rpartition("/")[2] for link in links} >= {"adopt", "dispute", "withdraw"}
    title = next(link for link in links if link.endswith("/adopt"))
    coder.get(title)
    send(coder, title, **{"any.adopts_reason": ""})
    assert (coder.status, 'id="e-any.adopts_reason"' in coder.text) == (400, True)
    send(coder, title, **{"any.adopts_reason": "two papers agree"})
    assert "Said" in coder.words
    assert "adopted" in coder.get(f"/event/{office.event}").words
    back = title.replace("/adopt", "/withdraw")
    coder.get(back)
    send(coder, back)
    assert "Said" in coder.words
    assert title not in coder.get(f"/event/{office.event}").links
    assert coder.get(back).status == 404


@pytest.mark.parametrize("how", ["adopt", "dispute"])
def test_the_draft_of_a_judgement_stays_with_its_statement(office: Office, coder: Browser, how: str) -> None:
    links = [link for link in coder.get(f"/event/{office.event}").links if link.endswith(f"/{how}")]
    first, second = links[:2]
    reason = f"any.{how}s_reason"
    send(coder.get(first), first, save="1", **{reason: "the ticket shows it"})
    assert "the ticket shows it" in coder.get(first).text
    assert "the ticket shows it" not in coder.get(second).text
    send(coder, second, save="quietly", **{reason: "nobody else says so"})
    assert {first, second} <= set(coder.get("/drafts").links)
    assert "the ticket shows it" in coder.get(first).text


@pytest.mark.parametrize("forged", [{"once": "a" * 43}, {"once": ""}, {"seen": "0" * 32}, {"seen": ""}])
def test_a_form_that_lies_about_itself_says_nothing(
    office: Office, coder: Browser, forged: dict[str, str]
) -> None:
    before = size(office)
    coder.get(office.told)
    coder.post(office.told, **{**hidden(coder), **forged}, **{PUBLISHER: "Tang"})
    assert (coder.status, size(office)) == (409, before)


def test_fields_that_a_form_does_not_ask_are_not_said(office: Office, coder: Browser) -> None:
    coder.get(office.told)
    send(
        coder,
        office.told,
        **{PUBLISHER: "Tang", "information.reliability": "reliability.full", "event.title": "x"},
    )
    (row,) = informations(office)
    assert row["reliability"] is None
    with office.read() as archive:
        assert store.access_events(archive, reader_of(archive), Wanted(words="x")).total == 0


def test_another_program_that_writes_loses_nothing(office: Office, coder: Browser) -> None:
    with office.read() as archive:
        coder.get(office.told)
        archive.database.raw.execute("BEGIN IMMEDIATE")
        try:
            coder.app.desk.sessions.find(coder.cookies[f"kuzat-{PORT}"]).archive.database.raw.execute(  # type: ignore[attr-defined, union-attr]
                "PRAGMA busy_timeout = 1"
            )
            send(coder, office.told, **{PUBLISHER: "Tang"})
        finally:
            archive.database.raw.execute("ROLLBACK")
    assert coder.status == 400
    assert "Another program is writing" in coder.words
    assert 'value="Tang"' in coder.text
    send(coder, office.told, **{PUBLISHER: "Tang"})
    assert len(informations(office)) == 1


def test_only_so_many_forms_are_remembered() -> None:
    once = Once()
    first, *_ = [once.draw() for _ in range(MOST)]
    assert once.is_open(first)
    last = once.draw()
    assert (once.is_open(first), once.is_open(last)) == (False, True)
    once.close(last, Done(record="evt-" + "0" * 32, said=(), back="/"))
    assert not once.is_open(last)


def test_nothing_typed_stands_in_an_address_or_beside_the_archive(office: Office, coder: Browser) -> None:
    coder.get(office.told)
    send(coder, office.told, save="1", **{TEXT: "Zarinabegim told it"})
    send(coder, office.told, **{PUBLISHER: "Zarinabegim", TEXT: "Zarinabegim told it"})
    assert "Zarinabegim" not in coder.path
    files = [file for file in office.path.parent.rglob("*") if file.is_file()]
    assert [file for file in files if b"Zarinabegim" in file.read_bytes()] == []


def test_a_draft_is_thrown_away_from_the_list(office: Office, coder: Browser) -> None:
    coder.get(office.told)
    send(coder, office.told, save="1", **{PUBLISHER: "Tang"})
    other = office.desk("coder", member=COLLEAGUE)
    listed = coder.get("/drafts")
    kept = {name: re.search(f'name="{name}" value="([^"]*)"', listed.text) for name in ("form", "record")}
    sent = {name: found[1] for name, found in kept.items() if found}
    assert sent == {"form": "information.told", "record": office.event}
    other.get("/drafts")
    other.post("/drafts", **sent)
    assert office.told in coder.get("/drafts").links, "nobody throws away what another member writes"
    coder.post("/drafts", **sent)
    assert coder.path == "/drafts"
    assert office.told not in coder.links
