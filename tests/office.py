# SPDX-License-Identifier: Apache-2.0
"""An office of some members, each with a passphrase of their own, by an invented archive.json."""

import functools
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from kuzat.keys import FLOOR, Login, Unlocked, box, create, open_header, reopen
from kuzat.keys.change import Newcomer, add
from kuzat.keys.header import Header, parse

ARCHIVE = "a0" * 16


class Counted:
    """Random bytes that are different each time, and the same for each test."""

    def __init__(self, start: int = 0) -> None:
        self.count = start

    def __call__(self, size: int) -> bytes:
        self.count += 1
        return self.count.to_bytes(size, "big")


def member_id(number: int) -> str:
    return f"{0xB0 + number:02x}" * 16


def passphrase(number: int) -> str:
    return f"{number} goats above the mill pond"


@dataclass
class Office:
    """Its header as it stands; the first member has every role and acts."""

    header: Header
    first: Unlocked
    seeds: list[bytes]
    random: Counted = field(default_factory=lambda: Counted(10_000))

    @classmethod
    def open(cls, *roles: str) -> "Office":
        """An office whose further members have one of these roles each; made once, then copied."""
        made = _made(roles)
        return replace(made, seeds=[*made.seeds], random=Counted(made.random.count))

    @property
    def content(self) -> bytes:
        return self.header.encode(self.first.cases_key)

    def join(self, *roles: str, file: bytes = b"") -> str:
        """Another member with these roles; their id. The nth has the nth passphrase."""
        number = len(self.seeds)
        self.seeds.append(self.random(box.KEY))
        login = Login(passphrase=passphrase(number), file=file)
        id_ = member_id(number)
        newcomer = Newcomer(
            id=id_, seed=self.seeds[-1], login=login, roles=frozenset(roles), cost=FLOOR
        )
        self.header = add(self.header, self.first, newcomer, self.random)
        return id_

    def login(self, number: int, file: bytes = b"") -> Unlocked:
        """What a member opens with their passphrase; slow, as it must be."""
        return open_header(self.content, passphrase(number), file)

    def opens(self, number: int) -> Unlocked:
        """The same without the passphrase."""
        seed = replace(self.first, member=member_id(number), member_seed=self.seeds[number])
        return reopen(self.content, seed)

    def each(self, numbers: Iterable[int]) -> list[Unlocked]:
        return [self.opens(number) for number in numbers]


@functools.cache
def _made(roles: tuple[str, ...]) -> Office:
    if roles:
        office = Office.open(*roles[:-1])
        office.join(roles[-1])
        return office
    content, first = create(
        archive=ARCHIVE, passphrase=passphrase(0), member=member_id(0), random=Counted(), cost=FLOOR
    )
    return Office(parse(content)[0], first, [first.member_seed])
