# SPDX-License-Identifier: Apache-2.0
"""The golden vectors are held against the tools that write them, and read by name."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))
