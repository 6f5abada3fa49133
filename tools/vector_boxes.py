# SPDX-License-Identifier: Apache-2.0
"""Golden vectors of boxes. HPKE is written out here, since the sender's key must not be drawn anew."""

import hmac
import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from vector_log import INVENTED, Stream

from kuzat.errors import KuzatError
from kuzat.log.box import open_box
from kuzat.log.statement import Draft, Statement, bind, withdraw

ARCHIVE, OTHER_ARCHIVE = "a0" * 16, "a1" * 16
PERSON = "per-" + "7a" * 16
AES_256_GCM = 2
Case = dict[str, Any]


def hpke_seal(
    sender: bytes, receiver: bytes, info: bytes, aad: bytes, plain: bytes, aead: int = AES_256_GCM
) -> bytes:
    """RFC 9180, base mode, X25519 and HKDF-SHA256, with the sender's secret key handed in."""
    secret_key = X25519PrivateKey.from_private_bytes(sender)
    enc = secret_key.public_key().public_bytes_raw()
    kem = b"KEM\x00\x20"
    shared = secret_key.exchange(X25519PublicKey.from_public_bytes(receiver))
    shared = _expand(kem, _extract(kem, b"", b"eae_prk", shared), b"shared_secret", enc + receiver, 32)
    suite = b"HPKE\x00\x20\x00\x01" + aead.to_bytes(2, "big")
    context = b"\0" + _extract(suite, b"", b"psk_id_hash", b"") + _extract(suite, b"", b"info_hash", info)
    secret = _extract(suite, shared, b"secret", b"")
    key = _expand(suite, secret, b"key", context, 16 * aead)
    nonce = _expand(suite, secret, b"base_nonce", context, 12)
    return enc + AESGCM(key).encrypt(nonce, plain, aad)


def _extract(suite: bytes, salt: bytes, label: bytes, key: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + key, "sha256")


def _expand(suite: bytes, key: bytes, label: bytes, info: bytes, length: int) -> bytes:
    """One block of 32 bytes is enough for all that is asked."""
    what = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    return hmac.digest(key, what + b"\x01", "sha256")[:length]


class Sealer:
    """One compartment's key pair, and the senders' keys in their order."""

    def __init__(self) -> None:
        self.random = Stream("boxes")
        self.secret = self.random(32)
        self.public = _public(self.secret)

    def __call__(
        self, id_: bytes, plain: bytes, archive: str = ARCHIVE, public: bytes | None = None
    ) -> bytes:
        info = b"kuzat/box/1\n" + bytes.fromhex(archive) + id_
        return hpke_seal(self.random(32), public or self.public, info, b"", plain)


def _public(secret: bytes) -> bytes:
    return X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()


def plain(one: Statement, **changed: Any) -> bytes:
    """What the box of a statement holds, before it is filled up."""
    parts = {
        "salt": one.salt.hex(), "op": one.op, "about": one.about, "says": one.says,
        "value": [one.type, one.value], "language": one.language, "basis": one.basis,
    } | changed  # fmt: skip
    return json.dumps(list(parts.values()), ensure_ascii=False, separators=(",", ":")).encode()


def filled(said: bytes, sign: bytes = b"\0") -> bytes:
    """Filled up to a power of two, at least 256."""
    size = 256
    while size < len(said):
        size *= 2
    return said.ljust(size, sign)


def statements(random: Stream) -> dict[str, Statement]:
    """What the good boxes hold."""
    said = {
        "name_kyrgyz": {"says": "person.identity_name", "value": "Айсулуу Күзөтова", "language": "ky"},
        "name_uzbek_cyrillic": {
            "says": "person.identity_name", "value": "Зулфия Ғаффорова", "language": "uz-Cyrl",
        },
        "telephone": {"says": "person.phone", "value": "+996 000 00-00-00"},
        "born_in_a_summer": {"says": "person.birth_date", "type": "date", "value": "1971-22"},
        "testimony_fills_256_exactly": {"says": "information.testimony", "value": "x" * 129},
        "testimony_one_byte_more": {"says": "information.testimony", "value": "x" * 130},
        "testimony_largest": {"says": "information.testimony", "value": "ү" * 8192},
        "span_that_names_somebody": {
            "says": "any.names_person", "type": "record", "value": PERSON,
            "basis": "stm-" + "ef" * 32 + "#chars=12,28",
        },
    }  # fmt: skip
    made = {
        name: bind(Draft(**{"about": PERSON, "type": "text"} | one), INVENTED.log, random(16))
        for name, one in said.items()
    }
    made["name_withdrawn"] = bind(withdraw(made["name_kyrgyz"]), INVENTED.log, random(16))
    return made


def boxes() -> list[Case]:
    """Boxes that open, and such as must not be used."""
    seal = Sealer()
    said = statements(Stream("boxed statements"))
    cases: list[Case] = []
    for name, one in said.items():
        case = _case(name, seal.secret, one.id, seal(one.id, filled(plain(one))))
        parts = ("about", "basis", "language", "op", "says", "type", "value")
        shown = {"salt": one.salt.hex()} | {part: getattr(one, part) for part in parts}
        cases.append(case | {"said": shown})
    good = said["name_kyrgyz"]
    wrong = _moved(seal, good, said["telephone"]) | _altered(seal, good) | _misfilled(seal, good)
    for name, box in (wrong | _misshapen(seal, good)).items():
        cases.append(_refused(_case(name, seal.secret, good.id, box)))
    return cases


def _case(name: str, secret: bytes, id_: bytes, box: bytes) -> Case:
    return {
        "name": name,
        "archive": ARCHIVE,
        "log": INVENTED.log,
        "id": id_.hex(),
        "key": secret.hex(),
        "box": box.hex(),
    }


def _refused(case: Case) -> Case:
    try:
        open_box(
            bytes.fromhex(case["box"]), case["archive"], case["log"],
            bytes.fromhex(case["id"]), bytes.fromhex(case["key"]),
        )  # fmt: skip
    except KuzatError as error:
        return case | {"refused": str(error)}
    raise AssertionError("a bad vector was accepted")


def _moved(seal: Sealer, good: Statement, other: Statement) -> dict[str, bytes]:
    """Boxes that were whole somewhere else."""
    holds = filled(plain(good))
    return {
        "of_another_statement": seal(other.id, filled(plain(other))),
        "of_another_archive": seal(good.id, holds, OTHER_ARCHIVE),
        "to_another_key": seal(good.id, holds, public=_public(bytes(31) + b"\1")),
        "holds_another_statement": seal(good.id, filled(plain(other))),
        "holds_another_value": seal(good.id, filled(plain(good, value=["text", "Айнура Күзөтова"]))),
    }


def _altered(seal: Sealer, good: Statement) -> dict[str, bytes]:
    box = seal(good.id, filled(plain(good)))
    flipped = {
        name: box[:at] + bytes([box[at] ^ 1]) + box[at + 1 :]
        for name, at in {"sender_key_bit": 3, "sealed_bit": 40, "tag_bit": len(box) - 1}.items()
    }
    return flipped | {
        "sender_key_zero": bytes(32) + box[32:],
        "cut": box[:-1],
        "longer": box + b"\0",
        "sender_key_alone": box[:32],
        "shorter_than_a_key": box[:31],
        "empty": b"",
    }


def _misfilled(seal: Sealer, good: Statement) -> dict[str, bytes]:
    said = plain(good)
    return {
        "not_filled": seal(good.id, said),
        "filled_twice_as_far": seal(good.id, said.ljust(512, b"\0")),
        "filled_with_spaces": seal(good.id, filled(said, b" ")),
        "filled_in_front": seal(good.id, said.rjust(256, b"\0")),
        "nothing_but_filling": seal(good.id, bytes(256)),
        "nothing": seal(good.id, b""),
    }


def _misshapen(seal: Sealer, good: Statement) -> dict[str, bytes]:
    said = plain(good)
    changed: dict[str, Case] = {
        "salt_short": {"salt": good.salt.hex()[:-2]},
        "salt_in_capitals": {"salt": good.salt.hex().upper()},
        "salt_null": {"salt": None},
        "op_unknown": {"op": "erase"},
        "about_a_label": {"about": "P-7F3K9"},
        "value_a_number": {"value": ["text", 1]},
        "value_without_a_type": {"value": [good.value]},
        "value_an_object": {"value": {"text": good.value}},
        "value_too_long": {"value": ["text", "ү" * 8193]},
        "language_misspelt": {"language": "KY"},
        "basis_misspelt": {"basis": "page 3"},
        "part_more": {"log": good.log},
    }
    whole = {name: plain(good, **parts) for name, parts in changed.items()} | {
        "part_less": said[: said.rindex(b",")] + b"]",
        "space": said.replace(b",", b", ", 1),
        "not_utf_8": said.replace("Айсулуу".encode(), b"\xff"),
        "lone_surrogate": said.replace("Айсулуу".encode(), b"\\ud800"),
        "not_json": b"Aisuluu",
        "nested": b"[" * 4000,
    }
    return {name: seal(good.id, filled(content)) for name, content in whole.items()}
