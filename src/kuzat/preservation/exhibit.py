# SPDX-License-Identifier: Apache-2.0
"""An original that is kept unchanged, and how it is recognised."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """One original: its record id, the name it came with, its media type, its size and its
    digest.
    """

    id: str
    name: str
    media_type: str
    size: int
    sha256: str
