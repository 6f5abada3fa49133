# SPDX-License-Identifier: Apache-2.0
"""archive.json in step with the log: which one counts, and how another takes its place.

The log names the digest of the one that counts. A new one is made durable beside the old one as
archive.json.new, then named by an entry, then renamed. So after whatever crash either the old one
counts and a leftover is thrown away, or the new one counts and only has to be renamed.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from kuzat import keys
from kuzat.errors import Broken
from kuzat.keys import Header, Login, Unlocked
from kuzat.keys.header import WrongPassphrase
from kuzat.store.cipher import Busy, Database, DiskFull, full_disk
from kuzat.store.commit import Act, Committed
from kuzat.store.publish import sync_folder, write_durably

HEADER, NEW = "archive.json", "archive.json.new"
# The entries of the own log that are no statements of people, the newest first; the sign lets their index
# choose them.
NAMED = (
    "SELECT bytes FROM entry WHERE count = 0 AND +log ="
    " (SELECT key FROM log WHERE id = (SELECT lower(hex(value)) FROM setting WHERE name = 'log'))"
    " ORDER BY position DESC"
)

# What takes the header as it is, and gives it as it will be with the key that authenticates it.
Make = Callable[[Header], tuple[Header, bytes]]
Append = Callable[[Sequence[Act]], Committed]


class HeaderReplaced(Broken):
    """archive.json is not the one that the log names: it was replaced, or cases.db is from another day."""

    code = "header_replaced"
    advice = "Keep both files as they are and compare them with your newest copy of the archive."


def unlock(path: Path, login: Login, others: Sequence[Login] = ()) -> Unlocked:
    """What a member opens, alone or with others who type their passphrases too.

    Where a change was interrupted, either header may be the one that counts; `current` finds out.
    Raises the errors of `kuzat.keys.open_header`.
    """
    first, *rest = _headers(path)
    try:
        return keys.open_together(first, login, others)
    except (WrongPassphrase, keys.KeyFileWanted):
        for content in rest:
            with suppress(WrongPassphrase, keys.KeyFileWanted):
                return keys.open_together(content, login, others)
        raise


def _headers(path: Path) -> Iterator[bytes]:
    yield (path / HEADER).read_bytes()
    with suppress(FileNotFoundError):
        yield (path / NEW).read_bytes()


def named_in_log(database: Database) -> str:
    """The digest of archive.json that the newest entry of the own log about it gives."""
    rows = database.rows(NAMED)
    for (encoded,) in rows:
        body = json.loads(encoded)["body"]
        if "header" in body:
            return str(body["header"])
    return ""


def fresh(path: Path, unlocked: Unlocked) -> Unlocked:
    """What the member opens by archive.json as it is now, where it was unlocked by an older one.

    Raises `MemberUnknown` where they are no member any more, and the errors of `kuzat.keys.reopen`.
    """
    if unlocked.header in (_digest(path / HEADER), _digest(path / NEW)):
        return unlocked
    return keys.reopen((path / HEADER).read_bytes(), unlocked)


def current(path: Path, database: Database, unlocked: Unlocked) -> Unlocked:
    """What the member opens by the header that counts, after an interrupted change was ended.

    Raises `HeaderReplaced`; `MemberUnknown` where they are no member any more.
    """
    if (path / NEW).exists():
        settle_if_possible(path, database)
    named = named_in_log(database)
    if _digest(path / HEADER) != named:
        with database.writing():
            named = settle(path, database)
    if unlocked.header == named:
        return unlocked
    return keys.reopen((path / HEADER).read_bytes(), unlocked)


def settle(path: Path, database: Database) -> str:
    """Put the header in its place that the log names; its digest. The caller holds the writer's lock.

    Raises `HeaderReplaced`, and changes nothing then.
    """
    named = named_in_log(database)
    if _digest(path / HEADER) == named:
        with suppress(OSError):
            (path / NEW).unlink(missing_ok=True)
    elif _digest(path / NEW) == named:
        with full_disk():
            (path / NEW).replace(path / HEADER)
            sync_folder(path)
    else:
        raise HeaderReplaced()
    return named


def replace(path: Path, append: Append, change: str, make: Make, acts: Sequence[Act]) -> bytes:
    """Write and name another archive.json, with acts that belong to it. The caller holds the turn.

    Afterwards `settle` puts it in its place. Raises what ``make`` raises.
    """
    header, _ = keys.parse((path / HEADER).read_bytes())
    changed, cases_key = make(header)
    content = changed.encode(cases_key)
    with full_disk():
        write_durably(path / NEW, content)
        sync_folder(path)
    body = {"change": change, "header": hashlib.sha256(content).hexdigest()}
    append([*acts, Act(kind="header", body=body)])
    return content


def settle_if_possible(path: Path, database: Database) -> None:
    """`settle` after a change that is durable already; where it cannot be now, the next opening does it."""
    with suppress(Busy, DiskFull), database.writing():
        settle(path, database)


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return ""
