# SPDX-License-Identifier: Apache-2.0
"""Subject keys: under which backups hold what is said of one record, made when first needed.

    value key = HMAC-SHA-256(subject key, "kuzat/backup-value/1\\n" ‖ statement id)
    sealed    = AES-256-GCM(value key, 12 bytes 0, JCS([salt, value]) filled up with bytes 0x00 to
                128, 256, 512, …, no associated data): a value key seals one text only

Erasing takes the subject's key away; what was sealed under it opens for nobody who has no older key.
"""

import hmac
from collections.abc import Callable
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kuzat.errors import Phrase
from kuzat.log.canonical import JsonRefused, encode_strings, parse_strings
from kuzat.log.filling import filled, unfilled
from kuzat.log.shape import is_id, is_text

DOMAIN = b"kuzat/backup-value/1\n"
KEY, NONCE = 32, bytes(12)
SMALLEST = 128


def seal_value(key: bytes, id_: bytes, salt: bytes, value: str) -> bytes:
    """Salt and value of a statement, sealed."""
    plain = filled(encode_strings([salt.hex(), value]), SMALLEST)
    return AESGCM(_value_key(key, id_)).encrypt(NONCE, plain, None)


def open_value(key: bytes, id_: bytes, sealed: bytes) -> tuple[bytes, str] | None:
    """The salt and value that were sealed; None where the key is another one or a byte was changed.

    Raises `JsonRefused` where what opens is not of this form.
    """
    try:
        opened = AESGCM(_value_key(key, id_)).decrypt(NONCE, sealed, None)
    except InvalidTag:
        return None
    said = parse_strings(unfilled(opened, SMALLEST))
    if len(said) != 2 or not is_id(said[0]) or not is_text(said[1]):
        raise JsonRefused(reason=Phrase("it is not canonical JSON"))
    return bytes.fromhex(said[0]), said[1]


def seal_box(key: bytes, id_: bytes, box: bytes) -> bytes:
    """A box of the compartment identity, sealed once more: it opens for ever, and this does not."""
    return AESGCM(_value_key(key, id_)).encrypt(NONCE, box, None)


def open_sealed_box(key: bytes, id_: bytes, sealed: bytes) -> bytes | None:
    """The box that was sealed; None where the key is another one or a byte was changed."""
    try:
        return AESGCM(_value_key(key, id_)).decrypt(NONCE, sealed, None)
    except InvalidTag:
        return None


def _value_key(key: bytes, id_: bytes) -> bytes:
    return hmac.digest(key, DOMAIN + id_, "sha256")


def make_missing(raw: Any, random: Callable[[int], bytes]) -> None:
    """Give a key to every record that statements speak of and that has none."""
    without = raw.execute(
        "SELECT about FROM (SELECT about FROM statement WHERE value IS NOT NULL"
        " UNION SELECT about FROM sealed)"
        " WHERE about NOT IN (SELECT record FROM subject_key)"
    ).fetchall()
    raw.executemany(
        "INSERT INTO subject_key (record, key) VALUES (?, ?)",
        ((about, random(KEY)) for (about,) in without),
    )
