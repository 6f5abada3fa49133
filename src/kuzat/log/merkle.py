# SPDX-License-Identifier: Apache-2.0
"""The tree that commits to every entry: RFC 6962 section 2.1, proofs as in RFC 9162 section 2.1.

Everything here takes and gives hashes of 32 bytes; `leaf_hash` turns an entry's bytes into one.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Self

from kuzat.errors import Broken

EMPTY_ROOT = sha256(b"").digest()
HASH = 32


class EdgeWrong(Broken):
    """The right edge of a tree of {size} entries does not have the hashes it must have."""

    code = "edge_wrong"
    advice = "Run kuzat verify, and keep the archive as it is."


def leaf_hash(entry: bytes) -> bytes:
    """SHA-256(0x00 ‖ entry)."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 ‖ left ‖ right)."""
    return sha256(b"\x01" + left + right).digest()


class Edge:
    """The right edge of a growing tree: the roots of its full subtrees, the largest first."""

    __slots__ = ("_hashes", "size")

    def __init__(self) -> None:
        self.size = 0
        self._hashes: list[bytes] = []

    @classmethod
    def of(cls, size: int, hashes: Iterable[bytes]) -> Self:
        """The edge of a tree of ``size`` leaves, as it was stored. Raises `EdgeWrong`."""
        edge = cls()
        edge.size, edge._hashes = size, list(hashes)
        if len(edge._hashes) != size.bit_count() or not _are_hashes(*edge._hashes):
            raise EdgeWrong(size=size)
        return edge

    @property
    def hashes(self) -> tuple[bytes, ...]:
        """One hash for each bit that is set in ``size``."""
        return tuple(self._hashes)

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash; each full pair of equal subtrees becomes their parent."""
        hashes, size = self._hashes, self.size
        while size & 1:
            leaf = node_hash(hashes.pop(), leaf)
            size >>= 1
        hashes.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """The root of the whole tree."""
        if not self._hashes:
            return EMPTY_ROOT
        node = self._hashes[-1]
        for left in reversed(self._hashes[:-1]):
            node = node_hash(left, node)
        return node


def root(hashes: Sequence[bytes]) -> bytes:
    """The root over leaf hashes, or over the roots of full subtrees of one size."""
    if not hashes:
        return EMPTY_ROOT
    level = list(hashes)
    while len(level) > 1:
        pairs = len(level) // 2
        above = [node_hash(level[2 * i], level[2 * i + 1]) for i in range(pairs)]
        level = above + level[2 * pairs :]
    return level[0]


def inclusion_proof(leaves: Sequence[bytes], index: int, size: int) -> list[bytes]:
    """The hashes that lead from leaf ``index`` to the root of the first ``size`` leaves."""
    first, last, proof = 0, size, []
    while last - first > 1:
        middle = first + _split(last - first)
        if index < middle:
            proof.append(root(leaves[middle:last]))
            last = middle
        else:
            proof.append(root(leaves[first:middle]))
            first = middle
    return proof[::-1]


def consistency_proof(leaves: Sequence[bytes], old: int, new: int) -> list[bytes]:
    """The hashes that show that the first ``old`` leaves are a prefix of the first ``new``."""
    if old in (0, new):
        return []
    first, last, proof = 0, new, []
    while last != old:
        middle = first + _split(last - first)
        if old <= middle:
            proof.append(root(leaves[middle:last]))
            last = middle
        else:
            proof.append(root(leaves[first:middle]))
            first = middle
    if first:
        proof.append(root(leaves[first:last]))
    return proof[::-1]


def _split(size: int) -> int:
    """The largest power of two below ``size``."""
    return 1 << (size - 1).bit_length() - 1


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Whether ``leaf`` stands at ``index`` in the tree with this root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size or not _are_hashes(leaf, *proof, root):
        return False
    place, last, node = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            node = node_hash(sibling, node)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and node == root


def verify_consistency(
    old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes
) -> bool:
    """Whether the tree of ``new`` leaves only adds to that of ``old`` (RFC 9162, 2.1.4.2).

    Every tree adds to the empty one; that needs no proof, and none is accepted.
    """
    if not 0 < old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    steps = list(proof) if old & (old - 1) else [old_root, *proof]
    if not steps:
        return False
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    before = after = steps[0]
    for sibling in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            before, after = node_hash(sibling, before), node_hash(sibling, after)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            after = node_hash(after, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and before == old_root and after == new_root


def _are_hashes(*hashes: bytes) -> bool:
    """Whether each has the length of a hash: nothing at all is no proof of nothing."""
    return all(len(node) == HASH for node in hashes)
