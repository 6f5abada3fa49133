# SPDX-License-Identifier: Apache-2.0
"""A sealed file that a form leaves: docs/format/submission.md.

    "kuzat-submission/1\\n" ‖ form (16 bytes) ‖ HPKE box of (length ‖ JSON ‖ attachments ‖ zero bytes)

The box's information string is "kuzat/submission/1\\n" ‖ form. What is sealed is filled up to a power of two.
"""

import hmac
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from kuzat.errors import Broken, Phrase, Refused
from kuzat.keys.box import OVERHEAD, derived, unseal
from kuzat.log.statement import LONGEST_VALUE
from kuzat.terms import ids
from kuzat.terms.languages import LANGUAGES

FORMAT = "kuzat-submission/1"
MAGIC = FORMAT.encode() + b"\n"
INFO = b"kuzat/submission/1\n"
LIKENESS = b"kuzat/likeness/1\n"
FORM, LENGTH = 16, 4
HEAD = len(MAGIC) + FORM
SMALLEST, LARGEST = 1 << 14, 1 << 26
LARGEST_FILE = HEAD + OVERHEAD + LARGEST
MOST_SAID, MOST_ATTACHED = 200, 50
PREFIX = ids.RECORD_KINDS["form"] + "-"
EVIDENCE, CONSENT = "evidence", "consent"
# How packed files begin (ZIP, gzip, bzip2, xz, 7z, RAR), which may unpack to more than any disk holds.
PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"7z\xbc\xaf'\x1c", b"Rar!\x1a\x07")
SEEN_OR_HEARD = ("audio/", "image/", "video/")
KEYS = {"format", "form", "language", "receipt", "said", "attachments"}
ATTACHED = {"name", "type", "size", "sha256", "original", "role"}
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_TYPE = re.compile(r"[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,60}", re.ASCII)


class NotASubmission(Refused):
    """This is no file that a form sealed."""

    code = "not_a_submission"
    advice = "Ask for the file that the form saved, as it is. What can be read already: kuzat keep"


class SubmissionTooLarge(Refused):
    """This file is larger than any that a form seals."""

    code = "submission_too_large"
    advice = "Nothing of it was read. Ask for the recordings or pictures in several files."


class SubmissionCut(Broken):
    """This file is cut short, or something was added to it."""

    code = "submission_cut"
    advice = "Ask for it once more, by another way or in person; who sent it may still have it."


class SubmissionAltered(Broken):
    """This file was altered on its way, or was not sealed by the form."""

    code = "submission_altered"
    advice = "Ask for it once more, by another way or in person; nothing of it can be read."


class SubmissionBroken(Refused):
    """What is sealed in this file is not what a form seals: expected {expected}."""

    code = "submission_broken"
    advice = "Somebody may have made it by hand to do harm. Nothing of it was taken in."


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that came along. ``original`` is the digest of what the person still has, before
    place and device were taken out of it; it is that of the content where nothing was."""

    name: str
    media_type: str
    content: bytes
    sha256: str
    original: str
    role: str

    @property
    def is_unchanged(self) -> bool:
        """Whether it is what the person has, byte for byte."""
        return self.sha256 == self.original

    @property
    def is_disguised(self) -> bool:
        """Whether it says that it is to be seen or heard, and is a packed file."""
        return self.media_type.startswith(SEEN_OR_HEARD) and self.content.startswith(PACKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What somebody told by a form: (property, answer) pairs in their language, and files."""

    form: str
    language: str
    receipt: str
    said: tuple[tuple[str, str], ...]
    attachments: tuple[Attachment, ...]

    def likeness(self, secret: bytes) -> str:
        """Equal for equal content; without the form's key nobody can try contents against it."""
        told = [*map(list, self.said), sorted(one.sha256 for one in self.attachments)]
        content = json.dumps(told, ensure_ascii=True).encode()
        return hmac.digest(derived(secret, LIKENESS), content, "sha256").hex()


def form_of(sealed: bytes) -> str:
    """For which form a file says that it was sealed.

    Raises `SubmissionTooLarge`, `NotASubmission`, or `SubmissionCut`.
    """
    if len(sealed) > LARGEST_FILE:
        raise SubmissionTooLarge()
    if not sealed.startswith(MAGIC):
        raise NotASubmission()
    if not is_size(len(sealed) - HEAD - OVERHEAD):
        raise SubmissionCut()
    return PREFIX + sealed[len(MAGIC) : HEAD].hex()


def is_size(size: int) -> bool:
    """Whether content is filled up to one of the sizes that there are."""
    return SMALLEST <= size <= LARGEST and size & (size - 1) == 0


def read(sealed: bytes, secret: bytes, asked: Sequence[str]) -> Submission:
    """What a file says, where its form asks no more than ``asked``.

    Raises what `form_of` raises, `SubmissionAltered`, or `SubmissionBroken`.
    """
    form = form_of(sealed)
    content = unseal(sealed[HEAD:], secret, INFO + bytes.fromhex(form[len(PREFIX) :]))
    if content is None:
        raise SubmissionAltered()
    length = int.from_bytes(content[:LENGTH], "big")
    told, rest = content[LENGTH : LENGTH + length], content[LENGTH + length :]
    try:
        body = json.loads(told)
    except (ValueError, RecursionError):
        raise _not(Phrase("JSON in UTF-8")) from None
    if not isinstance(body, dict) or set(body) != KEYS or body["format"] != FORMAT:
        raise _not(Phrase("the members of this format"))
    if body["form"] != form or body["language"] not in LANGUAGES or not _is_digest(body["receipt"]):
        raise _not(Phrase("the form, a language and a receipt"))
    return Submission(
        form=form,
        language=body["language"],
        receipt=body["receipt"],
        said=_said(body["said"], asked),
        attachments=_attachments(body["attachments"], rest),
    )


def _not(expected: Phrase) -> SubmissionBroken:
    return SubmissionBroken(expected=expected)


def _is_digest(value: Any) -> bool:
    return isinstance(value, str) and _DIGEST.fullmatch(value) is not None


def _said(told: Any, asked: Sequence[str]) -> tuple[tuple[str, str], ...]:
    if not isinstance(told, list) or len(told) > MOST_SAID or not all(_is_answer(one, asked) for one in told):
        raise _not(Phrase("answers to what the form asks"))
    return tuple((says, value) for says, value in told)


def _is_answer(one: Any, asked: Sequence[str]) -> bool:
    if not isinstance(one, list) or len(one) != 2 or not all(isinstance(part, str) for part in one):
        return False
    says, value = one
    try:
        return says in asked and 0 < len(value.encode()) <= LONGEST_VALUE
    except UnicodeEncodeError:
        return False


def _attachments(told: Any, rest: bytes) -> tuple[Attachment, ...]:
    """The files in their order; whatever follows them must be zero bytes."""
    if not isinstance(told, list) or len(told) > MOST_ATTACHED or not all(map(_is_attachment, told)):
        raise _not(Phrase("attachments with name, type, size and digest"))
    found, at = [], 0
    for one in told:
        content, at = rest[at : at + one["size"]], at + one["size"]
        if len(content) != one["size"] or sha256(content).hexdigest() != one["sha256"]:
            raise _not(Phrase("attachments with name, type, size and digest"))
        found.append(
            Attachment(
                name=one["name"], media_type=one["type"], content=content, sha256=one["sha256"],
                original=one["original"], role=one["role"],
            )
        )  # fmt: skip
    if rest[at:].strip(b"\0"):
        raise _not(Phrase("zero bytes at the end"))
    return tuple(found)


def _is_attachment(one: Any) -> bool:
    return (
        isinstance(one, dict)
        and set(one) == ATTACHED
        and isinstance(one["name"], str)
        and 0 < len(one["name"]) <= 200
        and one["name"].isprintable()
        and isinstance(one["type"], str)
        and _TYPE.fullmatch(one["type"]) is not None
        and type(one["size"]) is int
        and 0 <= one["size"] <= LARGEST
        and _is_digest(one["sha256"])
        and _is_digest(one["original"])
        and one["role"] in (EVIDENCE, CONSENT)
    )
