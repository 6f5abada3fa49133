# SPDX-License-Identifier: Apache-2.0
"""Whose signature counts at which size: members who come, and members who are revoked."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kuzat.log import note
from kuzat.log.entry import Entry, at_digest, by_digest, make_entry
from kuzat.log.note import Checkpoint, NoteBad
from kuzat.log.signers import SAID, Signers

LOG, ORIGIN = "10" * 16, "0a" * 16
SEEDS = {f"b{number}" * 16: bytes([number]) * 32 for number in range(3)}
FIRST, SECOND, THIRD = SEEDS


def key(member: str) -> dict[str, str]:
    public = Ed25519PrivateKey.from_private_bytes(SEEDS[member]).public_key()
    return {"id": member, "key": public.public_bytes_raw().hex()}


def entry(position: int, kind: str, body: dict[str, object]) -> Entry:
    digests = [by_digest(LOG, bytes(16), FIRST), at_digest(LOG, bytes(16), "2026-11-24T09:30:00Z")]
    return make_entry(
        kind=kind,
        log=LOG,
        position=position,
        lamport=position,
        origin=ORIGIN,
        compartment="cases",
        vocabulary="0c" * 32,
        digests=digests,
        salt=bytes(16),
        body=body,
    )


def genesis() -> Entry:
    return entry(
        0,
        "genesis",
        {
            "archive": "a0" * 16,
            "header": "0d" * 32,
            "key": "0e" * 32,
            "members": [key(FIRST)],
            "previous": None,
            "threshold": 0,
            "trustees": [],
            "witnesses": [],
        },
    )


def revoked(position: int, member: str | None, limit: int, log: str = LOG) -> Entry:
    return entry(position, "revoked", {"from": limit, "log": log, "member": member})


class Log:
    """Commits of one entry each, each signed by somebody."""

    def __init__(self) -> None:
        self.signers = Signers(LOG)
        self.size = 0

    def commit(self, member: str, *entries: Entry, name: str | None = None) -> str:
        for one in entries:
            self.signers.read(one)
            self.size += 1
        text = Checkpoint(origin=LOG, size=self.size, root=bytes(32)).text()
        line = note.sign(text, name or member, SEEDS[member])
        return self.signers.commit(text, self.size, line)

    def counts(self, member: str) -> bool:
        return self.signers.counts(member, self.size)


@pytest.fixture
def log() -> Log:
    log = Log()
    assert log.commit(FIRST, genesis()) == FIRST
    return log


def test_only_entries_of_statements_begin_as_such() -> None:
    assert entry(1, "said", {}).encode().startswith(SAID)
    assert not genesis().encode().startswith(SAID)
    assert not revoked(1, None, 0).encode().startswith(SAID)


def test_a_member_signs_from_the_next_commit_on(log: Log) -> None:
    assert log.commit(FIRST, entry(1, "member", key(SECOND))) == FIRST
    assert log.commit(SECOND) == SECOND


def test_nobody_signs_themselves_in(log: Log) -> None:
    with pytest.raises(NoteBad):
        log.commit(SECOND, entry(1, "member", key(SECOND)))


def test_a_stranger_and_a_borrowed_name_are_refused(log: Log) -> None:
    with pytest.raises(NoteBad):
        log.commit(THIRD)
    with pytest.raises(NoteBad):
        log.commit(THIRD, name=FIRST)


def test_an_id_keeps_its_first_key(log: Log) -> None:
    other = {"id": FIRST, "key": key(THIRD)["key"]}
    log.commit(FIRST, entry(1, "member", key(SECOND)), entry(2, "member", other))
    assert log.commit(FIRST) == FIRST
    again = {"id": SECOND, "key": key(THIRD)["key"]}
    log.commit(FIRST, entry(3, "member", again))
    assert log.commit(SECOND) == SECOND


def test_a_revoked_member_counts_up_to_there(log: Log) -> None:
    log.commit(FIRST, entry(1, "member", key(SECOND)))
    log.commit(SECOND, entry(2, "said", {}))
    log.commit(FIRST, revoked(3, SECOND, 3))
    assert log.counts(FIRST)
    assert not log.counts(SECOND)
    assert log.signers.counts(SECOND, 3)
    assert log.signers.disowned() == 0


def test_what_a_stolen_key_signed_before_it_was_known_is_disowned(log: Log) -> None:
    log.commit(FIRST, entry(1, "member", key(SECOND)))
    for position in (2, 3, 4):
        log.commit(SECOND, entry(position, "said", {}))
    log.commit(FIRST, revoked(5, SECOND, 3), revoked(6, SECOND, 4))
    assert log.signers.disowned() == 2


def test_a_revocation_in_another_log_says_nothing_here(log: Log) -> None:
    log.commit(FIRST, revoked(1, FIRST, 1, log="11" * 16))
    assert log.counts(FIRST)


def test_everybody_can_be_revoked(log: Log) -> None:
    log.commit(FIRST, revoked(1, None, 1))
    assert not log.counts(FIRST)
    assert log.signers.disowned() == 1
