# SPDX-License-Identifier: Apache-2.0
"""Write the golden vectors of docs/format: `make vectors`, always the same bytes.

Everything here is invented. Seeds and passphrases are known to everybody: never use them.
"""

import hashlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from vector_backups import backups
from vector_boxes import boxes
from vector_containers import containers
from vector_foreign import files as foreign
from vector_headers import headers, quorums
from vector_identities import identities
from vector_log import DEVICE, INVENTED, Stream, public
from vector_proofs import bad_proofs, good_proofs
from vector_signatures import forged

from kuzat.errors import KuzatError
from kuzat.log import merkle, note
from kuzat.log.canonical import encode
from kuzat.log.entry import at_digest, by_digest, decode, make_entry
from kuzat.log.statement import Draft, Statement, bind, check

TARGET = Path(__file__).resolve().parents[1] / "tests" / "golden" / "format"
ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
Case = dict[str, Any]

EVENT, PERSON = "evt-" + "5e" * 16, "per-" + "7a" * 16
NEWS, SHEET = "inf-" + "1f" * 16, "exh-" + "3c" * 16
SAID: dict[str, dict[str, str]] = {
    "text_kyrgyz": {"says": "event.title", "type": "text", "value": "Түнкү тинтүү", "language": "ky"},
    "text_uzbek_cyrillic": {
        "says": "event.title", "type": "text", "value": "Тунги тинтув", "language": "uz-Cyrl",
    },
    "text_with_region": {
        "says": "event.title", "type": "text", "value": "Ночной обыск", "language": "ru-KG",
    },
    "text_escaped": {"says": "event.note", "type": "text", "value": 'a "b" \\ / \n\t\x0b\x7f\u2028'},
    "text_beyond_the_basic_plane": {"says": "event.note", "type": "text", "value": "𐰴𐰆𐰕𐰀𐱃 🕯"},
    "text_not_normalised": {"says": "event.note", "type": "text", "value": "е\u0308 ё"},
    "text_largest": {"says": "event.note", "type": "text", "value": "ү" * 8192},
    "term": {"says": "act.type", "type": "term", "value": "act.life.killing", "about": "act-" + "4d" * 16},
    "record": {"says": "act.victim", "type": "record", "value": PERSON, "about": "act-" + "4d" * 16},
    "exhibit": {"says": "information.remark", "type": "exhibit", "value": SHEET, "about": NEWS},
    "date_month": {"says": "event.start", "type": "date", "value": "2010-06"},
    "date_before": {"says": "event.start", "type": "date", "value": "../2015-09-15"},
    "decimal": {"says": "event.killed_min", "type": "decimal", "value": "12.50"},
    "place": {"says": "event.region", "type": "place", "value": "KG-GB"},
    "statement": {"says": "any.adopts", "type": "statement", "value": "ab" * 32},
    "withdrawn": {"op": "withdraw", "says": "event.killed_min", "type": "statement", "value": "cd" * 32},
    "basis_record": {"says": "event.region", "type": "place", "value": "KG-O", "basis": NEWS},
    "basis_row": {"says": "event.region", "type": "place", "value": "KG-O", "basis": SHEET + "#row=12"},
    "basis_span": {
        "says": "event.region", "type": "place", "value": "KG-O", "basis": NEWS + "#chars=120,164",
    },
    "basis_statement": {
        "says": "event.title", "type": "text", "value": "A search by night", "language": "en",
        "basis": "stm-" + "ef" * 32,
    },
}  # fmt: skip
NOT_SAID: dict[str, dict[str, str]] = {
    "op_unknown": {"op": "replace"},
    "about_a_label": {"about": "E-7F3K9"},
    "says_without_a_kind": {"says": "title"},
    "type_unknown": {"type": "number"},
    "language_misspelt": {"language": "KY"},
    "basis_row_from_zero": {"basis": SHEET + "#row=0"},
    "basis_row_of_11_digits": {"basis": SHEET + "#row=" + "1" * 11},
    "basis_span_backwards": {"basis": NEWS + "#chars=164,120"},
    "basis_span_empty": {"basis": NEWS + "#chars=120,120"},
    "basis_span_from_00": {"basis": NEWS + "#chars=00,12"},
    "basis_span_of_10_digits": {"basis": NEWS + "#chars=0," + "1" * 10},
    "value_too_long": {"value": "ү" * 8192 + "a"},
    "withdraws_a_value": {"op": "withdraw"},
    "statement_id_in_capitals": {"type": "statement", "value": "AB" * 32},
}


def statements() -> list[Case]:
    """Every type, language and basis, with the bytes that are hashed; and what is no statement."""
    random = Stream("statements")
    cases: list[Case] = []
    for name, said in SAID.items():
        one = bind(Draft(**{"about": EVENT, **said}), INVENTED.log, random(16))
        hashed = [one.log, one.salt.hex(), one.op, one.about, one.says, [one.type, one.value]]
        hashed += [one.language, one.basis]
        cases.append(
            {
                "name": name,
                "log": one.log,
                "said": stated(one),
                "hashed": encode(hashed).decode(),
                "id": one.id.hex(),
            }
        )
    whole = {"about": EVENT, "says": "event.title", "type": "text", "value": "x"}
    for name, wrong in NOT_SAID.items():
        draft = Draft(**(whole | wrong))
        said = stated(Statement(b"", INVENTED.log, random(16), *_parts(draft)))
        refused = refusal(lambda draft=draft: check(draft))
        cases.append({"name": name, "log": INVENTED.log, "said": said, "refused": refused})
    return cases


def _parts(draft: Draft) -> tuple[Any, ...]:
    return (
        draft.op, draft.about, draft.says, draft.type, draft.value, draft.language, draft.basis,
    )  # fmt: skip


def stated(one: Statement) -> Case:
    """A statement as a proof shows it."""
    parts = ("about", "basis", "language", "op", "says", "type", "value")
    return {"salt": one.salt.hex()} | {part: getattr(one, part) for part in parts}


def refusal(action: Callable[[], object]) -> str:
    """The sentence with which an action is refused. It must be."""
    try:
        action()
    except KuzatError as error:
        return str(error)
    raise AssertionError("a bad vector was accepted")


def entries() -> list[Case]:
    """Every kind, and every size with its salts; the digests of statements are arbitrary here."""
    random = Stream("entries")
    cases: list[Case] = []
    for count in (0, 1, 6, 7, 14, 30, 62, 126, 254, 255, 510):
        own = [hashlib.sha256(f"{count}/{number}".encode()).digest() for number in range(count)]
        salt, by_salt, at_salt, member = random(16), random(16), random(16), random(16).hex()
        at = "2026-11-24T09:30:00Z"
        digests = [
            *own,
            by_digest(INVENTED.log, by_salt, member),
            at_digest(INVENTED.log, at_salt, at),
        ]
        entry = make_entry(
            kind="said", log=INVENTED.log, position=7, lamport=2**53 - 1, origin=INVENTED.origin,
            compartment="identity" if count == 6 else "cases", vocabulary=INVENTED.vocabulary,
            digests=digests, salt=salt, body={},
        )  # fmt: skip
        cases.append(
            {
                "name": f"said_{count}_statements",
                "entry": entry.encode().decode(),
                "leaf": merkle.leaf_hash(entry.encode()).hex(),
                "statements": [digest.hex() for digest in own],
                "salt": salt.hex(),
                "by": {"member": member, "salt": by_salt.hex()},
                "at": {"at": at, "salt": at_salt.hex()},
            }
        )
    for position, encoded in enumerate(DEVICE.entries):
        kind = decode(encoded).kind
        leaf = merkle.leaf_hash(encoded).hex()
        cases.append({"name": f"{kind}_{position}", "entry": encoded.decode(), "leaf": leaf})
    return cases + bad_entries()


def bad_entries() -> list[Case]:
    """Entries that differ from a good one in one thing each."""
    good = json.loads(DEVICE.entries[1])
    genesis = json.loads(DEVICE.entries[0])
    digests = good["digests"]
    changed: dict[str, Case] = {
        "digests_unsorted": {"digests": [digests[1], digests[0], *digests[2:]]},
        "digest_twice": {"digests": [digests[0], digests[0], *digests[2:]]},
        "seven_digests": {"digests": digests[:7]},
        "digest_short": {"digests": [digests[0][:-2], *digests[1:]]},
        "digest_in_capitals": {"digests": [digests[0].upper(), *digests[1:]]},
        "digest_a_number": {"digests": [1, *digests[1:]]},
        "format_2": {"format": 2},
        "suite_true": {"suite": True},
        "kind_unknown": {"kind": "erased"},
        "kind_a_list": {"kind": ["said"]},
        "compartment_unknown": {"compartment": "governance"},
        "position_negative": {"position": -1},
        "position_as_text": {"position": "1"},
        "position_true": {"position": True},
        "lamport_too_large": {"lamport": 2**53},
        "log_short": {"log": good["log"][:-2]},
        "vocabulary_missing": {"vocabulary": None},
        "part_unknown": {"note": "x"},
        "body_of_another_kind": {"body": genesis["body"]},
        "body_with_a_nameless_part": {"body": {"": 0}},
        "genesis_not_first": genesis | {"position": 1},
        "genesis_without_members": genesis | {"body": genesis["body"] | {"members": []}},
        "genesis_member_twice": genesis
        | {"body": genesis["body"] | {"members": genesis["body"]["members"] * 2}},
        "genesis_threshold_beyond_trustees": genesis | {"body": genesis["body"] | {"threshold": 3}},
        "witness_name_with_a_space": genesis
        | {"body": genesis["body"] | {"witnesses": [{"key": "ab" * 32, "name": "a b"}]}},
        "witness_name_not_ascii": genesis
        | {"body": genesis["body"] | {"witnesses": [{"key": "ab" * 32, "name": "күбө"}]}},
    }
    cases = {name: _plain(good | change) for name, change in changed.items()}
    whole = DEVICE.entries[1]
    cases |= {
        "part_missing": _plain({name: good[name] for name in good if name != "origin"}),
        "space": whole.replace(b",", b", ", 1),
        "order_of_names": _plain(dict(reversed(good.items())), sort=False),
        "number_with_a_point": whole.replace(b'"format":1', b'"format":1.0'),
        "name_twice": whole.replace(b'"format":1', b'"format":1,"format":1'),
        "escape_not_needed": whole.replace(b'"said"', b'"\\u0073aid"'),
        "newline_behind": whole + b"\n",
        "byte_order_mark": b"\xef\xbb\xbf" + whole,
        "nested": b"[" * 2000,
        "cut": whole[:-1],
        "empty": b"",
    }
    return [
        {"name": name, "entry": case.decode(), "refused": refusal(lambda case=case: decode(case))}
        for name, case in cases.items()
    ]


def _plain(value: Case, *, sort: bool = True) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=sort).encode()


def trees() -> list[Case]:
    """The root at every size of a small log, and the proofs between them."""
    leaves = [merkle.leaf_hash(entry) for entry in DEVICE.entries]
    return [
        {
            "size": size,
            "leaves": [leaf.hex() for leaf in leaves[:size]],
            "root": merkle.root(leaves[:size]).hex(),
            "inclusion": [
                [node.hex() for node in merkle.inclusion_proof(leaves, index, size)]
                for index in range(size)
            ],
            "consistency": [
                [node.hex() for node in merkle.consistency_proof(leaves, old, size)]
                for old in range(1, size + 1)
            ],
        }
        for size in range(len(leaves) + 1)
    ]


def notes() -> list[Case]:
    """Checkpoints with their signatures, and such as must not be accepted."""
    device, log = DEVICE, DEVICE.log
    text, seed = device.text(len(device.entries)), device.log_seed
    lines, root = note.sign(text, log, seed), text.split(b"\n")[2]
    good = text + b"\n" + lines
    member = note.sign(text, device.members[0], device.seeds[device.members[0]])

    def signed(text: bytes, name: str = log, seed: bytes = seed) -> bytes:
        return text + b"\n" + note.sign(text, name, seed)

    accepted = {
        "log_alone": good,
        "log_and_member": good + member,
        "member_first": text + b"\n" + member + lines,
        "unknown_line_passed_over": good + note.sign(text, "witness.example", bytes(32)),
        "empty_log": signed(device.text(0)),
    }
    refused = {
        "no_signature": text,
        "no_empty_line": text + lines,
        "other_key_in_its_name": signed(text, log, bytes(32)),
        "unknown_key_only": signed(text, "witness.example", bytes(32)),
        "size_changed": good.replace(b"\n%d\n" % len(device.entries), b"\n99\n"),
        "size_with_a_zero": signed(text.replace(b"\n%d\n" % len(device.entries), b"\n010\n")),
        "size_huge": signed(
            text.replace(b"\n%d\n" % len(device.entries), b"\n" + b"9" * 17 + b"\n")
        ),
        "extension_line": signed(text + b"extension\n"),
        "empty_line_and_more": signed(text + b"\nmore\n"),
        "empty_line_at_the_end": signed(text + b"\n"),
        "control_character": signed(text[:-1] + b"\t\n"),
        "control_character_in_an_unknown_name": good + note.sign(text, "witness\r", bytes(32)),
        "root_short": signed(text.replace(root, root[4:])),
        "root_padding_bits": signed(text.replace(root, root[:-2] + b"B=")),
        "signature_without_padding": good[:-2] + b"\n",
        "signature_padding_bits": good[:-3] + _spare_bit(good[-3:-2]) + b"=\n",
        "hyphen_for_dash": good.replace("—".encode(), b"-"),
        "end_missing": good[:-1],
        "hundred_and_one_lines": text + b"\n" + lines * 101,
    }
    key = public(seed)
    made = [(name, key, one) for name, one in {**accepted, **refused}.items()]
    made += forged(text, log, seed)
    cases: list[Case] = [
        {"name": name, "key": note.verifier_key(log, key), "note": one.decode()}
        for name, key, one in made
    ]
    for case, (_, key, one) in list(zip(cases, made, strict=True))[len(accepted) :]:
        case["refused"] = refusal(lambda one=one, key=key: read_note(one, {log: key}))
    return cases


def _spare_bit(sign: bytes) -> bytes:
    """The base64 sign that differs in the last bit, which padding leaves without meaning."""
    return ALPHABET[ALPHABET.index(sign) ^ 1 :][:1]


def read_note(content: bytes, keys: dict[str, bytes]) -> note.Checkpoint:
    """A checkpoint whose signatures hold."""
    return note.Checkpoint.parse(note.open_note(content, keys).text)


def files() -> dict[Path, bytes]:
    """Every vector file with its bytes."""
    return {
        TARGET / f"{name}.json": (json.dumps(cases, ensure_ascii=False, indent=1) + "\n").encode()
        for name, cases in {
            "statements": statements(),
            "boxes": boxes(),
            "backups": backups(),
            "containers": containers(),
            "identities": identities(),
            "entries": entries(),
            "trees": trees(),
            "notes": notes(),
            "headers": headers(),
            "quorums": quorums(),
            "proofs": good_proofs(),
            "proofs_bad": bad_proofs(),
            **foreign(),
        }.items()
    }


def main() -> int:
    """Write every file."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for path, content in files().items():
        path.write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
