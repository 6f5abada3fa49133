# SPDX-License-Identifier: Apache-2.0
"""A second reader of backups, written from docs/format alone; nothing of kuzat is imported."""

import hmac

import second_archive as archive
import second_boxes as boxes
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from second_verifier import (
    RECORD,
    TYPES,
    Wrong,
    is_hash,
    is_id,
    leaf_hash,
    matches,
    need,
    padded,
    read_entry,
    read_jcs,
    read_note,
    salted,
    statement_id,
    tree_root,
)

BACKUP, KEYS = b"kuzat-backup/1\n", b"kuzat-backup-keys/1\n"
NUMBER, BYTES, EXHIBIT = "0|[1-9][0-9]{0,15}", "([0-9a-f]{2})+", "exh-[0-9a-f]{32}"
MOMENT = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"


def a(pattern):
    return lambda value: matches(pattern, value)


def text(value):
    return isinstance(value, str)


def or_null(check):
    return lambda value: value is None or check(value)


LINES = {
    "archive": (is_id, is_id, is_id, a(NUMBER)),
    "log": (is_id, is_hash),
    "entry": (text, *map(or_null, (is_id, is_id, is_id, a(MOMENT), is_id)), a(NUMBER)),
    "said": (
        is_hash, a("set|withdraw"), a(RECORD), text, a("|".join(TYPES)), or_null(text), or_null(text),
        or_null(a(BYTES)),
    ),
    "sealed": (is_hash, a(RECORD), a(NUMBER), or_null(a(BYTES))),
    "checkpoint": (a(NUMBER), text, or_null(text)),
    "mark": (is_hash, a(EXHIBIT)),
    "exhibit": (a(EXHIBIT), a(NUMBER)),
}  # fmt: skip
KEY_LINES = {
    "keys": (is_id, is_id, a(NUMBER)),
    "subject": (a(RECORD), is_hash),
    "exhibit": (a(EXHIBIT), is_hash),
    "member": (is_id, is_hash),
    "erased": (is_hash, or_null(text)),
}


def header(file, magic):
    """archive.json of a container, and where it ends."""
    need(file.startswith(magic), "magic")
    at = len(magic)
    end = at + 4 + int.from_bytes(file[at : at + 4], "big")
    need(end - at - 4 <= 1_048_576 and len(file) >= end + 32, "cut")
    return file[at + 4 : end], end


def content(file, magic, cases):
    """The plain content, by the newest key of cases."""
    stated, end = header(file, magic)
    salt = file[end : end + 32]
    id_ = bytes.fromhex(archive.read_header(stated)["archive"])
    key = archive.hkdf(cases, magic + id_ + salt)
    return archive.plain_exhibit(file[end + 32 :], key, magic.decode().strip())


def unlocked(file, magic, passphrase):
    """The keys in the archive.json of a container."""
    return archive.open_header(header(file, magic)[0], passphrase)[1]


def next_line(plain, at, kinds):
    """The parts of the line that begins at a place, and where the next one does."""
    end = plain.find(b"\n", at)
    need(end >= 0, "no end of the line")
    line = read_jcs(plain[at:end], len(plain))
    need(isinstance(line, list) and line and all(p is None or isinstance(p, str) for p in line), "line")
    checks = kinds.get(line[0])
    need(checks is not None and len(checks) == len(line) - 1, "kind of line")
    need(all(check(part) for check, part in zip(checks, line[1:], strict=True)), f"parts of {line[0]}")
    return line, end + 1


def read_keys(plain):
    found = {kind: {} for kind in KEY_LINES}
    first, at = next_line(plain, 0, {"keys": KEY_LINES["keys"]})
    others = {kind: checks for kind, checks in KEY_LINES.items() if kind != "keys"}
    while at < len(plain):
        (kind, name, value), at = next_line(plain, at, others)
        need(name not in found[kind], "twice")
        found[kind][name] = value
    return found | {"archive": first[1], "log": first[2], "size": int(first[3])}


class Reader:
    """A backup and its keys, read to the end: values, boxes, originals, and the heads of the logs."""

    def __init__(self, backup, keys, archive_id):
        self.keys = read_keys(keys)
        need(self.keys["archive"] == archive_id, "keys of another archive")
        self.values, self.boxes, self.originals, self.heads = {}, {}, {}, {}
        self.gone, self.marks, self.entries = [], set(), []
        self.log, self.note, self.stated = None, "", None
        first, at = next_line(backup, 0, {"archive": LINES["archive"]})
        need(first[1] == archive_id, "another archive")
        self.own = first[3]
        need(self.keys["log"] != self.own or self.keys["size"] >= int(first[4]), "older keys")
        kinds = {kind: checks for kind, checks in LINES.items() if kind != "archive"}
        while at < len(backup):
            line, at = next_line(backup, at, kinds)
            if line[0] == "exhibit":
                size = int(line[2])
                need(len(backup) - at >= size, "cut")
                self.exhibit(line[1], backup[at : at + size])
                at += size
            else:
                getattr(self, "begin" if line[0] == "log" else line[0])(*line[1:])
        self.close()
        need(self.own in self.heads and self.heads[self.own][1] == int(first[4]), "size of the own log")

    def close(self):
        if self.log is None:
            return
        self.end_entry()
        found = read_note(self.note, {self.log: self.key})
        leaves = [leaf_hash(entry) for entry in self.entries]
        need(found == (self.log, len(leaves), tree_root(leaves)), "root")
        self.heads[self.log] = found

    def begin(self, log, key):
        self.close()
        need(log not in self.heads, "a log twice")
        need(self.heads or log == self.own, "the own log comes first")
        self.log, self.key, self.entries, self.note = log, bytes.fromhex(key), [], ""

    def entry(self, encoded, salt, by, by_salt, at, at_salt, count):
        self.end_entry()
        stated = read_entry(encoded.encode())
        place = (stated["log"], stated["position"])
        need(place == (self.log, len(self.entries)), "place")
        self.entries.append(encoded.encode())
        self.stated, self.count, self.salt = stated["digests"], int(count), salt
        self.follow, self.beside = [], []
        for domain, its_salt, value in (("kuzat/by/1", by_salt, by), ("kuzat/at/1", at_salt, at)):
            if None not in (its_salt, value):
                self.beside.append(salted(domain, self.log, its_salt, value))

    def end_entry(self):
        """Of an entry only its own statements followed, and its author and time are its own."""
        if self.stated is None:
            return
        need(len(self.follow) == self.count, "statements missing")
        own = [bytes.fromhex(id_) for id_ in self.follow] + self.beside
        signed = [bytes.fromhex(digest) for digest in self.stated]
        if self.salt is not None:
            need(padded(own, bytes.fromhex(self.salt)) == signed, "not what was signed")
        else:
            need(self.log != self.own, "an entry of the own log in part")
            need(len(set(own)) == len(own) and set(own) <= set(signed), "not what was signed")
        self.stated = None

    def said(self, id_, op, about, says, kind, language, basis, sealed):
        plain = self.opened(id_, about, sealed)
        if plain is None:
            return
        told = plain.rstrip(b"\0")
        size = 128
        while size < len(told):
            size *= 2
        need(len(plain) == size, "filling")
        parts = read_jcs(told, size)
        need(isinstance(parts, list) and len(parts) == 2, "salt and value")
        stated = {
            "about": about, "basis": basis, "language": language, "op": op, "salt": parts[0],
            "says": says, "type": kind, "value": parts[1],
        }  # fmt: skip
        need(statement_id(self.log, stated).hex() == id_, "id")
        self.values[id_] = parts[1]

    def sealed(self, id_, about, epoch, sealed):
        box = self.opened(id_, about, sealed)
        if box is not None:
            self.boxes[id_] = (self.log, int(epoch), box)

    def opened(self, id_, about, sealed):
        """What a statement was sealed as; None where it is erased, here or since."""
        need(self.stated is not None, "a statement of no entry")
        self.follow.append(id_)
        if sealed is None:
            return None
        subject = bytes.fromhex(self.keys["subject"].get(about, "00"))
        key = hmac.new(subject, b"kuzat/backup-value/1\n" + bytes.fromhex(id_), "sha256").digest()
        try:
            return AESGCM(key).decrypt(bytes(12), bytes.fromhex(sealed), None)
        except (InvalidTag, ValueError):
            self.gone.append(id_)
            return None

    def checkpoint(self, size, note, member):
        self.note = note
        need(note.split("\n")[1:2] == [size], "size of a checkpoint")

    def mark(self, mark, exhibit):
        need(mark not in self.marks, "a mark twice")
        self.marks |= {mark, exhibit}

    def exhibit(self, exhibit, raw):
        need(exhibit not in self.originals, "an exhibit twice")
        key = self.keys["exhibit"].get(exhibit)
        need(key or exhibit in self.marks, "an exhibit without a key")
        self.originals[exhibit] = (
            archive.plain_exhibit(raw, bytes.fromhex(key), exhibit) if key else None
        )

    def identities(self, archive_id, secrets):
        """Values of the compartment identity, with its keys by epoch."""
        found = {}
        for id_, (log, epoch, box) in self.boxes.items():
            secret = archive.box_secret(secrets[f"identity/{epoch}"], bytes.fromhex(archive_id))
            found[id_] = boxes.open_box(box, archive_id, log, id_, secret)["value"]
        return found


def check(backup, keys, archive_id):
    """Read a backup with the keys of the same day, by which everything must open."""
    reader = Reader(backup, keys, archive_id)
    if reader.gone:
        raise Wrong("what its keys do not open")
    return reader
