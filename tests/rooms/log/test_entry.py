# SPDX-License-Identifier: Apache-2.0
"""An entry lists digests, tells nothing of what they stand for, and has one form."""

import hashlib
from typing import Any

import pytest

from kuzat.log import EntryMalformed, TooManyStatements, decode, make_entry
from kuzat.log.entry import MOST_STATEMENTS, at_digest, by_digest, pad

LOG, SALT = "10" * 16, bytes(range(16))


def digests(number: int) -> list[bytes]:
    return [hashlib.sha256(b"%d" % n).digest() for n in range(number)]


def entry(number: int = 3, **parts: Any) -> Any:
    whole: dict[str, Any] = {
        "kind": "said",
        "log": LOG,
        "position": 4,
        "lamport": 9,
        "origin": "0a" * 16,
        "compartment": "cases",
        "vocabulary": "0c" * 32,
        "digests": digests(number),
        "salt": SALT,
        "body": {},
    }
    return make_entry(**(whole | parts))


def test_an_entry_comes_back_as_it_was() -> None:
    made = entry()
    assert decode(made.encode()) == made


@pytest.mark.parametrize(
    ("number", "size"), [(2, 8), (8, 8), (9, 16), (17, 32), (128, 128), (129, 256), (512, 512)]
)
def test_digests_are_filled_up(number: int, size: int) -> None:
    own = digests(number)
    padded = pad(own, SALT)
    assert len(padded) == size
    assert padded == sorted(padded)
    assert set(own) <= set(padded)
    decoys = [
        hashlib.sha256(b"kuzat/decoy/1" + SALT + bytes([0, 0, n >> 8, n & 255]))
        for n in range(size)
    ]
    assert set(padded) - set(own) == {one.digest() for one in decoys[: size - number]}


def test_two_entries_of_one_size_look_alike() -> None:
    few, many = entry(2), entry(8)
    assert len(few.encode()) == len(many.encode())


def test_at_most_510_statements_with_author_and_time() -> None:
    assert len(entry(MOST_STATEMENTS + 2).digests) == 512
    assert len(entry(MOST_STATEMENTS + 2).encode()) < 65_535
    with pytest.raises(TooManyStatements, match="at most 510 statements; this would have 511"):
        entry(MOST_STATEMENTS + 3)


def test_author_and_time_have_domains_of_their_own() -> None:
    text = "2026-11-24T09:30:00Z"
    assert by_digest(LOG, SALT, text) != at_digest(LOG, SALT, text)
    assert by_digest(LOG, SALT, text) != by_digest("11" * 16, SALT, text)
    assert by_digest(LOG, SALT, text) != by_digest(LOG, bytes(16), text)


@pytest.mark.parametrize(
    "parts",
    [
        {"kind": "erased"},
        {"kind": "genesis"},
        {"kind": "said", "position": 0},
        {"position": -1},
        {"lamport": 2**53},
        {"log": "10" * 15},
        {"origin": "Bishkek"},
        {"compartment": "office"},
        {"vocabulary": ""},
        {"body": {"note": "text"}},
        {"kind": "header", "body": {"change": "rewrap"}},
        {"kind": "received", "body": {"log": LOG, "size": -1, "root": "0c" * 32}},
        {"digests": [digests(1)[0], digests(1)[0]]},
        {"digests": [b"short"]},
    ],
)
def test_nothing_else_is_made(parts: dict[str, Any]) -> None:
    with pytest.raises(EntryMalformed):
        entry(**parts)


def test_what_is_too_large_is_not_read() -> None:
    with pytest.raises(EntryMalformed, match="too large"):
        decode(b" " * 65_536)
