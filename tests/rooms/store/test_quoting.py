# SPDX-License-Identifier: Apache-2.0
"""A span of an account points for ever at the words that stood there when it was given."""

from pathlib import Path

import pytest
from tests.people import open_as
from tests.rooms.store.test_received import hold
from tests.template import Template

from kuzat.log.statement import Draft
from kuzat.records import TEXT
from kuzat.store import Act, Archive, access_record, access_texts, erase, reader_of
from kuzat.testing import Maker, Randomness, make_archive

SPAN, GROUND = "#chars=0,5", "erasure_ground.consent_withdrawn"
FIRST, SECOND = "Seven were held.", "Eight were held."


def texts(archive: Archive, account: str, pointing: bytes | None = None) -> list[str]:
    return [one.value for one in access_texts(archive, reader_of(archive), account, pointing=pointing)]


def tell(archive: Archive, account: str, text: str, basis: str | None = None) -> bytes:
    draft = Draft(about=account, says=TEXT, type="text", value=text, language="en", basis=basis or account)
    checked = archive.check([draft], also_public=((basis or account).partition("#")[0],))
    ((id_,),) = archive.commit_checked([Act(drafts=tuple(checked))]).ids
    return id_


def point(archive: Archive, account: str, number: str = "7") -> bytes:
    """A statement that rests on a span of the account."""
    maker = Maker(archive)
    event = maker.new("event", basis=account + SPAN, killed_min=number)
    (value,) = access_record(archive, reader_of(archive), event).all("event.killed_min")
    return value.said.id


def withdraw(archive: Archive, account: str, id_: bytes, *beside: Draft) -> None:
    taken = Draft(about=account, says=TEXT, type="statement", value=id_.hex(), op="withdraw")
    archive.say([taken, *beside])


def test_the_words_stay_when_their_text_is_taken_back(archive: Archive) -> None:
    account = Maker(archive).page()
    first = tell(archive, account, FIRST)
    before = point(archive, account)
    tell(archive, account, SECOND)
    between = point(archive, account)
    withdraw(archive, account, first)
    assert texts(archive, account, before) == texts(archive, account, between) == [FIRST]
    assert texts(archive, account, point(archive, account)) == texts(archive, account) == [SECOND]


def test_a_correction_counts_in_the_entry_that_makes_it(archive: Archive) -> None:
    account = Maker(archive).page()
    first = tell(archive, account, FIRST)
    again = Draft(about=account, says=TEXT, type="text", value=SECOND, language="en", basis=account)
    day = Draft(
        about=account, says="information.received", type="date", value="2020-03-08", basis=account + SPAN
    )
    withdraw(archive, account, first, again, day)
    (received,) = access_record(archive, reader_of(archive), account).all("information.received")
    assert texts(archive, account, received.said.id) == [SECOND]


def test_a_document_read_later_takes_no_place(archive: Archive) -> None:
    account, exhibit = Maker(archive).page(), "exh-" + "2" * 32
    tell(archive, account, FIRST)
    before = point(archive, account)
    tell(archive, account, SECOND, f"{exhibit}#chars=5,21")
    tell(archive, account, "Told.", f"{exhibit}#chars=0,5")
    assert texts(archive, account, before) == [FIRST]
    assert texts(archive, account, point(archive, account)) == [SECOND, "Told."]


def test_of_an_erased_text_no_other_takes_the_place(archive: Archive) -> None:
    account = Maker(archive).page()
    first = tell(archive, account, FIRST)
    tell(archive, account, SECOND)
    before = point(archive, account)
    assert texts(archive, account, before) == [FIRST]
    erase(archive, reader_of(archive), first.hex(), GROUND)
    assert texts(archive, account, before) == []
    assert texts(archive, account, point(archive, account)) == texts(archive, account) == [SECOND]


def test_a_text_that_a_reader_does_not_see_is_not_replaced(template: Template, tmp_path: Path) -> None:
    path, member = tmp_path / "a.archive", "e" * 32
    with template.copy(path) as archive:
        account = Maker(archive).new("information", publisher="The Highland Post")
        tell(archive, account, FIRST)
    with open_as(path, template.unlocked, "documenter", member=member, random=Randomness("own")) as own:
        tell(own, account, SECOND)
        assert [v.text for v in access_record(own, reader_of(own), account).all(TEXT)] == [SECOND]
        assert texts(own, account) == []
    with open_as(path, template.unlocked, "reader") as all_:
        assert texts(all_, account) == [FIRST]


@pytest.mark.parametrize("is_whole", [True, False])
def test_a_log_that_was_given_in_part_may_hold_another_first(
    archive: Archive, tmp_path: Path, is_whole: bool
) -> None:
    with make_archive(tmp_path / "partner.archive", random=Randomness("partner")) as other:
        account = Maker(other).page()
        if not is_whole:
            Maker(other).new("person", identity_name="Айсулуу Токтосунова", country="KG")
        tell(other, account, FIRST)
        pointing = point(other, account)
        hold(archive, other)
    assert texts(archive, account, pointing) == ([FIRST] if is_whole else [])
