# SPDX-License-Identifier: Apache-2.0
"""Stories are called by what happened in them; their own names stand in addresses only, sealed."""

import pytest
from tests.browser import Browser

from kuzat.terms import wording
from kuzat.terms.messages import translator
from kuzat.web import labels, languages
from kuzat.web.desk import Desk

TABLES = ("KINDS", "UNITS", "DIMENSIONS", "LIMITS", "STANDINGS", "SUPPORTS", "PARTS")
ADDRESSES = ("/stories", "/count?unit=event&by=story", "/events")


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_story_is_called_by_its_first_event(reader: Browser, address: str) -> None:
    page = reader.get(address)
    assert "A march is stopped" in page.words
    assert "the-march" not in page.text


def test_the_page_of_a_story_has_a_title(reader: Browser) -> None:
    address = next(link for link in reader.get("/stories").links if link.startswith("/story/"))
    page = reader.get(address)
    assert "<h1>A march is stopped</h1>" in page.text
    assert "the-march" not in page.text


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("region=nowhere", "Region"),
        ("role=victim_role.dragons", "Victim&#x27;s role"),
        ("since=MMXX", "From the year"),
        ("unit=dragon", "What is counted"),
    ],
)
def test_a_value_that_does_not_exist_is_refused_by_the_name_of_its_list(
    reader: Browser, query: str, name: str
) -> None:
    page = reader.get(f"/events?{query}")
    assert page.status == 400
    assert f"{name} has no such value" in page.text


@pytest.mark.parametrize("language", ["en", "ky"])
def test_the_desk_has_the_words_of_the_one_table_in_each_language(desk: Desk, language: str) -> None:
    with languages.speaking(language):
        for table in TABLES:
            shown = {id_: str(label) for id_, label in getattr(labels, table).items()}
            phrases = getattr(wording, table).items()
            assert shown == {id_: translator(language)(phrase.template) for id_, phrase in phrases}
