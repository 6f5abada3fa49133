# SPDX-License-Identifier: Apache-2.0
"""Golden vectors of archive.json. The passphrases are known to everybody: never use them."""

import json
from collections.abc import Callable
from typing import Any

import rfc8785
from vector_log import Stream

from kuzat.errors import KuzatError
from kuzat.keys import FLOOR, Cost, create, open_header
from kuzat.keys.header import encode
from kuzat.keys.member import read, seal

ARCHIVE, FIRST, SECOND = "a0" * 16, "b1" * 16, "b2" * 16
PASSPHRASE, OTHER = "жети кат жер алдында", "e\u0308t uzun kechasi bo\u02bbldi"
Change = Callable[[dict[str, Any]], object]


def made(archive: str = ARCHIVE) -> tuple[bytes, bytes, Any]:
    """Headers of one archive with one member and with two, and what the first unlocks."""
    random = Stream(f"header {archive}")
    one, unlocked = create(
        archive=archive, passphrase=PASSPHRASE, member=FIRST, random=random, cost=FLOOR
    )
    secrets = {"cases/1": unlocked.cases_key, "seed": random(32)}
    further = seal(archive, SECOND, OTHER, secrets, random, Cost(memory=65_536, passes=4, lanes=2))
    first = read(json.loads(one)["members"][0])
    return one, encode(archive, (first, further), unlocked.cases_key), unlocked


def headers() -> list[dict[str, Any]]:
    """Headers that open with the keys inside, and such as must not open."""
    one, two, _ = made()
    cases = [
        _opened("one_member", one, PASSPHRASE),
        _opened("two_members_the_first", two, PASSPHRASE),
        _opened("two_members_the_second", two, OTHER),
        _opened("passphrase_in_composed_form", two, OTHER.replace("e\u0308", "\u00eb")),
        _opened("passphrase_in_decomposed_form", one, PASSPHRASE.replace("й", "и\u0306")),
    ]
    wrong = {"passphrase_wrong": one, **_changed(one, two), **_as_text(one)}
    return cases + [_refused(name, content) for name, content in wrong.items()]


def _opened(name: str, content: bytes, passphrase: str) -> dict[str, Any]:
    unlocked = open_header(content, passphrase)
    return {
        "name": name,
        "header": content.decode(),
        "passphrase": passphrase,
        "member": unlocked.member,
        "seed": unlocked.member_seed.hex(),
        "cases/1": unlocked.cases_key.hex(),
    }


def _refused(name: str, content: bytes) -> dict[str, Any]:
    passphrase = "another one altogether" if name == "passphrase_wrong" else PASSPHRASE
    try:
        open_header(content, passphrase)
    except KuzatError as error:
        header = content.decode()
        return {"name": name, "header": header, "passphrase": passphrase, "refused": str(error)}
    raise AssertionError(f"the bad header {name} was opened")


def _changed(one: bytes, two: bytes) -> dict[str, bytes]:
    """One thing changed in a good header."""
    elsewhere = json.loads(made("a1" * 16)[0])["members"][0]

    def kdf(**parts: Any) -> Change:
        return lambda header: header["members"][0]["kdf"].update(parts)

    def wraps(**parts: Any) -> Change:
        return lambda header: header["members"][0]["wraps"].update(parts)

    changes: dict[str, Change] = {
        "format_newer": lambda header: header.update(format=2),
        "format_true": lambda header: header.update(format=True),
        "format_zero": lambda header: header.update(format=0),
        "suite_unknown": lambda header: header.update(suite=2),
        "part_unknown": lambda header: header.update(comment=""),
        "part_missing": lambda header: header.pop("quorums"),
        "boxes_filled": lambda header: header.update(boxes={"identity/1": "ab" * 32}),
        "quorums_filled": lambda header: header.update(quorums=[{}]),
        "archive_exchanged": lambda header: header.update(archive="a2" * 16),
        "mac_changed": lambda header: header.update(mac="00" * 32),
        "mac_null": lambda header: header.update(mac=None),
        "no_members": lambda header: header.update(members=[]),
        "sixty_five_members": lambda header: header.update(members=header["members"] * 65),
        "member_twice": lambda header: header.update(members=header["members"] * 2),
        "member_id_exchanged": lambda header: header["members"][0].update(id="b3" * 16),
        "member_of_another_archive": lambda header: header.update(members=[elsewhere]),
        "memory_weakened": kdf(memory=65_535),
        "memory_exhausting": kdf(memory=4_194_305),
        "memory_other_than_sealed": kdf(memory=65_544),
        "passes_weakened": kdf(passes=2),
        "passes_exhausting": kdf(passes=17),
        "lanes_exhausting": kdf(lanes=17),
        "lanes_none": kdf(lanes=0),
        "salt_short": kdf(salt="ab" * 15),
        "kdf_unknown": kdf(name="pbkdf2"),
        "factor_unknown": kdf(factors=["passphrase", "file"]),
        "wrap_missing": lambda header: header["members"][0]["wraps"].pop("seed"),
        "wrap_misnamed": wraps(**{"cases/01": "ab" * 60}),
        "wrap_short": wraps(seed="ab" * 59),
        "wraps_swapped": lambda header: header["members"][0].update(
            wraps=dict(zip(("cases/1", "seed"), _wraps(header)[::-1], strict=True))
        ),
        "wrap_changed": wraps(seed="ab" * 60),
    }
    cases = {}
    for name, change in changes.items():
        header = json.loads(one)
        change(header)
        cases[name] = rfc8785.dumps(header)
    header = json.loads(two)
    header["members"].pop()
    return cases | {"member_taken_out": rfc8785.dumps(header)}


def _wraps(header: dict[str, Any]) -> list[str]:
    wraps = header["members"][0]["wraps"]
    return [wraps["cases/1"], wraps["seed"]]


def _as_text(one: bytes) -> dict[str, bytes]:
    return {
        "empty": b"",
        "cut": one[:-1],
        "newline_behind": one + b"\n",
        "space": one.replace(b",", b", ", 1),
        "name_twice": one.replace(b'"format":1', b'"format":1,"format":1'),
        "number_with_a_point": one.replace(b'"passes":3', b'"passes":3.0'),
        "number_of_5000_digits": one.replace(b'"passes":3', b'"passes":' + b"3" * 5000),
        "nested": b"[" * 2000,
    }
