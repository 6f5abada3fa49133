# SPDX-License-Identifier: Apache-2.0
"""What needs a process of its own, since its peak memory is measured.

python -m bench.child rebuild ARCHIVE        passphrase in KUZAT_PASSPHRASE
python -m bench.child desk ARCHIVE
python -m bench.child documenter ARCHIVE     the desk of such a member; or observer
"""

import json
import os
import resource
import subprocess
import sys
from functools import partial
from pathlib import Path

from bench import pages
from bench.clocked import Watch
from kuzat.store import open_archive, rebuild

ROOT = Path(__file__).resolve().parents[1]


def run(what: str, archive: Path, passphrase: str) -> dict[str, float]:
    """Run one measure in a new process; what it measured, and ``peak`` in MB."""
    answer = subprocess.run(
        [sys.executable, "-m", "bench.child", what, str(archive.resolve())],
        cwd=ROOT,
        env={**os.environ, "KUZAT_PASSPHRASE": passphrase},
        stdout=subprocess.PIPE,
        check=True,
    )
    return {name: float(value) for name, value in json.loads(answer.stdout).items()}


def _rebuild(archive: Path, passphrase: str) -> dict[str, float]:
    watch = Watch()
    with open_archive(archive, passphrase) as opened, watch.lap():
        rebuild(opened)
    return {"seconds": watch.seconds}


def _peak() -> float:
    """The most memory that this process ever held, in MB.

    Linux hands the parent's peak on to ``ru_maxrss`` of a new program, so its own table is read.
    """
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = [text for text in status.read_text().splitlines() if "VmHWM" in text]
        return int(line.split()[1]) * 1024 / 1e6
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


if __name__ == "__main__":
    measures = {"rebuild": _rebuild, "desk": pages.measure}
    measures |= {role: partial(pages.measure_as, role) for role in ("documenter", "observer")}
    found = measures[sys.argv[1]](Path(sys.argv[2]), os.environ["KUZAT_PASSPHRASE"])
    print(json.dumps({**found, "peak": _peak()}))
