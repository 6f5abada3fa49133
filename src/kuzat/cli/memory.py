# SPDX-License-Identifier: Apache-2.0
"""Shut the memory of this process to other programs of the same user, before a key is in it."""

import contextlib
import ctypes
import sys

PR_SET_DUMPABLE = 4  # prctl(2)


def shut() -> bool:
    """Leave no core file, and on Linux let nobody but the system's administrator read or trace us.

    False where the system offers no such thing or refuses it: then another program of the same user may
    read the keys while the archive is open.
    """
    with contextlib.suppress(ImportError, ValueError, OSError):  # Windows has no such limits
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform != "linux":
        return False
    try:
        return bool(ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0)
    except (OSError, AttributeError):
        return False
