# SPDX-License-Identifier: Apache-2.0
"""An open archive: one member's keys, one encrypted database, one log that this device writes."""

import hmac
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from copy import copy
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import Executable, Result

from kuzat import keys, records
from kuzat.errors import Refused
from kuzat.keys.box import derived
from kuzat.log.box import BoxBroken
from kuzat.log.note import verifier_key
from kuzat.log.statement import Draft, Statement
from kuzat.store import headers, schema, second
from kuzat.store.cipher import Busy, Database, DatabaseBroken, DiskFull, KeysChanged, translated
from kuzat.store.commit import Act, Committed, Signer, Writer
from kuzat.store.compartment import Compartment, open_compartment, renewed
from kuzat.store.policy import check_said, needed
from kuzat.store.projections import Projections
from kuzat.store.publish import LogFolder
from kuzat.store.sealing import Sealer
from kuzat.store.settling import Settler
from kuzat.terms import ids, vocabulary

HEADER = headers.HEADER
CASES, IDENTITY, EXHIBITS, LOG = "cases.db", "identity.db", "exhibits", "log"

# What says of a record that anybody can read it.
PUBLISHED = {"information": "information.url", "exhibit": "exhibit.public"}

TOLD = (
    "SELECT s.id FROM statement s WHERE s.about = ? AND s.says = ? AND s.value = ? AND s.op = 'set'"
    " AND NOT EXISTS (SELECT 1 FROM statement w WHERE w.about = s.about AND w.op = 'withdraw'"
    "  AND w.value = lower(hex(s.id)))"
    " ORDER BY s.seq LIMIT 1"
)

RESTS = (
    f"SELECT basis FROM statement s WHERE {schema.BY_ID} AND s.op = 'set' AND s.value IS NOT NULL"  # noqa: S608
    " AND NOT EXISTS (SELECT 1 FROM statement w WHERE w.about = s.about AND w.op = 'withdraw'"
    "  AND w.value = lower(hex(s.id)))"
)

GIVEN = (
    "SELECT 1 FROM statement s JOIN entry e ON e.log = s.log AND e.position = s.position"
    " WHERE s.about = ? AND s.op = 'set' AND s.value = ? AND e.by = ? LIMIT 1"
)

SAID_BY = (
    "SELECT 1 FROM statement s JOIN entry e ON e.log = s.log AND e.position = s.position"  # noqa: S608
    f" WHERE {schema.BY_ID} AND e.by = ?3"
    " UNION ALL SELECT 1 FROM sealed s JOIN entry e ON e.log = s.log AND e.position = s.position"
    " WHERE s.statement = ?1 AND e.by = ?3"
)

BOXED = "SELECT 1 FROM sealed WHERE box IS NOT NULL LIMIT 1"

MARK = b"kuzat/mark/1\n"
CODE = ".reference"

Clock = Callable[[], str]
Random = Callable[[int], bytes]


class NothingSaid(Refused):
    """There is nothing to write down."""

    code = "nothing_said"
    advice = "Give at least one value that is not empty."


class CodeTaken(Refused):
    """{property}: another record has this code."""

    code = "code_taken"
    advice = "Choose another code. Which record has it: kuzat show CODE"


class CodeShared(Refused):
    """More than one record has this code: {records}."""

    code = "code_shared"
    advice = "Two devices gave it. Name the record you mean by its id: kuzat show ID"


class Archive:
    """An open archive: one member's keys, one database, one log that this device writes."""

    def __init__(
        self, path: Path, unlocked: keys.Unlocked, database: Database, clock: Clock, random: Random
    ) -> None:
        self.path = path
        self.unlocked = unlocked
        self.gates: dict[Any, Any] = {}
        # The archive as members see it who do not see all; such a view has no further ones.
        self.views: dict[Any, Any] = {}
        self.is_view = False
        self._ordinance: Any = None
        self.member = unlocked.member
        self.compartment: Compartment | None = None
        self.unsettled: tuple[BoxBroken, ...] = ()
        self.database = database
        self.clock = clock
        self.random = random
        self.vocabulary = vocabulary.load()
        self.projections = Projections(database, self.vocabulary)
        self.id = self._setting("archive").hex()
        self.log_id = self._setting("log").hex()
        self.log_key = self._key_of(self.log_id)
        signer = Signer(
            log_id=self.log_id,
            log_key=self.log_key,
            log_seed=self._setting("log_seed"),
            member=unlocked.member,
            member_seed=unlocked.member_seed,
            origin=self._setting("origin").hex(),
        )
        self.writer = Writer(database, self.projections, signer, self._sealer(), random)
        self.folder = LogFolder(path / LOG / self.log_id, database, self.log_key)

    def __enter__(self) -> "Archive":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files and the keys; what lies in memory dies with the process."""
        if self.compartment is not None:
            self.compartment.close()
        for _, view in self.views.values():
            view.database.close()
        self.database.close()

    def _setting(self, name: str) -> bytes:
        row = self.database.row("SELECT value FROM setting WHERE name = ?", (name,))
        return bytes(row[0])

    def _key_of(self, log_id: str) -> int:
        row = self.database.row("SELECT key FROM log WHERE id = ?", (log_id,))
        return int(row[0])

    def logs(self) -> list["Archive"]:
        """This archive as each of its logs sees it, the own log first."""
        ids = self.database.rows("SELECT id FROM log WHERE key <> ? ORDER BY id", (self.log_key,))
        return [self, *(self.seen_by(log_id) for (log_id,) in ids)]

    def own_logs(self) -> frozenset[int]:
        """The keys of the own log and of those that it goes on, from restored backup to backup."""
        found: list[int] = []
        log_id: str | None = self.log_id
        while log_id is not None:
            row = self.database.row(
                "SELECT l.key, e.bytes FROM log l JOIN entry e ON e.log = l.key AND e.position = 0"
                " WHERE l.id = ?",
                (log_id,),
            )
            if row is None or row[0] in found:
                break
            found.append(int(row[0]))
            previous = json.loads(row[1])["body"]["previous"]
            log_id = previous["log"] if previous else None
        return frozenset(found)

    def seen_by(self, log_id: str) -> "Archive":
        """The same archive with another of its logs in the place of the own one, to be read only."""
        view = copy(self)
        view.log_id, view.log_key = log_id, self._key_of(log_id)
        view.folder = LogFolder(self.path / LOG / log_id, self.database, view.log_key)
        return view

    def size(self) -> int:
        """How many entries the log has."""
        row = self.database.row(
            "SELECT coalesce(max(position) + 1, 0) FROM entry WHERE log = ?", (self.log_key,)
        )
        return int(row[0])

    def erasures(self) -> int:
        """How many statements have lost their value."""
        query = "SELECT count(*) FROM statement WHERE value IS NULL"
        return int(self.database.row(query)[0])

    def record_count(self) -> int:
        """How many records the readings hold."""
        return int(self.database.row("SELECT count(*) FROM record")[0])

    def log_public_key(self) -> str:
        """The own log's key as C2SP tools read it: name, key id and key."""
        row = self.database.row("SELECT public_key FROM log WHERE key = ?", (self.log_key,))
        return verifier_key(self.log_id, bytes(row[0]))

    def say(self, drafts: Sequence[Draft]) -> Committed:
        """One act of the member who unlocked the archive: checked, signed, durable, published."""
        return self.commit([Act(drafts=tuple(drafts))])

    def commit(self, acts: Sequence[Act]) -> Committed:
        """Several acts of one member under one checkpoint. Refused as a whole if one is refused.

        Raises `NotForThisRole` where the member's roles do not include saying it.
        """
        return self.commit_checked([self.checked(act) for act in acts])

    def checked(self, act: Act) -> Act:
        """An act as the member may say it, its drafts in their compartments. Raises what `commit` does."""
        if act.kind == "said" and not act.drafts and not act.bound:
            raise NothingSaid()
        check_said(self.roles, (*act.drafts, *act.bound))
        return replace(act, drafts=self.check(act.drafts))

    def check(self, drafts: Sequence[Draft], also_public: Collection[str] = ()) -> list[Draft]:
        """The drafts in their compartments; refused is what `commit` would refuse.

        ``also_public`` are records, or statements as a basis names them, to be taken for published.
        """
        return records.check(
            drafts, self.vocabulary, self._is_public_in(drafts, also_public), self.is_sealed
        )

    def commit_checked(self, acts: Sequence[Act]) -> Committed:
        """`commit` for acts whose drafts came out of `check`. Raises `CodeTaken`."""
        with self.turn() as append:
            self.check_codes(draft for act in acts for draft in act.drafts)
            return append(acts)

    @contextmanager
    def turn(self) -> Iterator[Callable[[Sequence[Act]], Committed]]:
        """The writer's turn: what is read in it still holds when it is written at its end.

        It gives the function that appends acts whose drafts came out of `check`. Raises `Busy`
        where another program does not let us in, `KeysChanged` where it changed members or keys, and
        the alarms of `LogFolder.follow`; the function, `NotForThisRole` and what `second.check` raises.
        """
        with self.database.writing():
            self.check_keys()
            self.folder.follow()
            yield self._append
        # What is committed is durable, and that is what the caller must hear. Where the log folder cannot
        # follow now, the next commit or the next opening brings it up to date before anything is written.
        # The same holds for boxes that are not settled now.
        with suppress(Busy, DiskFull, OSError), self.database.writing():
            self.folder.follow()
            self.settle_boxes()

    def _append(self, acts: Sequence[Act]) -> Committed:
        self._check_taken_back(acts)
        second.check(self, acts)
        return self.writer.append(acts, self.clock())

    def _check_taken_back(self, acts: Iterable[Act]) -> None:
        """Let who does not see all take back only what they said themselves. Raises `NotForThisRole`."""
        if keys.sight_of(self.roles).is_whole:
            return
        said: list[Draft | Statement] = []
        for act in acts:
            said += [*act.drafts, *act.bound]
        for one in said:
            if one.op == "withdraw" and needed(one) is not None:
                id_ = bytes.fromhex(one.value)
                if self.database.row(SAID_BY, (id_, id_, self.member)) is None:
                    raise keys.NotForThisRole()

    @property
    def roles(self) -> frozenset[str]:
        """The roles of the member who unlocked the archive."""
        return self.unlocked.roles

    @property
    def may(self) -> frozenset[str]:
        """What the roles of that member let them do."""
        return frozenset(act for id_, role in keys.roles().items() if id_ in self.roles for act in role.may)

    @property
    def identity_keys(self) -> Mapping[int, bytes]:
        """The keys of the compartment identity by epoch; none where it is shut to this member."""
        return self.unlocked.identity

    def _sealer(self) -> Sealer:
        return Sealer(self.id, self.unlocked.boxes, self.random)

    def settle_boxes(self) -> None:
        """Settle what this member can open. The caller holds the writer's lock."""
        if self.compartment is None or self.database.row(BOXED) is None:
            self.unsettled = ()
            return
        try:
            self.unsettled = tuple(self.settler(self.compartment).settle())
        except KeysChanged:
            # Another program put identity.db under a newer key, which may not be ours: then it is shut.
            self.compartment.close()
            self.compartment = None
            with suppress(DatabaseBroken):
                self.compartment = open_compartment(
                    self.path / IDENTITY, self.identity_keys, self.id, self.vocabulary
                )

    def settler(self, compartment: Compartment) -> Settler:
        """Who settles boxes by this member's keys."""
        return Settler(self.database, compartment, self.identity_keys, self.id, self.own_logs())

    def mark(self, digest: str) -> bytes:
        """A sign by which this member alone knows a content again: who has cases.db cannot try contents."""
        key = derived(self.writer.signer.member_seed, MARK + bytes.fromhex(self.id))
        return hmac.digest(key, digest.encode(), "sha256")

    def is_sealed(self, statement: str) -> bool:
        """Whether a statement, in hex, lies in the compartment identity."""
        query = "SELECT 1 FROM sealed WHERE statement = ?"
        return self.database.row(query, (bytes.fromhex(statement),)) is not None

    def check_keys(self) -> None:
        """Raise `KeysChanged` if the header that unlocked this archive is not the one that counts.

        Else a member who was removed, or a desk that was opened before a crisis, could write on.
        """
        newest = self.database.row(
            "SELECT max(position) FROM entry WHERE log = ? AND count = 0", (self.log_key,)
        )
        if newest != self._ordinance:
            if headers.named_in_log(self.database) not in ("", self.unlocked.header):
                raise KeysChanged()
            self._ordinance = newest

    def replace_header(
        self, change: str, make: headers.Make, acts: Callable[[], Sequence[Act]] = tuple
    ) -> None:
        """Write archive.json anew in one commit with the acts that belong to it; crash-safe.

        ``acts`` is asked in the writer's turn. Raises what ``make`` raises; nothing is changed then.
        """
        with self.turn() as append:
            headers.settle(self.path, self.database)
            content = headers.replace(self.path, append, change, make, acts())
        self.unlocked = keys.reopen(content, self.unlocked)
        self.writer.sealer = self._sealer()
        headers.settle_if_possible(self.path, self.database)
        self._follow_identity()

    def _follow_identity(self) -> None:
        """Put identity.db under the newest key; shut it where this member holds none any more."""
        compartment, held = self.compartment, self.identity_keys
        if compartment is None:
            return
        if compartment.epoch not in held:
            compartment.close()
            self.compartment = None
            return
        with suppress(Busy, DiskFull), self.database.writing():
            self.compartment = renewed(compartment, held, self.id)

    def record_of(self, kind: str, code: str) -> str | None:
        """The record of a kind that the organisation calls ``code``, as far as this member knows its codes.

        Raises `CodeShared`.
        """
        if "reference" not in self.projections.tables[kind].c:
            return None
        query = f'SELECT id FROM "{kind}" WHERE reference = ?'  # noqa: S608
        found = [str(record) for (record,) in self.database.rows(query, (code,)) if self.knows(record, code)]
        if len(found) > 1:
            raise shared(found)
        return found[0] if found else None

    def coded(self, code: str) -> list[str]:
        """The records of every kind that the organisation calls ``code``: one, or several devices' each.

        Who does not see all is told of those alone to which they gave it: others' codes could be counted.
        """
        return [record for (record,) in self.database.rows(self._coded, (code,)) if self.knows(record, code)]

    def knows(self, record: str, value: str) -> bool:
        """Whether the member sees all, or said this value of a record themselves."""
        if self.is_view or keys.sight_of(self.roles).is_whole:
            return True
        return self.database.row(GIVEN, (record, value, self.member)) is not None

    @cached_property
    def _coded(self) -> str:
        kinds = self._kinds_with_codes()
        return " UNION ALL ".join(f'SELECT id FROM "{kind}" WHERE reference = ?1' for kind in kinds)  # noqa: S608

    def _kinds_with_codes(self) -> list[str]:
        return [kind for kind, table in self.projections.tables.items() if "reference" in table.c]

    def sharing_codes(self) -> list[str]:
        """The records whose code another one has as well, those of one code together."""
        coded = " UNION ALL ".join(
            f'SELECT reference AS code FROM "{kind}" WHERE reference IS NOT NULL'  # noqa: S608
            for kind in self._kinds_with_codes()
        )
        several = f"SELECT code FROM ({coded}) GROUP BY code HAVING count(*) > 1 ORDER BY code"  # noqa: S608
        return [record for (code,) in self.database.rows(several) for record in self.coded(code)]

    def check_codes(self, drafts: Iterable[Draft], known: Mapping[str, str] | None = None) -> None:
        """Refuse a code that another record has. The caller holds the writer's turn. Raises `CodeTaken`.

        One that a record has of which this member knows nothing is taken: both stand, for those who see both.
        ``known`` are codes that are not written yet, each with its record.
        """
        given: dict[str, str] = {}
        for draft in drafts:
            if draft.op != "set" or not draft.says.endswith(CODE):
                continue
            holders = {given.setdefault(draft.value, draft.about), *self.coded(draft.value)}
            holders.add((known or {}).get(draft.value, draft.about))
            if holders != {draft.about}:
                raise CodeTaken(property=draft.says)

    def statement_of(self, record: str, says: str, value: str) -> bytes | None:
        """The first statement that says a value of a record and was not taken back."""
        row = self.database.row(TOLD, (record, says, value))
        return bytes(row[0]) if row else None

    def code_of(self, value: str) -> str:
        """The organisation's own code of a record; the value itself where it is no record with one."""
        if not ids.is_record(value) or (kind := ids.kind_of(value)) not in self.projections.tables:
            return value
        query = f'SELECT reference FROM "{kind}" WHERE id = ?'  # noqa: S608
        row = self.database.row(query, (value,))
        return str(row[0]) if row and row[0] else value

    def execute(self, query: Executable) -> Result[*tuple[Any, ...]]:
        """The rows of a select, read to the end and checked; the driver's errors become sentences."""
        with translated(self.path / CASES):
            found = self.database.connection.execute(query).freeze()
            self.database.check()
        return found()

    def newest_checkpoint(self) -> tuple[int, bytes] | None:
        """Size and signed note of the own log's newest checkpoint."""
        row = self.database.row(
            "SELECT size, note FROM checkpoint WHERE log = ? ORDER BY size DESC LIMIT 1",
            (self.log_key,),
        )
        return (int(row[0]), bytes(row[1])) if row else None

    def _is_public_in(
        self, drafts: Sequence[Draft], also: Collection[str]
    ) -> Callable[[str | None], bool]:
        """Whether a basis is published, by what these drafts or the archive say."""
        said = {*also, *(d.about for d in drafts if d.op == "set" and d.says in PUBLISHED.values())}

        @cache
        def is_public(basis: str | None) -> bool:
            record = (basis or "").split("#", 1)[0]
            return record in said or self._held_public(self.root_of(record))

        return is_public

    def root_of(self, basis: str) -> str:
        """The record on which a basis rests in the end, where all statements up to it stand in ``cases``.

        So what is made from a text, such as its translation, is as public as that is and never more; of what
        rests on a sealed statement, or on one that was taken back or erased, it is empty.
        """
        while basis.startswith("stm-"):
            statement = bytes.fromhex(basis[4:])
            row = self.database.row(RESTS, (statement, statement))
            basis = ((row and row[0]) or "").split("#", 1)[0]
        return basis

    def _held_public(self, record: str) -> bool:
        if not ids.is_record(record) or (kind := ids.kind_of(record)) not in PUBLISHED:
            return False
        column = PUBLISHED[kind].split(".", 1)[1]
        query = f'SELECT 1 FROM "{kind}" WHERE id = ? AND "{column}" IS NOT NULL'  # noqa: S608
        return self.database.row(query, (record,)) is not None


def shared(found: Iterable[str]) -> CodeShared:
    """The refusal to choose between records of one code; it names each by label and id."""
    return CodeShared(records=", ".join(f"{ids.label(record)} ({record})" for record in sorted(found)))
