# SPDX-License-Identifier: Apache-2.0
"""Keep the readings: one row a record, its facets and its search tokens, folded from its statements.

The same code runs when an entry is committed and when everything is rebuilt, so the two cannot drift.
"""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from functools import cached_property, partial
from hashlib import sha256
from itertools import groupby, islice
from json import dumps
from operator import attrgetter
from typing import Any

from kuzat import records
from kuzat.records import Record, Said
from kuzat.store import hearing, schema
from kuzat.store.cipher import Database
from kuzat.store.theirs import PREFIX, turned
from kuzat.store.theirs import theirs as theirs_in
from kuzat.terms import ids, text
from kuzat.terms.vocabulary import Vocabulary

BATCH = 2000
ANY = "any"
INFORMATION = f"{ids.RECORD_KINDS['information']}-"
# Every file that is held is listed as one, whoever gave it.
EXHIBIT = "exhibit"
# A row of the table received, and where it says that nobody here speaks of the record.
_Apart = tuple[str, str, str, int, int, str | None]
ALONE = 3
Progress = Callable[[int], None]
SAID = (
    "SELECT s.id, l.id, s.position, e.lamport, s.op, s.about, s.says, s.type, s.value, s.language,"
    " s.basis, coalesce(e.by, ''), coalesce(e.at, '') FROM statement s JOIN log l ON l.key = s.log"
    " JOIN entry e ON e.log = s.log AND e.position = s.position"
    " WHERE s.value IS NOT NULL"
)

VOUCH = (
    "INSERT OR IGNORE INTO vouched (exhibit, row, log, position)"
    " SELECT t.about, CAST(substr(s.basis, 42) AS INTEGER), s.log, s.position FROM statement t"
    " CROSS JOIN entry e ON e.log = t.log AND e.position = t.position - CAST(t.value AS INTEGER)"
    " CROSS JOIN statement s ON s.seq >= e.first AND s.seq < t.seq"
    " WHERE {of} AND t.says = 'exhibit.taken_entries' AND t.op = 'set'"
    " AND s.log = t.log AND s.position BETWEEN e.position AND t.position - 1"
    " AND substr(s.basis, 1, 41) = t.about || '#row='"
)

NOT_ERASED = (
    "NOT EXISTS (SELECT 1 FROM statement t WHERE t.says = 'any.erased' AND t.op = 'set'"
    " AND t.value = lower(hex(s.statement)))"
)
# What is sealed beside a word about what others say, as the reason of a dispute is, says nothing of its own.
OWN_SEALED = (
    "SELECT 1 FROM statement o WHERE o.about = ? AND o.log = (SELECT key FROM log WHERE id = ?)"
    " AND o.position = ? AND (o.says LIKE 'any.%' OR o.type = 'statement')"
)
SEALED = "SELECT l.id, s.position FROM sealed s JOIN log l ON l.key = s.log WHERE s.about = ?"
SEALED_AMONG = (
    "SELECT s.about, l.id, s.position FROM json_each(?) wanted CROSS JOIN sealed s ON s.about = wanted.value"
    " JOIN log l ON l.key = s.log WHERE TRUE"
)
# Also of a statement that was erased: who told what rests on it stays known.
ABOUT = (
    f"SELECT about FROM statement s WHERE {schema.BY_ID}"  # noqa: S608
    " UNION ALL SELECT about FROM sealed WHERE statement = ?1 LIMIT 1"
)
ON_STATEMENTS = "SELECT about, substr(basis, 5, 64) FROM statement WHERE basis BETWEEN 'stm-' AND 'stm-g'"
SEALED_ALONE = (
    "SELECT DISTINCT about FROM sealed s WHERE NOT EXISTS"
    " (SELECT 1 FROM statement o WHERE o.about = s.about AND o.value IS NOT NULL)"
)


class Projections:
    """The readings of one database under one vocabulary."""

    def __init__(
        self,
        database: Database,
        vocabulary: Vocabulary,
        theirs: Callable[[], frozenset[str]] | None = None,
    ) -> None:
        """``theirs`` gives the logs of other organisations; without it they are read from the database."""
        self.raw: Any = database.raw
        self.theirs = theirs or partial(theirs_in, self.raw)
        self.vocabulary = vocabulary
        self.tables = schema.kind_tables(vocabulary)
        self._many = {
            p.id for kind in (*ids.RECORD_KINDS, ANY) for p in vocabulary.properties(kind) if p.many
        }
        self._columns = {kind: records.columns(vocabulary, kind) for kind in records.KINDS}
        self._facets = {kind: records.facets(vocabulary, kind) for kind in records.KINDS}
        self._insert = {kind: self._insert_of(kind) for kind in records.KINDS}

    def is_many(self, says: str) -> bool:
        """Whether a property may hold several values at once."""
        return says in self._many

    def folded(self, about: str, said: Iterable[Said]) -> Record:
        """A record folded from these statements, with what other organisations say kept apart."""
        return records.fold(about, said, self.is_many, self.theirs())

    def row(
        self, record: Record, language: str | None = None, *, received: bool = False
    ) -> dict[str, str | int | None]:
        """A record as its row; with ``received`` also what only others say, as of a file it always is."""
        kind = ids.kind_of(record.id)
        return records.row(record, self._columns[kind], language, received=received or kind == EXHIBIT)

    def facet_rows(self, record: Record, *, received: bool = False) -> Iterator[tuple[str, str, str]]:
        """The coded values of a record, as `row` gives the others."""
        kind = ids.kind_of(record.id)
        return records.facet_rows(record, self._facets[kind], received=received or kind == EXHIBIT)

    def _insert_of(self, kind: str) -> tuple[str, tuple[str, ...]]:
        table = self.tables[kind]
        names = tuple(column.name for column in table.columns)
        return schema.inserting(table), names

    def create(self) -> None:
        """Make the empty tables of every reading."""
        for statement in self._laid:
            self.raw.execute(statement)
        self.raw.execute(
            "INSERT OR REPLACE INTO setting (name, value) VALUES ('readings', ?)", (self.plan,)
        )

    @property
    def _laid(self) -> list[str]:
        return [
            *schema.laid(schema.readings),
            schema.SEARCH,
            schema.SEARCH_SECURE_DELETE,
            schema.SEARCH_MERGED,
        ]

    @cached_property
    def plan(self) -> bytes:
        """What the readings follow from: the vocabulary and the tables of this program, as a digest."""
        text = "\n".join((self.vocabulary.digest, *self._laid))
        return sha256(text.encode()).digest()

    def current(self) -> bool:
        """Whether the readings were built by the plan of this program."""
        row = self.raw.execute("SELECT value FROM setting WHERE name = 'readings'").fetchone()
        return row is not None and bytes(row[0]) == self.plan

    def drop(self) -> None:
        """Throw every reading away."""
        self.raw.execute("DROP TABLE IF EXISTS search")
        for table in schema.readings.sorted_tables:
            self.raw.execute(f'DROP TABLE IF EXISTS "{table.name}"')

    def refold(self, touched: Iterable[str], fresh: dict[str, list[Said]] | None = None) -> None:
        """Fold the touched records anew; ``fresh`` holds all statements of those that are new.

        A record of which no statement survives is gone from the readings, as after `rebuild`. One of
        which only sealed statements are left stays, and tells nothing but that it is there.
        """
        fresh = fresh or {}
        known = [about for about in self._with_turned(touched) if about not in fresh]
        self._forget(known)
        self._put(fresh.items())
        self._put((about, self.said(about)) for about in known)
        told = [about for about in (*fresh, *known) if about.startswith(INFORMATION)]
        hearing.hear(self.raw, hearing.with_copies(self.raw, told))

    def _with_turned(self, touched: Iterable[str]) -> Iterable[str]:
        """These records, and where a log among them came to be an office's, or a partner's, those of that."""
        records_of = list(touched)
        logs = [about.removeprefix(PREFIX) for about in records_of if about.startswith(PREFIX)]
        return dict.fromkeys([*records_of, *turned(self.raw, logs, self.theirs())]) if logs else records_of

    def said(self, about: str) -> list[Said]:
        """Every surviving statement about one record."""
        rows = self.raw.execute(f"{SAID} AND s.about = ?", (about,))
        return [Said._make(row) for row in rows]

    def sealed(self, about: str, heads: Mapping[str, int] | None = None) -> int:
        """How many statements about a record lie in the compartment identity.

        ``heads`` counts those in so many first entries of each log that it names, and no others.
        """
        rows = self._sealed(about)
        return sum(heads is None or position < heads.get(log, 0) for log, position in rows)

    def resting(self, informations: Container[str]) -> set[str]:
        """The records of which something rests on a statement about one of these informations.

        They are told by it only once that statement is here, which may come later than what rests on it.
        """
        rows = self.raw.execute(ON_STATEMENTS).fetchall()
        return {str(about) for about, statement in rows if self._about(statement) in informations}

    def _about(self, statement: str) -> str | None:
        """Of which record a statement speaks, by its id in hex; None of one that is not held."""
        id_ = bytes.fromhex(statement)
        row = self.raw.execute(ABOUT, (id_, id_)).fetchone()
        return str(row[0]) if row else None

    def _has_table(self, about: str) -> bool:
        """Whether what is said of a record is read into tables; of members and partners it is not."""
        return ids.is_record(about) and ids.kind_of(about) in records.KINDS

    def _is_sealed(self, about: str) -> bool:
        """Whether a record is one of which only sealed statements are left."""
        return self.sealed(about) > 0

    def vouch(self, first: int) -> None:
        """Note which rows of which sheets were taken over, and where, by statements from ``first`` on."""
        self.raw.execute(VOUCH.format(of="t.seq >= ?"), (first,))

    def vouch_anew(self, exhibits: Iterable[str]) -> None:
        """The same for some sheets of which something was erased."""
        for exhibit in exhibits:
            self.raw.execute("DELETE FROM vouched WHERE exhibit = ?", (exhibit,))
            self.raw.execute(VOUCH.format(of="t.about = ?"), (exhibit,))

    def rebuild(self, progress: Progress = lambda _: None) -> int:
        """Drop every reading and fold all of it again from the statements. Returns how many records."""
        self.drop()
        self.create()
        rows = map(Said._make, self.raw.execute(f"{SAID} ORDER BY s.about"))
        groups = ((about, list(said)) for about, said in groupby(rows, attrgetter("about")))
        count = self._put(groups, progress)
        count += self._put(((about, []) for (about,) in self.raw.execute(SEALED_ALONE)), progress)
        self._hear_all()
        self.vouch(0)
        return count

    def _hear_all(self) -> None:
        told = (id_ for (id_,) in self.raw.execute("SELECT id FROM information ORDER BY id"))
        while batch := list(islice(told, BATCH)):
            hearing.hear(self.raw, batch)

    def _put(
        self, groups: Iterable[tuple[str, list[Said]]], progress: Progress = lambda _: None
    ) -> int:
        count, theirs = 0, self.theirs()
        tabled = ((about, said) for about, said in groups if self._has_table(about))
        while several := list(islice(tabled, BATCH)):
            sealed = self._sealed_among(
                [about for about, said in several if theirs or not records.stands(said)]
            )
            batch: list[tuple[Record, list[_Apart]]] = []
            for about, said in several:
                boxes = sealed.get(about, [])
                if boxes or records.stands(said):
                    record = records.fold(about, said, self.is_many, theirs)
                    batch.append((record, self._apart(record, said, boxes, theirs) if theirs else []))
            count += self._put_batch(batch)
            progress(len(batch))
        return count

    def _sealed_among(self, abouts: list[str]) -> dict[str, list[tuple[str, int]]]:
        """The same as `_sealed` of each of several records of which something is sealed, in one question."""
        found: dict[str, list[tuple[str, int]]] = {}
        if abouts and self.raw.execute("SELECT 1 FROM sealed LIMIT 1").fetchone() is not None:
            rows = self.raw.execute(f"{SEALED_AMONG} AND {NOT_ERASED}", (dumps(abouts),))
            for about, log, position in rows:
                found.setdefault(about, []).append((log, position))
        return found

    def _sealed(self, about: str) -> list[tuple[str, int]]:
        """In which logs, and at which places of them, something about a record is sealed."""
        found: list[tuple[str, int]] = self.raw.execute(f"{SEALED} AND {NOT_ERASED}", (about,)).fetchall()
        return found

    def _apart(
        self,
        record: Record,
        said: Iterable[Said],
        sealed: Iterable[tuple[str, int]],
        theirs: frozenset[str],
    ) -> list["_Apart"]:
        """The rows that tell which other organisations speak of a record; none where no other does."""
        speaking = {one.log for one in said}
        tellers = (speaking | {log for log, _ in sealed}) & theirs
        if not tellers:
            return []
        is_ours = (not speaking <= theirs and record.is_ours) or any(
            log not in theirs and self.raw.execute(OWN_SEALED, (record.id, log, position)).fetchone() is None
            for log, position in sealed
        )
        kind, differs = ids.kind_of(record.id), len(record.told_otherwise(self.is_many)) if is_ours else 0
        event = next(filter(None, map(record.received, (f"{kind}.event", f"{kind}.act"))), None)
        part_of = event.text if event else None
        return [(record.id, teller, kind, int(not is_ours), differs, part_of) for teller in sorted(tellers)]

    def _put_batch(self, batch: list[tuple[Record, list["_Apart"]]]) -> int:
        if not batch:
            return 0
        (last,) = self.raw.execute("SELECT coalesce(max(key), 0) FROM record").fetchone()
        keyed = [(last + n, record) for n, (record, _) in enumerate(batch, 1)]
        self.raw.executemany(
            "INSERT INTO record (key, id, kind) VALUES (?, ?, ?)",
            [(key, record.id, ids.kind_of(record.id)) for key, record in keyed],
        )
        self.raw.executemany(
            "INSERT INTO search (rowid, tokens) VALUES (?, ?)",
            [(key, " ".join(tokens)) for key, one in keyed if (tokens := text.tokens(records.words(one)))],
        )
        self.raw.executemany(
            "INSERT INTO received (record, teller, kind, alone, differs, part_of) VALUES (?, ?, ?, ?, ?, ?)",
            [row for _, apart in batch for row in apart],
        )
        self._put_ours([record for record, apart in batch if _is_listed(record, apart)])
        return len(batch)

    def _put_ours(self, batch: list[Record]) -> None:
        """Lay what is our own into the tables that are listed and counted, and every file that is held."""
        rows: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
        for record in batch:
            kind = ids.kind_of(record.id)
            if kind in self._insert and self._is_told(record):
                cells = self.row(record)
                rows[kind].append(tuple(cells[name] for name in self._insert[kind][1]))
        for kind, its in rows.items():
            self.raw.executemany(self._insert[kind][0], its)
        self.raw.executemany(
            "INSERT INTO facet (record, says, value) VALUES (?, ?, ?)",
            [row for record in batch for row in self.facet_rows(record)],
        )
        self.raw.executemany(
            "INSERT INTO told (about, record, information) VALUES (?, ?, ?)",
            [(record.id, *pair) for record in batch for pair in records.told(record, self._about)],
        )
        self.raw.executemany(
            "INSERT INTO stood (record, person) VALUES (?, ?)",
            [pair for record in batch for pair in records.stood(record)],
        )

    def _is_told(self, record: Record) -> bool:
        """Whether anything stands of a record: wholly taken back, it is found and counts no more."""
        return bool(record.values) or self._is_sealed(record.id)


    def _forget(self, abouts: list[str]) -> None:
        """Take records out of the readings by explicit delete, so that no token of theirs stays."""
        if not abouts:
            return
        one = [(about,) for about in abouts]
        self.raw.executemany(
            "DELETE FROM search WHERE rowid = (SELECT key FROM record WHERE id = ?)", one
        )
        self.raw.executemany("DELETE FROM record WHERE id = ?", one)
        self.raw.executemany("DELETE FROM facet WHERE record = ?", one)
        self.raw.executemany("DELETE FROM told WHERE about = ?", one)
        self.raw.executemany("DELETE FROM stood WHERE record = ?", one)
        self.raw.executemany("DELETE FROM received WHERE record = ?", one)
        for about in filter(ids.is_record, abouts):
            if (kind := ids.kind_of(about)) in self.tables:
                self.raw.execute(f'DELETE FROM "{kind}" WHERE id = ?', (about,))  # noqa: S608


def _is_listed(record: Record, apart: list[_Apart]) -> bool:
    """Whether a record is counted among ours, or a file that is held."""
    return ids.kind_of(record.id) == EXHIBIT or not any(row[ALONE] for row in apart)
