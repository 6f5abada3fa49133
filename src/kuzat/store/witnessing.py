# SPDX-License-Identifier: Apache-2.0
"""Witnesses: whose lines count for one's own log, and the lines that this archive gives for others' logs.

Requests and answers are those of C2SP tlog-witness, as files or over loopback. A witness sees sizes and
roots, no content.
"""

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO

from kuzat import keys
from kuzat.errors import Missing, Phrase, Refused
from kuzat.exchange.witness import Witnessed, is_signed, judged, witness, witness_seed
from kuzat.log import merkle
from kuzat.log.body import BODIES
from kuzat.log.cosignature import COSIGNATURE, cosignatures
from kuzat.log.foreign import LARGEST, Advance, ForeignRefused, ForkFound
from kuzat.log.fork import make_fork
from kuzat.log.note import Checkpoint, NoteBad, read_verifier_key, split, verifier_key
from kuzat.log.shape import is_id
from kuzat.log.statement import Draft
from kuzat.store.access import Reader, admit
from kuzat.store.archive import Archive
from kuzat.store.cipher import Busy
from kuzat.store.commit import Act
from kuzat.store.opening import public_key
from kuzat.store.peers import MANAGE, Peer, check_trusted, find_peer
from kuzat.store.receiving import RECEIVE, keep_fork
from kuzat.store.theirs import PREFIX
from kuzat.store.unpacking import ordinances
from kuzat.store.vaults import Original, fetch, keep

COSIGNED = "log.cosigned"
MEDIA = "text/plain"
LATELY = 100
KEPT = (
    "SELECT value FROM statement WHERE about = ? AND says = ? AND op = 'set' AND value IS NOT NULL"
    " AND log = ? ORDER BY seq"
)


class WitnessRefused(Refused):
    """This is no key of a witness, or one of this name is there already."""

    code = "witness_refused"
    advice = "Copy the whole line that kuzat witness key prints at the witness."


class NoSuchWitness(Missing):
    """There is no witness {name} here."""

    code = "no_such_witness"
    advice = "List them with: kuzat witness show"


class NotWitnessed(Missing):
    """In this file is no line of a known witness for any checkpoint of this archive."""

    code = "not_witnessed"
    advice = "Name the witness first (kuzat witness add), and take the answer to a request of this archive."


def witness_key(archive: Archive) -> str:
    """The key by which this archive witnesses others, as C2SP tools read it; its name is the log's id."""
    return verifier_key(archive.log_id, public_key(_seed(archive)), COSIGNATURE)


def witnesses(archive: Archive) -> dict[str, bytes]:
    """Whose lines count for the own log: name → public key."""
    named = ordinances(archive, archive.log_id).trust["witnesses"]
    return {one["name"]: bytes.fromhex(one["key"]) for one in named}


def add_witness(archive: Archive, line: str) -> str:
    """Let a witness count by the line of its key; its name. Raises `NotForThisRole` or `WitnessRefused`."""
    keys.check_may(archive.roles, MANAGE)
    try:
        name, public = read_verifier_key(line.strip(), COSIGNATURE)
    except NoteBad:
        raise WitnessRefused() from None
    known = witnesses(archive)
    body = _trust(archive, known | {name: public})
    if name in known or not BODIES["trust"](body):
        raise WitnessRefused()
    archive.commit([Act(kind="trust", body=body)])
    return name


def drop_witness(archive: Archive, name: str) -> None:
    """Let a witness count no longer. Raises `NotForThisRole` or `NoSuchWitness`."""
    keys.check_may(archive.roles, MANAGE)
    known = witnesses(archive)
    if known.pop(name, None) is None:
        raise NoSuchWitness(name=name)
    archive.commit([Act(kind="trust", body=_trust(archive, known))])


def _trust(archive: Archive, known: dict[str, bytes]) -> dict[str, object]:
    listed = [{"key": key.hex(), "name": name} for name, key in sorted(known.items())]
    return {**ordinances(archive, archive.log_id).trust, "witnesses": listed}


def ask_witness(archive: Archive, old: int | None = None) -> bytes:
    """The request over the newest checkpoint, from the size that a witness signed last; None is the largest
    that any of them did, as far as their answers were kept.
    """
    size, note = archive.newest_checkpoint() or (0, b"")
    if old is None:
        old = max((Checkpoint.parse(kept).size for kept in _cosigned(archive, archive.log_id)), default=0)
    old = min(old, size)
    path: list[bytes] = []
    if 0 < old < size:
        leaves = [merkle.leaf_hash(entry) for entry in archive.folder.entries(0, size)]
        path = merkle.consistency_proof(leaves, old, size)
    return Advance(old=old, path=tuple(path), note=note).encode()


def keep_cosigned(archive: Archive, answer: bytes) -> tuple[str, ...]:
    """Keep what a witness answered, a note with its line or the line alone; the names of who signed.

    Raises `NotForThisRole`, `NotWitnessed`.
    """
    keys.check_may(archive.roles, RECEIVE)
    known = witnesses(archive)
    for note in _answered(archive, answer):
        names = tuple(one.name for one in cosignatures(note, known) if one.at is not None)
        if names:
            _keep(archive, archive.log_id, note)
            return names
    raise NotWitnessed()


def _answered(archive: Archive, answer: bytes) -> Iterator[bytes]:
    """The notes that an answer can make, each with signature lines that are read to their end."""
    bare = answer.startswith("— ".encode())
    rows = archive.database.rows(
        "SELECT note FROM checkpoint WHERE log = ? ORDER BY size DESC LIMIT ?", (archive.log_key, LATELY)
    )
    for note in [bytes(row[0]) + answer for row in rows] if bare else [answer]:
        if len(note) <= LARGEST and _is_note_of(note, archive):
            yield note


def _is_note_of(note: bytes, archive: Archive) -> bool:
    """Whether it is a checkpoint that the own log signed."""
    try:
        list(split(note)[1])
        origin = Checkpoint.parse(note).origin
    except NoteBad:
        return False
    return origin == archive.log_id and is_signed(note, origin, _own_key(archive))


def access_witnessed(archive: Archive, reader: Reader) -> Witnessed:
    """What the witnesses say of the own log."""
    admit(archive, reader)
    key, notes = _own_key(archive), list(_cosigned(archive, archive.log_id))
    return judged(notes, witnesses(archive), archive.log_id, key, lambda size: _root(archive, size))


def _own_key(archive: Archive) -> bytes:
    (key,) = archive.database.row("SELECT public_key FROM log WHERE key = ?", (archive.log_key,))
    return bytes(key)


def _root(archive: Archive, size: int) -> bytes | None:
    """The root that this archive signed at a size; None where it signed none."""
    row = archive.database.row(
        "SELECT note FROM checkpoint WHERE log = ? AND size = ?", (archive.log_key, size)
    )
    return Checkpoint.parse(bytes(row[0])).root if row else None


def witnessed_note(archive: Archive, least: int) -> bytes | None:
    """The newest checkpoint of at least so many entries that a witness signed, with all their lines."""
    found: dict[int, bytes] = {}
    for note in _cosigned(archive, archive.log_id):
        one = Checkpoint.parse(note)
        if one.size >= least and _root(archive, one.size) == one.root:
            known = found.get(one.size)
            found[one.size] = note if known is None else known + _lines_beyond(note, known)
    return found[max(found)] if found else None


def _lines_beyond(note: bytes, known: bytes) -> bytes:
    lines = note.rpartition(b"\n\n")[2].splitlines(keepends=True)
    return b"".join(line for line in lines if line not in known)


def sign_as_witness(archive: Archive, reader: Reader, request: bytes) -> tuple[bytes, bytes]:
    """Witness the checkpoint in a request of a partner: the note, and the line to be added to it.

    What was signed is kept before it is handed out. Raises `NotForThisRole`, `NoSuchPeer`, `PeerRevoked`,
    `WitnessBehind`, `NoteBad`, `ForeignRefused`, and `ForkFound` after the evidence was kept.
    """
    keys.check_may(archive.roles, RECEIVE)
    admit(archive, reader)
    peer = asking(archive, request)
    held = _newest(archive, peer)
    at = int(datetime.fromisoformat(archive.clock()).timestamp())
    key, log = peer.card.key, peer.card.log
    try:
        before = Checkpoint.parse(held) if held else None
        note, line = witness(before, request, log, key, archive.log_id, _seed(archive), at)
    except ForkFound:
        if held is not None:
            keep_fork(archive, peer, make_fork(key, held, Advance.parse(request).note))
        raise
    exhibit = _put(archive, note + line)
    with archive.turn() as append:
        if _newest(archive, peer) != held:
            raise Busy()
        append([_said(archive, log, exhibit)])
    return note, line


def asking(archive: Archive, request: bytes) -> Peer:
    """The partner whose log a request is about. Raises `NoSuchPeer`, `PeerRevoked`, `ForkFound`, `NoteBad`,
    `ForeignRefused`.
    """
    origin = Checkpoint.parse(Advance.parse(request).note).origin
    if not is_id(origin):
        raise ForeignRefused(reason=Phrase("a checkpoint is of another log"))
    peer = find_peer(archive, origin)
    check_trusted(peer)
    return peer


def _newest(archive: Archive, peer: Peer) -> bytes | None:
    """The largest checkpoint of a partner that this archive signed."""
    notes = _cosigned(archive, peer.card.log)
    return max(notes, key=lambda note: Checkpoint.parse(note).size, default=None)


def _cosigned(archive: Archive, log: str) -> Iterator[bytes]:
    """The notes with lines of witnesses that are kept of a log."""
    for (exhibit,) in archive.database.rows(KEPT, (PREFIX + log, COSIGNED, archive.log_key)):
        yield b"".join(fetch(archive, exhibit))


def _keep(archive: Archive, log: str, note: bytes) -> None:
    archive.commit_checked([_said(archive, log, _put(archive, note))])


def _put(archive: Archive, note: bytes) -> str:
    name = f"checkpoint-{Checkpoint.parse(note).size}.txt"
    return keep(archive, Original(name=name, media_type=MEDIA, content=BytesIO(note))).id


def _said(archive: Archive, log: str, exhibit: str) -> Act:
    draft = Draft(about=PREFIX + log, says=COSIGNED, type="exhibit", value=exhibit)
    return Act(drafts=archive.check([draft]))


def _seed(archive: Archive) -> bytes:
    return witness_seed(archive.writer.signer.log_seed, archive.log_id)
