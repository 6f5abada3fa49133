# SPDX-License-Identifier: Apache-2.0
"""Golden vectors of archive.json. The passphrases are known to everybody: never use them."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import rfc8785
from vector_log import Stream

from kuzat.errors import KuzatError
from kuzat.keys import (
    FLOOR,
    Cost,
    Newcomer,
    Unlocked,
    create,
    identity_database_key,
    open_header,
    together,
)
from kuzat.keys.change import add, without_single
from kuzat.keys.header import Header, parse
from kuzat.keys.member import Login, Member, enrol, public_key
from kuzat.keys.sharing import set_quorum
from kuzat.keys.unlocked import epochs, named

ARCHIVE, FIRST, SECOND, THIRD = "a0" * 16, "b1" * 16, "b2" * 16, "b3" * 16
PASSPHRASE, OTHER = "жети кат жер алдында", "e\u0308t uzun kechasi bo\u02bbldi"
FILE = bytes(range(100, 132))
Change = Callable[[dict[str, Any]], object]


def made(archive: str = ARCHIVE) -> tuple[bytes, Header, Unlocked]:
    """The header of an archive with one member as bytes and as read, and what that member unlocks."""
    random = Stream(f"header {archive}")
    one, unlocked = create(
        archive=archive, passphrase=PASSPHRASE, member=FIRST, random=random, cost=FLOOR
    )
    return one, parse(one)[0], unlocked


def further(
    unlocked: Unlocked, member: str, login: Login, roles: set[str], keys: dict[str, bytes]
) -> Member:
    """Another member of the same archive."""
    random = Stream(f"further {member}")
    seed, cost = random(32), Cost(memory=65_536, passes=4, lanes=2)
    fresh = enrol(
        ARCHIVE, member, login, seed, frozenset(roles), unlocked.cases_key, random, cost
    )
    return fresh.given(ARCHIVE, public_key(ARCHIVE, member, seed), keys, random)


def headers() -> list[dict[str, Any]]:
    """Headers that open with the keys inside, and such as must not open."""
    one, read, first = made()
    cases = {"cases/1": first.cases_key}
    second = further(first, SECOND, Login(passphrase=OTHER), {"documenter"}, cases)
    opens = cases | {"identity/1": first.identity[1]}
    third = further(first, THIRD, Login(passphrase=OTHER, file=FILE), {"lawyer"}, opens)
    two = replace(read, members=(*read.members, second)).encode(first.cases_key)
    three = replace(read, members=(*read.members, third)).encode(first.cases_key)
    cases = [
        _opened("one_member", one, PASSPHRASE),
        _opened("two_members_the_first", two, PASSPHRASE),
        _opened("two_members_the_second", two, OTHER),
        _opened("key_file", three, OTHER, FILE),
        _opened("key_file_of_somebody_else", three, PASSPHRASE, FILE),
        _opened("passphrase_in_composed_form", two, OTHER.replace("e\u0308", "\u00eb")),
        _opened("passphrase_in_decomposed_form", one, PASSPHRASE.replace("й", "и\u0306")),
    ]
    wrong = {"passphrase_wrong": one, **_changed(one, two), **_as_text(one)}
    return [
        *cases,
        _refused("key_file_missing", three, OTHER),
        _refused("key_file_wrong", three, OTHER, FILE[::-1]),
        *(_refused(name, content, _typed(name)) for name, content in wrong.items()),
    ]


def quorums() -> list[dict[str, Any]]:
    """Keys under shares: 2 of 3 officers for identities, 2 of 2 trustees for everything."""
    _, read, first = made()
    random = Stream("quorums")
    seeds = {f"d{number}" * 16: random(32) for number in range(5)}
    for member, role in zip(seeds, ["lawyer"] * 3 + ["trustee"] * 2, strict=True):
        newcomer = Newcomer(
            id=member,
            seed=seeds[member],
            login=Login(passphrase=OTHER),
            roles=frozenset({role}),
            cost=FLOOR,
        )
        read = add(read, first, newcomer, random)
    officers, trustees = [*seeds][:3], [*seeds][3:]
    read = set_quorum(read, first, 2, officers, random)
    read = set_quorum(read, first, 2, trustees, random)
    alone, (shared, _) = read.encode(first.cases_key), without_single(read, first, random)
    crisis = shared.encode(first.cases_key)
    cases = [
        _together("two_of_three", alone, seeds, officers[:2]),
        _together("other_two_of_three", alone, seeds, officers[1:]),
        _together("one_of_three", alone, seeds, officers[:1]),
        _together("trustees", alone, seeds, trustees),
        _together("one_trustee_and_one_officer", alone, seeds, [trustees[0], officers[0]]),
        _together("crisis", crisis, seeds, officers[1:]),
        _together("crisis_one", crisis, seeds, officers[2:]),
    ]
    return [*cases, *_not_together(alone, seeds, officers)]


def _together(
    name: str, content: bytes, seeds: dict[str, bytes], people: list[str]
) -> dict[str, Any]:
    """What these people open together; each is given by the seed, to which their share is sealed."""
    read, _ = parse(content)
    acting, *others = (shares_of(read, member, seeds[member]) for member in people)
    opened = together(read, acting, others)
    keys = named("cases", opened.cases) | named("identity", opened.identity)
    return {
        "name": name,
        "header": content.decode(),
        "seeds": {member: seeds[member].hex() for member in people},
        "keys": {key: keys[key].hex() for key in sorted(keys)},
    }


def _not_together(
    content: bytes, seeds: dict[str, bytes], officers: list[str]
) -> Iterator[dict[str, Any]]:
    """One thing changed in what is shared; all but the last two are noticed by their shape."""
    pair = officers[:2]
    changes: dict[str, Change] = {
        "key_of_another_epoch": lambda item: item.update(key="identity/2"),
        "key_a_share": lambda item: item.update(key="share/1"),
        "of_one": lambda item: item.update(of=pair[:1]),
        "of_unsorted": lambda item: item.update(of=pair[::-1]),
        "of_one_twice": lambda item: item.update(of=pair[:1] * 2),
        "of_a_stranger": lambda item: item.update(of=[pair[0], "ee" * 16]),
        "of_somebody_without_share": lambda item: item.update(of=[FIRST, pair[0]]),
        "share_of_another_epoch": lambda item: item.update(share=2),
        "share_true": lambda item: item.update(share=True),
        "share_wrap_short": lambda item: item.update(wrap="ab" * 59),
        "part_unknown": lambda item: item.update(note=""),
        "share_wrap_changed": lambda item: item.update(wrap="ab" * 60),
        "share_of_other_people": lambda item: item.update(of=[pair[0], officers[2]]),
    }
    for name, change in changes.items():
        header = json.loads(content)
        change(header["quorums"][0])
        changed = rfc8785.dumps(header)
        people = header["quorums"][0]["of"] if name == "share_of_other_people" else pair
        yield {
            "name": name,
            "header": changed.decode(),
            "seeds": {member: seeds[member].hex() for member in people},
            "refused": _why_not(changed, seeds, people),
        }


def _why_not(changed: bytes, seeds: dict[str, bytes], people: list[str]) -> str:
    """The reason; shares alone are no key of cases, so that the mac is not what refuses."""
    try:
        read, _ = parse(changed)
        acting, *others = (shares_of(read, member, seeds[member]) for member in people)
        together(read, acting, others)
    except KuzatError as error:
        return str(error)
    raise AssertionError("keys under changed shares were opened")


def shares_of(read: Header, member: str, seed: bytes) -> Unlocked:
    """A member's shares alone."""
    keys = read.member(member).keys(read.archive, seed)
    return replace(made()[2], member=member, cases={}, identity={}, shares=epochs("share", keys))


def _opened(name: str, content: bytes, passphrase: str, file: bytes = b"") -> dict[str, Any]:
    unlocked = open_header(content, passphrase, file)
    compartments = {"cases": unlocked.cases, "identity": unlocked.identity}
    return {
        "name": name,
        "header": content.decode(),
        "passphrase": passphrase,
        "file": file.hex(),
        "member": unlocked.member,
        "roles": sorted(unlocked.roles),
        "public": _public(content, unlocked).hex(),
        "identity.db": [
            identity_database_key(key, parse(content)[0].archive).hex()
            for key in unlocked.identity.values()
        ],
        "keys": {"seed": unlocked.member_seed.hex()}
        | {
            f"{compartment}/{epoch}": key.hex()
            for compartment, keys in compartments.items()
            for epoch, key in keys.items()
        },
    }


def _public(content: bytes, unlocked: Unlocked) -> bytes:
    """The member's public key, as every member reads it."""
    read, _ = parse(content)
    return read.member(unlocked.member).public(read.archive, unlocked.cases_key)


def _typed(name: str) -> str:
    return "another one altogether" if name == "passphrase_wrong" else PASSPHRASE


def _refused(name: str, content: bytes, passphrase: str, file: bytes = b"") -> dict[str, Any]:
    try:
        open_header(content, passphrase, file)
    except KuzatError as error:
        return {
            "name": name,
            "header": content.decode(),
            "passphrase": passphrase,
            "file": file.hex(),
            "refused": str(error),
        }
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
        "boxes_empty": lambda header: header.update(boxes={}),
        "boxes_of_another_key": lambda header: header.update(boxes={"identity/1": "ab" * 32}),
        "boxes_of_another_compartment": lambda header: header["boxes"].update({"cases/1": "ab" * 32}),
        "boxes_misnamed": lambda header: header["boxes"].update({"identity/0": "ab" * 32}),
        "quorum_misshapen": lambda header: header.update(quorums=[{}]),
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
        "factor_added": kdf(factors=["passphrase", "file"]),
        "factor_unknown": kdf(factors=["passphrase", "token"]),
        "role_added": lambda header: header["members"][0]["roles"].append("trustee"),
        "role_twice": lambda header: header["members"][0]["roles"].insert(0, "analyst"),
        "roles_unsorted": lambda header: header["members"][0]["roles"].reverse(),
        "box_changed": lambda header: header["members"][0].update(box="ab" * 60),
        "wrap_missing": lambda header: header["members"][0]["wraps"].pop("seed"),
        "wrap_taken_out": lambda header: header["members"][0]["wraps"].pop("identity/1"),
        "wrap_of_cases_taken_out": lambda header: header["members"][0]["wraps"].pop("cases/1"),
        "wrap_misnamed": wraps(**{"cases/01": "ab" * 80}),
        "wrap_of_an_epoch_without_box": wraps(**{"identity/2": "ab" * 80}),
        "wrap_short": wraps(seed="ab" * 59),
        "wraps_swapped": lambda header: header["members"][0].update(
            wraps=_swapped(header["members"][0]["wraps"])
        ),
        "wrap_changed": wraps(seed="ab" * 60),
        "wrap_of_cases_changed": wraps(**{"cases/1": "ab" * 80}),
    }
    cases = {}
    for name, change in changes.items():
        header = json.loads(one)
        change(header)
        cases[name] = rfc8785.dumps(header)
    taken_out, promoted = json.loads(two), json.loads(two)
    taken_out["members"].pop()
    promoted["members"][1]["roles"] = ["director"]
    return cases | {
        "member_taken_out": rfc8785.dumps(taken_out),
        "role_of_another_changed": rfc8785.dumps(promoted),
        "wraps_of_two_members_swapped": _between_members(two),
    }


def _swapped(wraps: dict[str, str]) -> dict[str, str]:
    return wraps | {"cases/1": wraps["identity/1"], "identity/1": wraps["cases/1"]}


def _between_members(two: bytes) -> bytes:
    header = json.loads(two)
    first, second = (member["wraps"] for member in header["members"])
    first["cases/1"], second["cases/1"] = second["cases/1"], first["cases/1"]
    return rfc8785.dumps(header)


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
