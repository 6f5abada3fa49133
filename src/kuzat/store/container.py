# SPDX-License-Identifier: Apache-2.0
"""A file that leaves the machine sealed: archive.json in front, then lines under a key of its own.

    magic ‖ length of archive.json (4 bytes, highest first) ‖ archive.json ‖ salt (32 bytes) ‖ frames
    key    = HKDF(newest key of cases, no salt, info = magic ‖ archive id (16 bytes) ‖ salt)
    frames = as an exhibit is kept (docs/format/archive.md), under the name ``magic`` without its newline

So whoever has the file and a member's passphrase of that day can read it, and nobody else.
"""

import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from kuzat import keys
from kuzat.errors import Broken, Refused
from kuzat.keys.box import derived
from kuzat.log.canonical import JsonRefused, encode_strings, parse_strings
from kuzat.preservation import vault
from kuzat.preservation.vault import ExhibitBroken
from kuzat.store.cipher import full_disk
from kuzat.store.publish import sync_folder

SALT = 32
LENGTH = 4
LARGEST_HEADER = 1024 * 1024
# A value has 16 KiB at most, in a line six times that where each of its signs is escaped.
LARGEST_LINE = 1024 * 1024
LINE = {str, type(None)}

Unlock = Callable[[bytes], keys.Unlocked]


class FileExists(Refused):
    """{file} is there already."""

    code = "file_exists"
    advice = "Choose another name; a backup is never written over another file."


class ContainerBroken(Broken):
    """{file} is not what was written: it was changed, cut, or is another kind of file."""

    code = "container_broken"
    advice = "Fetch it again from where it is kept, or use another backup."


class LineBroken(Broken):
    """Line {line} of {file} is not what format 1 asks for."""

    code = "line_broken"
    advice = "Fetch it again from where it is kept, or use another backup."


class Pulled(io.RawIOBase):
    """Parts of content as a file that can be read."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts, self._rest = parts, b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while not self._rest:
            part = next(self._parts, None)
            if part is None:
                return b""
            self._rest = part
        found, self._rest = self._rest[:size], self._rest[size:]
        return found


def line(*parts: str | None) -> bytes:
    """One line: texts as a JCS array, and a newline, which no JCS has inside."""
    return encode_strings(parts) + b"\n"


def write(
    path: Path, magic: bytes, header: bytes, unlocked: keys.Unlocked, salt: bytes, parts: Iterator[bytes]
) -> None:
    """Write ``parts`` into a file that must not be there. Raises `FileExists`, `DiskFull`."""
    archive = keys.parse(header)[0].archive
    try:
        file = path.open("xb")
    except FileExistsError:
        raise FileExists(file=path.name) from None
    try:
        with file, full_disk():
            file.write(magic + len(header).to_bytes(LENGTH, "big") + header + salt)
            key = derived(unlocked.cases_key, magic + bytes.fromhex(archive) + salt)
            vault.put(_name(magic), key, Pulled(parts), file)  # type: ignore[arg-type]
            file.flush()
            os.fsync(file.fileno())
        sync_folder(path.parent.resolve())
    except BaseException:
        path.unlink(missing_ok=True)
        raise


class Lines:
    """Lines and raw bytes out of the frames of a sealed file, from its beginning to its end, once."""

    def __init__(self, path: Path, frames: Iterator[bytes]) -> None:
        self.path = path
        self._frames = frames
        self._rest, self._at, self._lines = b"", 0, 0

    def broken(self) -> Broken:
        """The error where the file is not what was written."""
        return ContainerBroken(file=self.path.name)

    def line_broken(self) -> Broken:
        """The error that names the line that was read last."""
        return LineBroken(line=self._lines, file=self.path.name)

    def _frame(self) -> bytes:
        """The next frame; empty where there is none."""
        try:
            return next(self._frames, b"")
        except ExhibitBroken:
            raise self.broken() from None

    def _more(self) -> bool:
        """Read one frame more; False where there is none."""
        part = self._frame()
        self._rest, self._at = self._rest[self._at :] + part, 0
        return bool(part)

    def _gather(self) -> int:
        """Read until a line ends, each frame looked at once and put together once; where it ends."""
        parts, size = [self._rest[self._at :]], 0
        while b"\n" not in parts[-1]:
            size += len(parts[-1])
            if size > LARGEST_LINE or not (part := self._frame()):
                raise self.broken()
            parts.append(part)
        self._rest, self._at = b"".join(parts), 0
        return self._rest.index(b"\n", size)

    def at_end(self) -> bool:
        """Whether everything was read."""
        return self._at == len(self._rest) and not self._more()

    def line(self) -> list[str | None]:
        """The next line, texts and nulls. Raises `broken` at the end, `line_broken`."""
        if (end := self._rest.find(b"\n", self._at)) < 0:
            end = self._gather()
        content, self._at = self._rest[self._at : end], end + 1
        self._lines += 1
        self._passed(content + b"\n")
        try:
            found = parse_strings(content)
        except JsonRefused:
            raise self.line_broken() from None
        if not {*map(type, found)} <= LINE:
            raise self.line_broken()
        return found

    def raw(self, size: int) -> Iterator[bytes]:
        """The next ``size`` bytes, in parts. Raises `broken` where there are fewer."""
        while size:
            if self._at == len(self._rest) and not self._more():
                raise self.broken()
            part = self._rest[self._at : self._at + size]
            self._at += len(part)
            size -= len(part)
            self._passed(part)
            yield part

    def _passed(self, content: bytes) -> None:
        """Told of everything that was read, in its order."""


class Reading(Lines):
    """The content of a file that archive.json stands in front of."""

    def __init__(self, path: Path, magic: bytes, unlock: Unlock) -> None:
        """Raises `ContainerBroken`, and what ``unlock`` raises for archive.json."""
        self.path = path
        self._file: BinaryIO = path.open("rb")
        self.header, salt = self._read_front(magic)
        self.unlocked = unlock(self.header)
        self.archive = keys.parse(self.header)[0].archive
        key = derived(self.unlocked.cases_key, magic + bytes.fromhex(self.archive) + salt)
        super().__init__(path, vault.get(_name(magic), key, self._file))

    def __enter__(self) -> "Reading":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def _read_front(self, magic: bytes) -> tuple[bytes, bytes]:
        if self._file.read(len(magic)) != magic:
            raise self.broken()
        length = int.from_bytes(self._file.read(LENGTH), "big")
        header = self._file.read(length) if length <= LARGEST_HEADER else b""
        salt = self._file.read(SALT)
        if len(header) != length or len(salt) != SALT:
            raise self.broken()
        return header, salt


def _name(magic: bytes) -> str:
    return magic.decode().strip()
