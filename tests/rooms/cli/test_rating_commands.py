# SPDX-License-Identifier: Apache-2.0
"""Answers about civic space and the rating, as commands give them."""

from pathlib import Path

import pytest
from tests.commands import Office

from kuzat.store import Archive
from kuzat.testing import Maker

RESOURCES = "civic_item.association.resources"


@pytest.fixture
def office(archive: Archive, tmp_path: Path) -> Office:
    Maker(archive).page()
    archive.close()
    return Office(archive.path, tmp_path)


def test_items_are_listed_with_what_their_answers_mean(office: Office) -> None:
    found = {one["item"]: one for one in office.json("rate", "items")}
    assert found["civic_item.association.founding"]["vdem"] == "v2cseeorgs"
    assert set(found[RESOURCES]["anchors"]) == {"0", "2", "4"}
    assert found[RESOURCES]["anchors"]["0"] in office.says("rate", "items")


def test_an_answer_is_said_and_taken_back_as_everything_is(office: Office) -> None:
    said = office.json("rate", "answer", "association.resources", "1", "--month", "2024-05")
    shown = office.json("show", said["record"])
    assert shown["values"]["judgement.answer"][0]["value"] == "1"
    assert shown["values"]["judgement.item"][0]["value"] == RESOURCES
    for statement in said["statements"]:
        office.says("withdraw", statement)
    assert all(not one for one in office.json("show", said["record"])["values"].values())


def test_an_answer_that_is_none_is_refused(office: Office) -> None:
    assert "0 to 4" in office.refused(3, "rate", "answer", RESOURCES, "7", "--month", "2024-05")
    assert "month" in office.refused(3, "rate", "answer", RESOURCES, "1", "--month", "2024")
