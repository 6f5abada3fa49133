# SPDX-License-Identifier: Apache-2.0
"""Parts of a ZIP archive, each counted while it is unpacked, so that no lie about sizes helps."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from kuzat.preservation.documents.extracted import MEBI, Silence, Unread

MOST_BYTES = 200 * MEBI
MOST_MEMBERS = 10_000
MOST_TIMES = 100  # how often smaller a packed part of more than FREE bytes may be
FREE = 10 * MEBI
CHUNK = 256 * 1024
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError, OSError)


class Packed:
    """An archive of at most so many bytes, whose list was found harmless. Else raises `Unread`."""

    def __init__(self, content: bytes | BinaryIO, most: int = MOST_BYTES) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content) if isinstance(content, bytes) else content)
        except _BROKEN:
            raise Unread(Silence.DAMAGED) from None
        members = self._archive.infolist()
        _check_list(members, most)
        self._members = {member.filename: member for member in members}
        self._declared = {member.filename: member.file_size for member in members}

    @property
    def names(self) -> frozenset[str]:
        """The names of all parts."""
        return frozenset(self._members)

    def chunks(self, name: str) -> Iterator[bytes]:
        """One part, unpacked piece by piece. Raises `Unread` where it is not what it declares."""
        member = self._members.get(name)
        if member is None:
            raise Unread(Silence.DAMAGED)
        declared, counted = self._declared[name], 0
        if declared > max(FREE, MOST_TIMES * member.compress_size):
            raise Unread(Silence.BOMB)
        member.file_size = declared + CHUNK  # read on past the declared end: what follows is a lie
        try:
            with self._archive.open(member) as part:
                while chunk := part.read(CHUNK):
                    counted += len(chunk)
                    if counted > declared:
                        raise Unread(Silence.BOMB)
                    yield chunk
            if counted < declared:
                raise Unread(Silence.DAMAGED)
        except _BROKEN:
            raise Unread(Silence.DAMAGED) from None


def _check_list(members: list[zipfile.ZipInfo], most: int) -> None:
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > most:
        raise Unread(Silence.BOMB)
    names = [member.filename.replace("\\", "/").lower() for member in members]
    if len(set(names)) != len(names):
        raise Unread(Silence.TWOFOLD)
    if any(name.startswith("/") or ":" in name or ".." in name.split("/") for name in names):
        raise Unread(Silence.ASTRAY)
    if any(member.flag_bits & 1 for member in members):
        raise Unread(Silence.LOCKED)
