# SPDX-License-Identifier: Apache-2.0
"""Golden vectors of proof files: good ones, and one for each way to be wrong, named after it."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from vector_log import DEVICE, Device, build, public, told

from kuzat.log import check_proof, make_proof, note
from kuzat.log.canonical import encode
from kuzat.log.disclosed import ProofBad
from kuzat.log.proof import Shown

SIZE = len(DEVICE.entries)
Change = Callable[[dict[str, Any]], object]


def proof(*shown: Shown, size: int = SIZE, device: Device = DEVICE) -> bytes:
    """A proof under the checkpoint at a size."""
    return make_proof(device.note(size), device.entries[0], shown, device.path)


def good_proofs() -> list[dict[str, Any]]:
    """Proofs to be accepted, and what they show."""
    show = DEVICE.shown
    made = {
        "genesis_alone": proof(),
        "one_statement": proof(show(1, [0])),
        "one_statement_in_a_small_log": proof(show(1, [2]), size=2),
        "no_statement_only_when": proof(show(1, at=True)),
        "with_author_and_time": proof(show(1, [0, 1, 2], by=True, at=True)),
        "withdrawn_and_corrected": proof(show(1, [1]), show(2, [0, 1], at=True)),
        "author_added_later": proof(show(3), show(4, range(8), by=True)),
        "author_before_revocation": proof(show(3), show(4, [0], by=True), show(8)),
        "genesis_with_author": proof(show(0, by=True, at=True), show(5), show(6), show(7)),
        "under_the_commits_own_checkpoint": proof(show(1, [0], by=True), size=2),
    }
    return [
        {"name": name, "proof": one.decode(), "shows": shows(one)} for name, one in made.items()
    ]


def shows(content: bytes) -> dict[str, Any]:
    """What a verifier must find."""
    report = check_proof(content)
    return {
        "log": report.log,
        "key": report.key,
        "size": report.size,
        "root": report.root.hex(),
        "entries": [[one.position, len(one.statements), one.by, one.at] for one in report.entries],
    }


def bad_proofs() -> list[dict[str, Any]]:
    """Proofs that must be refused, with the reason that ours gives."""
    cases = []
    for name, content in [*as_text(), *as_json(), *resigned()]:
        try:
            check_proof(content)
        except ProofBad as bad:
            cases.append({"name": name, "proof": content.decode(), "refused": str(bad)})
            continue
        raise AssertionError(f"the bad proof {name} was accepted")
    return cases


def whole() -> bytes:
    """A proof that uses every part: genesis, an added member, two statements, author and time."""
    return proof(
        DEVICE.shown(1, [0, 1]), DEVICE.shown(3), DEVICE.shown(4, [0, 3], by=True, at=True)
    )


def as_text() -> Iterator[tuple[str, bytes]]:
    """What is wrong before anything is understood."""
    good = whole()
    yield "empty", b""
    yield "cut", good[:-1]
    yield "newline_behind", good + b"\n"
    yield "space", good.replace(b",", b", ", 1)
    yield "byte_order_mark", b"\xef\xbb\xbf" + good
    yield "half_character", good.replace(b'"language":"ky"', b'"language":"\\ud800"')
    yield "name_twice", good.replace(b'"format":', b'"format":"kuzat-proof/1","format":')
    yield "number_with_a_point", good.replace(b'"language":"ky"', b'"language":1.0')
    yield "number_too_large", good.replace(b'"language":"ky"', b'"language":9007199254740993')
    yield "number_of_5000_digits", good.replace(b'"language":"ky"', b'"language":' + b"9" * 5000)
    yield "not_a_number", good.replace(b'"language":"ky"', b'"language":NaN')
    yield "nested", good.replace(b'"language":"ky"', b'"language":' + b"[" * 2000)
    yield "escape_not_needed", good.replace(b'"language":"ky"', b'"language":"\\u006by"')


def as_json() -> Iterator[tuple[str, bytes]]:
    """One thing changed in a good proof. Items: 0 genesis, 1 a form, 2 the member, 3 theirs."""
    changes: dict[str, Change] = {
        "format_unknown": lambda p: p.update(format="kuzat-proof/2"),
        "part_missing": lambda p: p.pop("checkpoint"),
        "part_unknown": lambda p: p.update(comment=""),
        "no_entries": lambda p: p.update(entries=[]),
        "genesis_missing": lambda p: p["entries"].pop(0),
        "entry_twice": lambda p: p["entries"].insert(1, p["entries"][1]),
        "entries_out_of_order": lambda p: p["entries"].insert(1, p["entries"].pop()),
        "entry_null": lambda p: p["entries"].append(None),
        "entry_with_a_space": _in(1, entry=lambda text: text.replace(",", ", ", 1)),
        "entry_digest_changed": _in(1, entry=_other_digest),
        "entry_position_changed": _in(
            1, entry=lambda text: text.replace('"position":1', '"position":2')
        ),
        "path_short": _in(1, path=lambda path: path[:-1]),
        "path_long": _in(1, path=lambda path: [*path, path[-1]]),
        "path_swapped": _in(1, path=lambda path: path[::-1]),
        "path_in_capitals": _in(1, path=lambda path: [node.upper() for node in path]),
        "path_of_another_entry": lambda p: p["entries"][1].update(path=p["entries"][3]["path"]),
        "path_endless": _in(1, path=lambda path: path * 32),
        "statement_twice": _in(1, statements=lambda said: said * 2),
        "statement_of_another_entry": lambda p: p["entries"][1].update(
            statements=p["entries"][3]["statements"]
        ),
        "at_changed": _in(3, at=lambda at: at | {"at": "2026-11-24T09:59:00Z"}),
        "at_misshapen": _in(3, at=lambda at: at | {"at": "24.11.2026"}),
        "at_salt_changed": _in(3, at=lambda at: at | {"salt": "00" * 16}),
        "by_salt_changed": _in(3, by=lambda by: by | {"salt": "00" * 16}),
        "by_another_member": _in(3, by=lambda by: by | {"member": DEVICE.members[0]}),
        "by_path_short": _in(3, by=lambda by: by | {"path": by["path"][:-1]}),
        "author_unknown": lambda p: p["entries"].pop(2),
    }
    said = {
        "value": "2010-07", "salt": "00" * 16, "language": "en", "basis": None, "says": "event.end",
        "op": "withdraw", "type": "text", "about": "evt-" + "a2" * 16,
    }  # fmt: skip
    for part, value in said.items():
        number = 0 if part == "basis" else 1
        changes[f"statement_{part}_changed"] = _said(number, part, value)
    changes["statement_part_missing"] = lambda p: p["entries"][1]["statements"][0].pop("basis")
    for name, change in changes.items():
        stated = json.loads(whole())
        change(stated)
        yield name, encode(stated)


def _in(item: int, **parts: Callable[[Any], Any]) -> Change:
    def change(stated: dict[str, Any]) -> None:
        for part, changed in parts.items():
            stated["entries"][item][part] = changed(stated["entries"][item][part])

    return change


def _said(number: int, part: str, value: Any) -> Change:
    return lambda stated: stated["entries"][1]["statements"][number].update({part: value})


def _other_digest(text: str) -> str:
    entry = json.loads(text)
    last = entry["digests"][-1]
    entry["digests"][-1] = last[:-1] + ("0" if last[-1] != "0" else "1")
    return encode(entry).decode()


def resigned() -> Iterator[tuple[str, bytes]]:
    """What only somebody with a key can make."""
    device, other = DEVICE, build("another device")
    text, member = device.text(SIZE), device.members[1]

    def with_(item: int | None, checkpoint: bytes) -> bytes:
        stated = json.loads(whole())
        place = stated if item is None else stated["entries"][item]["by"]
        place["checkpoint"] = checkpoint.decode()
        return encode(stated)

    def signed(text: bytes, seed: bytes = device.log_seed) -> bytes:
        return text + b"\n" + note.sign(text, device.log, seed)

    yield "checkpoint_unsigned", with_(None, text)
    yield "checkpoint_of_another_key", with_(None, signed(text, bytes(32)))
    yield "checkpoint_of_another_log", with_(None, other.note(SIZE))
    yield (
        "checkpoint_names_another_log",
        with_(None, signed(text.replace(device.log.encode(), other.log.encode()))),
    )
    yield "checkpoint_too_small", with_(None, device.note(4))
    yield "checkpoint_with_an_extension", with_(None, signed(text + b"more\n"))
    yield (
        "checkpoint_signed_by_a_member_only",
        with_(None, text + b"\n" + note.sign(text, member, device.seeds[member])),
    )
    yield "author_did_not_sign", with_(3, device.note(5))
    yield (
        "author_signed_and_the_log_did_not",
        with_(3, device.text(5) + b"\n" + note.sign(device.text(5), member, device.seeds[member])),
    )
    yield "author_signed_before", with_(3, device.note(4, member))
    forked = device.text(SIZE).replace(b"\n%d\n" % SIZE, b"\n%d\n" % (SIZE + 1))
    yield (
        "author_signed_a_larger_log",
        with_(3, signed(forked) + note.sign(forked, member, device.seeds[member])),
    )
    yield "fork_of_one_size", with_(3, _fork(member))
    yield (
        "author_revoked",
        _unchecked(device.shown(3), device.shown(8), device.shown(9, [0], by=True)),
    )
    yield "author_signed_after_revocation", _late(member)
    yield "author_added_after", _hasty()
    yield "author_named_as_the_log", _namesake()
    yield "entry_of_another_log", _joined(whole(), proof(other.shown(5), device=other))
    stated = json.loads(whole())
    key = public(device.log_seed).hex()
    stated["entries"][0]["entry"] = stated["entries"][0]["entry"].replace(
        key, public(bytes(32)).hex()
    )
    stated["checkpoint"] = signed(text, bytes(32)).decode()
    yield "genesis_key_exchanged", encode(stated)


def _fork(member: str) -> bytes:
    """A checkpoint of the main one's size and another root, signed by the log and the member."""
    text = DEVICE.text(SIZE - 1).replace(b"\n%d\n" % (SIZE - 1), b"\n%d\n" % SIZE)
    lines = [(DEVICE.log, DEVICE.log_seed), (member, DEVICE.seeds[member])]
    return text + b"\n" + b"".join(note.sign(text, name, seed) for name, seed in lines)


def _late(member: str) -> bytes:
    """An entry from before the revocation, under a checkpoint that the stolen key signed later."""
    stated = json.loads(proof(DEVICE.shown(3), DEVICE.shown(4, by=True), DEVICE.shown(8)))
    stated["entries"][2]["by"] |= {
        "checkpoint": DEVICE.note(SIZE, member).decode(),
        "path": [node.hex() for node in DEVICE.path(4, SIZE)],
    }
    return encode(stated)


def _namesake() -> bytes:
    """A member whose id is the log's: their one signature would stand for both."""
    device = Device("namesake")
    device.members[0] = device.log
    device.seeds[device.log] = device.random(32)
    genesis = json.loads(DEVICE.entries[0])["body"]
    genesis |= {"key": public(device.log_seed).hex(), "members": [device.key(0)]}
    device.write(0, kind="genesis", body=genesis)
    device.commit()
    stated = json.loads(proof(size=1, device=device))
    author = device.shown(0, by=True).by
    stated["entries"][0]["by"] = {
        "checkpoint": author.checkpoint.decode(),
        "member": author.member,
        "path": [],
        "salt": author.salt.hex(),
    }
    return encode(stated)


def _hasty() -> bytes:
    """A member writes and signs an entry, and is added to the log only in the next one."""
    device = Device("hasty")
    genesis = json.loads(DEVICE.entries[0])["body"]
    genesis |= {"key": public(device.log_seed).hex(), "members": [device.key(0)]}
    device.write(0, kind="genesis", body=genesis)
    device.commit()
    device.write(1, told("d4")[:1])
    device.commit()
    device.write(0, kind="member", body=device.key(1))
    device.commit()
    stated = json.loads(proof(device.shown(1, [0]), device.shown(2), size=3, device=device))
    author = device.shown(1, by=True).by
    stated["entries"][1]["by"] = {
        "checkpoint": author.checkpoint.decode(),
        "member": author.member,
        "path": [node.hex() for node in device.path(1, 2)],
        "salt": author.salt.hex(),
    }
    return encode(stated)


def _unchecked(*shown: Shown) -> bytes:
    """A proof whose parts hold each, put together from proofs that are good."""
    revoked = json.loads(proof(shown[0], shown[1]))
    last = json.loads(proof(shown[0], shown[2]))
    revoked["entries"].append(last["entries"][-1])
    return encode(revoked)


def _joined(first: bytes, second: bytes) -> bytes:
    stated = json.loads(first)
    stated["entries"].append(json.loads(second)["entries"][1])
    return encode(stated)
