# SPDX-License-Identifier: Apache-2.0
"""What a member reads otherwise than the tables, where who told of it does not consent any more.

In: an archive as its reader sees it.
Out: for each record that is seen in part the cells that are left of its row, and the coded values that are
gone; whoever is named as a source no more.
Never: a cell that the table holds as it may be seen.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kuzat.store.archive import Archive
from kuzat.store.counting import AS_TOLD, Retold
from kuzat.store.extent import Extent
from kuzat.store.permitting import Gate, gate
from kuzat.terms import ids

PERSON = "per-"
# The cells by which is counted and listed, and through which records hang together.
CELLS = {
    "event": ("confidence", "contested", "direction", "start", "status", "story"),
    "act": ("event", "start", "type"),
    "person": ("id",),
    "involvement": ("act", "event", "perpetrator_kind"),
    "information": ("event",),
    "intervention": ("event",),
}
FACETS = "SELECT record, says, value FROM facet WHERE record = ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """What is read otherwise behind one gate, and how far the archive was read for it."""

    open_to: Gate
    extent: Extent
    retold: Retold

    def holds(self, archive: Archive, open_to: Gate, now: Extent) -> bool:
        """Whether another gate hides the same, and nothing was told since of what it hides in part."""
        mine = self.open_to
        is_same = (
            mine.refused.keys() == open_to.refused.keys()
            and mine.statements.keys() == open_to.statements.keys()
            and self.extent.begins(archive, now)
        )
        return is_same and self.extent.told_since(archive).isdisjoint(open_to.partly)


def retold(archive: Archive) -> Retold:
    """What is read otherwise; kept as long as what may be seen is."""
    open_to = gate(archive)
    if not open_to.refused and not open_to.partly:
        return AS_TOLD
    kept: _Kept | None = archive.gates.get(_Kept)
    if kept is None or kept.open_to is not open_to:
        now = Extent.of(archive)
        same = kept is not None and kept.holds(archive, open_to, now)
        read = kept.retold if kept and same else _read(archive, open_to)
        kept = archive.gates[_Kept] = _Kept(open_to=open_to, extent=now, retold=read)
    return kept.retold


def _read(archive: Archive, open_to: Gate) -> Retold:
    cells: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    gone: list[tuple[str, str, str]] = []
    for record, kind in _held(open_to.partly):
        row = archive.database.row(_query(kind), (record,))
        if row is None:
            continue
        left = archive.projections.folded(record, open_to.left(archive.projections.said(record)))
        seen = archive.projections.row(left)
        for name, told in zip(CELLS[kind], row, strict=True):
            if seen[name] != told:
                cells[f"{kind}.{name}"][record] = seen[name]
        stands = set(archive.projections.facet_rows(left))
        gone += (one for one in archive.database.rows(FACETS, (record,)) if tuple(one) not in stands)
    silent = tuple(record for record in open_to.refused if record.startswith(PERSON))
    return Retold(cells=dict(cells), gone=tuple(gone), silent=silent)


def _held(records: Iterable[str]) -> Iterable[tuple[str, str]]:
    kinds = ((record, ids.kind_of(record)) for record in records if ids.is_record(record))
    return ((record, kind) for record, kind in kinds if kind in CELLS)


def _query(kind: str) -> str:
    columns = ", ".join(f'"{name}"' for name in CELLS[kind])
    return f'SELECT {columns} FROM "{kind}" WHERE id = ?'  # noqa: S608
