# SPDX-License-Identifier: Apache-2.0
"""What decides where something may go: consents, holds, who told what, and what rests on what.

Read once, then carried on by what new entries tell, so that an entry costs what it tells of and not
what the archive holds. Of whatever else changed it is read anew.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kuzat.collection import Consent, consent_of, holds
from kuzat.records import fold
from kuzat.store.archive import Archive
from kuzat.store.extent import Extent
from kuzat.store.peers import partner_logs
from kuzat.store.theirs import PREFIX
from kuzat.terms import ids

PERSON, EXHIBIT, STATEMENT = "per-", "exh-", "stm-"
KEPT_INSIDE = ("consent", "disclosure")
CONSENTS = "SELECT id FROM consent"
HELD = "SELECT DISTINCT about FROM statement WHERE says = 'any.hold'"
SEALED = "SELECT DISTINCT about FROM sealed WHERE about BETWEEN 'per-' AND 'per-g'"
KEPT = (
    "SELECT id FROM record WHERE kind IN (?, ?)"
    " UNION SELECT about FROM statement WHERE about BETWEEN 'log-' AND 'log-g'"
)
RECORD = "SELECT id FROM record WHERE id = ?"
TOLD = "SELECT id, source, url IS NULL, intake IS NOT NULL AND intake <> 'intake.taken_up' FROM information"
RECEIVED = "SELECT DISTINCT record FROM received WHERE kind = 'information'"
PASSED = "SELECT id FROM exhibit WHERE bundle_from IS NOT NULL"
# The originals on which anything that is said of a record rests, and those that belong to what somebody told.
TAKEN = (
    "SELECT basis FROM statement WHERE about = ?1 AND basis LIKE 'exh-%'"
    " UNION ALL SELECT s.value FROM statement s"
    " WHERE s.about = ?1 AND s.says = 'information.exhibit' AND s.op = 'set' AND s.value IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM statement w WHERE w.about = s.about AND w.log = s.log"
    "  AND w.op = 'withdraw' AND w.value = lower(hex(s.id)))"
)
PUBLIC = "SELECT 1 FROM exhibit WHERE id = ? AND public IS NOT NULL"
OF_LOG = (
    "SELECT id, about FROM statement WHERE log = ?"
    " UNION ALL SELECT statement, about FROM sealed WHERE log = ?"
)
SAID_BY_OTHERS = (
    "SELECT 1 FROM statement WHERE about = ?1 AND log NOT IN ({logs})"
    " UNION ALL SELECT 1 FROM sealed WHERE about = ?1 AND log NOT IN ({logs}) LIMIT 1"
)
RESTING = (
    "SELECT seq, basis FROM statement WHERE seq > ? AND basis IS NOT NULL AND value IS NOT NULL"
    " AND basis NOT LIKE 'exh-%' ORDER BY seq"
)
BY_SEQ = "SELECT id, about FROM statement WHERE seq = ?"
ABOUT = (
    "SELECT about FROM statement WHERE substr(id, 1, 4) = substr(?1, 1, 4) AND id = ?1"
    " UNION ALL SELECT about FROM sealed WHERE statement = ?1"
)


@dataclass(kw_only=True)
class Grounds:
    """What gates are worked out from, as of ``extent``.

    ``held`` are records and the holds on them that stand; ``told`` persons and what they told that is not
    published; ``passed`` bundles without signatures, and originals that came along; ``resting`` what is a
    basis, and the numbers of the statements that rest on it.
    """

    archive: Archive
    extent: Extent
    consents: dict[str, Consent] = field(default_factory=dict)
    held: dict[str, tuple[bytes, ...]] = field(default_factory=dict)
    sealed: set[str] = field(default_factory=set)
    kept: set[str] = field(default_factory=set)
    unvouched: set[str] = field(default_factory=set)
    passed: set[str] = field(default_factory=set)
    told: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    resting: "defaultdict[str, array[int]]" = field(default_factory=lambda: defaultdict(_numbers))
    _given: dict[bytes, str] | None = None
    _alone: set[str] = field(default_factory=set)
    _teller: dict[str, str] = field(default_factory=dict)
    _pointed: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _unfound: set[str] = field(default_factory=set)
    _originals: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _said: dict[str, tuple[tuple[bytes, str], ...]] = field(default_factory=dict)

    def protected(self) -> set[str]:
        """Persons of whom consent was asked, who are held back, or of whom something is sealed."""
        asked = {person for one in self.consents.values() for person in one.persons}
        return asked | self.sealed | {record for record in self.held if record.startswith(PERSON)}

    def consents_of(self) -> Mapping[str, list[Consent]]:
        """Person → their consents."""
        found: dict[str, list[Consent]] = defaultdict(list)
        for one in self.consents.values():
            for person in one.persons:
                found[person].append(one)
        return found

    def kept_inside(self) -> set[str]:
        """Consents with papers and recordings, what was handed out, and partners."""
        return self.kept.union(*(one.exhibits for one in self.consents.values()))

    def given(self) -> Mapping[bytes, str]:
        """The statements that only partners made, each with its record."""
        if self._given is None:
            logs, rows = partner_logs(self.archive), self.archive.database.rows
            self._given = {bytes(id_): about for log in logs for id_, about in rows(OF_LOG, (log, log))}
            query = SAID_BY_OTHERS.format(logs=", ".join(map(str, logs)))
            self._alone = {about for about in set(self._given.values()) if not rows(query, (about,))}
        return self._given

    def given_alone(self) -> set[str]:
        """The records of which only partners speak, and bundles without signatures with their originals."""
        return self.passed | (self._alone if self.given() else set())

    def originals(self, record: str) -> Iterator[str]:
        """The originals that hold what is said of a record and that are not published."""
        if record not in self._originals:
            rows = self.archive.database.rows(TAKEN, (record,))
            self._originals[record] = tuple(dict.fromkeys(_place(basis) for (basis,) in rows))
        for exhibit in self._originals[record]:
            if self.archive.database.row(PUBLIC, (exhibit,)) is None:
                yield exhibit

    def resting_on(self, basis: str) -> tuple[tuple[bytes, str], ...]:
        """The statements, each with its record, that rest on a record or ``stm-`` statement."""
        if basis not in self.resting:
            return ()
        if basis not in self._said:
            rows = (self.archive.database.row(BY_SEQ, (seq,)) for seq in self.resting[basis])
            self._said[basis] = tuple((bytes(id_), about) for id_, about in rows)
        return self._said[basis]

    def pointed(self, record: str) -> list[str]:
        """What is said of a record, sealed or not, and is a basis of something."""
        return sorted(self._pointed.get(record, ()))

    def read(self) -> "Grounds":
        """Everything, from the beginning."""
        rows = self.archive.database.rows
        self.sealed = {str(about) for (about,) in rows(SEALED)}
        self.kept = {str(id_) for (id_,) in rows(KEPT, KEPT_INSIDE)}
        for (record,) in rows(CONSENTS):
            self._note_consent(record)
        for (record,) in rows(HELD):
            self._note_holds(record)
        for row in rows(TOLD):
            self._note_told(*row)
        for (record,) in rows(RECEIVED):
            self._note_received(record)
        self.passed = {str(id_) for (id_,) in rows(PASSED)}
        self._note_resting(0)
        return self

    def carry_on(self, now: Extent) -> bool:
        """Note what was told since; False, and nothing to be used any more, where that is not enough."""
        if not self.extent.begins(self.archive, now):
            return False
        touched = self.extent.told_since(self.archive)
        if any(record.startswith(PREFIX) for record in touched):
            return False
        for record in sorted(touched):
            self._note(record)
        self._note_resting(self.extent.seq)
        self.extent = now
        return True

    def _note(self, record: str) -> None:
        self._originals.pop(record, None)
        self._alone.discard(record)
        self._note_holds(record)
        kind = ids.kind_of(record) if ids.is_record(record) else ""
        if kind == "person" and self.archive.database.row(f"{SEALED} AND about = ?", (record,)):
            self.sealed.add(record)
        if kind in KEPT_INSIDE:
            self.kept.discard(record)
            self.kept |= {str(id_) for (id_,) in self.archive.database.rows(RECORD, (record,))}
        if kind == "consent":
            self._note_consent(record)
        if kind == "exhibit":
            self.passed.discard(record)
            rows = self.archive.database.rows(f"{PASSED} AND id = ?", (record,))
            self.passed |= {str(id_) for (id_,) in rows}
        if kind == "information":
            self.unvouched.discard(record)
            self.told[self._teller.pop(record, "")].discard(record)
            for row in self.archive.database.rows(f"{TOLD} WHERE id = ?", (record,)):
                self._note_told(*row)
            if self.archive.database.row(f"{RECEIVED} AND record = ?", (record,)):
                self._note_received(record)

    def _note_consent(self, record: str) -> None:
        self.consents.pop(record, None)
        if self.archive.database.row(f"{CONSENTS} WHERE id = ?", (record,)):
            projections = self.archive.projections
            folded = fold(record, projections.said(record), projections.is_many)
            self.consents[record] = consent_of(folded)

    def _note_holds(self, record: str) -> None:
        self.held.pop(record, None)
        if self.archive.database.row(f"{HELD} AND about = ?", (record,)):
            standing = holds(self.archive.projections.said(record))
            if standing:
                self.held[record] = tuple(hold.id for hold, _ in standing)

    def _note_told(self, information: str, source: Any, is_kept: int, is_unvouched: int) -> None:
        if source and is_kept:
            self.told[source].add(information)
            self._teller[information] = source
        if is_unvouched:
            self.unvouched.add(information)

    def _note_received(self, information: str) -> None:
        """Who told another organisation what they gave us: that person's consent is asked of it too."""
        projections = self.archive.projections
        row = projections.row(projections.folded(information, projections.said(information)), received=True)
        self._note_told(information, row["source"], row["url"] is None, is_unvouched=False)

    def _note_resting(self, after: int) -> None:
        for seq, told in self.archive.database.rows(RESTING, (after,)):
            basis = _place(told)
            if basis.startswith(STATEMENT) and basis not in self.resting:
                self._unfound.add(basis)
            self.resting[basis].append(seq)
            self._said.pop(basis, None)
        for basis in sorted(self._unfound):
            if row := self.archive.database.row(ABOUT, (bytes.fromhex(basis[len(STATEMENT) :]),)):
                self._pointed[row[0]].add(basis)
                self._unfound.discard(basis)


def _numbers() -> "array[int]":
    return array("q")


def _place(basis: str) -> str:
    """The record or statement that is a basis, without the place in it."""
    return basis.split("#", 1)[0]


def grounds(archive: Archive) -> Grounds:
    """What gates are worked out from now, carried on from what was known before."""
    now = Extent.of(archive)
    key = (Grounds, archive.log_key)
    found: Grounds | None = archive.gates.pop(key, None)
    if found is None or not (found.extent == now or found.carry_on(now)):
        found = Grounds(archive=archive, extent=now).read()
    archive.gates[key] = found
    return found
