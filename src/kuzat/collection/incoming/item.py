# SPDX-License-Identifier: Apache-2.0
"""One message or one filled-in form of an export that others made, as it stands there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from kuzat.errors import Phrase, Refused

LONGEST = 1 << 20  # signs of one message; more is no message


class ExportBroken(Refused):
    """{file} cannot be read to its end: expected {expected}."""

    code = "export_broken"
    advice = "Nothing was taken in. Export it once more, or keep it unopened with: kuzat keep"


class ExportUnknown(Refused):
    """This is no export that can be read here."""

    code = "export_unknown"
    advice = "Name the folder, the ZIP file or the file that the program wrote."


class ZoneNeeded(Refused):
    """Its times do not say in which zone they are."""

    code = "zone_needed"
    advice = "Ask whoever exported it and say it, such as: --zone +06:00"


class OrderNeeded(Refused):
    """Its dates do not say whether the day or the month comes first."""

    code = "order_needed"
    advice = "Ask whoever exported it, then say: --dates day-first or --dates month-first"


class Mark(StrEnum):
    """What must be known of an item before anybody relies on it."""

    EDITED = "edited"
    DELETED = "deleted"
    FORWARDED = "forwarded"
    SERVICE = "service"
    ANSWERS_NOTHING = "answers_nothing"
    NOT_EXPORTED = "not_exported"
    MISSING = "missing"
    BACKWARDS = "backwards"
    NO_TIME = "no_time"
    OTHER_VERSION = "other_version"
    SAME_CONTENT = "same_content"
    UNREAD = "unread"


# How people read it.
MARKS = {
    Mark.EDITED: Phrase("edited"),
    Mark.DELETED: Phrase("deleted"),
    Mark.FORWARDED: Phrase("forwarded"),
    Mark.SERVICE: Phrase("written by the program"),
    Mark.ANSWERS_NOTHING: Phrase("answers a message that is not there"),
    Mark.NOT_EXPORTED: Phrase("its file was not exported"),
    Mark.MISSING: Phrase("its file is missing"),
    Mark.BACKWARDS: Phrase("earlier than the one before it"),
    Mark.NO_TIME: Phrase("no time that can be read"),
    Mark.OTHER_VERSION: Phrase("another version of the form"),
    Mark.SAME_CONTENT: Phrase("says the same as one before it"),
    Mark.UNREAD: Phrase("its text could not be read"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A file of an export: its name, and how to read it from its beginning, as often as needed."""

    name: str
    open: Callable[[], Iterator[bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an export does not say and a person told: its zone, and whether the day comes before the month."""

    zone: str | None = None
    day_first: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One message or form.

    ``sent`` is a time with its zone (ISO 8601), or as it stood there where it could not be read.

    ``account`` is that of the sender, where the export has it: two people may have one name.
    ``code`` is what the export calls the item, ``answers`` the code of what it replies to; ``files`` are the
    names of what belongs to it, as they lie beside the export; ``part`` is the file that it stands in,
    ``version`` that of the form which was filled in.
    """

    code: str
    sent: str = ""
    sender: str = ""
    account: str = ""
    text: str = ""
    files: tuple[str, ...] = ()
    answers: str = ""
    part: str = ""
    version: str = ""
    marks: tuple[Mark, ...] = ()


def broken(part: Part, expected: Phrase) -> ExportBroken:
    """The refusal of a whole export."""
    return ExportBroken(file=part.name, expected=expected)
