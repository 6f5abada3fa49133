# SPDX-License-Identifier: Apache-2.0
"""Take over a sheet: the file and its mapping become exhibits, each row an entry of its own.

A row that an entry vouches for already is passed over, so an import that was cut short is simply run
again, and the same file twice adds nothing.
"""

import gc
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice

from kuzat.collection import (
    Dossier,
    Row,
    RowRefused,
    Sheet,
    SheetMapping,
    fit,
    is_protected,
    parse,
    plan_row,
    read,
)
from kuzat.errors import KuzatError, Phrase, Reason, Refused
from kuzat.log.statement import Draft
from kuzat.records import WrongValue
from kuzat.store.archive import CODE, Archive
from kuzat.store.commit import Act
from kuzat.store.sealing import IDENTITY
from kuzat.store.vaults import Original, keep
from kuzat.terms import ids

ROWS_A_COMMIT = 3000  # more would keep other writers waiting, fewer write more pages
ROWS_A_STEP = 250
LARGEST = 256 * 1024 * 1024
MEDIA_TYPES = {
    ".csv": "text/csv",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".jsonl": "application/jsonl",
    ".ndjson": "application/jsonl",
}
MAPPING_TYPE = "application/yaml"
TAKEN = "exhibit.taken_row"

Progress = Callable[[int], None]


class SheetTooBig(Refused):
    """{sheet} is larger than 256 MiB."""

    code = "sheet_too_big"
    advice = "Split it into several sheets and import each."


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFile:
    """A sheet and the mapping by which it is read: the names people know them by, and their bytes."""

    name: str
    content: bytes
    mapping_name: str
    mapping: bytes


def sheets_of(dossier: Dossier, read: Callable[[str], bytes]) -> Iterator[SheetFile]:
    """The sheets of a dossier in their order; ``read`` gives the bytes of a file in its folder."""
    for one in dossier.sheets:
        yield SheetFile(
            name=one.sheet,
            content=read(one.sheet),
            mapping_name=one.mapping,
            mapping=read(one.mapping),
        )


@dataclass(slots=True, kw_only=True)
class Imported:
    """What became of the rows of a sheet. ``exhibit`` is None after a dry run.

    ``sealed`` counts the statements that went into the compartment identity.
    """

    exhibit: str | None = None
    columns: tuple[str, ...] = ()
    taken: int = 0
    skipped: int = 0
    empty: int = 0
    statements: int = 0
    sealed: int = 0
    refused: list[tuple[Row, RowRefused]] = field(default_factory=list)


def import_sheet(
    archive: Archive,
    file: SheetFile,
    *,
    dry_run: bool = False,
    progress: Progress = lambda _: None,
) -> Imported:
    """Take over every row that can be; the others are listed in the answer with the reason.

    ``progress`` is told how many rows were read since it was last told. A dry run checks everything
    and writes nothing. Raises `MappingRefused`, `SheetRefused` or `SheetTooBig` before anything is
    written.
    """
    if len(file.content) > LARGEST:
        raise SheetTooBig(sheet=file.name)
    mapping = parse(file.mapping, file.mapping_name, archive.vocabulary)
    sheet = read(file.content, file.name, encoding=mapping.encoding)
    fit(mapping, sheet.columns, file.name)
    exhibit = ids.record_id("exhibit", archive.random(16))
    if not dry_run:
        protected = is_protected(mapping, sheet.columns, archive.vocabulary)
        exhibit = _keep(archive, file, mapping, protected)
    job = _Import(archive, mapping, exhibit, dry_run)
    with archive.database.bulk(), _uncollected():
        job.run(sheet, progress)
    job.report.columns = sheet.columns
    job.report.exhibit = None if dry_run else exhibit
    return job.report


@contextmanager
def _uncollected() -> Iterator[None]:
    """Rows hold no cycles: looking for some would take a seventh of the time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _keep(archive: Archive, file: SheetFile, mapping: SheetMapping, protected: bool) -> str:
    """Sheet and mapping as exhibits; the sheet names the mapping by which it was read."""
    kept = keep(
        archive,
        Original(
            name=file.mapping_name if mapping.public else f"mapping{suffix_of(file.mapping_name)}",
            media_type=MAPPING_TYPE,
            content=io.BytesIO(file.mapping),
        ),
    )
    suffix = suffix_of(file.name)
    sheet = keep(
        archive,
        Original(
            name=file.name if mapping.public or protected else f"sheet{suffix}",
            media_type=MEDIA_TYPES.get(suffix, "text/csv"),
            content=io.BytesIO(file.content),
            public=mapping.public,
            protected=protected,
        ),
    )
    draft = Draft(about=sheet.id, says="exhibit.mapping", type="record", value=kept.id)
    archive.check([draft])
    with archive.turn() as append:
        if not _is_named(archive, sheet.id, kept.id):
            append([Act(drafts=(draft,))])
    return sheet.id


def suffix_of(name: str) -> str:
    """What a file's name ends with: all that is kept of a name that is neither published nor sealed."""
    return "." + name.rsplit(".", 1)[-1].lower()


def _is_named(archive: Archive, sheet: str, mapping: str) -> bool:
    query = "SELECT 1 FROM facet WHERE record = ? AND says = 'exhibit.mapping' AND value = ?"
    return archive.database.row(query, (sheet, mapping)) is not None


class _Import:
    """One sheet on its way into one archive."""

    def __init__(
        self, archive: Archive, mapping: SheetMapping, exhibit: str, dry_run: bool
    ) -> None:
        self.archive = archive
        self.mapping = mapping
        self.exhibit = exhibit
        self.dry_run = dry_run
        self.made: dict[str, str] = {}
        self.report = Imported()

    def run(self, sheet: Sheet, progress: Progress) -> None:
        while batch := list(islice(sheet.rows, ROWS_A_COMMIT)):
            if self.dry_run:
                self._take_all(batch, progress)
            else:
                self._write(batch, progress)

    def _write(self, batch: list[Row], progress: Progress) -> None:
        """Plan and write some rows in one turn, so that another program's rows are seen or still to come."""
        with self.archive.turn() as append:
            if acts := self._take_all(batch, progress):
                append(acts)

    def _take_all(self, batch: list[Row], progress: Progress) -> list[Act]:
        """The acts of those rows that nobody vouched for and nothing speaks against."""
        vouched = self._vouched(batch[0].number, batch[-1].number)
        acts = []
        for first in range(0, len(batch), ROWS_A_STEP):
            step = batch[first : first + ROWS_A_STEP]
            due = [row for row in step if row.number not in vouched]
            self.report.skipped += len(step) - len(due)
            acts += [Act(drafts=drafts) for row in due if (drafts := self._take(row))]
            progress(len(step))
        return acts

    def _vouched(self, first: int, last: int) -> set[int]:
        rows = self.archive.database.rows(
            "SELECT row FROM vouched WHERE exhibit = ? AND row BETWEEN ? AND ?",
            (self.exhibit, first, last),
        )
        return {row for (row,) in rows}

    def _take(self, row: Row) -> list[Draft]:
        """What the row says; nothing where it is empty or refused, which the report tells."""
        try:
            drafts = self._checked(row)
        except RowRefused as refusal:
            self.report.refused.append((row, refusal))
            return []
        if drafts:
            self.made.update(_codes(drafts))
            self.report.taken += 1
            self.report.statements += len(drafts)
            self.report.sealed += sum(draft.compartment == IDENTITY for draft in drafts)
        else:
            self.report.empty += 1
        return drafts

    def _checked(self, row: Row) -> list[Draft]:
        """The drafts of a row as the archive will take them, or the refusal of this row alone."""
        try:
            drafts = self._planned(row)
            self.archive.check_codes(drafts, self.made)
            return self._vouching(row, self.archive.check(drafts, also_public=self._public()))
        except RowRefused:
            raise
        except WrongValue as error:
            raise RowRefused(
                row=row.number,
                column=error.details["property"],
                expected=error.details["expected"],
            ) from None
        except KuzatError as error:
            raise RowRefused(
                row=row.number,
                column=error.details.get("property", ""),
                expected=Phrase("a row that can be taken ({reason})", reason=Reason(error)),
            ) from None

    def _planned(self, row: Row) -> list[Draft]:
        return plan_row(
            self.mapping,
            self.archive.vocabulary,
            row,
            exhibit_id=self.exhibit,
            resolve=self._resolve,
            new_id=lambda kind: ids.record_id(kind, self.archive.random(16)),
            told=self.archive.statement_of,
        )

    def _vouching(self, row: Row, drafts: list[Draft]) -> list[Draft]:
        """The same; where all is sealed, one more that says in the open which row was taken over."""
        if not drafts or any(draft.compartment != IDENTITY for draft in drafts):
            return drafts
        basis = f"{self.exhibit}#row={row.number}"
        taken = Draft(
            about=self.exhibit, says=TAKEN, type="decimal", value=str(row.number), basis=basis
        )
        return [*drafts, taken]

    def _public(self) -> frozenset[str]:
        """What a dry run may take for published although the archive does not hold it yet."""
        return frozenset((self.exhibit,)) if self.mapping.public else frozenset()

    def _resolve(self, kind: str, code: str) -> str | None:
        """The record that has a code: from an earlier row of this sheet, else from the archive."""
        known = self.made.get(code)
        if known is not None and ids.kind_of(known) == kind:
            return known
        found = self.archive.record_of(kind, code)
        if found is not None:
            self.made[code] = found
        return found


def _codes(drafts: list[Draft]) -> Iterator[tuple[str, str]]:
    """(code, record) for each record that these drafts give a code."""
    return ((draft.value, draft.about) for draft in drafts if draft.says.endswith(CODE))
