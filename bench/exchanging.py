# SPDX-License-Identifier: Apache-2.0
"""A bundle of informations and a photo for three receivers, beside JSON under AES-GCM of the same values."""

import json
import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bench.clocked import Watch
from bench.originals import MEBI
from bench.table import Figure, Promise
from kuzat import keys
from kuzat.log.statement import Draft
from kuzat.store import (
    INSIDE,
    Act,
    Archive,
    Original,
    Wish,
    add_peer,
    create,
    keep,
    make_bundle,
    own_card,
    peers,
    printed_card,
    read_bundle,
    reader_of,
)
from kuzat.terms import ids

PASSPHRASE = "only generated data lies here"
RECEIVERS = ("first", "second", "third")
AT_ONCE = 500


def bundles(folder: Path, count: int, photo: int) -> Iterator[Figure]:
    """Seconds to make a bundle of so many informations and a photo, and to take it in."""
    made, taken = Watch(), Watch()
    file = folder / "generated.bundle"
    with create(folder / "giver.archive", PASSPHRASE, cost=keys.FLOOR) as giver:
        with create(folder / "receiver.archive", PASSPHRASE, cost=keys.FLOOR) as receiver:
            _acquaint(giver, receiver, folder)
            records = _said(giver, count)
            content = BytesIO(os.urandom(photo))
            picture = keep(giver, Original(name="a.jpg", media_type="image/jpeg", content=content))
            wish = Wish(records=(*records, picture.id), use=INSIDE, originals=True)
            with made.lap():
                make_bundle(giver, reader_of(giver), file, peers(giver), wish)
            with taken.lap():
                read_bundle(receiver, reader_of(receiver), file)
        bare_made, bare_read = _bare(giver, folder / "bare", content.getvalue())
    size = f"{count:,} informations, {photo // MEBI} MB, 3 receivers"
    yield Figure(name=f"bundle made, s ({size})", value=made.seconds, promise=Promise(most=1))
    yield Figure(name="JSON and AES-GCM, written", value=bare_made, below=True)
    yield Figure(name="bundle taken in, s", value=taken.seconds, promise=Promise(most=1))
    yield Figure(name="JSON and AES-GCM, read", value=bare_read, below=True)


def _acquaint(giver: Archive, receiver: Archive, folder: Path) -> None:
    """The giver knows three receivers, of whom one knows the giver."""
    _introduce(receiver, giver, "giver")
    _introduce(giver, receiver, RECEIVERS[0])
    for name in RECEIVERS[1:]:
        with create(folder / f"{name}.archive", PASSPHRASE, cost=keys.FLOOR) as other:
            _introduce(giver, other, name)


def _introduce(one: Archive, other: Archive, name: str) -> None:
    digits = own_card(other).digits()
    add_peer(one, printed_card(other), name, digits=digits, compared="compared.person")


def _said(archive: Archive, count: int) -> list[str]:
    """Informations of three statements, an entry each."""
    records = [ids.record_id("information", os.urandom(ids.RANDOM_BYTES)) for _ in range(count)]
    acts = []
    for number, record in enumerate(records):
        url = f"https://generated.example.org/{number}"
        said = {"reference": f"G-{number}", "url": url, "publisher": f"Generated Post {number % 50}"}
        drafts = [
            Draft(about=record, says=f"information.{name}", type="text", value=value)
            for name, value in said.items()
        ]
        acts.append(Act(drafts=tuple(drafts)))
    for first in range(0, count, AT_ONCE):
        archive.commit(acts[first : first + AT_ONCE])
    return records


def _bare(archive: Archive, file: Path, photo: bytes) -> tuple[float, float]:
    """Seconds to write and to read the same values with nothing signed and nothing checked."""
    query = "SELECT about, says, type, value FROM statement WHERE says LIKE 'information.%'"
    written, read = Watch(), Watch()
    key = os.urandom(32)
    with written.lap(), file.open("wb") as target:
        content = json.dumps([tuple(row) for row in archive.database.rows(query)]).encode()
        target.write(AESGCM(key).encrypt(bytes(12), content + photo, b""))
        target.flush()
        os.fsync(target.fileno())
    with read.lap():
        json.loads(AESGCM(key).decrypt(bytes(12), file.read_bytes(), b"")[: -len(photo)])
    return written.seconds, read.seconds
