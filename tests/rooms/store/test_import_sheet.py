# SPDX-License-Identifier: Apache-2.0
"""What an import writes, what it leaves alone, and what it says of the rows it refuses."""

import io
import zipfile
from dataclasses import replace

import pytest
import xlsxwriter
from tests.people import open_as
from tests.sheets import EVENTS, HEAD, TOLD, many, sheet

from kuzat.collection import SheetRefused, write_csv, write_refused
from kuzat.errors import Missing, Refused
from kuzat.keys import NotForThisRole
from kuzat.log.statement import Draft, withdraw
from kuzat.records import Standing, adopt
from kuzat.store import (
    USES,
    Archive,
    SheetFile,
    access_record,
    access_reference,
    access_search,
    access_sheet,
    access_statement,
    fetch,
    fingerprints,
    import_sheet,
    reader_of,
    verify,
)
from kuzat.testing import Maker

NAMED = {"name": "Zarinabegim.csv", "mapping_name": "Zarinabegim.yaml"}
OTHER = "K-2,A second march,2021,Naryn,3,"
GOOD = "K-1,A march is stopped,08.03.2020,Bishkek,2,topic.media"


def values(archive: Archive, code: str) -> dict[str, list[str]]:
    """Property → the values that stand, of the record with this code."""
    reader = reader_of(archive)
    record = access_record(archive, reader, access_reference(archive, reader, code))
    return {says: [value.text for value in told] for says, told in record.values.items()}


def test_a_row_becomes_one_entry(archive: Archive) -> None:
    size = archive.size()
    report = import_sheet(archive, sheet(GOOD))
    assert (report.taken, report.skipped, report.empty, report.refused) == (1, 0, 0, [])
    assert values(archive, "K-1") == {
        "event.killed_min": ["2"],
        "event.reference": ["K-1"],
        "event.region": ["KG-GB"],
        "event.start": ["2020-03-08"],
        "event.title": ["A march is stopped"],
        "event.topic": ["topic.media"],
    }
    # sheet, mapping, which mapping the sheet was read by, and the row
    assert archive.size() - size == 4
    assert report.statements == 6
    assert verify(archive, values=True).exhibits == 3


def test_a_dry_run_checks_everything_and_writes_nothing(archive: Archive) -> None:
    before = fingerprints(archive), archive.newest_checkpoint()
    files = sorted(archive.path.rglob("*"))
    bad = "K-2,A second march,31.02.2020,Bishkek,2,"
    report = import_sheet(archive, sheet(GOOD, bad), dry_run=True)
    assert (report.taken, len(report.refused), report.exhibit) == (1, 1, None)
    assert (fingerprints(archive), archive.newest_checkpoint()) == before
    assert sorted(archive.path.rglob("*")) == files


def test_the_same_sheet_twice_adds_nothing(archive: Archive) -> None:
    first = import_sheet(archive, many(20))
    before = fingerprints(archive), archive.size()
    again = import_sheet(archive, many(20))
    assert (first.taken, again.taken, again.skipped, again.statements) == (20, 0, 20, 0)
    assert again.exhibit == first.exhibit
    assert (fingerprints(archive), archive.size()) == before


def test_rows_that_rest_on_what_was_told_before_are_known_again(archive: Archive) -> None:
    maker = Maker(archive)
    maker.new("information", reference="I-1", url="https://practice.example.org/1")
    maker.new("event", reference="K-1")
    told = sheet("I-1,K-1,2020-01-01", "I-1,K-1,2020-01-02", head="page,code,day", mapping=TOLD)
    assert import_sheet(archive, told).taken == 2
    again = import_sheet(archive, told)
    assert (again.taken, again.skipped) == (0, 2)
    reader = reader_of(archive)
    event = access_record(archive, reader, access_reference(archive, reader, "K-1"))
    page = access_reference(archive, reader, "I-1")
    assert {value.said.basis for value in event.all("event.start")} == {page}


def test_a_row_of_which_nothing_rests_on_the_row_is_refused(archive: Archive) -> None:
    mapping = TOLD.replace("  reference: page\n", "").replace("  reference: code\n", "")
    report = import_sheet(archive, sheet("2020-01-01", head="day", mapping=mapping))
    assert [str(refusal) for _, refusal in report.refused] == [
        "Row 2, column basis: expected a record with `reference:`, or a value without `basis:`."
    ]


def test_a_refused_row_leaves_the_others(archive: Archive) -> None:
    report = import_sheet(
        archive,
        sheet(
            GOOD,
            "K-2,No such day,31.02.2020,Bishkek,2,",
            "K-3,No such place,2020,Atlantis,2,",
            "K-4,No such topic,2020,Osh city,2,topic.weather",
            "K-5,No number,2020,Osh city,many,",
            ",No code,2020,Osh city,1,",
            "K-7,Too few cells",
            "K-8,A second march,2021,Osh city,0,topic.media",
        ),
    )
    assert report.taken == 2
    assert [(row.number, refusal.details["column"]) for row, refusal in report.refused] == [
        (3, "day"),
        (4, "region"),
        (5, "topics"),
        (6, "killed"),
        (7, "code"),
        (8, "day"),
    ]
    assert values(archive, "K-8")["event.start"] == ["2021"]
    for gone in ("K-2", "K-3", "K-4", "K-5", "K-7"):
        with pytest.raises(Missing):
            access_reference(archive, reader_of(archive), gone)


def test_no_reason_repeats_a_value(archive: Archive) -> None:
    report = import_sheet(
        archive, sheet("K-2,Gulnara,31.02.2020 Gulnara,Bishkek,2,", "K-3,Gulnara,2020,Gulnara,x,")
    )
    assert len(report.refused) == 2
    assert not any("Gulnara" in str(refusal) for _, refusal in report.refused)


def test_refused_rows_can_be_corrected_and_imported(archive: Archive) -> None:
    report = import_sheet(archive, sheet(GOOD, "K-2,=A march,31.02.2020,Bishkek,2,"))
    out = io.BytesIO()
    write_refused(report.columns, report.refused, out)
    corrected = out.getvalue().replace(b"31.02.2020", b"29.02.2020")
    again = import_sheet(archive, replace(sheet(), name="refused.csv", content=corrected))
    assert (again.taken, again.refused) == (1, [])
    assert values(archive, "K-2")["event.start"] == ["2020-02-29"]
    assert values(archive, "K-2")["event.title"] == ["=A march"]


def test_a_later_row_may_name_a_record_of_an_earlier_one(archive: Archive) -> None:
    mapping = EVENTS + "- kind: chain\n  set:\n    chain.event: code\n    chain.related: before\n"
    report = import_sheet(
        archive,
        sheet(
            GOOD + ",K-1",
            "K-2,Another march,2021,Naryn,0,,K-1",
            "K-3,A third,2022,Naryn,0,,K-9",
            head=HEAD + ",before",
            mapping=mapping,
        ),
    )
    assert (report.taken, [row.number for row, _ in report.refused]) == (2, [4])


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_mapping_that_names_a_missing_column_writes_nothing(archive: Archive, dry_run: bool) -> None:
    size = archive.size()
    with pytest.raises(SheetRefused, match="there is no column"):
        import_sheet(archive, sheet("K-1,x", head="code,title,date", mapping=EVENTS), dry_run=dry_run)
    assert archive.size() == size


@pytest.mark.parametrize("says", ["person.phone", "person.identity_name", "information.testimony"])
def test_what_identifies_a_person_is_sealed(archive: Archive, says: str) -> None:
    kind = says.split(".")[0]
    mapping = (
        "kuzat: mapping/1\nlanguage: en\npublic: https://practice.example.org\n"
        f"records:\n- kind: {kind}\n  set:\n    {says}: secret\n"
    )
    report = import_sheet(archive, sheet("+996 555 000", head="secret", mapping=mapping))
    assert (report.taken, report.sealed) == (1, 1)
    assert archive.database.rows("SELECT 1 FROM statement WHERE value LIKE '%996 555%'") == []


def test_free_text_without_a_public_basis_is_sealed(archive: Archive) -> None:
    mapping = EVENTS.replace("public: https://practice.example.org/list\n", "")
    report = import_sheet(archive, sheet(GOOD, mapping=mapping))
    assert (report.taken, report.sealed) == (1, 1)
    assert archive.database.rows("SELECT title FROM event") == [(None,)]


def test_a_cell_of_two_megabytes_is_refused_and_cut(archive: Archive) -> None:
    report = import_sheet(archive, sheet(GOOD, "K-2," + "x" * 2_000_000 + ",2020,Naryn,0,"))
    assert report.taken == 1
    ((row, refusal),) = report.refused
    assert "at most" in str(refusal)
    assert len(row.cells["title"]) < 1000


def test_a_cell_too_long_for_a_statement_is_refused(archive: Archive) -> None:
    report = import_sheet(archive, sheet("K-2," + "я" * 8193 + ",2020,Naryn,0,"))
    assert "at most 16 KiB" in str(report.refused[0][1])
    assert import_sheet(archive, sheet("K-2," + "я" * 8192 + ",2020,Naryn,0,")).taken == 1


def test_cp1251_is_read_when_the_mapping_says_so(archive: Archive) -> None:
    file = sheet("K-1,Марш остановлен,2020,Бишкек,0,")
    old = file.content.decode().encode("cp1251")
    size = archive.size()
    with pytest.raises(SheetRefused) as refusal:
        import_sheet(archive, replace(file, content=old))
    assert "encoding" in f"{refusal.value.sentence()} {refusal.value.step()}"
    assert archive.size() == size
    told = EVENTS.replace("language: en\n", "language: ru\nencoding: cp1251\n")
    report = import_sheet(archive, replace(file, content=old, mapping=told.encode()))
    assert report.taken == 1
    assert values(archive, "K-1")["event.title"] == ["Марш остановлен"]
    assert b"".join(fetch(archive, report.exhibit or "")) == old


def test_formulas_are_text(archive: Archive) -> None:
    cell = "=HYPERLINK(1)"
    import_sheet(archive, sheet(f"K-1,{cell},2020,Naryn,0,"))
    assert values(archive, "K-1")["event.title"] == [cell]


def workbook(*rows: str) -> bytes:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    page = book.add_worksheet()
    for at, row in enumerate((HEAD, *rows)):
        page.write_row(at, 0, row.split(","))
    book.close()
    return content.getvalue()


def test_a_workbook_says_the_same_as_its_csv(archive: Archive) -> None:
    file = replace(sheet(), name="events.xlsx", content=workbook(GOOD))
    assert import_sheet(archive, file).taken == 1
    assert values(archive, "K-1")["event.start"] == ["2020-03-08"]


def test_a_zip_bomb_is_refused_before_anything_is_written(archive: Archive) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 40 * 1024 * 1024)
    size = archive.size()
    with pytest.raises(SheetRefused, match="packed more than"):
        import_sheet(archive, replace(sheet(), name="a.xlsx", content=bomb.getvalue()))
    assert archive.size() == size


def test_what_cannot_be_read_at_all_is_refused(archive: Archive) -> None:
    for content in (b"", b"\n\n", b"\xd0\xcf\x11\xe0old excel", b"code,code\n1,2\n"):
        with pytest.raises(Refused):
            import_sheet(archive, replace(sheet(), content=content))


def test_export_then_import_gives_the_same_values(archive: Archive, template, tmp_path) -> None:
    rows = (
        "K-1,=A march,8 March 2020,Bishkek,2,topic.media; topic.elections",
        'K-2,"A ""second"" march, stopped",summer 2010,Osh city,0,',
        "K-3,,,Naryn,,topic.media",
    )
    report = import_sheet(archive, sheet(*rows))
    assert report.taken == 3
    out = access_sheet(archive, reader_of(archive), report.exhibit or "")
    content = io.BytesIO()
    write_csv(out.columns, out.rows, content)
    with template.copy(tmp_path / "other.archive", seed="other") as other:
        again = import_sheet(other, replace(sheet(), content=content.getvalue()))
        assert (again.taken, again.refused) == (3, [])
        for code in ("K-1", "K-2", "K-3"):
            assert values(other, code) == values(archive, code)


LANGUAGES = EVENTS.replace(
    "event.title: title", "event.title: [{column: title, language: ru}, {column: english, language: en}]"
)


def exported(archive: Archive, exhibit: str) -> bytes:
    out = access_sheet(archive, reader_of(archive), exhibit)
    content = io.BytesIO()
    write_csv(out.columns, out.rows, content)
    return content.getvalue()


def test_out_and_in_again_everything_reads_as_it_stood(archive: Archive, template, tmp_path) -> None:
    """Two languages, a value corrected by hand, one that another contradicts, one that is not followed."""
    rows = ("K-1,Марш,8 March 2020,Bishkek,2,topic.media,A march", "K-2,,2021,Naryn,1,,A second march")
    file = sheet(*rows, head=HEAD + ",english", mapping=LANGUAGES)
    exhibit = import_sheet(archive, file).exhibit or ""
    assert exported(archive, exhibit).decode("utf-8-sig").splitlines()[1:] == [row + "," for row in rows]
    reader = reader_of(archive)
    event = access_record(archive, reader, access_reference(archive, reader, "K-1"))
    basis = f"{exhibit}#row=2"
    old = access_statement(archive, reader, event.all("event.start")[0].said.id.hex()).statement
    new = Draft(about=event.id, says="event.start", type="date", value="2020-03-09", basis=basis)
    archive.say([withdraw(old), new])
    archive.say([Draft(about=event.id, says="event.killed_min", type="decimal", value="5", basis=basis)])
    second, basis = access_reference(archive, reader, "K-2"), f"{exhibit}#row=3"
    later = Draft(about=second, says="event.start", type="date", value="2022", basis=basis)
    followed = archive.say([later]).ids[0][0]
    archive.say(adopt(second, followed, "the court says so", basis))
    content = exported(archive, exhibit)
    assert content.decode("utf-8-sig").splitlines()[1:] == [
        "K-1,Марш,2020-03-09,Bishkek,2,topic.media,A march,",
        "K-2,,2022,Naryn,1,,A second march,",
    ]
    with template.copy(tmp_path / "other.archive", seed="other") as again:
        assert import_sheet(again, replace(file, content=content)).refused == []
        # What another told of it is no part of the sheet, and what is not followed is gone from it.
        assert values(again, "K-1") == values(archive, "K-1") | {"event.killed_min": ["2"]}
        assert values(again, "K-2") == values(archive, "K-2") | {"event.start": ["2022"]}


def test_a_correction_that_was_corrected_goes_out_as_it_stands(archive: Archive) -> None:
    exhibit = import_sheet(archive, sheet(GOOD)).exhibit or ""
    reader = reader_of(archive)
    record = access_reference(archive, reader, "K-1")
    for day in ("2020-03-09", "2020-03-10"):
        (start,) = access_record(archive, reader, record).all("event.start")
        old = access_statement(archive, reader, start.said.id.hex()).statement
        archive.say([withdraw(old), Draft(about=record, says="event.start", type="date", value=day)])
    assert "2020-03-10" in exported(archive, exhibit).decode()


def test_a_code_that_was_corrected_goes_out_in_every_row_that_names_it(archive: Archive) -> None:
    chained = EVENTS + "- kind: chain\n  set:\n    chain.event: code\n    chain.related: before\n"
    file = sheet(GOOD + ",K-1", OTHER + ",K-1", head=HEAD + ",before", mapping=chained)
    exhibit = import_sheet(archive, file).exhibit or ""
    reader = reader_of(archive)
    event = access_record(archive, reader, access_reference(archive, reader, "K-1"))
    old = access_statement(archive, reader, event.all("event.reference")[0].said.id.hex()).statement
    says = Draft(about=event.id, says="event.reference", type="text", value="M-1")
    archive.say([withdraw(old), says])
    rows = [line.split(",") for line in exported(archive, exhibit).decode("utf-8-sig").splitlines()[1:]]
    assert [(row[0], row[6]) for row in rows] == [("M-1", "M-1"), ("K-2", "M-1")]


def test_a_sealed_sheet_goes_out_whole_only_for_a_reason(archive: Archive) -> None:
    closed = EVENTS.replace("public: https://practice.example.org/list\n", "")
    exhibit = import_sheet(archive, sheet(GOOD, mapping=closed)).exhibit or ""
    reader = reader_of(archive)
    out = access_sheet(archive, reader, exhibit, USES["submit"], reason="the court asks")
    assert list(out.rows) == [GOOD.split(",")]


def test_the_sheet_goes_out_by_the_mapping_that_corrected_it(archive: Archive) -> None:
    import_sheet(archive, sheet(GOOD, mapping=EVENTS.replace("killed_min", "injured_min")))
    exhibit = import_sheet(archive, sheet(GOOD), correct=True).exhibit or ""
    assert exported(archive, exhibit).decode("utf-8-sig").splitlines()[1] == GOOD + ","


def test_what_was_taken_back_is_not_exported(archive: Archive) -> None:
    report = import_sheet(archive, sheet(GOOD))
    reader = reader_of(archive)
    event = access_record(archive, reader, access_reference(archive, reader, "K-1"))
    (title,) = event.all("event.title")
    assert title.standing is Standing.SOLE
    placed = access_statement(archive, reader, title.said.id.hex())
    archive.say([withdraw(placed.statement)])
    out = access_sheet(archive, reader, report.exhibit or "")
    assert [row[out.columns.index("title")] for row in out.rows] == [""]
    assert access_search(archive, reader, "march") == ()


def test_the_sheet_and_its_mapping_are_kept_byte_for_byte(archive: Archive) -> None:
    file = sheet(GOOD)
    report = import_sheet(archive, file)
    kept = access_record(archive, reader_of(archive), report.exhibit or "")
    (mapping,) = kept.all("exhibit.mapping")
    assert b"".join(fetch(archive, report.exhibit or "")) == file.content
    assert b"".join(fetch(archive, mapping.text)) == file.mapping
    assert [value.text for value in kept.all("exhibit.public")] == ["https://practice.example.org/list"]


def test_progress_counts_every_row(archive: Archive) -> None:
    told: list[int] = []
    import_sheet(archive, many(1203), progress=told.append)
    assert sum(told) == 1203
    assert len(told) == 5


def test_who_may_say_nothing_imports_nothing(archive: Archive, template) -> None:
    size = archive.size()
    with open_as(archive.path, template.unlocked, "security_officer") as one, pytest.raises(NotForThisRole):
        import_sheet(one, sheet(GOOD))
    assert archive.size() == size


def test_who_may_not_adopt_follows_no_account_by_a_sheet(archive: Archive, template) -> None:
    maker = Maker(archive)
    event = maker.new("event", reference="K-1", start="2020")
    adopting = (
        "kuzat: mapping/1\nlanguage: en\npublic: https://practice.example.org/list\nrecords:\n"
        "- kind: event\n  reference: code\n  adopt: {property: says, value: account, reason: why}\n"
    )
    file = sheet("K-1,event.start,2020,two heard it", head="code,says,account,why", mapping=adopting)
    with open_as(archive.path, template.unlocked, "documenter") as one:
        report = import_sheet(one, file)
        assert (report.taken, [row.number for row, _ in report.refused]) == (0, [2])
    assert import_sheet(archive, file).taken == 1
    assert access_record(archive, reader_of(archive), event).judgements


def test_a_sheet_too_large_is_refused(archive: Archive) -> None:
    huge = SheetFile(name="huge.csv", content=bytes(256 * 1024 * 1024 + 1), mapping_name="m", mapping=b"")
    with pytest.raises(Refused, match="larger than 256 MiB"):
        import_sheet(archive, huge)


@pytest.mark.parametrize("public", [True, False])
def test_a_files_name_is_kept_where_the_file_is_for(archive: Archive, public: bool) -> None:
    """Of a sheet that is neither published nor sealed only the ending stays."""
    address = "public: https://practice.example.org/list\n" if public else ""
    mapping = EVENTS[: EVENTS.index("public")] + address + "records:\n- kind: event\n  reference: code\n"
    named = replace(sheet("K-1", head="code", mapping=mapping), **NAMED)
    exhibit = import_sheet(archive, named).exhibit
    kept = {name for (name,) in archive.database.rows("SELECT name FROM exhibit")} - {"vocabulary.json"}
    assert kept == ({named.name, named.mapping_name} if public else {"sheet.csv", "mapping.yaml"})
    assert exhibit is not None
    again = access_sheet(archive, reader_of(archive), exhibit)
    assert (again.columns, list(again.rows)) == (("code",), [["K-1"]])


def test_a_sealed_sheets_name_is_sealed_with_it(archive: Archive) -> None:
    mapping = EVENTS.replace("public: https://practice.example.org/list\n", "")
    named = replace(sheet(GOOD, mapping=mapping), **NAMED)
    exhibit = import_sheet(archive, named).exhibit
    assert archive.database.rows("SELECT 1 FROM statement WHERE value LIKE '%Zarinabegim%'") == []
    assert archive.compartment is not None
    (name,) = archive.compartment.telling("exhibit.name", named.name)
    assert name.about == exhibit
