# SPDX-License-Identifier: Apache-2.0
"""One record as a person types it: property and text, read as the cells of a sheet are."""

from collections.abc import Sequence
from dataclasses import dataclass

from kuzat.collection.mapping import Part, Setting, SheetMapping
from kuzat.collection.plan import NewId, Resolve, plan_row
from kuzat.collection.row import Row, RowRefused
from kuzat.errors import Refused
from kuzat.log.statement import Draft
from kuzat.terms.vocabulary import Vocabulary


class FieldRefused(Refused):
    """{field}: expected {expected}."""

    code = "field_refused"
    advice = "Correct that field and save again; nothing was written."


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What was typed about one record: (property, text) pairs, their language and their basis.

    ``about`` is the record that is added to; None makes a new one of ``kind``.
    """

    kind: str
    said: Sequence[tuple[str, str]]
    about: str | None = None
    language: str = "en"
    basis: str | None = None


def plan_form(
    form: Form, vocabulary: Vocabulary, *, resolve: Resolve, new_id: NewId
) -> list[Draft]:
    """The drafts of one form; ``resolve`` and ``new_id`` are those of `plan_row`.

    Whether free text may be taken is for whoever writes the drafts to ask. Raises `FieldRefused`,
    or `PropertyMissing` where the vocabulary has no such property.
    """
    columns = [f"{says}#{number}" for number, (says, _) in enumerate(form.said)]
    settings = tuple(
        Setting(says=vocabulary.property(says).id, columns=(column,))
        for column, (says, _) in zip(columns, form.said, strict=True)
    )
    mapping = SheetMapping(
        file="",
        language=form.language,
        encoding=None,
        public="",
        records=(Part(kind=form.kind, set=settings),),
        columns={},
    )
    cells = {column: text for column, (_, text) in zip(columns, form.said, strict=True)}
    about = form.about or new_id(form.kind)
    try:
        drafts = plan_row(
            mapping,
            vocabulary,
            Row(number=1, cells=cells),
            exhibit_id=about,
            resolve=resolve,
            new_id=lambda _: about,
        )
    except RowRefused as refusal:
        field = str(refusal.details["column"]).split("#", 1)[0]
        raise FieldRefused(field=field, expected=refusal.details["expected"]) from None
    return [draft._replace(basis=form.basis) for draft in drafts]
