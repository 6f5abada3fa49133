# SPDX-License-Identifier: Apache-2.0
"""Lists of events hold all that was asked for and nothing else."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import pytest
from sqlalchemy import select
from tests.sheets import many
from tests.template import Template

from kuzat.store import (
    Archive,
    Wanted,
    access_events,
    access_rows,
    access_search,
    access_titles,
    import_sheet,
    reader_of,
)
from kuzat.store.counting import Frame
from kuzat.store.listing import Unseen, conditions
from kuzat.store.schema import DIALECT
from kuzat.testing import PAGE, Maker

# name → start, end
DATED = {
    "a day": ("2020-06-15", None),
    "a month": ("2020-06", None),
    "a summer": ("2020-22", None),
    "a year": ("2020", None),
    "years": ("2018-03-01", "2021-02-01"),
    "still going on": ("2018-03-01", "2018-03-01/.."),
    "before some day": ("../2010-09-14", None),
    "since some day": ("2022-01-01/..", None),
    "no date": (None, None),
}


class Listed(NamedTuple):
    archive: Archive
    of: dict[str, str]

    def names(self, **wanted: object) -> set[str]:
        page = access_events(self.archive, reader_of(self.archive), Wanted(**wanted))  # type: ignore[arg-type]
        assert page.total == len(page.rows)
        names = {record: name for name, record in self.of.items()}
        return {names[row["id"]] for row in page.rows}


@pytest.fixture(scope="module")
def listed(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Listed]:
    with template.copy(tmp_path_factory.mktemp("listing") / "a.archive") as archive:
        make, of = Maker(archive), {}
        for name, (start, end) in DATED.items():
            given = {"story": name.replace(" ", "-"), "start": start, "end": end}
            of[name] = make.new("event", **{k: v for k, v in given.items() if v})
        yield Listed(archive, of)


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (None, None, set(DATED)),
        (
            date(2020, 6, 15),
            date(2020, 6, 15),
            {"a day", "a month", "a summer", "a year", "years", "still going on"},
        ),
        (date(2020, 7, 1), date(2020, 7, 31), {"a summer", "a year", "years", "still going on"}),
        (date(2021, 1, 1), date(2021, 1, 31), {"years", "still going on"}),
        (date(2021, 3, 1), None, {"still going on", "since some day"}),
        (None, date(2017, 1, 1), {"before some day"}),
        (date(2010, 9, 15), date(2011, 1, 1), set()),
        (date(1998, 1, 1), date(2030, 1, 1), set(DATED) - {"no date"}),
    ],
)
def test_what_may_have_been_going_on(
    listed: Listed, since: date | None, until: date | None, expected: set[str]
) -> None:
    assert listed.names(since=since, until=until) == expected


def test_newest_first_and_undated_last(listed: Listed) -> None:
    page = access_events(listed.archive, reader_of(listed.archive), Wanted())
    days = [row["start_from"] for row in page.rows]
    known = [day for day in days if day]
    assert days == [*sorted(known, reverse=True), *[None] * (len(days) - len(known))]


def test_pages_join_to_the_whole_list(listed: Listed) -> None:
    reader = reader_of(listed.archive)
    whole = access_events(listed.archive, reader, Wanted())
    rows = [
        row
        for start in range(0, whole.total, 2)
        for row in access_events(listed.archive, reader, Wanted(), start=start, size=2).rows
    ]
    assert tuple(rows) == whole.rows


def test_words_in_any_part_find_the_event(archive: Archive) -> None:
    make = Maker(archive)
    page = make.page()
    event = make.new("event", start="2020")
    act = make.new("act", event=event, basis=page, note="pomegranate")
    make.new("involvement", act=act, basis=page, note="apricot")
    make.new("involvement", event=event, basis=page, note="mulberry")
    make.new("information", event=event, publisher="Walnut Post", url=PAGE)
    make.new("intervention", event=event, basis=page, party_name="Almond Union")
    other = make.new("event", start="2021")
    make.new("chain", event=event, related=other, reference="quince")
    make.new("person", basis=page, name="Cherry")
    reader = reader_of(archive)
    for word in ("pomegranate", "apricot", "mulberry", "walnut", "almond", "quince"):
        found = access_events(archive, reader, Wanted(words=word))
        assert [row["id"] for row in found.rows] == [event], word
        (hit,) = access_search(archive, reader, word)
        assert hit.event == event, word
    assert access_events(archive, reader, Wanted(words="cherry")).total == 0
    (hit,) = access_search(archive, reader, "cherry")
    assert hit.event is None


def test_the_name_of_a_person_finds_the_events_in_which_they_stand(archive: Archive) -> None:
    make, reader = Maker(archive), reader_of(archive)
    page = make.page()

    def named(name: str) -> str:
        return make.new("person", basis=page, name=name)

    def found(words: str) -> set[str]:
        listed = access_events(archive, reader, Wanted(words=words))
        assert listed.total == len(listed.rows)
        return {row["id"] for row in listed.rows}

    first, second, other = (make.new("event", start=day) for day in ("2020", "2021", "2022"))
    victim = named("Aybek Salievich Toktorov")
    acts = [make.new("act", event=event, victim=victim) for event in (first, second)]
    make.new("act", event=other, victim=named("Somebody Else"))
    make.new("involvement", act=acts[0], perpetrator=named("Colonel Mulberry"))
    make.new("involvement", event=second, perpetrator=named("Sergeant Quince"))
    make.new("information", event=other, source=named("Witness Walnut"))
    make.new("intervention", event=other, party=named("Almond Union"))
    make.new("act", victim=named("Apricot"))
    assert found("Toktorov") == found("Тоқторовдун") == {first, second}
    assert found("Mulberry") == {first}
    assert found("Quince") == {second}
    assert found("Walnut") == found("Almond") == {other}
    assert found("Apricot") == set(), "the act of that person belongs to no event"


def test_a_name_that_may_not_be_seen_finds_no_event(archive: Archive) -> None:
    """Who asked to be left out is not found by the events they stand in either."""
    make, reader = Maker(archive), reader_of(archive)
    person = make.new("person", basis=make.page(), name="Toktorov")
    make.new("act", event=make.new("event", start="2020"), victim=person)
    assert access_events(archive, reader, Wanted(words="Toktorov")).total == 1
    make.new("consent", person=person, given="2020-01-01", withdrawn="2021-01-01")
    assert access_events(archive, reader, Wanted(words="Toktorov")).total == 0


def test_a_tie_that_may_not_be_seen_finds_no_event(archive: Archive) -> None:
    """The name is public; that this person is a victim rests on the word of somebody who withdrew."""
    make, reader = Maker(archive), reader_of(archive)
    witness = make.new("person", country="KG")
    told = make.new("information", source=witness)
    victim = make.new("person", basis=make.page(), name="Toktorov")
    act = make.new("act", event=make.new("event", start="2020"))
    make.add(act, basis=told, victim=victim)
    assert access_events(archive, reader, Wanted(words="Toktorov")).total == 1
    make.new("consent", person=witness, given="2020-01-01", withdrawn="2021-01-01")
    assert access_events(archive, reader, Wanted(words="Toktorov")).total == 0


def test_words_that_are_none_find_nothing(listed: Listed) -> None:
    assert listed.names(words="...") == set()
    assert listed.names(words='" OR 1=1 --') == set()
    assert access_search(listed.archive, reader_of(listed.archive), "—") == ()


def test_the_total_is_not_cut(archive: Archive) -> None:
    """A word in thousands of records."""
    import_sheet(archive, many(2300))
    page = access_events(archive, reader_of(archive), Wanted(words="gathering"))
    assert (page.total, len(page.rows)) == (2300, 50)
    asked = Wanted(words="gathering", where={"region": "KG-N"})
    assert access_events(archive, reader_of(archive), asked).total == 2300 // 4


def test_lists_speak_the_readers_language_where_it_was_told(archive: Archive) -> None:
    make = Maker(archive)
    page = make.page()
    event = make.new("event", basis=page, start="2020", title="A march")
    make.add(event, basis=page, language="ky", title="Жүрүш")
    plain = make.new("event", basis=page, start="2019", language="ru", title="Суд")
    titles = {None: "A march", "en": "A march", "ky": "Жүрүш", "uz": "A march"}
    for language, title in titles.items():
        reader = reader_of(archive, language)
        rows = access_events(archive, reader, Wanted()).rows
        assert [row["title"] for row in rows] == [title, "Суд"]
        assert access_rows(archive, reader, "event", (event,))[event]["title"] == title
        (hit,) = access_search(archive, reader, "march")
        assert hit.title == title
        if language:
            shown = access_titles(archive, reader_of(archive), (event, plain), language)
            assert shown == {event: title, plain: "Суд"}


def test_events_of_which_accounts_differ_are_found_by_their_index(listed: Listed) -> None:
    projections, rows = listed.archive.projections, listed.archive.database.rows
    frame = Frame(projections)
    asked = conditions(frame, projections, Wanted(contested=True), Unseen())
    query = str(select(frame.event.c.id).where(*asked).compile(dialect=DIALECT))
    assert ["event_contested" in step for *_, step in rows(f"EXPLAIN QUERY PLAN {query}")] == [True]
