# SPDX-License-Identifier: Apache-2.0
"""Take over a sheet: the file and its mapping become exhibits, each row an entry of its own.

A row that an entry vouches for already is passed over, so an import that was cut short is simply run
again, and the same file twice adds nothing. Behind the entries of its rows an import says how many these
were, and by which mapping it read them: so what somebody else bases on a row vouches for none.
A mapping that was corrected corrects the rows that were read by an earlier one, where that is asked.
"""

import gc
import hashlib
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import islice

from kuzat import keys
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
    read_by,
)
from kuzat.errors import KuzatError, Phrase, Reason, Refused
from kuzat.log.entry import MOST_STATEMENTS
from kuzat.log.statement import Draft
from kuzat.records import TAKEN_ENTRIES, WrongValue
from kuzat.store import second
from kuzat.store.archive import CODE, Archive
from kuzat.store.cipher import Busy, DiskFull
from kuzat.store.commit import Act
from kuzat.store.correcting import Earlier, earlier
from kuzat.store.policy import SAY, check_said
from kuzat.store.refused import keep_refused
from kuzat.store.sealing import IDENTITY
from kuzat.store.vaults import Original, keep, known
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
READ_BY = (
    "SELECT value FROM statement WHERE about = ? AND says = ? AND op = 'set' AND value IS NOT NULL"
    " ORDER BY seq DESC LIMIT 1"
)
TAKEN, MAPPING = "exhibit.taken_row", "exhibit.mapping"

Progress = Callable[[int], None]


class ImportStopped(Refused):
    """Stopped; {rows} rows of the sheet are in the archive."""

    code = "import_stopped"
    advice = "Run the same command again: it goes on with the next row."


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

    ``sealed`` counts the statements that went into the compartment identity, ``corrected`` the rows of
    which something was taken back or added. ``otherwise`` tells that the rows that were passed over had been
    taken by another mapping.
    """

    exhibit: str | None = None
    columns: tuple[str, ...] = ()
    taken: int = 0
    skipped: int = 0
    empty: int = 0
    corrected: int = 0
    otherwise: bool = False
    statements: int = 0
    sealed: int = 0
    refused: list[tuple[Row, RowRefused]] = field(default_factory=list)


def import_sheet(
    archive: Archive,
    file: SheetFile,
    *,
    dry_run: bool = False,
    correct: bool = False,
    progress: Progress = lambda _: None,
    total: Progress = lambda _: None,
) -> Imported:
    """Take over every row that can be; the others are listed in the answer with the reason.

    To ``correct`` is to take back what rows said by an earlier mapping and this one does not say, and to say
    the rest of what it says, in one entry a row and of the same records. What people said since stays.
    ``progress`` is told how many rows were read since it was last told, ``total`` about how many there are.
    A dry run checks everything and writes nothing. Raises `NotForThisRole`, `MappingRefused`, `SheetRefused`
    or `SheetTooBig` before anything is written, and `ImportStopped` when somebody presses Ctrl+C.
    """
    keys.check_may(archive.roles, SAY)
    if len(file.content) > LARGEST:
        raise SheetTooBig(sheet=file.name)
    mapping = parse(file.mapping, file.mapping_name, archive.vocabulary)
    sheet = read_by(mapping, file.content, file.name)
    fit(mapping, sheet.columns, file.name)
    total(file.content.count(b"\n") if sheet.total is None else sheet.total)
    before = known(archive, hashlib.sha256(file.content).hexdigest(), protected=True)
    # By whatever mapping it was kept: what is kept already is that exhibit, sealed or not.
    protected = before is not None or is_protected(mapping, sheet.columns, archive.vocabulary)
    exhibit, by = (_known if dry_run else _keep)(archive, file, mapping, protected)
    job = _Import(archive, mapping, exhibit, by, dry_run=dry_run, correct=correct)
    with archive.database.bulk(), _uncollected():
        try:
            job.run(sheet, progress)
        except KeyboardInterrupt:
            raise ImportStopped(rows=_rows_of(archive, exhibit)) from None
    if not dry_run:
        refused = (refusal for _, refusal in job.report.refused)
        with suppress(Busy, DiskFull):  # the answer tells of them all the same
            keep_refused(archive, exhibit, refused, is_published=mapping.public is not None)
    job.report.columns = sheet.columns
    job.report.exhibit = None if dry_run else exhibit
    return job.report


def _rows_of(archive: Archive, exhibit: str) -> int:
    query = "SELECT count(DISTINCT row) FROM vouched WHERE exhibit = ?"
    return int(archive.database.row(query, (exhibit,))[0])


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


def _known(
    archive: Archive, file: SheetFile, mapping: SheetMapping, protected: bool
) -> tuple[str, str | None]:
    """Sheet and mapping where they are kept already; else an id that nothing has for the sheet."""
    sheet = known(archive, hashlib.sha256(file.content).hexdigest(), protected=protected)
    by = known(archive, hashlib.sha256(file.mapping).hexdigest(), protected=False)
    return sheet or ids.record_id("exhibit", archive.random(16)), by


def _keep(
    archive: Archive, file: SheetFile, mapping: SheetMapping, protected: bool
) -> tuple[str, str]:
    """Sheet and mapping as exhibits."""
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
    return sheet.id, kept.id


def mapping_of(archive: Archive, sheet: str) -> str | None:
    """The mapping by which the rows of a sheet were read last."""
    row = archive.database.row(READ_BY, (sheet, MAPPING))
    return str(row[0]) if row else None


def suffix_of(name: str) -> str:
    """What a file's name ends with: all that is kept of a name that is neither published nor sealed."""
    return "." + name.rsplit(".", 1)[-1].lower()


class _Import:
    """One sheet on its way into one archive."""

    def __init__(
        self,
        archive: Archive,
        mapping: SheetMapping,
        exhibit: str,
        by: str | None,
        *,
        dry_run: bool,
        correct: bool,
    ) -> None:
        """``by`` is the exhibit of the mapping; after a dry run there may be none."""
        self.archive = archive
        self.mapping = mapping
        self.exhibit = exhibit
        self.by = by
        self.dry_run = dry_run
        self.correct = correct
        self.made: dict[str, str] = {}
        self.earlier: Earlier | None = None
        self.report = Imported()

    def run(self, sheet: Sheet, progress: Progress) -> None:
        before = mapping_of(self.archive, self.exhibit)
        while batch := list(islice(sheet.rows, ROWS_A_COMMIT)):
            if self.dry_run:
                self._take_all(batch, progress)
            else:
                self._write(batch, progress)
        other = before not in (None, self.by)
        self.report.otherwise = other and self.report.skipped > 0 and not self.correct
        if self.correct and other and not self.dry_run:
            with self.archive.turn() as append:
                append([self._read(0, self.by)])

    def _write(self, batch: list[Row], progress: Progress) -> None:
        """Plan and write some rows in one turn, so that another program's rows are seen or still to come."""
        with self.archive.turn() as append:
            if acts := second.proposing(self.archive, self._take_all(batch, progress)):
                append([*acts, self._read(len(acts), None if self.correct else self.by)])

    def _read(self, entries: int, by: str | None) -> Act:
        """What stands behind the entries of some rows: how many these are, and by which mapping.

        While rows are corrected it names none: the sheet is read by the new mapping when all of it was.
        """
        made = Draft(about=self.exhibit, says=TAKEN_ENTRIES, type="decimal", value=str(entries))
        if by is None or by == mapping_of(self.archive, self.exhibit):
            return Act(drafts=[made])
        read = Draft(about=self.exhibit, says=MAPPING, type="record", value=by)
        return Act(drafts=[made, *self.archive.check([read])])

    def _take_all(self, batch: list[Row], progress: Progress) -> list[Act]:
        """The acts of those rows that nobody vouched for, or that are corrected; the report counts them."""
        vouched = self._vouched(batch[0].number, batch[-1].number)
        acts = []
        for first in range(0, len(batch), ROWS_A_STEP):
            step = batch[first : first + ROWS_A_STEP]
            for row in step:
                if row.number not in vouched:
                    drafts = self._take(row)
                elif self.correct:
                    drafts = self._amend(row)
                else:
                    self.report.skipped += 1
                    continue
                if drafts:
                    acts.append(Act(drafts=drafts))
            progress(len(step))
        return acts

    def _amend(self, row: Row) -> list[Draft]:
        """What corrects a row that was taken; nothing where it said the same, or cannot be corrected."""
        try:
            self.earlier = earlier(self.archive, self.exhibit, row.number)
            drafts = self._checked(row)
        except RowRefused as refusal:
            self.report.refused.append((row, refusal))
            return []
        finally:
            self.earlier = None
        self.report.corrected += bool(drafts)
        self.report.skipped += not drafts
        return self._counted(drafts)

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
        self.report.taken += bool(drafts)
        self.report.empty += not drafts
        return self._counted(drafts)

    def _counted(self, drafts: list[Draft]) -> list[Draft]:
        self.made.update(_codes(drafts))
        self.report.statements += len(drafts)
        self.report.sealed += sum(draft.compartment == IDENTITY for draft in drafts)
        return drafts

    def _checked(self, row: Row) -> list[Draft]:
        """The drafts of a row as the archive will take them, or the refusal of this row alone."""
        try:
            drafts = self._planned(row)
            self.archive.check_codes(drafts, self.made)
            drafts = self.archive.check(drafts, also_public=self._public())
            if self.earlier is not None:
                drafts = self.earlier.amended(drafts)
            check_said(self.archive.roles, drafts)
            second.check_taken_back(self.archive, drafts)
            return self._vouching(row, self._few(row, drafts))
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

    def _few(self, row: Row, drafts: list[Draft]) -> list[Draft]:
        """The same, or the refusal of a row that says more than one entry holds."""
        if len(drafts) < MOST_STATEMENTS:
            return drafts
        expected = Phrase("a row that says less than {most} things", most=MOST_STATEMENTS)
        raise RowRefused(row=row.number, column="", expected=expected)

    def _planned(self, row: Row) -> list[Draft]:
        return plan_row(
            self.mapping,
            self.archive.vocabulary,
            row,
            exhibit_id=self.exhibit,
            resolve=self._resolve,
            new_id=self._new_id,
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

    def _new_id(self, kind: str) -> str:
        """The id of a record that this row makes, or made when it was read before."""
        made = self.earlier.next(kind) if self.earlier else None
        return made or ids.record_id(kind, self.archive.random(16))

    def _resolve(self, kind: str, code: str) -> str | None:
        """The record that has a code: from an earlier row of this sheet, else from the archive."""
        found = self._coded(kind, code)
        if found is not None and self.earlier is not None:
            self.earlier.found(found, code)
        return found

    def _coded(self, kind: str, code: str) -> str | None:
        known = self.made.get(code)
        if known is not None and ids.kind_of(known) == kind:
            return known
        found = self.archive.record_of(kind, code)
        if found is not None:
            self.made[code] = found
        return found


def _codes(drafts: list[Draft]) -> Iterator[tuple[str, str]]:
    """(code, record) for each record that these drafts give a code."""
    coded = (draft for draft in drafts if draft.op == "set" and draft.says.endswith(CODE))
    return ((draft.value, draft.about) for draft in coded)
