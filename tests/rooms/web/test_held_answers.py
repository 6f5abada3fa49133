# SPDX-License-Identifier: Apache-2.0
"""No page is the answer to a form itself, so that no browser keeps what was typed to send it again."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from tests.browser import PORT, Browser
from tests.rooms.web.conftest import Small

from kuzat import store
from kuzat.store import Archive, open_archive
from kuzat.testing import AIZADA, Clock, Maker
from kuzat.web import application
from kuzat.web.answers import MOST, Answers, fetched
from kuzat.web.desk import Application


@dataclass
class Own:
    """A desk, the clock of its archive, and where that lies."""

    path: Path
    clock: Clock
    desk: Browser


def test_what_answers_a_form_is_fetched_and_can_be_loaded_again(reader: Browser) -> None:
    reader.get("/search")
    reader.post("/search", words="Askarov")
    found, path = reader.words, reader.path
    assert path.startswith("/answer/")
    assert "Askarov" not in path
    assert reader.get(path).words == found
    assert reader.headers["Cache-Control"] == "no-store"


def test_a_refused_form_keeps_its_status(reader: Browser) -> None:
    reader.get("/members")
    reader.post("/members", reason="")
    assert reader.path.startswith("/answer/")
    assert reader.status == 400


def test_an_answer_ends_with_its_session_and_with_too_many_others(reader: Browser) -> None:
    reader.get("/search")
    first = reader.post("/search", words="Askarov").path
    for _ in range(MOST):
        reader.post("/search", words="march")
    assert reader.get(first).status == 404
    last = reader.get("/search").post("/search", words="march").path
    reader.post("/lock")
    assert "is locked" in reader.get(last).words


@pytest.fixture
def own(small: Small, tmp_path: Path) -> Iterator[Own]:
    """A desk over an archive of its own, so that it can be written in."""
    path, clock = tmp_path / "office.archive", Clock("2025-04-01T09:00:00Z")
    shutil.copytree(small.path, path)

    def opener(path: Path, passphrase: str, **beside: Any) -> Archive:
        return open_archive(path, passphrase, **{**beside, "clock": clock})

    app = application(path, PORT, opener=opener)
    yield Own(path, clock, Browser(app).unlock(AIZADA.passphrase))
    app.desk.sessions.end_all()


def test_drafts_that_are_kept_quietly_push_no_answer_out(small: Small, own: Own) -> None:
    desk, form = own.desk, f"/event/{small.ids['event']}/told"
    found = desk.get("/search").post("/search", words="Askarov").path
    token = desk.get(form).text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    for number in range(MOST + 1):
        typed = {"save": "quietly", "information.publisher": str(number)}
        desk.post(form, False, csrfmiddlewaretoken=token, **typed)
        assert (desk.status, desk.path, desk.text) == (204, form, "")
    assert f'value="{MOST}"' in desk.get(form).text
    assert desk.get(found).status == 200


def erased(own: Own, person: str) -> None:
    with open_archive(own.path, AIZADA.passphrase) as archive:
        store.erase(archive, store.reader_of(archive), person, "erasure_ground.asked")


def withdrew(own: Own, person: str) -> None:
    with open_archive(own.path, AIZADA.passphrase) as archive:
        consent = Maker(archive).new("consent", person=person, given="2025-01-10")
        Maker(archive).add(consent, withdrawn="2025-03-31")


def slept(own: Own, person: str) -> None:
    own.clock.forward(days=1)


@pytest.mark.parametrize("meanwhile", [erased, withdrew, slept])
def test_no_answer_outlives_an_erasure_a_consent_or_its_day(
    small: Small, own: Own, meanwhile: Callable[[Own, str], None]
) -> None:
    """What only asked is asked again; what told of a form is gone."""
    desk = own.desk
    found = desk.get("/search").post("/search", words="Askarov").path
    assert "Umut Askarov" in desk.get(found).words
    desk.get("/members")
    refused = desk.post("/members", reason="").path
    assert desk.get(refused).status == 400
    meanwhile(own, small.ids["person"])
    assert desk.get(refused).status == 404
    desk.get(found)
    assert (desk.status, "Umut Askarov" in desk.words) == (200, meanwhile is slept)
    assert desk.get("/search").post("/search", words="march").status == 200, "what is drawn now is held"


def test_a_search_is_not_lost_when_something_is_said_meanwhile(own: Own) -> None:
    desk = own.desk
    found = desk.get("/search").post("/search", words="bread").path
    assert "No record holds all of these words." in desk.words
    with open_archive(own.path, AIZADA.passphrase) as archive:
        maker = Maker(archive)
        maker.new("event", basis=maker.page(), start="2025-03-01", title="Bread is given out")
    assert "Bread is given out" in desk.get(found).words
    assert '<form class="tongues" action="/search"' in desk.text
    assert (desk.path, desk.get(found).status) == (found, 200)
    listed = desk.post("/events", words="bread", since="2025").path
    with open_archive(own.path, AIZADA.passphrase) as archive:
        maker = Maker(archive)
        maker.new("event", basis=maker.page(), start="2025-03-02", title="Bread again")
    assert "2 events" in desk.get(listed).words


@pytest.mark.parametrize("status", [204, 409])
def test_an_answer_without_content_is_not_held(app: Application, status: int) -> None:
    request, quiet = HttpRequest(), HttpResponse(status=status)
    request.method = "POST"
    assert fetched(request, Answers(), quiet) is quiet
