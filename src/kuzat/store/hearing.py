# SPDX-License-Identifier: Apache-2.0
"""Keep which voice speaks in each information, so that every count of sources follows one rule.

Whose voice it is depends on the texts that an information copies, so it is heard again whenever one of
those changes.
"""

from collections.abc import Iterable
from json import dumps
from typing import Any

from kuzat.verification import Telling, voices

OFFICIAL = "yes_no.yes"
COPIES = (
    "WITH RECURSIVE found (id) AS (SELECT value FROM json_each(?)"
    " UNION SELECT i.id FROM found CROSS JOIN information i ON i.copy_of = found.id) SELECT id FROM found"
)
TOLD = (
    "WITH RECURSIVE found (id) AS (SELECT value FROM json_each(?)"
    " UNION SELECT i.copy_of FROM found CROSS JOIN information i ON i.id = found.id"
    "  WHERE i.copy_of IS NOT NULL)"
    " SELECT i.id, i.source, i.publisher, i.copy_of, i.official FROM found"
    " CROSS JOIN information i ON i.id = found.id"
)


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
    return [str(id_) for (id_,) in raw.execute(COPIES, (dumps(list(informations)),))]


def tellings(raw: Any, informations: Iterable[str]) -> list[Telling]:
    """These informations and those that they copy, as far as independence is concerned."""
    return [
        Telling(id=id_, source=source, publisher=publisher, copy_of=copy_of, official=official == OFFICIAL)
        for id_, source, publisher, copy_of, official in raw.execute(TOLD, (dumps(list(informations)),))
    ]
