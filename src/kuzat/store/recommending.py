# SPDX-License-Identifier: Apache-2.0
"""Recommendations, promises and own requests with their assessments, as a member sees them today.

Never: a class of the index that is stored; one that only a person tells whose consent ended.
"""

from collections import defaultdict

from kuzat.accountability import Recommended
from kuzat.records import Record
from kuzat.store.access import Reader, Row, access_facets, access_rows, access_rows_of_kind, admit
from kuzat.store.archive import Archive
from kuzat.store.claiming import BATCH, UNTOLD
from kuzat.store.permitting import gate

KIND = "recommendation"
LINKED = (
    "SELECT DISTINCT record FROM facet WHERE says IN ('recommendation.claim', 'recommendation.event')"
    " AND value = ? ORDER BY record"
)


def access_recommendations(
    archive: Archive, reader: Reader, linked: str | None = None
) -> tuple[Recommended, ...]:
    """Every recommendation, or those linked to a claim or an event; by session, document and number."""
    archive = admit(archive, reader)
    with archive.database.reading():
        if linked is None:
            rows = access_rows_of_kind(archive, reader, KIND)
        else:
            of = tuple(str(id_) for (id_,) in archive.database.rows(LINKED, (linked,)))
            rows = tuple(access_rows(archive, reader, KIND, of).values())
        judged: dict[str, list[Row]] = defaultdict(list)
        for one in access_rows_of_kind(archive, reader, "assessment"):
            judged[one["recommendation"] or ""].append(one)
        facets: dict[str, dict[str, list[str]]] = {}
        ids = tuple(row["id"] for row in rows)
        for first in range(0, len(ids), BATCH):
            facets |= access_facets(archive, reader, ids[first : first + BATCH])
        open_to = gate(archive)
        found = []
        for row in rows:
            id_ = row["id"]
            record = archive.projections.folded(id_, open_to.left(archive.projections.said(id_)))
            own = facets.get(id_, {})
            found.append(
                Recommended(
                    row=row,
                    by=_told(record, "by"),
                    to=_told(record, "to"),
                    themes=_told(record, "theme"),
                    laws=_told(record, "law"),
                    claims=tuple(own.get(f"{KIND}.claim", ())),
                    events=tuple(own.get(f"{KIND}.event", ())),
                    assessments=tuple(judged.get(id_, ())),
                )
            )
    # The table holds links too that only somebody tells whose consent ended.
    return tuple(sorted((one for one in found if linked in (None, *one.claims, *one.events)), key=_place))


def _told(record: Record, name: str) -> tuple[str, ...]:
    """The values of a property that nobody set aside or disputes."""
    values = record.all(f"{KIND}.{name}")
    return tuple(dict.fromkeys(one.text for one in values if one.standing not in UNTOLD))


def _place(one: Recommended) -> tuple[object, ...]:
    row = one.row
    number = tuple(int(part) if part.isdigit() else 0 for part in (row["number"] or "").split("."))
    return row["session"] or "", row["symbol"] or "", number, row["id"]
