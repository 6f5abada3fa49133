# SPDX-License-Identifier: Apache-2.0
"""Proofs that somebody altered: bytes, JSON, and what only who holds the log's and a member's key can make.

Everything follows from a seed, so that a disagreement can be found again by its number.
"""

import json
import random
from collections.abc import Callable, Sequence
from typing import Any

from vector_log import DEVICE, Device

from kuzat.log import merkle, note
from kuzat.log.entry import by_digest
from kuzat.log.statement import statement_id

ODD: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 2, 9, 2**53 - 1, 2**53, 1.5, 1e300, float("nan"), "", " ", "0", "\n", "\\",
    '"', "\x00", "\x7f", "\u2028", "\ud800", "\U0001f56f", "е\u0308", "KY", "ky-KG", "uz-Cyrl", "ab" * 16,
    "AB" * 32, "ab" * 32, "set", "withdraw", "statement", "text", "stm-" + "cd" * 32, "2026-02-31T24:61:61Z",
    "x" * 16385, [], [[]], {}, {"": 0}, {"__proto__": 1}, "__proto__", "genesis", "said", "revoked",
)  # fmt: skip
SIGNS = b'0123456789abcdef"{}[]:,\\ue-+.\n \xd0\xff'
SEEDS = {DEVICE.log: DEVICE.log_seed, **DEVICE.seeds, "witness.example": bytes(range(1, 33))}


def altered(good: Sequence[bytes], number: int) -> bytes:
    """The altered proof of this number, from one of the ``good`` ones or from the invented log."""
    choose = random.Random(number)
    kinds: tuple[Callable[[], bytes], ...] = (
        lambda: other_bytes(choose.choice(good), choose),
        lambda: other_json(choose.choice(good), choose),
        lambda: other_note(choose.choice(good), choose),
        lambda: signed_again(choose),
    )
    return choose.choice(kinds)()


def other_bytes(content: bytes, choose: random.Random) -> bytes:
    """One to three bytes changed, cut, doubled or moved."""
    changed = bytearray(content)
    for _ in range(choose.randint(1, 3)):
        at, to = choose.randrange(len(changed)), choose.randrange(len(changed))
        match choose.randrange(4):
            case 0:
                changed[at] ^= 1 << choose.randrange(8)
            case 1:
                del changed[at : at + choose.randrange(1, 80)]
            case 2:
                changed[at:at] = changed[to : to + choose.randrange(1, 80)]
            case _:
                changed[at] = choose.choice(SIGNS)
    return bytes(changed)


def other_json(content: bytes, choose: random.Random) -> bytes:
    """Parts left out, doubled, swapped or exchanged for odd ones, in the proof or in an entry."""
    stated = json.loads(content)
    if choose.random() < 0.4:
        item = choose.choice(stated["entries"])
        item["entry"] = written(changed(json.loads(item["entry"]), choose), choose)
    else:
        stated = changed(stated, choose)
    return written(stated, choose).encode(errors="surrogatepass")


def changed(value: Any, choose: random.Random) -> Any:
    """The same value with one part of it altered."""
    places = [(value, name) for value in containers(value) for name in names(value)]
    if not places:
        return choose.choice(ODD)
    where, name = choose.choice(places)
    match choose.randrange(5):
        case 0:
            del where[name]
        case 1:
            where[name] = choose.choice(ODD)
        case 2:
            other, its = choose.choice(places)
            where[name], other[its] = other[its], where[name]
        case 3 if isinstance(where, list):
            where.insert(choose.randint(0, len(where)), where[name])
        case 3:
            where[choose.choice([*where, "", "ы", "x"])] = where[name]
        case _:
            where[name] = near(where[name], choose)
    return value


def containers(value: Any) -> list[Any]:
    """Every list and object in a value."""
    inside = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else ()
    own = [value] if isinstance(value, dict | list) else []
    return own + [found for one in inside for found in containers(one)]


def names(value: Any) -> list[Any]:
    return list(value) if isinstance(value, dict) else list(range(len(value)))


def near(value: Any, choose: random.Random) -> Any:
    """A value much like this one."""
    if isinstance(value, bool) or value is None or isinstance(value, dict):
        return choose.choice(ODD)
    if isinstance(value, int):
        return value + choose.choice((-1, 1, 2**53))
    if isinstance(value, list):
        return choose.choice((value[::-1], value[1:], value * 2, value[:1] * 65))
    at = choose.randrange(len(value) + 1)
    return value[:at] + choose.choice(("", " ", "0", "a", "A", "+", "\n", "ү")) + value[at + 1 :]


def written(value: Any, choose: random.Random) -> str:
    """JSON: canonical mostly, else in another of the ways in which it can be written."""
    style = choose.randrange(12)
    text = json.dumps(
        value,
        ensure_ascii=style == 0,
        sort_keys=style != 1,
        separators=(", ", ": ") if style == 2 else (",", ":"),
    )
    return " " + text if style == 3 else text


def other_note(content: bytes, choose: random.Random) -> bytes:
    """Another checkpoint in the place of one, signed by whoever holds a key."""
    stated = json.loads(content)
    places = [stated, *(item["by"] for item in stated["entries"] if item["by"])]
    place = choose.choice(places)
    text = DEVICE.text(choose.randint(0, len(DEVICE.entries))).decode()
    old, new = choose.choice(
        (("", ""), ("\n", "\n0"), ("\n", "\n\n"), ("=\n", "\n"), ("=\n", "=\nmore\n"), ("=\n", "=\t\n"),
         (DEVICE.log, DEVICE.members[0]), ("\n1", "\n9999999999999999"), ("\n1", "\n99999999999999999"))
    )  # fmt: skip
    signed = text.replace(old, new, 1).encode() if old else text.encode()
    signers = choose.sample(sorted(SEEDS), choose.randint(1, len(SEEDS)))
    keys = {name: SEEDS[choose.choice((name, name, name, DEVICE.log))] for name in signers}
    lines = [note.sign(signed, name, seed) for name, seed in keys.items()]
    shown = choose.choice((signed, signed, signed, text.encode()))
    place["checkpoint"] = near_note((shown + b"\n" + b"".join(lines)).decode(), choose)
    return written(stated, choose).encode(errors="surrogatepass")


def near_note(text: str, choose: random.Random) -> str:
    """The note itself mostly, else with something that a note must not have."""
    odd = [("— ", "- "), ("— ", "—  "), ("— ", "— a+"), ("=\n", "\n"), ("\n", "\r\n"), ("\n\n", "\n")]
    old, new = choose.choice([("", "")] * 6 + odd)
    return text.replace(old, new, choose.choice((1, -1))) if old else text


def signed_again(choose: random.Random) -> bytes:
    """A log with one entry altered, its tree and checkpoints made again, so that the signatures hold."""
    device = Device("device")
    device.entries = list(DEVICE.entries)
    device.written, device.commits = DEVICE.written, DEVICE.commits
    at = choose.randrange(len(device.entries))
    said = [stated(one) for one in device.written[at].statements]
    entry = json.loads(device.entries[at])
    match choose.randrange(4):
        case 0:
            entry = changed(entry, choose)
        case 1:
            entry["body"] = changed(entry["body"], choose)
        case 2 if said:
            one = choose.choice(said)
            one[choose.choice([name for name in one if name != "salt"])] = choose.choice(ODD)
            entry["digests"] = with_id(device.log, one, entry["digests"], choose)
        case _:
            digest = by_digest(device.log, device.written[at].by_salt, choose.choice(device.members))
            entry["digests"] = replaced(digest.hex(), entry["digests"], choose)
    device.entries[at] = written(entry, choose).encode(errors="replace")
    return shown_of(device, {at: said}, choose)


def stated(one: Any) -> dict[str, Any]:
    parts = ("about", "basis", "language", "op", "says", "type", "value")
    return {"salt": one.salt.hex()} | {part: getattr(one, part) for part in parts}


def with_id(log: str, one: dict[str, Any], digests: list[str], choose: random.Random) -> list[str]:
    said = {name: value for name, value in one.items() if name != "salt"}
    try:
        return replaced(statement_id(log, bytes.fromhex(one["salt"]), **said).hex(), digests, choose)
    except Exception:  # what has no digest is shown as it is
        return digests


def replaced(digest: str, digests: list[str], choose: random.Random) -> list[str]:
    return sorted({digest, *choose.sample(digests, len(digests) - 1)})


def shown_of(device: Device, said: dict[int, Any], choose: random.Random) -> bytes:
    """A proof of some of a log's entries, made without looking whether it holds."""
    size = len(device.entries)
    positions = sorted({0, *said, *choose.sample(range(size), choose.randint(0, 4))})
    return json.dumps(
        {
            "checkpoint": device.note(size).decode(),
            "entries": [item_of(device, position, said, choose) for position in positions],
            "format": "kuzat-proof/1",
        },
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    ).encode(errors="surrogatepass")


def item_of(device: Device, position: int, said: dict[int, Any], choose: random.Random) -> dict[str, Any]:
    one, size = device.written[position], len(device.entries)
    statements = said.get(position) or [stated(statement) for statement in one.statements]
    commit, member = next(commit for commit in device.commits if commit[0] > position)
    covered = choose.choice((commit, commit, size))
    return {
        "at": choose.choice((None, {"at": one.at, "salt": one.at_salt.hex()})),
        "by": choose.choice((None, {
            "checkpoint": device.note(covered, member).decode(),
            "member": member,
            "path": [node.hex() for node in path(device, position, covered)],
            "salt": one.by_salt.hex(),
        })),
        "entry": device.entries[position].decode(),
        "path": [node.hex() for node in path(device, position, size)],
        "statements": choose.sample(statements, choose.randint(0, len(statements))),
    }  # fmt: skip


def path(device: Device, position: int, size: int) -> list[bytes]:
    return merkle.inclusion_proof([merkle.leaf_hash(entry) for entry in device.entries], position, size)
