# SPDX-License-Identifier: Apache-2.0
"""The number beside a value is how many events the list has when it is asked for that value too."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.people import COLLEAGUE, open_as
from tests.template import Template

from kuzat.analysis import DIMENSIONS, Question, Unit
from kuzat.store import (
    Archive,
    Wanted,
    access_count,
    access_events,
    access_fitting,
    access_narrowing,
    access_related,
    narrowing,
    reader_of,
)
from kuzat.testing import Maker, import_country, make_archive


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with make_archive(tmp_path_factory.mktemp("narrowing") / "practice.archive") as made:
        for _name, imported in import_country(made):
            assert imported.refused == []
        yield made


LISTS = [
    Wanted(),
    Wanted(words="police"),
    Wanted(contested=True),
    Wanted(where={"act": "act.assembly"}),
    Wanted(where={"act": "act.assembly"}, unit=Unit.ACT),
    Wanted(where={"perpetrator": "perpetrator_kind.state"}),
]


@pytest.mark.parametrize("wanted", LISTS, ids=str)
def test_each_number_is_that_of_the_list_it_leads_to(country: Archive, wanted: Wanted) -> None:
    reader = reader_of(country)
    found = access_narrowing(country, reader, wanted)
    events = access_fitting(country, reader, wanted)
    assert found.total == len(events) == access_events(country, reader, wanted).total
    assert found.total > 1
    assert found.uncounted == ()
    for name in DIMENSIONS:
        for value, number in list(found.numbers[name].items())[:9]:
            fits = access_fitting(country, reader, replace(wanted, where={**wanted.where, name: value}))
            assert (number, fits <= events) == (len(fits), True), (name, value)


def test_a_dimension_that_is_asked_for_offers_what_lies_below(country: Archive) -> None:
    reader = reader_of(country)
    found = access_narrowing(
        country, reader, Wanted(where={"perpetrator": "perpetrator_kind.state", "year": "2024"})
    )
    assert found.numbers["year"] == {}
    below = found.numbers["perpetrator"]
    assert below.keys() <= set(country.vocabulary.descendants("perpetrator_kind.state"))
    assert below


def test_what_would_take_too_long_is_named(country: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = access_narrowing(country, reader_of(country), Wanted())
    monkeypatch.setattr(narrowing, "MOST", 1)
    found = access_narrowing(country, reader_of(country), Wanted())
    assert set(found.uncounted) == {"identity", "perpetrator", "role", "source"}
    assert found.numbers == {name: of for name, of in whole.numbers.items() if name not in found.uncounted}


def test_a_story_that_somebody_told_in_confidence_goes_with_the_consent(archive: Archive) -> None:
    maker, reader = Maker(archive), reader_of(archive)
    person = maker.new("person", country="KG")
    consent = maker.new("consent", person=person, given="2025-01-10")
    event = maker.new("event", start="2020")
    information = maker.new("information", source=person, event=event)
    maker.add(event, basis=information, story="the-yard")
    other = maker.new("event", basis=maker.page(), start="2020", story="the-gate")
    maker.add(other, basis=information, story="the-yard")
    in_yard, by_story = Wanted(where={"story": "the-yard"}), Question(by=("story",))
    before = {"the-yard": 1, "the-gate": 1}
    assert access_narrowing(archive, reader, Wanted()).numbers["story"] == before
    assert told(archive, by_story) == before
    assert access_events(archive, reader, in_yard).total == 1
    maker.add(consent, withdrawn="2025-01-12")
    after = {"": 1, "the-gate": 1}
    assert access_narrowing(archive, reader, Wanted()).numbers["story"] == after
    assert told(archive, by_story) == told(archive, Question(by=("story",), unit=Unit.STORY)) == after
    assert access_events(archive, reader, in_yard).total == 0
    assert access_count(archive, reader, Question(where=in_yard.where)).total == 0


def test_who_does_not_consent_any_more_is_named_as_no_source(archive: Archive) -> None:
    maker, reader = Maker(archive), reader_of(archive)
    person = maker.new("person", country="KG")
    consent = maker.new("consent", person=person, given="2025-01-10")
    information = maker.new("information", source=person)
    event = maker.new("event", basis=maker.page(), start="2020")
    maker.add(event, basis=information, region=["KG-O"])
    by_them, by_source = Wanted(where={"source": person}), Question(by=("source",))
    before = {"The Highland Post": 1, person: 1}
    assert access_narrowing(archive, reader, Wanted()).numbers["source"] == before
    assert told(archive, by_source) == before
    assert access_events(archive, reader, by_them).total == 1
    sources = access_count(archive, reader, by_source).sources
    maker.add(consent, withdrawn="2025-01-12")
    after = {"The Highland Post": 1, "": 1}
    assert access_narrowing(archive, reader, Wanted()).numbers["source"] == after
    assert told(archive, by_source) == after
    assert access_events(archive, reader, by_them).total == 0
    assert access_count(archive, reader, by_source).sources == sources


def told(archive: Archive, question: Question) -> dict[str, int]:
    """The stories that a count names, with how many there are of each."""
    cells = access_count(archive, reader_of(archive), question).cells
    return {cell.values[0] or "": cell.count for cell in cells}


def test_who_sees_nothing_of_an_event_counts_it_nowhere(template: Template, tmp_path: Path) -> None:
    path = tmp_path / "office.archive"
    with template.copy(path) as office:
        maker = Maker(office)
        maker.new("event", start="2020", region=["KG-O"], story="the-yard")
        maker.new("event", basis=maker.page(), start="2021", region=["KG-GB"])
    with open_as(path, template.unlocked, "observer", member=COLLEAGUE) as seen:
        found = access_narrowing(seen, reader_of(seen), Wanted())
    assert (found.total, found.numbers["year"], found.numbers["region"]) == (1, {"2021": 1}, {"KG-GB": 1})
    assert found.numbers["story"] == {"": 1}


def test_no_value_is_offered_that_only_who_does_not_consent_any_more_told(archive: Archive) -> None:
    """Neither offered nor counted, and no list that asks for it holds the event."""
    maker, reader = Maker(archive), reader_of(archive)
    teller = maker.new("person", number_min="1")
    told = maker.new("information", source=teller)
    event = maker.new("event", basis=maker.page(), title="A march", topic=["topic.media"])
    of_event = {
        "region": ["KG-O"], "freedom": ["freedom.assembly"], "start": "2020-03-08", "story": "KG-1",
        "direction": "direction.violation", "status": "status.open", "confidence": "confidence.reported",
    }  # fmt: skip
    maker.add(event, basis=told, **of_event)
    person = maker.new("person", basis=maker.page(), name="The union")
    maker.add(person, basis=told, role=["victim_role.residents"], identity=["victim_identity.women"])
    act = maker.new("act", basis=maker.page(), event=event, victim=[person])
    maker.add(act, basis=told, type="act.assembly")
    by = maker.new("involvement", basis=maker.page(), act=act)
    maker.add(by, basis=told, perpetrator_kind="perpetrator_kind.government")
    other = maker.new("act", basis=told, event=event, type="act.liberty")

    def offered() -> dict[str, set[str]]:
        numbers = access_narrowing(archive, reader, Wanted()).numbers
        return {name: set(of) for name, of in numbers.items()}

    before = offered()
    assert all(before[name] - {""} for name in DIMENSIONS)
    maker.new("consent", person=teller, purpose=["purpose.record"], withdrawn="2025-01-12")
    maker.new("event", start="2021")
    after = offered()
    assert {name for name in DIMENSIONS if after[name] - {""} - {"2021", "2021-Q1"}} == {"topic", "source"}
    for name in DIMENSIONS:
        for value in before[name] - after[name]:
            assert event not in access_fitting(archive, reader, Wanted(where={name: value}))
    for unit in (Unit.EVENT, Unit.ACT, Unit.PERSON):
        cells = [access_count(archive, reader, Question(unit=unit, by=(name,))).cells for name in DIMENSIONS]
        said = {value for of in cells for cell in of for value in cell.values}
        assert said.isdisjoint(value for name in DIMENSIONS for value in before[name] - after[name])
    assert other not in {row["id"] for row in access_related(archive, reader, event)["act"] if row["type"]}
