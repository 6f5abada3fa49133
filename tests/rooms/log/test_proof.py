# SPDX-License-Identifier: Apache-2.0
"""A proof shows what was chosen, tells nothing else, and says what it does not prove."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kuzat.log import (
    Author,
    Checkpoint,
    Draft,
    Moment,
    ProofBad,
    ProofKeyDiffers,
    Shown,
    Statement,
    bind,
    check_proof,
    make_entry,
    make_proof,
    merkle,
)
from kuzat.log.entry import at_digest, by_digest
from kuzat.log.note import sign, verifier_key

LOG, MEMBER, AT = "10" * 16, "b1" * 16, "2026-11-24T09:30:00Z"
SALT, BY_SALT, AT_SALT = b"\x0e" * 16, b"\x0b" * 16, b"\x0a" * 16
ABOUT = "evt-" + "1a" * 16
MEMBER_LINE = f"— {MEMBER}"
SAID = ("Түнкү тинтүү", "Обыск ночью", "A search by night")


def public(seed: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


class Log:
    """A log of a genesis and five entries with three statements each, signed by one member."""

    def __init__(self, seed: bytes = bytes(32), member_seed: bytes = b"\x01" * 32) -> None:
        self.seed, self.member_seed = seed, member_seed
        self.statements: dict[int, tuple[Statement, ...]] = {0: ()}
        genesis = {
            "archive": "a0" * 16,
            "header": "0d" * 32,
            "key": public(seed).hex(),
            "members": [{"id": MEMBER, "key": public(member_seed).hex()}],
            "previous": None,
            "threshold": 0,
            "trustees": [],
            "witnesses": [],
        }
        self.entries = [self.entry(0, "genesis", genesis)]
        for position in range(1, 6):
            self.statements[position] = tuple(
                bind(
                    Draft(about=ABOUT, says="event.title", type="text", value=f"{said} {position}"),
                    LOG,
                    bytes([position, number] * 8),
                )
                for number, said in enumerate(SAID)
            )
            self.entries.append(self.entry(position, "said", {}))
        self.leaves = [merkle.leaf_hash(entry) for entry in self.entries]

    def entry(self, position: int, kind: str, body: dict[str, object]) -> bytes:
        own = [statement.id for statement in self.statements[position]]
        own += [by_digest(LOG, BY_SALT, MEMBER), at_digest(LOG, AT_SALT, AT)]
        return make_entry(
            kind=kind, log=LOG, position=position, lamport=position, origin="0f" * 16,
            compartment="cases", vocabulary="0c" * 32, digests=own, salt=SALT, body=body,
        ).encode()  # fmt: skip

    def note(self, size: int, *, member: bool = False) -> bytes:
        root = merkle.root(self.leaves[:size])
        text = Checkpoint(origin=LOG, size=size, root=root).text()
        signed = text + b"\n" + sign(text, LOG, self.seed)
        return signed + sign(text, MEMBER, self.member_seed) if member else signed

    def path(self, index: int, size: int) -> list[bytes]:
        return merkle.inclusion_proof(self.leaves, index, size)

    def prove(self, *shown: Shown, size: int = 6) -> bytes:
        return make_proof(self.note(size), self.entries[0], shown, self.path)

    def shown(self, position: int, *which: int) -> Shown:
        statements = tuple(self.statements[position][number] for number in which)
        return Shown(entry=self.entries[position], statements=statements)


DEVICE = Log()


def test_statements_of_several_entries_under_one_checkpoint() -> None:
    report = check_proof(DEVICE.prove(DEVICE.shown(4, 2), DEVICE.shown(1, 0, 1)))
    assert [entry.position for entry in report.entries] == [0, 1, 4]
    assert [s.value for entry in report.entries for s in entry.statements] == [
        "Түнкү тинтүү 1",
        "Обыск ночью 1",
        "A search by night 4",
    ]
    assert (report.log, report.size, report.root) == (LOG, 6, merkle.root(DEVICE.leaves))


def test_nothing_else_is_told() -> None:
    proof = DEVICE.prove(DEVICE.shown(1, 0)).decode()
    hidden = [MEMBER_LINE, AT, "Обыск", "A search", SALT.hex(), BY_SALT.hex(), AT_SALT.hex()]
    hidden += [s.salt.hex() for s in DEVICE.statements[1][1:]]
    assert [one for one in hidden if one in proof] == []


def test_author_and_time_are_told_when_they_are_chosen() -> None:
    author = Author(member=MEMBER, salt=BY_SALT, checkpoint=DEVICE.note(3, member=True))
    shown = Shown(entry=DEVICE.entries[2], by=author, at=Moment(at=AT, salt=AT_SALT))
    proof = DEVICE.prove(shown)
    entry = check_proof(proof).entries[1]
    assert (entry.by, entry.at, entry.statements) == (MEMBER, AT, ())
    assert MEMBER_LINE in proof.decode()
    assert MEMBER_LINE not in json.loads(proof)["checkpoint"]


def test_an_author_without_their_signature_is_not_shown() -> None:
    author = Author(member=MEMBER, salt=BY_SALT, checkpoint=DEVICE.note(3))
    with pytest.raises(ProofBad, match="not signed by all"):
        DEVICE.prove(Shown(entry=DEVICE.entries[2], by=author))


def test_the_key_is_compared_where_it_was_noted() -> None:
    proof = DEVICE.prove(DEVICE.shown(1, 0))
    noted = verifier_key(LOG, public(DEVICE.seed))
    assert check_proof(proof).key == noted
    assert check_proof(proof, noted + "\n").compared
    assert not check_proof(proof).compared
    with pytest.raises(ProofKeyDiffers):
        check_proof(proof, verifier_key(LOG, public(DEVICE.member_seed)))


def test_a_forged_log_holds_in_itself_and_only_the_noted_key_tells() -> None:
    forged = Log(seed=b"\x05" * 32)
    proof = forged.prove(forged.shown(1, 0))
    report = check_proof(proof)
    assert (report.log, report.compared) == (LOG, False)
    assert "whose log" in str(report.limits()[0])
    with pytest.raises(ProofKeyDiffers):
        check_proof(proof, verifier_key(LOG, public(DEVICE.seed)))


def test_every_report_says_what_is_not_proven() -> None:
    proof = DEVICE.prove(DEVICE.shown(1, 0))
    key = verifier_key(LOG, public(DEVICE.seed))
    for report, number in ((check_proof(proof), 5), (check_proof(proof, key), 4)):
        limits = " ".join(str(limit) for limit in report.limits())
        assert len(report.limits()) == number
        assert [w for w in ("true", "nothing else", "when", "who") if w not in limits] == []


def test_a_proof_that_would_not_hold_is_not_handed_out() -> None:
    wrong = Shown(entry=DEVICE.entries[1], statements=DEVICE.statements[2][:1])
    with pytest.raises(ProofBad, match="entry 1"):
        DEVICE.prove(wrong)
    with pytest.raises(ProofBad, match="entry 5 is not in the log of 4 entries"):
        DEVICE.prove(DEVICE.shown(5, 0), size=4)


def test_a_proof_is_small() -> None:
    assert len(DEVICE.prove(DEVICE.shown(1, 0))) < 4000
