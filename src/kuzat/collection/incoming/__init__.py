# SPDX-License-Identifier: Apache-2.0
"""What other programs export: chats of Telegram and WhatsApp, forms of KoboToolbox and ODK, sheets of Uwazi,
saved e-mail.

In: the files of an export by name, and what a person knows of it that it does not say.
Out: its messages or filled-in forms one by one, each with what must be known of it.
Never: an export whole in memory; anything of it run, fetched or believed.
"""

from kuzat.collection.incoming.export import (
    Kind,
    Layout,
    Survey,
    items,
    layout,
    note,
    of_note,
    survey,
)
from kuzat.collection.incoming.item import (
    MARKS,
    ExportBroken,
    ExportUnknown,
    Item,
    Mark,
    OrderNeeded,
    Part,
    Told,
    ZoneNeeded,
)
from kuzat.collection.incoming.moments import NotAZone

__all__ = [
    "MARKS",
    "ExportBroken",
    "ExportUnknown",
    "Item",
    "Kind",
    "Layout",
    "Mark",
    "NotAZone",
    "OrderNeeded",
    "Part",
    "Survey",
    "Told",
    "ZoneNeeded",
    "items",
    "layout",
    "note",
    "of_note",
    "survey",
]
