# SPDX-License-Identifier: Apache-2.0
"""Accounts of the dossier that contradict each other, recorded anew as a second office would: one event each.

The second office knows day and place, tells in other words what happened, and takes one account's word.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.browser import PORT, Browser
from tests.people import open_as
from tests.stories.test_dossier import FOLDER, LIST
from tests.template import Template

from kuzat.collection import parse_dossier
from kuzat.records.sameness import Verdict, judge
from kuzat.store import (
    Archive,
    access_linked,
    access_record,
    access_rows_of_kind,
    import_sheet,
    reader_of,
    sheets_of,
)
from kuzat.testing import AIZADA, Maker
from kuzat.web import application

AKSY = "KG-066"
TOLD = ("killed", "injured", "detained", "crowd", "killed_here", "responsible", "searched")


@dataclass(frozen=True, kw_only=True)
class Account:
    """What one source says of an event, and where the second office recorded it."""

    event: str
    says: str
    value: str
    publisher: str
    record: str


def sheet(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def contradicting() -> Iterator[tuple[str, str, Mapping[str, dict[str, str]]]]:
    """Event, property, and value → the first account that says so, where accounts say different things."""
    for event in dict.fromkeys(row["event"] for row in sheet("accounts.csv")):
        rows = [row for row in sheet("accounts.csv") if row["event"] == event]
        for says in TOLD:
            said: dict[str, dict[str, str]] = {}
            for row in rows:
                if row[says]:
                    said.setdefault(row[says], row)
            if len(said) > 1:
                yield event, says, said


@pytest.fixture(scope="module")
def office(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("linked") / "office.archive"
    listed = parse_dossier((FOLDER / LIST).read_bytes(), LIST)
    with template.copy(path) as archive:
        for each in sheets_of(listed, lambda name: (FOLDER / name).read_bytes()):
            import_sheet(archive, each)
    return path


def coded(archive: Archive, kind: str) -> dict[str, str]:
    """Code → id."""
    rows = access_rows_of_kind(archive, reader_of(archive), kind)
    return {str(row["reference"]): str(row["id"]) for row in rows if row["reference"]}


def recorded_anew(archive: Archive) -> list[Account]:
    maker, informations = Maker(archive), coded(archive, "information")
    events = {row["event"]: row for row in sheet("events.csv")}
    return [
        Account(
            event=event,
            says=says,
            value=value,
            publisher=row["publisher"],
            record=maker.new(
                "event",
                basis=informations[row["information"]],
                title=events[event]["description"],
                start=events[event]["start"],
                place=events[event]["place"],
                region=events[event]["region"].split(";"),
                **{f"told_{says}": value},
            ),
        )
        for event, says, said in contradicting()
        for value, row in said.items()
    ]


@pytest.mark.slow
def test_contradicting_accounts_link_to_one_event_each_and_keep_what_they_say(
    office: Path, template: Template
) -> None:
    with open_as(office, template.unlocked, "director") as archive:
        reader, events = reader_of(archive), coded(archive, "event")
        told = recorded_anew(archive)
        assert len({one.event for one in told}) >= 20
        linked = access_linked(archive, reader, "event").linked
        for event in {one.event for one in told}:
            anew = {one.record for one in told if one.event == event}
            assert set(linked.cluster(events[event])) == {events[event], *anew}, event
        said = {one.record: access_record(archive, reader, one.record) for one in told}
        for one in told:
            if one.event == AKSY:
                archive.say(judge(events[AKSY], one.record, Verdict.SAME, "One day, one place"))
        for one in told:
            after = access_record(archive, reader, one.record)
            values = {says: of for says, of in after.values.items() if not says.endswith("same_as")}
            assert values == {
                says: of for says, of in said[one.record].values.items() if not says.endswith("same_as")
            }
            assert [value.text for value in after.all(f"event.told_{one.says}")] == [one.value]

    def opener(path: Path, passphrase: str, **beside: object) -> Archive:
        return open_as(path, template.unlocked, "analyst")

    desk = Browser(application(office, PORT, opener=opener)).unlock(AIZADA.passphrase)
    desk.get(f"/event/{events[AKSY]}")
    of_aksy = [one for one in told if one.event == AKSY]
    assert f"Known here under {len(of_aksy) + 1} records" in desk.words
    shown = desk.words.partition("Where the accounts differ")[2]
    assert {one.value for one in of_aksy} >= {"4", "5", "6"}
    for one in of_aksy:
        assert f"{one.value} {one.publisher}" in shown, one
