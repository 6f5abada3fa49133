# SPDX-License-Identifier: Apache-2.0
"""A second reader of backups, written from docs/format/backup.md alone; nothing of kuzat is imported."""

import hashlib
import hmac
import json

import second_archive as archive
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from second_verifier import need

BACKUP, KEYS = b"kuzat-backup/1\n", b"kuzat-backup-keys/1\n"


def content(file, magic, passphrase):
    """archive.json and the plain content of a backup or of a file of keys."""
    need(file.startswith(magic), "magic")
    at = len(magic)
    end = at + 4 + int.from_bytes(file[at : at + 4], "big")
    header = file[at + 4 : end]
    salt, sealed = file[end : end + 32], file[end + 32 :]
    need(len(salt) == 32 and len(header) <= 1_048_576, "cut")
    _, unlocked = archive.open_header(header, passphrase)
    stated = json.loads(header)
    secret = archive.newest(unlocked, "cases")
    key = archive.hkdf(secret, magic + bytes.fromhex(stated["archive"]) + salt)
    return stated, archive.plain_exhibit(sealed, key, magic.decode().strip())


def lines(plain):
    """Each line, and the bytes behind the line of an exhibit."""
    at = 0
    while at < len(plain):
        end = plain.index(b"\n", at)
        line = json.loads(plain[at:end])
        at = end + 1
        raw = b""
        if line[0] == "exhibit":
            raw = plain[at : at + int(line[2])]
            at += int(line[2])
        yield line, raw


def read_keys(plain):
    found = {"subject": {}, "exhibit": {}}
    for text in plain.splitlines():
        line = json.loads(text)
        if line[0] in found:
            found[line[0]][line[1]] = bytes.fromhex(line[2])
    return found


def values(plain, keys):
    """Statement id → value, each id computed again; and exhibit → content."""
    said, originals, log, protected = {}, {}, "", set()
    for line, raw in lines(plain):
        if line[0] == "log":
            log = line[1]
        if line[0] == "said" and line[8] is not None:
            said[line[1]] = value(log, line, keys["subject"][line[3]])
        if line[0] == "mark":
            protected.add(line[2])
        if line[0] == "exhibit" and line[1] not in protected:
            originals[line[1]] = archive.plain_exhibit(raw, keys["exhibit"][line[1]], line[1])
    return said, originals


def value(log, line, subject):
    _, id_, op, about, says, kind, language, basis, sealed = line
    key = hmac.new(subject, b"kuzat/backup-value/1\n" + bytes.fromhex(id_), "sha256").digest()
    plain = AESGCM(key).decrypt(bytes(12), bytes.fromhex(sealed), None)
    stated = plain.rstrip(b"\0")
    size = 128
    while size < len(stated):
        size *= 2
    need(len(plain) == size, "filling")
    salt, told = json.loads(stated)
    parts = [log, salt, op, about, says, [kind, told], language, basis]
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()
    need(hashlib.sha256(b"kuzat/statement/1\n" + text).hexdigest() == id_, "id")
    return told
