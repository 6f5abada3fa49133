# SPDX-License-Identifier: Apache-2.0
"""Default nothing; consent is for a purpose, an audience, a level and a time; a hold stands above it."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuzat.collection import (
    CALLBACK,
    Callback,
    Consent,
    Use,
    allows,
    consent_of,
    is_held,
    may_be_called,
)
from kuzat.records import Said, dispute, fold

TODAY = date(2025, 3, 21)
PERSON, MEMBERS = "per-" + "1" * 32, ("a1" * 16, "b2" * 16)
SHARE = Use(purpose="purpose.share", audience="audience.partner", level="identification.pseudonym")
INSIDE = Use(purpose="purpose.record", audience="audience.organisation")
YES = Consent(
    record="cns-" + "2" * 32,
    persons=frozenset((PERSON,)),
    purposes=frozenset(("purpose.share",)),
    audiences=frozenset(("audience.partner",)),
    level="identification.pseudonym",
    given="2025-01-10",
    until=None,
    withdrawn=False,
)


def allowed(consent: Consent | None, use: Use = SHARE, *, held: bool = False) -> bool:
    decision = allows(use, [consent] if consent else [], TODAY, held=held)
    assert decision.allowed == (decision.reason is None)
    return decision.allowed


def test_nothing_is_allowed_that_nobody_allowed() -> None:
    assert not allowed(None)
    assert not allowed(replace(YES, purposes=frozenset()))
    assert allowed(YES)


@pytest.mark.parametrize(
    "use",
    [
        replace(SHARE, purpose="purpose.publish"),
        replace(SHARE, audience="audience.public"),
        replace(SHARE, level="identification.named"),
        replace(SHARE, level="identification.unheard_of"),
        replace(SHARE, purpose="", audience=""),
    ],
)
def test_a_consent_is_for_what_it_names(use: Use) -> None:
    assert not allowed(YES, use)


def test_who_may_be_named_may_be_told_without_a_name() -> None:
    assert allowed(replace(YES, level="identification.named"))
    assert not allowed(replace(YES, level="identification.aggregate"))
    assert not allowed(replace(YES, level=None))


@pytest.mark.parametrize(
    ("given_on", "until", "expected"),
    [
        ("2025-03-21", "2025-03-21", True),
        ("2025-03-22", None, False),
        ("2025-03", None, False),  # it may be given later this month
        ("2024", "2025-12-31", True),
        ("2024", "2025", False),  # it may be over since the first of January
        (None, None, True),
        ("", None, False),
        ("soon", None, False),
        ("2025-01-10", "2025-03-20", False),
    ],
)
def test_a_consent_holds_only_on_days_that_surely_lie_in_it(
    given_on: str | None, until: str | None, expected: bool
) -> None:
    assert allowed(replace(YES, given=given_on, until=until)) is expected


def test_a_hold_stands_above_every_consent() -> None:
    assert not allowed(YES, held=True)


def test_inside_what_was_told_is_at_work_until_consent_is_withdrawn() -> None:
    assert allowed(None, INSIDE)
    assert allowed(YES, INSIDE, held=True)
    assert not allowed(replace(YES, withdrawn=True), INSIDE)
    assert not allowed(replace(YES, until="2025-03-20"), INSIDE)


def test_a_consent_of_which_it_is_not_sure_whose_it_is_allows_nothing() -> None:
    assert not allowed(replace(YES, persons=frozenset((PERSON, "per-" + "3" * 32))))


USES = st.builds(
    Use,
    purpose=st.sampled_from(["purpose.share", "purpose.publish"]),
    audience=st.sampled_from(["audience.partner", "audience.public"]),
    level=st.sampled_from(["identification.pseudonym", "identification.named"]),
)
CONSENTS = st.builds(
    replace,
    st.just(YES),
    purposes=st.sets(st.sampled_from(["purpose.share", "purpose.publish"])).map(frozenset),
    audiences=st.sets(st.sampled_from(["audience.partner", "audience.public"])).map(frozenset),
    level=st.sampled_from(["identification.pseudonym", "identification.named", None]),
    withdrawn=st.booleans(),
)


@given(use=USES, consents=st.lists(CONSENTS, max_size=4), fewer=st.integers(0, 3))
def test_withdrawing_never_allows_more(use: Use, consents: list[Consent], fewer: int) -> None:
    before = allows(use, consents, TODAY).allowed
    after = [replace(c, withdrawn=True) if n == fewer else c for n, c in enumerate(consents)]
    assert before or not allows(use, after, TODAY).allowed
    assert not allows(use, consents, TODAY, held=True).allowed


def said(says: str, value: str, *, by: str = MEMBERS[0], type_: str = "term", number: int = 1) -> Said:
    id_ = number.to_bytes(32, "big")
    about = YES.record if says.startswith("consent.") else PERSON
    place = ("e" * 32, number, number)
    return Said(id_, *place, "set", about, says, type_, value, None, None, by, "2025-03-21T09:00:00Z")


def test_where_accounts_differ_the_least_is_allowed() -> None:
    told = [
        said("consent.person", PERSON, type_="record", number=1),
        said("consent.purpose", "purpose.share", number=2),
        said("consent.audience", "audience.partner", number=3),
        said("consent.identification", "identification.named", number=4),
        said("consent.identification", "identification.aggregate", number=5),
    ]
    many = {"consent.purpose", "consent.audience"}.__contains__
    read = consent_of(fold(YES.record, told, many))
    assert read.level == "identification.aggregate"
    assert read.purposes == {"purpose.share"}
    doubted = [*told, said("any.disputes", told[1].id.hex(), type_="statement", number=6)]
    doubted[-1] = doubted[-1]._replace(about=YES.record)
    assert dispute(YES.record, told[1].id, "?", None)[0].says == "any.disputes"
    assert not consent_of(fold(YES.record, doubted, many)).purposes


def test_one_member_holds_and_two_lift() -> None:
    hold = said("any.hold", "hold.danger", number=1)
    target = hold.id.hex()
    first = said("any.hold_lifted", target, type_="statement", number=2)
    again = said("any.hold_lifted", target, type_="statement", number=3)
    other = said("any.hold_lifted", target, by=MEMBERS[1], type_="statement", number=4)
    taken_back = said("any.hold", target, type_="statement", number=5)._replace(op="withdraw")
    assert not is_held([])
    assert is_held([hold])
    assert is_held([hold, first, again])
    assert is_held([hold, taken_back])
    assert not is_held([hold, first, other])
    assert is_held([hold, first, other, said("any.hold", "hold.unsure", number=6)])


def test_who_did_not_allow_it_is_not_called() -> None:
    contact = replace(YES, purposes=frozenset(("purpose.contact",)))
    assert may_be_called(contact, TODAY)
    assert not may_be_called(YES, TODAY)
    assert not may_be_called(replace(contact, withdrawn=True), TODAY)
    assert not may_be_called(replace(contact, until="2025-03-20"), TODAY)


def test_a_way_to_call_back_says_what_is_known_of_it() -> None:
    assert list(Callback(way="+996 000 000000").told()) == [(CALLBACK[0], "+996 000 000000")]
    whole = Callback(way="a", hours="b", language="ky", other="d")
    assert dict(whole.told()) == dict(zip(CALLBACK, ("a", "b", "ky", "d"), strict=True))
