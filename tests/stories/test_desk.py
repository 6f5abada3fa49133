# SPDX-License-Identifier: Apache-2.0
"""An analyst's morning at the desk, over the practice country; and the desk in five scripts."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.browser import PORT, Browser

from kuzat.log import check_proof
from kuzat.store import access_proof, open_archive, reader_of
from kuzat.testing import AIZADA, import_country, make_archive
from kuzat.web import languages
from kuzat.web.desk import Application, application

NOWHERE = "/event/evt-" + "0" * 32
EMPTY_PAGES = ("/", "/events", "/stories", "/places", "/count", "/search", "/about", NOWHERE)
KEPT_LATIN = {"Kuzat", "Askarov", "Asqarov", "E", "F", "K", "Ctrl", "C", "kuzat", "verify"}
KEPT_LATIN |= {"Alatala", "media"}
KEPT_CYRILLIC = {"Аскаров"}


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("practice") / "practice.archive"
    with make_archive(path) as archive:
        for _name, _imported in import_country(archive):
            pass
    return path


@pytest.fixture
def desk(practice: Path) -> Iterator[Application]:
    made = application(practice, PORT)
    yield made
    made.desk.sessions.end_all()


def test_from_a_number_to_a_proof(desk: Application, practice: Path) -> None:
    analyst = Browser(desk).unlock(AIZADA.passphrase)
    assert "What this cannot tell" in analyst.words

    analyst.get("/count?unit=act&by=branch&and=region")
    number = next(link for link in analyst.links if link.startswith("/events?branch=act.assembly"))
    assert analyst.get(number).status == 200
    assert "Counted: Acts" in analyst.words

    event = next(link for link in analyst.links if link.startswith("/event/"))
    analyst.get(event)
    assert "What is said of it" in analyst.words
    assert "Who tells of it" in analyst.words

    analyst.get(next(link for link in analyst.get("/events?contested=1").links if "/event/" in link))
    assert "accounts differ" in analyst.words
    statement = next(link for link in analyst.links if link.startswith("/statement/"))
    analyst.get(statement)
    (command,) = re.findall(r"kuzat prove ([0-9a-f]{64})", analyst.text)

    with open_archive(practice, AIZADA.passphrase) as archive:
        proof = access_proof(archive, reader_of(archive), [command])
    assert check_proof(proof)

    analyst.post("/lock")
    assert analyst.get(statement).status == 403


def test_a_case_is_followed_in_kyrgyz(desk: Application) -> None:
    lawyer = Browser(desk, HTTP_ACCEPT_LANGUAGE="ky").unlock(AIZADA.passphrase)
    story = next(link for link in lawyer.get("/stories").links if link.startswith("/story/"))
    lawyer.get(story)
    assert '<html lang="ky"' in lawyer.text
    events = [link for link in lawyer.links if link.startswith("/event/")]
    assert len(set(events)) > 3
    for event in set(events):
        lawyer.get(event)
        people = [link for link in lawyer.links if link.startswith("/person/")]
        for person in people[:2]:
            assert lawyer.get(person).status == 200


def test_the_same_people_are_found_in_any_script(desk: Application) -> None:
    reader = Browser(desk).unlock(AIZADA.passphrase)
    found = []
    for words in ("Ачыкова", "Achykova", "Ачыкованын", "ACHYKOVA"):
        reader.post("/search", words=words)
        found.append({link for link in reader.links if link.startswith("/person/")})
    assert found[0]
    assert all(people == found[0] for people in found)


class Interface(HTMLParser):
    """What a page itself says: no code, no list of terms, no names of languages, archives and files."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self._skipped: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        other = tag in ("code", "pre", "select") or given.get("class") == "archive"
        if self._skipped or other or (tag == "button" and given.get("lang")):
            self._skipped.append(tag)
        self.said += [given.get(name) or "" for name in ("aria-label", "placeholder")]

    def handle_endtag(self, tag: str) -> None:
        if self._skipped and self._skipped[-1] == tag:
            self._skipped.pop()

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self.said.append(data)

    def words(self) -> set[str]:
        """Every word once."""
        return set(re.findall(r"[^\W\d_]+", re.sub(r"\w+\.\w+", "", " ".join(self.said))))


@pytest.mark.parametrize("language", [code for code in languages.NAMES if code != "en"])
def test_no_word_of_the_interface_falls_back_to_another_script(tmp_path: Path, language: str) -> None:
    make_archive(tmp_path / "empty.archive").close()
    app = application(tmp_path / "empty.archive", PORT)
    reader = Browser(app, HTTP_ACCEPT_LANGUAGE=language)
    pages = [reader.get("/").text, reader.unlock("wrong on purpose").text]
    reader.unlock(AIZADA.passphrase)
    pages += [reader.get(page).text for page in EMPTY_PAGES]
    pages += [reader.post("/search", words="404").text, reader.post("/lock").text]
    app.desk.sessions.end_all()
    latin = language == "uz"
    for page in pages:
        words = Interface(page).words()
        foreign = {word for word in words if re.search("[а-яёўқғҳңөү]" if latin else "[a-z]", word, re.I)}
        assert foreign <= (KEPT_CYRILLIC if latin else KEPT_LATIN)


def test_uzbek_is_not_english(tmp_path: Path) -> None:
    make_archive(tmp_path / "empty.archive").close()
    app = application(tmp_path / "empty.archive", PORT)
    english = Browser(app).unlock(AIZADA.passphrase)
    uzbek = Browser(app, HTTP_ACCEPT_LANGUAGE="uz").unlock(AIZADA.passphrase)
    for page in EMPTY_PAGES:
        shared = Interface(english.get(page).text).words() & Interface(uzbek.get(page).text).words()
        assert {word for word in shared if len(word) > 3} <= KEPT_LATIN | KEPT_CYRILLIC
    app.desk.sessions.end_all()
