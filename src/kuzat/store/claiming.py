# SPDX-License-Identifier: Apache-2.0
"""Claims with all that was done, decided and owed in them, as a member sees them today.

Never: a claim of a person whose consent ended, unless others who consent share it; a status that is stored.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from json import dumps

from sqlalchemy import select

from kuzat.accountability import Case, Owed, Taken, Unit, owed, rule_book
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
# How many days one of each unit has at most; a working day may wait for a weekend and a row of holidays.
LONGEST = {Unit.DAYS: 1, Unit.WORKING_DAYS: 3, Unit.MONTHS: 31, Unit.YEARS: 366}
# By how much a last day may move on because it is not worked.
ROLLED = timedelta(days=31)
# Claims of an obligation that is due from the first day on and begins to be due by the last, or whose term
# was started late enough not to have ended, or by a step of which several dates are told; and of hearings.
DUE = (
    "WITH wanted(rule, since) AS (SELECT value ->> 0, value ->> 1 FROM json_each(?3)),"
    " owing AS (SELECT o.*, coalesce(o.proceeding, d.proceeding) AS place"
    "  FROM obligation o LEFT JOIN decision d ON d.id = o.decision)"
    " SELECT DISTINCT claim FROM ("
    "SELECT coalesce(o.claim, p.claim) AS claim FROM owing o LEFT JOIN proceeding p ON p.id = o.place"
    " WHERE o.rule IS NULL AND o.due_to >= ?1 AND o.due_from <= ?2"
    " UNION ALL SELECT coalesce(o.claim, p.claim) FROM owing o JOIN wanted w ON w.rule = o.rule"
    " LEFT JOIN proceeding p ON p.id = o.place"
    " WHERE EXISTS (SELECT 1 FROM step s WHERE s.proceeding = o.place AND coalesce(s.date_from, '') <= ?2"
    "  AND (coalesce(s.date_to, '9') >= w.since OR s.contested > 0))"
    " OR EXISTS (SELECT 1 FROM facet f JOIN step s ON s.id = f.value"
    "  WHERE f.record = o.id AND f.says = 'obligation.start'"
    "  AND coalesce(s.date_from, '') <= ?2 AND (coalesce(s.date_to, '9') >= w.since OR s.contested > 0))"
    " UNION ALL SELECT p.claim FROM step s JOIN proceeding p ON p.id = s.proceeding"
    " WHERE s.type IN ('step_type.hearing', 'step_type.hearing_postponed')"
    "  AND coalesce(s.date_to, '9') >= ?1)"
    " WHERE claim IS NOT NULL ORDER BY claim"
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
    for case in access_some_claims(archive, reader, (claim,)):
        return case
    raise NoSuchRecord(record=claim)


def access_some_claims(archive: Archive, reader: Reader, of: tuple[str, ...]) -> tuple[Case, ...]:
    """These claims, in the order of their ids, without those that the reader may not see."""
    archive = admit(archive, reader)
    with archive.database.reading():
        claims = tuple(access_rows(archive, reader, "claim", of).values())
        return tuple(_cases(archive, reader, claims, _of_claims(archive, reader, of), today(archive)))


def access_claim_ids(archive: Archive, reader: Reader) -> tuple[str, ...]:
    """The ids of every claim that the reader may see, in their order."""
    archive = admit(archive, reader)
    with archive.database.reading():
        claims = access_rows_of_kind(archive, reader, "claim")
        nothing: dict[str, tuple[Row, ...]] = dict.fromkeys(PARTS, ())
        return tuple(case.claim["id"] for case in _cases(archive, reader, claims, nothing, today(archive)))


def access_due(
    archive: Archive, reader: Reader, until: date, *, since: date | None = None
) -> tuple[Case, ...]:
    """The claims in which a term may end from today to a day, or a hearing may be, with all that is in them.

    ``since`` is an earlier day from which they are asked for, if given. Which terms these are, their ends
    tell: what is left out here cannot end before that day.
    """
    seen = admit(archive, reader)
    first = since or today(seen)
    asked = (first.isoformat(), until.isoformat(), dumps(list(_windows(first))))
    found = tuple(str(id_) for (id_,) in seen.database.rows(DUE, asked))
    return access_some_claims(archive, reader, found)


def _windows(first: date) -> Iterator[tuple[str, str]]:
    """Rule → the first day on which a step can lie that starts a term which may not have ended yet."""
    longest: dict[str, timedelta] = {}
    for rule in rule_book().rules:
        days = timedelta(days=rule.number * LONGEST[rule.unit]) + ROLLED
        longest[rule.id] = max(days, longest.get(rule.id, days))
    return ((id_, (first - min(days, first - date.min)).isoformat()) for id_, days in longest.items())


def _of_claims(archive: Archive, reader: Reader, claims: tuple[str, ...]) -> dict[str, tuple[Row, ...]]:
    rows: dict[str, tuple[Row, ...]] = {}

    def read(kind: str, *where: tuple[str, tuple[str, ...]]) -> tuple[str, ...]:
        table = archive.projections.tables[kind]
        ids: dict[str, None] = {}
        for column, values in where:
            for first in range(0, len(values), BATCH):
                wanted = table.c[column].in_(values[first : first + BATCH])
                found = archive.execute(select(table.c.id).where(wanted))
                ids |= dict.fromkeys(str(row[0]) for row in found)
        rows[kind] = tuple(access_rows(archive, reader, kind, tuple(sorted(ids))).values())
        return tuple(row["id"] for row in rows[kind])

    before = read("proceeding", ("claim", claims))
    read("step", ("proceeding", before))
    decided = read("decision", ("proceeding", before))
    due = read("obligation", ("claim", claims), ("proceeding", before), ("decision", decided))
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
