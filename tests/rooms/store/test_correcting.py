# SPDX-License-Identifier: Apache-2.0
"""A mapping that was wrong is corrected: the rows say what they should, of the same records."""

import io
from pathlib import Path

import pytest
from tests.people import COLLEAGUE, open_as
from tests.rooms.store.test_import_sheet import GOOD, values
from tests.sheets import EVENTS, many, sheet
from tests.template import Template

from kuzat.log.statement import Draft, withdraw
from kuzat.store import (
    Archive,
    Original,
    SheetFile,
    access_record,
    access_reference,
    access_statement,
    erase,
    fingerprints,
    import_sheet,
    keep,
    reader_of,
    rebuild,
    verify,
)
from kuzat.store.access import NoSuchRecord
from kuzat.store.importing import ImportStopped

WRONG = EVENTS.replace("event.killed_min", "event.injured_min")
OTHER = "K-2,A second march,2021,Naryn,3,"


def statement(archive: Archive, code: str, says: str):
    record = access_record(archive, reader_of(archive), access_reference(archive, reader_of(archive), code))
    (value,) = record.all(says)
    return access_statement(archive, reader_of(archive), value.said.id.hex()).statement


def wrong(*rows: str) -> SheetFile:
    return sheet(*rows, mapping=WRONG)


def test_a_corrected_mapping_corrects_the_rows_of_the_same_records(archive: Archive) -> None:
    import_sheet(archive, wrong(GOOD, OTHER))
    reader = reader_of(archive)
    records = [access_reference(archive, reader, code) for code in ("K-1", "K-2")]
    kept = statement(archive, "K-1", "event.title").id
    size = archive.size()
    report = import_sheet(archive, sheet(GOOD, OTHER), correct=True)
    assert (report.corrected, report.taken, report.skipped, report.refused) == (2, 0, 0, [])
    assert report.statements == 4  # a withdrawal and a new value each
    assert [access_reference(archive, reader, code) for code in ("K-1", "K-2")] == records
    assert values(archive, "K-1")["event.killed_min"] == ["2"]
    assert "event.injured_min" not in values(archive, "K-1")
    assert statement(archive, "K-1", "event.title").id == kept
    # the mapping, an entry a row, how many these were, and by which mapping the sheet is read now
    assert archive.size() - size == 5
    assert verify(archive, values=True).missing == 0


def test_without_being_asked_nothing_is_corrected_and_the_report_says_so(archive: Archive) -> None:
    import_sheet(archive, wrong(GOOD))
    report = import_sheet(archive, sheet(GOOD))
    assert (report.taken, report.skipped, report.otherwise) == (0, 1, True)
    assert "event.killed_min" not in values(archive, "K-1")
    import_sheet(archive, sheet(GOOD), correct=True)
    again = import_sheet(archive, sheet(GOOD))
    assert (again.skipped, again.otherwise) == (1, False)


def test_a_dry_run_says_how_many_rows_would_change(archive: Archive) -> None:
    import_sheet(archive, wrong(GOOD, "K-2,A second march,2021,Naryn,,"))
    before = fingerprints(archive), archive.size()
    report = import_sheet(archive, sheet(GOOD, "K-2,A second march,2021,Naryn,,"), correct=True, dry_run=True)
    assert (report.corrected, report.skipped, report.taken) == (1, 1, 0)
    assert (fingerprints(archive), archive.size()) == before


def test_correcting_twice_changes_nothing(archive: Archive) -> None:
    import_sheet(archive, wrong(GOOD))
    import_sheet(archive, sheet(GOOD), correct=True)
    before = fingerprints(archive), archive.size()
    report = import_sheet(archive, sheet(GOOD), correct=True)
    assert (report.corrected, report.skipped) == (0, 1)
    assert (fingerprints(archive), archive.size()) == before


def test_correcting_back_says_again_what_was_said_first(archive: Archive) -> None:
    first = wrong(GOOD)
    import_sheet(archive, first)
    was = values(archive, "K-1")
    import_sheet(archive, sheet(GOOD), correct=True)
    import_sheet(archive, first, correct=True)
    assert values(archive, "K-1") == was


def test_a_wrong_code_is_corrected_on_the_same_record(archive: Archive) -> None:
    import_sheet(archive, sheet(GOOD, OTHER, mapping=EVENTS.replace("reference: code", "reference: killed")))
    record = access_reference(archive, reader_of(archive), "2")
    report = import_sheet(archive, sheet(GOOD, OTHER), correct=True)
    assert (report.corrected, report.refused) == (2, [])
    assert access_reference(archive, reader_of(archive), "K-1") == record
    assert values(archive, "K-1")["event.reference"] == ["K-1"]


def test_no_row_moves_to_the_record_of_another(archive: Archive) -> None:
    """By the wrong column each row had the code of the other."""
    rows = ("1,One,2020,Naryn,2,", "2,Two,2021,Naryn,1,")
    import_sheet(archive, sheet(*rows, mapping=EVENTS.replace("reference: code", "reference: killed")))
    report = import_sheet(archive, sheet(*rows), correct=True)
    assert (report.corrected, [row.number for row, _ in report.refused]) == (0, [2, 3])
    assert values(archive, "2")["event.title"] == ["One"]
    assert values(archive, "1")["event.title"] == ["Two"]


def test_a_record_without_a_code_stays_itself(archive: Archive) -> None:
    bare = EVENTS.replace("  reference: code\n", "")
    import_sheet(archive, sheet(GOOD, mapping=bare.replace("killed_min", "injured_min")))
    before = archive.database.rows("SELECT id FROM event")
    import_sheet(archive, sheet(GOOD, mapping=bare), correct=True)
    assert archive.database.rows("SELECT id FROM event") == before
    assert archive.database.rows("SELECT killed_min, injured_min FROM event") == [("2", None)]


def test_what_people_took_back_stays_taken_back(archive: Archive) -> None:
    import_sheet(archive, wrong(GOOD))
    archive.say([withdraw(statement(archive, "K-1", "event.title"))])
    import_sheet(archive, sheet(GOOD), correct=True)
    assert "event.title" not in values(archive, "K-1")
    assert values(archive, "K-1")["event.killed_min"] == ["2"]


def test_what_people_said_since_stays(archive: Archive) -> None:
    import_sheet(archive, wrong(GOOD))
    record = access_reference(archive, reader_of(archive), "K-1")
    archive.say([Draft(about=record, says="event.injured_min", type="decimal", value="9")])
    import_sheet(archive, sheet(GOOD), correct=True)
    assert values(archive, "K-1")["event.injured_min"] == ["9"]


def test_a_row_of_which_something_was_erased_is_refused(archive: Archive) -> None:
    """As after an older backup: the sheet is there again, and what was erased of it is not."""
    import_sheet(archive, wrong(GOOD, OTHER))
    gone = statement(archive, "K-1", "event.region").id
    archive.database.raw.execute("UPDATE statement SET value = NULL, salt = NULL WHERE id = ?", (gone,))
    report = import_sheet(archive, sheet(GOOD, OTHER), correct=True)
    assert report.corrected == 1
    assert [(row.number, "was erased" in str(refusal)) for row, refusal in report.refused] == [(2, True)]


def test_what_is_published_after_all_leaves_the_compartment(archive: Archive) -> None:
    closed = EVENTS.replace("public: https://practice.example.org/list\n", "")
    first = import_sheet(archive, sheet(GOOD, mapping=closed))
    assert first.sealed == 1
    report = import_sheet(archive, sheet(GOOD), correct=True)
    assert (report.exhibit, report.corrected, report.taken) == (first.exhibit, 1, 0)
    assert values(archive, "K-1")["event.title"] == ["A march is stopped"]


@pytest.mark.parametrize("correct", [False, True])
def test_a_statement_by_hand_vouches_for_no_row(archive: Archive, correct: bool) -> None:
    exhibit = import_sheet(archive, sheet(GOOD, "K-2,A second march,2021,Atlantis,3,")).exhibit
    archive.say(
        [
            Draft(about="evt-" + "7" * 32, says="event.start", type="date", value="2021",
                  basis=f"{exhibit}#row=3"),
        ]
    )  # fmt: skip
    known = EVENTS.replace("event.region: region", "event.region: {column: region, terms: {Atlantis: Naryn}}")
    again = sheet(GOOD, "K-2,A second march,2021,Atlantis,3,", mapping=known)
    report = import_sheet(archive, again, correct=correct)
    assert (report.taken, report.skipped) == (1, 1)
    assert values(archive, "K-2")["event.region"] == ["KG-N"]


def test_rebuilding_knows_the_same_rows(archive: Archive) -> None:
    exhibit = import_sheet(archive, wrong(GOOD, OTHER)).exhibit
    archive.say([Draft(about="evt-" + "7" * 32, says="event.start", type="date", value="2021",
                       basis=f"{exhibit}#row=9")])  # fmt: skip
    import_sheet(archive, sheet(GOOD, OTHER), correct=True)
    before = fingerprints(archive)
    rows = archive.database.rows("SELECT row, position FROM vouched ORDER BY row, position")
    assert [row for row, _ in rows] == [2, 2, 3, 3]
    rebuild(archive)
    assert fingerprints(archive) == before
    assert archive.database.rows("SELECT row, position FROM vouched ORDER BY row, position") == rows


def test_of_a_sheet_that_is_erased_no_row_is_known(archive: Archive) -> None:
    exhibit = import_sheet(archive, sheet(GOOD)).exhibit or ""
    erase(archive, reader_of(archive), exhibit, "erasure_ground.asked", derived=False)
    before = fingerprints(archive)
    assert archive.database.rows("SELECT * FROM vouched") == []
    rebuild(archive)
    assert fingerprints(archive) == before


def test_a_row_that_says_too_much_is_refused_alone(archive: Archive) -> None:
    mapping = EVENTS.replace('    event.topic: {column: topics, split: ";"}\n', "") + (
        '- kind: act\n  reference: [code, topics]\n  each: {column: topics, split: ";"}\n'
        "  set:\n    act.event: {column: code, record: event}\n"
    )
    acts = ";".join(f"act {number}" for number in range(300))
    report = import_sheet(archive, sheet(GOOD, f"K-2,A second march,2021,Naryn,3,{acts}", mapping=mapping))
    assert (report.taken, [row.number for row, _ in report.refused]) == (1, [3])


def test_stopping_says_how_many_rows_are_in_and_the_same_command_goes_on(archive: Archive) -> None:
    def stop(_: int) -> None:
        if archive.database.row("SELECT count(*) FROM vouched")[0]:
            raise KeyboardInterrupt

    with pytest.raises(ImportStopped) as stopped:
        import_sheet(archive, many(3100), progress=stop)
    assert stopped.value.details["rows"] == 3000
    report = import_sheet(archive, many(3100))
    assert (report.taken, report.skipped) == (100, 3000)


def test_who_does_not_see_a_sheet_neither_corrects_nor_publishes_it_nor_hears_of_it(
    template: Template, tmp_path: Path
) -> None:
    """Having the same file is no way in; one's own sheet is known again."""
    head = "code,day,killed"
    coded = (
        "kuzat: mapping/1\nlanguage: en\nrecords:\n- kind: event\n  reference: code\n"
        "  set:\n    event.start: day\n"
    )
    right, other = f"{coded}    event.killed_min: killed\n", f"{coded}    event.injured_min: killed\n"
    path = tmp_path / "office.archive"
    with template.copy(path) as archive:
        import_sheet(archive, sheet("K-1,2020,2", head=head, mapping=right))
        event = access_reference(archive, reader_of(archive), "K-1")
    file = sheet("K-1,2020,2", head=head, mapping=other)
    with open_as(path, template.unlocked, "observer", member=COLLEAGUE) as archive:
        first = import_sheet(archive, file, correct=True)
        again = import_sheet(archive, file)
        assert [(one.taken, one.corrected, one.skipped) for one in (first, again)] == [(1, 0, 0), (0, 0, 1)]
        content, public = io.BytesIO(file.content), "https://example.org/list"
        keep(archive, Original(name="list", media_type="text/csv", content=content, public=public))
        with pytest.raises(NoSuchRecord):
            access_record(archive, reader_of(archive), event)
    with template.open(path) as archive:
        said = access_record(archive, reader_of(archive), event).values
        assert {"event.killed_min"} == said.keys() - {"event.reference", "event.start"}
        assert import_sheet(archive, sheet("K-1,2020,2", head=head, mapping=right)).skipped == 1
