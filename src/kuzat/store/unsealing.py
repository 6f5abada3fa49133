# SPDX-License-Identifier: Apache-2.0
"""Open a bundle and read its lines: who gave it is known for sure only when the last one was read."""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from kuzat.errors import Broken, NotAllowed
from kuzat.exchange import envelope
from kuzat.exchange.lines import ALLOWED, BODY, HEAD, fits
from kuzat.preservation import vault
from kuzat.store.archive import Archive
from kuzat.store.bundling import NAME
from kuzat.store.container import Lines
from kuzat.store.peers import Peer, bundle_secret, check_trusted, peers


class BundleBroken(Broken):
    """{file} is no bundle, or it was changed or cut."""

    code = "bundle_broken"
    advice = "Nothing was taken in. Ask whoever gave it for the file again."


class GiverUnknown(NotAllowed):
    """This bundle is of nobody whose card was compared here."""

    code = "giver_unknown"
    advice = "Meet its maker, compare the digits of their card, then: kuzat peer add"


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """What the first line says: the bundle's number, who gave it, and its kind."""

    number: str
    giver: Peer
    kind: str


class Bundle(Lines):
    """One bundle, read once from its beginning to its end."""

    def __init__(self, archive: Archive, path: Path) -> None:
        """Raises `BundleBroken`, `NotForUs`, `GiverUnknown`, and what `check_trusted` raises."""
        self.path = path
        self._digest = sha256()
        self._file: BinaryIO = path.open("rb")
        try:
            boxes = self._boxes()
            self._secret, self._log = bundle_secret(archive), archive.log_id
            self._place, key = envelope.open_key(boxes, self._log, self._secret)
            self._count = len(boxes)
            super().__init__(path, vault.get(NAME, envelope.content_key(key, boxes), self._file))
            self.front = self._front(archive)
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> "Bundle":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def broken(self) -> Broken:
        return BundleBroken(file=self.path.name)

    line_broken = broken

    def _passed(self, content: bytes) -> None:
        self._digest.update(content)

    def _boxes(self) -> list[bytes]:
        if self._file.read(len(envelope.MAGIC)) != envelope.MAGIC:
            raise self.broken()
        (count,) = self._file.read(1) or b"\0"
        boxes = [self._file.read(envelope.BOX) for _ in range(count)]
        if not boxes or len(boxes) > envelope.MOST or len(boxes[-1]) != envelope.BOX:
            raise self.broken()
        return boxes

    def _front(self, archive: Archive) -> Front:
        line = self.line()
        if not fits(line, HEAD):
            raise self.broken()
        _, number, log, kind = line
        for peer in peers(archive):
            if peer.card.log == log:
                check_trusted(peer)
                return Front(number=str(number), giver=peer, kind=str(kind))
        raise GiverUnknown()

    def told(self) -> Iterator[list[Any]]:
        """The lines up to the end, each of the form that its place asks; then the tag must be the giver's.

        What comes before is as good as unread until this ends. Raises `BundleBroken`.
        """
        allowed = ALLOWED[self.front.kind]
        while (line := self.line()) != ["end"]:
            if not fits(line, BODY) or line[0] not in allowed:
                raise self.broken()
            yield line
        self._check_tag()

    def _check_tag(self) -> None:
        digest, card = self._digest.digest(), self.front.giver.card
        tags = self.line()
        expected = envelope.tag(digest, self._secret, card.box, card.log, self._log).hex()
        if tags[0] != "tags" or len(tags) != self._count + 1:
            raise self.broken()
        if not hmac.compare_digest(str(tags[self._place + 1]).encode(), expected.encode()):
            raise self.broken()
        while not self.at_end():
            if any(self._rest[self._at :]):
                raise self.broken()
            self._at = len(self._rest)
