# SPDX-License-Identifier: Apache-2.0
"""Originals kept unchanged and accounted for.

In: an original as an open file, its exhibit id and a fresh key.
Out: the encrypted original and its measure; the content again, every frame checked.
Never: a path, a clock, randomness; never content that was not checked.
"""

from kuzat.preservation.exhibit import Exhibit
from kuzat.preservation.vault import ExhibitBroken, Measured, get, measure, put

__all__ = ["Exhibit", "ExhibitBroken", "Measured", "get", "measure", "put"]
