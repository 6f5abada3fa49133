# SPDX-License-Identifier: Apache-2.0
"""Stories use the tools that make vectors and pages, and the second verifier of the golden tests."""

import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS.parent / "tools"), str(TESTS / "golden")]
