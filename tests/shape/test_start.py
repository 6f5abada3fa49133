# SPDX-License-Identifier: Apache-2.0
"""What a command loads before it does anything: each is started a hundred times a day on an old laptop."""

import subprocess
import sys

HEAVY = ("django", "duckdb", "numpy", "PIL", "pypdfium2", "rapidfuzz", "reportlab", "resvg_py", "scipy")


def test_a_command_starts_without_what_only_some_need() -> None:
    asked = f"import sys, kuzat.cli; print(*sorted(set({HEAVY}) & set(sys.modules)))"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.split() == []
