# SPDX-License-Identifier: Apache-2.0
"""The second verifier's part on the archive: archive.json, exhibits and cases.db, from the page alone."""

import hashlib
import hmac
import unicodedata

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from second_boxes import hpke_open
from second_verifier import Wrong, has, is_hash, is_id, is_number, jcs, matches, need, read_jcs


def hkdf(key, info):
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=info).derive(key)


def open_header(content, passphrase, file=b""):
    """(member id, their keys by name) of the member whose passphrase and key file these are."""
    header = read_header(content)
    archive = bytes.fromhex(header["archive"])
    secret = unicodedata.normalize("NFC", passphrase).encode()
    for member in header["members"]:
        seed = open_seed(header["archive"], member, secret, file)
        if seed is not None:
            keys = {"seed": seed} | open_wraps(header["archive"], member, seed)
            cases = newest(keys, "cases")
            if cases:
                rest = {name: value for name, value in header.items() if name != "mac"}
                mac_key = hkdf(cases, b"kuzat/header/1\n" + archive)
                mac = hmac.new(mac_key, jcs(rest), "sha256").hexdigest()
                need(hmac.compare_digest(mac, header["mac"]), "mac")
            for name, key in keys.items():
                if name.startswith("identity/"):
                    pair = X25519PrivateKey.from_private_bytes(box_secret(key, archive))
                    public = pair.public_key().public_bytes_raw().hex()
                    need(public == header["boxes"][name], "box")
            return member["id"], keys
    raise Wrong("passphrase")


def open_seed(archive, member, secret, file):
    kdf, wrap = member["kdf"], bytes.fromhex(member["wraps"]["seed"])
    if "file" not in kdf["factors"]:
        file = b""
    elif not file:
        return None
    stretched = Argon2id(
        salt=bytes.fromhex(kdf["salt"]),
        length=32,
        iterations=kdf["passes"],
        lanes=kdf["lanes"],
        memory_cost=kdf["memory"],
    ).derive(secret)
    ids = bytes.fromhex(archive + member["id"])
    cipher = AESGCM(hkdf(stretched + file, b"kuzat/member-key/1\n" + ids))
    bound = jcs(["kuzat/wrap/1", 1, 1, archive, member["id"], "seed", kdf])
    try:
        return cipher.decrypt(wrap[:12], wrap[12:], bound)
    except InvalidTag:
        return None


def open_wraps(archive, member, seed):
    ids = bytes.fromhex(archive + member["id"])
    secret = hkdf(seed, b"kuzat/member-box/1\n" + ids)
    keys = {}
    for name, wrap in member["wraps"].items():
        if name != "seed":
            info = jcs(["kuzat/wrap/1", 1, 1, archive, member["id"], name])
            keys[name] = hpke_open(bytes.fromhex(wrap), secret, info)
    return keys


def newest(keys, compartment):
    epochs = [int(name[len(compartment) + 1 :]) for name in keys if name.startswith(compartment)]
    return keys[f"{compartment}/{max(epochs)}"] if epochs else None


def box_secret(identity, archive):
    return hkdf(identity, b"kuzat/identity-box/1\n" + archive)


def database_key(identity, archive):
    return hkdf(identity, b"kuzat/identity-db/1\n" + archive)


def public_key_of(header, member, cases):
    """The X25519 public key of a member, as another member reads it."""
    cipher = AESGCM(hkdf(cases, b"kuzat/member-public/1\n" + bytes.fromhex(header["archive"])))
    box = bytes.fromhex(member["box"])
    try:
        return cipher.decrypt(box[:12], box[12:], bytes.fromhex(member["id"]))
    except InvalidTag as error:
        raise Wrong("public key") from error


def open_shared(content, seeds):
    """The keys by name that people open together, each given by id and seed."""
    header = read_header(content)
    shares = {}
    for member in header["members"]:
        if member["id"] in seeds:
            opened = open_wraps(header["archive"], member, seeds[member["id"]])
            for name, key in opened.items():
                shares[member["id"], name] = key
    keys = {}
    for item in header["quorums"]:
        parts = [shares.get((one, f"share/{item['share']}")) for one in item["of"]]
        if None not in parts:
            info = ["kuzat/quorum/1", 1, 1, header["archive"], item["key"], item["of"]]
            cipher = AESGCM(hkdf(b"".join(parts), jcs([*info, item["share"]])))
            wrap = bytes.fromhex(item["wrap"])
            try:
                keys[item["key"]] = cipher.decrypt(wrap[:12], wrap[12:], b"")
            except InvalidTag as error:
                raise Wrong("share") from error
    return keys


def plain_exhibit(content, key, exhibit):
    """The original in a sealed exhibit."""
    need(content.startswith(b"kuzat-vault/1\n"), "first line")
    rest, number, parts = content[14:], 0, []
    while True:
        frame, rest = rest[:65552], rest[65552:]
        bound = f"{exhibit}|{number}|{0 if rest else 1}".encode()
        try:
            parts.append(AESGCM(key).decrypt(number.to_bytes(12, "big"), frame, bound))
        except InvalidTag as error:
            raise Wrong("frame") from error
        if not rest:
            return b"".join(parts)
        number += 1


def is_epoch(name, *compartments):
    kind, _, number = name.partition("/")
    return kind in compartments and matches("[1-9][0-9]{0,8}", number)


def read_header(content):
    header = read_jcs(content, 1048576)
    need(isinstance(header, dict) and is_number(header.get("format")), "format")
    need(header["format"] == 1, "newer or unknown format")
    need(header.get("suite") == 1 and header["suite"] is not True, "suite")
    parts = ("archive", "boxes", "format", "mac", "members", "quorums", "suite")
    need(has(header, *parts) and is_id(header["archive"]) and is_hash(header["mac"]), "parts")
    members, boxes = header["members"], header["boxes"]
    need(isinstance(members, list) and 1 <= len(members) <= 64, "members")
    for member in members:
        read_member(member)
    need(len({member["id"] for member in members}) == len(members), "member twice")
    need(isinstance(boxes, dict) and 1 <= len(boxes) <= 64, "boxes")
    need(all(is_epoch(name, "identity") and is_hash(key) for name, key in boxes.items()), "boxes")
    held = {one["id"]: set(one["wraps"]) for one in members}
    cases = {frozenset(n for n in names if n.startswith("cases")) for names in held.values()}
    cases -= {frozenset()}
    need(len(cases) == 1, "cases of several epochs")
    identities = {n for names in held.values() for n in names if n.startswith("identity")}
    need(identities <= set(boxes), "identity without a box")
    read_quorums(header["quorums"], held, cases.pop() | set(boxes))
    return header


def read_member(member):
    need(has(member, "box", "id", "kdf", "roles", "wraps") and is_id(member["id"]), "member")
    kdf, wraps, roles = member["kdf"], member["wraps"], member["roles"]
    need(has(kdf, "factors", "lanes", "memory", "name", "passes", "salt"), "kdf")
    need(kdf["factors"] in (["passphrase"], ["passphrase", "file"]), "factors")
    need(kdf["name"] == "argon2id", "newer")
    need(all(is_number(kdf[part]) for part in ("lanes", "memory", "passes")), "kdf")
    need(65536 <= kdf["memory"] <= 4194304, "memory")
    need(3 <= kdf["passes"] <= 16 and 1 <= kdf["lanes"] <= 16 and is_id(kdf["salt"]), "kdf")
    need(matches("[0-9a-f]{120}", member["box"]), "box")
    need(isinstance(roles, list) and all(matches("[a-z][a-z_]{0,31}", one) for one in roles), "roles")
    need(roles == sorted(set(roles)), "order of roles")
    need(isinstance(wraps, dict) and matches("[0-9a-f]{120}", wraps.get("seed")), "seed")
    for name, wrap in wraps.items():
        if name != "seed":
            need(is_epoch(name, "cases", "identity", "share"), "name of a wrap")
            need(matches("[0-9a-f]{160}", wrap), "wrap")


def read_quorums(quorums, held, keys):
    need(isinstance(quorums, list) and len(quorums) <= 1024, "quorums")
    for item in quorums:
        need(has(item, "key", "of", "share", "wrap"), "parts of a quorum")
        of, share = item["of"], item["share"]
        need(isinstance(of, list) and 2 <= len(of) <= 9 and all(map(is_id, of)), "of")
        need(of == sorted(set(of)), "order of members")
        need(is_number(share) and 0 < share < 10**9, "share")
        need(matches("[0-9a-f]{120}", item["wrap"]), "wrap")
        need(isinstance(item["key"], str) and item["key"] in keys, "key")
        need(all(f"share/{share}" in held.get(one, ()) for one in of), "nobody's share")


def plain_database(content, key):
    """cases.db as a plain SQLite file: every page authenticated, then decrypted."""
    salt = content[:16]
    masked = bytes(byte ^ 0x3A for byte in salt)
    mac_key = hashlib.pbkdf2_hmac("sha512", key, masked, 2, 32)
    need(content and len(content) % 4096 == 0, "size")
    pages = []
    for start in range(0, len(content), 4096):
        page = content[start : start + 4096]
        sealed, vector, mac = page[16 if start == 0 else 0 : -80], page[-80:-64], page[-64:]
        number = (start // 4096 + 1).to_bytes(4, "little")
        found = hmac.new(mac_key, sealed + vector + number, "sha512").digest()
        need(hmac.compare_digest(found, mac), "page")
        opened = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
        head = b"SQLite format 3\0" if start == 0 else b""
        pages.append(head + opened.update(sealed) + opened.finalize() + bytes(80))
    return b"".join(pages)
