# SPDX-License-Identifier: Apache-2.0
"""Readings follow from the log alone: build them anew, elsewhere, or without what was erased."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.template import Template

from kuzat.log.statement import Draft, withdraw
from kuzat.records import adopt, dispute, fold
from kuzat.store import (
    Archive,
    access_record,
    access_search,
    access_statement,
    erase,
    fingerprints,
    reader_of,
    rebuild,
    verify,
)
from kuzat.store.second import AccountMissing
from kuzat.terms import ids
from kuzat.terms.text import tokens

LOG_TABLES = ("entry", "statement", "edge", "checkpoint", "exhibit_key")
PAGE = "inf-" + "a" * 32
WORDS = ("gate", "Ала-Тоо", "шеруулөр", "Oʻsh", "square")
examples = settings(
    max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

Act = Callable[[Archive, st.DataObject], None]


@contextmanager
def told(template: Template, data: st.DataObject) -> Iterator[Archive]:
    """An archive in which some things were said, taken back and judged."""
    with TemporaryDirectory() as folder, template.copy(Path(folder) / "a.archive") as archive:
        archive.say([text(PAGE, "information.url", "https://practice.example.org/1")])
        for act in data.draw(st.lists(st.sampled_from(ACTS), min_size=1, max_size=7), label="acts"):
            act(archive, data)
        yield archive


@contextmanager
def elsewhere(template: Template) -> Iterator[Archive]:
    """Another archive, with the same vocabulary and nothing else."""
    with TemporaryDirectory() as folder, template.copy(Path(folder) / "b.archive", seed="b") as other:
        yield other


def text(about: str, says: str, value: str, type_: str = "text") -> Draft:
    free = says in ("event.title", "event.description")
    return Draft(
        about=about, says=says, type=type_, value=value, basis=PAGE, language="ky" if free else None
    )


def record(data: st.DataObject, kind: str) -> str:
    return ids.record_id(kind, bytes([data.draw(st.integers(0, 2))]) * 16)


def say_event(archive: Archive, data: st.DataObject) -> None:
    about = record(data, "event")
    archive.say(
        [
            text(about, "event.title", " ".join(data.draw(st.lists(st.sampled_from(WORDS), min_size=1)))),
            text(about, "event.start", data.draw(st.sampled_from(["2019", "2020-06", "2020-22"])), "date"),
            text(about, "event.region", data.draw(st.sampled_from(["KG-GB", "KG-O", "KZ"])), "place"),
        ]
    )


def say_information(archive: Archive, data: st.DataObject) -> None:
    about = record(data, "information")
    archive.say(
        [
            text(about, "information.event", record(data, "event"), "record"),
            text(about, "information.publisher", data.draw(st.sampled_from(["Post", "Tang"]))),
            text(about, "information.copy_of", record(data, "information"), "record"),
        ]
    )


def say_row(archive: Archive, data: st.DataObject) -> None:
    row = f"exh-{'e' * 32}#row={data.draw(st.integers(1, 3))}"
    about = record(data, "act")
    archive.say([Draft(about=about, says="act.reference", type="text", value=f"K-{about[-2:]}", basis=row)])


def one_said(archive: Archive, data: st.DataObject, op: str = "set") -> Any:
    rows = archive.database.rows(
        "SELECT lower(hex(id)), about FROM statement WHERE op = ? AND about <> ? ORDER BY seq", (op, PAGE)
    )
    return data.draw(st.sampled_from(rows))


def take_back(archive: Archive, data: st.DataObject) -> None:
    placed = access_statement(archive, reader_of(archive), one_said(archive, data)[0])
    archive.say([withdraw(placed.statement)])


def judge(archive: Archive, data: st.DataObject) -> None:
    id_, about = one_said(archive, data)
    decide = data.draw(st.sampled_from([adopt, dispute]))
    with suppress(AccountMissing):  # what was taken back cannot be followed
        archive.say(decide(about, bytes.fromhex(id_), "Seen on film.", PAGE))


ACTS: list[Act] = [say_event, say_event, say_information, say_row, take_back, judge]


@examples
@given(data=st.data())
def test_rebuilding_changes_nothing(template: Template, data: st.DataObject) -> None:
    with told(template, data) as archive:
        before = fingerprints(archive)
        rebuild(archive)
        assert fingerprints(archive) == before


@examples
@given(data=st.data())
def test_equal_logs_give_equal_tables(template: Template, data: st.DataObject) -> None:
    """Only the rows of the log go over, in whatever order."""
    with told(template, data) as archive, elsewhere(template) as other:
        raw = other.database.raw
        with other.database.writing():
            for table in LOG_TABLES:
                rows = archive.database.rows(f"SELECT * FROM {table}")
                marks = ", ".join("?" * len(rows[0]))
                raw.execute(f"DELETE FROM {table}")
                raw.executemany(f"INSERT INTO {table} VALUES ({marks})", reversed(rows))
        rebuild(other)
        assert fingerprints(other) == fingerprints(archive)


@examples
@given(data=st.data())
def test_what_was_erased_is_in_no_reading(template: Template, data: st.DataObject) -> None:
    """Erasing and rebuilding give the same in either order, and no row or word of it is left."""
    with told(template, data) as archive:
        id_, about = one_said(archive, data)
        ((value, says, type_),) = archive.database.rows(
            "SELECT value, says, type FROM statement WHERE id = ?", (bytes.fromhex(id_),)
        )
        assume(type_ != "statement" and not about.startswith("exh-"))
        erase(archive, reader_of(archive), id_, "erasure_ground.asked")
        refolded = fingerprints(archive)
        rebuild(archive)
        assert fingerprints(archive) == refolded
        left = archive.database.rows(
            "SELECT value FROM statement WHERE about = ? AND says = ?", (about, says)
        )
        kind = ids.kind_of(about)
        if (value,) not in left:
            shown = archive.database.rows(f'SELECT * FROM "{kind}" WHERE id = ?', (about,))
            facets = archive.database.rows(
                "SELECT value FROM facet WHERE record = ? AND says = ?", (about, says)
            )
            assert (value,) not in facets
            assert not shown or says.split(".")[1] not in dict_of(archive, kind, shown[0], value)
            if says == "event.title":
                hits = {hit.record for hit in access_search(archive, reader_of(archive), value)}
                words = {token for (v,) in left if v for token in tokens(v)}
                assert about not in hits or set(tokens(value)) <= words
        report = verify(archive, values=True)
        assert report.erased == archive.erasures() >= 1


def dict_of(archive: Archive, kind: str, row: Any, value: str) -> set[str]:
    """The columns of a row that hold a value."""
    names = [column.name for column in archive.projections.tables[kind].columns]
    return {name for name, cell in zip(names, row, strict=True) if cell == value}


@examples
@given(data=st.data())
def test_as_of_is_the_fold_of_a_prefix(template: Template, data: st.DataObject) -> None:
    with told(template, data) as archive:
        size = archive.size()
        entries = data.draw(st.integers(0, size), label="entries")
        reader, many = reader_of(archive), archive.projections.is_many
        for (about,) in archive.database.rows("SELECT id FROM record"):
            everything = archive.projections.said(about)
            prefix = [s for s in everything if s.position < entries]
            if prefix:
                asked = access_record(archive, reader, about, entries=entries)
                assert asked == fold(about, prefix, many)
            assert access_record(archive, reader, about, entries=size) == access_record(
                archive, reader, about
            )


@examples
@given(data=st.data())
def test_every_archive_verifies(template: Template, data: st.DataObject) -> None:
    with told(template, data) as archive:
        report = verify(archive, values=True)
        statements = archive.database.row("SELECT count(*) FROM statement")[0]
        assert (report.checked, report.missing, report.erased) == (statements, 0, 0)
        assert report.entries == archive.size()
