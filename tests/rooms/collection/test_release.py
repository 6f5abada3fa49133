# SPDX-License-Identifier: Apache-2.0
"""What the register knows is found in any script and case; what it does not know it does not claim."""

import pytest

from kuzat.collection import Kind, Known, Register, counted

ONE, OTHER = "per-" + "01" * 16, "per-" + "02" * 16
REGISTER = Register(
    [
        Known(kind=Kind.NAME, text="Токтосунова Айсулуу Эрмековна", record=ONE),
        Known(kind=Kind.PHONE, text="+996 (555) 01-02-03", record=ONE),
        Known(kind=Kind.PLACE, text="Ош облусу, Кара-Дөбө айылы, Ынтымак көчөсү 12", record=ONE),
        Known(kind=Kind.NAME, text="Ли Виктор", record=OTHER),
    ]
)


def found(text: str) -> list[tuple[str, str]]:
    return [(span.kind.value, text[span.start : span.end]) for span in REGISTER.spans(text)]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("Токтосунованын үйүнө келишти", [("name", "Токтосунованын")]),
        ("they came to Toktosunova's house", [("name", "Toktosunova's")]),
        ("позвонили Айсулуу Эрмековне Токтосуновой", [("name", "Айсулуу Эрмековне Токтосуновой")]),
        ("Toʻqtosunovaga aytishdi", [("name", "Toʻqtosunovaga")]),
        ("айсулуу тоо жакка кетти", [("name", "айсулуу")]),
        ("звоните 0555 010203 вечером", [("phone", "0555 010203")]),
        ("Кара-Дөбөдөн келген аял", [("place", "Кара-Дөбөдөн")]),
        ("Ынтымакта жашайт", [("place", "Ынтымакта")]),
    ],
)
def test_what_is_known_is_found(text: str, spans: list[tuple[str, str]]) -> None:
    assert found(text) == spans


@pytest.mark.parametrize(
    "text",
    [
        "Аял өз үйүндө болгон, кошунасы келген.",
        "В ту ночь, 12.03.2019, приехали трое; женщина не открыла.",
        "It happened in Osh region, in a village street, at house 12.",
        "не знаю, была ли она дома",
        "",
    ],
)
def test_what_is_not_known_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_a_short_name_needs_a_capital_letter() -> None:
    assert found("пришёл Ли и спросил") == [("name", "Ли")]
    assert found("придёт ли кто") == []


def test_a_number_that_nobody_is_known_by_is_found_too() -> None:
    (span,) = REGISTER.spans("+7 900 000 11 22")
    assert (span.kind, span.records) == (Kind.PHONE, frozenset())


def test_a_span_names_who_all_its_words_name() -> None:
    register = Register(
        [
            Known(kind=Kind.NAME, text="Айсулуу Токтосунова", record=ONE),
            Known(kind=Kind.NAME, text="Айсулуу Кадырова", record=OTHER),
        ]
    )
    (both,) = register.spans("Айсулууга айтышты")
    (one,) = register.spans("Айсулуу Кадыровага айтышты")
    assert both.records == {ONE, OTHER}
    assert one.records == {OTHER}


def test_spans_are_counted_by_kind() -> None:
    spans = REGISTER.spans("Токтосунова, Кара-Дөбө, 0555010203 жана Айсулуу")
    assert counted(spans) == {Kind.NAME: 2, Kind.PHONE: 1, Kind.PLACE: 1}


def test_an_empty_register_knows_nobody() -> None:
    assert Register([]).spans("Айсулуу Токтосунова") == ()
