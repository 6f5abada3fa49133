# SPDX-License-Identifier: Apache-2.0
"""End the process at once: no key is left in it, and nothing is tidied up on the way out."""

import os
import signal


def at_once() -> None:
    """Kill this process. What was acknowledged is durable; what was not is gone, as after a power cut."""
    if hasattr(signal, "SIGKILL"):
        os.kill(os.getpid(), signal.SIGKILL)
    os._exit(70)
