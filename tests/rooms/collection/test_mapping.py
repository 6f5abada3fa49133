# SPDX-License-Identifier: Apache-2.0
"""A mapping is refused with its line, or every row can be planned by it."""

import pytest

from kuzat.collection import MappingRefused, SheetRefused, fit, guess, is_protected, parse, read
from kuzat.terms import vocabulary

WORDS = vocabulary.load()
HEAD = "kuzat: mapping/1\nlanguage: en\npublic: https://example.org\nrecords:\n"


def refusal(text: str) -> MappingRefused:
    with pytest.raises(MappingRefused) as caught:
        parse(text, "map.yaml", WORDS)
    return caught.value


def test_a_whole_mapping() -> None:
    text = HEAD + (
        "- kind: event\n  reference: id\n  basis: information\n  when: id\n  set:\n"
        "    event.title: {column: summary, language: ru}\n"
        "    event.start: day\n"
        '    event.topic: {column: topic, split: ";", terms: {press: topic.media}}\n'
        '    event.claim: [{columns: [key, what], join: ": "}, other]\n'
        "    event.direction: {value: direction.violation}\n"
        '- kind: act\n  reference: [id, tags]\n  each: {column: tags, split: ";"}\n'
        "  set:\n    act.event: {column: id, record: event}\n"
    )
    found = parse(text, "map.yaml", WORDS)
    assert [part.kind for part in found.records] == ["event", "act"]
    assert len(found.records[0].set) == 6
    assert found.records[1].reference == ("id", "tags")
    assert found.columns["day"] == 11
    assert set(found.columns) == {"id", "summary", "day", "topic", "key", "what", "other", "tags"}


@pytest.mark.parametrize(
    ("part", "line", "hint"),
    [
        ("- kind: evnt\n", 5, "did you mean event"),
        ("- kind: event\n  set:\n    event.titel: a\n", 7, "did you mean event.title"),
        ("- kind: event\n  set:\n    act.type: a\n", 7, "a property of event"),
        ("- kind: event\n  refrence: a\n", 6, "did you mean reference"),
        (
            "- kind: event\n  set:\n    event.topic: {column: a, terms: {x: topic.medai}}\n",
            7,
            "did you mean topic.media",
        ),
        (
            "- kind: event\n  set:\n    event.direction: {value: violatoin}\n",
            7,
            "a term of the list",
        ),
        ("- kind: event\n  set:\n    event.start: {column: a, split: ;}\n", 7, "no `split:`"),
        ("- kind: event\n  set:\n    event.start: {column: a, value: b}\n", 7, "one of column"),
        ("- kind: act\n  set:\n    act.event: {column: a, record: person}\n", 7, "record: event"),
        ("- kind: event\n  set:\n    event.start: a\n    event.start: b\n", 8, "each key once"),
        ("- kind: event\n  set:\n    event.start:\n", 7, "text"),
        ("- kind: event\n  set: [a\n", 7, "correct YAML"),
        ("", 4, "a list of records"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(part: str, line: int, hint: str) -> None:
    error = refusal(HEAD + part)
    assert hint in str(error)
    assert error.details["file"] == "map.yaml"
    assert error.details["line"] == line


@pytest.mark.parametrize(
    "text",
    [
        "",
        "kuzat: mapping/2\nlanguage: en\nrecords: []",
        "kuzat: mapping/1\nlanguage: xx\nrecords: []",
        "just text",
        "a: &a [x]\nb: *a\n",
        "[" * 1500,
        "x" * (2 * 1024 * 1024),
        "--- a\n--- b\n",
        "!!python/object/apply:os.system [ls]",
    ],
)
def test_what_is_no_mapping_is_refused(text: str) -> None:
    refusal(text)


def test_text_in_another_encoding_is_refused() -> None:
    with pytest.raises(MappingRefused):
        parse("kuzat: mapping/1 # күзөт".encode("cp1251", "replace") + b"\xff", "map.yaml", WORDS)


def test_words_that_yaml_takes_for_truth_stay_words() -> None:
    text = (
        HEAD + "- kind: event\n  set:\n    event.topic: {column: no, terms: {yes: topic.media}}\n"
    )
    setting = parse(text, "map.yaml", WORDS).records[0].set[0]
    assert setting.columns == ("no",)
    assert setting.terms == {"yes": "topic.media"}


OPEN = "- kind: event\n  reference: id\n  set:\n    event.start: day\n"
TEXT = "- kind: event\n  set:\n    event.title: day\n"
NAME = "- kind: person\n  set:\n    person.identity_name: day\n"
NOT_PUBLIC = "kuzat: mapping/1\nlanguage: en\nrecords:\n"


@pytest.mark.parametrize(
    ("mapping", "columns", "protected"),
    [
        (NOT_PUBLIC + OPEN, ["id", "day"], False),
        (NOT_PUBLIC + OPEN, ["id", "day", "who"], True),
        (NOT_PUBLIC + TEXT, ["day"], True),
        (NOT_PUBLIC + NAME, ["day"], True),
        (HEAD + OPEN, ["id", "day", "who"], False),
        (HEAD + TEXT, ["day"], False),
        (HEAD + NAME, ["day"], True),
    ],
    ids=["coded", "unmapped", "text", "name", "public", "public text", "public name"],
)
def test_a_sheet_that_may_name_somebody_is_protected(
    mapping: str, columns: list[str], protected: bool
) -> None:
    assert is_protected(parse(mapping, "map.yaml", WORDS), columns, WORDS) is protected


def test_a_column_that_is_missing_is_named_with_line_and_nearest() -> None:
    mapping = parse(HEAD + "- kind: event\n  set:\n    event.start: date\n", "map.yaml", WORDS)
    fit(mapping, ["id", "date"], "a.csv")
    with pytest.raises(SheetRefused, match=r"“date” \(did you mean dates\?\)") as caught:
        fit(mapping, ["id", "dates"], "a.csv")
    assert "line 7 of map.yaml" in caught.value.step()


def test_a_draft_can_be_parsed_and_finds_what_is_plain() -> None:
    rows = [
        {"код": f"K-{n}", "дата начала": "2020-03-08", "регион": "Bishkek", "yes": "?",
         "ссылка": "https://a.example/1; https://b.example/2", "topic": "media;environment"}
        for n in range(3)
    ]  # fmt: skip
    text = guess(list(rows[0]), rows, WORDS)
    mapping = parse(text, "draft.yaml", WORDS)
    fit(mapping, list(rows[0]), "a.csv")
    event = mapping.records[0]
    said = {setting.says: setting for setting in event.set}
    assert event.reference == ("код",)
    assert said["event.start"].columns == ("дата начала",)
    assert said["event.region"].columns == ("регион",)
    assert said["event.topic"].split == ";"
    assert mapping.records[1].each is not None
    assert 'No place found for the column "yes"' in text


def test_a_draft_of_the_real_incidents_can_be_parsed(shared) -> None:
    for name in ("kg_incidents_coded.csv", "kg_report_claims.csv", "kg_interventions.csv"):
        content = (shared / "data" / "kyrgyzstan" / name).read_bytes()
        sheet = read(content, name)
        text = guess(sheet.columns, [row.cells for row in sheet.rows], WORDS)
        fit(parse(text, "draft.yaml", WORDS), sheet.columns, name)


@pytest.mark.parametrize("columns", [["a: b", "#x", "'", '"', "- z", "{", "null", "ä\n"], ["only"]])
def test_a_draft_can_be_parsed_whatever_the_columns_are_called(columns: list[str]) -> None:
    rows = [dict.fromkeys(columns, "https://a.example")]
    parse(guess(columns, rows, WORDS), "draft.yaml", WORDS)
    parse(guess(columns, [], WORDS), "draft.yaml", WORDS)
