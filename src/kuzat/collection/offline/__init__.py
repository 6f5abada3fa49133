# SPDX-License-Identifier: Apache-2.0
"""Forms for people outside, which need no server, and the sealed files that they leave.

In: a form's record and key, the vocabulary; a sealed file and the key that opens it.
Out: a page; what somebody told, as drafts once a member vouches for it; the digest of a receipt code.
Never: a file taken for what it does not prove to be; anything readable left behind by the page.
"""

from kuzat.collection.offline.asked import ASKED, asked
from kuzat.collection.offline.page import Blank, make_page
from kuzat.collection.offline.plan import Planned, plan
from kuzat.collection.offline.receipt import ReceiptRefused, digest
from kuzat.collection.offline.submission import (
    CONSENT,
    LARGEST_FILE,
    Attachment,
    NotASubmission,
    Submission,
    SubmissionAltered,
    SubmissionBroken,
    SubmissionCut,
    SubmissionTooLarge,
    form_of,
    read,
)

__all__ = [
    "ASKED",
    "CONSENT",
    "LARGEST_FILE",
    "Attachment",
    "Blank",
    "NotASubmission",
    "Planned",
    "ReceiptRefused",
    "Submission",
    "SubmissionAltered",
    "SubmissionBroken",
    "SubmissionCut",
    "SubmissionTooLarge",
    "asked",
    "digest",
    "form_of",
    "make_page",
    "plan",
    "read",
]
