# SPDX-License-Identifier: Apache-2.0
"""An original that is kept unchanged, and how it is recognised."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """One original: record id, the name it came with, media type, size and digest."""

    id: str
    name: str
    media_type: str
    size: int
    sha256: str
