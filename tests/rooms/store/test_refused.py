# SPDX-License-Identifier: Apache-2.0
"""Rows that were not taken wait, with the reason and without a cell, until they are mended."""

import pytest
from tests.people import COLLEAGUE, open_as
from tests.sheets import EVENTS, sheet
from tests.template import Template

from kuzat.store import (
    Archive,
    Waits,
    access_refused,
    access_waiting,
    fingerprints,
    forget_refused,
    import_sheet,
    reader_of,
    rebuild,
)
from kuzat.terms.messages import translator

GOOD, BAD = "K-1,A march is stopped,08.03.2020,Bishkek,2,", "K-2,A second march,31.02.2020,Bishkek,2,"
SEALED = EVENTS.replace("public: https://practice.example.org/list\n", "")


def waiting(archive: Archive) -> tuple[str, ...]:
    return access_waiting(archive, reader_of(archive), [Waits.REFUSED])[Waits.REFUSED]


@pytest.mark.parametrize(("mapping", "is_named"), [(EVENTS, True), (SEALED, False)])
def test_refused_rows_are_told_with_their_reason(archive: Archive, mapping: str, is_named: bool) -> None:
    report = import_sheet(archive, sheet(GOOD, BAD, mapping=mapping))
    ((_, refusal),) = report.refused
    assert report.exhibit
    assert waiting(archive) == (report.exhibit,)
    (found,) = access_refused(archive, reader_of(archive), report.exhibit)
    ky = translator("ky")
    assert found.sentence() != found.sentence(ky)
    if is_named:
        assert (found.sentence(), found.sentence(ky)) == (refusal.sentence(), refusal.sentence(ky))
    else:
        assert "day" not in found.sentence().split("expected")[0]
    assert "31.02" not in found.sentence()


def test_the_reason_of_a_reason_is_the_same_when_it_is_read_again(archive: Archive) -> None:
    import_sheet(archive, sheet(GOOD))
    mapping = EVENTS.split("  set:")[0].replace("kind: event", "kind: person")
    report = import_sheet(archive, sheet("K-1", head="code", mapping=mapping))
    assert report.exhibit
    (found,) = access_refused(archive, reader_of(archive), report.exhibit)
    assert found.sentence() == report.refused[0][1].sentence()
    assert found.sentence().endswith("another record has this code).")


def test_they_wait_until_the_sheet_is_taken_or_somebody_strikes_them(archive: Archive) -> None:
    first = import_sheet(archive, sheet(GOOD, BAD)).exhibit
    assert first
    import_sheet(archive, sheet(GOOD, BAD), dry_run=True)
    before = fingerprints(archive)
    rebuild(archive)
    assert fingerprints(archive) == before
    assert waiting(archive) == (first,)
    forget_refused(archive, reader_of(archive), first)
    assert waiting(archive) == ()
    assert import_sheet(archive, sheet(GOOD, BAD)).exhibit == first
    assert waiting(archive) == (first,), "they are refused again"


def test_who_does_not_see_all_finds_their_own_and_strikes_no_others(
    archive: Archive, template: Template
) -> None:
    first = import_sheet(archive, sheet(GOOD, BAD)).exhibit
    assert first
    with open_as(archive.path, template.unlocked, "documenter", member=COLLEAGUE) as one:
        assert waiting(one) == ()
        assert access_refused(one, reader_of(one), first) == ()
        forget_refused(one, reader_of(one), first)
        own = import_sheet(one, sheet(BAD)).exhibit
        assert waiting(one) == (own,)
    assert set(waiting(archive)) == {first, own}
