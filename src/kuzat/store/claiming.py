# SPDX-License-Identifier: Apache-2.0
"""Claims with all that was done, decided and owed in them, as a member sees them today.

Never: a claim of a person whose consent ended, unless others who consent share it; a status that is stored.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from json import dumps

from sqlalchemy import ColumnElement, select

from kuzat.accountability import Case, Owed, Taken, owed, rule_book
from kuzat.records import Standing
from kuzat.store.access import (
    NoSuchRecord,
    Reader,
    Row,
    access_facets,
    access_rows,
    access_rows_of_kind,
    admit,
)
from kuzat.store.archive import Archive
from kuzat.store.permitting import gate, today

BATCH = 10_000
PARTS = ("proceeding", "step", "decision", "obligation", "assessment")
UNTOLD = (Standing.SET_ASIDE, Standing.DISPUTED, Standing.RECEIVED)
# The claims of which is told whose they are, whoever may see that.
NAMING = (
    "SELECT DISTINCT f.record FROM json_each(?) wanted CROSS JOIN facet f ON f.record = wanted.value"
    " WHERE f.says = 'claim.person'"
)
Facets = Mapping[str, Mapping[str, list[str]]]


def access_claims(archive: Archive, reader: Reader, *, day: date | None = None) -> tuple[Case, ...]:
    """Every claim, in the order of their ids, with its terms as they stand today or on another day."""
    archive = admit(archive, reader)
    with archive.database.reading():
        claims = access_rows_of_kind(archive, reader, "claim")
        rows = {kind: access_rows_of_kind(archive, reader, kind) for kind in PARTS}
        return tuple(_cases(archive, reader, claims, rows, day or today(archive)))


def access_claim(archive: Archive, reader: Reader, claim: str) -> Case:
    """One claim. Raises `NoSuchRecord`."""
    archive = admit(archive, reader)
    with archive.database.reading():
        claims = tuple(access_rows(archive, reader, "claim", (claim,)).values())
        for case in _cases(archive, reader, claims, _of_claim(archive, reader, claim), today(archive)):
            return case
    raise NoSuchRecord(record=claim)


def _of_claim(archive: Archive, reader: Reader, claim: str) -> dict[str, tuple[Row, ...]]:
    rows: dict[str, tuple[Row, ...]] = {}

    def read(kind: str, *where: tuple[str, Iterable[str]]) -> tuple[str, ...]:
        table = archive.projections.tables[kind]
        wanted: ColumnElement[bool] = table.c[where[0][0]].in_(tuple(where[0][1]))
        for column, values in where[1:]:
            wanted |= table.c[column].in_(tuple(values))
        ids = tuple(str(row[0]) for row in archive.execute(select(table.c.id).where(wanted)))
        rows[kind] = tuple(access_rows(archive, reader, kind, ids).values())
        return tuple(row["id"] for row in rows[kind])

    before = read("proceeding", ("claim", (claim,)))
    read("step", ("proceeding", before))
    decided = read("decision", ("proceeding", before))
    due = read("obligation", ("claim", (claim,)), ("proceeding", before), ("decision", decided))
    read("assessment", ("obligation", due))
    return rows


def _cases(
    archive: Archive,
    reader: Reader,
    claims: tuple[Row, ...],
    rows: Mapping[str, tuple[Row, ...]],
    day: date,
) -> Iterator[Case]:
    held = (*claims, *rows["step"], *rows["obligation"])
    facets = _facets(archive, reader, tuple(row["id"] for row in held))
    claim_of = {row["id"]: row["claim"] for row in rows["proceeding"]}
    claim_of |= {row["id"]: claim_of.get(row["proceeding"]) for row in (*rows["decision"], *rows["step"])}
    claim_of |= {row["id"]: _claim_of(row, claim_of) for row in rows["obligation"]}
    by_claim: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for kind in PARTS[:-1]:
        for row in rows[kind]:
            by_claim[claim_of[row["id"]] or ""][kind].append(row)
    judged = _grouped(rows["assessment"], "obligation")
    open_to = gate(archive)
    naming = {id_ for (id_,) in archive.database.rows(NAMING, (dumps([row["id"] for row in claims]),))}
    for claim in claims:
        own = facets.get(claim["id"], {})
        persons = [one for one in own.get("claim.person", ()) if open_to.record(one).allowed]
        if persons or claim["id"] not in naming:
            parts = by_claim[claim["id"]]
            steps = _taken(archive, parts["step"], facets)
            yield Case(
                claim=claim,
                persons=tuple(persons),
                events=tuple(own.get("claim.event", ())),
                acts=tuple(own.get("claim.act", ())),
                proceedings=_dated(parts["proceeding"], "filed_from", "ended_from"),
                steps=_dated(parts["step"], "date_from"),
                decisions=_dated(parts["decision"], "date_from"),
                obligations=tuple(_owed(_dated(parts["obligation"], "due_from"), steps, judged, facets, day)),
            )


def _claim_of(row: Row, claim_of: Mapping[str, str | None]) -> str | None:
    """The claim of an obligation, itself or by its proceeding or decision."""
    return row["claim"] or claim_of.get(row["proceeding"]) or claim_of.get(row["decision"])


def _owed(
    rows: Iterable[Row], steps: Sequence[Taken], judged: Mapping[str, list[Row]], facets: Facets, day: date
) -> Iterator[tuple[Row, Owed]]:
    book = rule_book()
    for row in rows:
        started_by = facets.get(row["id"], {}).get("obligation.start", ())
        yield row, owed(row, steps, judged.get(row["id"], ()), book, day, started_by=started_by)


def _taken(archive: Archive, rows: Iterable[Row], facets: Facets) -> tuple[Taken, ...]:
    return tuple(
        Taken(
            record=row["id"],
            proceeding=row["proceeding"],
            type=row["type"],
            dates=_days(archive, row),
            obligations=tuple(facets.get(row["id"], {}).get("step.obligation", ())),
        )
        for row in rows
    )


def _days(archive: Archive, step: Row) -> tuple[str, ...]:
    """Every date that is told of a step, where accounts differ."""
    if not step["contested"]:
        return (step["date"],) if step["date"] else ()
    said = gate(archive).left(archive.projections.said(step["id"]))
    told = archive.projections.folded(step["id"], said)
    return tuple(dict.fromkeys(value.text for value in told.all("step.date") if value.standing not in UNTOLD))


def _facets(archive: Archive, reader: Reader, of: tuple[str, ...]) -> Facets:
    found: dict[str, Mapping[str, list[str]]] = {}
    for first in range(0, len(of), BATCH):
        found |= access_facets(archive, reader, of[first : first + BATCH])
    return found


def _grouped(rows: Iterable[Row], column: str) -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[column] or ""].append(row)
    return found


def _dated(rows: Iterable[Row], *columns: str) -> tuple[Row, ...]:
    """Rows by the first of these columns that is told; those without a day come first."""

    def place(row: Row) -> tuple[str, str]:
        return next((row[column] for column in columns if row[column]), ""), row["id"]

    return tuple(sorted(rows, key=place))
