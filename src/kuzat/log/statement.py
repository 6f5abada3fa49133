# SPDX-License-Identifier: Apache-2.0
"""The atom: what somebody said about a record, and the salted digest that is its id.

    id = SHA-256("kuzat/statement/1\\n" ‖ JCS([log, salt, op, about, says, [type, value],
                                               language, basis]))

The salt makes the id reveal nothing; erasing value and salt leaves every proof standing.
"""

import re
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from kuzat.errors import Phrase, Refused
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
    r"(?:[a-z]{3}-[0-9a-f]{32}(?:#row=[1-9][0-9]{0,9})?|stm-[0-9a-f]{64})"
    r"(?:#chars=(0|[1-9][0-9]{0,8}),([1-9][0-9]{0,8}))?"
)
_DIGEST = re.compile(r"[0-9a-f]{64}")

# Of what the statements of a sheet have in common, each is looked at once.
_is_property = lru_cache(4096)(_SAYS.fullmatch)
_is_language = lru_cache(256)(_LANGUAGE.fullmatch)


@lru_cache(4096)
def _is_basis(basis: str) -> bool:
    found = _BASIS.fullmatch(basis)
    return found is not None and (found[1] is None or int(found[1]) < int(found[2]))


class DraftRefused(Refused):
    """{says}: expected {expected}."""

    code = "draft_refused"
    advice = "Correct it and say it again; nothing was written."


class Draft(NamedTuple):
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
    """The statement that a draft becomes in one log, under a fresh salt. Raises `DraftRefused`."""
    check(draft)
    about, says, type_, value, op, language, basis, compartment = draft
    said = (op, about, says, type_, value, language, basis)
    return Statement(statement_id(log, salt, *said), log, salt, *said, compartment)


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
    if expected is not None:
        raise DraftRefused(says=draft.says, expected=expected)


def _expected(draft: Draft) -> Phrase | None:
    """What the first wrong part should have been; None where nothing is wrong."""
    if _is_property(draft.says) is None:
        return Phrase("a property such as event.title")
    if draft.op not in OPS:
        return Phrase("set or withdraw")
    if draft.compartment not in COMPARTMENTS:
        return Phrase("the compartment cases or identity")
    if _RECORD.fullmatch(draft.about) is None:
        return Phrase("the id of a record to speak about")
    if draft.language is not None and _is_language(draft.language) is None:
        return Phrase("a language tag such as ky or uz-Cyrl")
    if draft.basis is not None and not _is_basis(draft.basis):
        return Phrase("a basis such as exh-…#row=12")
    return _expected_value(draft)


def _expected_value(draft: Draft) -> Phrase | None:
    if draft.type not in TYPES:
        return Phrase("a value of a known type")
    if draft.type == "statement" and _DIGEST.fullmatch(draft.value) is None:
        return Phrase("the id of a statement")
    if draft.op == "withdraw" and draft.type != "statement":
        return Phrase("the id of the statement that is withdrawn")
    try:
        size = len(draft.value.encode())
    except UnicodeEncodeError:
        return Phrase("text without half characters")
    return Phrase("at most 16 KiB; a longer text is an exhibit") if size > LONGEST_VALUE else None
