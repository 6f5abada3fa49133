# SPDX-License-Identifier: Apache-2.0
"""A row says exactly what the mapping lets it say, or is refused by row and column."""

import itertools
from collections.abc import Mapping

import pytest

from kuzat.collection import Row, RowRefused, parse, plan_row
from kuzat.log.statement import Draft
from kuzat.terms import vocabulary

WORDS = vocabulary.load()
EXHIBIT = "exh-" + "00" * 16
PREFIX = {"event": "evt", "act": "act", "information": "inf", "person": "per"}
EVENT = """
- kind: event
  reference: id
  basis: information
  set:
    event.title: {column: title, language: ru}
    event.start: day
    event.region: {column: region, terms: {capital: KG-GB}}
    event.topic: {column: topic, split: ";", terms: {press: topic.media}}
    event.killed_min: killed
"""
ACT = """
- kind: act
  reference: [id, tags]
  each: {column: tags, split: ";"}
  set:
    act.event: {column: id, record: event}
"""
TOLD = """
- kind: information
  when: url
  reference: url
  set:
    information.event: id
    information.url: url
"""
CELLS = {"id": "K-1", "title": "", "day": "", "region": "", "topic": "", "killed": ""}


def planned(
    records: str,
    cells: Mapping[str, str],
    *,
    public: bool = True,
    known: Mapping[tuple[str, str], str] | None = None,
) -> list[Draft]:
    head = "kuzat: mapping/1\nlanguage: en\n" + ("public: https://x.example\n" if public else "")
    counter = itertools.count(1)
    return plan_row(
        parse(head + "records:" + records, "map.yaml", WORDS),
        WORDS,
        Row(number=12, cells=cells),
        exhibit_id=EXHIBIT,
        resolve=lambda kind, code: (known or {}).get((kind, code)),
        new_id=lambda kind: f"{PREFIX[kind]}-{next(counter):032x}",
    )


def refusal(records: str, cells: Mapping[str, str], **options: bool) -> RowRefused:
    with pytest.raises(RowRefused) as caught:
        planned(records, cells, **options)
    assert caught.value.details["row"] == 12
    return caught.value


def said(drafts: list[Draft], says: str) -> list[str]:
    return [draft.value for draft in drafts if draft.says == says]


def test_a_row_becomes_drafts() -> None:
    cells = CELLS | {
        "title": " Марш ", "day": "08.03.2020", "region": "capital",
        "topic": "press; environment;", "killed": "007", "extra": "x",
    }  # fmt: skip
    drafts = planned(EVENT, cells)
    assert {d.about for d in drafts} == {"evt-" + f"{1:032x}"}
    assert {d.basis for d in drafts} == {EXHIBIT + "#row=12"}
    assert said(drafts, "event.reference") == ["K-1"]
    assert said(drafts, "event.title") == [" Марш "]
    assert said(drafts, "event.start") == ["2020-03-08"]
    assert said(drafts, "event.region") == ["KG-GB"]
    assert said(drafts, "event.topic") == ["topic.media", "topic.environment"]
    assert said(drafts, "event.killed_min") == ["7"]
    assert {d.says: d.language for d in drafts if d.language} == {"event.title": "ru"}


def test_empty_cells_say_nothing() -> None:
    assert [draft.says for draft in planned(EVENT, CELLS | {"title": "  "})] == ["event.reference"]


def test_a_known_code_adds_to_the_record_that_has_it() -> None:
    known = {("event", "K-1"): "evt-" + "9" * 32}
    drafts = planned(EVENT, CELLS | {"day": "2020"}, known=known)
    assert [(d.about, d.says) for d in drafts] == [("evt-" + "9" * 32, "event.start")]


def test_values_rest_on_the_information_that_the_row_names() -> None:
    cells = CELLS | {"title": "t", "url": "https://a.example"}
    drafts = planned(EVENT + TOLD, cells, public=False)
    information = next(d.about for d in drafts if d.says == "information.url")
    assert next(d.basis for d in drafts if d.says == "event.title") == information
    assert said(drafts, "information.event") == [drafts[0].about]


def test_free_text_without_a_public_page_rests_on_the_sheet() -> None:
    drafts = planned(EVENT + TOLD, CELLS | {"title": "t", "url": ""}, public=False)
    (basis,) = [d.basis for d in drafts if d.says == "event.title"]
    assert basis is not None
    assert basis.startswith("exh-")


def test_one_cell_may_list_several_records() -> None:
    drafts = planned(EVENT + ACT, CELLS | {"tags": "beaten; detained"})
    assert said(drafts, "act.reference") == ["K-1/beaten", "K-1/detained"]
    assert said(drafts, "act.event") == [drafts[0].about] * 2


def test_a_code_nobody_knows_is_refused() -> None:
    assert refusal(ACT, {"id": "K-1", "tags": "x"}).details["column"] == "id"


@pytest.mark.parametrize(
    ("column", "value", "hint"),
    [
        ("day", "31.02.2020", "date"),
        ("day", "yesterdayish", "date"),
        ("region", "Atlantis", "place"),
        ("topic", "press;nonsense", "topic"),
        ("killed", "many", "number"),
        ("killed", "1,5", "number"),
        ("killed", "1e9", "number"),
        ("killed", "NaN", "number"),
        ("killed", "٣", "number"),
        ("id", " ", "code"),
        ("title", "ы" * 8193, "is an exhibit"),
    ],
)
def test_what_is_no_value_is_refused_by_column(column: str, value: str, hint: str) -> None:
    error = refusal(EVENT, CELLS | {column: value})
    assert error.details["column"] == column
    assert hint in str(error)


def test_the_longest_text_fits() -> None:
    assert len(said(planned(EVENT, CELLS | {"title": "ы" * 8192}), "event.title")[0]) == 8192


@pytest.mark.parametrize("number", ["1 000", "1\u00a0000", "12\u202f000", "-3", "0.50"])
def test_numbers_as_people_write_them(number: str) -> None:
    expected = number.replace(" ", "").replace("\u00a0", "").replace("\u202f", "")
    assert said(planned(EVENT, CELLS | {"killed": number}), "event.killed_min") == [expected]


def test_a_column_missing_from_the_row_is_refused() -> None:
    assert refusal(EVENT, {"id": "K-1"}).details["column"] == "title"


def test_a_row_with_a_problem_is_refused_with_it() -> None:
    problem = RowRefused(row=3, column="x", expected="y")
    mapping = parse("kuzat: mapping/1\nlanguage: en\nrecords:\n- kind: event\n", "m", WORDS)
    with pytest.raises(RowRefused) as caught:
        plan_row(
            mapping,
            WORDS,
            Row(number=3, cells={}, problem=problem),
            exhibit_id=EXHIBIT,
            resolve=lambda kind, code: None,
            new_id=lambda kind: "",
        )
    assert caught.value is problem
