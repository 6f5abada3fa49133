# SPDX-License-Identifier: Apache-2.0
"""Two offices of one organisation, made once and copied for each test that shares something."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.allied import lay_offices, opened

from kuzat.store import Archive


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
