# SPDX-License-Identifier: Apache-2.0
"""The rows of sheets that were not taken, until somebody mended them; beside the log, no part of the format.

In: what an import refused.
Out: for each sheet its refused rows with the reason, in whatever language asks; never a cell of them.
Never: another member's import to who does not see all; the name of a column of a sheet that is not published.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from kuzat.collection import RowRefused
from kuzat.errors import Phrase, Reason
from kuzat.store.access import Reader, admit
from kuzat.store.archive import Archive

MOST = 1000
LAY = (
    "CREATE TABLE IF NOT EXISTS refused_row (exhibit VARCHAR(36) NOT NULL, row INTEGER NOT NULL,"
    ' member VARCHAR(32) NOT NULL, "column" TEXT NOT NULL, expected TEXT NOT NULL,'
    " PRIMARY KEY (exhibit, row)) WITHOUT ROWID"
)
IS_LAID = "SELECT 1 FROM sqlite_master WHERE name = 'refused_row'"
SHEETS = "SELECT DISTINCT exhibit FROM refused_row WHERE ?1 OR member = ?2 ORDER BY exhibit"
ROWS = (
    'SELECT row, "column", expected FROM refused_row WHERE exhibit = ?3 AND (?1 OR member = ?2) ORDER BY row'
)


def keep_refused(
    archive: Archive, exhibit: str, refused: Iterable[RowRefused], *, is_published: bool
) -> None:
    """Remember the first `MOST` rows that an import refused, in the place of those of an earlier one.

    Raises `Busy`, `DiskFull`.
    """
    rows = [
        (
            exhibit,
            one.details["row"],
            archive.member,
            str(one.details["column"]) if is_published else "",
            json.dumps(_laid(one.details["expected"]), ensure_ascii=False),
        )
        for one in refused
    ]
    if not rows and archive.database.row(IS_LAID) is None:
        return
    with archive.database.writing():
        archive.database.raw.execute(LAY)
        archive.database.raw.execute("DELETE FROM refused_row WHERE exhibit = ?", (exhibit,))
        archive.database.raw.executemany(
            "INSERT OR REPLACE INTO refused_row VALUES (?, ?, ?, ?, ?)", rows[:MOST]
        )


def forget_refused(archive: Archive, reader: Reader, exhibit: str) -> None:
    """Strike a sheet's refused rows from the list, since they were mended or are not wanted.

    Raises `Busy`, `DiskFull`.
    """
    if access_refused(archive, reader, exhibit):
        keep_refused(archive, exhibit, (), is_published=False)


def access_refused(archive: Archive, reader: Reader, exhibit: str) -> tuple[RowRefused, ...]:
    """The rows of a sheet that were not taken, each with the reason."""
    found = _rows(archive, reader, ROWS, exhibit)
    return tuple(
        RowRefused(row=row, column=column, expected=_phrase(json.loads(expected)))
        for row, column, expected in found
    )


def refused_sheets(archive: Archive, reader: Reader) -> tuple[str, ...]:
    """The sheets of which rows were not taken."""
    return tuple(exhibit for (exhibit,) in _rows(archive, reader, SHEETS))


def _rows(archive: Archive, reader: Reader, query: str, *values: str) -> list[tuple[Any, ...]]:
    sees_all = not admit(archive, reader).is_view
    if archive.database.row(IS_LAID) is None:
        return []
    return list(archive.database.rows(query, (sees_all, reader.member, *values)))


def _laid(part: object) -> object:
    """A phrase as JSON, with the phrases in it; anything else as text."""
    if not isinstance(part, Phrase):
        return str(part)
    details = {name: _laid(one) for name, one in part.details.items()}
    return {"says": part.template, "with": details, "is_reason": isinstance(part, Reason)}


class _Kept(Reason):
    """The sentence of an error as the reason of another one, where the error itself is gone."""

    def __init__(self, template: str, **details: object) -> None:
        Phrase.__init__(self, template, **details)


def _phrase(laid: Mapping[str, Any]) -> Phrase:
    details = {name: _detail(one) for name, one in laid["with"].items()}
    return (_Kept if laid["is_reason"] else Phrase)(laid["says"], **details)


def _detail(laid: Any) -> object:
    return _phrase(laid) if isinstance(laid, Mapping) else laid
