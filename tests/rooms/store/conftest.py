# SPDX-License-Identifier: Apache-2.0
"""Two offices of one organisation and a partner, made once and copied for each test that shares something."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.allied import introduce, lay_offices, office, opened

from kuzat.store import Archive
from kuzat.store.peers import PARTNER


@pytest.fixture(scope="session")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Their folders, closed."""
    return lay_offices(tmp_path_factory.mktemp("offices"))


@pytest.fixture
def osh(offices: Path, tmp_path: Path) -> Iterator[Archive]:
    """The office in Osh."""
    with opened(shutil.copytree(offices / "osh", tmp_path / "osh"), "osh") as archive:
        yield archive


@pytest.fixture
def bishkek(offices: Path, tmp_path: Path) -> Iterator[Archive]:
    """The office in Bishkek."""
    with opened(shutil.copytree(offices / "bishkek", tmp_path / "bishkek"), "bishkek") as archive:
        yield archive


@pytest.fixture
def talas(osh: Archive, tmp_path: Path) -> Iterator[Archive]:
    """A partner of the office in Osh, each of whom has the card of the other."""
    with office(tmp_path / "talas", "talas") as archive:
        introduce(archive, osh, "osh")
        introduce(osh, archive, "talas", PARTNER)
        yield archive
