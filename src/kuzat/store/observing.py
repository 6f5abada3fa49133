# SPDX-License-Identifier: Apache-2.0
"""Visits with a checklist, as a member sees them today."""

from json import dumps

from kuzat.observation import Visit
from kuzat.store.access import Reader, access_facets, admit
from kuzat.store.archive import Archive
from kuzat.store.permitting import gate

SAYS = ("information.met", "information.not_met", "information.not_seen")
VISITS = (
    "SELECT DISTINCT f.record FROM json_each(?) wanted CROSS JOIN facet f ON f.says = wanted.value"
    " ORDER BY f.record"
)


def access_visits(archive: Archive, reader: Reader) -> tuple[Visit, ...]:
    """Every information that says what was seen of a checklist, in the order of their ids."""
    seen = admit(archive, reader)
    found = tuple(str(id_) for (id_,) in seen.database.rows(VISITS, (dumps(SAYS),)))
    open_to = gate(seen)
    allowed = tuple(id_ for id_ in found if open_to.row(id_).allowed)
    facets = access_facets(archive, reader, allowed)
    return tuple(
        Visit(
            record=id_,
            met=frozenset(facets[id_].get(SAYS[0], ())),
            not_met=frozenset(facets[id_].get(SAYS[1], ())),
            not_seen=frozenset(facets[id_].get(SAYS[2], ())),
        )
        for id_ in allowed
        if id_ in facets
    )
