# SPDX-License-Identifier: Apache-2.0
"""The archive as one reader sees it, now or after some number of entries."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeVar, cast

from django.http import HttpRequest

from kuzat import records, store
from kuzat.analysis import Answer, Question
from kuzat.errors import Missing
from kuzat.records import Record
from kuzat.store import Archive, Reader
from kuzat.terms import Vocabulary, kind_of
from kuzat.web import languages
from kuzat.web.sessions import Session

Row = Mapping[str, Any]
T = TypeVar("T")
FIGURE_SIGNS, STATE_SIGNS = 10, 32
# Of so many events the numbers of a page are counted with it; of more, once somebody asks for them.
COUNTED_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the pages read through. ``entries`` is how many entries of the log count; None means all."""

    session: Session
    reader: Reader
    language: str
    entries: int | None = None

    @property
    def archive(self) -> Archive:
        return self.session.archive

    @property
    def vocabulary(self) -> Vocabulary:
        return self.archive.vocabulary

    def record(self, id: str) -> Record:
        """One record with every account. Raises `NoSuchRecord`."""
        return store.access_record(self.archive, self.reader, id, entries=self.entries)

    def state(self, id: str) -> str:
        """How a record stands for this reader, as a digest: another one where anything was said since.

        Empty where there is no such record yet.
        """
        try:
            record = self.record(id)
        except Missing:
            return ""
        values = (value.said.id for of in record.values.values() for value in of)
        ids = sorted([*values, *(said.id for said in record.judgements)])
        sealed = store.access_sealed(self.archive, self.reader, id)
        return sha256(b"".join(ids) + str(sealed).encode()).hexdigest()[:STATE_SIGNS]

    def row(self, record: Record) -> Row:
        """One record as a row; every cell is empty where all that was said of it is erased.

        What only another organisation tells of is shown as they tell it.
        """
        kind = kind_of(record.id)
        received = kind == "exhibit" or not record.is_ours
        return records.row(record, records.columns(self.vocabulary, kind), self.language, received=received)

    def rows(self, ids: Iterable[str]) -> dict[str, Row]:
        """The rows of some records, of any kinds, by id; what does not stand yet is left out."""
        wanted = dict.fromkeys(ids)
        if self.entries is not None:
            return {id_: row for id_ in wanted if (row := self._folded(id_)) is not None}
        by_kind: dict[str, list[str]] = {}
        for id_ in wanted:
            if kind_of(id_) in records.KINDS:
                by_kind.setdefault(kind_of(id_), []).append(id_)
        found: dict[str, Row] = {}
        for kind, of in by_kind.items():
            found |= store.access_rows(self.archive, self.reader, kind, tuple(of))
        return found

    def _folded(self, id_: str) -> Row | None:
        try:
            return self.row(self.record(id_))
        except Missing:
            return None

    def several(self, ids: Iterable[str], says: str) -> dict[str, tuple[str, ...]]:
        """The values of a property that holds several coded ones, by record."""
        wanted = tuple(dict.fromkeys(ids))
        if self.entries is None:
            found = store.access_facets(self.archive, self.reader, wanted)
            return {id_: tuple(found.get(id_, {}).get(says, ())) for id_ in wanted}
        return {id_: self._several_then(id_, says) for id_ in wanted}

    def _several_then(self, id_: str, says: str) -> tuple[str, ...]:
        try:
            record = self.record(id_)
        except Missing:
            return ()
        told = records.facet_rows(record, (says,), received=not record.is_ours)
        return tuple(value for _, _, value in told)

    def count(self, question: Question) -> Answer:
        """Count what is held now; kept until the log grows."""
        where = tuple(sorted(question.where.items()))
        key = ("count", question.unit, question.by, where)
        return self.kept(key, lambda: store.access_count(self.archive, self.reader, question))

    @property
    def sees_all(self) -> bool:
        """Whether nothing of the compartment cases is kept from this reader."""
        return store.sees_all(self.archive, self.reader)

    @property
    def today(self) -> str:
        """The day by which consents are judged, as 2025-01-31."""
        return store.today(self.archive).isoformat()

    def figure(self, answer: Answer) -> str:
        """The id of a figure for readers who may not know how many entries there are.

        It follows from the figure and the reader's own key: the same figure has the same id for them.
        """
        said = repr((answer.question.unit, answer.question.by, answer.cells, answer.total))
        return self.archive.mark(sha256(said.encode()).hexdigest()).hex()[:FIGURE_SIGNS]

    def kept(self, key: object, make: Callable[[], T]) -> T:
        """What ``make`` gives, remembered in the session until the log grows or the day ends."""
        if not self.has_kept(key):
            self.session.kept[key] = make()
        return cast(T, self.session.kept[key])

    def has_kept(self, key: object) -> bool:
        """Whether something is remembered that still holds."""
        standing = (self.archive.size(), self.today)
        if self.session.kept.get("standing") != standing:
            self.session.kept.clear()
            self.session.kept["standing"] = standing
        return key in self.session.kept


def reading(request: HttpRequest, entries: int | None = None) -> Reading:
    """The reading of whoever sent a request; its session was found before any page is drawn."""
    session: Session = request.session
    return Reading(
        session=session,
        reader=store.reader_of(session.archive, languages.current()),
        language=languages.current(),
        entries=entries,
    )
