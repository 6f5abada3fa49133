# SPDX-License-Identifier: Apache-2.0
"""The same sheet out again: typed cells where nothing changed, else what stands now."""

import itertools
from collections.abc import Callable, Sequence

from kuzat.collection import Row, Told, parse, plan_row, sheet_out
from kuzat.log.statement import Draft
from kuzat.terms import vocabulary

WORDS = vocabulary.load()
HEAD = "kuzat: mapping/1\nlanguage: en\npublic: https://x.example\nrecords:\n"
EVENT = """- kind: event
  reference: id
  set:
    event.title: [{column: title_ru, language: ru}, {column: title_en, language: en}]
    event.start: day
    event.topic: {column: topic, split: ";", terms: {press: topic.media}}
    event.claim: {columns: [key, what], join: ": "}
"""
ACT = """- kind: act
  reference: [id, tags]
  each: {column: tags, split: ";"}
  when: id
  set:
    act.event: {column: id, record: event}
"""
CELLS = {
    "id": "K-1", "title_ru": "Марш", "title_en": "A march", "day": "8 March 2020",
    "topic": "press; environment", "key": "dead", "what": "2", "tags": "beaten; detained", "other": "Gulnara",
}  # fmt: skip


def out(
    change: Callable[[Draft], Sequence[str]], records: str = EVENT + ACT, **cells: str
) -> dict[str, str] | None:
    """The row as it goes out when what it said was changed so; records are called by their codes."""
    row = Row(number=2, cells=CELLS | cells)
    mapping = parse(HEAD + records, "map.yaml", WORDS)
    ids = itertools.count(1)
    drafts = plan_row(
        mapping,
        WORDS,
        row,
        exhibit_id="exh-" + "0" * 32,
        resolve=lambda kind, code: None,
        new_id=lambda kind: f"{kind[:3]}-{next(ids):032x}",
    )
    told = [
        Told(draft.says, draft.language, "K-1", ("K-1",))
        if draft.type == "record"
        else Told(draft.says, draft.language, draft.value, tuple(change(draft)))
        for draft in drafts
    ]
    found = list(sheet_out(mapping, WORDS, list(row.cells), [(row, told)]))
    return dict(zip(row.cells, found[0], strict=True)) if found else None


def same(draft: Draft) -> list[str]:
    return [draft.value]


def test_what_stands_is_as_it_was_typed_and_what_is_not_mapped_stays_inside() -> None:
    assert out(same) == CELLS | {"other": ""}


def test_each_column_has_the_values_of_its_own_language() -> None:
    def translated(draft: Draft) -> list[str]:
        return ["Шествие"] if draft.language == "ru" else [draft.value]

    found = out(translated)
    assert found is not None
    assert (found["title_ru"], found["title_en"]) == ("Шествие", "A march")


def test_what_was_taken_back_is_gone_and_what_was_corrected_is_corrected() -> None:
    changes = {"topic.media": [], "2020-03-08": ["2020-03-09"], "topic.environment": ["topic.media"]}
    found = out(lambda draft: changes.get(draft.value, [draft.value]))
    assert found is not None
    assert (found["topic"], found["day"]) == ("press", "2020-03-09")


def test_of_joined_columns_a_new_value_is_not_told_apart() -> None:
    found = out(lambda draft: ["dead: 3"] if draft.says == "event.claim" else [draft.value])
    assert found is not None
    assert (found["key"], found["what"]) == ("", "")


def test_a_record_of_a_list_that_is_gone_leaves_the_list() -> None:
    found = out(lambda draft: [] if draft.value == "K-1/beaten" else [draft.value])
    assert found is not None
    assert found["tags"] == "detained"


def test_a_record_that_is_called_otherwise_now() -> None:
    found = out(lambda draft: ["K-9"] if draft.value == "K-1" else [draft.value], EVENT)
    assert found is not None
    assert found["id"] == "K-9"


def test_a_row_of_which_nothing_stands_is_gone() -> None:
    assert out(lambda _: [], EVENT) is None
