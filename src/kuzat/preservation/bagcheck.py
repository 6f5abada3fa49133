# SPDX-License-Identifier: Apache-2.0
"""Whether a bag holds what it lists: BagIt 0.93 to 1.0 (RFC 8493 and its drafts).

Every file of ``data/`` must be listed, every listed file be there and have its digest. Nothing is
fetched. What a sound bag may do but ours never does is a warning. No payload name is repeated in
an error: it says the manifest and the line.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from kuzat.errors import Broken, Phrase
from kuzat.preservation.bagit import PAYLOAD, SIZE, folded

MOST_TAG_BYTES = 64 * 1024 * 1024
STRONG = frozenset({"sha256", "sha384", "sha512"})
KNOWN = STRONG | {"md5", "sha1", "sha224"}
ENCODINGS = {"utf-8": "utf-8", "utf-16": "utf-16", "iso-8859-1": "latin-1", "us-ascii": "ascii"}
SYSTEM_FILES = frozenset({".ds_store", "thumbs.db", "desktop.ini"})

_HEAD = re.compile(
    rb"BagIt-Version( *): *([0-9]+)\.([0-9]+) *\r?\n"
    rb"Tag-File-Character-Encoding( *): *([A-Za-z0-9-]+) *(?:\r?\n)?"
)
_MANIFEST = re.compile(r"(tag)?manifest-([a-z0-9]+)\.txt")
_LINE = re.compile(r"([0-9A-Fa-f]+)[ \t]+(\*?)(.+)")
_FETCH = re.compile(r"\S+[ \t]+(?:[0-9]+|-)[ \t]+(.+)")
_INFO = re.compile(r"([^:]*?)[ \t]*:[ \t]*(.*)")
_OXUM = re.compile(r"([0-9]+)\.([0-9]+)")

Files = Mapping[str, Callable[[], Iterable[bytes]]]


class BagBad(Broken):
    """The bag does not hold: {reason}."""

    code = "bag_bad"
    advice = "Keep it as it is, and ask whoever gave it for another copy."


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedBag:
    """A bag that holds: its version, number of originals and bytes, description, warnings."""

    version: str
    files: int
    size: int
    info: tuple[tuple[str, str], ...]
    warnings: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    manifest: str
    line: int
    algorithm: str
    digest: str


def check_bag(files: Files) -> CheckedBag:
    """Check a whole bag; ``files`` opens each file by its path below the bag, written with /.

    Raises `BagBad` at the first thing that does not hold.
    """
    reading = _Reading(files)
    listed = reading.listed()
    reading.check_fetch()
    sizes = {path: _measure(files[path], entries) for path, entries in listed.items()}
    payload = [size for path, size in sizes.items() if path.startswith(PAYLOAD)]
    info = tuple(reading.info())
    _check_size(info, sum(payload), len(payload))
    return CheckedBag(
        version="{}.{}".format(*reading.version),
        files=len(payload),
        size=sum(payload),
        info=info,
        warnings=tuple(reading.warnings.values()),
    )


class _Reading:
    """The tag files of one bag, read; `warnings` by their sentence, so that each stands once."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.version, self.encoding = _head(_content(files, "bagit.txt"))
        self.warnings: dict[str, Phrase] = {}
        self._twins = {folded(path): path for path in files}

    def listed(self) -> dict[str, list[_Entry]]:
        """What each file must be, by path, from every manifest."""
        listed: dict[str, list[_Entry]] = defaultdict(list)
        payload: set[str] = set()
        for name in sorted(self.files):
            found = _MANIFEST.fullmatch(name)
            if found is None:
                continue
            if found[2] not in KNOWN:
                self._warn(Phrase("{manifest} cannot be checked here", manifest=name))
                continue
            if not found[1]:
                payload.add(found[2])
            for path, entry in self._entries(name, found[2], tag=bool(found[1])):
                listed[path].append(entry)
        self._check_complete(listed, payload)
        return listed

    def _check_complete(self, listed: Mapping[str, list[_Entry]], payload: set[str]) -> None:
        if not payload:
            raise _bad(Phrase("it has no manifest of its files"))
        if not payload & STRONG:
            self._warn(Phrase("its files are listed by a weak digest only"))
        for path in self.files:
            if not path.startswith(PAYLOAD):
                continue
            found = {entry.algorithm for entry in listed.get(path, ())}
            if not found or (self.version >= (1, 0) and payload - found):
                raise _bad(Phrase("data/ holds a file that a manifest does not list"))
            if path.rsplit("/", 1)[-1].lower() in SYSTEM_FILES:
                self._warn(Phrase("it holds files that an operating system left behind"))

    def _entries(self, name: str, algorithm: str, *, tag: bool) -> Iterator[tuple[str, _Entry]]:
        seen: dict[str, str] = {}
        for number, line in self._lines(name):
            found = _LINE.fullmatch(line)
            if found is None:
                raise _at(name, number, Phrase("it is no digest and path"))
            if found[2]:
                self._warn(Phrase("a manifest was made by md5sum or a tool like it"))
            path, digest = self._path(name, number, found[3], tag=tag), found[1].lower()
            if path in seen:
                self._repeated(name, number, same=seen[path] == digest)
            seen[path] = digest
            entry = _Entry(manifest=name, line=number, algorithm=algorithm, digest=digest)
            yield self._present(name, number, path), entry

    def _repeated(self, name: str, number: int, *, same: bool) -> None:
        if not same or self.version >= (1, 0):
            raise _at(name, number, Phrase("the same file is listed twice"))
        self._warn(Phrase("a manifest lists the same file twice"))

    def _present(self, name: str, number: int, path: str) -> str:
        """The path as the bag has it; a system that ignores case or normal form may differ."""
        if path in self.files:
            return path
        twin = self._twins.get(folded(path))
        if twin is None:
            raise _at(name, number, Phrase("the file is missing"))
        self._warn(Phrase("a file has another spelling than in the manifest"))
        return twin

    def _path(self, name: str, number: int, written: str, *, tag: bool = False) -> str:
        path = written.replace("%0D", "\r").replace("%0d", "\r")
        path = path.replace("%0A", "\n").replace("%0a", "\n")
        if self.version >= (1, 0):
            path = path.replace("%25", "%")
        if path.startswith("./"):
            self._warn(Phrase("a manifest writes paths with ./ before them"))
            path = path[2:]
        parts = re.split(r"[/\\]", path)
        astray = path.startswith(PAYLOAD) == tag or path.startswith(("~", "%")) or ":" in parts[0]
        if astray or {"", ".", ".."} & set(parts):
            raise _at(name, number, Phrase("its path leads out of the bag"))
        return path

    def check_fetch(self) -> None:
        """A list of files to fetch may stand there; all must be here, for nothing is fetched."""
        if "fetch.txt" not in self.files:
            return
        for number, line in self._lines("fetch.txt"):
            found = _FETCH.fullmatch(line)
            if found is None:
                raise _at("fetch.txt", number, Phrase("it is no address, length and path"))
            self._present("fetch.txt", number, self._path("fetch.txt", number, found[1]))

    def info(self) -> Iterator[tuple[str, str]]:
        """(label, value) of the description, continued lines joined."""
        name = "bag-info.txt" if self.version >= (0, 96) else "package-info.txt"
        label, value = "", ""
        for number, line in self._lines(name) if name in self.files else ():
            if line[0] in " \t" and label:
                value = f"{value} {line.strip()}".strip()
                continue
            if label:
                yield label, value
            found = _INFO.fullmatch(line)
            if found is None or not found[1]:
                raise _at(name, number, Phrase("it is no label and value"))
            label, value = found[1], found[2].strip()
        if label:
            yield label, value

    def _lines(self, name: str) -> Iterator[tuple[int, str]]:
        try:
            text = _content(self.files, name).decode(self.encoding)
        except UnicodeDecodeError:
            reason = Phrase("{file} is not in the encoding that bagit.txt says", file=name)
            raise _bad(reason) from None
        for number, line in enumerate(re.split(r"\r\n|\n|\r", text), start=1):
            if line.strip():
                yield number, line

    def _warn(self, phrase: Phrase) -> None:
        self.warnings.setdefault(str(phrase), phrase)


def _head(content: bytes) -> tuple[tuple[int, int], str]:
    found = _HEAD.fullmatch(content)
    if found is None:
        raise _bad(Phrase("bagit.txt does not say version and encoding as it must"))
    version = (int(found[2]), int(found[3]))
    if version > (1, 0):
        raise _bad(Phrase("it is of a newer version than 1.0"))
    if version == (1, 0) and (found[1] or found[4]):
        raise _bad(Phrase("bagit.txt does not say version and encoding as it must"))
    name = found[5].decode().lower()
    if name not in ENCODINGS:
        raise _bad(Phrase("its encoding is not known here"))
    return version, ENCODINGS[name]


def _content(files: Files, name: str) -> bytes:
    """A tag file, whole."""
    if name not in files:
        raise _bad(Phrase("{file} is missing", file=name))
    content = bytearray()
    for chunk in files[name]():
        content += chunk
        if len(content) > MOST_TAG_BYTES:
            raise _bad(Phrase("{file} is too large", file=name))
    return bytes(content)


def _measure(opened: Callable[[], Iterable[bytes]], entries: list[_Entry]) -> int:
    """Read one file once, hold it against every manifest that lists it; its size."""
    digests = {
        entry.algorithm: hashlib.new(entry.algorithm, usedforsecurity=False) for entry in entries
    }
    size = 0
    for chunk in opened():
        size += len(chunk)
        for digest in digests.values():
            digest.update(chunk)
    for entry in entries:
        if digests[entry.algorithm].hexdigest() != entry.digest:
            raise _at(entry.manifest, entry.line, Phrase("the file is not what it was"))
    return size


def _check_size(info: Iterable[tuple[str, str]], size: int, files: int) -> None:
    """Each statement of the payload's size must be true. Raises `BagBad`."""
    for label, value in info:
        if label.lower() != SIZE.lower():
            continue
        found = _OXUM.fullmatch(value)
        if found is None or (int(found[1]), int(found[2])) != (size, files):
            raise _bad(Phrase("its size is not what bag-info.txt says"))


def _bad(reason: Phrase) -> BagBad:
    return BagBad(reason=reason)


def _at(name: str, line: int, reason: Phrase) -> BagBad:
    return _bad(Phrase("{file}, line {line}: {reason}", file=name, line=line, reason=reason))
