# SPDX-License-Identifier: Apache-2.0
"""A statement sealed to a compartment: who holds its key opens it, and who sealed it no longer can.

    plain = JCS([salt, op, about, says, [type, value], language, basis]), filled up with bytes 0x00
            to 256, 512, 1024, … so that its length does not tell a name from a testimony
    box   = HPKE (RFC 9180) in base mode with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM:
            encapsulated key (32 bytes) ‖ sealed plain ‖ tag (16 bytes)
    info  = "kuzat/box/1\\n" ‖ archive id (16 bytes) ‖ statement id (32 bytes)

The information string binds a box to its archive and its statement: one that was moved does not open.
"""

from typing import Any

from kuzat.errors import Broken, Phrase
from kuzat.keys import box as hpke
from kuzat.log.canonical import JsonRefused, encode_strings, parse
from kuzat.log.filling import filled, unfilled
from kuzat.log.statement import SALT, Draft, DraftRefused, Statement, check, statement_id

SMALLEST = 256
LARGEST = 256 * 1024
FRESH = 32
_INFO = b"kuzat/box/1\n"


class BoxBroken(Broken):
    """The box of the statement {statement} cannot be used: {reason}."""

    code = "box_broken"
    advice = "The box is kept as it is. Look for the statement in a copy of the archive."


def seal(statement: Statement, archive: str, public_key: bytes, fresh: bytes) -> bytes:
    """The box of a statement of this archive, for the holder of the key pair's other half.

    ``archive`` is the archive's id in hex, ``public_key`` an X25519 public key, ``fresh`` 32 random
    bytes that are used for this box alone.
    """
    return hpke.seal(filled(_said(statement), SMALLEST), public_key, _info(archive, statement.id), fresh)


def open_box(box: bytes, archive: str, log: str, id: bytes, secret_key: bytes) -> Statement:
    """The statement in a box, whose digest was computed and is ``id``.

    Raises `BoxBroken` where the box was altered, moved, or sealed to another key or archive, or does
    not hold what the id says.
    """
    plain = hpke.unseal(box, secret_key, _info(archive, id))
    if plain is None:
        reason = Phrase("it was altered, or sealed to another statement, archive or key")
        raise _broken(id, reason)
    statement = _read(unfilled(plain, SMALLEST), log)
    if statement is None:
        raise _broken(id, Phrase("what is in it is not of format 1"))
    if statement.id != id:
        raise _broken(id, Phrase("what is in it is not what was signed"))
    return statement


def _broken(id: bytes, reason: Phrase) -> BoxBroken:
    return BoxBroken(statement=id.hex(), reason=reason)


def _info(archive: str, id: bytes) -> bytes:
    return _INFO + bytes.fromhex(archive) + id


def _said(s: Statement) -> bytes:
    said = [s.salt.hex(), s.op, s.about, s.says, [s.type, s.value], s.language, s.basis]
    return encode_strings(said)


def _read(said: bytes, log: str) -> Statement | None:
    """A statement as it was said in ``log``; None where a part of it is misshapen."""
    try:
        salt, op, about, says, (type_, value), language, basis = _texts(parse(said, LARGEST))
        draft = Draft(
            op=op,
            about=about,
            says=says,
            type=type_,
            value=value,
            language=language,
            basis=basis,
            compartment="identity",
        )
        check(draft)
        salted = bytes.fromhex(salt)
    except (JsonRefused, DraftRefused, TypeError, ValueError):
        return None
    if len(salted) != SALT or salted.hex() != salt:
        return None
    parts = (op, about, says, type_, value, language, basis)
    return Statement(statement_id(log, salted, *parts), log, salted, *parts, "identity")


def _texts(said: Any) -> Any:
    """The parts of a statement where all are text, or null where they may be. Raises ValueError."""
    match said:
        case [str(), str(), str(), str(), [str(), str()], str() | None, str() | None]:
            return said
    raise ValueError("misshapen")
