# SPDX-License-Identifier: Apache-2.0
"""Filled-in forms and records as sheets: KoboToolbox, ODK Central, Uwazi, or any sheet with a header.

A row of the main sheet is one item. Rows of the sheets of its repeated questions belong to it by
``PARENT_KEY`` (ODK Central) or ``_parent_index`` (KoboToolbox).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kuzat.collection.incoming.item import Item, Mark, Part, broken
from kuzat.collection.row import Row
from kuzat.collection.sheet import read as read_sheet
from kuzat.errors import Phrase

SENT = ("SubmissionDate", "_submission_time", "Date added", "end", "start")
SENDER = ("SubmitterName", "_submitted_by", "username")
CODE = ("KEY", "_uuid", "meta/instanceID", "meta-instanceID", "_id")
VERSION = ("FormVersion", "__version__", "_version_")
PARENTS = (("PARENT_KEY", "KEY"), ("_parent_index", "_index"))
LARGEST = 256 * 1024 * 1024


def read(parts: Sequence[Part], names: frozenset[str]) -> Iterator[Item]:
    """The rows of the first sheet that is nobody's repeat, with those that repeat in it.

    ``names`` are those of the files beside it. Raises `ExportBroken` or `SheetRefused`.
    """
    main, name, version, repeats = None, "", "", defaultdict[str, list[str]](list)
    for part in parts:
        sheet = read_sheet(_content(part), part.name)
        parent = next((pair for pair in PARENTS if pair[0] in sheet.columns), None)
        if parent is None:
            if main is not None:
                raise broken(part, Phrase("one sheet, and sheets of its repeated questions"))
            main, name = sheet, part.name
            continue
        for row in sheet.rows:
            repeats[row.cells.get(parent[0], "")] += [f"{part.name}:", *_lines(row.cells)]
    if main is None:
        raise broken(parts[0], Phrase("one sheet, and sheets of its repeated questions"))
    for row in main.rows:
        if row.problem is not None:
            raise row.problem
        version = version or _first(row.cells, VERSION)
        yield replace(_item(row, repeats, names, version), part=name)


def _content(part: Part) -> bytes:
    content = b"".join(part.open())
    if len(content) > LARGEST:
        raise broken(part, Phrase("at most 256 MiB"))
    return content


def _item(row: Row, repeats: Mapping[str, list[str]], names: frozenset[str], version: str) -> Item:
    cells, (code, sent) = row.cells, (_first(row.cells, CODE), _first(row.cells, SENT))
    of_row = [line for _, key in PARENTS for line in repeats.get(cells.get(key) or "", ())]
    other = _first(cells, VERSION) != version
    marks = {Mark.OTHER_VERSION: other, Mark.NO_TIME: not sent}
    return Item(
        code=code or str(row.number),
        sent=sent,
        sender=_first(cells, SENDER),
        text="\n".join((*_lines(cells), *of_row)),
        files=tuple(value for value in cells.values() if value in names),
        marks=tuple(mark for mark, holds in marks.items() if holds),
    )


def _lines(cells: Mapping[str, str]) -> list[str]:
    """What was answered, question by question."""
    return [f"{name}: {value}" for name, value in cells.items() if value]


def _first(cells: Mapping[str, str], names: Sequence[str]) -> str:
    return next((cells[name] for name in names if cells.get(name)), "")
