# SPDX-License-Identifier: Apache-2.0
"""What was made of a text in another language, and who vouches for it (docs/format/statement.md).

In: a record, or the original and its translation as statements.
Out: what ties the two together; the translations of a record with their translators and reviewers.
Never: a translation in the place of its original.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from kuzat.log.statement import Draft
from kuzat.records.record import TRANSLATES, TRANSLATION_REVIEWER, TRANSLATOR, Record, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """A text made from another: both statements, the persons or bodies who made and who reviewed it.

    ``original`` is None where this reader sees none, since it lies sealed, was taken back or is erased.
    """

    text: Value
    original: Value | None
    translators: tuple[str, ...]
    reviewers: tuple[str, ...]


def tie(
    about: str, made: bytes, original: bytes, translator: str | None, reviewer: str | None
) -> list[Draft]:
    """What says of the text ``made`` that it translates another, who did so, and who reviewed it."""
    basis = made_from(made)
    drafts = [Draft(about=about, says=TRANSLATES, type="statement", value=original.hex(), basis=basis)]
    for says, who in ((TRANSLATOR, translator), (TRANSLATION_REVIEWER, reviewer)):
        if who:
            drafts.append(Draft(about=about, says=says, type="record", value=who, basis=basis))
    return drafts


def made_from(statement: bytes) -> str:
    """The basis of what was made from a statement."""
    return f"stm-{statement.hex()}"


def translations(record: Record) -> Iterator[Translation]:
    """The translations that stand in a record, in causal order."""
    texts = {value.said.id: value for its in record.values.values() for value in its}
    for one in record.all(TRANSLATES):
        basis = one.said.basis or ""
        made = texts.get(bytes.fromhex(basis.removeprefix("stm-"))) if _is_statement(basis) else None
        if made is not None:
            yield Translation(
                text=made,
                original=texts.get(bytes.fromhex(one.text)),
                translators=_who(record, TRANSLATOR, basis),
                reviewers=_who(record, TRANSLATION_REVIEWER, basis),
            )


def _is_statement(basis: str) -> bool:
    return basis.startswith("stm-") and "#" not in basis


def _who(record: Record, says: str, basis: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value.text for value in record.all(says) if value.said.basis == basis))
