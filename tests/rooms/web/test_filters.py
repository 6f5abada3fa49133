# SPDX-License-Identifier: Apache-2.0
"""What is asked for travels as terms, places and years; what people said never stands in an address."""

from datetime import date
from urllib.parse import parse_qsl

import pytest

from kuzat.analysis import Unit
from kuzat.terms import load
from kuzat.web.paging import Paging, asked_page
from kuzat.web.records.filters import Filters, NotAFilter, read
from kuzat.web.sealing import Seal, StaleAddress


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(where={"act": "act.assembly", "region": "KG-GB", "year": "2010"}),
        Filters(where={"act": "=act.assembly", "region": ""}, unit=Unit.ACT),
        Filters(where={"story": "the march", "source": "Таң"}, contested=True),
        Filters(since="1998", until="2025"),
    ],
)
def test_an_address_asks_for_what_it_was_made_from(filters: Filters) -> None:
    seal = Seal()
    assert read(dict(parse_qsl(filters.query(seal))), load(), seal) == filters


def test_names_of_stories_and_sources_are_sealed() -> None:
    query = Filters(where={"story": "Askarov", "source": "Tang"}).query(Seal())
    assert "Askarov" not in query
    assert "Tang" not in query


@pytest.mark.parametrize(
    "sent",
    [
        {"act": "act.invented"},
        {"act": "freedom.assembly"},
        {"region": "Bishkek"},
        {"year": "2010-06"},
        {"year": "²⁰¹⁰"},
        {"since": "999"},
        {"until": "two"},
        {"unit": "house"},
    ],
)
def test_what_the_vocabulary_does_not_have_is_refused(sent: dict[str, str]) -> None:
    with pytest.raises(NotAFilter) as refused:
        read(sent, load(), Seal())
    assert next(iter(sent.values())) not in refused.value.sentence()


def test_an_address_of_an_earlier_session_is_refused() -> None:
    query = dict(parse_qsl(Filters(where={"story": "the march"}).query(Seal())))
    with pytest.raises(StaleAddress):
        read(query, load(), Seal())


def test_years_become_first_and_last_days() -> None:
    wanted = Filters(since="2010", until="2011").wanted()
    assert (wanted.since, wanted.until) == (date(2010, 1, 1), date(2011, 12, 31))


def test_conditions_can_be_taken_away_one_by_one() -> None:
    filters = Filters(where={"act": "act.assembly", "year": "2010"}, since="2010", contested=True)
    for name in ("act", "year", "since", "contested"):
        filters = filters.without(name)
    assert filters == Filters()


@pytest.mark.parametrize(
    ("text", "number"), [("", 1), ("3", 3), ("0", 1), ("-1", 1), ("x", 1), ("٣", 1), ("9" * 40, 1)]
)
def test_a_page_number_is_a_number(text: str, number: int) -> None:
    assert asked_page(text) == number


def test_a_list_is_cut_into_parts() -> None:
    first, last = Paging(number=1, size=50, total=101), Paging(number=3, size=50, total=101)
    assert (first.before, first.after, first.last) == (None, 2, 3)
    assert (last.before, last.after) == (2, None)
    assert Paging(number=9, size=50, total=101).before == 3
    assert Paging(number=1, size=50, total=0).last == 1
