# SPDX-License-Identifier: Apache-2.0
"""Originals as a BagIt 1.0 bag (RFC 8493), so that any archive can take them and check them.

A bag written here holds ``data/``, SHA-256 and SHA-512 manifests of it, ``bag-info.txt`` with
the size and what the caller adds, manifests of those, and ``bagit.txt`` **last**: an export that
was cut short is no bag. Everything is UTF-8 with ``\\n``. Nobody is named unless the caller does.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Self

from kuzat.errors import Phrase, Refused

ALGORITHMS = ("sha256", "sha512")
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
PAYLOAD = "data/"
SIZE = "Payload-Oxum"

_UNPORTABLE = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"\\|?*]')
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_LABEL = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")

Member = tuple[str, Iterable[bytes]]


class BagRefused(Refused):
    """File {number} cannot go into the bag: {reason}."""

    code = "bag_refused"
    advice = "Give that file another name in the bag, such as its exhibit's id."


class InfoRefused(Refused):
    """Line {number} of the bag's description cannot be written: {reason}."""

    code = "bag_info_refused"
    advice = "Use a label of Latin letters, digits and hyphens, such as External-Identifier."


def bag(payload: Iterable[Member], info: Sequence[tuple[str, str]] = ()) -> Iterator[Member]:
    """(path, content) of each file of the bag, in the order in which they must be written.

    ``payload`` gives (name, content) of each original; names may hold folders. Content streams
    through: take each to its end before the next, else RuntimeError. ``info`` are lines for
    ``bag-info.txt``. Raises `BagRefused` for a name that another system could not hold or would
    take for another, `InfoRefused` for such a line.
    """
    described = [_info_line(number, *line) for number, line in enumerate(info, start=1)]
    originals: dict[str, _Counted] = {}
    taken: set[str] = set()
    for number, (name, content) in enumerate(payload, start=1):
        path = PAYLOAD + _portable(number, name, taken)
        originals[path] = counted = _Counted(content)
        yield path, counted
        counted.check_ended()
    yield from _tag_files("".join(described), originals)


def _tag_files(described: str, originals: Mapping[str, "_Counted"]) -> Iterator[Member]:
    size = f"{sum(one.size for one in originals.values())}.{len(originals)}"
    tags = {"bag-info.txt": f"{described}{SIZE}: {size}\n".encode()}
    tags |= {f"manifest-{name}.txt": _manifest(name, originals) for name in ALGORITHMS}
    last = {"bagit.txt": DECLARATION}
    counted = {path: _Counted([content]).settled() for path, content in (tags | last).items()}
    tags |= {f"tagmanifest-{name}.txt": _manifest(name, counted) for name in ALGORITHMS}
    for path, content in (tags | last).items():
        yield path, [content]


class _Counted:
    """Content that is measured while somebody else reads it."""

    def __init__(self, content: Iterable[bytes]) -> None:
        self._content = content
        self._digests = {name: hashlib.new(name) for name in ALGORITHMS}
        self._ended = False
        self.size = 0

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._content:
            self.size += len(chunk)
            for digest in self._digests.values():
                digest.update(chunk)
            yield chunk
        self._ended = True

    def hex(self, algorithm: str) -> str:
        return self._digests[algorithm].hexdigest()

    def check_ended(self) -> None:
        if not self._ended:
            raise RuntimeError("each file of a bag must be read to its end before the next")

    def settled(self) -> Self:
        for _ in self:
            pass
        return self


def _manifest(algorithm: str, files: Mapping[str, _Counted]) -> bytes:
    lines = (f"{files[path].hex(algorithm)}  {encoded(path)}\n" for path in sorted(files))
    return "".join(lines).encode()


def encoded(path: str) -> str:
    """A path as a manifest of BagIt 1.0 writes it (RFC 8493, section 2.1.3)."""
    return path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def folded(path: str) -> str:
    """What systems that ignore case or normal form take a path for."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def _portable(number: int, name: str, taken: set[str]) -> str:
    """The name, if every common system can hold it and it is not another's twin."""
    for part in name.split("/"):
        if part in ("", ".", ".."):
            raise BagRefused(number=number, reason=Phrase("its name climbs or is empty"))
        if _UNPORTABLE.search(part) or part[-1] in ". " or _DEVICE.fullmatch(part):
            raise BagRefused(number=number, reason=Phrase("some systems cannot hold its name"))
    if folded(name) in taken:
        raise BagRefused(number=number, reason=Phrase("another file has the same name"))
    taken.add(folded(name))
    return name


def _info_line(number: int, label: str, value: str) -> str:
    if not _LABEL.fullmatch(label):
        raise InfoRefused(number=number, reason=Phrase("its label has other signs"))
    if label.lower() == SIZE.lower():
        raise InfoRefused(number=number, reason=Phrase("the size is written by itself"))
    lines = [line.strip() for line in value.splitlines()]
    if not any(lines):
        raise InfoRefused(number=number, reason=Phrase("it is empty"))
    return f"{label}: " + "\n    ".join(line for line in lines if line) + "\n"
