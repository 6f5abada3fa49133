# SPDX-License-Identifier: Apache-2.0
"""Two logs that are exchanged: ours and a verifier written from the page alone agree on every vector."""

import functools
import json
from pathlib import Path
from typing import Any

import pytest
import second_foreign as second
from second_verifier import Wrong, read_entry
from second_verifier import check_proof as second_proof
from second_verifier import read_note as second_note

from kuzat.errors import KuzatError
from kuzat.log import (
    Advance,
    Checkpoint,
    ForkFound,
    NoteBad,
    ProofKeyDiffers,
    check_fork,
    check_proof,
    cosign,
    cosignatures,
    decode,
    extend,
    make_fork,
    merkle,
    received,
    received_body,
    revoked_from,
)
from kuzat.log.cosignature import COSIGNATURE
from kuzat.log.note import open_note, read_verifier_key

FORMAT = Path(__file__).parent / "format"


@functools.cache
def cases(file: str) -> list[dict[str, Any]]:
    return list(json.loads((FORMAT / f"{file}.json").read_text(encoding="utf-8")))


def each(file: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", [pytest.param(c, id=c["name"]) for c in cases(file)])


def checkpoint(body: dict[str, Any] | None) -> Checkpoint | None:
    """A head as a ``received`` entry says it."""
    if body is None:
        return None
    return Checkpoint(origin=body["log"], size=body["size"], root=bytes.fromhex(body["root"]))


@each("received")
def test_received(case: dict[str, Any]) -> None:
    log, key = read_verifier_key(case["key"])
    held, content = case["held"], case["advance"].encode()
    pair = held and (held["size"], bytes.fromhex(held["root"]))
    if "refused" in case:
        with pytest.raises(KuzatError) as refused:
            extend(checkpoint(held), Advance.parse(content), log, key)
        assert str(refused.value) == case["refused"]
        with pytest.raises(Wrong):
            second.extend(pair, case["advance"], log, key)
        return
    advance = Advance.parse(content)
    assert advance.encode() == content
    head = extend(checkpoint(held), advance, log, key)
    assert received_body(head) == case["head"]
    assert second.extend(pair, case["advance"], log, key) == (head.size, head.root)


@each("received_entries")
def test_received_entries(case: dict[str, Any]) -> None:
    entries = [decode(entry.encode()) for entry in case["entries"]]
    theirs = [read_entry(entry.encode()) for entry in case["entries"]]
    if "refused" in case:
        with pytest.raises(KuzatError) as refused:
            received(entries)
        assert str(refused.value) == case["refused"]
        with pytest.raises(Wrong):
            second.received(theirs)
        return
    assert [received_body(head) for head in received(entries).values()] == case["heads"]
    found = second.received(theirs).items()
    assert [{"log": log, "root": root, "size": size} for log, (size, root) in found] == case["heads"]


@each("forks")
def test_fork(case: dict[str, Any]) -> None:
    content = case["fork"].encode()
    if "refused" in case:
        with pytest.raises(KuzatError) as refused:
            check_fork(content)
        assert str(refused.value) == case["refused"]
        with pytest.raises(Wrong):
            second.check_fork(content)
        return
    shows = case["shows"]
    fork = check_fork(content, shows["key"])
    assert (fork.log, fork.key) == (shows["log"], shows["key"])
    sizes = (fork.first.size, fork.second.size)
    assert sizes == (shows["first"], shows["second"])
    assert second.check_fork(content, read_verifier_key(shows["key"])) == (fork.log, *sizes)
    with pytest.raises(ProofKeyDiffers):
        check_fork(content, shows["key"].replace("+", "+0", 1))


@each("proofs_witnessed")
def test_witnessed_proof(case: dict[str, Any]) -> None:
    content = case["proof"].encode()
    assert check_proof(content, case["shows"]["key"]).size == second_proof(content)["size"]
    proof = json.loads(content)
    named = json.loads(proof["entries"][0]["entry"])["body"]["witnesses"]
    keys = {one["name"]: bytes.fromhex(one["key"]) for one in named}
    found = [[one.name, one.at] for one in cosignatures(proof["checkpoint"].encode(), keys)]
    theirs = second.cosignatures(proof["checkpoint"], keys)
    assert found == [list(one) for one in theirs] == case["cosigned"]


@each("revocations")
def test_revocation(case: dict[str, Any]) -> None:
    entries = [decode(entry.encode()) for entry in case["entries"]]
    theirs = [read_entry(entry.encode()) for entry in case["entries"]]
    assert revoked_from(entries, case["log"], case["member"]) == case["from"]
    assert second.revoked_from(theirs, case["log"], case["member"]) == case["from"]


@each("cosignatures")
def test_cosignature(case: dict[str, Any]) -> None:
    keys = {n: read_verifier_key(key, COSIGNATURE)[1] for n, key in case["witnesses"].items()}
    if "refused" in case:
        with pytest.raises(NoteBad):
            cosignatures(case["note"].encode(), keys)
        with pytest.raises(Wrong):
            second.cosignatures(case["note"], keys)
        return
    found = [(one.name, one.at) for one in cosignatures(case["note"].encode(), keys)]
    assert found == second.cosignatures(case["note"], keys) == [tuple(one) for one in case["found"]]


# A checkpoint of a public test log of Certificate Transparency with the line of a public witness, and
# the keys under which both are known: github.com/C2SP/C2SP (tlog-cosignature) has no example with keys.
PUBLISHED_LOG = (
    "arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f"
)
PUBLISHED_WITNESS = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"
PUBLISHED = """\
arche2025h1.staging.ct.transparency.dev
1432088532
U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=

— arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bf\
TW9g8Ei59RA23oHP7Ry1k3ZFWwQ=
— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0\
WBxtqB0DrAWfBw==
"""


def test_a_published_cosignature() -> None:
    log, key = read_verifier_key(PUBLISHED_LOG)
    name, witness = read_verifier_key(PUBLISHED_WITNESS, COSIGNATURE)
    assert second_note(PUBLISHED, {log: key})[1] == 1432088532
    assert open_note(PUBLISHED.encode(), {log: key}).signers == (log,)
    (found,) = cosignatures(PUBLISHED.encode(), {name: witness})
    assert (found.name, found.at) == (name, 1779573024)
    assert second.cosignatures(PUBLISHED, {name: witness}) == [(name, 1779573024)]


def test_two_offices_hold_the_same_after_they_met() -> None:
    import vector_foreign

    osh, bishkek = vector_foreign.met()
    vector_foreign.receive(osh, bishkek, len(bishkek.entries))
    held = received(map(decode, osh.entries))[bishkek.log]
    theirs = received(map(decode, bishkek.entries))[osh.log]
    assert (held.size, held.root) == (5, merkle.root(vector_foreign.leaves(bishkek)))
    assert theirs.root == merkle.root(vector_foreign.leaves(osh)[: theirs.size])


def test_a_history_that_was_rewritten_is_noticed_and_can_be_shown() -> None:
    import vector_foreign

    long, other = vector_foreign.LONG, vector_foreign.REWRITTEN
    key = read_verifier_key(cases("received")[0]["key"])[1]
    same_size = vector_foreign.advance(other, 6, 6)
    with pytest.raises(ForkFound):
        extend(Checkpoint.parse(long.text(6)), same_size, long.log, key)
    evidence = make_fork(key, long.note(6), same_size.note)
    assert check_fork(evidence).log == long.log


def test_a_witness_signs_what_it_looked_at() -> None:
    head = Checkpoint(origin="10" * 16, size=3, root=bytes(32))
    line = cosign(head.text(), "witness.example", bytes(32), 12)
    assert line.startswith("— witness.example ".encode())
    assert line.endswith(b"\n")
