# SPDX-License-Identifier: Apache-2.0
"""The tree: what is stored of it is believed only where it fits."""

import pytest

from kuzat.log import merkle

LEAVES = [merkle.leaf_hash(b"%d" % number) for number in range(7)]


def test_an_edge_goes_on_where_it_was_stored() -> None:
    edge = merkle.Edge()
    for number, leaf in enumerate(LEAVES, start=1):
        stored = merkle.Edge.of(edge.size, edge.hashes)
        stored.append(leaf)
        edge.append(leaf)
        assert stored.root() == edge.root() == merkle.root(LEAVES[:number])


@pytest.mark.parametrize("hashes", [[], LEAVES[:2], LEAVES[:4], [*LEAVES[:2], b"short"]])
def test_an_edge_that_does_not_fit_its_size_is_refused(hashes: list[bytes]) -> None:
    with pytest.raises(merkle.EdgeWrong, match="7 entries"):
        merkle.Edge.of(7, hashes)


def test_the_empty_tree() -> None:
    assert merkle.Edge().root() == merkle.root([]) == merkle.EMPTY_ROOT
    assert not merkle.verify_inclusion(LEAVES[0], 0, 0, [], merkle.EMPTY_ROOT)
    assert not merkle.verify_consistency(0, 1, [], merkle.EMPTY_ROOT, LEAVES[0])
