# SPDX-License-Identifier: Apache-2.0
"""A visit by a checklist: what was seen otherwise becomes acts, and what a claim asks for is owed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.rooms.web.test_writing import Office, hidden
from tests.template import Template

from kuzat import store
from kuzat.store import reader_of
from kuzat.testing import Maker

TRIAL = "checklist_item.trial"


@pytest.fixture
def office(template: Template, tmp_path: Path) -> Office:
    path = tmp_path / "office.archive"
    with template.copy(path) as archive:
        maker = Maker(archive)
        event = maker.new("event", basis=maker.page(), title="An arrest")
        maker.new("claim", basis=maker.page("Tang"), title="A fair trial", reference="K-1")
    return Office(path, template, event)


@pytest.fixture
def rows(office: Office) -> Callable[[str], list[Any]]:
    def of(kind: str) -> list[Any]:
        with office.read() as archive:
            return [dict(row) for row in store.access_rows_of_kind(archive, reader_of(archive), kind)]

    return of


def test_a_hearing_with_a_lawyer_who_was_not_there(
    office: Office, rows: Callable[[str], list[Any]]
) -> None:
    desk = office.desk("coder")
    desk.get("/visit/trial")
    assert "The accused had a lawyer of their choice ICCPR 14(3)(d)" in desk.words
    said = {
        "event.title": "A hearing", "event.start": "2025-03-20", "information.publisher": "Our observer",
        "information.met": f"{TRIAL}.public", "information.not_met": f"{TRIAL}.lawyer",
        "information.not_seen": f"{TRIAL}.talk", "obligation.claim": "K-1",
    }  # fmt: skip
    place = desk.path
    desk.post(place, **hidden(desk), **said)
    assert desk.get(place).path.startswith("/event/"), "a second visit would be no second account of this one"
    (act,) = rows("act")
    assert (act["type"], act["start"]) == ("act.fair_trial.no_lawyer", "2025-03-20")
    (owed,), (claim,) = rows("obligation"), rows("claim")
    assert (owed["claim"], owed["kind"]) == (claim["id"], "obligation_kind.other")
    desk.get("/visits")
    assert "The accused had a lawyer of their choice ICCPR 14(3)(d) 0 1 0" in desk.words
    assert "Accused and lawyer could talk unheard ICCPR 14(3)(b) 0 0 1" in desk.words
    assert "The hearing was open to everybody ICCPR 14(1) 1 0 0" in desk.words


def test_one_item_is_said_once(office: Office, rows: Callable[[str], list[Any]]) -> None:
    desk = office.desk("coder")
    desk.get("/visit/trial")
    said = {
        "event.title": "A hearing", "event.start": "2025-03-20", "information.publisher": "Our observer",
        "information.met": f"{TRIAL}.public", "information.not_seen": f"{TRIAL}.public",
    }  # fmt: skip
    desk.post(desk.path, **hidden(desk), **said)
    assert "Of one item two things are said: The hearing was open to everybody." in desk.words
    assert rows("act") == []


def test_items_of_another_checklist_are_refused_at_the_field(office: Office) -> None:
    desk = office.desk("coder")
    desk.get("/visit/trial")
    said = {
        "event.title": "A hearing", "event.start": "2025-03-20", "information.publisher": "Our observer",
        "information.met": "checklist_item.care.daily",
    }  # fmt: skip
    desk.post(desk.path, **hidden(desk), **said)
    assert "Choose one of these." in desk.words
