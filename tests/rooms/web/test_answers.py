# SPDX-License-Identifier: Apache-2.0
"""No page is the answer to a form itself, so that no browser keeps what was typed to send it again."""

import shutil
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from tests.browser import PORT, Browser
from tests.rooms.web.conftest import Small

from kuzat.testing import AIZADA
from kuzat.web import application
from kuzat.web.answers import MOST, Answers, fetched
from kuzat.web.desk import Application


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


def test_drafts_that_are_kept_quietly_push_no_answer_out(small: Small, tmp_path: Path) -> None:
    path, form = tmp_path / "office.archive", f"/event/{small.ids['event']}/told"
    shutil.copytree(small.path, path)
    app = application(path, PORT)
    desk = Browser(app).unlock(AIZADA.passphrase)
    found = desk.get("/search").post("/search", words="Askarov").path
    token = desk.get(form).text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    for number in range(MOST + 1):
        typed = {"save": "quietly", "information.publisher": str(number)}
        desk.post(form, False, csrfmiddlewaretoken=token, **typed)
        assert (desk.status, desk.path, desk.text) == (204, form, "")
    assert f'value="{MOST}"' in desk.get(form).text
    assert desk.get(found).status == 200
    app.desk.sessions.end_all()


@pytest.mark.parametrize("status", [204, 409])
def test_an_answer_without_content_is_not_held(app: Application, status: int) -> None:
    request, quiet = HttpRequest(), HttpResponse(status=status)
    request.method = "POST"
    assert fetched(request, Answers(), quiet) is quiet
