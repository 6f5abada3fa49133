# SPDX-License-Identifier: Apache-2.0
"""Published lists of which the truth is known, linked without labels; skipped where they are not at hand."""

from pathlib import Path

import pytest
from tools.linking_lists import LISTS, described_list, found, scores

from kuzat.linkage import link

LEAST = {"febrl3": 0.9994, "rldata10000": 0.98, "police": 0.975}
pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", LISTS)
def test_a_known_list_is_linked_as_well_as_promised(shared: Path, name: str) -> None:
    known = LISTS[name](shared / "data" / "linkage")
    linked = link(known.columns, described_list(name))
    f1, _, _ = scores(found(linked), known.links)
    assert f1 > LEAST[name]
