# SPDX-License-Identifier: Apache-2.0
"""Originals kept unchanged and accounted for.

In: an original as an open file, its exhibit id and a fresh key; a bag or a document as bytes; a
timestamp authority's reply and the certificates that somebody chose to trust.
Out: the encrypted original and its measure; the content again, every frame checked; a bag; what a
document says, page by page; the hour that an authority vouches for.
Never: a path, a clock, randomness, the network; never content that was not checked.
"""

from kuzat.preservation.bagcheck import BagBad, Checked, check_bag
from kuzat.preservation.bagit import BagRefused, InfoRefused, bag
from kuzat.preservation.exhibit import Exhibit
from kuzat.preservation.timestamp import CertificateRefused, Timestamp, certificates
from kuzat.preservation.timestamp import request as request_timestamp
from kuzat.preservation.timestamp import verify as verify_timestamp
from kuzat.preservation.timestamptoken import TimestampBad, TimestampDenied
from kuzat.preservation.vault import ExhibitBroken, Measured, get, measure, put

__all__ = [
    "BagBad",
    "BagRefused",
    "CertificateRefused",
    "Checked",
    "Exhibit",
    "ExhibitBroken",
    "InfoRefused",
    "Measured",
    "Timestamp",
    "TimestampBad",
    "TimestampDenied",
    "bag",
    "certificates",
    "check_bag",
    "get",
    "measure",
    "put",
    "request_timestamp",
    "verify_timestamp",
]
