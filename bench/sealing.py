# SPDX-License-Identifier: Apache-2.0
"""Statements sealed and settled, beside HPKE as `cryptography` has it, of contents of the same length."""

import os
from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from bench.clocked import Watch
from bench.table import Figure
from kuzat import keys
from kuzat.log.box import FRESH, SMALLEST, seal
from kuzat.log.statement import SALT, Draft, bind
from kuzat.store import create
from kuzat.terms import ids

PASSPHRASE = "only generated data lies here"
SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
AT_ONCE = 500
NAME = "person.identity_name"


def boxes(folder: Path, count: int) -> Iterator[Figure]:
    """Boxes a second: made, and settled into identity.db durably, by a member who opens identities."""
    sealed, settled = Watch(), Watch()
    with create(folder / "sealed.archive", PASSPHRASE, cost=keys.FLOOR) as archive:
        sealer = archive.writer.sealer
        drafts = list(_names(count))
        statements = [bind(draft, archive.log_id, os.urandom(SALT)) for draft in drafts]
        with sealed.lap():
            for statement in statements:
                seal(statement, archive.id, sealer.public_key, os.urandom(FRESH))
        # Whoever cannot open identities leaves boxes.
        compartment, archive.compartment = archive.compartment, None
        for first in range(0, count, AT_ONCE):
            archive.say(drafts[first : first + AT_ONCE])
        archive.compartment = compartment
        with settled.lap(), archive.database.writing():
            archive.settle_boxes()
    bare_sealed, bare_opened = _bare(count)
    yield Figure(name="boxes sealed a second", value=count / sealed.seconds)
    yield Figure(name="HPKE of cryptography, sealing", value=count / bare_sealed, below=True)
    yield Figure(name="boxes settled a second", value=count / settled.seconds)
    yield Figure(name="HPKE of cryptography, opening", value=count / bare_opened, below=True)


def _names(count: int) -> Iterator[Draft]:
    for number in range(count):
        person = ids.record_id("person", os.urandom(ids.RANDOM_BYTES))
        name = f"Generated person {number}"
        yield Draft(about=person, says=NAME, type="text", value=name, compartment="identity")


def _bare(count: int) -> tuple[float, float]:
    """Seconds to seal and to open so many contents of the smallest length of a box."""
    secret, content, info = X25519PrivateKey.generate(), os.urandom(SMALLEST), os.urandom(60)
    public = secret.public_key()
    sealing, opening = Watch(), Watch()
    with sealing.lap():
        sealed = [SUITE.encrypt(content, public, info) for _ in range(count)]
    with opening.lap():
        for one in sealed:
            SUITE.decrypt(one, secret, info)
    return sealing.seconds, opening.seconds
