# SPDX-License-Identifier: Apache-2.0
"""A story is called by what happened first in it, as far as its reader may see that."""

import pytest

from kuzat.store import Archive, access_story_titles, reader_of
from kuzat.testing import Maker


@pytest.fixture
def page(archive: Archive) -> str:
    return Maker(archive).page()


def called(archive: Archive, language: str = "en") -> str | None:
    found = access_story_titles(archive, reader_of(archive), ("the-march", "no-such-story"), language)
    assert "no-such-story" not in found
    return found.get("the-march")


def test_by_its_earliest_event_that_has_a_title(archive: Archive, page: str) -> None:
    make = Maker(archive)
    make.new("event", basis=page, story="the-march", title="No day is known")
    assert called(archive) == "No day is known"
    first = make.new("event", basis=page, story="the-march", title="A march is stopped", start="2019-07-08")
    make.new("event", basis=page, story="the-march", title="The trial ends", start="2021")
    make.new("event", basis=page, story="the-march", start="2018")
    make.new("event", basis=page, story="the-sequel", title="Another story", start="2017")
    assert called(archive) == "A march is stopped"
    make.add(first, basis=page, language="ru", title="Шествие остановлено")
    assert (called(archive, "ru"), called(archive, "ky")) == ("Шествие остановлено", "A march is stopped")


def test_not_by_an_event_that_its_reader_may_not_see_there(archive: Archive, page: str) -> None:
    make = Maker(archive)
    event = make.new("event", basis=page, title="A march is stopped")
    person = make.new("person", country="KG")
    told = make.new("information", source=person)
    make.add(event, basis=told, story="the-march")
    assert called(archive) == "A march is stopped"
    make.new("consent", person=person, given="2020-01-01", withdrawn="2021-01-01")
    assert called(archive) is None
