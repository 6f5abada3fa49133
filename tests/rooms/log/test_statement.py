# SPDX-License-Identifier: Apache-2.0
"""What a statement may be, and that nothing else is bound to a log."""


import pytest

from kuzat.log import Draft, DraftRefused, bind, check, withdraw
from kuzat.log.statement import LONGEST_VALUE

LOG, SALT = "10" * 16, bytes(16)
TITLE = Draft(
    about="evt-" + "1a" * 16,
    says="event.title",
    type="text",
    value="Түнкү тинтүү",
    language="ky",
    basis="inf-" + "2b" * 16,
)


def test_the_salt_and_the_log_make_the_id() -> None:
    one = bind(TITLE, LOG, SALT)
    assert one == bind(TITLE, LOG, SALT)
    assert len(one.id) == 32
    assert bind(TITLE, LOG, b"\x01" * 16).id != one.id
    assert bind(TITLE, "11" * 16, SALT).id != one.id


@pytest.mark.parametrize(
    ("part", "value", "expected"),
    [
        ("op", "replace", "set or withdraw"),
        ("about", "E-7F3K9", "record"),
        ("about", "evt-" + "1A" * 16, "record"),
        ("says", "title", "property"),
        ("type", "number", "known type"),
        ("language", "kyrgyz tili", "language tag"),
        ("language", "uz-cyrl", "language tag"),
        ("basis", "somebody told me", "basis"),
        ("basis", "exh-" + "2b" * 16 + "#row=0", "basis"),
        ("basis", "exh-" + "2b" * 16 + "#row=10000000000", "basis"),
        ("basis", "inf-" + "2b" * 16 + "#chars=4,4", "basis"),
        ("basis", "inf-" + "2b" * 16 + "#chars=164,120", "basis"),
        ("basis", "inf-" + "2b" * 16 + "#chars=0,1000000000", "basis"),
        ("basis", "stm-" + "2b" * 32 + "#chars=00,4", "basis"),
        ("compartment", "office", "compartment"),
        ("value", "cut \ud83d in half", "half characters"),
        ("value", "ү" * 8193, "16 KiB"),
        ("value", "a" * (LONGEST_VALUE + 1), "16 KiB"),
    ],
)
def test_what_format_1_cannot_hold(part: str, value: str, expected: str) -> None:
    for action in (check, lambda draft: bind(draft, LOG, SALT)):
        with pytest.raises(DraftRefused, match=expected) as refused:
            action(TITLE._replace(**{part: value}))
        assert value == "title" or value not in str(refused.value)


@pytest.mark.parametrize(
    "basis",
    [
        None,
        "exh-" + "2b" * 16 + "#row=12",
        "exh-" + "2b" * 16 + "#row=12#chars=0,4",
        "exh-" + "2b" * 16 + "#row=9999999999#chars=99,999999999",
        "inf-" + "2b" * 16 + "#chars=120,164",
        "stm-" + "2b" * 32,
    ],
)
@pytest.mark.parametrize("language", [None, "ky", "uz-Cyrl", "ru-KG", "ky-Arab-CN"])
def test_bases_and_languages(basis: str | None, language: str | None) -> None:
    check(TITLE._replace(basis=basis, language=language))


def test_withdrawing_names_the_statement_and_not_its_value() -> None:
    one = bind(TITLE, LOG, SALT)
    draft = withdraw(one, basis="inf-" + "3c" * 16)
    check(draft)
    assert (draft.op, draft.type, draft.value) == ("withdraw", "statement", one.id.hex())
    assert (draft.about, draft.says) == (one.about, one.says)
    assert one.value not in repr(draft)


def test_only_a_statement_can_be_withdrawn() -> None:
    with pytest.raises(DraftRefused, match="statement"):
        check(TITLE._replace(op="withdraw"))
    with pytest.raises(DraftRefused, match="statement"):
        check(TITLE._replace(type="statement", value="AB" * 32))
