# SPDX-License-Identifier: Apache-2.0
"""The invented log that the golden vectors are made of: two members, one of them revoked."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kuzat.log import merkle, note
from kuzat.log.entry import at_digest, by_digest, make_entry
from kuzat.log.note import Checkpoint
from kuzat.log.proof import Author, Moment, Shown
from kuzat.log.statement import Draft, Statement, bind, withdraw


class Stream:
    """Bytes that look random and are always the same."""

    def __init__(self, name: str) -> None:
        self.name, self.count = name, 0

    def __call__(self, size: int) -> bytes:
        self.count += 1
        return hashlib.shake_256(f"kuzat vectors/{self.name}/{self.count}".encode()).digest(size)


def public(seed: bytes) -> bytes:
    """The public key of a seed."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


@dataclass(frozen=True)
class Ids:
    """Ids that need no device."""

    log: str
    origin: str
    vocabulary: str


INVENTED = Ids(log="10" * 16, origin="0a" * 16, vocabulary="0c" * 32)


@dataclass
class Written:
    """What the database keeps of an entry."""

    member: str
    by_salt: bytes
    at: str
    at_salt: bytes
    statements: tuple[Statement, ...]
    salt: bytes = b""


@dataclass
class Device:
    """One device with its log; `commit` ends a commit and signs it."""

    name: str
    log: str = ""
    members: list[str] = field(default_factory=list)
    seeds: dict[str, bytes] = field(default_factory=dict)
    entries: list[bytes] = field(default_factory=list)
    written: list[Written] = field(default_factory=list)
    commits: list[tuple[int, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = Stream(self.name)
        self.log, self.log_seed = self.random(16).hex(), self.random(32)
        for _ in range(2):
            member = self.random(16).hex()
            self.members.append(member)
            self.seeds[member] = self.random(32)

    def key(self, member: int) -> dict[str, str]:
        """A member as genesis names them."""
        id_ = self.members[member]
        return {"id": id_, "key": public(self.seeds[id_]).hex()}

    def write(
        self, member: int, drafts: Sequence[Draft] = (), kind: str = "said", body: Any = None
    ) -> tuple[Statement, ...]:
        """Append one entry."""
        random, position = self.random, len(self.entries)
        said = tuple(bind(draft, self.log, random(16)) for draft in drafts)
        at = f"2026-11-24T09:{position:02}:00Z"
        one = Written(self.members[member], random(16), at, random(16), said)
        one.salt = random(16)
        entry = make_entry(
            kind=kind,
            log=self.log,
            position=position,
            lamport=position + 3 if position > 5 else position,
            origin=INVENTED.origin,
            compartment="cases",
            vocabulary=INVENTED.vocabulary,
            digests=[
                *(statement.id for statement in said),
                by_digest(self.log, one.by_salt, one.member),
                at_digest(self.log, one.at_salt, at),
            ],
            salt=one.salt,
            body=body or {},
        )
        self.entries.append(entry.encode())
        self.written.append(one)
        return said

    def commit(self) -> None:
        """Everything since the last commit is signed by the member who wrote it."""
        self.commits.append((len(self.entries), self.written[-1].member))

    def text(self, size: int) -> bytes:
        """The checkpoint's text at a size."""
        leaves = [merkle.leaf_hash(entry) for entry in self.entries[:size]]
        return Checkpoint(origin=self.log, size=size, root=merkle.root(leaves)).text()

    def note(self, size: int, *members: str) -> bytes:
        """The checkpoint at a size, signed by the log and by these members."""
        text = self.text(size)
        lines = [note.sign(text, self.log, self.log_seed)]
        lines += [note.sign(text, member, self.seeds[member]) for member in members]
        return text + b"\n" + b"".join(lines)

    def path(self, index: int, size: int) -> list[bytes]:
        """An inclusion proof."""
        leaves = [merkle.leaf_hash(entry) for entry in self.entries]
        return merkle.inclusion_proof(leaves, index, size)

    def shown(
        self, position: int, which: Sequence[int] = (), *, by: bool = False, at: bool = False
    ) -> Shown:
        """An entry with some of its statements."""
        one = self.written[position]
        size, member = next(commit for commit in self.commits if commit[0] > position)
        return Shown(
            entry=self.entries[position],
            statements=tuple(one.statements[number] for number in which),
            by=Author(member=member, salt=one.by_salt, checkpoint=self.note(size, member))
            if by
            else None,
            at=Moment(at=one.at, salt=one.at_salt) if at else None,
        )


def told(night: str) -> list[Draft]:
    """What a form says of an invented event."""
    event, act, news = "evt-" + night * 16, "act-" + night * 16, "inf-" + night * 16
    return [
        Draft(
            about=event,
            says="event.title",
            type="text",
            value="Түнкү тинтүү",
            language="ky",
            basis=news,
        ),
        Draft(about=event, says="event.start", type="date", value="2010-06"),
        Draft(about=event, says="event.region", type="place", value="KG-O"),
        Draft(
            about=act, says="act.type", type="term", value="act.life.killing", basis=news + "#chars=0,12"
        ),
        Draft(about=act, says="act.event", type="record", value=event),
        Draft(about=event, says="event.killed_min", type="decimal", value="0"),
        Draft(
            about=news, says="information.remark", type="text", value="Обыск ночью", language="ru"
        ),
        Draft(about=news, says="information.published", type="date", value="2010-06-12"),
    ]


def build(name: str) -> Device:
    """Genesis, two forms, a correction, a second member, a received log, a revocation."""
    device = Device(name)
    genesis = {
        "archive": device.random(16).hex(),
        "header": device.random(32).hex(),
        "key": public(device.log_seed).hex(),
        "members": [device.key(0)],
        "previous": None,
        "threshold": 1,
        "trustees": [{"id": device.random(16).hex(), "key": public(bytes(range(32))).hex()}],
        "witnesses": [{"key": public(bytes(range(1, 33))).hex(), "name": "witness.example"}],
    }
    device.write(0, kind="genesis", body=genesis)
    device.commit()
    said = device.write(0, told("a1")[:3])
    device.commit()
    correction = Draft(about=said[1].about, says="event.start", type="date", value="2010-06-11")
    device.write(0, [withdraw(said[1]), correction])
    device.write(0, kind="member", body=device.key(1))
    device.commit()
    device.write(1, told("b2"))
    device.commit()
    foreign = {"log": device.random(16).hex(), "root": device.random(32).hex(), "size": 41}
    device.write(0, kind="received", body=foreign)
    device.write(0, kind="header", body={"change": "rewrap", "header": device.random(32).hex()})
    trust = {"threshold": 0, "trustees": [], "witnesses": genesis["witnesses"]}
    device.write(0, kind="trust", body=trust)
    device.commit()
    revoked = {"from": 9, "log": device.log, "member": device.members[1]}
    device.write(0, kind="revoked", body=revoked)
    device.commit()
    device.write(1, told("c3")[:1])
    device.commit()
    return device


DEVICE = build("device")
