# SPDX-License-Identifier: Apache-2.0
"""Telegram's export as pages (messages.html, messages2.html, …), for people who chose that instead of JSON.

A page is read piece by piece; nothing of it is run, fetched or shown.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from html.parser import HTMLParser

from kuzat.collection.incoming import moments
from kuzat.collection.incoming.item import LONGEST, Item, Mark, Part, Told, broken
from kuzat.collection.incoming.letters import pieces
from kuzat.errors import Phrase

PAGE = re.compile(r"messages([0-9]{0,6})\.html", re.ASCII)
EMPTY = frozenset({"br", "img", "meta", "link", "hr", "input", "source", "wbr"})
NAME, ANSWERS, TEXT, BODY, MEDIA, HOUR = "name", "answers", "text", "body", "media", "hour"
ROLES = {
    "from_name": NAME, "reply_to": ANSWERS, "text": TEXT, "date": HOUR, "media_wrap": MEDIA, "body": BODY,
}  # fmt: skip
DEEPEST = 200
MOST_LEFT = 1 << 16  # letters of a mark that does not end
_WHEN = re.compile(r"(\d{2})\.(\d{2})\.(\d{4}) (\d{2}):(\d{2}):(\d{2})(?: (UTC[+-]\d{2}:\d{2}))?", re.ASCII)
_GOES_TO = re.compile(r"(?:messages[0-9]*\.html)?#go_to_message([0-9]+)", re.ASCII)


@dataclass(slots=True)
class _Found:
    code: str
    is_service: bool
    joined: bool
    sent: str = ""
    sender: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    answers: str = ""
    forwarded: bool = False
    left_out: bool = False


def read(parts: Sequence[Part], told: Told) -> Iterator[Item]:
    """The messages of all pages, in the order of their numbers. Raises `ExportBroken` or `ZoneNeeded`."""
    zone, sender, seen = moments.zone_of(told.zone), "", set[str]()
    for part in parts:
        for found in _found(part):
            sender = sender if found.joined else "".join(found.sender).strip()
            item = _item(found, "" if found.is_service else sender, zone, seen)
            yield replace(item, part=part.name)
            seen.add(found.code)


def order(names: Sequence[str]) -> list[str]:
    """The names of the pages among these, in their order."""
    pages = [(int(found[1] or 1), name) for name in names if (found := PAGE.fullmatch(name))]
    return [name for _, name in sorted(pages)]


def _found(part: Part) -> Iterator[_Found]:
    page = _Page()
    for piece in pieces(part):
        for at in range(0, len(piece), MOST_LEFT):
            page.feed(piece[at : at + MOST_LEFT])
            if len(page.rawdata) > MOST_LEFT or len(page.open) > DEEPEST or page.size > LONGEST:
                raise broken(part, Phrase("a page as Telegram writes it"))
            yield from page.taken()
    page.close()
    yield from page.taken(is_last=True)
    if not page.count:
        raise broken(part, Phrase("a page as Telegram writes it"))


def _item(found: _Found, sender: str, zone: timezone | None, seen: set[str]) -> Item:
    sent = _sent(found.sent, zone)
    marks = {
        Mark.FORWARDED: found.forwarded,
        Mark.SERVICE: found.is_service,
        Mark.ANSWERS_NOTHING: bool(found.answers) and found.answers not in seen,
        Mark.NOT_EXPORTED: found.left_out,
        Mark.NO_TIME: not sent and not found.is_service,
    }
    return Item(
        code=found.code,
        sent=sent or found.sent,
        sender=sender,
        text="\n".join(line for line in (one.strip() for one in "".join(found.text).split("\n")) if line),
        files=tuple(found.files),
        answers=found.answers,
        marks=tuple(mark for mark, holds in marks.items() if holds),
    )


def _sent(title: str, zone: timezone | None) -> str:
    found = _WHEN.fullmatch(title)
    if not found:
        return ""
    day, month, year, hour, minute, second = map(int, found.groups()[:6])
    try:
        moment = datetime(year, month, day, hour, minute, second)
    except ValueError:
        return ""
    return moments.at(moment, moments.zone_of(found[7]) or zone)


class _Page(HTMLParser):
    """Gathers the messages of a page by the classes of its blocks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, str]] = []
        self.count = self.size = 0
        self._done: list[_Found] = []
        self._now: _Found | None = None

    def taken(self, *, is_last: bool = False) -> list[_Found]:
        """What is whole since it was asked last."""
        if is_last:
            self._ended()
        done, self._done = self._done, []
        return done

    def _ended(self) -> None:
        if self._now is not None:
            self._done.append(self._now)
        self._now, self.size = None, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        classes = told.get("class", "").split()
        if tag not in EMPTY:
            self.open.append((tag, self._role(classes)))
        if tag == "div" and "message" in classes:
            self._ended()
            self.count += 1
            code = told.get("id", "").removeprefix("message")
            self._now = _Found(code, "service" in classes, "joined" in classes)
        elif self._now is not None:
            self._within(self._now, tag, classes, told)

    def _role(self, classes: list[str]) -> str:
        """What the words in a block are; those of a block in it are the same unless it says otherwise."""
        role = next((one for one in classes if one in ROLES), "")
        return ROLES.get(role) or (self.open[-1][1] if self.open else "")

    def _within(self, found: _Found, tag: str, classes: list[str], told: dict[str, str]) -> None:
        link, role = told.get("href", ""), self.open[-1][1] if self.open else ""
        if "date" in classes and not found.sent:
            found.sent = told.get("title", "")
        if "forwarded" in classes:
            found.forwarded = True
        if tag == "br":
            found.text.append("\n")
        if tag == "a" and role == ANSWERS and (goes := _GOES_TO.fullmatch(link)):
            found.answers = goes[1]
        elif tag == "a" and role == MEDIA and link:
            # What lies elsewhere, such as a place on a map, is no file.
            (found.text if ":" in link.split("/")[0] else found.files).append(link)
        elif tag == "div" and "media" in classes:
            found.left_out = True

    def handle_endtag(self, tag: str) -> None:
        for at in range(len(self.open) - 1, -1, -1):
            if self.open[at][0] == tag:
                del self.open[at:]
                return

    def handle_data(self, data: str) -> None:
        if self._now is None or not self.open:
            return
        role = self.open[-1][1]
        self.size += len(data)
        if role == NAME and not self._now.forwarded:
            self._now.sender.append(data)
        elif role == TEXT or (role == BODY and self._now.is_service):
            self._now.text.append(data)
