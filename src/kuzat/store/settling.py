# SPDX-License-Identifier: Apache-2.0
"""Whoever can open boxes settles them: into ``identity.db``, durably, and only then the box goes.

A crash between the two leaves a box whose statement is there already; settling again changes nothing.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from kuzat import keys
from kuzat.errors import Broken, Phrase
from kuzat.log.box import BoxBroken, open_box
from kuzat.log.statement import Statement
from kuzat.store import sealing
from kuzat.store.cipher import Database
from kuzat.store.compartment import Compartment

AT_ONCE = 1000
BOXED = (
    "SELECT s.statement, l.id, s.about, s.epoch, s.box FROM sealed s JOIN log l ON l.key = s.log"
    " WHERE s.box IS NOT NULL AND s.epoch = ? AND s.statement > ? ORDER BY s.statement LIMIT ?"
)

EXPECTED = (
    "SELECT (SELECT count(*) FROM sealed WHERE box IS NULL) - (SELECT count(*) FROM sealed"
    " WHERE box IS NULL AND statement IN"
    " (SELECT unhex(value) FROM statement WHERE says = 'any.erased' AND op = 'set'))"
)


class IdentityMissing(Broken):
    """identity.db lacks {missing} statements that cases.db says it holds: an older one was put back."""

    code = "identity_missing"
    advice = "Do not write to this archive. Look for the newer identity.db, and keep every copy."


class IdentityAhead(Broken):
    """identity.db holds {unknown} statements of which cases.db knows nothing: an older cases.db and log were put back."""  # noqa: E501

    code = "identity_ahead"
    advice = "Do not write to this archive. Look for the newer cases.db, and keep every copy."


def is_settled(database: Database) -> bool:
    """Whether identity.db must hold anything."""
    (expected,) = database.row(EXPECTED)
    return bool(expected)


class Settler:
    """Opens the boxes of one archive by the keys that a member holds."""

    def __init__(
        self,
        database: Database,
        compartment: Compartment,
        held: Mapping[int, bytes],
        archive: str,
        own: Collection[int],
    ) -> None:
        """``held`` are the keys of the compartment by epoch, ``archive`` is the archive's id in hex, ``own``
        are the logs whose tombstones count.
        """
        self.database = database
        self.own = own
        self.raw: Any = database.raw
        self.compartment = compartment
        self.archive = archive
        self._secrets = {
            epoch: keys.identity_box_secret(key, archive) for epoch, key in held.items()
        }

    def is_due(self) -> bool:
        """Whether there are boxes that these keys may open."""
        query = "SELECT 1 FROM sealed WHERE box IS NOT NULL AND epoch = ? LIMIT 1"
        return any(self.database.row(query, (epoch,)) for epoch in self._secrets)

    def settle(self) -> list[BoxBroken]:
        """Settle every box that these keys open; those that cannot be used are kept, and named.

        The caller holds the writer's lock of ``cases.db``.
        """
        broken: list[BoxBroken] = []
        for epoch in self._secrets:
            last = b""
            while rows := self.raw.execute(BOXED, (epoch, last, AT_ONCE)).fetchall():
                broken += self._settle(rows)
                last = bytes(rows[-1][0])
        return broken

    def _settle(self, rows: Sequence[tuple[Any, ...]]) -> list[BoxBroken]:
        opened: list[Statement] = []
        broken: list[BoxBroken] = []
        for row in rows:
            try:
                opened.append(self.open(*row))
            except BoxBroken as error:
                broken.append(error)
        if opened:
            self.compartment.put(opened)
            self.raw.executemany(
                "UPDATE sealed SET box = NULL WHERE statement = ?", [(one.id,) for one in opened]
            )
        return broken

    def open(self, id_: bytes, log: str, about: str, epoch: int, box: bytes) -> Statement:
        """The statement in one box. Raises `BoxBroken`."""
        statement = open_box(bytes(box), self.archive, log, bytes(id_), self._secrets[epoch])
        if statement.about != about:
            reason = Phrase("it is filed under another record")
            raise BoxBroken(statement=bytes(id_).hex(), reason=reason)
        return statement

    def check(self) -> None:
        """Raise the alarm where identity.db and cases.db do not hold the same statements.

        Where their numbers agree and nothing erased is held, nothing is missing, since both only grow but
        for erasures. Else every id is compared, under the writer's lock, in which nobody is between commit
        and settling.
        """
        (expected,) = self.database.row(EXPECTED)
        if expected != self.compartment.count() or self._holds_erased():
            with self.database.writing():
                self._compare()

    def _holds_erased(self) -> bool:
        erased = sealing.tombstoned(self.raw, self.own)
        return any(self.compartment.statement(id_) is not None for id_ in erased)

    def _compare(self) -> None:
        rows = self.raw.execute("SELECT statement, box IS NULL FROM sealed").fetchall()
        settled = {bytes(id_) for id_, is_settled in rows if is_settled}
        known = {bytes(id_) for id_, _ in rows}
        held, erased = self.compartment.ids(), sealing.tombstoned(self.raw, self.own)
        if held - known:
            raise IdentityAhead(unknown=len(held - known))
        if missing := settled - held - erased:
            raise IdentityMissing(missing=len(missing))
        if held & erased:
            # Erased by who could not open this file, or an older one put back: it stays erased.
            self.compartment.forget(held & erased)
