# SPDX-License-Identifier: Apache-2.0
"""What a member sees who does not see all is the same, carried on from entry to entry or read anew."""

from collections.abc import Callable
from contextlib import ExitStack
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.people import COLLEAGUE, open_as
from tests.template import Template

from kuzat import keys
from kuzat.errors import KuzatError
from kuzat.log.statement import Draft, withdraw
from kuzat.records import adopt, dispute
from kuzat.store import (
    INSIDE,
    UNNAMED,
    USES,
    Archive,
    access_statement,
    erase,
    fingerprints,
    gate,
    reader_of,
)
from kuzat.store.sight import seen
from kuzat.terms import ids
from kuzat.testing import Clock

PARTIAL = sorted(
    role for role in keys.roles() if "cases" in keys.opened_by({role}) and not keys.sight_of({role}).is_whole
)
LAID = (
    "SELECT log, position, lamport, by, at FROM entry ORDER BY log, position",
    "SELECT log, position, id, about, says, type, value, language, basis FROM statement"
    " ORDER BY log, position, id",
    "SELECT * FROM sealed ORDER BY statement",
)
Act = Callable[["Office", st.DataObject], None]


@dataclass
class Office:
    """An archive that one member reads while that member or another says things in it."""

    reading: Archive
    writers: tuple[Archive, Archive]

    def writer(self, data: st.DataObject) -> Archive:
        return self.writers[data.draw(st.integers(0, 1), label="writer")]


def record(data: st.DataObject, kind: str) -> str:
    return ids.record_id(kind, bytes([data.draw(st.integers(0, 1), label=kind)]) * 16)


def draft(about: str, says: str, value: str, type_: str, basis: str | None = None) -> Draft:
    return Draft(about=about, says=says, type=type_, value=value, basis=basis)


def some_basis(data: st.DataObject) -> str | None:
    return data.draw(st.sampled_from([None, record(data, "information"), f"{record(data, 'exhibit')}#row=1"]))


def tell_event(office: Office, data: st.DataObject) -> None:
    event, basis = record(data, "event"), some_basis(data)
    day = data.draw(st.sampled_from(["2019", "2020-06"]))
    office.writer(data).say(
        [
            draft(event, "event.start", day, "date", basis),
            draft(event, "event.region", "KG-O", "place", basis),
        ]
    )


def tell_act(office: Office, data: st.DataObject) -> None:
    act, basis = record(data, "act"), some_basis(data)
    office.writer(data).say(
        [
            draft(act, "act.event", record(data, "event"), "record", basis),
            draft(act, "act.victim", record(data, "person"), "record", basis),
        ]
    )


def tell_information(office: Office, data: st.DataObject) -> None:
    told = record(data, "information")
    said = [
        draft(told, "information.source", record(data, "person"), "record"),
        draft(told, "information.copy_of", record(data, "information"), "record"),
        draft(told, "information.event", record(data, "event"), "record"),
    ]
    office.writer(data).say([data.draw(st.sampled_from(said))])


def publish(office: Office, data: st.DataObject) -> None:
    page = draft(record(data, "information"), "information.url", "https://practice.example.org/1", "text")
    office.writer(data).say([page])


def tell_person(office: Office, data: st.DataObject) -> None:
    role = draft(record(data, "person"), "person.role", "victim_role.protesters", "term", some_basis(data))
    office.writer(data).say([role])


def seal(office: Office, data: st.DataObject) -> None:
    person = record(data, "person")
    office.writer(data).say([draft(person, "person.identity_name", "Someone Invented", "text")])


def consent(office: Office, data: st.DataObject) -> None:
    about, person = record(data, "consent"), record(data, "person")
    office.writer(data).say(
        [
            draft(about, "consent.person", person, "record"),
            draft(about, "consent.given", data.draw(st.sampled_from(["2025-01-01", "2026-01-01"])), "date"),
        ]
    )


def hold(office: Office, data: st.DataObject) -> None:
    about = record(data, data.draw(st.sampled_from(["person", "event", "information"])))
    office.writer(data).say([draft(about, "any.hold", "hold.danger", "term")])


def one_said(office: Office, data: st.DataObject) -> tuple[str, str] | None:
    rows = office.writers[1].database.rows(
        "SELECT lower(hex(id)), about FROM statement WHERE op = 'set' AND value IS NOT NULL"
        " AND says NOT LIKE 'exhibit.%' AND says NOT LIKE 'any.%' ORDER BY seq"
    )
    return data.draw(st.sampled_from(rows)) if rows else None


def take_back(office: Office, data: st.DataObject) -> None:
    if said := one_said(office, data):
        archive = office.writers[1]
        archive.say([withdraw(access_statement(archive, reader_of(archive), said[0]).statement)])


def correct(office: Office, data: st.DataObject) -> None:
    """A value taken back and another said in its place, in one entry."""
    if said := one_said(office, data):
        archive = office.writers[1]
        old = access_statement(archive, reader_of(archive), said[0]).statement
        event = record(data, "event")
        archive.say([withdraw(old), draft(event, "event.end", "2021", "date", some_basis(data))])


def judge(office: Office, data: st.DataObject) -> None:
    if said := one_said(office, data):
        decide = data.draw(st.sampled_from([adopt, dispute]))
        basis = record(data, "information")
        office.writers[1].say(decide(said[1], bytes.fromhex(said[0]), "Seen on film.", basis))


def forget(office: Office, data: st.DataObject) -> None:
    if said := one_said(office, data):
        archive = office.writers[1]
        erase(archive, reader_of(archive), f"stm-{said[0]}", "erasure_ground.asked", derived=True)


def wait(office: Office, data: st.DataObject) -> None:
    """A day passes, and with it a consent may end or begin."""
    office.reading.clock = Clock(data.draw(st.sampled_from(["2025-04-02T09:00:00Z", "2026-04-01T09:00:00Z"])))


ACTS: list[Act] = [
    tell_event, tell_event, tell_act, tell_act, tell_information, publish, tell_person, seal, consent, hold,
    take_back, correct, judge, forget, wait,
]  # fmt: skip


def picture(archive: Archive) -> tuple[Any, ...]:
    """All that a reading holds, but for the numbers of rows."""
    view = seen(archive)
    return fingerprints(view), *(view.database.rows(query) for query in LAID)


def shut(archive: Archive) -> list[list[dict[Any, str]]]:
    """What no use may have of all that is kept, and what stays inside of what this member sees of it."""
    gates = [gate(seen(archive)), *(gate(archive, use) for use in (INSIDE, UNNAMED, *USES.values()))]
    kept = ((one.refused, one.statements, one.partly) for one in gates)
    return [[{key: str(why) for key, why in each.items()} for each in one] for one in kept]


def follow(template: Template, role: str, data: st.DataObject, most: int) -> None:
    with TemporaryDirectory() as folder, ExitStack() as stack:
        path = Path(folder) / "a.archive"
        template.copy(path).close()

        def opened(*roles: str, member: str = "") -> Archive:
            return stack.enter_context(open_as(path, template.unlocked, *roles, member=member))

        writers = opened("documenter", "observer"), opened("coder", "director", member=COLLEAGUE)
        office = Office(opened(role), writers)
        acts = st.lists(st.sampled_from(ACTS), min_size=most // 2, max_size=most)
        for act in data.draw(acts, label="acts"):
            try:
                act(office, data)
            except KuzatError:
                continue
            anew = copy(office.reading)
            anew.views, anew.gates = {}, {}
            assert picture(office.reading) == picture(anew)
            assert shut(office.reading) == shut(anew)
            seen(anew).database.close()


@settings(max_examples=10)
@given(role=st.sampled_from(PARTIAL), data=st.data())
def test_carried_on_is_read_anew(template: Template, role: str, data: st.DataObject) -> None:
    follow(template, role, data, 8)


@pytest.mark.slow
@pytest.mark.parametrize("role", PARTIAL)
@settings(max_examples=15)
@given(data=st.data())
def test_carried_on_is_read_anew_for_every_role(template: Template, role: str, data: st.DataObject) -> None:
    follow(template, role, data, 14)
