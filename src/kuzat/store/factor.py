# SPDX-License-Identifier: Apache-2.0
"""A member's second factor at the desk: a row beside the log, sealed as drafts are, readable to them alone.

It guards the session of the desk and no key: docs/decisions/0017. The table is no part of the format: a
backup, a restored archive and a new member key have none.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kuzat import keys
from kuzat.errors import NotAllowed
from kuzat.keys import totp
from kuzat.keys.box import NONCE, derived
from kuzat.store.archive import Archive

FACTOR = b"kuzat/factor/1\n"
LAY = (
    "CREATE TABLE IF NOT EXISTS factor (member VARCHAR(32) PRIMARY KEY NOT NULL, box BLOB NOT NULL)"
    " WITHOUT ROWID"
)
IS_LAID = "SELECT 1 FROM sqlite_master WHERE name = 'factor'"


class WrongCode(NotAllowed):
    """That code is wrong, too old, or was used already."""

    code = "wrong_code"
    advice = "Wait for the next code, and compare the clocks. Without the telephone: kuzat member drop-code"


class FactorShut(NotAllowed):
    """A code is asked for at this desk, but what it is compared with was laid down under another key."""

    code = "factor_shut"
    advice = (
        "Ask a member who manages members to take it away, then set up another: kuzat member drop-code MEMBER"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Factor:
    secret: str
    last: int
    confirmed: bool


def begin_factor(archive: Archive) -> str:
    """Draw a new secret, as people type it; it guards nothing until `confirm_factor`. Raises `Busy`."""
    secret = archive.random(totp.SECRET_BYTES)
    with archive.database.writing():
        _keep(archive, _Factor(secret=secret.hex(), last=-1, confirmed=False))
    return totp.typed(secret)


def confirm_factor(archive: Archive, typed: str) -> None:
    """From now on a code is asked for at the door. Raises `WrongCode`, `FactorShut`, `Busy`."""
    _use(archive, typed)


def has_factor(archive: Archive) -> bool:
    """Whether this member's desk asks for a code. Raises `FactorShut`: what cannot be read lets nobody in."""
    found = _found(archive)
    return found is not None and found.confirmed


def check_factor(archive: Archive, typed: str) -> None:
    """Let in who needs no code, or typed the right one, which then is used up.

    Raises `WrongCode`, `FactorShut`, `Busy`.
    """
    if has_factor(archive):
        _use(archive, typed)


def drop_factor(archive: Archive, member: str | None = None) -> None:
    """Ask for no code any more, of a member by their id or of oneself; whoever unlocks can do the latter.

    Raises `NotForThisRole` where it is another member's and one's roles do not manage members; `Busy`.
    """
    whose = member or archive.member
    if whose != archive.member:
        keys.check_may(archive.roles, "manage_members")
    with archive.database.writing():
        archive.database.raw.execute(LAY)
        archive.database.raw.execute("DELETE FROM factor WHERE member = ?", (whose,))


def _use(archive: Archive, typed: str) -> None:
    """Use a code up in the writer's turn: of two doors at which it is typed at once, one opens."""
    seconds = int(datetime.fromisoformat(archive.clock()).timestamp())
    with archive.database.writing():
        factor = _found(archive)
        last = totp.used(bytes.fromhex(factor.secret), typed, seconds, factor.last) if factor else None
        if factor is None or last is None:
            raise WrongCode()
        _keep(archive, _Factor(secret=factor.secret, last=last, confirmed=True))


def _found(archive: Archive) -> _Factor | None:
    if archive.database.row(IS_LAID) is None:
        return None
    row = archive.database.row("SELECT box FROM factor WHERE member = ?", (archive.member,))
    if row is None:
        return None
    box = bytes(row[0])
    try:
        content = _cipher(archive).decrypt(box[:NONCE], box[NONCE:], archive.member.encode())
    except InvalidTag:
        raise FactorShut() from None
    return _Factor(**json.loads(content))


def _keep(archive: Archive, factor: _Factor) -> None:
    nonce = archive.random(NONCE)
    content = json.dumps(asdict(factor)).encode()
    box = nonce + _cipher(archive).encrypt(nonce, content, archive.member.encode())
    archive.database.raw.execute(LAY)
    archive.database.raw.execute(
        "INSERT OR REPLACE INTO factor (member, box) VALUES (?, ?)", (archive.member, box)
    )


def _cipher(archive: Archive) -> AESGCM:
    return AESGCM(derived(archive.unlocked.member_seed, FACTOR + bytes.fromhex(archive.id)))
