# SPDX-License-Identifier: Apache-2.0
"""What may not be written is refused by its field, and the value is never repeated."""


import pytest

from kuzat.errors import KuzatError, Refused
from kuzat.log.statement import Draft, DraftRefused
from kuzat.records import WrongValue, check
from kuzat.records.say import UnknownProperty
from kuzat.terms import vocabulary

WORDS = vocabulary.load()
EVENT, PERSON, PAGE = ("evt-" + "1" * 32, "per-" + "2" * 32, "inf-" + "3" * 32)
SECRET = "Aidai Secretova"


def draft(says: str, type_: str, value: str, **more: str) -> Draft:
    about = more.pop("about", EVENT if says.startswith(("event", "any")) else PERSON)
    return Draft(about=about, says=says, type=type_, value=value, **more)


def refusal(refused: Draft, kind: type[KuzatError]) -> KuzatError:
    with pytest.raises(kind) as caught:
        check([refused], WORDS, lambda basis: basis == PAGE)
    said = f"{caught.value.sentence()} {caught.value.step()}"
    assert refused.says in said
    if len(refused.value) > 3:
        assert refused.value not in said
    return caught.value


def placed(said: Draft, sealed: str = "") -> str:
    (one,) = check([said], WORDS, lambda basis: basis == PAGE, lambda id_: id_ == sealed)
    assert one._replace(compartment=said.compartment) == said
    return one.compartment


@pytest.mark.parametrize(
    "good",
    [
        draft("event.start", "date", "2020-02-29"),
        draft("event.start", "date", "../2010-09-14"),
        draft("event.killed_min", "decimal", "12"),
        draft("event.region", "place", "KG-GB"),
        draft("event.freedom", "term", "freedom.assembly"),
        draft("event.story", "text", "askarov"),
        draft("event.title", "text", "A march", basis=PAGE, language="uz-Cyrl"),
        draft("act.event", "record", EVENT, about="act-" + "1" * 32),
        draft("any.adopts", "statement", "0" * 64),
        draft("event.title", "text", "x" * 16384, basis=PAGE),
    ],
)
def test_what_is_right_is_taken(good: Draft) -> None:
    check([good], WORDS, lambda basis: basis == PAGE)


@pytest.mark.parametrize(
    ("says", "about"),
    [
        ("event.weather", EVENT),
        ("person.name", EVENT),
        ("event.title", PERSON),
        ("any.weather", EVENT),
        ("any.erased", EVENT),
        ("any.erasure_ground", EVENT),
        ("exhibit.taken_entries", "exh-" + "5" * 32),
    ],
)
def test_unknown_properties(says: str, about: str) -> None:
    refusal(draft(says, "text", SECRET, about=about, basis=PAGE), UnknownProperty)


@pytest.mark.parametrize(
    ("says", "type_"),
    [
        ("person.identity_name", "text"),
        ("person.phone", "text"),
        ("person.address", "text"),
        ("person.birth_date", "date"),
        ("information.testimony", "text"),
    ],
)
def test_what_identifies_a_person(says: str, type_: str) -> None:
    about = PAGE if says.startswith("information") else PERSON
    value = "1971" if type_ == "date" else SECRET
    assert placed(draft(says, type_, value, about=about, basis=PAGE)) == "identity"


@pytest.mark.parametrize("op", ["set", "withdraw"])
def test_who_seals_something_finds_it_sealed(op: str) -> None:
    value, type_ = ("0" * 64, "statement") if op == "withdraw" else ("askarov", "text")
    said = draft("event.story", type_, value, compartment="identity", op=op)
    assert placed(said) == "identity"


@pytest.mark.parametrize("basis", [None, "inf-" + "9" * 32, "exh-" + "9" * 32 + "#row=3"])
def test_free_text_without_a_public_basis(basis: str | None) -> None:
    assert placed(draft("event.title", "text", SECRET)._replace(basis=basis)) == "identity"


def test_free_text_with_a_public_basis() -> None:
    assert placed(draft("event.title", "text", SECRET, basis=PAGE)) == "cases"


@pytest.mark.parametrize(
    ("says", "about"),
    [
        ("event.place", EVENT),
        ("information.publisher", "inf-" + "9" * 32),
        ("intervention.party_name", "itv-" + "4" * 32),
        ("intervention.addressee", "itv-" + "4" * 32),
        ("exhibit.name", "exh-" + "5" * 32),
        ("disclosure.receiver", "dsc-" + "6" * 32),
    ],
)
def test_a_name_of_anything_may_be_a_persons(says: str, about: str) -> None:
    assert placed(draft(says, "text", SECRET, about=about)) == "identity"
    assert placed(draft(says, "text", SECRET, about=about, basis=PAGE)) == "cases"


def test_what_a_published_page_is_called_is_as_public_as_the_page() -> None:
    assert placed(draft("information.publisher", "text", "The Highland Post", about=PAGE)) == "cases"
    assert placed(draft("information.remark", "text", SECRET, about=PAGE)) == "identity"


def test_a_reason_is_free_text_too() -> None:
    assert placed(draft("any.adopts_reason", "text", SECRET)) == "identity"


@pytest.mark.parametrize(
    "said",
    [
        draft("event.title", "statement", "0" * 64, op="withdraw"),
        draft("any.adopts", "statement", "0" * 64),
        draft("any.disputes", "statement", "0" * 64),
    ],
)
def test_what_takes_back_or_judges_lies_where_its_statement_lies(said: Draft) -> None:
    assert placed(said) == "cases"
    assert placed(said, sealed="0" * 64) == "identity"


def test_nobody_says_an_erasure_but_the_erasing_itself() -> None:
    erased = draft("any.erased", "statement", "0" * 64)
    with pytest.raises(UnknownProperty):
        placed(erased, sealed="0" * 64)


@pytest.mark.parametrize(
    ("says", "type_", "value"),
    [
        ("event.start", "text", "2020"),
        ("event.start", "date", "31.02.2020"),
        ("event.start", "date", "2020-02-31"),
        ("event.start", "date", "last summer"),
        ("event.start", "date", ""),
        ("event.killed_min", "decimal", "twelve"),
        ("event.killed_min", "decimal", "1e9"),
        ("event.killed_min", "decimal", "١٢"),
        ("event.killed_min", "decimal", "12\n"),
        ("event.region", "place", "Atlantis"),
        ("event.region", "place", "KG-GB "),
        ("event.freedom", "term", "freedom.flying"),
        ("event.freedom", "term", "topic.media"),
        ("event.story", "text", "  \n "),
        ("event.story", "text", SECRET),
        ("event.reference", "text", SECRET),
        ("person.reference", "text", "Secretova"),
        ("any.adopts", "text", "0" * 64),
    ],
)
def test_wrong_types_and_values(says: str, type_: str, value: str) -> None:
    refusal(draft(says, type_, value), WrongValue)


@pytest.mark.parametrize("value", ["a friend of hers", "javascript:alert(1)", "https://localhost/x"])
def test_what_is_no_address_makes_nothing_public(value: str) -> None:
    refusal(draft("information.url", "text", value, about=PAGE), WrongValue)


@pytest.mark.parametrize("value", [PERSON, "K-1", "evt-1", EVENT + "0"])
def test_a_record_of_another_kind(value: str) -> None:
    refusal(draft("act.event", "record", value, about="act-" + "1" * 32), WrongValue)


@pytest.mark.parametrize(
    "bad",
    [
        draft("event.title", "text", "x" * 16385, basis=PAGE),
        draft("event.title", "text", "ы" * 8193, basis=PAGE),
        draft("event.title", "text", "half \ud83d of it", basis=PAGE),
        draft("event.title", "text", SECRET, basis=PAGE, language="Kyrgyz"),
        draft("event.title", "text", SECRET, basis=PAGE, language="ky_KG"),
        draft("event.title", "text", SECRET, basis="the newspaper"),
        draft("event.title", "text", SECRET, basis=PAGE, about="K-1"),
        draft("event.title", "text", SECRET, basis=PAGE, op="delete"),
        draft("event.title", "essay", SECRET, basis=PAGE),
        draft("event.title", "text", "0" * 64, op="withdraw"),
        draft("event.title", "statement", "0" * 63, op="withdraw"),
        draft("event.title", "text", SECRET, basis=PAGE, compartment="attic"),
    ],
)
def test_what_the_format_cannot_hold(bad: Draft) -> None:
    refusal(bad, DraftRefused)


def test_a_property_that_is_none_is_not_repeated_as_a_value() -> None:
    with pytest.raises(DraftRefused):
        check([draft("Event Title", "text", SECRET, about=EVENT)], WORDS, lambda basis: True)


def test_one_bad_draft_refuses_all() -> None:
    good = draft("event.start", "date", "2020")
    with pytest.raises(Refused):
        check([good, draft("event.start", "date", "soon")], WORDS, lambda basis: True)
