# SPDX-License-Identifier: Apache-2.0
"""As of a day: the place in the log that its clocks point to, also where one of them went wrong."""

import pytest

from kuzat.log import Checkpoint, received_body
from kuzat.store import (
    Act,
    Archive,
    access_record,
    access_sealed,
    access_titles,
    entries_until,
    plan_adoption,
    reader_of,
)
from kuzat.testing import Clock, Maker

DAYS = [f"2030-01-{day:02}" for day in range(1, 11)]


def keep_log(archive: Archive, days: list[str]) -> int:
    """One entry a day; how many entries there were before."""
    before = archive.size()
    for day in days:
        archive.clock = Clock(f"{day}T12:00:00Z")
        Maker(archive).new("event", start="2020")
    return before


def until(archive: Archive, day: str) -> int:
    return entries_until(archive, reader_of(archive), day)


def test_the_end_of_each_day(archive: Archive) -> None:
    before = keep_log(archive, DAYS)
    assert [until(archive, day) for day in DAYS] == [before + n for n in range(1, 11)]
    assert until(archive, "2030-01-31") == archive.size()
    assert until(archive, "1999-12-31") == 0


def test_several_entries_of_one_day(archive: Archive) -> None:
    before = keep_log(archive, ["2030-01-01", "2030-01-01", "2030-01-03"])
    assert [until(archive, f"2030-01-0{day}") for day in (1, 2, 3)] == [before + 2, before + 2, before + 3]


@pytest.mark.parametrize("wrong", ["1970-01-01", "2000-01-01"])
@pytest.mark.parametrize("at", [2, 5, 8])
def test_a_clock_that_went_back_moves_no_other_day(archive: Archive, wrong: str, at: int) -> None:
    """A dead battery: what was known on the other days stays what it was."""
    before = keep_log(archive, [*DAYS[:at], wrong, *DAYS[at:]])
    for number, day in enumerate(DAYS, start=1):
        assert until(archive, day) == before + number + (number >= at)
    assert until(archive, "1999-12-31") == 0, "nothing is shown as known before it was"


@pytest.mark.parametrize("at", [2, 5, 8])
def test_a_clock_that_ran_ahead_moves_the_next_day_alone(archive: Archive, at: int) -> None:
    """A year mistyped. Where two places fit as well, the earlier one claims less."""
    before = keep_log(archive, [*DAYS[:at], "2099-01-01", *DAYS[at:]])
    for number, day in enumerate(DAYS, start=1):
        expected = {True: number, number == at + 1: at, number > at + 1: number + 1}[True]
        assert until(archive, day) == before + expected


FOREIGN = "f" * 32
ROOT = b"\x07" * 32


def tell_in_another_log(archive: Archive, about: str, days: list[str]) -> None:
    """What another organisation said of a record, an entry a day, as an exchange would lay it down."""
    raw = archive.database.raw
    raw.execute("INSERT INTO log (id, public_key) VALUES (?, ?)", (FOREIGN, bytes(32)))
    (key,) = raw.execute("SELECT key FROM log WHERE id = ?", (FOREIGN,)).fetchone()
    for position, day in enumerate(days):
        salts = (bytes(16), "e" * 32, bytes(16), "2030-01-01T00:00:00Z", bytes(16))
        raw.execute(
            "INSERT INTO entry VALUES (?, ?, x'', ?, ?, ?, ?, ?, ?, 0, 1)",
            (key, position, position + 1, *salts),
        )
        raw.execute(
            "INSERT INTO statement (log, position, id, salt, op, about, says, type, value)"
            " VALUES (?, ?, ?, ?, 'set', ?, 'event.start', 'date', ?)",
            (key, position, bytes([position]) * 32, bytes(16), about, day),
        )
        raw.execute(
            "INSERT INTO sealed (statement, log, position, about, epoch) VALUES (?, ?, ?, ?, 1)",
            (bytes([100 + position]) * 32, key, position, about),
        )
    archive.projections.refold([about])


def receive(archive: Archive, size: int) -> int:
    """Note that so much of the other log came in; how long the own log is then."""
    body = received_body(Checkpoint(origin=FOREIGN, size=size, root=ROOT))
    archive.commit([Act(kind="received", body=body)])
    return archive.size()


def test_as_of_an_entry_holds_of_another_log_what_had_been_received(archive: Archive) -> None:
    event = Maker(archive).new("event", start="2020")
    before = archive.size()
    tell_in_another_log(archive, event, ["2021", "2022", "2023"])
    reader = reader_of(archive)

    def days(entries: int | None) -> list[str]:
        record = access_record(archive, reader, event, entries=entries)
        assert access_sealed(archive, reader, event, entries=entries) == len(record.all("event.start")) - 1
        return sorted(value.text for value in record.all("event.start"))

    assert days(None) == ["2020", "2021", "2022", "2023"]
    assert days(archive.size()) == ["2020"], "nothing of it was received"
    one, all_ = receive(archive, 1), receive(archive, 3)
    assert days(before) == ["2020"]
    assert days(one) == ["2020", "2021"]
    assert days(all_) == days(None)


def test_titles_are_those_of_then(archive: Archive) -> None:
    make, reader = Maker(archive), reader_of(archive)
    page = make.page("Post")
    then = archive.size()
    (said,) = make.add(page, publisher="The Highland Post")
    archive.say(plan_adoption(archive, reader, page, said, "It was renamed.", page).drafts)
    other = make.page("Tang")
    assert access_titles(archive, reader, (page, other), "en") == {page: "The Highland Post", other: "Tang"}
    assert access_titles(archive, reader, (page, other), "en", entries=then) == {page: "Post"}
