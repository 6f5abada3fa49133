# SPDX-License-Identifier: Apache-2.0
"""Throw every reading away and build it again from the log; show that nothing changed by it."""

import hashlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import MetaData

from kuzat.log.canonical import encode
from kuzat.store import schema
from kuzat.store.archive import Archive
from kuzat.store.cipher import Database
from kuzat.store.projections import Progress

# The search table is compared by its words and in how many records each stands.
# Logs have other numbers in another archive that holds the same.
COLUMNS = {"log": "(SELECT l.id FROM log l WHERE l.key = log)"}
WORDS = "CREATE VIRTUAL TABLE temp.search_words USING fts5vocab (main, search, row)"


def rebuild(archive: Archive, progress: Progress = lambda _: None) -> int:
    """Build all readings anew in one transaction; how many records there are.

    ``progress`` is told how many records were read since it was last told.
    """
    with archive.database.bulk(), archive.database.writing():
        return archive.projections.rebuild(progress)


def rebuild_identity(archive: Archive, progress: Progress = lambda _: None) -> int:
    """Build the readings of identity.db anew where it is open; how many records they hold.

    What `rebuild` builds does not depend on it.
    """
    return archive.compartment.rebuild(progress) if archive.compartment else 0


def fingerprints(archive: Archive) -> dict[str, str]:
    """Table → SHA-256 over its rows in the order of their keys, each as canonical JSON.

    Row numbers are left out: they are not readings. Two archives that hold the same log give the
    same fingerprints, and so does one archive before and after `rebuild`.
    """
    return _fingerprints(archive.database, schema.readings)


def identity_fingerprints(archive: Archive) -> dict[str, str]:
    """The same over the readings of identity.db; nothing where it is shut."""
    if archive.compartment is None:
        return {}
    return _fingerprints(archive.compartment.database, schema.identity_readings)


def _fingerprints(database: Database, readings: MetaData) -> dict[str, str]:
    with database.reading():
        found = {
            table.name: _digest(_table(database.raw, table)) for table in readings.sorted_tables
        }
        found["search"] = _digest(_words(database.raw))
    return dict(sorted(found.items()))


def _digest(rows: Iterator[list[Any]]) -> str:
    digest = hashlib.sha256()
    for row in rows:
        digest.update(encode(row) + b"\n")
    return digest.hexdigest()


def _table(raw: Any, table: Any) -> Iterator[list[Any]]:
    names = [_column(column.name) for column in table.columns if column.name != "key"]
    keys = [_column(column.name) for column in table.primary_key if column.name != "key"] or ['"id"']
    query = f'SELECT {", ".join(names)} FROM "{table.name}" ORDER BY {", ".join(keys)}'  # noqa: S608
    for row in raw.execute(query):
        yield list(row)


def _column(name: str) -> str:
    return COLUMNS.get(name, f'"{name}"')


def _words(raw: Any) -> Iterator[list[Any]]:
    raw.execute(WORDS)
    try:
        yield from map(list, raw.execute("SELECT term, doc, cnt FROM search_words ORDER BY term"))
    finally:
        raw.execute("DROP TABLE temp.search_words")
