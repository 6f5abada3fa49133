# SPDX-License-Identifier: Apache-2.0
"""The peers: what a plain database does with the same rows, without log, proof or encryption."""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

from bench.clocked import Watch
from kuzat.store import Archive
from kuzat.store.cipher import Database

BATCH = 10_000
NARROW = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "CREATE TABLE statement (id INTEGER PRIMARY KEY, about, says, type, value, language, basis)",
    "CREATE INDEX statement_about ON statement (about)",
    "CREATE INDEX statement_value ON statement (says, value)",
    "CREATE VIRTUAL TABLE search USING fts5 (value)",
)
INSERTED = ("entry", "statement", "checkpoint", "record", "event", "information", "facet", "search")


def narrow_rows(archive: Archive, path: Path) -> float:
    """Seconds of unencrypted SQLite for the statements as narrow rows: two indexes and FTS5.

    Durable after every 10,000 rows, as the import is; the rows are handed over ready.
    """
    watch = Watch()
    rows = archive.database.raw.execute(
        "SELECT seq, about, says, type, value, language, basis FROM statement"
    )
    with closing(sqlite3.connect(path, isolation_level=None)) as plain:
        for setting in NARROW:
            plain.execute(setting)
        while batch := rows.fetchmany(BATCH):
            texts = [(row[0], row[4]) for row in batch if row[3] == "text"]
            with watch.lap():
                plain.execute("BEGIN")
                plain.executemany("INSERT INTO statement VALUES (?,?,?,?,?,?,?)", batch)
                plain.executemany("INSERT INTO search (rowid, value) VALUES (?,?)", texts)
                plain.execute("COMMIT")
    return watch.seconds


def result_rows(archive: Archive, path: Path) -> float:
    """Seconds of unencrypted SQLite for the rows that a rebuild ends with, in the same tables."""
    watch, raw = Watch(), archive.database.raw
    tables = [*archive.projections.tables, "record", "facet", "search"]
    with closing(sqlite3.connect(path, isolation_level=None)) as plain:
        plain.execute("BEGIN")
        for table in tables:
            for (sql,) in raw.execute(
                "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL", (table,)
            ).fetchall():
                plain.execute(sql)
            rows = raw.execute(f'SELECT {_columns(table)} FROM "{table}"')
            while batch := rows.fetchmany(BATCH):
                with watch.lap():
                    plain.executemany(_insert(table, len(batch[0])), batch)
        with watch.lap():
            plain.execute("COMMIT")
    return watch.seconds


class Bare:
    """A copy of ``cases.db``, opened with the same key and settings, that is handed ready rows."""

    def __init__(self, archive: Archive, copy: Path, key: bytes) -> None:
        archive.database.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        copy.write_bytes((archive.path / "cases.db").read_bytes())
        self.archive = archive
        self.database = Database(copy, key)

    def save(self, first: int, last: int) -> list[float]:
        """Insert what each entry between two positions left in every table; seconds for each."""
        work = [list(self._rows(position)) for position in range(first, last)]
        watch = Watch()
        for tables in work:
            with watch.lap(), self.database.writing():
                for sql, rows in tables:
                    self.database.raw.executemany(sql, rows)
        return watch.laps

    def _rows(self, position: int) -> Iterable[tuple[str, list[Any]]]:
        """(insert, rows) for each table that the entry at ``position`` touched."""
        of = "SELECT first FROM entry WHERE position = :position"
        to = "SELECT first + count FROM entry WHERE position = :position"
        mine = f"seq >= ({of}) AND seq < ({to})"
        said = f"SELECT about FROM statement WHERE {mine}"
        where = {
            "entry": "position = :position",
            "statement": mine,
            "checkpoint": "size = :position + 1",
            "facet": f"record IN ({said})",
            "search": f"rowid IN (SELECT key FROM record WHERE id IN ({said}))",
        }
        for table in INSERTED:
            condition = where.get(table, f"id IN ({said})")
            query = f'SELECT {_columns(table)} FROM "{table}" WHERE {condition}'
            rows = self.archive.database.raw.execute(query, {"position": position}).fetchall()
            if rows:
                yield _insert(table, len(rows[0])), rows

    def close(self) -> None:
        """Let go of the copy."""
        self.database.close()


def hashed_entries(archive: Archive) -> float:
    """Seconds to read the entries and hash their bytes once, without a tree or a signature."""
    return _hashed(archive, "SELECT bytes, '' FROM entry")


def hashed_statements(archive: Archive) -> float:
    """Seconds to read every statement and hash its columns once, without checking anything."""
    columns = "about || says || type || value || coalesce(language, '') || coalesce(basis, '')"
    return _hashed(archive, f"SELECT salt, {columns} FROM statement")


def _hashed(archive: Archive, query: str) -> float:
    watch = Watch()
    with watch.lap():
        for content, text in archive.database.raw.execute(query):
            sha256(content + text.encode()).digest()
    return watch.seconds


class PlainSearch:
    """Unencrypted FTS5 over the same texts, which finds a word only as it is written."""

    def __init__(self, archive: Archive, path: Path) -> None:
        self.plain = sqlite3.connect(path, isolation_level=None)
        self.plain.execute("CREATE VIRTUAL TABLE search USING fts5 (value)")
        rows = archive.database.raw.execute(
            "SELECT group_concat(value, ' ') FROM statement WHERE type = 'text' GROUP BY about"
        )
        self.plain.execute("BEGIN")
        self.plain.executemany("INSERT INTO search (value) VALUES (?)", rows)
        self.plain.execute("COMMIT")

    def ask(self, queries: Sequence[str], size: int) -> list[float]:
        """Seconds for each query; all words must be there, best first."""
        watch = Watch()
        for query in queries:
            words = " ".join('"' + word.replace('"', "") + '"' for word in query.split())
            with watch.lap():
                self.plain.execute(
                    "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rank LIMIT ?",
                    (words, size),
                ).fetchall()
        return watch.laps


def _columns(table: str) -> str:
    return "rowid, tokens" if table == "search" else "*"


def _insert(table: str, columns: int) -> str:
    names = " (rowid, tokens)" if table == "search" else ""
    return f'INSERT INTO "{table}"{names} VALUES ({",".join("?" * columns)})'
