# SPDX-License-Identifier: Apache-2.0
"""Ours and a verifier that was written from the page alone agree on every vector of the format."""

import functools
import json
import random
from pathlib import Path
from typing import Any

import pytest
import second_verifier as second

from kuzat.errors import KuzatError
from kuzat.log import check_proof, merkle
from kuzat.log import note as notes
from kuzat.log.disclosed import ProofBad
from kuzat.log.entry import at_digest, by_digest, decode, pad
from kuzat.log.statement import Draft, check, statement_id

FORMAT = Path(__file__).parent / "format"


@functools.cache
def cases(file: str) -> list[dict[str, Any]]:
    return list(json.loads((FORMAT / f"{file}.json").read_text(encoding="utf-8")))


def each(*files: str) -> pytest.MarkDecorator:
    found = [pytest.param(case, id=case["name"]) for file in files for case in cases(file)]
    return pytest.mark.parametrize("case", found)


@pytest.mark.slow
def test_vectors_are_fresh() -> None:
    import vectors

    stale = [p.name for p, content in vectors.files().items() if p.read_bytes() != content]
    assert stale == [], "run: make vectors"


@each("statements")
def test_statement(case: dict[str, Any]) -> None:
    said = {name: value for name, value in case["said"].items() if name != "salt"}
    if "refused" in case:
        with pytest.raises(KuzatError):
            check(Draft(**said))
        with pytest.raises(second.Wrong):
            second.statement_id(case["log"], case["said"])
        return
    check(Draft(**said))
    salt = bytes.fromhex(case["said"]["salt"])
    assert statement_id(case["log"], salt, **said).hex() == case["id"]
    assert second.statement_id(case["log"], case["said"]).hex() == case["id"]
    assert second.sha(b"kuzat/statement/1\n", case["hashed"].encode()).hex() == case["id"]


@each("entries")
def test_entry(case: dict[str, Any]) -> None:
    content = case["entry"].encode()
    if "refused" in case:
        with pytest.raises(KuzatError):
            decode(content)
        with pytest.raises(second.Wrong):
            second.read_entry(content)
        return
    entry = decode(content)
    assert merkle.leaf_hash(content) == second.leaf_hash(content) == bytes.fromhex(case["leaf"])
    assert [d.hex() for d in entry.digests] == second.read_entry(content)["digests"]
    if "salt" in case:
        check_digests(case, entry.log, list(entry.digests))


def check_digests(case: dict[str, Any], log: str, digests: list[bytes]) -> None:
    """Every digest is a statement's, *by*, *at* or a decoy."""
    by, at = case["by"], case["at"]
    theirs = [
        *(bytes.fromhex(one) for one in case["statements"]),
        second.salted("kuzat/by/1", log, by["salt"], by["member"]),
        second.salted("kuzat/at/1", log, at["salt"], at["at"]),
    ]
    ours = [
        *theirs[:-2],
        by_digest(log, bytes.fromhex(by["salt"]), by["member"]),
        at_digest(log, bytes.fromhex(at["salt"]), at["at"]),
    ]
    salt = bytes.fromhex(case["salt"])
    assert pad(ours, salt) == second.padded(theirs, salt) == digests


def test_trees() -> None:
    for tree in cases("trees"):
        size, root = tree["size"], bytes.fromhex(tree["root"])
        leaves = [bytes.fromhex(leaf) for leaf in tree["leaves"]]
        assert merkle.root(leaves) == second.tree_root(leaves) == root
        for index, nodes in enumerate(tree["inclusion"]):
            path = [bytes.fromhex(node) for node in nodes]
            assert merkle.verify_inclusion(leaves[index], index, size, path, root)
            assert second.root_from_path(leaves[index], index, size, path) == root
        for old, nodes in enumerate(tree["consistency"], start=1):
            path = [bytes.fromhex(node) for node in nodes]
            before = merkle.root(leaves[:old])
            assert merkle.verify_consistency(old, size, path, before, root)
            assert second.roots_from_path(old, size, path, before) == (before, root)


@each("notes")
def test_note(case: dict[str, Any]) -> None:
    log, key = notes.read_verifier_key(case["key"])
    if "refused" in case:
        with pytest.raises(KuzatError):
            notes.Checkpoint.parse(notes.open_note(case["note"].encode(), {log: key}).text)
        with pytest.raises(second.Wrong):
            second.read_note(case["note"], {log: key})
        return
    opened = notes.open_note(case["note"].encode(), {log: key})
    found = notes.Checkpoint.parse(opened.text)
    assert second.read_note(case["note"], {log: key}) == (found.origin, found.size, found.root)


@each("proofs")
def test_proof(case: dict[str, Any]) -> None:
    content, shows = case["proof"].encode(), case["shows"]
    found = second.check_proof(content, shows["key"])
    assert found | {"entries": [list(entry) for entry in found["entries"]]} == shows
    report = check_proof(content, shows["key"])
    assert (report.log, report.size, report.root.hex()) == (
        found["log"],
        found["size"],
        found["root"],
    )
    assert [(one.position, len(one.statements), one.by, one.at) for one in report.entries] == found[
        "entries"
    ]


@each("proofs_bad")
def test_bad_proof(case: dict[str, Any]) -> None:
    with pytest.raises(ProofBad) as refused:
        check_proof(case["proof"].encode())
    assert str(refused.value) == case["refused"]
    with pytest.raises(second.Wrong):
        second.check_proof(case["proof"].encode())


def accepted(content: bytes) -> tuple[bool, bool]:
    """What ours and the second verifier say of a proof; any other error fails the test."""
    ours = theirs = True
    try:
        check_proof(content)
    except ProofBad:
        ours = False
    try:
        second.check_proof(content)
    except second.Wrong:
        theirs = False
    return ours, theirs


def altered(content: bytes, choose: random.Random) -> bytes:
    """A proof with one to three bytes changed, cut, doubled or moved."""
    text = bytearray(content)
    for _ in range(choose.randint(1, 3)):
        at, to = choose.randrange(len(text)), choose.randrange(len(text))
        match choose.randrange(4):
            case 0:
                text[at] ^= 1 << choose.randrange(8)
            case 1:
                del text[at : at + choose.randrange(1, 80)]
            case 2:
                text[at:at] = text[to : to + choose.randrange(1, 80)]
            case _:
                text[at] = choose.choice(b'0123456789abcdef"{}[]:,')
    return bytes(text)


def disagreements(number: int) -> list[bytes]:
    """Of so many altered proofs, those on which the two do not agree, or which both accept."""
    choose = random.Random(number)
    good = [case["proof"].encode() for case in cases("proofs")]
    found = []
    for _ in range(number):
        content = altered(choose.choice(good), choose)
        if content not in good and accepted(content) != (False, False):
            found.append(content)
    return found


def test_both_refuse_what_was_altered() -> None:
    assert disagreements(2000) == []


@pytest.mark.slow
def test_both_refuse_100_000_altered_proofs() -> None:
    assert disagreements(100_000) == []


@pytest.mark.slow
def test_every_bit_of_a_proof_matters() -> None:
    good = next(case["proof"] for case in cases("proofs") if case["name"] == "with_author_and_time")
    content = bytearray(good.encode())
    for at in range(len(content)):
        for bit in range(8):
            content[at] ^= 1 << bit
            assert accepted(bytes(content)) == (False, False), (at, bit)
            content[at] ^= 1 << bit
