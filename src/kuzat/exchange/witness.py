# SPDX-License-Identifier: Apache-2.0
"""What witnesses say of one's own log: nobody, so many of so many, or that they saw another history."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from kuzat.errors import Phrase, Refused
from kuzat.keys.box import derived
from kuzat.log.cosignature import cosign, cosignatures
from kuzat.log.foreign import Advance, extend
from kuzat.log.note import Checkpoint, NoteBad, open_note

_SEED = b"kuzat/witness/1\n"


class Verdict(StrEnum):
    """What the cosigned checkpoints that are kept come to."""

    UNWITNESSED = "unwitnessed"
    WITNESSED = "witnessed"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True, kw_only=True)
class Witnessed:
    """The verdict: ``by`` those of the named witnesses who signed, ``of`` so many, up to ``size`` entries.

    ``size`` is the largest checkpoint that any of them signed; ``at`` is when the last of ``by`` did, by
    their own clocks, in POSIX seconds.
    """

    verdict: Verdict
    by: tuple[str, ...] = ()
    of: int = 0
    size: int = 0
    at: int | None = None

    def told(self) -> Phrase:
        """The verdict in a sentence."""
        if self.verdict is Verdict.UNWITNESSED:
            return Phrase("UNWITNESSED: none of {of} witnesses has signed it.", of=self.of)
        if self.verdict is Verdict.CONFLICT:
            return Phrase(
                "CONFLICT: {names} saw another history at {size} entries. Keep every copy, ask in person.",
                names=", ".join(self.by),
                size=self.size,
            )
        return Phrase(
            "WITNESSED by {count} of {of} at {size} entries, last at {time} by their clock.",
            count=len(self.by),
            of=self.of,
            size=self.size,
            time=datetime.fromtimestamp(self.at or 0, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        )


class WitnessBehind(Refused):
    """The witness has signed a checkpoint of {size} entries, and this begins at {old}."""

    code = "witness_behind"
    advice = "Make the request again from that size: kuzat witness ask --from {size}"


def witness_seed(log_seed: bytes, log: str) -> bytes:
    """The Ed25519 seed by which an archive witnesses the logs of others; its name is the log's id."""
    return derived(log_seed, _SEED + bytes.fromhex(log))


def is_signed(note: bytes, log: str, key: bytes) -> bool:
    """Whether the log itself signed a note."""
    try:
        open_note(note, {log: key})
    except NoteBad:
        return False
    return True


def judged(
    notes: Iterable[bytes],
    witnesses: Mapping[str, bytes],
    log: str,
    key: bytes,
    root_at: Callable[[int], bytes | None],
) -> Witnessed:
    """The verdict on a log from the notes that came back from witnesses, names and keys of whom are known.

    ``root_at`` gives the root that the archive's own entries have at a size, None where there are not so
    many. A note that the log's ``key`` did not sign, or no known witness, counts for nothing. A witness
    who saw what these entries do not give is a conflict, whatever the others saw.
    """
    times: dict[str, tuple[int, int]] = {}
    for note in notes:
        if not is_signed(note, log, key):
            continue
        checkpoint = Checkpoint.parse(note)
        seen = [(one.at, one.name) for one in cosignatures(note, witnesses) if one.at is not None]
        if checkpoint.origin != log or not seen:
            continue
        if root_at(checkpoint.size) != checkpoint.root:
            names = tuple(sorted({name for _, name in seen}))
            return Witnessed(
                verdict=Verdict.CONFLICT, by=names, of=len(witnesses), size=checkpoint.size
            )
        for at, name in seen:
            times[name] = max(times.get(name, (0, 0)), (checkpoint.size, at))
    if not times:
        return Witnessed(verdict=Verdict.UNWITNESSED, of=len(witnesses))
    size = max(size for size, _ in times.values())
    by = tuple(sorted(name for name, (its, _) in times.items() if its == size))
    return Witnessed(
        verdict=Verdict.WITNESSED,
        by=by,
        of=len(witnesses),
        size=size,
        at=max(times[name][1] for name in by),
    )


def witness(
    held: Checkpoint | None, request: bytes, log: str, key: bytes, name: str, seed: bytes, at: int
) -> tuple[bytes, bytes]:
    """The checkpoint in a request and the line by which a witness signs it, after the one held before.

    ``request`` is the body of add-checkpoint of C2SP tlog-witness. The bytes of both are what the witness
    keeps. Raises `WitnessBehind`, `NoteBad`, `ForeignRefused` or `ForkFound`.
    """
    advance = Advance.parse(request)
    size = held.size if held else 0
    open_note(advance.note, {log: key})
    if advance.old != size:
        raise WitnessBehind(size=size, old=advance.old)
    head = extend(held, advance, log, key)
    return advance.note, cosign(head.text(), name, seed, at)
