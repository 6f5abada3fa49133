# SPDX-License-Identifier: Apache-2.0
"""What ``cases.db`` keeps of a statement of the compartment identity: its id, its record, and a box."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from kuzat.log.box import FRESH, seal
from kuzat.log.statement import Statement
from kuzat.store import schema

IDENTITY = "identity"
INSERT = "INSERT INTO sealed (statement, log, position, about, epoch, box) VALUES (?, ?, ?, ?, ?, ?)"
TOMBSTONES = (
    "SELECT log, value FROM statement WHERE says = 'any.erased' AND op = 'set' AND type = 'statement'"
)
HELD = (
    f"SELECT log FROM statement s WHERE {schema.BY_ID}"  # noqa: S608
    " UNION ALL SELECT log FROM sealed WHERE statement = ?1 LIMIT 1"
)


class Sealer:
    """Seals statements to the newest key pair of the compartment; nothing that it seals can it open."""

    def __init__(
        self, archive: str, boxes: Mapping[int, bytes], random: Callable[[int], bytes]
    ) -> None:
        """``boxes`` gives the public key of each epoch, ``archive`` is the archive's id in hex."""
        self.archive = archive
        self.epoch = max(boxes)
        self.public_key = boxes[self.epoch]
        self.random = random

    def row(self, statement: Statement, log_key: int, position: int) -> tuple[Any, ...]:
        """The row of one statement for `INSERT`."""
        box = seal(statement, self.archive, self.public_key, self.random(FRESH))
        return (statement.id, log_key, position, statement.about, self.epoch, box)


def tombstoned(raw: Any, own: Collection[int]) -> set[bytes]:
    """The ids of all statements that were erased, in either compartment.

    A tombstone counts in one of our ``own`` logs, or in the log of what it erases: a foreign log cannot
    make us forget.
    """
    found = set()
    for log, value in raw.execute(TOMBSTONES).fetchall():
        id_ = bytes.fromhex(value)
        held = raw.execute(HELD, (id_, id_)).fetchone()
        if held and (log in own or log == held[0]):
            found.add(id_)
    return found
