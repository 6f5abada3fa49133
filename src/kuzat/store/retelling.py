# SPDX-License-Identifier: Apache-2.0
"""What of events a member reads otherwise than the tables, where who told of one does not consent any more.

In: an archive as its reader sees it.
Out: for each such event the story that is left, or that none is; whoever is named as a source no more.
Never: an event whose row tells its story as it may be seen.
"""

from collections.abc import Iterator

from kuzat.store.archive import Archive
from kuzat.store.counting import Retold
from kuzat.store.permitting import Gate, gate
from kuzat.terms import ids

STORY, PERSON = "event.story", "per-"
TOLD = "SELECT story FROM event WHERE id = ?"


def retold(archive: Archive) -> Retold:
    """What is read otherwise; kept as long as what may be seen is."""
    open_to = gate(archive)
    kept = archive.gates.get(STORY)
    if kept is None or kept[0] is not open_to:
        silent = tuple(record for record in open_to.refused if record.startswith(PERSON))
        kept = archive.gates[STORY] = (open_to, Retold(stories=dict(_seen(archive, open_to)), silent=silent))
    found: Retold = kept[1]
    return found


def _seen(archive: Archive, open_to: Gate) -> Iterator[tuple[str, str | None]]:
    for event in open_to.partly:
        told = archive.database.row(TOLD, (event,)) if ids.kind_of(event) == "event" else None
        if told is not None:
            record = archive.projections.folded(event, open_to.left(archive.projections.said(event)))
            value = record.one(STORY)
            story = value.text if value else None
            if story != told[0]:
                yield event, story
