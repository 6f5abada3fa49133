# SPDX-License-Identifier: Apache-2.0
"""What every test may ask for."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture
def shared() -> Path:
    """The founders' shared data beside the checkout; tests on it are skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("shared data is not beside this checkout")
    return SHARED
