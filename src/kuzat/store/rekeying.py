# SPDX-License-Identifier: Apache-2.0
"""New keys for what lies in the databases: a new epoch, a rekey, a crisis; and recovery by trustees.

First archive.json gives the new key beside the old one; then the file goes under it; then the old one
is forgotten. So a file lies under a key that archive.json gives, at every moment. Those who exchange a
file close the archive that they are given, since nobody may have it open.
"""

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from kuzat import keys
from kuzat.errors import NotAllowed
from kuzat.keys import Cost, Header, Login, Unlocked, change
from kuzat.store import headers
from kuzat.store.archive import CASES, IDENTITY, Archive, Clock, Random
from kuzat.store.cipher import Busy
from kuzat.store.members import admit_newcomer
from kuzat.store.opening import NoArchive, is_archive, now, open_with_keys
from kuzat.store.reencryption import bring_up

# The header as it will be, the new key of identities, and the key that authenticates the header.
New = tuple[Header, bytes, bytes]


class NotTogether(NotAllowed):
    """These people are too few, or not those who hold the shares."""

    code = "not_together"
    advice = "As many as were agreed must type their passphrases at this machine."


def new_epoch(archive: Archive) -> bool:
    """A new key for identities that come, and for ``identity.db``; closes the archive.

    Whether ``identity.db`` is under it already: who cannot open identities leaves it to the next who
    can. Raises `NotForThisRole`, `MembersFull`, `QuorumRefused`, `Busy` or `DiskFull`.
    """
    keys.check_may(archive.unlocked.roles, "manage_keys")
    unlocked, random = archive.unlocked, archive.random

    def make(header: Header) -> New:
        return *change.new_identity_epoch(header, unlocked, random), unlocked.cases_key

    return _with_new_identity(archive, "epoch", make)


def begin_crisis(archive: Archive) -> bool:
    """Nobody opens identities alone from now on; closes the archive. The answer is as of `new_epoch`.

    Raises `NotForThisRole`, `NoQuorum` and the errors of `new_epoch`.
    """
    keys.check_may(archive.unlocked.roles, "crisis")
    unlocked, random = archive.unlocked, archive.random

    def make(header: Header) -> New:
        return *change.without_single(header, unlocked, random), unlocked.cases_key

    return _with_new_identity(archive, "epoch", make)


def end_crisis(archive: Archive) -> None:
    """Those whose roles open identities open them alone again. It takes the officers together.

    Raises `NotForThisRole` or `CannotGive`.
    """
    keys.check_may(archive.unlocked.roles, "crisis")
    unlocked = archive.unlocked
    archive.replace_header(
        "rewrap",
        lambda header: (
            change.with_single(header, unlocked, archive.random),
            unlocked.cases_key,
        ),
    )


def rekey(archive: Archive) -> bool:
    """Both databases under new keys; closes the archive. The answer is as of `new_epoch`.

    Where it was interrupted, it goes on. Raises `NotForThisRole`, `MembersFull`, `QuorumRefused`,
    `Busy` where somebody else has a file open, `DiskFull`.
    """
    keys.check_may(archive.unlocked.roles, "manage_keys")
    if len(archive.unlocked.cases) > 1:
        archive.close()
        is_done = _bring_up_identity(archive, archive.unlocked.identity)
    else:
        is_done = _with_new_identity(archive, "rekey", _all_new(archive))
    bring_up(archive.path / CASES, archive.unlocked.cases)
    _forget_cases(archive)
    return is_done


def recover(
    path: Path,
    trustees: Sequence[Login],
    login: Login,
    roles: Collection[str],
    *,
    cost: Cost | None = None,
    clock: Clock = now,
    random: Random = os.urandom,
) -> str:
    """A new member for whoever lost every passphrase, let in by trustees together; their id.

    The first trustee signs the entry. Raises `NoArchive`, `NotTogether`, and the errors of
    `open_archive` and `add_member`.
    """
    if not is_archive(path):
        raise NoArchive(path=path)
    first, *others = trustees
    unlocked = headers.unlock(path, first, others)
    if not unlocked.cases:
        raise NotTogether()
    with open_with_keys(path, unlocked, clock=clock, random=random) as archive:
        return admit_newcomer(archive, unlocked, login, roles, cost)


def _all_new(archive: Archive) -> Callable[[Header], New]:
    unlocked, random = archive.unlocked, archive.random

    def make(header: Header) -> New:
        wider, cases = change.new_cases_epoch(header, unlocked, random)
        newer = replace(unlocked, cases={**unlocked.cases, max(unlocked.cases) + 1: cases})
        return *change.new_identity_epoch(wider, newer, random), cases

    return make


def _with_new_identity(archive: Archive, kind: str, make: Callable[[Header], New]) -> bool:
    """Write the header that gives a new key of identities, and put identity.db under it."""
    former, held = archive.unlocked.identity, dict[int, bytes]()

    def noted(header: Header) -> tuple[Header, bytes]:
        changed, key, cases_key = make(header)
        held.update({**former, max(changed.boxes): key})
        return changed, cases_key

    archive.replace_header(kind, noted)
    archive.close()
    return _bring_up_identity(archive, held if former else {})


def _bring_up_identity(archive: Archive, held: Mapping[int, bytes]) -> bool:
    """Put identity.db under the newest of these keys; False where there is none, or others have it open.

    The header is written already: whoever opens identities next does it then.
    """
    database_keys = {
        epoch: keys.identity_database_key(key, archive.id) for epoch, key in held.items()
    }
    if not database_keys:
        return False
    try:
        bring_up(archive.path / IDENTITY, database_keys)
    except Busy:
        return False
    return True


def _forget_cases(archive: Archive) -> None:
    """Take the former key of cases out of archive.json, now that nothing lies under it."""
    unlocked: Unlocked = archive.unlocked
    newest = max(unlocked.cases)
    with open_with_keys(
        archive.path, unlocked, clock=archive.clock, random=archive.random
    ) as again:
        again.replace_header(
            "rewrap",
            lambda header: (change.forget_cases(header, newest), unlocked.cases_key),
        )
