# SPDX-License-Identifier: Apache-2.0
"""Records for a test, said in one line each."""

from collections.abc import Iterator, Sequence

from kuzat.log.statement import Draft
from kuzat.store import Archive
from kuzat.terms import ids
from kuzat.terms.vocabulary import Vocabulary

PAGE = "https://practice.example.org/page"

Values = str | Sequence[str]


def drafts(
    vocabulary: Vocabulary,
    record: str,
    values: dict[str, Values],
    *,
    basis: str | None = None,
    language: str = "en",
) -> Iterator[Draft]:
    """What is said of one record: property without its kind → value or values.

    ``{"title": "A march is stopped", "freedom": ["freedom.assembly"]}``; the type comes from the
    vocabulary, the language goes with free text only. Raises `PropertyMissing`.
    """
    kind = ids.kind_of(record)
    for name, given in values.items():
        property_ = vocabulary.property(f"{kind}.{name}")
        for value in (given,) if isinstance(given, str) else given:
            yield Draft(
                about=record,
                says=property_.id,
                type=property_.type,
                value=value,
                language=language if property_.free_text else None,
                basis=basis,
            )


class Maker:
    """Says things in an archive: each call is one act of its member, and gives the record's id.

    maker = Maker(archive)
    page = maker.page()
    march = maker.new("event", basis=page, title="A march is stopped", start="2019-07-08")
    maker.add(march, basis=maker.page("tang"), start="2019-07-09")    # another account
    """

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    def page(self, publisher: str = "The Highland Post") -> str:
        """An information that is published, on which free text may rest."""
        return self.new("information", publisher=publisher, url=PAGE)

    def new(self, kind: str, *, basis: str | None = None, language: str = "en", **values: Values) -> str:
        """A new record of this kind with these values."""
        record = ids.record_id(kind, self.archive.random(ids.RANDOM_BYTES))
        self.add(record, basis=basis, language=language, **values)
        return record

    def add(
        self, record: str, *, basis: str | None = None, language: str = "en", **values: Values
    ) -> tuple[bytes, ...]:
        """Say more of a record; the ids of the statements, in the order of the values."""
        said = drafts(self.archive.vocabulary, record, values, basis=basis, language=language)
        (statements,) = self.archive.say(list(said)).ids
        return statements
