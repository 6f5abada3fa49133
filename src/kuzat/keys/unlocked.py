# SPDX-License-Identifier: Apache-2.0
"""What one member can open, and the further keys that a compartment's key gives."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kuzat.errors import NotAllowed
from kuzat.keys.box import derived

_BOX = b"kuzat/identity-box/1\n"
_DATABASE = b"kuzat/identity-db/1\n"


class OpensNothing(NotAllowed):
    """This passphrase opens no archive by itself; it is the share of a trustee."""

    code = "opens_nothing"
    advice = "Trustees open the archive together: kuzat trustee recover"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlocked:
    """The keys of one member, each compartment's by epoch; what they cannot open is not there.

    ``boxes`` gives for every epoch the X25519 public key to which identities are sealed: who cannot
    read a name can still record one. ``shares`` are an officer's or a trustee's part in a quorum;
    ``header`` is the SHA-256, in hex, of the archive.json that gave all this.
    """

    member: str
    header: str = field(repr=False)
    roles: frozenset[str] = field(repr=False)
    member_seed: bytes = field(repr=False)
    cases: Mapping[int, bytes] = field(repr=False)
    identity: Mapping[int, bytes] = field(repr=False)
    shares: Mapping[int, bytes] = field(repr=False)
    boxes: Mapping[int, bytes] = field(repr=False)

    @property
    def cases_key(self) -> bytes:
        """The newest key of the compartment cases. Raises `OpensNothing`."""
        if not self.cases:
            raise OpensNothing()
        return self.cases[max(self.cases)]


def identity_box_secret(key: bytes, archive: str) -> bytes:
    """The X25519 secret key that opens boxes, from the key ``identity/<epoch>`` of an archive."""
    return derived(key, _BOX + bytes.fromhex(archive))


def identity_database_key(key: bytes, archive: str) -> bytes:
    """The raw SQLCipher key of ``identity.db``, from the key ``identity/<epoch>`` of an archive."""
    return derived(key, _DATABASE + bytes.fromhex(archive))


def named(kind: str, keys: Mapping[int, bytes]) -> dict[str, bytes]:
    """The keys of a compartment, by epoch, under the names that archive.json gives them."""
    return {f"{kind}/{epoch}": key for epoch, key in keys.items()}


def epochs(kind: str, keys: Mapping[str, bytes]) -> dict[int, bytes]:
    """Epoch → key of a compartment, or share, from keys by name."""
    parts = {tuple(name.split("/")): key for name, key in keys.items()}
    return {int(epoch): key for (of, epoch), key in parts.items() if of == kind}
