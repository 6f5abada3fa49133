# SPDX-License-Identifier: Apache-2.0
"""A row becomes what a person intends to say, or is refused with column and expectation."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from kuzat.collection.mapping import BETWEEN, Adopting, Part, Setting, SheetMapping
from kuzat.collection.row import Row, RowRefused
from kuzat.errors import Phrase
from kuzat.log.statement import Draft
from kuzat.records import adopt
from kuzat.terms import dates, places
from kuzat.terms.vocabulary import Property, Vocabulary

LONGEST_TEXT = 16 * 1024
PUBLIC_ADDRESS = "information.url"
_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)
_THOUSANDS = re.compile(r"(?<=[0-9])[ \u00a0\u202f](?=[0-9]{3}(?![0-9]))")

Resolve = Callable[[str, str], str | None]
Told = Callable[[str, str, str], bytes | None]
NewId = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """One record of this row; ``reference`` is its code where that is still to be said."""

    part: Part
    cells: Mapping[str, str]
    id: str
    reference: str | None


def plan_row(
    mapping: SheetMapping,
    vocabulary: Vocabulary,
    row: Row,
    *,
    exhibit_id: str,
    resolve: Resolve,
    new_id: NewId,
    told: Told = lambda record, says, value: None,
) -> list[Draft]:
    """The drafts of one row.

    ``resolve(kind, reference)`` finds the record of the organisation's own code, in the archive
    or made by an earlier row; ``new_id(kind)`` makes an id; ``told(record, property, value)`` finds
    the statement that says so, for a row that adopts it. A value rests on the record of the
    part's ``basis`` if the row makes exactly one, else on the row of the sheet. Empty cells say
    nothing. Raises `RowRefused`.
    """
    if row.problem is not None:
        raise row.problem
    return _Planner(mapping, vocabulary, row, exhibit_id, resolve, new_id, told).drafts()


class Stating(NamedTuple):
    """What one setting makes of a row: its values, and the language they are in."""

    setting: Setting
    language: str | None
    values: tuple[str, ...]


class Stated(NamedTuple):
    """One record of a row: its part of the mapping, its cells, its code, and what is said of it."""

    part: Part
    cells: Mapping[str, str]
    code: str | None
    said: tuple[Stating, ...]


def stated(mapping: SheetMapping, vocabulary: Vocabulary, row: Row) -> list[Stated]:
    """What a row says column by column; records that it names stand by their codes. Raises `RowRefused`."""
    planner = _Planner(
        mapping, vocabulary, row, "", lambda _, code: code, lambda _: "", lambda *_: None
    )
    return planner.stated()


class _Planner:
    """One row on its way: first every record gets its id, then every value is said."""

    def __init__(
        self,
        mapping: SheetMapping,
        vocabulary: Vocabulary,
        row: Row,
        exhibit_id: str,
        resolve: Resolve,
        new_id: NewId,
        told: Told,
    ) -> None:
        self.mapping = mapping
        self.vocabulary = vocabulary
        self.row = row
        self.source = f"{exhibit_id}#row={row.number}"
        self.resolve = resolve
        self.new_id = new_id
        self.told = told
        self.known: dict[tuple[str, str], str] = {}

    def drafts(self) -> list[Draft]:
        made = [one for part in self.mapping.records for one in self._records(part)]
        by_kind: dict[str, dict[str, _Made]] = defaultdict(dict)
        for one in made:
            by_kind[one.part.kind].setdefault(one.id, one)
        found = [draft for one in made for draft in self._said(one, by_kind)]
        if found and all(draft.basis != self.source for draft in found):
            found.append(self._code_again(made))
        return list(dict.fromkeys(found))

    def stated(self) -> list[Stated]:
        made = [one for part in self.mapping.records for one in self._records(part)]
        return [
            Stated(
                part=one.part,
                cells=one.cells,
                code=self._code(one.part.reference, one.cells) if one.part.reference else None,
                said=tuple(self._stating(setting, one.cells) for setting in one.part.set),
            )
            for one in made
        ]

    def _stating(self, setting: Setting, cells: Mapping[str, str]) -> Stating:
        property_ = self.vocabulary.property(setting.says)
        values = tuple(self._values(setting, property_, cells))
        return Stating(setting, self._language(setting, property_), values)

    def _code_again(self, made: list[_Made]) -> Draft:
        """A draft that rests on the row itself: by it the row is known as taken over."""
        for one in made:
            if one.part.reference:
                code = self._code(one.part.reference, one.cells)
                return self._coded(one, code, self.source)
        raise self.refusal("basis", Phrase("a record with `reference:`, or a value without `basis:`"))

    def refusal(self, column: str, expected: Phrase) -> RowRefused:
        return RowRefused(row=self.row.number, column=column, expected=expected)

    def _records(self, part: Part) -> Iterator[_Made]:
        if part.when is not None and not self._cell(self.row.cells, part.when).strip():
            return
        if part.each is None:
            yield self._record(part, self.row.cells)
            return
        listed = self._cell(self.row.cells, part.each.column)
        for piece in _pieces(listed, part.each.split):
            yield self._record(part, {**self.row.cells, part.each.column: piece})

    def _record(self, part: Part, cells: Mapping[str, str]) -> _Made:
        if not part.reference:
            return _Made(part=part, cells=cells, id=self.new_id(part.kind), reference=None)
        code = self._code(part.reference, cells)
        known = self.known.get((part.kind, code)) or self.resolve(part.kind, code)
        id_ = known or self.new_id(part.kind)
        self.known[part.kind, code] = id_
        return _Made(part=part, cells=cells, id=id_, reference=None if known else code)

    def _code(self, columns: tuple[str, ...], cells: Mapping[str, str]) -> str:
        parts = [self._cell(cells, column).strip() for column in columns]
        if "" in parts:
            raise self.refusal(columns[parts.index("")], Phrase("the record's own code"))
        code = BETWEEN.join(parts)
        if len(code.encode()) > LONGEST_TEXT:
            raise self.refusal(columns[0], Phrase("a code of at most 16 KiB"))
        return code

    def _cell(self, cells: Mapping[str, str], column: str) -> str:
        if column not in cells:
            raise self.refusal(column, Phrase("such a column in the sheet"))
        return cells[column]

    def _said(self, one: _Made, by_kind: Mapping[str, Mapping[str, _Made]]) -> Iterator[Draft]:
        basis, public = self._basis(one, by_kind)
        if one.reference is not None:
            yield self._coded(one, one.reference, basis)
        if one.part.adopt is not None:
            yield from self._adopted(one, one.part.adopt)
        for setting in one.part.set:
            property_ = self.vocabulary.property(setting.says)
            for value in self._values(setting, property_, one.cells):
                yield Draft(
                    about=one.id,
                    says=property_.id,
                    type=property_.type,
                    value=value,
                    language=self._language(setting, property_),
                    basis=self._public_basis(basis, public) if property_.own_words else basis,
                )

    def _coded(self, one: _Made, code: str, basis: str) -> Draft:
        says = f"{one.part.kind}.reference"
        return Draft(about=one.id, says=says, type="text", value=code, basis=basis)

    def _adopted(self, one: _Made, columns: Adopting) -> Iterator[Draft]:
        """The account that this row follows; it must have been told before."""
        says, value, reason = (
            self._cell(one.cells, column).strip()
            for column in (columns.property, columns.value, columns.reason)
        )
        statement = self.told(one.id, says, value)
        if statement is None:
            raise self.refusal(columns.value, Phrase("an account that somebody gave of this record"))
        if not reason:
            raise self.refusal(columns.reason, Phrase("the reason why this account is followed"))
        yield from adopt(one.id, statement, reason, self.source, self.mapping.language)

    def _basis(self, one: _Made, by_kind: Mapping[str, Mapping[str, _Made]]) -> tuple[str, bool]:
        """What the values rest on, and whether that is published as far as this row says."""
        candidates = list(by_kind.get(one.part.basis or "", {}).values())
        if len(candidates) != 1 or candidates[0].id == one.id:
            return self.source, self.mapping.public is not None
        told = candidates[0]
        address = [setting for setting in told.part.set if setting.says == PUBLIC_ADDRESS]
        return told.id, any(self._text(setting, told.cells).strip() for setting in address)

    def _public_basis(self, basis: str, public: bool) -> str:
        """Free text rests on something published if it can: the page it is told by, else the sheet."""
        return basis if public or self.mapping.public is None else self.source

    def _language(self, setting: Setting, property_: Property) -> str | None:
        """The language of what people wrote; codes, terms and numbers have none."""
        if property_.type != "text":
            return None
        return setting.language or (self.mapping.language if property_.free_text else None)

    def _text(self, setting: Setting, cells: Mapping[str, str]) -> str:
        if setting.value is not None:
            return setting.value
        if len(setting.columns) == 1:
            return self._cell(cells, setting.columns[0])
        parts = [self._cell(cells, column) for column in setting.columns]
        return setting.join.join(parts) if any(part.strip() for part in parts) else ""

    def _values(
        self, setting: Setting, property_: Property, cells: Mapping[str, str]
    ) -> Iterator[str]:
        text = self._text(setting, cells)
        for piece in _pieces(text, setting.split) if setting.split else [text]:
            if piece.strip():
                yield self._value(setting, property_, piece)

    def _value(self, setting: Setting, property_: Property, text: str) -> str:
        match property_.type:
            case "date":
                return self._date(setting, text)
            case "term":
                return self._term(setting, property_, text)
            case "place":
                return self._place(setting, text)
            case "decimal":
                return self._decimal(setting, text)
            case "record":
                return self._referred(setting, property_, text)
        if len(text.encode()) > LONGEST_TEXT:
            expected = Phrase("at most 16 KiB; a longer text is an exhibit")
            raise self.refusal(_named(setting), expected)
        return text

    def _date(self, setting: Setting, text: str) -> str:
        try:
            said = dates.said(text.strip(), setting.language or self.mapping.language)
        except dates.NotADate as error:
            expected = Phrase("a date: {expected}", expected=error.details["expected"])
            raise self.refusal(_named(setting), expected) from None
        return str(said.text)

    def _term(self, setting: Setting, property_: Property, text: str) -> str:
        word = text.strip()
        chosen = setting.terms.get(word.casefold())
        term = self.vocabulary.find(chosen or word, property_.scheme)
        if term is None:
            expected = Phrase(
                "a term of the list {scheme}, or this word under `terms:`",
                scheme=property_.scheme,
            )
            raise self.refusal(_named(setting), expected)
        return term.id

    def _place(self, setting: Setting, text: str) -> str:
        word = text.strip()
        place = places.find(setting.terms.get(word.casefold(), word))
        if place is None:
            expected = Phrase("a place such as Osh city, KG-GO or Bazar-Korgon")
            raise self.refusal(_named(setting), expected)
        return place.id

    def _decimal(self, setting: Setting, text: str) -> str:
        number = _THOUSANDS.sub("", text.strip())
        if not _DECIMAL.fullmatch(number):
            raise self.refusal(_named(setting), Phrase("a number, such as 12 or 0.5"))
        return f"{Decimal(number):f}"

    def _referred(self, setting: Setting, property_: Property, text: str) -> str:
        kind = property_.refers or ""
        code = text.strip()
        found = self.known.get((kind, code)) or self.resolve(kind, code)
        if found is None:
            expected = Phrase(
                "the code of a record of kind {kind} in the archive or in an earlier row",
                kind=kind,
            )
            raise self.refusal(_named(setting), expected)
        return found


def _pieces(text: str, split: str) -> list[str]:
    return [piece.strip() for piece in text.split(split) if piece.strip()]


def _named(setting: Setting) -> str:
    return setting.columns[0] if setting.columns else setting.says
