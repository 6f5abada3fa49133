# SPDX-License-Identifier: Apache-2.0
"""Lists of recommendations and files of entities as others publish them, read as sheets.

In: a file and the name of its shape. Out: a sheet; rows that repeat an earlier one, lack what tells them
apart, or hold text in a wrong encoding carry their `RowRefused`.
Never: a guess at letters that were lost. Row numbers are those of the file; of a text they are its lines.
"""

import hashlib
import html
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from kuzat.collection import delimited, entities, listed, sheet
from kuzat.collection.listed import BETWEEN
from kuzat.collection.mapping import SheetMapping
from kuzat.collection.row import Row, RowRefused, Sheet, checked, refused
from kuzat.errors import Phrase

COLUMNS = (
    "code", "kind", "body", "symbol", "number", "session", "by", "to", "date", "text",
    "theme", "persons", "action", "position", "position_source", "comment",
)  # fmt: skip
TEXTS = (".md", ".txt")
LOST = "\N{REPLACEMENT CHARACTER}"
TAG = re.compile(r"<[^<>]*>")
UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
# In what text of other programs is read wrongly, and how many such signs one cell must hold at least.
TWISTED = {"cp1252": 1, "mac_roman": 1, "cp1251": 2}
# Days of a spreadsheet count from here (ECMA-376 part 1, 18.17.4.1); those of our time have five digits.
FIRST_DAY = date(1899, 12, 30)
SERIAL = re.compile(r"[2-9][0-9]{4}", re.ASCII)
UPR_INFO = {
    "to": "To", "by": "From", "text": "Text", "position": "Response", "action": "Action",
    "theme": "Issue", "session": "Session",
}  # fmt: skip
# How the database of the UN's human rights recommendations (UHRI) heads its columns, misspelt and right.
UHRI = {
    "code": ("OHCHR Annotation Id", "AnnotationId"),
    "symbol": ("Document Symbol", "Symbol"),
    "date": ("Document Publication Date", "PublicationDate"),
    "body": ("Reccomending Body", "Recommending Body", "Body"),
    "kind": ("Type", "AnnotationType"),
    "to": ("Countries Concerned", "Countries"),
    "theme": ("Themes",),
    "persons": ("Affected Persons", "AffectedPersons"),
    "text": ("Text",),
    "session": ("UPR Session", "UprSession"),
    "by": ("UPR Reccomending States", "UPR Recommending States", "UprRecommendingStates"),
    "position": ("UPR Position", "UprPosition"),
}
NEEDED = {"uhri": ("code", "kind", "to", "text"), "upr_info": ("to", "text")}
MATRIX = {
    "text": "recommendation", "position": "position", "theme": "full list of themes", "comment": "assessment",
}  # fmt: skip
# The columns that these lists are published with, in small letters and digits alone.
PUBLISHED = {
    "ohchr_matrix": {
        "recommendation", "position", "fulllistofthemes", "assessmentcommentsonlevelofimplementation",
    },
    "uhri": {
        "regionsconcerned", "regions", "sdgs",
        *(re.sub(r"[^a-z0-9]", "", name.lower()) for names in UHRI.values() for name in names),
    },
    "upr_info": {
        "to", "torgrp", "toorg", "text", "from", "fromrgrp", "fromorg", "response", "action", "issue",
        "session",
    },
}  # fmt: skip
Cells = dict[str, str]


def read_by(mapping: SheetMapping, content: bytes, name: str) -> Sheet:
    """A file as a mapping reads it: in the shape that it names, else as a sheet. Raises `SheetRefused`."""
    if mapping.shape is None:
        return sheet.read(content, name, encoding=mapping.encoding)
    return READERS[mapping.shape](content, name, mapping.encoding)


def shape_of(content: bytes, name: str) -> str:
    """The shape of a file by what stands in it. Raises `SheetRefused` where it is none of them."""
    if name.lower().endswith(TEXTS):
        return "ohchr_list"
    table = _table(content, name, None)
    if table.columns[: len(COLUMNS)] == COLUMNS:
        return "ohchr_list"
    columns = set(map(_bare, table.columns))
    if set(map(_bare, UPR_INFO.values())) <= columns:
        return "upr_info"
    if columns & set(map(_bare, UHRI["code"])):
        return "uhri"
    if any(column.startswith("recommendation") for column in columns):
        return "ohchr_matrix"
    problem = Phrase("this is no list of recommendations that is known here")
    step = Phrase("Import it with a mapping of your own: kuzat import --guess drafts one.")
    raise refused(name, problem, step)


def is_as_published(content: bytes, name: str, shape: str, encoding: str | None = None) -> bool:
    """Whether a list holds nothing but what its publisher wrote: no column of somebody's own, no comment.

    Raises `SheetRefused`.
    """
    sheet_ = READERS[shape](content, name, encoding)
    if any(row.cells["comment"].strip() for row in sheet_.rows):
        return False
    if shape == "ohchr_list":
        return name.lower().endswith(TEXTS)
    return set(map(_bare, _table(content, name, encoding).columns)) <= PUBLISHED[shape]


def _table(content: bytes, name: str, encoding: str | None) -> Sheet:
    """A sheet of which single cells may be in another encoding: their letters are lost, not the file."""
    if encoding is None and not content.startswith(sheet.ZIP):
        content = _kept(content).encode()
    return sheet.read(content, name, encoding=encoding)


def _kept(content: bytes) -> str:
    """Text in UTF-8; a sign stands for each letter that is none."""
    return content.decode("utf-8-sig", "replace")


def _upr_info(content: bytes, name: str, encoding: str | None) -> Sheet:
    def cells(row: Mapping[str, str]) -> Cells:
        found = {column: row[of].strip() for column, of in UPR_INFO.items()}
        made_of = "\x1f".join(found[column] for column in ("session", "to", "by", "text"))
        digest = hashlib.sha256(made_of.encode("utf-8", "replace")).hexdigest()[:20]
        kind = "promise" if found["position"] == "Voluntary Pledge" else "recommendation"
        theme = BETWEEN.join(part.strip() for part in found["theme"].split(","))
        return {**found, "code": f"upr-info/{digest}", "kind": kind, "theme": theme}

    return _shaped(_table(content, name, encoding), name, "upr_info", UPR_INFO.values(), cells)


def _uhri(content: bytes, name: str, encoding: str | None) -> Sheet:
    table = _table(content, name, encoding)
    by_bare = {_bare(column): column for column in table.columns}
    of = {
        column: found
        for column, names in UHRI.items()
        if (found := next((by_bare[one] for one in map(_bare, names) if one in by_bare), None))
    }

    def cells(row: Mapping[str, str]) -> Cells:
        told = {column: _points(row[source]) for column, source in of.items()}
        text = " ".join(html.unescape(TAG.sub(" ", row.get(of.get("text", ""), ""))).split())
        code = f"uhri/{told['code']}" if told.get("code") else ""
        kind = "" if UUID.fullmatch(told.get("kind", "")) else told.get("kind", "")
        return {**told, "code": code, "kind": kind, "text": text, "date": _day(told.get("date", ""))}

    return _shaped(table, name, "uhri", (UHRI["text"][0],), cells)


def _points(cell: str) -> str:
    """The points of a cell, each of which stands on a line behind a hyphen."""
    points = (line.strip().removeprefix("-").strip() for line in cell.splitlines())
    return BETWEEN.join(filter(None, points))


def _day(told: str) -> str:
    """A day as told; the number of a spreadsheet as the day that it stands for."""
    if SERIAL.fullmatch(told):
        return (FIRST_DAY + timedelta(days=int(told))).isoformat()
    return told


def _ohchr_matrix(content: bytes, name: str, encoding: str | None) -> Sheet:
    table = _table(content, name, encoding)
    of = {
        column: found
        for column, begins in MATRIX.items()
        if (found := next((one for one in table.columns if one.lower().startswith(begins)), None))
    }
    theme = ""

    def cells(row: Mapping[str, str]) -> Cells | None:
        nonlocal theme
        told = {column: html.unescape(row[source]).strip() for column, source in of.items()}
        text = told.get("text", "")
        if text.startswith(listed.THEME):
            theme = text.removeprefix(listed.THEME).strip()
            return None
        body, _, source = text.partition("\n")
        themes = [part.strip() for part in told.get("theme", "").splitlines() if part.strip()]
        item = listed.Item(
            line=0,
            text=body,
            source=source,
            position=told.get("position", ""),
            themes=themes or [theme],
        )
        return {**item.cells(), "comment": told.get("comment", "")}

    return _shaped(table, name, "ohchr_matrix", (of.get("text", "Recommendation"),), cells)


def _ohchr_list(content: bytes, name: str, encoding: str | None) -> Sheet:
    if not name.lower().endswith(TEXTS):
        return _again(_table(content, name, encoding), name)
    text = delimited.decoded(io.BytesIO(content), name, encoding).read() if encoding else _kept(content)
    session, state = listed.heading(text)
    rows = (
        checked(item.line, _filled({**item.cells(), "session": session, "to": state}))
        for item in listed.items(text)
    )
    return Sheet(columns=COLUMNS, rows=_told_apart(rows, "ohchr_list"))


READERS: Mapping[str, Callable[[bytes, str, str | None], Sheet]] = {
    "followthemoney": entities.read,
    "ohchr_list": _ohchr_list,
    "ohchr_matrix": _ohchr_matrix,
    "uhri": _uhri,
    "upr_info": _upr_info,
}


def _shaped(
    table: Sheet,
    name: str,
    shape: str,
    needed: Iterable[str],
    cells: Callable[[Mapping[str, str]], Cells | None],
) -> Sheet:
    """A table under our columns; a list of refused rows, which has them already, as it is."""
    if table.columns[: len(COLUMNS)] == COLUMNS:
        return _again(table, name)
    if missing := [column for column in needed if column not in table.columns]:
        problem = Phrase("there is no column “{column}”", column=missing[0])
        raise refused(name, problem, Phrase("Choose the list as it was downloaded."))

    def rows() -> Iterator[Row]:
        for row in table.rows:
            found = cells({column: row.cells.get(column, "") for column in table.columns})
            if found is not None:
                made = checked(row.number, _filled(found))
                yield replace(made, problem=row.problem or made.problem)

    return Sheet(columns=COLUMNS, rows=_told_apart(rows(), shape))


def _again(table: Sheet, name: str) -> Sheet:
    """A list under our columns, such as the one of refused rows after it was mended."""
    if table.columns[: len(COLUMNS)] != COLUMNS:
        problem = Phrase("this is no list of recommendations that is known here")
        raise refused(name, problem, Phrase("Choose the list as it was downloaded."))
    return replace(table, rows=_told_apart(table.rows, ""))


def _filled(cells: Mapping[str, str]) -> Cells:
    return {column: cells.get(column, "") for column in COLUMNS}


def _told_apart(rows: Iterable[Row], shape: str) -> Iterator[Row]:
    """The rows, with a problem on those that cannot be told apart or read."""
    first: dict[str, int] = {}
    for row in rows:
        if row.problem is not None:
            yield row
            continue
        code = row.cells["code"].strip()
        problem = _problem(row.cells, shape)
        if problem is None and code in first:
            problem = "code", Phrase("a recommendation that does not repeat row {row}", row=first[code])
        if problem is None:
            first[code] = row.number
            yield row
        else:
            column, expected = problem
            yield replace(row, problem=RowRefused(row=row.number, column=column, expected=expected))


def _problem(cells: Mapping[str, str], shape: str) -> tuple[str, Phrase] | None:
    for column in NEEDED.get(shape, ("code", "text")):
        if not cells[column].strip():
            return column, Phrase("the record's own code") if column == "code" else Phrase("text")
    for column, cell in cells.items():
        if LOST in cell:
            return column, Phrase("text in UTF-8; of another encoding: --encoding mac_roman or cp1251")
        if encoding := twisted(cell):
            return column, Phrase("text that was not read as {encoding} somewhere before", encoding=encoding)
    return None


def twisted(cell: str) -> str | None:
    """The encoding as which UTF-8 was once read to give this text; None where nothing tells of that.

    The signs of the text in that encoding are UTF-8 again, which those of words as people write them are not.
    """
    if cell.isascii():
        return None
    for encoding, least in TWISTED.items():
        try:
            again = cell.encode(encoding).decode()
        except UnicodeError:
            continue
        if sum(not letter.isascii() for letter in again) >= least:
            return encoding
    return None


def _bare(column: str) -> str:
    return re.sub(r"[^a-z0-9]", "", column.lower())
