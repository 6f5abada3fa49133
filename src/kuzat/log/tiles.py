# SPDX-License-Identifier: Apache-2.0
"""The log as files that can be mirrored by copying: C2SP tlog-tiles, 256 hashes or entries a file.

    tile/<level>/<number>[.p/<width>]      hashes of 32 bytes, one behind the other
    tile/entries/<number>[.p/<width>]      entries, each behind its length in two bytes
"""

from collections.abc import Callable, Iterable

from kuzat.errors import Broken, Phrase
from kuzat.log import merkle
from kuzat.log.merkle import HASH

WIDTH = 256
_HEIGHT = 8
_LENGTH = 2

Read = Callable[[str], bytes]


class BundleMalformed(Broken):
    """An entry bundle of the log folder is misshapen: {reason}."""

    code = "bundle_malformed"
    advice = "Compare the log folder with other copies before you mend it."


def tile_path(level: int, number: int, width: int = WIDTH) -> str:
    """Where a tile of hashes lies below the log's folder; ``width`` below 256 is a partial one."""
    return f"tile/{level}/{_number(number)}{_partial(width)}"


def bundle_path(number: int, width: int = WIDTH) -> str:
    """Where a bundle of entries lies below the log's folder."""
    return f"tile/entries/{_number(number)}{_partial(width)}"


def _number(number: int) -> str:
    """Groups of three digits, all but the last behind an x: 1234067 is x001/x234/067."""
    path = f"{number % 1000:03}"
    while number >= 1000:
        number //= 1000
        path = f"x{number % 1000:03}/{path}"
    return path


def _partial(width: int) -> str:
    return f".p/{width}" if width < WIDTH else ""


def bundle(entries: Iterable[bytes]) -> bytes:
    """Entries as one file."""
    return b"".join(len(entry).to_bytes(_LENGTH, "big") + entry for entry in entries)


def parse_bundle(content: bytes) -> list[bytes]:
    """The entries of one file. Raises `BundleMalformed` where it is cut or holds too many."""
    entries, at = [], 0
    while at < len(content):
        start = at + _LENGTH
        at = start + int.from_bytes(content[at:start], "big")
        entries.append(content[start:at])
    if at != len(content):
        raise BundleMalformed(reason=Phrase("it is cut"))
    if len(entries) > WIDTH:
        raise BundleMalformed(reason=Phrase("it holds more than 256 entries"))
    return entries


def inclusion_path(index: int, size: int, read: Read) -> list[bytes]:
    """The inclusion proof of one leaf from a few tiles; ``read`` gives the bytes at a path."""
    first, last, proof = 0, size, []
    while last - first > 1:
        middle = first + (1 << (last - first - 1).bit_length() - 1)
        if index < middle:
            proof.append(_range_root(middle, last, size, read))
            last = middle
        else:
            proof.append(_range_root(first, middle, size, read))
            first = middle
    return proof[::-1]


def _range_root(first: int, last: int, size: int, read: Read) -> bytes:
    """The root over leaves of a range that begins where a subtree of its size may begin."""
    edge: list[bytes] = []
    while first < last:
        power = (last - first).bit_length() - 1
        edge.append(_full_root(first, power, size, read))
        first += 1 << power
    node = edge.pop()
    while edge:
        node = merkle.node_hash(edge.pop(), node)
    return node


def _full_root(first: int, power: int, size: int, read: Read) -> bytes:
    """The root of the full subtree of 2^power leaves from ``first``: hashes of one tile."""
    level, rest = divmod(power, _HEIGHT)
    number, start = divmod(first >> _HEIGHT * level, WIDTH)
    width = min(WIDTH, (size >> _HEIGHT * level) - number * WIDTH)
    tile = read(tile_path(level, number, width))
    hashes = [tile[at * HASH : (at + 1) * HASH] for at in range(start, start + (1 << rest))]
    return merkle.root(hashes)
