# SPDX-License-Identifier: Apache-2.0
"""A proof file of chosen statements, made from the archive and its log folder."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kuzat import keys
from kuzat.collection import Use
from kuzat.errors import Missing, NotAllowed, Refused
from kuzat.log import tiles
from kuzat.log.proof import Author, Moment, Shown, make_proof
from kuzat.log.statement import Statement
from kuzat.store import schema
from kuzat.store.access import Reader, admit
from kuzat.store.archive import Archive
from kuzat.store.identity import OPENED, PROVEN, admitted, note_reading
from kuzat.store.permitting import EXPORT, INSIDE, UNNAMED, gate, named
from kuzat.store.publish import LogFolder
from kuzat.store.resting import opened
from kuzat.store.witnessing import witnessed_note

HASH = 32
SHORTEST = 8


class NoSuchStatement(Missing):
    """There is no statement {statement} here."""

    code = "no_such_statement"
    advice = "kuzat show RECORD lists the statements of a record with their ids."


class StatementUnclear(Refused):
    """More than one statement begins with {statement}, or it is too short."""

    code = "statement_unclear"
    advice = "Give more of its id, at least eight digits."


class StatementErased(Refused):
    """The value of the statement {statement} was erased, so it can be shown to nobody."""

    code = "statement_erased"
    advice = "Its place in the log still verifies; choose other statements."


class SeveralLogs(Refused):
    """These statements stand in more than one log, and a proof is of one."""

    code = "several_logs"
    advice = "Make a proof for each log: kuzat show RECORD --json tells where a statement stands."


class AuthorNotGiven(Missing):
    """Who wrote entry {position} of log {log}, or when, was not given to this archive."""

    code = "author_not_given"
    advice = "Make the proof without author and time, or ask whose log it is to make it."


class StatementSealed(NotAllowed):
    """The statement {statement} lies in the compartment identity."""

    code = "statement_sealed"
    advice = "Say with --reason why you need it; that needs a role which opens identities."


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A statement and the position of its entry in its log."""

    statement: Statement
    position: int


def access_statement(
    archive: Archive, reader: Reader, statement: str, *, reason: str | None = None
) -> Placed:
    """The statement whose id begins with ``statement``, in hex.

    One of the compartment identity is given only for a ``reason``, and it is written down first that it
    was read. Raises `NoSuchStatement`, `StatementUnclear`, `StatementErased`,
    `StatementSealed`, `Withheld` or the errors of `access_identity`.
    """
    return _statement(archive, reader, statement, reason, INSIDE)


def _statement(
    archive: Archive, reader: Reader, statement: str, reason: str | None, use: Use
) -> Placed:
    """A statement, if it may go where ``use`` says."""
    archive = admit(archive, reader)
    rows, boxed = _found(archive, statement)
    if rows:
        placed = _placed(rows[0])
        open_to = gate(archive, use)
        open_to.check(open_to.said(placed.statement.id, placed.statement.about))
        return placed
    return _unsealed(archive, reader, boxed[0], reason, use)


def access_statement_id(archive: Archive, reader: Reader, statement: str) -> bytes:
    """The whole id of the statement whose id begins so, in either compartment; nothing of it is shown.

    Raises `NoSuchStatement` or `StatementUnclear`.
    """
    archive = admit(archive, reader)
    rows, boxed = _found(archive, statement)
    return bytes((rows or boxed)[0][0])


def _found(archive: Archive, statement: str) -> tuple[list[Any], list[Any]]:
    """The one statement whose id begins so, as a row of `statement` or of `sealed`."""
    start = statement.strip().lower().removeprefix("stm-")
    if len(start) < SHORTEST or not set(start) <= set("0123456789abcdef"):
        raise StatementUnclear(statement=start)
    low, high = bytes.fromhex(start.ljust(64, "0")), bytes.fromhex(start.ljust(64, "f"))
    rows = archive.database.rows(
        "SELECT s.id, s.salt, s.op, s.about, s.says, s.type, s.value, s.language, s.basis,"  # noqa: S608
        f" s.position, l.id FROM statement s JOIN log l ON l.key = s.log WHERE {schema.BY_ID} LIMIT 2",
        (low, high),
    )
    boxed = archive.database.rows(
        "SELECT statement, position, about FROM sealed WHERE statement BETWEEN ? AND ? LIMIT 2",
        (low, high),
    )
    if not rows and not boxed:
        raise NoSuchStatement(statement=start)
    if len(rows) + len(boxed) > 1:
        raise StatementUnclear(statement=start)
    return rows, boxed


def _unsealed(
    archive: Archive, reader: Reader, row: Sequence[Any], reason: str | None, use: Use
) -> Placed:
    """A protected statement, for who may open it and says why."""
    id_, position, about = bytes(row[0]), row[1], row[2]
    if reason is None:
        raise StatementSealed(statement=id_.hex())
    compartment = admitted(archive, reader)
    open_to = gate(archive, use if use.is_inside else named(use))
    open_to.check(open_to.said(id_, about))
    statement = compartment.statement(id_)
    if statement is None:
        raise StatementErased(statement=id_.hex())
    open_to.check(opened(archive, open_to, statement))
    note_reading(archive, {about: OPENED if use.is_inside else PROVEN}, reason)
    return Placed(statement=statement, position=position)


def _placed(row: Sequence[Any]) -> Placed:
    id_, salt, op, about, says, type_, value, language, basis, position, log = row
    if salt is None or value is None:
        raise StatementErased(statement=bytes(id_).hex())
    statement = Statement(
        bytes(id_), log, bytes(salt), op, about, says, type_, value, language, basis
    )
    return Placed(statement=statement, position=position)


def access_proof(
    archive: Archive,
    reader: Reader,
    statements: Sequence[str],
    *,
    author: bool = False,
    time: bool = False,
    use: Use = UNNAMED,
    reason: str | None = None,
) -> bytes:
    """A proof file (docs/format) that shows these statements and nothing else of their entries.

    ``author`` adds the member who said them and their signature, ``time`` the machine's own time;
    ``reason`` is needed where one of them is protected. It ends in the newest checkpoint that a witness
    signed, if one covers them, else in the newest of all. Raises the errors of `access_statement`,
    `SeveralLogs`, `AuthorNotGiven`, `ProofBad` where the archive does not hold.
    """
    keys.check_may(archive.roles, EXPORT)
    by_position: dict[int, list[Statement]] = defaultdict(list)
    for statement in statements:
        placed = _statement(archive, reader, statement, reason, use)
        by_position[placed.position].append(placed.statement)
    logs = {said.log for its in by_position.values() for said in its}
    if len(logs) > 1:
        raise SeveralLogs()
    head = witnessed_note(archive, max(by_position) + 1) if logs == {archive.log_id} else None
    archive = archive.seen_by(*logs)
    newest = archive.newest_checkpoint()
    assert newest is not None, "an archive has a checkpoint from its genesis on"
    shown = [
        _shown(archive, position, tuple(dict.fromkeys(said)), author, time)
        for position, said in sorted(by_position.items())
    ]
    genesis = archive.folder.entries(0, 1)[0]
    folder = archive.folder
    return make_proof(
        head or newest[1],
        genesis,
        shown,
        lambda index, size: tiles.inclusion_path(index, size, lambda at: _tile(folder, at)),
    )


def _shown(
    archive: Archive, position: int, said: tuple[Statement, ...], author: bool, time: bool
) -> Shown:
    encoded, by, by_salt, at, at_salt = archive.database.row(
        'SELECT bytes, "by", by_salt, at, at_salt FROM entry WHERE log = ? AND position = ?',
        (archive.log_key, position),
    )
    note, member_line = archive.database.row(
        "SELECT note, member_line FROM checkpoint WHERE log = ? AND size > ? ORDER BY size LIMIT 1",
        (archive.log_key, position),
    )
    if (author and None in (by, by_salt, member_line)) or (time and None in (at, at_salt)):
        raise AuthorNotGiven(position=position, log=archive.log_id)
    signed = bytes(note) + bytes(member_line or b"")
    return Shown(
        entry=bytes(encoded),
        statements=said,
        by=Author(member=by, salt=bytes(by_salt), checkpoint=signed) if author else None,
        at=Moment(at=at, salt=bytes(at_salt)) if time else None,
    )


def _tile(folder: LogFolder, path: str) -> bytes:
    """A tile as it was when it was narrower: only the widest one is kept."""
    full, _, width = path.partition(".p/")
    widest = folder.widest(full)
    return widest[: int(width) * HASH] if width else widest
