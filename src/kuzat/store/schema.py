# SPDX-License-Identifier: Apache-2.0
"""The tables of ``cases.db``: the log as it was said, and readings that can be dropped and rebuilt."""

from functools import cache
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    text,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from kuzat import records
from kuzat.terms.vocabulary import Vocabulary

DIALECT = sqlite.dialect()

log_tables = MetaData()

setting = Table(
    "setting",
    log_tables,
    Column("name", String, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

log = Table(
    "log",
    log_tables,
    Column("key", Integer, primary_key=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("public_key", LargeBinary(32), nullable=False),
)

entry = Table(
    "entry",
    log_tables,
    Column("log", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
    Column("lamport", Integer, nullable=False),
    # Null is what was not given of a received log; of an own log all is there.
    Column("salt", LargeBinary(16)),
    Column("by", String(32)),
    Column("by_salt", LargeBinary(16)),
    Column("at", String),
    Column("at_salt", LargeBinary(16)),
    Column("first", Integer, nullable=False),
    Column("count", Integer, nullable=False),
    PrimaryKeyConstraint("log", "position"),
    # Entries that are not statements of people, such as genesis: there are few of them.
    Index("entry_ordinance", "log", "position", sqlite_where=text("count = 0")),
    sqlite_with_rowid=False,
)

statement = Table(
    "statement",
    log_tables,
    Column("seq", Integer, primary_key=True),
    Column("log", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("id", LargeBinary(32), nullable=False),
    Column("salt", LargeBinary(16)),
    Column("op", String, nullable=False),
    Column("about", String(36), nullable=False),
    Column("says", String, nullable=False),
    Column("type", String, nullable=False),
    Column("value", String),
    Column("language", String),
    Column("basis", String),
    CheckConstraint("op in ('set', 'withdraw')"),
    # Ids are digests, so each lands on a page of its own: four bytes keep those pages few.
    Index("statement_id", text("substr(id, 1, 4)")),
    Index("statement_about", "about"),
    Index("statement_hold", "about", sqlite_where=text("says = 'any.hold'")),
    Index("statement_proposal", "about", sqlite_where=text("says = 'any.proposes'")),
    Index("statement_erased", "seq", sqlite_where=text("value IS NULL")),
    # Tombstones: which statements were erased.
    Index("statement_tombstone", "value", sqlite_where=text("says = 'any.erased'")),
)

# Those of the statements ``s`` whose ids lie between two that begin with the same four bytes.
BY_ID = "substr(s.id, 1, 4) = substr(?1, 1, 4) AND s.id BETWEEN ?1 AND ?2"

edge = Table(
    "edge",
    log_tables,
    Column("log", Integer, nullable=False),
    Column("place", Integer, nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
    PrimaryKeyConstraint("log", "place"),
    sqlite_with_rowid=False,
)

checkpoint = Table(
    "checkpoint",
    log_tables,
    Column("log", Integer, nullable=False),
    Column("size", Integer, nullable=False),
    Column("note", LargeBinary, nullable=False),
    Column("member_line", LargeBinary),
    PrimaryKeyConstraint("log", "size"),
    sqlite_with_rowid=False,
)

sealed = Table(
    "sealed",
    log_tables,
    Column("statement", LargeBinary(32), primary_key=True),
    Column("log", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("about", String(36), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("box", LargeBinary),
    Index("sealed_entry", "log", "position"),
    Index("sealed_about", "about"),
    Index("sealed_boxed", "epoch", sqlite_where=text("box IS NOT NULL")),
    sqlite_with_rowid=False,
)

exhibit_mark = Table(
    "exhibit_mark",
    log_tables,
    Column("mark", LargeBinary(32), primary_key=True),
    Column("exhibit", String(36), nullable=False),
    sqlite_with_rowid=False,
)

exhibit_key = Table(
    "exhibit_key",
    log_tables,
    Column("exhibit", String(36), primary_key=True),
    Column("key", LargeBinary(32), nullable=False),
)

# The key under which a backup holds what is said of a record; replaced when any of it is erased.
subject_key = Table(
    "subject_key",
    log_tables,
    Column("record", String(36), primary_key=True),
    Column("key", LargeBinary(32), nullable=False),
    sqlite_with_rowid=False,
)

readings = MetaData()
identity_tables = MetaData()
identity_readings = MetaData()

record = Table(
    "record",
    readings,
    Column("key", Integer, primary_key=True),
    Column("id", String(36), nullable=False, unique=True),
    Column("kind", String, nullable=False),
)

facet = Table(
    "facet",
    readings,
    Column("record", String(36), nullable=False),
    Column("says", String, nullable=False),
    Column("value", String, nullable=False),
    PrimaryKeyConstraint("record", "says", "value"),
    Index("facet_value", "says", "value"),
    sqlite_with_rowid=False,
)

vouched = Table(
    "vouched",
    readings,
    Column("exhibit", String(36), nullable=False),
    Column("row", Integer, nullable=False),
    Column("log", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    PrimaryKeyConstraint("exhibit", "row", "log", "position"),
    sqlite_with_rowid=False,
)

voice = Table(
    "voice",
    readings,
    Column("information", String(36), primary_key=True),
    Column("key", String, nullable=False),
    Column("speaker", String, nullable=False),
    sqlite_with_rowid=False,
)

# Which information tells of which record, by what is said of ``about``: the record or the information.
told = Table(
    "told",
    readings,
    Column("about", String(36), nullable=False),
    Column("record", String(36), nullable=False),
    Column("information", String(36), nullable=False),
    PrimaryKeyConstraint("about", "record", "information"),
    Index("told_record", "record", "information"),
    sqlite_with_rowid=False,
)

# Whom accounts of a record name, where the reading of today may not: for pages of earlier days.
stood = Table(
    "stood",
    readings,
    Column("record", String(36), nullable=False),
    Column("person", String(36), nullable=False),
    PrimaryKeyConstraint("record", "person"),
    Index("stood_person", "person"),
    sqlite_with_rowid=False,
)

# Of what other organisations speak, by the log in which they do. ``alone`` is 1 where nobody here says or
# adopts anything of it: of such a record only the search holds more. ``differs`` counts the properties of
# which they say otherwise, ``part_of`` is the event or act to which the record belongs.
received = Table(
    "received",
    readings,
    Column("record", String(36), nullable=False),
    Column("teller", String(32), nullable=False),
    Column("kind", String, nullable=False),
    Column("alone", Integer, nullable=False),
    Column("differs", Integer, nullable=False),
    Column("part_of", String(36)),
    PrimaryKeyConstraint("record", "teller"),
    Index("received_teller", "teller", "alone", "kind"),
    Index("received_part_of", "part_of", sqlite_where=text("part_of IS NOT NULL")),
    sqlite_with_rowid=False,
)

# identity.db: what `sealed` rows of cases.db stand for, and what is found in it.

identity_setting = Table(
    "setting",
    identity_tables,
    Column("name", String, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

identity_statement = Table(
    "statement",
    identity_tables,
    Column("seq", Integer, primary_key=True),
    Column("id", LargeBinary(32), nullable=False),
    Column("log", String(32), nullable=False),
    Column("salt", LargeBinary(16), nullable=False),
    Column("op", String, nullable=False),
    Column("about", String(36), nullable=False),
    Column("says", String, nullable=False),
    Column("type", String, nullable=False),
    Column("value", String, nullable=False),
    Column("language", String),
    Column("basis", String),
    CheckConstraint("op in ('set', 'withdraw')"),
    Index("statement_id", "id", unique=True),
    Index("statement_about", "about"),
    Index("statement_says", "says"),
)

identity_record = Table(
    "record",
    identity_readings,
    Column("key", Integer, primary_key=True),
    Column("id", String(36), nullable=False, unique=True),
)

SEARCH = (
    "CREATE VIRTUAL TABLE search USING fts5"
    "(tokens, tokenize = \"unicode61 remove_diacritics 0\", detail = 'column')"
)
SEARCH_SECURE_DELETE = "INSERT INTO search (search, rank) VALUES ('secure-delete', 1)"
# Merged at twelve parts of the index, not at four: a form takes a fifth less on a large archive.
SEARCH_MERGED = "INSERT INTO search (search, rank) VALUES ('automerge', 12)"

# Columns by which records are looked for. Most records leave most of them empty, and an empty cell has no
# place in the index: else each form would touch a page of it that nobody ever looks up.
INDEXED = {
    "event": ("reference", "story"),
    "act": ("reference", "event", "type"),
    "person": ("reference",),
    "involvement": ("reference", "act", "event", "perpetrator"),
    "information": ("reference", "event", "source", "copy_of"),
    "intervention": ("reference", "event", "party"),
    "chain": ("reference", "event", "related"),
    "relation": ("reference", "who", "whom"),
    "claim": ("reference",),
    "proceeding": ("reference", "claim"),
    "step": ("reference", "proceeding"),
    "decision": ("reference", "proceeding"),
    "obligation": ("reference", "claim", "proceeding", "decision"),
    "assessment": ("reference", "obligation", "recommendation"),
    "recommendation": ("reference",),
    "exhibit": ("reference", "sha256"),
    "consent": ("person",),
    "disclosure": (),
}

# Columns that lists are ordered by: there an empty cell has its place too.
ORDERED = {"event": ("start_from",)}


def kind_table(vocabulary: Vocabulary, kind: str) -> Table:
    """The table of one kind of record, with a column for each of its properties that hold one value."""
    if kind in readings.tables:
        return readings.tables[kind]
    cells: list[Column[Any]] = [
        Column("id", String(36), primary_key=True),
        Column("contested", Integer, nullable=False),
    ]
    for column in records.columns(vocabulary, kind):
        cells.append(Column(column.name, String))
        if column.is_date:
            cells += [Column(f"{column.name}_from", String), Column(f"{column.name}_to", String)]
    names = {str(cell.name) for cell in cells}
    indexes = [
        Index(f"{kind}_{name}", name, sqlite_where=text(f"{name} IS NOT NULL"))
        for name in INDEXED[kind]
        if name in names
    ]
    indexes += [Index(f"{kind}_{name}", name) for name in ORDERED.get(kind, ())]
    indexes.append(Index(f"{kind}_contested", "id", sqlite_where=text("contested > 0")))
    return Table(kind, readings, *cells, *indexes, sqlite_with_rowid=False)


def kind_tables(vocabulary: Vocabulary) -> dict[str, Table]:
    """Every kind's table, by kind."""
    return {kind: kind_table(vocabulary, kind) for kind in records.KINDS}


def laid(tables: MetaData) -> list[str]:
    """The statements that lay empty tables and their indexes."""
    return [statement for table in tables.sorted_tables for statement in _laid(table)]


@cache
def _laid(table: Table) -> tuple[str, ...]:
    indexes = sorted(table.indexes, key=lambda index: str(index.name))
    laying: list[CreateTable | CreateIndex] = [CreateTable(table), *map(CreateIndex, indexes)]
    return tuple(str(one.compile(dialect=DIALECT)) for one in laying)


@cache
def inserting(table: Table) -> str:
    """The statement that puts one row into a table, its cells in the order of the columns."""
    return str(table.insert().compile(dialect=DIALECT))
