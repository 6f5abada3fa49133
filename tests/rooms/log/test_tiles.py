# SPDX-License-Identifier: Apache-2.0
"""The log as files: paths and bundles as C2SP tlog-tiles has them, and proofs from few tiles."""

import pytest

from kuzat.log import BundleMalformed, merkle
from kuzat.log.tiles import (
    WIDTH,
    bundle,
    bundle_path,
    inclusion_path,
    parse_bundle,
    tile_path,
)


@pytest.mark.parametrize(
    ("number", "path"),
    [
        (0, "000"),
        (999, "999"),
        (1000, "x001/000"),
        (1234067, "x001/x234/067"),
        (1000000, "x001/x000/000"),
    ],
)
def test_paths(number: int, path: str) -> None:
    assert tile_path(0, number) == f"tile/0/{path}"
    assert tile_path(3, number, 7) == f"tile/3/{path}.p/7"
    assert bundle_path(number) == f"tile/entries/{path}"
    assert bundle_path(number, 255) == f"tile/entries/{path}.p/255"


def test_bundles_come_back() -> None:
    entries = [b"", b"one", b"\x00" * 65_535]
    assert parse_bundle(bundle(entries)) == entries
    assert parse_bundle(b"") == []


def test_a_bundle_that_is_cut_or_too_long_is_refused() -> None:
    whole = bundle([b"one", b"two"])
    for cut in range(1, len(whole)):
        if cut != len(bundle([b"one"])):
            with pytest.raises(BundleMalformed, match="cut"):
                parse_bundle(whole[:cut])
    with pytest.raises(BundleMalformed, match="256"):
        parse_bundle(bundle([b""] * 257))


def folder(leaves: list[bytes]) -> dict[str, bytes]:
    """All tiles of a log, each level from the one below."""
    tiles, level = {}, 0
    while leaves:
        for number in range(-(-len(leaves) // WIDTH)):
            part = leaves[number * WIDTH : (number + 1) * WIDTH]
            tiles[tile_path(level, number, len(part))] = b"".join(part)
        full = range(len(leaves) // WIDTH)
        leaves = [merkle.root(leaves[n * WIDTH : (n + 1) * WIDTH]) for n in full]
        level += 1
    return tiles


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 511, 700, 66_000])
def test_inclusion_proofs_from_tiles(size: int) -> None:
    leaves = [merkle.leaf_hash(b"%d" % number) for number in range(size)]
    tiles, root = folder(leaves), merkle.root(leaves)
    read: list[str] = []

    def reading(path: str) -> bytes:
        read.append(path)
        return tiles[path]

    for index in {0, 1, size // 2, size - 2, size - 1} & set(range(size)):
        read.clear()
        proof = inclusion_path(index, size, reading)
        assert merkle.verify_inclusion(leaves[index], index, size, proof, root)
        assert len(set(read)) <= 8
