# SPDX-License-Identifier: Apache-2.0
"""A second verifier, written from docs/format alone. It imports nothing of kuzat.

Every function raises `Wrong` where the page says that something is not accepted.
"""

import base64
import hashlib
import itertools
import json
import re

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

BIGGEST = 2**53 - 1


class Wrong(Exception):
    """Not accepted."""


def need(holds, why):
    if not holds:
        raise Wrong(why)


# Conventions ---------------------------------------------------------------------------------


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def jcs(value):
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def read_jcs(content, limit):
    def pairs(found):
        need(len(dict(found)) == len(found), "a name twice")
        return dict(found)

    def number(text):
        need(abs(int(text)) <= BIGGEST, "number too large")
        return int(text)

    def no(text):
        raise Wrong("not a whole number")

    need(len(content) <= limit, "too large")
    try:
        text = content.decode("utf-8")
        value = json.loads(
            text, object_pairs_hook=pairs, parse_int=number, parse_float=no, parse_constant=no
        )
        need(jcs(value) == content, "not JCS")
    except (ValueError, RecursionError) as error:
        raise Wrong("not JSON") from error
    return value


def matches(pattern, value):
    return isinstance(value, str) and re.fullmatch(pattern, value, re.ASCII) is not None


def is_id(value):
    return matches("[0-9a-f]{32}", value)


def is_hash(value):
    return matches("[0-9a-f]{64}", value)


def is_number(value):
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= BIGGEST


def has(value, *names):
    return isinstance(value, dict) and set(value) == set(names)


# Statement -----------------------------------------------------------------------------------

STATEMENT = ("about", "basis", "language", "op", "says", "salt", "type", "value")
TYPES = ("text", "term", "record", "exhibit", "statement", "date", "decimal", "place")
RECORD = "[a-z]{3}-[0-9a-f]{32}"
SPAN = "#chars=(0|[1-9][0-9]{0,8}),([1-9][0-9]{0,8})"
BASIS = rf"(?:{RECORD}(?:#row=[1-9][0-9]{{0,9}})?|stm-[0-9a-f]{{64}})(?:{SPAN})?"
LANGUAGE = "[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?"


def is_basis(basis):
    if not matches(BASIS, basis):
        return False
    start, end = re.fullmatch(BASIS, basis).groups()
    return start is None or int(start) < int(end)


def statement_id(log, said):
    """The id of a statement given as an object with the parts of a proof's `statements`."""
    need(has(said, *STATEMENT), "parts of a statement")
    need(is_id(log) and is_id(said["salt"]), "log or salt")
    need(said["op"] in ("set", "withdraw"), "op")
    need(matches(RECORD, said["about"]), "about")
    need(matches("[a-z]+[.][a-z0-9_]+", said["says"]), "says")
    need(said["type"] in TYPES and isinstance(said["value"], str), "type")
    need(said["op"] == "set" or said["type"] == "statement", "withdraw")
    need(said["type"] != "statement" or is_hash(said["value"]), "statement value")
    need(said["language"] is None or matches(LANGUAGE, said["language"]), "language")
    need(said["basis"] is None or is_basis(said["basis"]), "basis")
    try:
        need(len(said["value"].encode()) <= 16384, "value too long")
    except UnicodeEncodeError as error:
        raise Wrong("lone surrogate") from error
    order = [log, said["salt"], said["op"], said["about"], said["says"]]
    order += [[said["type"], said["value"]], said["language"], said["basis"]]
    return sha(b"kuzat/statement/1\n", jcs(order))


# Log -----------------------------------------------------------------------------------------


def salted(domain, log, salt, text):
    return sha(domain.encode() + b"\n", jcs([log, salt, text]))


def padded(own, salt):
    """The digests of an entry from its own and its salt, 8 to 512 in all."""
    need(len(own) <= 512, "too many")
    size = 8
    while size < len(own):
        size += size
    decoys = [
        sha(b"kuzat/decoy/1", salt, number.to_bytes(4, "big")) for number in range(size - len(own))
    ]
    return sorted(own + decoys)


def is_keys(value, least=0):
    if not isinstance(value, list) or not least <= len(value) <= 64:
        return False
    sound = all(has(one, "id", "key") and is_id(one["id"]) and is_hash(one["key"]) for one in value)
    return sound and len({one["id"] for one in value}) == len(value)


def is_trust(body):
    names = body["witnesses"]
    return (
        is_keys(body["trustees"])
        and is_number(body["threshold"])
        and body["threshold"] <= len(body["trustees"])
        and isinstance(names, list)
        and len(names) <= 64
        and all(has(one, "key", "name") and is_hash(one["key"]) for one in names)
        and all(matches("[!-*,-~]{1,255}", one["name"]) for one in names)
        and len({one["name"] for one in names}) == len(names)
    )


def is_head(value):
    sound = has(value, "log", "root", "size")
    return sound and is_id(value["log"]) and is_hash(value["root"]) and is_number(value["size"])


def is_body(kind, body):
    trust = ("threshold", "trustees", "witnesses")
    if kind == "said":
        return body == {}
    if kind == "genesis":
        parts = ("archive", "header", "key", "members", "previous")
        return (
            has(body, *parts, *trust)
            and is_id(body["archive"])
            and is_hash(body["header"])
            and is_hash(body["key"])
            and is_keys(body["members"], 1)
            and (body["previous"] is None or is_head(body["previous"]))
            and is_trust(body)
        )
    if kind == "header":
        changes = ("rewrap", "epoch", "rekey")
        sound = has(body, "change", "header")
        return sound and body["change"] in changes and is_hash(body["header"])
    if kind == "member":
        return is_keys([body])
    if kind == "revoked":
        if not has(body, "from", "log", "member"):
            return False
        member = body["member"] is None or is_id(body["member"])
        return is_number(body["from"]) and is_id(body["log"]) and member
    if kind == "received":
        return is_head(body)
    return kind == "trust" and has(body, *trust) and is_trust(body)


def read_entry(content):
    entry = read_jcs(content, 65535)
    parts = ("body", "compartment", "digests", "format", "kind", "lamport", "log", "origin")
    need(has(entry, *parts, "position", "suite", "vocabulary"), "parts of an entry")
    need(entry["format"] is not True and entry["format"] == 1, "format")
    need(entry["suite"] is not True and entry["suite"] == 1, "suite")
    need(is_id(entry["log"]) and is_id(entry["origin"]), "log or origin")
    need(is_number(entry["position"]) and is_number(entry["lamport"]), "numbers")
    need(entry["compartment"] in ("cases", "identity"), "compartment")
    need(is_hash(entry["vocabulary"]), "vocabulary")
    digests = entry["digests"]
    need(isinstance(digests, list) and all(map(is_hash, digests)), "digests")
    need(len(digests) in (8, 16, 32, 64, 128, 256, 512), "number of digests")
    need(all(digests[i] < digests[i + 1] for i in range(len(digests) - 1)), "order of digests")
    need((entry["kind"] == "genesis") == (entry["position"] == 0), "genesis")
    need(is_body(entry["kind"], entry["body"]), "body")
    return entry


def leaf_hash(content):
    return sha(b"\x00", content)


def tree_root(leaves):
    if not leaves:
        return sha()
    if len(leaves) == 1:
        return leaves[0]
    left = 1
    while left * 2 < len(leaves):
        left *= 2
    return sha(b"\x01", tree_root(leaves[:left]), tree_root(leaves[left:]))


def root_from_path(leaf, index, size, path):
    """The root that a path leads to, by the shape of the tree; the inverse of RFC 6962's PATH."""
    need(0 <= index < size, "index")
    need(all(len(node) == 32 for node in (leaf, *path)), "length of a hash")
    if size == 1:
        need(not path, "path too long")
        return leaf
    need(path, "path too short")
    left = 1
    while left * 2 < size:
        left *= 2
    if index < left:
        return sha(b"\x01", root_from_path(leaf, index, left, path[:-1]), path[-1])
    return sha(b"\x01", path[-1], root_from_path(leaf, index - left, size - left, path[:-1]))


def roots_from_path(old, new, path, old_root, whole=True):
    """The old and the new root that a consistency proof leads to; the inverse of SUBPROOF."""
    need(0 < old <= new, "sizes")
    if old == new:
        need(len(path) == (0 if whole else 1), "length of the path")
        return (old_root, old_root) if whole else (path[0], path[0])
    need(path, "path too short")
    left = 1
    while left * 2 < new:
        left *= 2
    if old <= left:
        before, after = roots_from_path(old, left, path[:-1], old_root, whole)
        return before, sha(b"\x01", after, path[-1])
    before, after = roots_from_path(old - left, new - left, path[:-1], old_root, False)
    return sha(b"\x01", path[-1], before), sha(b"\x01", path[-1], after)


def unbase64(text):
    try:
        content = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise Wrong("base64") from error
    need(base64.b64encode(content).decode() == text, "base64")
    return content


def check_signature(key, signature, text):
    prime = 2**255 - 19
    eighth = 2707385501144840649318225287225658788936804267575313519463743609750303402022
    for point in (key, signature[:32]):
        y = int.from_bytes(point, "little") % 2**255
        need(y < prime and y not in (0, 1, prime - 1, eighth, prime - eighth), "point")
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, text)
    except (InvalidSignature, ValueError) as error:
        raise Wrong("signature") from error


def read_note(note, keys):
    """(origin, size, root) of a checkpoint that each of these keys signed; name → public key."""
    head, separator, tail = note.rpartition("\n\n")
    need(separator and tail.endswith("\n"), "no signatures")
    text = head + "\n"
    need(not any(ord(sign) < 32 and sign != "\n" for sign in note), "control characters")
    signed = set()
    lines = tail[:-1].split("\n")
    need(len(lines) <= 100, "too many signatures")
    for line in lines:
        parts = line.split(" ")
        need(len(parts) == 3 and parts[0] == "\u2014" and parts[1] and "+" not in parts[1], "line")
        name, content = parts[1], unbase64(parts[2])
        need(len(content) > 4, "signature")
        key = keys.get(name)
        if key and content[:4] == sha(name.encode(), b"\n\x01", key)[:4]:
            check_signature(key, content[4:], text.encode())
            signed.add(name)
    need(signed == set(keys), "not signed by all")
    lines = text.split("\n")
    need(len(lines) == 4 and lines[0] and matches("0|[1-9][0-9]{0,15}", lines[1]), "checkpoint")
    root = unbase64(lines[2])
    need(len(root) == 32, "root")
    return lines[0], int(lines[1]), root


# Proof ---------------------------------------------------------------------------------------


def check_proof(content, key=None):
    """What a proof shows: log, size, root, and per entry its position, statements, by and at."""
    proof = read_jcs(content, 16 * 1024 * 1024)
    need(has(proof, "checkpoint", "entries", "format"), "parts of a proof")
    need(proof["format"] == "kuzat-proof/1" and isinstance(proof["checkpoint"], str), "format")
    items = proof["entries"]
    need(isinstance(items, list) and 1 <= len(items) <= 1024, "entries")
    for item in items:
        need(has(item, "at", "by", "entry", "path", "statements"), "parts of an item")
        need(isinstance(item["entry"], str) and is_path(item["path"]), "entry or path")
        need(isinstance(item["statements"], list) and len(item["statements"]) <= 512, "statements")
    entries = [read_entry(item["entry"].encode()) for item in items]
    genesis = entries[0]
    log = genesis["log"]
    need(genesis["kind"] == "genesis", "no genesis")
    need(all(entry["log"] == log for entry in entries), "several logs")
    order = [entry["position"] for entry in entries]
    need(all(a < b for a, b in itertools.pairwise(order)), "order")
    log_key = bytes.fromhex(genesis["body"]["key"])
    origin, size, root = read_note(proof["checkpoint"], {log: log_key})
    need(origin == log, "another log")
    shown = []
    for entry, item in zip(entries, items, strict=True):
        need(leads(entry, item["entry"], item["path"], size, root), "path")
        ids = [statement_id(log, said) for said in item["statements"]]
        need(all(one.hex() in entry["digests"] for one in ids), "statement")
        need(len(set(ids)) == len(ids), "statement twice")
        at, by = item["at"], item["by"]
        if at is not None:
            need(has(at, "at", "salt") and is_id(at["salt"]), "at")
            need(matches(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", at["at"]), "time")
            digest = salted("kuzat/at/1", log, at["salt"], at["at"]).hex()
            need(digest in entry["digests"], "at")
        if by is not None:
            check_author(entry, item, entries, log_key, (size, root))
        shown.append((entry["position"], len(ids), by and by["member"], at and at["at"]))
    key_id = sha(log.encode(), b"\n\x01", log_key)[:4].hex()
    named = f"{log}+{key_id}+{base64.b64encode(bytes([1]) + log_key).decode()}"
    need(key is None or key == named, "another key")
    return {"log": log, "key": named, "size": size, "root": root.hex(), "entries": shown}


def is_path(value):
    return isinstance(value, list) and len(value) <= 64 and all(map(is_hash, value))


def leads(entry, content, path, size, root):
    nodes = [bytes.fromhex(node) for node in path]
    return root_from_path(leaf_hash(content.encode()), entry["position"], size, nodes) == root


def check_author(entry, item, entries, log_key, head):
    by, log, position = item["by"], entry["log"], entry["position"]
    need(has(by, "checkpoint", "member", "path", "salt"), "parts of by")
    need(is_id(by["member"]) and is_id(by["salt"]) and is_path(by["path"]), "by")
    need(isinstance(by["checkpoint"], str), "by")
    digest = salted("kuzat/by/1", log, by["salt"], by["member"]).hex()
    need(digest in entry["digests"], "author")
    known = list(entries[0]["body"]["members"])
    for other in entries:
        body = other["body"]
        if other["kind"] == "member" and other["position"] < position:
            known.append(body)
    keys = [bytes.fromhex(one["key"]) for one in known if one["id"] == by["member"]]
    need(keys and by["member"] != log, "no key of the author")
    origin, size, root = read_note(by["checkpoint"], {log: log_key, by["member"]: keys[0]})
    need(origin == log and size <= head[0], "another or a later checkpoint")
    for other in entries:
        body = other["body"]
        if other["kind"] == "revoked" and body["log"] == log:
            need(body["member"] not in (None, by["member"]) or body["from"] >= size, "revoked")
    need(size < head[0] or root == head[1], "fork")
    need(leads(entry, item["entry"], by["path"], size, root), "path of author")
