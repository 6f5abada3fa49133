# SPDX-License-Identifier: Apache-2.0
"""Filled-in forms and records as sheets: KoboToolbox, ODK Central, Uwazi, or any sheet with a header.

A row of the main sheet is one item. Rows of its repeated questions belong to it by ``PARENT_KEY`` (ODK
Central) or by ``_parent_table_name`` and ``_parent_index`` (KoboToolbox), also where questions repeat within
repeated ones. They stand in sheets of one workbook or in files of their own.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kuzat.collection.incoming.item import Item, Mark, Part, broken
from kuzat.collection.row import Row, Sheet
from kuzat.collection.sheet import read_every
from kuzat.errors import Phrase

SENT = ("SubmissionDate", "_submission_time", "Date added", "end", "start")
SENDER = ("SubmitterName", "_submitted_by", "username")
CODE = ("KEY", "_uuid", "meta/instanceID", "meta-instanceID", "_id")
VERSION = ("FormVersion", "__version__", "_version_")
KEY, PARENT_KEY = "KEY", "PARENT_KEY"
INDEX, PARENT_INDEX, PARENT_TABLE = "_index", "_parent_index", "_parent_table_name"
LARGEST = 256 * 1024 * 1024
EXPECTED = Phrase("one sheet, and sheets of its repeated questions")

# A row by the sheet that it stands in and its key there; the main sheet has no name.
Place = tuple[str, str]


@dataclass(slots=True, kw_only=True)
class _Repeats:
    """The rows of repeated questions: what they tell, and their places, by the row that they belong to."""

    told: dict[Place, list[str]] = field(default_factory=lambda: defaultdict(list))
    below: dict[Place, list[Place]] = field(default_factory=lambda: defaultdict(list))

    def add(self, title: str, tables: frozenset[str], cells: Mapping[str, str]) -> None:
        """A row of a sheet; what belongs to no other sheet of repeated questions belongs to the main one."""
        if PARENT_KEY in cells:
            place, parent = ("", cells.get(KEY, "")), ("", cells[PARENT_KEY])
        else:
            table = cells.get(PARENT_TABLE, "")
            place = title, cells.get(INDEX, "")
            parent = table if table in tables else "", cells.get(PARENT_INDEX, "")
        if place[1]:
            self.below[parent].append(place)
        self.told[parent] += [f"{title}:", *_lines(cells)]

    def of(self, place: Place) -> list[str]:
        """What the rows below a row tell, those below them included; each is given once."""
        found, due = list[str](), [place]
        while due:
            now = due.pop()
            found += self.told.pop(now, ())
            due += self.below.pop(now, ())[::-1]
        return found


def read(parts: Sequence[Part], names: frozenset[str]) -> Iterator[Item]:
    """The rows of the first sheet that is nobody's repeat, with those that repeat in it.

    ``names`` are those of the files beside it. What belongs to no row that is there comes last, marked.
    Raises `ExportBroken` or `SheetRefused`.
    """
    main, repeated = _sorted(parts)
    tables, repeats = frozenset(title for title, _ in repeated), _Repeats()
    for title, sheet in repeated:
        for row in sheet.rows:
            repeats.add(title, tables, row.cells)
    name, sheet = main
    version = ""
    for row in sheet.rows:
        if row.problem is not None:
            raise row.problem
        version = version or _first(row.cells, VERSION)
        yield replace(_item(row, repeats, names, version), part=name)
    for (_table, key), lines in repeats.told.items():
        yield Item(code=key, text="\n".join(lines), part=name, marks=(Mark.ANSWERS_NOTHING, Mark.NO_TIME))


def _sorted(parts: Sequence[Part]) -> tuple[tuple[str, Sheet], list[tuple[str, Sheet]]]:
    """The main sheet with the file that it stands in, and those of repeated questions with their titles."""
    main, repeated = list[tuple[str, Sheet]](), list[tuple[str, Sheet]]()
    for part in parts:
        alone = list[tuple[str, Sheet]]()
        for title, sheet in read_every(_content(part), part.name):
            if PARENT_KEY in sheet.columns or PARENT_INDEX in sheet.columns:
                repeated.append((title or part.name, sheet))
            else:
                alone.append((part.name, sheet))
        main += alone[:1]
    if len(main) != 1:
        raise broken(parts[0], EXPECTED)
    return main[0], repeated


def _content(part: Part) -> bytes:
    content = b"".join(part.open())
    if len(content) > LARGEST:
        raise broken(part, Phrase("at most 256 MiB"))
    return content


def _item(row: Row, repeats: _Repeats, names: frozenset[str], version: str) -> Item:
    cells, (code, sent) = row.cells, (_first(row.cells, CODE), _first(row.cells, SENT))
    of_row = [line for key in (KEY, INDEX) if cells.get(key) for line in repeats.of(("", cells[key]))]
    own_version = _first(cells, VERSION)
    marks = {Mark.OTHER_VERSION: own_version != version, Mark.NO_TIME: not sent}
    return Item(
        code=code or str(row.number),
        sent=sent,
        sender=_first(cells, SENDER),
        text="\n".join((*_lines(cells), *of_row)),
        files=tuple(value for value in cells.values() if value in names),
        version=own_version,
        marks=tuple(mark for mark, holds in marks.items() if holds),
    )


def _lines(cells: Mapping[str, str]) -> list[str]:
    """What was answered, question by question."""
    return [f"{name}: {value}" for name, value in cells.items() if value]


def _first(cells: Mapping[str, str], names: Sequence[str]) -> str:
    return next((cells[name] for name in names if cells.get(name)), "")
