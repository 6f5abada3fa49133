# SPDX-License-Identifier: Apache-2.0
"""What an export is by the files in it, and its items with what must be known of each.

The note that is kept beside an export says how it was read, so that it is read the same way again.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import sha256
from itertools import chain
from typing import Any

from kuzat.collection.incoming import answers, mail, sheets, telegram, telegram_page, whatsapp
from kuzat.collection.incoming.item import ExportUnknown, Item, Mark, Part, Told

FORMAT = "kuzat-incoming/1"
SHEETS = (".csv", ".xlsx")
LETTERS = (".eml", ".mbox")
# Shorter texts are alike by chance: thanks, a greeting, a sign.
WORTH_COMPARING = 40
WORDS = ("code", "sent", "sender", "account", "text", "answers", "version")
UNREADABLE = "\N{REPLACEMENT CHARACTER}"
_HALF = re.compile("[\ud800-\udfff]")
# What a program writes of each form by itself, and which differs where all answers are the same.
_OF_PROGRAM = re.compile(
    r"_|meta[/-]|KEY:|PARENT_KEY:|Submi|FormVersion:|formhub/|deviceid:|start:|end:|today:", re.IGNORECASE
)


class Kind(StrEnum):
    """Which program made an export."""

    TELEGRAM = "telegram"
    TELEGRAM_PAGES = "telegram_pages"
    WHATSAPP = "whatsapp"
    SHEETS = "sheets"
    ANSWERS = "answers"
    MAIL = "mail"

    @property
    def is_of_forms(self) -> bool:
        """Whether its items are filled-in forms and no messages."""
        return self in (Kind.SHEETS, Kind.ANSWERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What an export is, which of its files are read, and which belong to what these tell."""

    kind: Kind
    read: tuple[str, ...]
    beside: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """How many items an export has, how often what must be known of them, and which files are missing.

    ``versions`` are those of the form, with how many filled each in; ``disguised`` are files that are not
    what they say, as whoever opens them safely finds out.
    """

    items: int
    marks: Mapping[Mark, int]
    missing: tuple[str, ...]
    alike: int
    most_a_day: int
    versions: Mapping[str, int] = field(default_factory=dict)
    disguised: tuple[str, ...] = ()


def layout(parts: Mapping[str, Part]) -> Layout:
    """What these files are, by their names as the programs give them. Raises `ExportUnknown`."""
    kind, read = _told_by(parts)
    return Layout(kind=kind, read=read, beside=tuple(name for name in sorted(parts) if name not in read))


def _told_by(parts: Mapping[str, Part]) -> tuple[Kind, tuple[str, ...]]:
    top = sorted(name for name in parts if "/" not in name)
    if "result.json" in top:
        return Kind.TELEGRAM, ("result.json",)
    if pages := telegram_page.order(top):
        return Kind.TELEGRAM_PAGES, tuple(pages)
    chats = [name for name in top if name.lower().endswith(".txt") and whatsapp.is_chat(parts[name])]
    if len(chats) == 1:
        return Kind.WHATSAPP, (chats[0],)
    if read := tuple(name for name in top if name.lower().endswith(SHEETS)):
        return Kind.SHEETS, read
    if read := tuple(name for name in top if name.lower().endswith(LETTERS)):
        return Kind.MAIL, read
    told = [name for name in top if name.lower().endswith(".json")]
    if len(told) == 1:
        return Kind.ANSWERS, (told[0],)
    raise ExportUnknown()


def unopened(message: bytes) -> str:
    """What is read of a message of mail where nothing can open it safely, or need not."""
    return ""


def items(
    found: Layout, parts: Mapping[str, Part], told: Told, opener: mail.Opener = unopened
) -> Iterator[Item]:
    """The items in their order, files that are not there marked. Raises what the readers raise.

    ``opener`` gives the heading and text of a message of mail.
    """
    beside = frozenset(found.beside)
    seen = Counter[bytes]()
    for item in map(_whole, _read(found, parts, told, opener)):
        marks = list(item.marks)
        if any(file not in beside for file in item.files):
            marks.append(Mark.MISSING)
        if found.kind.is_of_forms or len(item.text) >= WORTH_COMPARING:
            alike = _alike(item)
            if seen[alike]:
                marks.append(Mark.SAME_CONTENT)
            seen[alike] += 1
        yield replace(item, part=item.part or found.read[0], marks=tuple(marks))


def _read(
    found: Layout, parts: Mapping[str, Part], told: Told, opener: mail.Opener
) -> Iterator[Item]:
    read = [parts[name] for name in found.read]
    match found.kind:
        case Kind.TELEGRAM:
            return telegram.read(read[0], told)
        case Kind.TELEGRAM_PAGES:
            return telegram_page.read(read, told)
        case Kind.WHATSAPP:
            return whatsapp.read(read[0], told)
        case Kind.SHEETS:
            return sheets.read(read, frozenset(found.beside))
        case Kind.ANSWERS:
            return answers.read(read[0], frozenset(found.beside))
        case Kind.MAIL:
            return chain.from_iterable(mail.read(part, opener) for part in read)


def _whole(item: Item) -> Item:
    """The same with the sign for what cannot be read in place of each half sign, which JSON can hold."""
    told: dict[str, Any] = {name: _HALF.sub(UNREADABLE, getattr(item, name)) for name in WORDS}
    told["files"] = tuple(_HALF.sub(UNREADABLE, file) for file in item.files)
    return replace(item, **told)


def _alike(item: Item) -> bytes:
    """Equal for equal answers, whoever sent them and when."""
    told = [line for line in item.text.split("\n") if not _OF_PROGRAM.match(line)]
    return sha256("\n".join(told).encode(errors="surrogatepass")).digest()[:16]


def survey(found: Layout, parts: Mapping[str, Part], told: Told) -> Survey:
    """The whole export read once, item by item.

    Raises what the readers raise, or `ExportUnknown` where nothing is in it.
    """
    count, marks, days, versions = 0, Counter[Mark](), Counter[str](), Counter[str]()
    missing: dict[str, None] = {}
    beside = frozenset(found.beside)
    for item in items(found, parts, told):
        count += 1
        marks.update(mark for mark in item.marks if mark is not Mark.UNREAD)
        days[item.sent[:10]] += 1
        versions.update([item.version] if item.version else ())
        missing |= dict.fromkeys(file for file in item.files if file not in beside)
    if not count:
        raise ExportUnknown()
    return Survey(
        items=count, marks=marks, missing=tuple(missing), most_a_day=max(days.values()),
        alike=marks[Mark.SAME_CONTENT], versions=versions,
    )  # fmt: skip


def note(found: Layout, told: Told, digests: Mapping[str, str]) -> bytes:
    """What is kept beside an export: how it was read, and each of its files by name and digest."""
    said = {
        "format": FORMAT,
        "kind": found.kind,
        "zone": told.zone,
        "day_first": told.day_first,
        "read": [[name, digests[name]] for name in found.read],
        "beside": [[name, digests[name]] for name in found.beside],
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def of_note(content: bytes) -> tuple[Layout, Told, dict[str, str]]:
    """What `note` wrote: the layout, what was told, and the digest of each file."""
    said = json.loads(content)
    layout_ = Layout(
        kind=Kind(said["kind"]),
        read=tuple(name for name, _ in said["read"]),
        beside=tuple(name for name, _ in said["beside"]),
    )
    told = Told(zone=said["zone"], day_first=said["day_first"])
    return layout_, told, dict([*said["read"], *said["beside"]])
