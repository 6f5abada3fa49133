# SPDX-License-Identifier: Apache-2.0
"""What lies in a folder, by names that can be shown: no link is followed, only files are opened."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kuzat.errors import Phrase, Refused
from kuzat.preservation.folder import is_of_a_system, shown
from kuzat.store.archive import Archive

# Never through a link, never waiting for the other end of a pipe. Windows has neither flag, and its own.
FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)

LINK = Phrase("it is a link; where it leads was not looked at")
NO_FILE = Phrase("it is no file with content, but a device, a pipe or a socket")
UNREADABLE = Phrase("it cannot be read; look who may read it")
OF_SYSTEM = Phrase("a system put it there by itself; it is nobody's document")
OF_ARCHIVE = Phrase("it is this archive itself")


class NoDocument(Refused):
    """This is no document: {reason}."""

    code = "no_document"
    advice = "The others are taken in all the same."

    def __init__(self, reason: Phrase) -> None:
        super().__init__(reason=reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Something that lies in a folder: its path, its name there as it is shown, and why it is passed over."""

    path: Path
    name: str
    refusal: Phrase | None = None


def found_in(archive: Archive, folder: Path) -> list[Found]:
    """Everything in a folder and the folders in it, by name. Nothing is opened yet."""
    found: list[Found] = []
    due = [(folder, "")]
    while due:
        inside, before = due.pop()
        try:
            entries = list(os.scandir(inside))
        except OSError:
            found.append(Found(path=inside, name=before or shown(inside.name), refusal=UNREADABLE))
            continue
        for entry in entries:
            path, name = Path(entry.path), before + shown(entry.name)
            refusal = _refusal(archive, entry)
            if refusal is None and entry.is_dir(follow_symlinks=False):
                due.append((path, f"{name}/"))
            else:
                found.append(Found(path=path, name=name, refusal=refusal))
    return sorted(found, key=lambda one: one.name)


def _refusal(archive: Archive, entry: os.DirEntry[str]) -> Phrase | None:
    if entry.is_symlink():
        return LINK
    if is_of_a_system(entry.name):
        return OF_SYSTEM
    if entry.is_dir(follow_symlinks=False):
        return OF_ARCHIVE if archive.path.exists() and os.path.samefile(entry, archive.path) else None
    return None if entry.is_file(follow_symlinks=False) else NO_FILE


def opened(found: Found) -> BinaryIO:
    """The file, open to be read. Raises `NoDocument` where it was passed over or cannot be read."""
    if found.refusal is not None:
        raise NoDocument(reason=found.refusal)
    try:
        number = os.open(found.path, FLAGS)
    except OSError:
        raise NoDocument(reason=UNREADABLE) from None
    if not stat.S_ISREG(os.fstat(number).st_mode):
        os.close(number)
        raise NoDocument(reason=NO_FILE)
    return open(number, "rb")
