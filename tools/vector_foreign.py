# SPDX-License-Identifier: Apache-2.0
"""Golden vectors of two logs that are exchanged: received, forked, revoked, cosigned.

Good ones, and one for each way to be wrong, named after it.
"""

from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import Any

from vector_log import DEVICE, Device, Stream, public, told
from vector_proofs import shows

from kuzat.errors import KuzatError
from kuzat.log import make_proof, merkle, note
from kuzat.log.canonical import encode
from kuzat.log.cosignature import COSIGNATURE, LATEST, cosign, cosignatures
from kuzat.log.entry import decode
from kuzat.log.foreign import Advance, extend, received, received_body
from kuzat.log.fork import check_fork, make_fork
from kuzat.log.note import Checkpoint
from kuzat.log.revocation import revoked_from

Case = dict[str, Any]
WITNESSES = {name: Stream(name)(32) for name in ("first.example/w", "second.example")}
NOON = 1795608000


def opened(name: str, nights: str) -> Device:
    """A device with its genesis and a form for each night, each a commit."""
    device = Device(name)
    body = {
        "archive": device.random(16).hex(), "header": device.random(32).hex(),
        "key": public(device.log_seed).hex(), "members": [device.key(0)], "previous": None,
        "threshold": 0, "trustees": [], "witnesses": [],
    }  # fmt: skip
    device.write(0, kind="genesis", body=body)
    device.commit()
    for night in nights:
        device.write(0, told(night * 2)[:1])
        device.commit()
    return device


def advance(device: Device, old: int, new: int) -> Advance:
    """What a device sends of its log to who holds the first ``old`` entries."""
    path = tuple(merkle.consistency_proof(leaves(device), old, new))
    return Advance(old=old, path=path, note=device.note(new))


def leaves(device: Device) -> list[bytes]:
    """The leaf hashes of a log."""
    return [merkle.leaf_hash(entry) for entry in device.entries]


def head(device: Device, size: int) -> Checkpoint:
    """The checkpoint at a size."""
    return Checkpoint.parse(device.text(size))


def receive(device: Device, other: Device, size: int) -> None:
    """Write the entry that says that the other log is held up to there."""
    held = received(map(decode, device.entries)).get(other.log)
    step = advance(other, held.size if held else 0, size)
    body = received_body(extend(held, step, other.log, public(other.log_seed)))
    device.write(0, kind="received", body=body)
    device.commit()


def met() -> tuple[Device, Device]:
    """Two offices that met twice, and wrote between."""
    osh, bishkek = opened("osh", "1"), opened("bishkek", "2")
    receive(bishkek, osh, 2)
    receive(osh, bishkek, 3)
    osh.write(0, told("33")[:1])
    osh.commit()
    receive(bishkek, osh, 3)
    receive(bishkek, osh, 4)
    return osh, bishkek


OSH, BISHKEK = met()
LONG = opened("long", "1234567")
REWRITTEN = opened("long", "12ab567")


def received_cases() -> list[Case]:
    """What may be received next, and what may not; ``held`` is what the last entry said."""
    path = advance(LONG, 3, 7).path
    good: dict[str, tuple[Checkpoint | None, bytes]] = {
        "first_meeting": (None, advance(LONG, 0, 5).encode()),
        "first_entry_alone": (None, advance(LONG, 0, 1).encode()),
        "grown": (head(LONG, 3), advance(LONG, 3, 7).encode()),
        "grown_from_a_power_of_two": (head(LONG, 4), advance(LONG, 4, 7).encode()),
        "grown_to_a_power_of_two": (head(LONG, 5), advance(LONG, 5, 8).encode()),
        "nothing_new": (head(LONG, 6), advance(LONG, 6, 6).encode()),
    }
    wrong: dict[str, tuple[Checkpoint | None, bytes]] = {
        "begins_elsewhere": (head(LONG, 4), advance(LONG, 3, 7).encode()),
        "begins_at_nothing": (head(LONG, 3), advance(LONG, 0, 7).encode()),
        "nothing_is_held": (None, advance(LONG, 3, 7).encode()),
        "fewer_entries": (head(LONG, 5), Advance(old=5, path=(), note=LONG.note(3)).encode()),
        "no_entries": (None, advance(LONG, 0, 0).encode()),
        "hashes_where_nothing_is_held": (None, Advance(old=0, path=path, note=LONG.note(7)).encode()),
        "hashes_where_nothing_is_new": (
            head(LONG, 6), Advance(old=6, path=path[:1], note=LONG.note(6)).encode(),
        ),
        "hashes_missing": (head(LONG, 3), _step(path=())),
        "hash_missing": (head(LONG, 3), _step(path=path[:-1])),
        "hash_too_many": (head(LONG, 3), _step(path=(*path, path[0]))),
        "hashes_swapped": (head(LONG, 3), _step(path=path[::-1])),
        "hashes_of_another_size": (head(LONG, 3), _step(path=advance(LONG, 5, 7).path)),
        "root_of_another_log_is_held": (head(OSH, 3), _step()),
        "another_history": (head(LONG, 5), advance(REWRITTEN, 5, 7).encode()),
        "another_root_of_one_size": (head(LONG, 6), advance(REWRITTEN, 6, 6).encode()),
        "another_log": (head(LONG, 3), advance(OSH, 3, 4).encode()),
        "another_log_under_the_key": (None, Advance(old=0, path=(), note=_signed(OSH.text(3))).encode()),
        "signed_by_a_member_only": (head(LONG, 3), _step(note=_by_member(7))),
        "unsigned": (head(LONG, 3), _step(note=LONG.text(7))),
        "old_with_a_zero": (head(LONG, 3), _step().replace(b"old 3", b"old 03")),
        "old_missing": (head(LONG, 3), _step().replace(b"old 3\n", b"")),
        "empty_line_missing": (head(LONG, 3), _step().replace(b"\n\n", b"\n", 1)),
        "line_ends_of_two_signs": (head(LONG, 3), _step().replace(b"\n", b"\r\n")),
        "hash_short": (head(LONG, 3), _step().replace(b64encode(path[0]), b64encode(path[0][1:]))),
        "hash_with_a_space": (head(LONG, 3), _step().replace(b64encode(path[0]), b64encode(path[0]) + b" ")),
        "sixty_four_hashes": (head(LONG, 3), _step(path=path[:1] * 64)),
    }  # fmt: skip
    cases = [
        _received(name, held, step) | {"head": received_body(_extended(held, step))}
        for name, (held, step) in good.items()
    ]
    for name, (held, step) in wrong.items():
        refused = refusal(lambda held=held, step=step: _extended(held, step))
        cases.append(_received(name, held, step) | {"refused": refused})
    return cases


def _extended(held: Checkpoint | None, step: bytes) -> Checkpoint:
    return extend(held, Advance.parse(step), LONG.log, public(LONG.log_seed))


def _received(name: str, held: Checkpoint | None, step: bytes) -> Case:
    key = note.verifier_key(LONG.log, public(LONG.log_seed))
    return {"name": name, "held": held and received_body(held), "key": key, "advance": step.decode()}


def _step(**parts: Any) -> bytes:
    return Advance(**{"old": 3, "path": advance(LONG, 3, 7).path, "note": LONG.note(7)} | parts).encode()


def _signed(text: bytes, device: Device = LONG) -> bytes:
    return text + b"\n" + note.sign(text, device.log, device.log_seed)


def _by_member(size: int) -> bytes:
    text, member = LONG.text(size), LONG.members[0]
    return text + b"\n" + note.sign(text, member, LONG.seeds[member])


def refusal(action: Callable[[], object]) -> str:
    """The sentence with which an action is refused. It must be."""
    try:
        action()
    except KuzatError as error:
        return str(error)
    raise AssertionError("a bad vector was accepted")


def received_entry_cases() -> list[Case]:
    """What a log holds of others, from its own entries."""
    own = BISHKEK.entries
    other = {"log": OSH.log, "root": "ab" * 32, "size": 4}
    good = {"before_any": own[:2], "once": own[:3], "again_and_again": own, "said_twice": [*own, own[-1]]}
    wrong = {
        "shrunk": {**other, "size": 3},
        "another_root_of_one_size": other,
        "itself": {**other, "log": BISHKEK.log},
        "no_entries": {**other, "log": LONG.log, "size": 0},
    }
    cases: list[Case] = []
    for name, entries in good.items():
        heads = received(map(decode, entries)).values()
        cases.append({**_entries(name, entries), "heads": [received_body(one) for one in heads]})
    for name, body in wrong.items():
        stated = {**_plain(own[-1]), "body": body, "position": len(own)}
        entries = [*own, encode(stated)]
        refused = refusal(lambda entries=entries: received(map(decode, entries)))
        cases.append({**_entries(name, entries), "refused": refused})
    return cases


def _plain(entry: bytes) -> Case:
    one = decode(entry)
    return {
        "body": dict(one.body), "compartment": one.compartment, "format": 1, "suite": 1,
        "digests": [digest.hex() for digest in one.digests], "kind": one.kind, "lamport": one.lamport,
        "log": one.log, "origin": one.origin, "position": one.position, "vocabulary": one.vocabulary,
    }  # fmt: skip


def _entries(name: str, entries: list[bytes]) -> Case:
    return {"name": name, "entries": [entry.decode() for entry in entries]}


def fork_cases() -> list[Case]:
    """Evidence of forks, and what is none."""
    key = public(LONG.log_seed)
    other = leaves(REWRITTEN)
    good = {
        "one_size": make_fork(key, LONG.note(6), REWRITTEN.note(6)),
        "grown": make_fork(key, LONG.note(5), REWRITTEN.note(7), other),
        "grown_from_a_power_of_two": make_fork(key, LONG.note(4), REWRITTEN.note(7), other),
        "grown_given_the_other_way_round": make_fork(key, REWRITTEN.note(8), LONG.note(7), other),
        "signed_by_a_member_too": make_fork(key, LONG.note(6, LONG.members[0]), REWRITTEN.note(6)),
    }
    stated = _fork(LONG.note(5), REWRITTEN.note(7), merkle.consistency_proof(other, 5, 7), other[:5])
    grown = _fork(LONG.note(5), LONG.note(7), merkle.consistency_proof(leaves(LONG), 5, 7), leaves(LONG)[:5])
    text = b"not-an-id\n" + LONG.text(5).split(b"\n", 1)[1]
    odd = text + b"\n" + note.sign(text, "not-an-id", LONG.log_seed)
    wrong = {
        "a_log_that_grew": grown,
        "one_checkpoint_twice": _fork(LONG.note(5), LONG.note(5), [], leaves(LONG)[:5]),
        "larger_first": stated | {"first": stated["second"], "second": stated["first"]},
        "first_without_entries": _fork(LONG.note(0), LONG.note(5), [], []),
        "path_short": stated | {"path": stated["path"][:-1]},
        "path_long": stated | {"path": stated["path"] + stated["path"][:1]},
        "path_endless": stated | {"path": stated["path"] * 40},
        "prefix_changed": stated | {"prefix": "00" * 32},
        "prefix_of_the_first": stated | {"prefix": head(LONG, 5).root.hex()},
        "path_where_the_sizes_are_equal": _fork(LONG.note(6), REWRITTEN.note(6), [bytes(32)], other[:6]),
        "two_logs": _fork(LONG.note(3), OSH.note(3), [], leaves(OSH)[:3]),
        "two_logs_under_one_key": _fork(LONG.note(3), _signed(OSH.text(3)), [], leaves(OSH)[:3]),
        "another_key": stated | {"key": public(OSH.log_seed).hex()},
        "key_in_capitals": stated | {"key": stated["key"].upper()},
        "unsigned": stated | {"first": LONG.text(5).decode()},
        "signed_by_a_member_only": stated | {"first": _by_member(5).decode()},
        "origin_not_an_id": _fork(odd, odd, [], leaves(LONG)[:5]),
        "format_unknown": stated | {"format": "kuzat-fork/2"},
        "part_unknown": stated | {"found": "2026-11-24"},
        "part_missing": {name: stated[name] for name in stated if name != "prefix"},
    }
    files = {name: encode(fork) for name, fork in wrong.items()}
    files |= {
        "space": encode(stated).replace(b",", b", ", 1),
        "name_twice": encode(stated).replace(b'"format":', b'"format":"kuzat-fork/1","format":'),
        "too_large": encode(stated | {"first": LONG.note(5).decode() + "x" * 65_536}),
        "not_an_object": b'"kuzat-fork/1"',
    }
    cases = [{"name": name, "fork": fork.decode(), "shows": _shows(fork)} for name, fork in good.items()]
    for name, fork in files.items():
        refused = refusal(lambda fork=fork: check_fork(fork))
        cases.append({"name": name, "fork": fork.decode(), "refused": refused})
    return cases


def _fork(first: bytes, second: bytes, path: list[bytes], prefix: list[bytes]) -> Case:
    return {
        "first": first.decode(), "second": second.decode(), "format": "kuzat-fork/1",
        "key": public(LONG.log_seed).hex(), "path": [node.hex() for node in path],
        "prefix": merkle.root(prefix).hex(),
    }  # fmt: skip


def _shows(fork: bytes) -> Case:
    found = check_fork(fork)
    return {"log": found.log, "key": found.key, "first": found.first.size, "second": found.second.size}


def revocation_cases() -> list[Case]:
    """Up to which size a member's signatures under a log count."""
    device = opened("revoking", "1")
    log, member, other = LONG.log, LONG.members[0], LONG.members[1]
    bodies = [
        {"from": 7, "log": log, "member": member},
        {"from": 5, "log": log, "member": member},
        {"from": 9, "log": log, "member": None},
        {"from": 3, "log": OSH.log, "member": None},
    ]
    for body in bodies:
        device.write(0, kind="revoked", body=body)
        device.commit()
    asked: dict[str, tuple[int, str, str | None]] = {
        "nothing_revoked_yet": (2, log, member),
        "member": (3, log, member),
        "the_smaller_counts": (4, log, member),
        "another_member": (4, log, other),
        "another_member_of_an_ended_log": (5, log, other),
        "ended_log": (5, log, None),
        "member_of_an_ended_log": (5, log, member),
        "one_member_does_not_end_a_log": (4, log, None),
        "another_ended_log": (6, OSH.log, member),
        "unknown_log": (6, BISHKEK.log, member),
    }
    return [
        {
            **_entries(name, device.entries[:size]),
            "log": of,
            "member": whose,
            "from": revoked_from(map(decode, device.entries[:size]), of, whose),
        }
        for name, (size, of, whose) in asked.items()
    ]


def cosignature_cases() -> list[Case]:
    """What witnesses said of a checkpoint; null where a line in their name is wrong."""
    text = DEVICE.text(7)
    good, other = DEVICE.note(7), DEVICE.text(8)
    (one, seed), (two, _) = WITNESSES.items()
    line = _cosign(text, one, NOON)
    raw = b64decode(line.split(b" ")[2])
    plain = note.sign(text, one, seed)
    lines = {
        "none": b"",
        "one": line,
        "two": line + _cosign(text, two, NOON + 1),
        "two_lines_of_one": line + _cosign(text, one, NOON + 60),
        "at_the_latest_time": _cosign(text, one, LATEST),
        "unknown_witness": cosign(text, "third.example", bytes(32), NOON),
        "known_name_under_another_key": cosign(text, one, bytes(32), NOON),
        "plain_signature_of_the_witness": plain,
        "of_another_checkpoint": _cosign(other, one, NOON),
        "time_changed": _line(one, raw[:11] + bytes([raw[11] ^ 1]) + raw[12:]),
        "time_too_late": _line(one, raw[:4] + b"\x80" + bytes(7) + raw[12:]),
        "time_too_late_and_signed": _cosign(text, one, LATEST + 1),
        "signature_changed": _line(one, raw[:-1] + bytes([raw[-1] ^ 1])),
        "signature_cut": _line(one, raw[:-1]),
        "signature_long": _line(one, raw + b"\0"),
        "without_a_time": _line(one, raw[:4] + raw[12:]),
        "signed_without_its_domain": _line(one, raw[:12] + b64decode(plain.split(b" ")[2])[4:]),
        "wrong_and_right": _cosign(other, one, NOON) + line,
    }
    keys = {name: note.verifier_key(name, public(seed), COSIGNATURE) for name, seed in WITNESSES.items()}
    publics = {name: public(seed) for name, seed in WITNESSES.items()}
    cases: list[Case] = []
    for name, added in lines.items():
        found = [[one.name, one.at] for one in cosignatures(good + added, publics)]
        cases.append({"name": name, "note": (good + added).decode(), "witnesses": keys, "found": found})
    for name, wrong in {"misshapen": line.replace(b"=", b"", 1), "without_an_empty_line": b""}.items():
        whole = good + wrong if wrong else good.replace(b"\n\n", b"\n")
        refused = refusal(lambda whole=whole: cosignatures(whole, publics))
        cases.append({"name": name, "note": whole.decode(), "witnesses": keys, "refused": refused})
    return cases


def witnessed_cases() -> list[Case]:
    """Proofs whose checkpoint bears lines of the witness that genesis names; they never refuse it."""
    text, name, seed = DEVICE.text(10), "witness.example", bytes(range(1, 33))
    lines = {
        "witnessed": cosign(text, name, seed, NOON),
        "witnessed_wrongly": cosign(DEVICE.text(9), name, seed, NOON),
        "witnessed_by_somebody_else": cosign(text, "first.example/w", seed, NOON),
    }
    cases: list[Case] = []
    for case, line in lines.items():
        shown = (DEVICE.shown(1, [0]),)
        proof = make_proof(DEVICE.note(10) + line, DEVICE.entries[0], shown, DEVICE.path)
        found = [[one.name, one.at] for one in cosignatures(DEVICE.note(10) + line, {name: public(seed)})]
        cases.append({"name": case, "proof": proof.decode(), "shows": shows(proof), "cosigned": found})
    return cases


def _cosign(text: bytes, name: str, at: int) -> bytes:
    return cosign(text, name, WITNESSES[name], at)


def _line(name: str, signed: bytes) -> bytes:
    return f"— {name} {b64encode(signed).decode()}\n".encode()


def files() -> dict[str, list[Case]]:
    """The cases of each file."""
    return {
        "received": received_cases(),
        "received_entries": received_entry_cases(),
        "forks": fork_cases(),
        "revocations": revocation_cases(),
        "cosignatures": cosignature_cases(),
        "proofs_witnessed": witnessed_cases(),
    }
