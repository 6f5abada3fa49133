# SPDX-License-Identifier: Apache-2.0
"""``identity.db``: the statements that identify people or are not public, and a search over them.

It is opened by its own key and never attached to ``cases.db``. Its readings follow from its own statements
alone; nothing in ``cases.db`` follows from them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any

from kuzat import keys
from kuzat.errors import Broken
from kuzat.log.statement import Statement
from kuzat.store import schema
from kuzat.store.cipher import Busy, Database, DatabaseBroken
from kuzat.store.reencryption import reencrypt
from kuzat.terms import phones, text
from kuzat.terms.vocabulary import Vocabulary

Progress = Callable[[int], None]
PARTS = "id, log, salt, op, about, says, type, value, language, basis"
PUT = f"INSERT OR IGNORE INTO statement ({PARTS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
ALL = f"SELECT {PARTS} FROM statement"  # noqa: S608
# Said for the program or of who read, so nothing that somebody would look for.
UNSEARCHED = ("any.read", "any.read_reason", "any.read_words", "exhibit.key", "exhibit.sha256", "form.secret")


class CompartmentForeign(Broken):
    """identity.db belongs to another archive."""

    code = "compartment_foreign"
    advice = "Keep it as it is, and put back the identity.db that was copied with this archive."


class Compartment:
    """The open compartment of one archive."""

    def __init__(self, database: Database, vocabulary: Vocabulary, epoch: int) -> None:
        """``epoch`` is that of the key under which the file is."""
        self.database = database
        self.epoch = epoch
        self.raw: Any = database.raw
        self.vocabulary = vocabulary

    def close(self) -> None:
        """Let go of the file."""
        self.database.close()

    def abandon(self) -> None:
        """Let go of the file as it is."""
        self.database.abandon()

    def put(self, statements: Iterable[Statement]) -> None:
        """Take in statements, durably; those that are here already stay as they are."""
        new = list(statements)
        with self.database.writing():
            self.raw.executemany(PUT, [statement[:-1] for statement in new])
            self._refold({statement.about for statement in new})

    def forget(self, statements: Iterable[bytes]) -> None:
        """Take statements out, with every token of theirs, and write the file anew.

        Moving rows between pages leaves copies behind. Whoever asks has seen to the tombstones.
        """
        one = [(statement,) for statement in statements]
        with self.database.writing():
            touched = {
                about
                for id_ in one
                for (about,) in self.raw.execute("SELECT about FROM statement WHERE id = ?", id_)
            }
            self.raw.executemany("DELETE FROM statement WHERE id = ?", one)
            self._refold(touched)
        if touched:
            self.database.write_anew()

    def count(self) -> int:
        """How many statements there are."""
        return int(self.database.row("SELECT count(*) FROM statement")[0])

    def ids(self) -> set[bytes]:
        """The ids of all statements."""
        return {bytes(id_) for (id_,) in self.database.rows("SELECT id FROM statement")}

    def statement(self, id: bytes) -> Statement | None:
        """The statement with this id."""
        row = self.database.row(f"{ALL} WHERE id = ?", (id,))
        return _statement(row) if row else None

    def about(self, record: str) -> list[Statement]:
        """Every statement about a record."""
        return [_statement(row) for row in self.database.rows(f"{ALL} WHERE about = ?", (record,))]

    def saying(self, *properties: str) -> Iterator[Statement]:
        """Every live statement of some properties, in the order of their ids."""
        query = f"{ALL} WHERE says = ? ORDER BY id"
        for says in properties:
            yield from _live([_statement(row) for row in self.database.rows(query, (says,))])

    def telling(self, says: str, value: str) -> list[Statement]:
        """Every live statement of a property with this value."""
        query = f"{ALL} WHERE says = ? AND value = ? AND op = 'set' ORDER BY id"
        found = (_statement(row) for row in self.database.rows(query, (says, value)))
        return [one for one in found if self.live(one.id) is not None]

    def live(self, id: bytes) -> Statement | None:
        """The statement with this id, if it was set and is not withdrawn."""
        found = self.statement(id)
        if found is None or found.op != "set":
            return None
        query = "SELECT 1 FROM statement WHERE about = ? AND op = 'withdraw' AND value = ?"
        return None if self.database.row(query, (found.about, id.hex())) else found

    def search(self, words: str, size: int) -> list[str]:
        """Records that hold all the words or the number, best match first."""
        wanted = " ".join(f'"{token}"' for token in _tokens(words))
        if not wanted:
            return []
        query = (
            "SELECT r.id FROM search s JOIN record r ON r.key = s.rowid"
            " WHERE search MATCH ? ORDER BY s.rank, r.id LIMIT ?"
        )
        return [record for (record,) in self.database.rows(query, (wanted, size))]

    def rebuild(self, progress: Progress = lambda _: None) -> int:
        """Throw the readings away and make them again from the statements; how many records."""
        with self.database.writing():
            self._drop()
            self._create()
            rows = self.raw.execute(f"{ALL} ORDER BY about")
            groups = ((about, list(its)) for about, its in groupby(map(_statement, rows), _about))
            return self._fold(groups, progress)

    def read_anew(self) -> None:
        """Rebuild where the readings were made by another plan than this program's."""
        row = self.database.row("SELECT value FROM setting WHERE name = 'readings'")
        if row is None or bytes(row[0]) != self._plan:
            self.rebuild()

    def _refold(self, touched: Iterable[str]) -> None:
        for about in sorted(touched):
            key = (about,)
            self.raw.execute(
                "DELETE FROM search WHERE rowid = (SELECT key FROM record WHERE id = ?)", key
            )
            self.raw.execute("DELETE FROM record WHERE id = ?", key)
            said = [_statement(row) for row in self.raw.execute(f"{ALL} WHERE about = ?", key)]
            self._fold([(about, said)] if said else [])

    def _fold(
        self, groups: Iterable[tuple[str, list[Statement]]], progress: Progress = lambda _: None
    ) -> int:
        """Put records into the readings; how many there were."""
        count = 0
        for about, said in groups:
            place = self.raw.execute("INSERT INTO record (id) VALUES (?)", (about,)).lastrowid
            tokens = [token for one in _live(said) for token in _searched(one)]
            self.raw.execute(
                "INSERT INTO search (rowid, tokens) VALUES (?, ?)", (place, " ".join(tokens))
            )
            count += 1
            progress(1)
        return count

    def _create(self) -> None:
        for statement in self._laid:
            self.raw.execute(statement)
        self.raw.execute(
            "INSERT OR REPLACE INTO setting (name, value) VALUES ('readings', ?)", (self._plan,)
        )

    def _drop(self) -> None:
        self.raw.execute("DROP TABLE IF EXISTS search")
        for table in schema.identity_readings.sorted_tables:
            self.raw.execute(f'DROP TABLE IF EXISTS "{table.name}"')

    @cached_property
    def _laid(self) -> list[str]:
        laid = schema.laid(schema.identity_readings)
        return [*laid, schema.SEARCH, schema.SEARCH_SECURE_DELETE]

    @cached_property
    def _plan(self) -> bytes:
        """What the readings follow from, beside the statements: the tables and the rules of this program."""
        return sha256("\n".join((self.vocabulary.digest, *self._laid)).encode()).digest()


def lay(
    path: Path, held: Mapping[int, bytes], archive: str, vocabulary: Vocabulary
) -> Compartment:
    """Make the empty identity.db of an archive, under the newest key."""
    epoch = max(held)
    key = keys.identity_database_key(held[epoch], archive)
    compartment = Compartment(Database(path, key, fresh=True), vocabulary, epoch)
    with compartment.database.writing():
        for statement in schema.laid(schema.identity_tables):
            compartment.raw.execute(statement)
        compartment.raw.execute(
            "INSERT INTO setting (name, value) VALUES ('archive', ?)", (bytes.fromhex(archive),)
        )
        compartment._create()
    return compartment


def open_compartment(
    path: Path, held: Mapping[int, bytes], archive: str, vocabulary: Vocabulary
) -> Compartment:
    """Open identity.db by the newest key that opens it; ``held`` are the keys of the compartment by epoch.

    Raises `DatabaseBroken` where none does, `CompartmentForeign` where it is of another archive.
    """
    for epoch in sorted(held, reverse=True):
        key = keys.identity_database_key(held[epoch], archive)
        try:
            compartment = Compartment(Database(path, key), vocabulary, epoch)
            break
        except DatabaseBroken:
            if epoch == min(held):
                raise
    row = compartment.database.row("SELECT value FROM setting WHERE name = 'archive'")
    if row is None or bytes(row[0]).hex() != archive:
        compartment.close()
        raise CompartmentForeign()
    compartment.read_anew()
    return compartment


def renewed(compartment: Compartment, held: Mapping[int, bytes], archive: str) -> Compartment:
    """The compartment under the newest key; what is open is closed and opened anew.

    Where another program has the file open, it stays under the older key until next time.
    """
    path, epoch = compartment.database.path, max(held)
    if compartment.epoch == epoch:
        return compartment
    old, new = (
        keys.identity_database_key(held[one], archive) for one in (compartment.epoch, epoch)
    )
    compartment.close()
    try:
        reencrypt(path, old, new)
    except Busy:
        return Compartment(Database(path, old), compartment.vocabulary, compartment.epoch)
    return Compartment(Database(path, new), compartment.vocabulary, epoch)


def _statement(row: tuple[Any, ...]) -> Statement:
    id_, log, salt, op, about, says, type_, value, language, basis = row
    return Statement(
        bytes(id_), log, bytes(salt), op, about, says, type_, value, language, basis, "identity"
    )


def _about(statement: Statement) -> str:
    return statement.about


def _live(said: list[Statement]) -> list[Statement]:
    """What was set and not withdrawn."""
    withdrawn = {one.value for one in said if one.op == "withdraw"}
    return [one for one in said if one.op == "set" and one.id.hex() not in withdrawn]


def holds(said: Iterable[Statement], words: str) -> bool:
    """Whether all the words, or the number, stand in what is live of these statements."""
    return set(_tokens(words)) <= {token for one in _live(list(said)) for token in _searched(one)}


def _searched(statement: Statement) -> list[str]:
    """The tokens by which a statement is found."""
    if statement.type != "text" or statement.says in UNSEARCHED:
        return []
    return _tokens(statement.value)


def _tokens(words: str) -> list[str]:
    """The tokens of words, and of each telephone number the digits that are compared, as one."""
    numbers = list(phones.find(words))
    for number in reversed(numbers):
        words = words[: number.start] + " " + words[number.end :]
    return [*text.tokens(words), *(number.key for number in numbers)]
