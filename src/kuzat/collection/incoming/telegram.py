# SPDX-License-Identifier: Apache-2.0
"""Telegram's export as JSON: one chat, or all of an account.

Written by Telegram Desktop (export/output/export_output_json.cpp): an object with ``messages``, or with
``chats`` and ``left_chats`` whose ``list`` has such objects. What was deleted before is not in it: an
answer to it is marked.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timezone
from typing import Any

from kuzat.collection.incoming import moments
from kuzat.collection.incoming.item import Item, Mark, Part, Told
from kuzat.collection.incoming.pulled import Pulled

FILES = ("photo", "file")
NOT_EXPORTED = "("  # such as "(File not included. Change data exporting settings to download.)"
MORE = ("location_information", "contact_information", "poll")
SERVICE = ("action", "title", "members", "new_title")


def read(part: Part, told: Told) -> Iterator[Item]:
    """Its messages in their order. Raises `ExportBroken` or `ZoneNeeded`."""
    pulled = Pulled(part)
    yield from _chat(pulled, moments.zone_of(told.zone))
    pulled.end()


def _chat(pulled: Pulled, zone: timezone | None) -> Iterator[Item]:
    chat = ""
    for name in pulled.members():
        if name == "messages":
            yield from _messages(pulled, zone, chat)
        elif name in ("chats", "left_chats"):
            yield from _chats(pulled, zone)
        elif name == "id":
            chat = str(pulled.value())
        else:
            pulled.skip()


def _chats(pulled: Pulled, zone: timezone | None) -> Iterator[Item]:
    for name in pulled.members():
        if name == "list":
            for _ in pulled.items():
                yield from _chat(pulled, zone)
        else:
            pulled.skip()


def _messages(pulled: Pulled, zone: timezone | None, chat: str) -> Iterator[Item]:
    seen: set[str] = set()
    for _ in pulled.items():
        said = pulled.value()
        if not isinstance(said, dict) or type(said.get("id")) is not int:
            raise pulled.broken()
        item = _message(said, zone, chat, seen)
        seen.add(item.code)
        yield item


def _message(said: Mapping[str, Any], zone: timezone | None, chat: str, seen: set[str]) -> Item:
    before = f"{chat}/" if chat else ""
    answers = f"{before}{said['reply_to_message_id']}" if said.get("reply_to_message_id") else ""
    files = [str(said[name]) for name in FILES if said.get(name)]
    sent = _sent(said, zone)
    marks = {
        Mark.EDITED: "edited" in said,
        Mark.FORWARDED: "forwarded_from" in said,
        Mark.SERVICE: said.get("type") == "service",
        Mark.ANSWERS_NOTHING: bool(answers) and answers not in seen,
        Mark.NOT_EXPORTED: any(file.startswith(NOT_EXPORTED) for file in files),
        Mark.NO_TIME: not sent,
    }
    return Item(
        code=f"{before}{said['id']}",
        sent=sent or str(said.get("date", "")),
        sender=str(said.get("from") or said.get("actor") or said.get("from_id") or ""),
        account=str(said.get("from_id") or said.get("actor_id") or ""),
        text="\n".join(_texts(said)),
        files=tuple(file for file in files if not file.startswith(NOT_EXPORTED)),
        answers=answers,
        marks=tuple(mark for mark, holds in marks.items() if holds),
    )


def _sent(said: Mapping[str, Any], zone: timezone | None) -> str:
    """When, or nothing where that cannot be read. Raises `ZoneNeeded` for an export of before 2021."""
    try:
        if "date_unixtime" in said:
            return moments.since_1970(str(said["date_unixtime"]), zone)
        return moments.at(datetime.fromisoformat(str(said.get("date"))), zone)
    except (ValueError, OverflowError):
        return ""


def _texts(said: Mapping[str, Any]) -> Iterator[str]:
    """The words; of what has no words, what the program writes of it."""
    told = said.get("text") or ""
    parts = told if isinstance(told, list) else [told]
    words = "".join(str(one.get("text", "")) if isinstance(one, dict) else str(one) for one in parts)
    if words:
        yield words
    shown = (*MORE, *SERVICE) if said.get("type") == "service" else MORE
    yield from (f"{name}: {json.dumps(said[name], ensure_ascii=False)}" for name in shown if said.get(name))
