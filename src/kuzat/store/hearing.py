# SPDX-License-Identifier: Apache-2.0
"""Keep which voice speaks in each information, so that every count of sources follows one rule.

Whose voice it is depends on the texts that an information copies, so it is heard again whenever one of
those changes.
"""

from collections.abc import Iterable
from typing import Any

from kuzat.verification import Telling, voices

OFFICIAL = "yes_no.yes"
TOLD = "SELECT id, source, publisher, copy_of, official FROM information WHERE id = ?"


def hear(raw: Any, informations: Iterable[str]) -> None:
    """Note anew the voices of these informations; one that is gone has none."""
    of = list(informations)
    heard = voices(tellings(raw, of))
    raw.executemany("DELETE FROM voice WHERE information = ?", [(id_,) for id_ in of])
    raw.executemany(
        "INSERT INTO voice (information, key, speaker) VALUES (?, ?, ?)",
        [(id_, heard[id_].key, heard[id_].speaker) for id_ in of if id_ in heard],
    )


def with_copies(raw: Any, informations: Iterable[str]) -> list[str]:
    """These informations and all that copy them, copies of copies too."""
    found = dict.fromkeys(informations)
    due = list(found)
    while due:
        rows = raw.execute("SELECT id FROM information WHERE copy_of = ?", (due.pop(),))
        fresh = [id_ for (id_,) in rows if id_ not in found]
        found |= dict.fromkeys(fresh)
        due += fresh
    return list(found)


def tellings(raw: Any, informations: Iterable[str]) -> list[Telling]:
    """These informations and those that they copy, as far as independence is concerned."""
    found: dict[str, Telling] = {}
    due = list(informations)
    while due:
        id_ = due.pop()
        row = raw.execute(TOLD, (id_,)).fetchone() if id_ not in found else None
        if row is not None:
            found[id_] = Telling(
                id=id_,
                source=row[1],
                publisher=row[2],
                copy_of=row[3],
                official=row[4] == OFFICIAL,
            )
            if row[3]:
                due.append(row[3])
    return list(found.values())
