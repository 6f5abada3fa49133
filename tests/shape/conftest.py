# SPDX-License-Identifier: Apache-2.0
"""The shape tests use the same tools that write the generated pages."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))
