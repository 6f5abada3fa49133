# SPDX-License-Identifier: Apache-2.0
"""The second verifier's part on several logs, written from docs/format/log.md alone."""

import re

from second_verifier import (
    Wrong,
    check_signature,
    has,
    is_hash,
    is_id,
    is_path,
    need,
    read_jcs,
    read_note,
    roots_from_path,
    sha,
    unbase64,
)


def extend(held, content, log, key):
    """(size, root) that may be received after ``held``, which is such a pair or None."""
    need(len(content) <= 65536, "too large")
    lines, separator, note = content.partition("\n\n")
    first, *hashes = lines.split("\n")
    need(separator and re.fullmatch("old (0|[1-9][0-9]{0,15})", first, re.ASCII), "old")
    need(len(hashes) <= 63, "too many hashes")
    path = [unbase64(line) for line in hashes]
    need(all(len(node) == 32 for node in path), "hash")
    origin, size, root = read_note(note, {log: key})
    need(origin == log, "another log")
    old = held[0] if held else 0
    need(int(first[4:]) == old, "begins elsewhere")
    need(size >= 1 and size >= old, "fewer entries")
    if old in (0, size):
        need(not path and (old == 0 or root == held[1]), "hashes or root")
    else:
        need(roots_from_path(old, size, path, held[1]) == (held[1], root), "not joined")
    return size, root


def received(entries):
    """log → (size, root) after these entries of one log."""
    held = {}
    for entry in entries:
        if entry["kind"] == "received":
            body = entry["body"]
            size, root = body["size"], body["root"]
            before = held.get(body["log"], (1, root))
            need(body["log"] != entry["log"], "itself")
            need(size >= before[0], "shrunk")
            need(size > before[0] or root == before[1] or body["log"] not in held, "another root")
            held[body["log"]] = size, root
    return held


def check_fork(content, key=None):
    """(log, size of the first, size of the second) of a log that was forked."""
    fork = read_jcs(content, 65536)
    need(has(fork, "first", "format", "key", "path", "prefix", "second"), "parts")
    need(fork["format"] == "kuzat-fork/1" and is_path(fork["path"]), "format or path")
    need(is_hash(fork["key"]) and is_hash(fork["prefix"]), "key or prefix")
    need(isinstance(fork["first"], str) and isinstance(fork["second"], str), "notes")
    log = fork["first"].split("\n")[0]
    need(is_id(log), "origin")
    public = bytes.fromhex(fork["key"])
    need(key is None or key == (log, public), "another key")
    heads = [read_note(fork[name], {log: public}) for name in ("first", "second")]
    need(all(head[0] == log for head in heads), "another log")
    (_, old, root), (_, new, whole) = heads
    prefix = bytes.fromhex(fork["prefix"])
    path = [bytes.fromhex(node) for node in fork["path"]]
    need(roots_from_path(old, new, path, prefix) == (prefix, whole), "not joined")
    need(prefix != root, "no fork")
    return log, old, new


def revoked_from(entries, log, member):
    """The smallest size up to which signatures of a member count, or None."""
    bodies = [entry["body"] for entry in entries if entry["kind"] == "revoked"]
    found = [b["from"] for b in bodies if b["log"] == log and b["member"] in (None, member)]
    return min(found) if found else None


def cosignatures(note, keys):
    """(name, time or None) of each line in the name of a witness; name → public key."""
    head, separator, tail = note.rpartition("\n\n")
    need(separator and tail.endswith("\n"), "no signatures")
    found = []
    for line in tail[:-1].split("\n"):
        parts = line.split(" ")
        need(len(parts) == 3 and parts[0] == "\u2014", "line")
        name, content = parts[1], unbase64(parts[2])
        key = keys.get(name)
        if key is None or content[:4] != sha(name.encode(), b"\n\x04", key)[:4]:
            continue
        time = int.from_bytes(content[4:12], "big")
        try:
            need(len(content) == 76 and time < 2**63, "length or time")
            signed = f"cosignature/v1\ntime {time}\n{head}\n"
            check_signature(key, content[12:], signed.encode())
            found.append((name, time))
        except Wrong:
            found.append((name, None))
    return found
