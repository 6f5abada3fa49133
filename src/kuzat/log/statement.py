# SPDX-License-Identifier: Apache-2.0
"""The atom: what somebody said about a record, and the salted digest that is its id.

    id = SHA-256("kuzat/statement/1\\n" ‖ JCS([log, salt, op, about, says, [type, value],
                                               language, basis]))

The salt makes the id reveal nothing; erasing value and salt leaves every proof standing.
"""

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from kuzat.errors import Refused
from kuzat.log.canonical import encode_strings

DOMAIN = b"kuzat/statement/1\n"
SALT = 16
TYPES = ("date", "decimal", "exhibit", "place", "record", "statement", "term", "text")
OPS = ("set", "withdraw")
COMPARTMENTS = ("cases", "identity")
LONGEST_VALUE = 16 * 1024

_RECORD = re.compile(r"[a-z]{3}-[0-9a-f]{32}")
_SAYS = re.compile(r"[a-z]+\.[a-z0-9_]+")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
_BASIS = re.compile(
    r"(?:[a-z]{3}-[0-9a-f]{32}(?:#row=[1-9][0-9]*)?|stm-[0-9a-f]{64})(?:#chars=[0-9]+,[0-9]+)?"
)
_DIGEST = re.compile(r"[0-9a-f]{64}")


class DraftRefused(Refused):
    """{says}: expected {expected}."""

    code = "draft_refused"
    advice = "Correct it and say it again; nothing was written."


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a person intends to say, before a log and a salt are known."""

    about: str
    says: str
    type: str
    value: str
    op: str = "set"
    language: str | None = None
    basis: str | None = None
    compartment: str = "cases"


class Statement(NamedTuple):
    """One statement of one log. ``id`` is its salted digest, 32 bytes."""

    id: bytes
    log: str
    salt: bytes
    op: str
    about: str
    says: str
    type: str
    value: str
    language: str | None
    basis: str | None
    compartment: str = "cases"


def statement_id(
    log: str,
    salt: bytes,
    op: str,
    about: str,
    says: str,
    type: str,
    value: str,
    language: str | None,
    basis: str | None,
) -> bytes:
    """The salted digest of a statement; ``log`` is the log's id in hex, ``salt`` 16 bytes."""
    said = [log, salt.hex(), op, about, says, [type, value], language, basis]
    return sha256(DOMAIN + encode_strings(said)).digest()


def bind(draft: Draft, log: str, salt: bytes) -> Statement:
    """The statement that a checked draft becomes in one log, under a fresh salt."""
    said = (
        draft.op,
        draft.about,
        draft.says,
        draft.type,
        draft.value,
        draft.language,
        draft.basis,
    )
    return Statement(statement_id(log, salt, *said), log, salt, *said, draft.compartment)


def withdraw(statement: Statement, basis: str | None = None) -> Draft:
    """The draft that takes a statement back; what it was about is repeated, never its value."""
    return Draft(
        op="withdraw",
        about=statement.about,
        says=statement.says,
        type="statement",
        value=statement.id.hex(),
        basis=basis,
        compartment=statement.compartment,
    )


def check(draft: Draft) -> None:
    """Refuse a draft that format 1 cannot hold; what the vocabulary allows is another question.

    Raises `DraftRefused`, which names the property and what was expected, never the value.
    """
    expected = _expected(draft)
    if expected:
        raise DraftRefused(says=draft.says, expected=expected)


def _expected(draft: Draft) -> str:
    """What the draft should have been, empty where nothing is wrong."""
    wanted = {
        "set or withdraw": draft.op in OPS,
        "the compartment cases or identity": draft.compartment in COMPARTMENTS,
        "the id of a record to speak about": _fits(_RECORD, draft.about),
        "a property such as event.title": _fits(_SAYS, draft.says),
        "a value of a known type": draft.type in TYPES,
        "a language tag such as ky or uz-Cyrl": _fits(_LANGUAGE, draft.language),
        "a basis such as exh-…#row=12": _fits(_BASIS, draft.basis),
        "text without half characters": draft.value.isascii() or _is_whole(draft.value),
        "at most 16 KiB; a longer text is an exhibit": len(draft.value) <= LONGEST_VALUE
        and len(draft.value.encode(errors="replace")) <= LONGEST_VALUE,
        "the id of a statement": _fits(_DIGEST, draft.value)
        if draft.type == "statement"
        else draft.op == "set",
    }
    return next((expected for expected, holds in wanted.items() if not holds), "")


def _fits(pattern: re.Pattern[str], text: str | None) -> bool:
    return text is None or pattern.fullmatch(text) is not None


def _is_whole(text: str) -> bool:
    """No lone surrogate, which UTF-8 cannot carry."""
    return not any("\ud800" <= character <= "\udfff" for character in text)
