# SPDX-License-Identifier: Apache-2.0
"""The files of an export: those of a folder, of a ZIP archive, or the one file that it is.

A ZIP archive is what telephones and programs hand on. Its list is looked through first, each part is counted
while it is unpacked, and nothing of it is written anywhere but sealed.
"""

import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from kuzat.errors import Phrase, Refused
from kuzat.preservation.documents.extracted import Silence, Unread
from kuzat.preservation.documents.packed import Packed
from kuzat.preservation.folder import is_of_a_system, shown
from kuzat.store.archive import Archive
from kuzat.store.folders import OF_SYSTEM, Found, found_in, opened

ZIP, PACKED = ".zip", b"PK\x03\x04"
MOST_UNPACKED = 8 << 30

# How a file of an export is opened, as often as needed.
Source = Callable[[], AbstractContextManager[BinaryIO]]


class ExportUnsafe(Refused):
    """Not every file of this export can be read where it lies."""

    code = "export_unsafe"
    advice = "Copy it whole into a folder of this machine, without links, and take that in."


class PackedUnsafe(Refused):
    """This ZIP file is not unpacked: {reason}."""

    code = "packed_unsafe"
    advice = "Nothing was taken in. Ask for it once more, or keep it unopened with: kuzat keep"

    def __init__(self, reason: Phrase) -> None:
        super().__init__(reason=reason)


def of_path(archive: Archive, path: Path) -> Mapping[str, Source]:
    """The files of an export on the disk, by their names in it. Raises `ExportUnsafe` or `PackedUnsafe`."""
    found = found_in(archive, path) if path.is_dir() else [Found(path=path, name=path.name)]
    found = [one for one in found if one.refusal is not OF_SYSTEM]
    if any(one.refusal for one in found) or len({one.name for one in found}) < len(found):
        raise ExportUnsafe()
    sources: Mapping[str, Source] = {one.name: partial(opened, one) for one in found}
    if len(found) == 1 and not path.is_dir():
        return of_file(path.name, sources[path.name])
    return sources


def of_file(name: str, source: Source) -> Mapping[str, Source]:
    """The one file that an export is, or the files that are packed in it. Raises `PackedUnsafe`."""
    with source() as content:
        is_packed = name.lower().endswith(ZIP) and content.read(len(PACKED)) == PACKED
    return _unpacked(source) if is_packed else {name: source}


def _unpacked(source: Source) -> Mapping[str, Source]:
    """The files of a ZIP archive; a folder that all of them lie in is left out of their names.

    It stays open as long as anything of it may be read: its list is long, and read once.
    """
    try:
        packed = Packed(source().__enter__(), MOST_UNPACKED)
    except Unread as unread:
        raise PackedUnsafe(unread.silence.phrase) from None
    files = sorted(name for name in packed.names if not name.endswith("/") and not _of_system(name))
    is_folder = len({name.partition("/")[0] for name in files}) == 1 and all("/" in name for name in files)
    called = {_called(name, is_folder=is_folder): partial(_part, packed, name) for name in files}
    if len(called) < len(files):
        raise PackedUnsafe(Silence.TWOFOLD.phrase)
    return called


def _called(name: str, *, is_folder: bool) -> str:
    parts = PurePosixPath(name).parts
    return "/".join(map(shown, parts[1:] if is_folder else parts))


def _of_system(name: str) -> bool:
    return any(is_of_a_system(part) for part in PurePosixPath(name).parts)


def _part(packed: Packed, name: str) -> BinaryIO:
    return cast(BinaryIO, io.BufferedReader(_Unpacked(packed, name)))


class _Unpacked(io.RawIOBase):
    """One file of a ZIP archive, read from its beginning. Raises `PackedUnsafe`."""

    def __init__(self, packed: Packed, name: str) -> None:
        super().__init__()
        self._pieces = _pieces(packed, name)
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        """The next bytes, none only at the end."""
        room = memoryview(cast(bytearray, buffer))
        if not self._ready:
            self._ready = next(self._pieces, b"")
        taken = self._ready[: len(room)]
        room[: len(taken)] = taken
        self._ready = self._ready[len(taken) :]
        return len(taken)


def _pieces(packed: Packed, name: str) -> Iterator[bytes]:
    try:
        yield from packed.chunks(name)
    except Unread as unread:
        raise PackedUnsafe(unread.silence.phrase) from None
