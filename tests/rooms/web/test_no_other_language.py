# SPDX-License-Identifier: Apache-2.0
"""No page falls back to another language or script without saying so.

The archive holds nothing but Greek: whatever else stands on a page is the desk's own, and must be in the
reader's script, or stand where the page says that it is something else. And whatever is looked up among
the translations must be there, also what Django asks for of its own.
"""

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.urls import resolve
from django.utils import translation
from django.utils.translation import trans_real
from tests.browser import PORT, Browser
from tests.people import open_as
from tests.template import Template

from kuzat import keys
from kuzat.store import Archive
from kuzat.testing import AIZADA, Maker, Randomness
from kuzat.web import application, languages

SCRIPTS = {"ru": "cyrillic", "ky": "cyrillic", "uz": "latin", "uz-Cyrl": "cyrillic"}
WORDS = {"latin": re.compile(r"[A-Za-zʻʼ]{2,}"), "cyrillic": re.compile(r"[Ѐ-ӿ]{2,}")}
CATALOGUES = {language.lower() for language in SCRIPTS}
OTHER = {"latin": WORDS["cyrillic"], "cyrillic": WORDS["latin"]}
# What is written so in every script: names, forms of files, addresses, codes of regions, labels, digests,
# and what each language calls itself.
KEPT = re.compile(
    r"Kuzat|CIVICUS(?: Monitor)?|V-Dem|CSV|XLSX|PNG|UTC|MiB|office\.archive|https?://\S+|\b[A-Z]{2}-[A-Z]{1,2}\b|\b[A-Z]-[0-9A-Z]{4,6}\b"
    r"|\b(?=\w*\d)[0-9a-f]{6,}\b|" + "|".join(languages.NAMES.values())
)
ELSEWHERE = {"code", "pre", "style", "script"}
VOID = {"br", "hr", "img", "input", "link", "meta", "rect", "line", "circle", "path", "use"}
LINK = re.compile(r'<a [^>]*href="(/[^"#]*)')
SHOWN = ("title", "placeholder", "aria-label")
MOST_PAGES = 60


class Said(HTMLParser):
    """What a page says in its own language: text and labels, without what is marked as something else."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language, self.found = language, []  # type: tuple[str, list[str]]
        self.within: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        is_own = told.get("lang", self.language) == self.language and tag not in ELSEWHERE
        outside = any(not own for _, own in self.within)
        if is_own and not outside:
            self.found += [text for name in SHOWN if (text := told.get(name))]
        if tag not in VOID:
            self.within.append((tag, is_own))

    def handle_endtag(self, tag: str) -> None:
        if tag in [one for one, _ in self.within]:
            while self.within.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if all(own for _, own in self.within):
            self.found.append(data)


def foreign(text: str, language: str) -> list[str]:
    """Words of a page in another script than its language has."""
    said = Said(language)
    said.feed(text)
    other = OTHER[SCRIPTS[language]]
    return [word for one in said.found for word in other.findall(KEPT.sub(" ", one))]


@pytest.fixture(scope="module")
def office(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Browser]:
    """The desk of an archive in which everything is Greek, for somebody with every role."""
    path = tmp_path_factory.mktemp("greek") / "office.archive"
    with template.copy(path) as archive:
        maker = Maker(archive)
        page = maker.page("Ταχυδρόμος")
        body = maker.new("person", basis=page, language="el", name="Υπουργείο")
        event = maker.new(
            "event",
            basis=page,
            language="el",
            title="Πορεία",
            place="Πλατεία",
            start="2020-03-08",
            region=["KG-GB"],
            topic=["topic.elections"],
            direction="direction.violation",
            story="1",
            killed_min="2",
        )
        act = maker.new("act", basis=page, event=event, type="act.assembly", victim=[body], start="2020-03")
        maker.new("involvement", basis=page, act=act, perpetrator=body)
        maker.new("intervention", basis=page, language="el", event=event, date="2020-04", party=body)
        maker.add(page, basis=page, language="el", event=event, text=["Κείμενο"])
        maker.add(event, basis=maker.page("Αυγή"), start="2020-03-09")
        maker.new("consent", person=maker.new("person", identity_name="Ζωή"), given="2024-01-01")

    def opener(path: Path, passphrase: str, **beside: object) -> Archive:
        roles = [role for role in keys.roles() if role != "trustee"]
        return open_as(path, template.unlocked, *roles, random=Randomness("desk"))

    app = application(path, PORT, opener=opener)
    return lambda: Browser(app)


def pages(browser: Browser) -> Iterator[str]:
    """One page of each route that links lead to, and what is answered to a search and a wrong form."""
    seen, ahead = set(), ["/"]
    while ahead and len(seen) < MOST_PAGES:
        address = ahead.pop(0)
        route = resolve(address.partition("?")[0]).route
        if route not in seen:
            seen.add(route)
            yield browser.get(address).text
            ahead += dict.fromkeys(link.replace("&amp;", "&") for link in LINK.findall(browser.text))
    assert len(seen) > 20
    yield browser.get("/search").post("/search", words="Πορεία").text
    yield browser.get("/event/evt-" + "0" * 32).text
    yield browser.get("/keep").post("/keep/" + "a" * 43).text


@pytest.fixture
def missed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was looked up among the translations of a language and is not there."""
    found: list[str] = []
    known = trans_real.DjangoTranslation.gettext

    def gettext(self: trans_real.DjangoTranslation, message: str) -> str:
        text: str = known(self, message)
        if text == message and self.language() in CATALOGUES and message not in self._catalog:
            found.append(message)
        return text

    monkeypatch.setattr(trans_real.DjangoTranslation, "gettext", gettext)
    return found


@pytest.mark.parametrize("language", SCRIPTS)
def test_every_page_speaks_one_language(
    office: Callable[[], Browser], language: str, missed: list[str]
) -> None:
    browser = office()
    browser.get("/").post("/unlock", language=language)
    wrong = foreign(browser.text, language)
    browser.unlock(AIZADA.passphrase)
    for text in pages(browser):
        assert f'<html lang="{language}"' in text
        wrong += foreign(text, language)
    assert sorted(set(wrong)) == []
    assert sorted(set(missed)) == []


def test_so_that_this_test_can_fail(office: Callable[[], Browser], missed: list[str]) -> None:
    for language in SCRIPTS:
        with languages.speaking(language):
            assert translation.gettext("Ἔρρωσο") == "Ἔρρωσο"
    assert missed == ["Ἔρρωσο"] * len(SCRIPTS)
    page = '<html lang="ky"><p title="Search">Издөө <b>Help</b> <i lang="en">Title</i> <code>kuzat</code></p>'
    assert foreign(page, "ky") == ["Search", "Help"]
    assert foreign(page.replace("ky", "uz"), "uz") == ["Издөө"]
