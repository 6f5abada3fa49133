# SPDX-License-Identifier: Apache-2.0
"""A chat that WhatsApp exported as text, by an iPhone (`[31.12.24, 23:59:01] Name: …`) or by Android
(`31/12/2024, 11:59 pm - Name: …`).

The format does not mark where a message ends: somebody can send a line that looks like the head of the
next one. So only heads of the form of the first one count, and a time that runs backwards is marked.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import chain

from kuzat.collection.incoming import moments
from kuzat.collection.incoming.item import LONGEST, ExportBroken, Item, Mark, Part, Told, broken
from kuzat.collection.incoming.letters import lines
from kuzat.errors import Phrase

_SPACE = "[ \u00a0\u202f]"
_DAY = r"(\d{1,4})([./-])(\d{1,2})[./-](\d{1,4})"
_HOUR = rf"(\d{{1,2}})[:.](\d{{2}})(?:[:.](\d{{2}}))?(?:{_SPACE}?([AaPp])\.?{_SPACE}?[Mm]\.?)?"
_HEAD = re.compile(
    rf"[\u200e\u200f\ufeff]*(\[)?{_DAY},?{_SPACE}{_HOUR}(\]{_SPACE}|{_SPACE}[-–]{_SPACE})(.*)", re.ASCII
)
_NAMED = re.compile(r"([^:\n]{1,200}?):[ \u200e]?(.*)", re.DOTALL)
# The words are those of the telephone's language. In others, the names that WhatsApp gives tell a file, a
# sign that people do not type an attachment, and angle brackets around all of a message what is left out.
_ATTACHED = re.compile(
    r"\u200e?<(?:attached|прикреплено|вложение): ([^<>\n/\\]{1,200})>"
    r"|\u200e<[^<>:\n]{3,40}: ([^<>\n/\\]{1,200})>"
    r"|\u200e?((?:IMG|VID|PTT|AUD|STK|DOC)-[0-9]{8}-WA[0-9]{4,6}\.[a-z0-9]{2,5}) \([^()\n]{3,40}\)"
    r"|\u200e?([^<>\n/\\]{1,200}) \((?:file attached|файл добавлен|файл прикреплён)\)"
)
_OMITTED = re.compile(
    r"<(?:Media omitted|Без медиафайлов|Медиа пропущено)>"
    r"|\A\u200e?<[^<>:\n]{3,40}>\s*\Z"
    r"|\u200e(?:image|video|audio|sticker|document|GIF|Contact card) omitted"
    r"|\u200e(?:изображение|видео|видеозаметка|аудиофайл|стикер|документ|GIF) (?:отсутствует|опущен[ао]?)",
    re.IGNORECASE,
)
_DELETED = re.compile(
    r"\u200e?(?:This message was deleted|You deleted this message|"
    r"Данное сообщение удалено|Вы удалили данное сообщение)\.?\s*"
)
_EDITED = re.compile(r"\s*\u200e?<(?:This message was edited|Сообщение изменено)>\s*$")

Head = re.Match[str]


def is_chat(part: Part) -> bool:
    """Whether its first line is the head of a message."""
    try:
        return _head(next(lines(part), "")) is not None
    except ExportBroken:
        return False


def read(part: Part, told: Told) -> Iterator[Item]:
    """Its messages in their order.

    Raises `ExportBroken`, `ZoneNeeded`, or `OrderNeeded` where no date tells day and month apart.
    """
    zone, day_first = moments.zone_of(told.zone), told.day_first
    if day_first is None:
        day_first = _day_first(part)
    last = ""
    for number, (head, text) in enumerate(_messages(part), 1):
        moment = _moment(head, day_first)
        sent = moments.at(moment, zone) if moment else ""
        yield _item(number, sent or head[0][: head.start(11)], text, _timed(sent, last))
        last = max(last, sent)


def _head(line: str) -> Head | None:
    """The head of a message, brackets on both sides or on none."""
    found = _HEAD.match(line)
    return found if found and (found[1] is None) == ("]" not in found[10]) else None


def _form(head: Head) -> tuple[object, ...]:
    """How a telephone writes all its heads."""
    return head[1], head[3], len(head[2]) == 4, head[8] is None, head[9] is None


def _messages(part: Part) -> Iterator[tuple[Head, str]]:
    """Each head of the first one's form, and the text up to the next. Raises `ExportBroken`."""
    head, text, size = None, [""], 0
    for line in lines(part):
        found = _head(line)
        if found and (head is None or _form(found) == _form(head)):
            if head:
                yield head, "\n".join(text)
            head, text, size = found, [found[11]], 0
            continue
        if head is None:
            raise broken(part, Phrase("a chat that begins with a date and an hour"))
        text.append(line)
        size += len(line)
        if size + len(text) > LONGEST:
            raise broken(part, Phrase("messages of at most {most} signs", most=LONGEST))
    if head is None:
        raise broken(part, Phrase("a chat that begins with a date and an hour"))
    yield head, "\n".join(text)


def _day_first(part: Part) -> bool:
    heads = (head for head, _ in _messages(part))
    first = next(heads)
    if len(first[2]) == 4:
        return False
    return moments.day_comes_first((int(head[2]), int(head[4])) for head in chain((first,), heads))


def _moment(head: Head, day_first: bool) -> datetime | None:
    """What the clock of the telephone showed; nothing where there is no such day or hour."""
    one, two, three = int(head[2]), int(head[4]), int(head[5])
    if len(head[2]) == 4:
        year, month, day = one, two, three
    else:
        day, month = (one, two) if day_first else (two, one)
        year = three + 2000 if three < 100 else three
    hour, half = int(head[6]), (head[9] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return datetime(year, month, day, hour, int(head[7]), int(head[8] or 0))
    except ValueError:
        return None


def _timed(sent: str, last: str) -> tuple[Mark, ...]:
    if not sent:
        return (Mark.NO_TIME,)
    return (Mark.BACKWARDS,) if sent < last else ()


def _item(number: int, sent: str, told: str, timed: tuple[Mark, ...]) -> Item:
    named = _NAMED.fullmatch(told)
    sender, text = (named[1].strip("\u200e~ \u202f\u00a0"), named[2]) if named else ("", told)
    files = tuple(next(filter(None, found)) for found in _ATTACHED.findall(text))
    marks = {
        Mark.EDITED: _EDITED.search(text),
        Mark.DELETED: _DELETED.fullmatch(text),
        Mark.SERVICE: not named,
        Mark.NOT_EXPORTED: _OMITTED.search(text),
    }
    return Item(
        code=str(number),
        sent=sent,
        sender=sender,
        text=text,
        files=files,
        marks=(*(mark for mark, holds in marks.items() if holds), *timed),
    )
