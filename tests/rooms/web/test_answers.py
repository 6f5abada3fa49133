# SPDX-License-Identifier: Apache-2.0
"""No page is the answer to a form itself, so that no browser keeps what was typed to send it again."""

from tests.browser import Browser

from kuzat.web.answers import MOST


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
