# SPDX-License-Identifier: Apache-2.0
"""An intent becomes statements, or is refused with a reason."""

import re
from collections.abc import Callable, Iterable

from kuzat.errors import Phrase, Refused
from kuzat.log import statement
from kuzat.log.statement import Draft
from kuzat.records.record import (
    ADOPTS,
    DISPUTES,
    PROPOSES,
    TAKEN_ENTRIES,
    TOMBSTONES,
    TRANSLATES,
    TRANSLATION,
)
from kuzat.terms import dates, forms, ids, places
from kuzat.terms.vocabulary import Property, Vocabulary

DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)
PROTECTED = "identity"
POINTS = (ADOPTS, PROPOSES, DISPUTES, TRANSLATES)
UNSAID = TOMBSTONES | {TAKEN_ENTRIES}
# By these a page or a file is known: where it is published itself, so are they.
NAMES_ITSELF = ("information.publisher", "exhibit.name")


class UnknownProperty(Refused):
    """{property} cannot be said of {kind}."""

    code = "unknown_property"
    advice = "The glossary (docs/glossary.md) lists what can be said of each kind of record."


class WrongValue(Refused):
    """{property}: expected {expected}."""

    code = "wrong_value"
    advice = "Correct the value and say it again; nothing was written."


def check(
    drafts: Iterable[Draft],
    vocabulary: Vocabulary,
    is_public: Callable[[str | None], bool],
    is_sealed: Callable[[str], bool] = lambda _: False,
) -> list[Draft]:
    """The drafts, each in its compartment; what the vocabulary does not know is refused.

    Into the compartment identity go what identifies people, every text in people's own words whose basis
    is not published, and whatever takes back, judges or translates a statement that lies there, or tells who
    translated it. What a page or file is
    called is as public as that is itself. A tombstone is nothing that anybody says: only erasing makes one,
    after it was asked and weighed; nor is how many entries an import made of rows. ``is_public(basis)``
    tells whether what a statement rests on is published, ``is_sealed(statement)`` whether one lies there.
    Raises `DraftRefused`, `UnknownProperty` or `WrongValue`; the message names the property, never the value.
    """
    placed = []
    for draft in drafts:
        statement.check(draft)
        protected = draft.compartment == PROTECTED
        if draft.op == "set":
            property_ = _property(draft, vocabulary)
            expected = _expected(draft, property_, vocabulary)
            if expected:
                raise WrongValue(property=property_.id, expected=expected)
            protected |= property_.compartment == PROTECTED
            protected |= property_.own_words and not _is_public(draft, is_public)
        if draft.op == "withdraw" or draft.says in POINTS:
            protected |= is_sealed(draft.value)
        if draft.says in TRANSLATION and (draft.basis or "").startswith("stm-"):
            protected |= is_sealed((draft.basis or "")[4:68])
        placed.append(draft._replace(compartment=PROTECTED) if protected else draft)
    return placed


def _is_public(draft: Draft, is_public: Callable[[str | None], bool]) -> bool:
    return is_public(draft.basis) or (draft.says in NAMES_ITSELF and is_public(draft.about))


def _property(draft: Draft, vocabulary: Vocabulary) -> Property:
    kind = ids.kind_of(draft.about)
    sayable = draft.says.split(".", 1)[0] in (kind, "any") and draft.says not in UNSAID
    if not sayable or not vocabulary.has_property(draft.says):
        raise UnknownProperty(property=draft.says, kind=kind)
    return vocabulary.property(draft.says)


def _expected(draft: Draft, property_: Property, vocabulary: Vocabulary) -> Phrase | None:
    """What the value should have been; None where it is right."""
    value = draft.value
    if draft.type != property_.type:
        return Phrase("a value of type {type}", type=property_.type)
    if not value.strip():
        return Phrase("something")
    if property_.form is not None:
        return forms.expected(property_.form, value)
    match property_.type:
        case "term":
            term = vocabulary.find_id(value)
            if term is None or term.scheme != property_.scheme:
                return Phrase("a term of the list {scheme}", scheme=property_.scheme)
        case "date":
            return _expected_date(value)
        case "place" if places.get(value) is None:
            return Phrase("the id of a place, such as KG-GB")
        case "decimal" if not DECIMAL.fullmatch(value):
            return Phrase("a number, such as 12 or 0.5")
        case "record" if not _names(value, property_.refers):
            return Phrase("the id of a record of kind {kind}", kind=property_.refers)
    return None


def _expected_date(value: str) -> Phrase | None:
    try:
        dates.parse(value)
    except dates.NotADate as error:
        return Phrase("a date: {expected}", expected=error.details["expected"])
    return None


def _names(value: str, kind: str | None) -> bool:
    return ids.is_record(value) and ids.kind_of(value) == kind


def adopt(
    record: str, said: bytes, reason: str, basis: str | None, language: str | None = None
) -> list[Draft]:
    """The organisation follows one of several accounts, and says why."""
    return _judge(record, said, reason, basis, language, ADOPTS)


def propose(
    record: str, said: bytes, reason: str, basis: str | None, language: str | None = None
) -> list[Draft]:
    """A member would follow an account, and says why; it counts for nothing until another one adopts it."""
    return _judge(record, said, reason, basis, language, PROPOSES)


def dispute(
    record: str, said: bytes, reason: str, basis: str | None, language: str | None = None
) -> list[Draft]:
    """A member does not believe a statement, and says why."""
    return _judge(record, said, reason, basis, language, DISPUTES)


def _judge(
    record: str, said: bytes, reason: str, basis: str | None, language: str | None, says: str
) -> list[Draft]:
    return [
        Draft(about=record, says=says, type="statement", value=said.hex(), basis=basis),
        Draft(
            about=record,
            says=f"{says}_reason",
            type="text",
            value=reason,
            language=language,
            basis=basis,
        ),
    ]
