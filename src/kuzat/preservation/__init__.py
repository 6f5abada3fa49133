# SPDX-License-Identifier: Apache-2.0
"""Originals kept unchanged and accounted for.

In: an original as an open file, its exhibit id and a fresh key; a bag or a document as bytes; a
timestamp authority's reply and the certificates that somebody chose to trust.
Out: the encrypted original and its measure; the content again, every frame checked; a bag; what a
document says, page by page; the hour that an authority vouches for; the chain of custody.
Never: a path, a clock, randomness, the network; never content that was not checked.

`timestamp` and `documents` are doors of their own: few commands need what they load.
"""

from kuzat.preservation.bagcheck import BagBad, CheckedBag, check_bag
from kuzat.preservation.bagit import BagRefused, InfoRefused, bag
from kuzat.preservation.custody import Receipt, Step, What
from kuzat.preservation.exhibit import Exhibit
from kuzat.preservation.vault import ExhibitBroken, Measured, get, measure, put

__all__ = [
    "BagBad",
    "BagRefused",
    "CheckedBag",
    "Exhibit",
    "ExhibitBroken",
    "InfoRefused",
    "Measured",
    "Receipt",
    "Step",
    "What",
    "bag",
    "check_bag",
    "get",
    "measure",
    "put",
]
