# SPDX-License-Identifier: Apache-2.0
"""What each page shows, in which language, and that nothing said stands where a browser keeps it."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from tests.browser import PORT, Browser

from kuzat.store import Archive
from kuzat.terms import label, load
from kuzat.testing import AIZADA, Maker, make_archive
from kuzat.web import languages
from kuzat.web.desk import application

NOBODY = "evt-" + "0" * 32
HOSTILE = "<script>alert('Кадыр')</script>"
SIX = ("Аскаров", "Askarov", "Asqarov", "Аскаровдун", "Askarow", "Аскарова")
SAID = ("march", "Askarov", "Аскаров", "Tang", "Kaalga", "Highland", "Кадыр")


def addresses(ids: dict[str, str]) -> list[str]:
    """One of each page."""
    return [
        "/",
        "/events",
        "/events?region=KG-GB&topic=topic.elections",
        "/events?year=1990",
        f"/event/{ids['event']}",
        f"/event/{ids['event']}?as_of=2025-03-21",
        f"/event/{ids['other']}",
        f"/person/{ids['person']}",
        f"/person/{ids['group']}",
        *(f"/record/{ids[k]}" for k in ("act", "involvement", "information", "intervention", "chain")),
        "/stories",
        "/places",
        "/count",
        "/count?unit=act&by=act&and=region&then=year",
        "/search",
        "/about",
    ]


@pytest.mark.parametrize("language", languages.NAMES)
def test_every_page_is_drawn_in_every_language(reader: Browser, small: Any, language: str) -> None:
    reader.get("/").post("/", language=language)
    for path in addresses(small.ids):
        reader.get(path)
        assert reader.status == 200, path
        assert reader.headers["Content-Language"] == language, path
        assert f'<html lang="{language}"' in reader.text, path
        assert reader.text.count("<h1") == 1, path


@pytest.mark.parametrize("language", languages.NAMES)
def test_a_term_is_told_in_the_chosen_script(reader: Browser, small: Any, language: str) -> None:
    reader.post(f"/event/{small.ids['event']}", language=language)
    assert load().term("direction.violation").label(language) in reader.words
    assert load().property("event.region").label(language) in reader.words


def test_the_language_is_remembered_and_asked_of_the_browser(stranger: Browser) -> None:
    assert stranger.get("/", HTTP_ACCEPT_LANGUAGE="ky-KG,ru;q=0.5").headers["Content-Language"] == "ky"
    stranger.post("/", language="uz-Cyrl")
    assert stranger.get("/", HTTP_ACCEPT_LANGUAGE="ky").headers["Content-Language"] == "uz-Cyrl"
    assert stranger.post("/", language="tlh").headers["Content-Language"] == "uz-Cyrl"


def test_accounts_stand_side_by_side_with_who_told_them(reader: Browser, small: Any) -> None:
    reader.get(f"/event/{small.ids['event']}")
    words = reader.words
    assert "8 July 2019" in words
    assert "9 July 2019" in words
    assert "accounts differ in one thing" in words
    assert "Tang, 8 July 2019" in words
    assert "contested claimed by one: Tang" in words
    assert "The Highland Post" in words
    assert "Umut Askarov" in words


def test_a_copy_is_heard_in_the_voice_of_its_original(reader: Browser, small: Any) -> None:
    words = reader.get(f"/event/{small.ids['event']}").words
    assert "copy of Tang" in words
    assert "confirmed by several" not in words


def test_a_name_is_told_in_the_readers_language(reader: Browser, small: Any) -> None:
    reader.get(f"/person/{small.ids['person']}")
    assert "<h1>Umut Askarov</h1>" in reader.text
    reader.post(f"/person/{small.ids['person']}", language="ky")
    assert "<h1>Үмүт Аскаров</h1>" in reader.text


def test_who_is_not_named_is_described(reader: Browser, small: Any) -> None:
    reader.get(f"/person/{small.ids['group']}")
    heading = re.search("<h1>(.*)</h1>", reader.text)
    assert heading is not None
    assert heading[1].endswith("at least 30")


def test_an_event_is_shown_as_it_stood_on_an_earlier_day(reader: Browser, small: Any) -> None:
    path = f"/event/{small.ids['event']}"
    assert "9 July 2019" in reader.get(f"{path}?as_of=2025-03-22").words
    then = reader.get(f"{path}?as_of=2025-03-21").words
    assert "As this archive held it at the end of 21 March 2025" in then
    assert "9 July 2019" not in then
    assert "accounts differ" not in then
    assert reader.get(f"{path}?as_of=2025-03-20").status == 404
    assert reader.get(f"{path}?as_of=yesterday").status == 400


def test_a_statement_says_who_when_on_what_basis_and_how_to_prove_it(reader: Browser, small: Any) -> None:
    reader.get(f"/event/{small.ids['event']}")
    statements = [link for link in reader.links if re.search("^/statement/.*[0-9a-f]{64}$", link)]
    assert len(statements) > 10
    for link in statements:
        reader.get(link)
        assert (reader.status, f"kuzat prove {link[-64:]}" in reader.words) == (200, True)
        assert "(you)" in reader.words
    about, id_ = statements[0].split("/")[2:]
    assert reader.get(f"/statement/{small.ids['other']}/{id_}").status == 404
    assert reader.get(f"/statement/{about}/{'0' * 64}").status == 404


def test_markup_that_somebody_typed_is_text(reader: Browser, small: Any) -> None:
    for path in ("/", "/events", f"/event/{small.ids['other']}"):
        assert "<script" not in reader.get(path).text
        assert HOSTILE in unescape(reader.text)
    reader.post("/search", words=f'"><img src=x> {HOSTILE}')
    assert "<img" not in reader.text
    assert "<script" not in reader.text


def test_what_is_not_there_and_what_is_malformed_get_the_same_words(reader: Browser) -> None:
    said = {
        reader.get(path).words
        for path in (
            f"/event/{NOBODY}",
            f"/person/per-{'0' * 32}",
            f"/record/act-{'0' * 32}",
            f"/record/jdg-{'0' * 32}",
            f"/record/xyz-{'0' * 32}",
            "/event/E-7F3K9",
            "/nowhere",
        )
        if reader.status
    }
    assert len(said) == 1
    assert "There is nothing here." in said.pop()


def test_events_are_narrowed_down_by_terms_places_and_years(reader: Browser, small: Any) -> None:
    march, other = f"/event/{small.ids['event']}", f"/event/{small.ids['other']}"
    found = {
        "": {march, other},
        "?region=KG-GB": {march},
        "?region=KG-T": {other},
        "?act=act.assembly": {march},
        "?act=unknown": {other},
        "?year=2019": {march},
        "?since=2020": {other},
        "?until=2020": {march},
        "?freedom=freedom.assembly&region=KG-T": set(),
        "?contested=1": {march},
        "?unit=act": {march},
        "?topic=unknown": {other},
    }
    for query, events in found.items():
        links = set(reader.get(f"/events{query}").links)
        assert links & {march, other} == events, query
    assert reader.get("/events?region=Atlantis").status == 400
    assert reader.get("/events?story=march").status == 400


def test_a_filter_form_without_words_becomes_an_address(reader: Browser) -> None:
    reader.get("/events")
    reader.post("/events", region="KG-GB", act="", words=" ", since="2019")
    assert (reader.status, reader.path) == (200, "/events?region=KG-GB&since=2019")


def test_words_narrow_down_too_and_stay_out_of_the_address(reader: Browser, small: Any) -> None:
    reader.get("/events")
    reader.post("/events", words="marches", region="KG-GB")
    assert reader.path.startswith("/answer/")
    assert f"/event/{small.ids['event']}" in reader.links
    reader.post("/events", words="marches", region="KG-T")
    assert "No event fits all of this." in reader.words


@pytest.mark.parametrize("spelling", SIX)
def test_a_name_is_found_in_six_spellings(reader: Browser, small: Any, spelling: str) -> None:
    reader.post("/search", words=spelling)
    assert reader.path.startswith("/answer/")
    assert f"/person/{small.ids['person']}" in reader.links


def test_a_search_keeps_its_words_when_the_language_changes(reader: Browser, small: Any) -> None:
    reader.post("/search", words="Askarov")
    assert '<input type="hidden" name="words" value="Askarov">' in reader.text
    reader.post("/search", words="Askarov", language="ky")
    assert (reader.status, reader.headers["Content-Language"]) == (200, "ky")
    assert '<html lang="ky"' in reader.text
    assert f"/person/{small.ids['person']}" in reader.links


def test_a_label_or_an_id_opens_its_record(reader: Browser, small: Any) -> None:
    for words in (small.ids["event"], label(small.ids["event"]).lower()):
        reader.post("/search", words=words)
        assert f"/event/{small.ids['event']}" in reader.links


@pytest.mark.parametrize("words", ["", "   ", '"', "*", "a OR b", 'NEAR("x")', "'; --", "\0", "😀" * 300])
def test_any_words_can_be_searched(reader: Browser, words: str) -> None:
    assert reader.post("/search", words=words).status == 200


def test_every_number_of_a_count_opens_as_many_events(reader: Browser) -> None:
    for by in ("region", "year", "act", "topic", "source", "story", "perpetrator", "role"):
        reader.get(f"/count?by={by}")
        rows = re.findall(r'<td class="number"><a href="(/events\?[^"]+)">(\d+)</a>', reader.text)
        assert rows, by
        for address, count in rows:
            reader.get(unescape(address))
            assert (reader.status, f"{count} event" in reader.words) == (200, True), address


@pytest.mark.parametrize("query", ["unit=house", "by=colour", "by=region&and=colour"])
def test_what_cannot_be_counted_is_refused(reader: Browser, query: str) -> None:
    assert reader.get(f"/count?{query}").status == 400


def test_the_story_runs_from_events_to_interventions(reader: Browser, small: Any) -> None:
    story = next(link for link in reader.get("/stories").links if link.startswith("/story/"))
    reader.get(story)
    assert "A march is stopped" in reader.words
    assert {f"/event/{small.ids['event']}", f"/record/{small.ids['intervention']}"} <= set(reader.links)
    assert '<svg class="lanes"' in reader.text
    assert "Who stepped in" in reader.words


def test_the_map_is_a_table_too(reader: Browser) -> None:
    reader.get("/places")
    assert reader.text.count('<rect class="tile') == 9
    assert {"/events?region=KG-GB", "/events?region=KG-T"} <= set(reader.links)
    assert "KG-GB Bishkek" in reader.words
    assert "That is silence, not calm." in reader.words


@pytest.mark.parametrize("path", ["/", "/count?by=region", "/count?unit=act", "/places", "/stories"])
def test_beside_numbers_stands_what_they_cannot_tell(reader: Browser, path: str) -> None:
    words = reader.get(path).words.partition("What this cannot tell")[2]
    for sentence in ("it counts what was documented", "rest on one independent", "Nothing is recorded of:"):
        assert sentence in words


@pytest.mark.slow
def test_nothing_said_stands_in_an_address_or_a_title(reader: Browser, small: Any) -> None:
    seen, ahead = set(), ["/"]
    while ahead:
        path = ahead.pop()
        reader.get(path)
        assert reader.status == 200, path
        title = re.search("<title>(.*?)</title>", reader.text)
        assert title is not None
        for text in (unquote(path), unescape(title[1])):
            assert [word for word in SAID if word in text] == [], path
        fresh = {link.partition("#")[0] for link in reader.links if link.startswith("/")} - seen
        seen |= fresh
        ahead += fresh
    assert len(seen) > 40


def test_no_page_loads_or_links_to_anything_elsewhere(reader: Browser, small: Any) -> None:
    for path in addresses(small.ids):
        reader.get(path)
        links = re.findall(r'(?:href|src|action)="([^"]*)"', reader.text)
        assert [link for link in links if not link.startswith(("/", "#", "?"))] == [], path
        assert " style=" not in reader.text, path
        assert "<script" not in reader.text, path


def test_ids_are_unique_and_tables_have_captions_and_heads(reader: Browser, small: Any) -> None:
    for path in addresses(small.ids):
        reader.get(path)
        ids = re.findall(r'\bid="([^"]+)"', reader.text)
        assert sorted(ids) == sorted(set(ids)), path
        assert reader.text.count("<table") == reader.text.count("<caption"), path
        assert re.findall(r"<th(?! scope| ?ead)", reader.text) == [], path
        drawn = re.findall(r'<svg class="(?:years|tiles|timeline)".*?</svg>', reader.text, re.S)
        assert all("<title" in one and "<desc" in one for one in drawn), path


def test_an_empty_archive_says_what_to_do(tmp_path: Path) -> None:
    make_archive(tmp_path / "empty.archive").close()
    app = application(tmp_path / "empty.archive", PORT)
    browser = Browser(app).unlock(AIZADA.passphrase)
    assert "Nothing is recorded yet." in browser.words
    for path in ("/events", "/stories", "/places", "/count", "/count?by=region", "/count?by=year", "/about"):
        assert browser.get(path).status == 200, path
    app.desk.sessions.end_all()


def test_what_is_written_beside_the_desk_is_seen(copied: Callable[[], Archive], small: Any) -> None:
    archive = copied()
    app = application(archive.path, PORT)
    browser = Browser(app).unlock(AIZADA.passphrase)
    assert "2 Events" in browser.words
    Maker(archive).new("event", start="2022", region=["KG-N"])
    assert "3 Events" in browser.get("/").words
    app.desk.sessions.end_all()
    archive.close()
