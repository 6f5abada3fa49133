# SPDX-License-Identifier: Apache-2.0
"""What a member keeps for themselves is theirs alone, and no draft."""

import pytest
from tests.pages import holds
from tests.people import COLLEAGUE, open_as
from tests.template import Template

from kuzat.store import (
    Archive,
    Shelved,
    access_drafts,
    access_shelf,
    find_shelved,
    fingerprints,
    keep_draft,
    reader_of,
    shelf,
    shelve,
    unshelve,
)
from kuzat.store.access import Reader, Stranger
from kuzat.testing import STRANGER

ID = "1" * 32
WORDS = {"words": "Үмүт", "where": {"region": "KG-O"}}
ONE = Shelved(sort="search", id=ID, name="Her case", content=WORDS)


def test_it_survives_and_a_later_one_takes_its_place(archive: Archive, template: Template) -> None:
    before = fingerprints(archive)
    shelve(archive, ONE)
    shelve(archive, Shelved(sort="search", id=ID, name="The case", content=WORDS))
    shelve(archive, Shelved(sort="indicator", id=ID, name="Another sort", content={}))
    archive.close()
    with template.open(archive.path) as again:
        (kept,) = access_shelf(again, reader_of(again), "search")
        assert (kept.name, kept.content) == ("The case", WORDS)
        assert find_shelved(again, reader_of(again), "search", ID) == kept
        unshelve(again, "search", ID)
        assert access_shelf(again, reader_of(again), "search") == ()
        with pytest.raises(shelf.NotOnShelf):
            find_shelved(again, reader_of(again), "search", ID)
        assert fingerprints(again) == before, "it is no statement and in no reading"


def test_nobody_else_reads_it_even_with_the_key_of_the_cases(archive: Archive, template: Template) -> None:
    shelve(archive, ONE)
    with pytest.raises(Stranger):
        access_shelf(archive, Reader(member=STRANGER.member), "search")
    archive.close()
    assert holds(archive.path / "cases.db", template.unlocked.cases_key, ("Үмүт", "Her case", ID)) == []
    with open_as(archive.path, template.unlocked, "director", member=COLLEAGUE) as other:
        assert access_shelf(other, reader_of(other), "search") == ()


def test_drafts_and_what_is_kept_are_not_taken_for_each_other(archive: Archive) -> None:
    shelve(archive, ONE)
    assert access_drafts(archive, reader_of(archive)) == ()
    keep_draft(archive, "search", ID, {"information.text": "x"}, "seen")
    assert [one.name for one in access_shelf(archive, reader_of(archive), "search")] == ["Her case"]
    assert len(access_drafts(archive, reader_of(archive))) == 1


def test_a_shelf_is_full_some_time(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "MOST", 1)
    shelve(archive, ONE)
    shelve(archive, ONE)
    with pytest.raises(shelf.ShelfFull):
        shelve(archive, Shelved(sort="search", id="2" * 32, name="One more", content={}))
