# SPDX-License-Identifier: Apache-2.0
"""Three offices that share by files which get lost, come twice, late or altered, while members err and steal.

Whatever happens, nothing is taken in that was not given, and who trust each other end with equal tables.
"""

import shutil
import tempfile
from contextlib import suppress
from functools import cache
from itertools import count, permutations
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test
from tests.allied import acquaint, give, office, take

from kuzat.errors import KuzatError
from kuzat.exchange import NotForUs
from kuzat.keys import Unlocked
from kuzat.log.foreign import ForeignRefused, ForkFound
from kuzat.store import Archive, erase, fingerprints, open_with_keys, reader_of, rebuild, revoke_peer, verify
from kuzat.store.peers import LogPutBack, PeerRevoked
from kuzat.store.receiving import BundleRepeated
from kuzat.store.unsealing import BundleBroken
from kuzat.testing import Clock, Maker, Randomness

NAMES = ("osh", "bishkek", "talas")
WHO = st.sampled_from(NAMES)
PICK = st.integers(0, 1000)


@cache
def laid() -> tuple[Path, dict[str, Unlocked]]:
    """Three offices that compared their digits, closed; copied for each example."""
    folder = Path(tempfile.mkdtemp(prefix="kuzat-offices-"))
    archives = {name: office(folder / name, name) for name in NAMES}
    acquaint(archives)
    for archive in archives.values():
        archive.close()
    return folder, {name: archive.unlocked for name, archive in archives.items()}


class Sent(NamedTuple):
    """A file on its way, and in which life of its giver it was made."""

    file: Path
    giver: str
    receiver: str
    life: int


def refusal(archive: Archive, file: Path) -> type[KuzatError] | None:
    """Why a file is not taken in; None where it is."""
    try:
        take(archive, file)
    except KuzatError as error:
        return type(error)
    return None


class Offices(RuleBasedStateMachine):
    """What people do with three archives and a pile of memory sticks."""

    def __init__(self) -> None:
        super().__init__()
        folder, self.unlocked = laid()
        self.work = Path(tempfile.mkdtemp(prefix="kuzat-exchange-"))
        self.numbers = count()
        self.archives: dict[str, Archive] = {}
        for name in NAMES:
            shutil.copytree(folder / name, self.work / name)
            self.archives[name] = self.open(name)
        self.events: list[str] = []
        self.said: list[tuple[str, str]] = []
        self.pile: list[Sent] = []
        self.lives = dict.fromkeys(NAMES, 0)
        self.revoked: set[tuple[str, str]] = set()

    def open(self, name: str) -> Archive:
        seed = Randomness(f"{name} {next(self.numbers)}")
        return open_with_keys(self.work / name, self.unlocked[name], clock=Clock(step=1), random=seed)

    def teardown(self) -> None:
        try:
            self.settle()
        finally:
            for archive in self.archives.values():
                archive.close()
            shutil.rmtree(self.work)

    @rule(who=WHO, pick=PICK)
    def say(self, who: str, pick: int) -> None:
        """Somebody tells of a new event, or gives another date for one that is known."""
        maker = Maker(self.archives[who])
        if not self.events or pick % 2:
            self.events.append(maker.new("event", basis=maker.page(), title=f"A march {pick}"))
        (said,) = maker.add(self.events[pick % len(self.events)], start=f"2019-07-{pick % 28 + 1:02}")
        self.said.append((who, said.hex()))

    @rule(ways=st.sampled_from(tuple(permutations(NAMES, 2))))
    def give(self, ways: tuple[str, str]) -> None:
        giver, receiver = ways
        file = self.work / f"{next(self.numbers)}.bundle"
        if (giver, receiver) in self.revoked:
            with pytest.raises(PeerRevoked):
                give(self.archives[giver], file, receiver)
            return
        with suppress(ForkFound, LogPutBack):  # of whom a fork is known; whose older copy is noticed
            give(self.archives[giver], file, receiver)
            self.pile.append(Sent(file, giver, receiver, self.lives[giver]))

    @rule(ways=st.sampled_from(tuple(permutations(NAMES, 2))))
    def meet(self, ways: tuple[str, str]) -> None:
        """A file goes from hand to hand."""
        before = len(self.pile)
        self.give(ways)
        for sent in self.pile[before:]:
            self.read(sent)

    @precondition(lambda self: self.pile)
    @rule(pick=PICK, stays=st.booleans())
    def deliver(self, pick: int, stays: bool) -> None:
        """In any order, and again where it stays on the pile."""
        sent = self.pile[pick % len(self.pile)]
        if not stays:
            self.pile.remove(sent)
        self.read(sent)

    def read(self, sent: Sent) -> None:
        """Trusted files bring something, or nothing new, or come too early; of others nothing is taken."""
        archive = self.archives[sent.receiver]
        before, is_revoked = fingerprints(archive), (sent.receiver, sent.giver) in self.revoked
        refused = refusal(archive, sent.file)
        assert (refused is PeerRevoked) == is_revoked
        assert refused in (None, BundleRepeated, ForeignRefused, ForkFound, PeerRevoked)
        assert refused is not ForkFound or self.lives[sent.giver]
        assert refused in (None, ForkFound) or fingerprints(archive) == before

    @precondition(lambda self: self.pile)
    @rule(pick=PICK)
    def lose(self, pick: int) -> None:
        self.pile.pop(pick % len(self.pile))

    @precondition(lambda self: self.pile)
    @rule(pick=PICK, at=st.integers(0, 1 << 20))
    def alter(self, pick: int, at: int) -> None:
        """A byte of a copy is flipped, or the copy is given to somebody else."""
        sent = self.pile[pick % len(self.pile)]
        content = bytearray(sent.file.read_bytes())
        content[at % len(content)] ^= 1
        altered = self.work / "altered"
        altered.write_bytes(content)
        with pytest.raises((BundleBroken, NotForUs, PeerRevoked, ForkFound)):
            take(self.archives[sent.receiver], altered)
        (third,) = set(NAMES) - {sent.giver, sent.receiver}
        with pytest.raises(NotForUs):
            take(self.archives[third], sent.file)

    @precondition(lambda self: self.said)
    @rule(pick=PICK)
    def erase(self, pick: int) -> None:
        who, said = self.said.pop(pick % len(self.said))
        erase(self.archives[who], reader_of(self.archives[who]), said, "erasure_ground.asked")

    @precondition(lambda self: not any(self.lives.values()))
    @rule(who=WHO)
    def roll_back(self, who: str) -> None:
        """An older copy of an archive is put to work again, and says something else from there on."""
        self.archives[who].close()
        older = self.work / f"{who}.older"
        shutil.copytree(self.work / who, older)
        self.archives[who] = self.open(who)
        Maker(self.archives[who]).page("What will be forgotten")
        one, other = sorted(set(NAMES) - {who})
        self.meet((who, one))
        self.give((who, other))
        self.archives[who].close()
        shutil.rmtree(self.work / who)
        older.rename(self.work / who)
        self.archives[who] = self.open(who)
        self.lives[who] += 1
        Maker(self.archives[who]).page("What nobody saw before")
        self.said = [(name, said) for name, said in self.said if name != who]

    @precondition(lambda self: not self.revoked)
    @rule(ways=st.sampled_from(tuple(permutations(NAMES, 2))))
    def revoke(self, ways: tuple[str, str]) -> None:
        revoke_peer(self.archives[ways[0]], ways[1])
        self.revoked.add(ways)

    def settle(self) -> None:
        """Every archive is sound; those who trust each other meet once more, and read the same."""
        trusting = [name for name in NAMES if not self.lives[name]]
        outside = {name for ways in self.revoked for name in ways}
        trusting = [name for name in trusting if name not in outside]
        for giver in trusting:
            others = [name for name in trusting if name != giver]
            if others:
                file = give(self.archives[giver], self.work / f"{next(self.numbers)}.bundle", *others)
            for receiver in others:
                take(self.archives[receiver], file)
        for archive in self.archives.values():
            verify(archive, values=True)
            read = fingerprints(archive)
            rebuild(archive)
            assert fingerprints(archive) == read
        if len(trusting) == len(NAMES):
            assert len({str(fingerprints(archive)) for archive in self.archives.values()}) == 1


def _run(examples: int, steps: int) -> None:
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        Offices,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=checks,
            phases=[Phase.explicit, Phase.generate],
        ),
    )


def test_three_offices_end_with_equal_tables() -> None:
    _run(2, 6)


@pytest.mark.slow
def test_three_offices_end_with_equal_tables_after_much_more() -> None:
    _run(25, 25)
