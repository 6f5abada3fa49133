# SPDX-License-Identifier: Apache-2.0
"""Unlocking is the only login: what opens, what does not, and what is refused before it is tried."""

import hashlib
import json
import re
from dataclasses import replace
from typing import Any

import pytest
import rfc8785

from kuzat.errors import KuzatError
from kuzat.keys import (
    FLOOR,
    Cost,
    CostExhausting,
    CostWeakened,
    HeaderDamaged,
    HeaderNewer,
    PassphraseRefused,
    SuiteUnknown,
    Unlocked,
    WrongPassphrase,
    box,
    create,
    identity_box_secret,
    identity_database_key,
    open_header,
    reopen,
    roles,
)
from kuzat.keys.header import LARGEST, parse
from kuzat.keys.member import Login, enrol, public_key

ARCHIVE, MEMBER, OTHER = "a0" * 16, "b1" * 16, "b2" * 16
PASSPHRASE = "тоо башында мончо отун"


class Counted:
    """Random bytes that are different each time, and the same for each test."""

    def __init__(self, start: int = 0) -> None:
        self.count = start

    def __call__(self, size: int) -> bytes:
        self.count += 1
        return self.count.to_bytes(size, "big")


@pytest.fixture(scope="module")
def made() -> tuple[bytes, Unlocked]:
    return create(
        archive=ARCHIVE, passphrase=PASSPHRASE, member=MEMBER, random=Counted(), cost=FLOOR
    )


def changed(header: bytes, **parts: Any) -> bytes:
    return rfc8785.dumps({**json.loads(header), **parts})


def with_kdf(header: bytes, **parts: Any) -> bytes:
    stated = json.loads(header)
    stated["members"][0]["kdf"].update(parts)
    return rfc8785.dumps(stated)


def test_what_was_sealed_is_unlocked(made: tuple[bytes, Unlocked]) -> None:
    header, unlocked = made
    assert open_header(header, PASSPHRASE) == unlocked
    assert unlocked.member == MEMBER
    assert len({unlocked.member_seed, unlocked.cases_key, unlocked.identity[1]}) == 3


def test_the_first_member_has_every_role_and_can_read_identities(
    made: tuple[bytes, Unlocked],
) -> None:
    _, unlocked = made
    assert unlocked.roles == set(roles()) - {"trustee"}
    secret = identity_box_secret(unlocked.identity[1], ARCHIVE)
    assert unlocked.boxes == {1: box.public_key(secret)}
    assert identity_database_key(unlocked.identity[1], ARCHIVE) not in (
        secret,
        unlocked.identity[1],
        identity_database_key(unlocked.identity[1], "a1" * 16),
    )


def test_printing_shows_no_key(made: tuple[bytes, Unlocked]) -> None:
    _, unlocked = made
    assert repr(unlocked) == f"Unlocked(member='{MEMBER}')"


def test_default_cost_is_stated_in_the_header() -> None:
    header, unlocked = create(
        archive=ARCHIVE, passphrase=PASSPHRASE, member=MEMBER, random=Counted()
    )
    kdf = json.loads(header)["members"][0]["kdf"]
    assert (kdf["memory"], kdf["passes"], kdf["lanes"]) == (262_144, 3, 4)
    assert open_header(header, PASSPHRASE) == unlocked


@pytest.mark.parametrize(
    "wrong", ["", PASSPHRASE + " ", PASSPHRASE.upper(), "another one altogether"]
)
def test_wrong_passphrase(made: tuple[bytes, Unlocked], wrong: str) -> None:
    with pytest.raises(WrongPassphrase) as refused:
        open_header(made[0], wrong)
    assert not wrong or wrong not in str(refused.value)


def test_the_error_does_not_tell_the_passphrase() -> None:
    for passphrase in ("short", "abc\ud800 cut in half"):
        with pytest.raises(PassphraseRefused) as refused:
            create(archive=ARCHIVE, passphrase=passphrase, member=MEMBER, random=Counted())
        assert passphrase not in str(refused.value)
        assert "dice" in refused.value.step()


@pytest.mark.parametrize(
    "passphrase", ["", "eleven sign", " " * 20, "  eleven sign  ", "e\u0308" * 11]
)
def test_short_passphrases_are_not_taken(passphrase: str) -> None:
    with pytest.raises(PassphraseRefused):
        create(archive=ARCHIVE, passphrase=passphrase, member=MEMBER, random=Counted(), cost=FLOOR)


def test_half_a_character_opens_nothing(made: tuple[bytes, Unlocked]) -> None:
    with pytest.raises(PassphraseRefused):
        open_header(made[0], "from a locale \udcd1")


def test_the_same_passphrase_leaves_no_common_trace() -> None:
    found = []
    for start in (0, 1000):
        header, _ = create(
            archive=ARCHIVE, passphrase=PASSPHRASE, member=MEMBER, random=Counted(start), cost=FLOOR
        )
        found.append(set(re.findall("[0-9a-f]{16,}", header.decode())))
    assert found[0] & found[1] == {ARCHIVE, MEMBER}


def test_each_member_opens_with_their_own(made: tuple[bytes, Unlocked]) -> None:
    header, first = made
    seed, random, archive = bytes(32), Counted(500), ARCHIVE
    login = Login(passphrase="жаңы мүчөнүн сөзү")
    second = enrol(
        archive, OTHER, login, seed, frozenset({"reader"}), first.cases_key, random, FLOOR
    ).given(archive, public_key(archive, OTHER, seed), {"cases/1": first.cases_key}, random)
    read, _ = parse(header)
    both = replace(read, members=(*read.members, second)).encode(first.cases_key)
    digest = hashlib.sha256(both).hexdigest()
    assert open_header(both, PASSPHRASE) == replace(first, header=digest)
    opened = open_header(both, login.passphrase)
    assert (opened.member, opened.cases_key, opened.roles) == (OTHER, first.cases_key, {"reader"})
    assert (opened.identity, opened.boxes) == ({}, first.boxes)


@pytest.mark.parametrize(
    ("parts", "error"),
    [
        ({"memory": 2**40}, CostExhausting),
        ({"passes": 2**31}, CostExhausting),
        ({"lanes": 2**20}, CostExhausting),
        ({"memory": 8}, CostWeakened),
        ({"passes": 0}, CostWeakened),
        ({"memory": -1}, CostWeakened),
    ],
)
def test_costs_are_refused_before_anything_is_derived(
    made: tuple[bytes, Unlocked], parts: dict[str, int], error: type[KuzatError]
) -> None:
    with pytest.raises(error):
        open_header(with_kdf(made[0], **parts), PASSPHRASE)


def test_a_weakened_second_member_closes_the_door_for_the_first(
    made: tuple[bytes, Unlocked],
) -> None:
    stated = json.loads(made[0])
    weak = json.loads(made[0])["members"][0] | {"id": OTHER}
    weak["kdf"]["memory"] = 1024
    with pytest.raises(CostWeakened):
        open_header(changed(made[0], members=[*stated["members"], weak]), PASSPHRASE)


def test_a_cost_outside_is_not_sealed_with() -> None:
    for cost in (Cost(memory=1024), Cost(passes=1), Cost(lanes=64)):
        with pytest.raises((CostWeakened, CostExhausting)):
            create(
                archive=ARCHIVE, passphrase=PASSPHRASE, member=MEMBER, random=Counted(), cost=cost
            )


def test_newer_and_unknown(made: tuple[bytes, Unlocked]) -> None:
    header, _ = made
    for newer in (
        changed(header, format=2),
        changed(header, format=2, suite=9, kept=[]),
        with_kdf(header, factors=["passphrase", "token"]),
    ):
        with pytest.raises(HeaderNewer):
            open_header(newer, PASSPHRASE)
    with pytest.raises(SuiteUnknown, match="suite 7"):
        open_header(changed(header, suite=7), PASSPHRASE)


@pytest.mark.parametrize(
    "content", [b"", b"\xff", b"null", b"[]", b"{}", b"[" * 100_000, b" " * (LARGEST + 1)]
)
def test_what_is_no_header(content: bytes) -> None:
    with pytest.raises(HeaderDamaged):
        open_header(content, PASSPHRASE)


def flipped(header: bytes, at: int, bit: int = 0) -> bytes:
    content = bytearray(header)
    content[at] ^= 1 << bit
    return bytes(content)


def test_a_changed_byte_is_refused(made: tuple[bytes, Unlocked]) -> None:
    header, _ = made
    for at in range(0, len(header), 151):
        with pytest.raises(KuzatError):
            open_header(flipped(header, at), PASSPHRASE)


def test_every_changed_byte_is_noticed_by_who_has_the_seed(made: tuple[bytes, Unlocked]) -> None:
    header, unlocked = made
    assert reopen(header, unlocked) == unlocked
    for at in range(len(header)):
        with pytest.raises(KuzatError):
            reopen(flipped(header, at, at % 8), unlocked)
