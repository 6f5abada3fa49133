# SPDX-License-Identifier: Apache-2.0
"""A week of an office with its archive, and what a stranger finds on the disk afterwards: nothing."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter
from tests import lives
from tests.commands import Office
from tests.lives import Life
from tests.sheets import EVENTS, HEAD
from tests.template import Template

from kuzat.analysis import Question
from kuzat.errors import NotAllowed
from kuzat.log import check_proof
from kuzat.records import adopt
from kuzat.store import (
    Archive,
    Wanted,
    access_count,
    access_coverage,
    access_events,
    access_exhibit,
    access_facets,
    access_person_links,
    access_proof,
    access_record,
    access_reference,
    access_related,
    access_rows,
    access_rows_of_kind,
    access_search,
    access_sheet,
    access_statement,
    access_table,
    access_titles,
    access_voices,
    entries_until,
    reader_of,
    verify,
)
from kuzat.testing import AIZADA, STRANGER, Clock, Maker

pytestmark = pytest.mark.slow

TEXT = "Кызыл дарбазанын жанында үч киши турган"
NAME = "Sultanbek Practiceov"
CELL = "The crowd at the blue fountain was dispersed"
ROW = f"K-7,{CELL},08.03.2020,Bishkek,2,topic.media"
SECRETS = (TEXT, NAME, CELL, "K-7", "story-of-the-gate", AIZADA.passphrase, "topic.media", "2020-03-08")


def traces(folder: Path, words: tuple[str, ...]) -> Iterator[str]:
    """Where a word stands in the clear, in any encoding that a program might have used."""
    looked_for = {
        encoded: word
        for word in words
        for encoded in (
            word.encode(),
            word.encode("utf-16-le"),
            word.encode("utf-16-be"),
            json.dumps(word)[1:-1].encode(),
            word.upper().encode(),
            word.encode("cp1251", "ignore"),
        )
        if len(encoded) >= 3
    }
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        content = name.encode() + (file.read_bytes() if file.is_file() else b"")
        for encoded, word in looked_for.items():
            if encoded in content:
                yield f"{name}: {word}"


def workbook(*rows: str) -> bytes:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    page = book.add_worksheet()
    for at, row in enumerate((HEAD, *rows)):
        page.write_row(at, 0, row.split(","))
    book.close()
    return content.getvalue()


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory, template: Template) -> Office:
    """Commands in processes of their own, with a home and a folder for temporary files to look through."""
    folder = tmp_path_factory.mktemp("week")
    for name in ("files", "home", "temporary"):
        (folder / name).mkdir()
    template.copy(folder / "office.archive").close()
    office = Office(folder / "office.archive", folder / "files")
    env = {
        "KUZAT_PASSPHRASE": AIZADA.passphrase,
        "HOME": str(folder / "home"),
        **dict.fromkeys(("TMPDIR", "TMP", "TEMP", "SQLITE_TMPDIR"), str(folder / "temporary")),
    }

    def say(*arguments: str) -> str:
        ended = office.process(*arguments, **env)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    say("add", "information", "reference=I-1", "publisher=Tang", "url=https://practice.example.org/1")
    say("add", "person", f"name={NAME}", "reference=P-1", "--basis", "I-1")
    say(
        "add", "event", "reference=K-1", f"description={TEXT}", "story=story-of-the-gate",
        "--basis", "I-1", "--language", "ky",
    )  # fmt: skip
    mapping = office.write("events.yaml", EVENTS)
    say("import", office.write("a.csv", f"{HEAD}\n{ROW}\n"), "--mapping", mapping)
    sheet = office.write("b.xlsx", workbook(ROW.replace("K-7", "K-8")))
    say("import", sheet, "--mapping", mapping)
    say("search", "дарбаза")
    say("count", "--by", "region,year")
    say("rebuild")
    statement = json.loads(say("show", "K-1", "--json"))["values"]["event.description"][0]
    assert statement["value"] == TEXT
    say("prove", statement["statement"], "--out", str(office.files / "proof.json"))
    say("export", "event", str(office.files / "events.xlsx"))
    refused = office.process("add", "event", f"start={TEXT}", **env)
    assert refused.returncode == 3
    assert TEXT not in refused.stderr
    say("verify", "--values")
    return office


def test_the_search_for_traces_finds_what_lies_open(week: Office) -> None:
    """What was handed out lies open, as it says: so the search below is not blind."""
    found = set(traces(week.files, SECRETS))
    assert {f"proof.json: {TEXT}", f"a.csv: {CELL}"} <= found


def test_nothing_readable_lies_in_the_archive(week: Office) -> None:
    assert list(traces(week.archive, SECRETS)) == []
    assert sorted(file.name for file in week.archive.iterdir()) == [
        "archive.json",
        "cases.db",
        "exhibits",
        "identity.db",
        "log",
    ]


def test_nothing_is_left_in_temporary_files_or_at_home(week: Office) -> None:
    for name in ("temporary", "home"):
        assert list((week.archive.parent / name).rglob("*")) == []


def test_the_log_folder_names_no_record_and_no_member(week: Office, template: Template) -> None:
    """Copying it is mirroring the log: only genesis names a member, by a random id."""
    with template.open(week.archive) as archive:
        records = tuple(id_ for (id_,) in archive.database.rows("SELECT id FROM record"))
        member = archive.member
    folder = week.archive / "log"
    assert list(traces(folder, records)) == []
    (bundle,) = folder.glob("*/tile/entries/*.p/*")
    assert bundle.read_bytes().count(member.encode()) == 1


def test_a_killed_process_leaves_nothing_readable(template: Template, tmp_path: Path) -> None:
    template.copy(tmp_path / "a.archive").close()
    with Life(lives.saying, tmp_path / "a.archive", template.unlocked, 1000) as life:
        for _ in range(5):
            life.hear()
    assert (tmp_path / "a.archive" / "cases.db-wal").stat().st_size > 0
    assert list(traces(tmp_path / "a.archive", ("event.story", "event.start", "2020", "SQLite"))) == []


def test_a_keys_bytes_are_on_no_disk(week: Office, template: Template) -> None:
    with template.open(week.archive) as archive:
        signer = archive.writer.signer
        keys = [template.unlocked.cases_key, signer.log_seed, signer.member_seed]
        keys += [key for (key,) in archive.database.rows("SELECT key FROM exhibit_key")]
    for file in week.archive.parent.rglob("*"):
        content = file.read_bytes() if file.is_file() else b""
        for key in keys:
            assert key not in content
            assert key.hex().encode() not in content


def test_a_stranger_is_told_nothing_by_any_door(archive: Archive) -> None:
    maker = Maker(archive)
    event = maker.new("event", basis=maker.page(), title=CELL, reference="K-1", start="2020")
    statement = archive.database.row("SELECT lower(hex(id)) FROM statement")[0]
    nobody = STRANGER.reader
    doors = [
        lambda: access_record(archive, nobody, event),
        lambda: access_exhibit(archive, nobody, event),
        lambda: access_reference(archive, nobody, "K-1"),
        lambda: access_events(archive, nobody, Wanted()),
        lambda: access_related(archive, nobody, event),
        lambda: access_person_links(archive, nobody, event),
        lambda: access_voices(archive, nobody, event),
        lambda: access_rows(archive, nobody, "event", (event,)),
        lambda: access_rows_of_kind(archive, nobody, "event"),
        lambda: access_titles(archive, nobody, (event,), "en"),
        lambda: access_facets(archive, nobody, (event,)),
        lambda: access_search(archive, nobody, "fountain"),
        lambda: access_count(archive, nobody, Question()),
        lambda: access_coverage(archive, nobody),
        lambda: access_sheet(archive, nobody, event),
        lambda: access_table(archive, nobody, "event"),
        lambda: access_statement(archive, nobody, statement),
        lambda: access_proof(archive, nobody, [statement]),
        lambda: entries_until(archive, nobody, "2099-01-01"),
    ]
    for door in doors:
        with pytest.raises(NotAllowed) as refused:
            door()
        assert refused.value.details == {}
    assert access_record(archive, reader_of(archive), event).one("event.title") is not None


def test_years_later_the_record_tells_who_said_what_and_when(template: Template, tmp_path: Path) -> None:
    """A first report, another account, a judgement, a correction: each day as it stood then."""
    path = tmp_path / "a.archive"
    template.copy(path).close()
    clock = Clock("2021-05-01T09:00:00Z")
    with template.open(path) as archive:
        archive.clock = clock
        make, reader = Maker(archive), reader_of(archive)
        post, tang = make.page("Post"), make.page("Tang")
        event = make.new("event", basis=post, told_killed="9", start="2021-04-30")
        clock.forward(days=30)
        make.add(event, basis=tang, told_killed="17")
        clock.forward(days=700)
        first = access_record(archive, reader, event).all("event.told_killed")[0]
        archive.say(adopt(event, first.said.id, "The court counted nine graves.", post, "en"))
        clock.forward(days=365)
        days = {"2021-04-30": None, "2021-05-02": "9", "2021-06-15": "9", "2023-06-01": "9"}
        contested = {"2021-05-02": False, "2021-06-15": True, "2023-06-01": False}
        for day, shown in days.items():
            entries = entries_until(archive, reader, day)
            if shown is None:
                assert entries == 0
                continue
            record = access_record(archive, reader, event, entries=entries)
            told = record.one("event.told_killed")
            assert told is not None
            assert told.text == shown
            assert bool(record.contested) is contested[day], day
        proof = access_proof(archive, reader, [first.said.id.hex()], author=True, time=True)
        assert verify(archive, values=True).missing == 0
    (shown_entry,) = [entry for entry in check_proof(proof).entries if entry.statements]
    assert (shown_entry.at or "").startswith("2021-05-01")
