# SPDX-License-Identifier: Apache-2.0
"""Golden vectors of backups: their container, the lines in it, and each way to be wrong.

A plain content is written as a list of items: a text is a line without its newline, an object holds the
bytes behind the line of an exhibit as hex. What is wrong is told as items in the place of some of those of
the case ``whole``.
"""

import functools
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from vector_boxes import filled, hpke_seal, plain
from vector_headers import ARCHIVE, made
from vector_log import INVENTED, Device, Stream, public, told

from kuzat.errors import KuzatError
from kuzat.keys import identity_box_secret
from kuzat.keys.box import derived
from kuzat.keys.box import public_key as public_of
from kuzat.log.statement import Draft, Statement, bind
from kuzat.preservation import vault
from kuzat.store.container import Reading, line
from kuzat.store.subjects import seal_box, seal_value
from kuzat.store.unpacking import KEYS_MAGIC, MAGIC, check

PERSON, SHEET, LETTER = "per-" + "7a" * 16, "exh-" + "3c" * 16, "exh-" + "4d" * 16
CONTENT = b"Three people stood by the gate until dark.\n"
SALT = bytes(range(32))
Case = dict[str, Any]
Parts = list[str | None]
Item = Parts | bytes
Change = Callable[[list[Item], list[Item]], object]


class Office:
    """A small log of which one name is protected, its keys, and the lines of a backup of it."""

    def __init__(self) -> None:
        self.header, _, self.unlocked = made()
        random = Stream("backup keys")
        self.device = device = Device("backed up")
        _begin(device, random(32))
        name = Draft(about=PERSON, says="person.identity_name", type="text", value="Айсулуу", language="ky")
        self.said = device.write(0, [*told("a1")[:3], name])
        device.commit()
        abouts = {one.about for one in self.said}
        self.subjects = {about: random(32) for about in sorted(abouts)}
        self.exhibits = {SHEET: random(32), LETTER: random(32)}
        self.sender = random(32)

    def box(self, one: Statement) -> bytes:
        """The box of a protected statement."""
        receiver = public_of(identity_box_secret(self.unlocked.identity[1], ARCHIVE))
        info = b"kuzat/box/1\n" + bytes.fromhex(ARCHIVE) + one.id
        return hpke_seal(self.sender, receiver, info, b"", filled(plain(one)))

    def statement(self, one: Statement) -> Parts:
        """The line of a statement."""
        key, id_ = self.subjects[one.about], one.id.hex()
        if one.about == PERSON:
            return ["sealed", id_, PERSON, "1", seal_box(key, one.id, self.box(one)).hex()]
        sealed = seal_value(key, one.id, one.salt, one.value).hex()
        return ["said", id_, one.op, one.about, one.says, one.type, one.language, one.basis, sealed]

    def backup(self) -> list[Item]:
        """The lines of the backup."""
        device = self.device
        items: list[Item] = [["archive", ARCHIVE, INVENTED.origin, device.log, str(len(device.entries))]]
        items += self.log(device)
        items.append(["mark", "5b" * 32, LETTER])
        for exhibit in (SHEET, LETTER):
            items += [["exhibit", exhibit, str(len(self.original(exhibit)))], self.original(exhibit)]
        return items

    def log(self, device: Device) -> list[Item]:
        """The lines of a log."""
        items: list[Item] = [["log", device.log, public(device.log_seed).hex()]]
        for encoded, one in zip(device.entries, device.written, strict=True):
            salts = [one.salt.hex(), one.member, one.by_salt.hex(), one.at, one.at_salt.hex()]
            items.append(["entry", encoded.decode(), *salts, str(len(one.statements))])
            items += [self.statement(said) for said in one.statements]
        for noted, member in device.commits:
            text, _, signed = device.note(noted, member).decode().partition("\n\n")
            log_line, member_line = signed.splitlines(keepends=True)
            items.append(["checkpoint", str(noted), f"{text}\n\n{log_line}", member_line])
        return items

    def received(self) -> list[Item]:
        """The lines of a log of somebody else, of whose second entry nothing was given."""
        device = Device("received")
        _begin(device, bytes(32))
        device.write(0, told("a1")[:1])
        device.commit()
        items = self.log(device)
        second = _place(items, "entry", 1)
        items[second : second + 2] = [["entry", device.entries[1].decode(), *[None] * 5, "0"]]
        return items

    def original(self, exhibit: str) -> bytes:
        """An exhibit as it lies in its folder."""
        sealed = BytesIO()
        vault.put(exhibit, self.exhibits[exhibit], BytesIO(CONTENT), sealed)
        return sealed.getvalue()

    def keys(self) -> list[Item]:
        """The lines of the keys."""
        device = self.device
        return [
            ["keys", ARCHIVE, device.log, str(len(device.entries))],
            *[["subject", about, key.hex()] for about, key in self.subjects.items()],
            ["exhibit", SHEET, self.exhibits[SHEET].hex()],
            ["member", device.members[0], device.key(0)["key"]],
        ]

    def file(self, magic: bytes, content: bytes) -> bytes:
        """The container around a plain content."""
        key = derived(self.unlocked.cases_key, magic + bytes.fromhex(ARCHIVE) + SALT)
        sealed = BytesIO()
        vault.put(magic.decode().strip(), key, BytesIO(content), sealed)
        return magic + len(self.header).to_bytes(4, "big") + self.header + SALT + sealed.getvalue()


def _begin(device: Device, header: bytes) -> None:
    """The first entry of a log."""
    genesis = {
        "archive": ARCHIVE, "header": header.hex(), "key": public(device.log_seed).hex(),
        "members": [device.key(0)], "previous": None, "threshold": 0, "trustees": [], "witnesses": [],
    }  # fmt: skip
    device.write(0, kind="genesis", body=genesis)
    device.commit()


@functools.cache
def office() -> Office:
    """The one that all vectors are of."""
    return Office()


def content(items: list[Any]) -> bytes:
    """The plain content of lines and bytes, and of a vector's items."""
    return b"".join(map(_bytes, items))


def _bytes(item: Any) -> bytes:
    if isinstance(item, dict):
        return bytes.fromhex(item["bytes"])
    if isinstance(item, str):
        return item.encode() + b"\n"
    return item if isinstance(item, bytes) else line(*item)


def _shown(items: list[Item]) -> list[Any]:
    return [
        {"bytes": item.hex()} if isinstance(item, bytes) else _bytes(item)[:-1].decode() for item in items
    ]


def checked(backup: bytes, keys: bytes) -> None:
    """What our program says of a backup with these two plain contents. Raises a `KuzatError`."""
    with tempfile.TemporaryDirectory() as folder:
        file, beside = Path(folder) / "backup", Path(folder) / "keys"
        file.write_bytes(office().file(MAGIC, backup))
        beside.write_bytes(office().file(KEYS_MAGIC, keys))
        check(file, beside, lambda _: office().unlocked)


def read(file: bytes, magic: bytes) -> bytes:
    """The plain content of a container, as our program reads it. Raises a `KuzatError`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(file)
        with Reading(path, magic, lambda _: office().unlocked) as reading:
            found = b""
            while not reading.at_end():
                found += content([reading.line()])
            return found


def backups() -> list[Case]:
    """Backups that are whole, and such as must not be used."""
    cases = [_whole("whole", lambda _backup, _keys: None), _whole("one_erased", _erase_one)]
    cases.append(_whole("one_received_in_part", _receive))
    changes = _lines() | _statements() | _entries() | _logs() | _own_log() | _exhibits() | _keys()
    return cases + [_wrong(name, change) for name, change in changes.items()]


def _changed(change: Change) -> tuple[list[Item], list[Item]]:
    backup, keys = office().backup(), office().keys()
    change(backup, keys)
    return backup, keys


def _whole(name: str, change: Change) -> Case:
    backup, keys = _changed(change)
    checked(content(backup), content(keys))
    erased = {item[1] for item in backup if isinstance(item, list) and item[-1] is None}
    left = [one for one in office().said if one.id.hex() not in erased]
    return {
        "name": name,
        "backup": _shown(backup),
        "keys": _shown(keys),
        "archive": ARCHIVE,
        "identity/1": office().unlocked.identity[1].hex(),
        "cases": {one.id.hex(): one.value for one in left if one.about != PERSON},
        "identity": {one.id.hex(): one.value for one in left if one.about == PERSON},
        "exhibits": {SHEET: CONTENT.decode()},
    }


def _wrong(name: str, change: Change) -> Case:
    backup, keys = _changed(change)
    try:
        checked(content(backup), content(keys))
    except KuzatError as error:
        parts = {"backup": _instead(office().backup(), backup), "keys": _instead(office().keys(), keys)}
        return {"name": name} | parts | {"refused": str(error)}
    raise AssertionError(f"the bad backup {name} was accepted")


def _instead(good: list[Item], bad: list[Item]) -> Case:
    """Which items of the good ones are others, and which."""
    first, last = 0, 0
    least = min(len(good), len(bad))
    while first < least and good[first] == bad[first]:
        first += 1
    while last < least - first and good[-1 - last] == bad[-1 - last]:
        last += 1
    return {"from": first, "to": len(good) - last, "items": _shown(bad[first : len(bad) - last])}


def exchanged(good: list[Any], instead: Case) -> list[Any]:
    """The items of a bad case, from those of the good one."""
    return [*good[: instead["from"]], *instead["items"], *good[instead["to"] :]]


def _place(items: list[Item], kind: str, number: int = 0) -> int:
    return [place for place, item in enumerate(items) if item[0] == kind][number]


def _set(kind: str, part: int, value: str | None, number: int = 0) -> Change:
    """A line of the backup with another part."""

    def change(backup: list[Item], _keys: list[Item]) -> None:
        one = backup[_place(backup, kind, number)]
        assert isinstance(one, list)
        one[part] = value

    return change


def _put(kind: str, item: Any, number: int = 0) -> Change:
    """Something else in the place of a line."""
    return lambda backup, _keys: backup.__setitem__(_place(backup, kind, number), item)


def _drop(kind: str, number: int = 0) -> Change:
    return lambda backup, _keys: backup.pop(_place(backup, kind, number))


def _twice(kind: str, number: int = 0) -> Change:
    def change(backup: list[Item], _keys: list[Item]) -> None:
        place = _place(backup, kind, number)
        backup.insert(place, backup[place])

    return change


def _erase_one(backup: list[Item], _keys: list[Item]) -> None:
    for kind in ("said", "sealed"):
        _set(kind, -1, None)(backup, _keys)


def _receive(backup: list[Item], _keys: list[Item]) -> None:
    place = _place(backup, "mark")
    backup[place:place] = office().received()


def _raw(text: bytes) -> Any:
    return text + b"\n"


def _lines() -> dict[str, Change]:
    """Lines that are no lines."""
    good = line(*office().backup()[1])[:-1]
    escaped = good.replace(b'"log"', b'"\\u006cog"')
    return {
        "line_with_a_space": _put("log", _raw(good.replace(b",", b", ", 1))),
        "line_escaped_without_need": _put("log", _raw(escaped)),
        "line_an_object": _put("log", _raw(b'{"log":1,"log":2}')),
        "line_with_a_number": _put("log", _raw(b'["log",1]')),
        "line_with_a_list": _put("log", _raw(b'["log",["a"]]')),
        "line_not_a_number": _put("log", _raw(b"[NaN]")),
        "line_not_json": _put("log", _raw(b"log")),
        "line_of_nothing": _put("log", _raw(b"[]")),
        "line_empty": _put("log", _raw(b"")),
        "line_nested": _put("log", _raw(b"[" * 3000)),
        "line_half_a_character": _put("log", _raw(b'["log","\\ud800"]')),
        "kind_unknown": _put("log", ["logs", office().device.log, "ab" * 32]),
        "kind_null": _put("log", [None]),
        "first_line_missing": _drop("archive"),
        "first_line_twice": _twice("archive"),
        "archive_of_another": _set("archive", 1, "a1" * 16),
        "part_more": _put("mark", ["mark", "5b" * 32, LETTER, None]),
        "part_less": _put("mark", ["mark", "5b" * 32]),
        "end_missing": lambda backup, _keys: backup.__setitem__(slice(3, None), [b'["entry"']),
    }


def _statements() -> dict[str, Change]:
    """Entries and statements that are not what was signed."""
    said = office().said[0]
    key = office().subjects[said.about]
    id_ = said.id
    return {
        "op_unknown": _set("said", 2, "erase"),
        "about_a_path": _set("said", 3, "../../evt"),
        "type_unknown": _set("said", 5, "number"),
        "property_exchanged": _set("said", 4, "event.note"),
        "language_exchanged": _set("said", 6, "ru"),
        "id_in_capitals": _set("said", 1, id_.hex().upper()),
        "value_null_as_text": _set("said", 8, "null"),
        "value_empty": _set("said", 8, ""),
        "value_changed": _set("said", 8, "ab" * 144),
        "value_of_another_statement": _set("said", 8, office().statement(office().said[1])[8]),
        "value_not_filled": _set("said", 8, _sealed(key, id_, said, 0)),
        "value_filled_twice_as_far": _set("said", 8, _sealed(key, id_, said, 256)),
        "value_other_than_signed": _set("said", 8, seal_value(key, id_, said.salt, "x").hex()),
        "salt_other_than_signed": _set("said", 8, seal_value(key, id_, bytes(16), said.value).hex()),
        "salt_short": _set("said", 8, seal_value(key, id_, said.salt[:-1], said.value).hex()),
        "statement_missing": _drop("said"),
        "statement_more": _twice("said"),
        "statement_in_front_of_its_entry": lambda backup, _keys: backup.insert(
            _place(backup, "entry"), backup.pop(_place(backup, "said"))
        ),
        "box_changed": _set("sealed", 4, "ab" * 320),
        "box_of_a_record_that_has_no_key": _set("sealed", 2, "per-" + "00" * 16),
        "epoch_below_zero": _set("sealed", 3, "-1"),
        "count_with_a_zero": _set("entry", 7, "04", 1),
        "count_too_large": _set("entry", 7, "5", 1),
        "count_as_text": _set("entry", 7, "four", 1),
        "entry_salt_short": _set("entry", 2, "ab" * 15),
        "entry_time_of_another_form": _set("entry", 5, "2026-11-24 09:00"),
        "entry_not_of_format_1": _set("entry", 1, "{}"),
    }


def _entries() -> dict[str, Change]:
    """Entries of whose statements, author or time one was not signed, or one that was is kept back."""
    device = office().device
    late = Draft(about=SHEET, says="exhibit.sha256", type="text", value="late")
    foreign = bind(late, device.log, bytes(16))
    erased: Parts = ["said", foreign.id.hex(), "set", SHEET, "exhibit.sha256", "text", None, None, None]

    def counted(change: Change, count: int) -> Change:
        """The entry says that so many follow."""
        return lambda backup, keys: (change(backup, keys), _set("entry", 7, str(count), 1)(backup, keys))

    def in_part(backup: list[Item], keys: list[Item]) -> None:
        counted(_drop("said"), 3)(backup, keys)
        _set("entry", 2, None, 1)(backup, keys)

    def received(change: Change) -> Change:
        return lambda backup, keys: (_receive(backup, keys), change(backup, keys))

    return {
        "statement_of_no_entry_in_the_place_of_one": _put("said", erased),
        "statement_of_no_entry_beside_the_others": counted(
            lambda backup, _keys: backup.insert(_place(backup, "said"), erased), 5
        ),
        "statement_kept_back": counted(_drop("said"), 3),
        "statement_twice_in_its_entry": counted(_twice("said"), 5),
        "entry_by_another_member": _set("entry", 3, device.members[1], 1),
        "entry_at_another_time": _set("entry", 5, "2026-11-24T10:00:00Z", 1),
        "entry_without_its_time": _set("entry", 5, None, 1),
        "entry_of_another_salt": _set("entry", 2, "ab" * 16, 1),
        "entry_of_the_own_log_in_part": in_part,
        "received_entry_with_a_statement_of_another": received(
            lambda backup, _keys: backup.__setitem__(
                slice(place := _place(backup, "entry", 3), place + 1),
                [[*backup[place][:-1], "1"], erased],
            )
        ),
    }


def _own_log() -> dict[str, Change]:
    """Logs of which the first is not the one that the first line names, or not as long."""

    def received_first(backup: list[Item], _keys: list[Item]) -> None:
        backup[1:1] = office().received()

    def cut(backup: list[Item], keys: list[Item]) -> None:
        start = _place(backup, "entry", 1)
        backup[start : _place(backup, "checkpoint")] = []
        _drop("checkpoint", 1)(backup, keys)

    return {
        "own_log_not_first": received_first,
        "own_log_missing": _set("archive", 3, "cd" * 16),
        "own_log_cut": cut,
        "own_log_longer_than_told": _set("archive", 4, "1"),
        "no_log": lambda backup, _keys: backup.__setitem__(slice(1, _place(backup, "mark")), []),
        "nothing_but_the_first_line": lambda backup, _keys: backup.__setitem__(slice(1, None), []),
    }


def _sealed(key: bytes, id_: bytes, one: Statement, size: int) -> str:
    """A value that is filled in another way."""
    told_ = line(one.salt.hex(), one.value)[:-1].ljust(size, b"\0")
    return seal_box(key, id_, told_).hex()


def _logs() -> dict[str, Change]:
    """Logs that do not give what was signed."""
    return {
        "entry_missing": _drop("entry"),
        "entry_twice": _twice("entry"),
        "entry_moved": lambda backup, _keys: backup.insert(
            _place(backup, "entry"), backup.pop(_place(backup, "checkpoint") - 1)
        ),
        "log_twice": _twice("log"),
        "log_of_another_key": _set("log", 2, public(bytes(32)).hex()),
        "log_of_another_id": _set("log", 1, "cd" * 16),
        "log_key_short": _set("log", 2, "ab" * 31),
        "checkpoints_missing": lambda backup, keys: (
            _drop("checkpoint")(backup, keys), _drop("checkpoint")(backup, keys)
        ),
        "newest_checkpoint_missing": _drop("checkpoint", 1),
        "checkpoint_of_another_size": _set("checkpoint", 1, "1", 1),
        "checkpoint_no_note": _set("checkpoint", 2, "signed", 1),
        "checkpoint_without_signature": _set(
            "checkpoint", 2, office().device.text(len(office().device.entries)).decode() + "\n", 1
        ),
    }  # fmt: skip


def _exhibits() -> dict[str, Change]:
    """Originals that are not where they should be."""
    return {
        "exhibit_a_path": _set("exhibit", 1, "../cases.db"),
        "exhibit_another_kind_of_record": _set("exhibit", 1, "evt-" + "3c" * 16),
        "exhibit_cut": lambda backup, _keys: backup.__setitem__(-1, b"x"),
        "exhibit_longer_than_told": lambda backup, _keys: backup.append(b"more"),
        "exhibit_size_below_zero": _set("exhibit", 2, "-1"),
        "exhibit_twice": lambda backup, _keys: backup.extend(backup[-4:-2]),
        "exhibit_without_a_key": lambda _backup, keys: keys.pop(_place(keys, "exhibit")),
        "mark_twice": _twice("mark"),
        "mark_short": _set("mark", 1, "5b" * 31),
    }


def _keys() -> dict[str, Change]:
    """Keys that are not those of the backup."""

    def instead(kind: str, item: Any) -> Change:
        return lambda _backup, keys: keys.__setitem__(_place(keys, kind), item)

    log, size = office().device.log, len(office().device.entries)
    return {
        "keys_of_another_archive": instead("keys", ["keys", "a1" * 16, log, str(size)]),
        "keys_older": instead("keys", ["keys", ARCHIVE, log, str(size - 1)]),
        "keys_first_line_missing": lambda _backup, keys: keys.pop(0),
        "keys_line_unknown": instead("member", ["trustee", "ab" * 16, "ab" * 32]),
        "keys_subject_twice": lambda _backup, keys: keys.insert(1, keys[1]),
        "keys_subject_missing": lambda _backup, keys: keys.pop(1),
        "keys_subject_exchanged": instead("subject", ["subject", "evt-" + "a1" * 16, "ab" * 32]),
        "keys_key_short": instead("subject", ["subject", "evt-" + "a1" * 16, "ab" * 31]),
        "keys_erased_short": instead("member", ["erased", "ab" * 31, None]),
    }
