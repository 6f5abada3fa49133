# SPDX-License-Identifier: Apache-2.0
"""Who does not see all sees what is published, and what they said; nothing else moves a count or a rank."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.people import COLLEAGUE, open_as
from tests.template import Template

from kuzat import keys, records, store
from kuzat.analysis import Question, Unit
from kuzat.errors import KuzatError, Missing
from kuzat.keys import Login, NotForThisRole
from kuzat.log.statement import Draft
from kuzat.store import Archive, Wanted, open_archive, reader_of
from kuzat.store.commit import Act
from kuzat.store.members import access_members, add_member
from kuzat.store.sight import seen
from kuzat.terms import ids
from kuzat.testing import BAKYT, Maker


@dataclass
class Told:
    """A published march, a protected arrest told by a colleague, and who is in them."""

    path: Path
    template: Template
    march: str
    arrest: str
    person: str
    statement: str

    def open(self, *roles: str, member: str = "") -> Archive:
        return open_as(self.path, self.template.unlocked, *roles, member=member)


@pytest.fixture(scope="module")
def told(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Told:
    path = tmp_path_factory.mktemp("sight") / "a.archive"
    with template.copy(path) as archive:
        maker = Maker(archive)
        page = maker.page()
        march = maker.new("event", basis=page, title="A march is stopped", start="2020", region=["KG-GB"])
        maker.add(page, event=march)
        maker.add(march, reference="KG-2020-17")
        person = maker.new("person", role=["victim_role.protesters"])
        arrest = maker.new("event", start="2020-03-08", region=["KG-O"], direction="direction.violation")
        act = maker.new("act", event=arrest, type="act.assembly", victim=[person])
        maker.new("consent", person=person, given="2025-01-01")
        maker.add(act, start="2020-03-08")
        (said,) = maker.add(march, start="2020-03-09")
    return Told(path, template, march, arrest, person, said.hex())


@pytest.fixture
def observer(told: Told) -> Iterator[Archive]:
    with told.open("observer", member=COLLEAGUE) as archive:
        yield archive


def test_a_reader_sees_all_and_an_observer_what_is_published(told: Told, observer: Archive) -> None:
    with told.open("reader", member=COLLEAGUE) as archive:
        assert store.sees_all(archive, reader_of(archive))
        assert store.access_events(archive, reader_of(archive), Wanted()).total == 2
    reader = reader_of(observer)
    assert not store.sees_all(observer, reader)
    page = store.access_events(observer, reader, Wanted())
    assert ([row["id"] for row in page.rows], page.total) == ([told.march], 1)
    assert store.access_count(observer, reader, Question(unit=Unit.EVENT)).total == 1
    assert store.access_totals(observer, reader)[Unit.PERSON] == 0


def test_of_a_published_event_only_what_rests_on_something_published(told: Told, observer: Archive) -> None:
    record = store.access_record(observer, reader_of(observer), told.march)
    assert set(record.values) == {"event.region", "event.start", "event.title"}
    assert [value.text for value in record.all("event.start")] == ["2020"]
    assert {value.said.by for values in record.values.values() for value in values} == {""}


@pytest.mark.parametrize("role", ["observer", "documenter", "security_officer"])
def test_another_record_is_as_if_it_were_not_there(told: Told, role: str) -> None:
    with told.open(role, member=COLLEAGUE) as archive:
        reader = reader_of(archive)
        for record in (told.arrest, told.person, "evt-" + "0" * 32):
            with pytest.raises(Missing) as refused:
                store.access_record(archive, reader, record)
            assert refused.value.sentence() == store.access.NoSuchRecord(record=record).sentence()
            assert store.access_sealed(archive, reader, record) == 0
        with pytest.raises(Missing):
            store.access_statement(archive, reader, told.statement)
        assert store.access_narrowing(archive, reader, Wanted()).numbers["region"] == {"KG-GB": 1}


def test_a_documenter_sees_what_they_said(told: Told, tmp_path: Path) -> None:
    copy = tmp_path / "a.archive"
    told.template.copy(copy).close()
    with open_as(copy, told.template.unlocked, "documenter") as archive:
        own = Maker(archive).new("event", start="2021", region=["KG-O"])
        record = store.access_record(archive, reader_of(archive), own)
        assert [value.said.by for value in record.all("event.start")] == [archive.member]
        Maker(archive).new("person", identity_name="Someone Invented")
        (person,) = store.access_rows_of_kind(archive, reader_of(archive), "person")
        assert store.access_sealed(archive, reader_of(archive), person["id"]) == 1
    with open_as(copy, told.template.unlocked, "documenter", member=COLLEAGUE) as archive:
        assert store.access_events(archive, reader_of(archive), Wanted()).total == 0


def test_what_is_taken_back_is_gone_and_what_is_said_now_is_there(told: Told, tmp_path: Path) -> None:
    copy = tmp_path / "a.archive"
    told.template.copy(copy).close()
    with open_as(copy, told.template.unlocked, "documenter") as archive:
        reader, maker = reader_of(archive), Maker(archive)
        event = maker.new("event", start="2021")
        (said,) = maker.add(event, place="the square", basis=maker.page())
        assert store.access_record(archive, reader, event).one("event.place")
        archive.say(
            [Draft(op="withdraw", about=event, says="event.place", type="statement", value=said.hex())]
        )
        assert store.access_record(archive, reader, event).one("event.place") is None


def test_entries_are_counted_by_what_is_seen(told: Told, observer: Archive) -> None:
    reader = reader_of(observer)
    seen = store.entries_until(observer, reader, "2099-01-01")
    record = store.access_record(observer, reader, told.march)
    places = [value.said.position for values in record.values.values() for value in values]
    assert max(places) < seen < observer.size()


@pytest.mark.parametrize(
    ("role", "says", "type_", "value"),
    [
        ("security_officer", "event.start", "date", "2020"),
        ("documenter", "any.adopts", "statement", "0" * 64),
        ("analyst", "any.adopts", "statement", "0" * 64),
        ("observer", "any.disputes", "statement", "0" * 64),
        ("observer", "any.hold", "term", "hold.danger"),
    ],
)
def test_what_a_role_does_not_include_is_not_said(
    told: Told, role: str, says: str, type_: str, value: str
) -> None:
    with told.open(role) as archive:
        size = archive.size()
        with pytest.raises(NotForThisRole):
            archive.say([Draft(about=told.march, says=says, type=type_, value=value)])
        assert archive.size() == size


@pytest.mark.parametrize("role", ["documenter", "coder", "reader", "observer", "security_officer"])
def test_nothing_goes_out_by_a_role_that_does_not_export(told: Told, role: str) -> None:
    with told.open(role) as archive:
        reader, use = reader_of(archive), store.USES["publish"]
        for call in (
            lambda: store.access_table(archive, reader, "event", use),
            lambda: store.access_sheet(archive, reader, "exh-" + "0" * 32, use),
            lambda: store.access_original(archive, reader, "exh-" + "0" * 32, use),
            lambda: store.access_proof(archive, reader, [told.statement]),
        ):
            with pytest.raises(KuzatError) as refused:
                call()
            assert isinstance(refused.value, NotForThisRole)


@pytest.mark.parametrize(("role", "whole"), [("observer", False), ("documenter", False), ("reader", True)])
def test_who_works_here_is_seen_by_those_who_see_all(
    template: Template, tmp_path: Path, role: str, whole: bool
) -> None:
    with template.copy(tmp_path / "a.archive") as archive:
        own = add_member(archive, Login(passphrase=BAKYT.passphrase), [role])
    with open_archive(tmp_path / "a.archive", BAKYT.passphrase) as archive:
        listed = [one.id for one in access_members(archive, reader_of(archive)).members]
        assert listed[-1] == own
        assert len(listed) == (2 if whole else 1)


def test_what_is_seen_is_carried_on_and_read_anew_only_where_the_past_changed(
    told: Told, tmp_path: Path
) -> None:
    copy = tmp_path / "a.archive"
    told.template.copy(copy).close()
    with open_as(copy, told.template.unlocked, "documenter") as archive:
        maker = Maker(archive)
        person = maker.new("person", role=["victim_role.protesters"])
        first = seen(archive).database
        event = maker.new("event", start="2021", region=["KG-O"])
        maker.new("act", event=event, type="act.assembly", victim=[person])
        assert seen(archive).database is first
        assert store.access_totals(archive, reader_of(archive))[Unit.ACT] == 1
        archive.say([Draft(about=person, says="any.hold", type="term", value="hold.danger")])
        maker.new("consent", person=person, given="2025-01-01", withdrawn="2025-02-01")
        assert seen(archive).database is not first
        assert store.access_totals(archive, reader_of(archive))[Unit.PERSON] == 0


def test_a_link_that_led_nowhere_is_there_once_something_is_told_of_its_end(
    told: Told, tmp_path: Path
) -> None:
    copy = tmp_path / "a.archive"
    told.template.copy(copy).close()
    with open_as(copy, told.template.unlocked, "documenter") as archive:
        reader, maker = reader_of(archive), Maker(archive)
        event = ids.record_id("event", bytes(ids.RANDOM_BYTES))
        act = maker.new("act", event=event, type="act.assembly")
        assert "act.event" not in store.access_record(archive, reader, act).values
        maker.new("person", role=["victim_role.protesters"])
        assert "act.event" not in store.access_record(archive, reader, act).values
        maker.add(event, start="2021")
        assert [row["id"] for row in store.access_related(archive, reader, event)["act"]] == [act]


def test_of_an_entry_that_was_undone_nothing_is_seen(told: Told, tmp_path: Path) -> None:
    copy = tmp_path / "a.archive"
    told.template.copy(copy).close()
    with open_as(copy, told.template.unlocked, "documenter") as archive:
        reader, event = reader_of(archive), ids.record_id("event", bytes(ids.RANDOM_BYTES))
        undone = [Draft(about=event, says="event.start", type="date", value="2021")]
        seen(archive)
        with suppress(InterruptedError), archive.turn() as append:
            append([Act(drafts=tuple(archive.check(undone)))])
            assert seen(archive).database.rows("SELECT id FROM event") == [(event,)]
            raise InterruptedError
        other = Maker(archive).new("event", start="2022")
        assert [row["id"] for row in store.access_events(archive, reader, Wanted()).rows] == [other]


def test_a_translation_of_what_is_public_is_seen_as_a_translation_as_long_as_its_original_stands(
    told: Told, tmp_path: Path
) -> None:
    copy = tmp_path / "a.archive"
    told.template.copy(copy).close()

    def seen_of(event: str) -> tuple[set[str], list[tuple[str, ...]]]:
        with open_as(copy, told.template.unlocked, "observer", member=COLLEAGUE) as archive:
            record = store.access_record(archive, reader_of(archive), event)
            texts = {value.text for value in record.all("event.title")}
            return texts, [one.translators for one in records.translations(record)]

    with open_as(copy, told.template.unlocked, "coder") as archive:
        maker = Maker(archive)
        page, translator = maker.page(), maker.new("person", role=["victim_role.protesters"])
        event = maker.new("event", basis=page, start="2020")
        (title,) = maker.add(event, basis=page, title="A march is stopped")
        maker.add(event, title="Not public")
        for text in maker.archive.projections.said(event):
            if text.says == "event.title":
                plan = store.plan_translation(archive, text, f"RU {text.value}", "ru", translator=translator)
                archive.commit([plan])
    assert seen_of(event) == ({"A march is stopped", "RU A march is stopped"}, [()])
    with open_as(copy, told.template.unlocked, "coder") as archive:
        gone = Draft(op="withdraw", about=event, says="event.title", type="statement", value=title.hex())
        archive.say([gone])
    assert seen_of(event) == (set(), [])


def test_what_rests_on_what_was_taken_back_is_gone_from_what_was_read_before(
    told: Told, tmp_path: Path
) -> None:
    copy = tmp_path / "a.archive"
    told.template.copy(copy).close()
    with open_as(copy, told.template.unlocked, "documenter") as archive:
        maker = Maker(archive)
        event = maker.new("event", basis=maker.page(), start="2020", title="A march is stopped")
        (title,) = [one for one in archive.projections.said(event) if one.says == "event.title"]
    with open_as(copy, told.template.unlocked, "coder", member=COLLEAGUE) as archive:
        archive.commit([store.plan_translation(archive, title, "RU", "ru")])
    with open_as(copy, told.template.unlocked, "documenter") as archive:
        reader, taken = reader_of(archive), title.id.hex()
        assert len(store.access_record(archive, reader, event).all("event.title")) == 2
        archive.say([Draft(op="withdraw", about=event, says="event.title", type="statement", value=taken)])
        assert "event.title" not in store.access_record(archive, reader, event).values


def test_of_what_is_said_of_statements_observers_see_which_are_translations_and_no_more(
    observer: Archive,
) -> None:
    sight = keys.sight_of(frozenset(("observer",)))
    said = [p.id for p in observer.vocabulary.properties("any")]
    assert [says for says in said if sight.shows("event", says)] == ["any.translates"]
