# SPDX-License-Identifier: Apache-2.0
"""What coders are asked, and one answer as the statements of a record.

In: an item, an answer from 0 to 4, the month, perhaps a region, and on what it rests.
Out: the drafts of one judgement; the items with their dimensions and the anchors of their answers.
Never: an answer between two whole numbers, or about a year.
"""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources

from kuzat.errors import Phrase, Refused
from kuzat.log.statement import Draft
from kuzat.terms.wordlist import VocabularyBroken, documents, entries, labels, text, texts

FILE = "items.yaml"
KEYS = ("dimension", "vdem", "question", "anchors")
KIND = "judgement"
ITEM, ANSWER, MONTH = "judgement.item", "judgement.answer", "judgement.month"
REGION, REACH = "judgement.region", "judgement.reach"
A_MONTH = re.compile(r"[12][0-9]{3}-(0[1-9]|1[0-2])", re.ASCII)
ANSWERS = ("0", "1", "2", "3", "4")


class WrongAnswer(Refused):
    """This is no answer about civic space: expected {expected}."""

    code = "wrong_answer"
    advice = "kuzat rate items lists what is asked and what the answers mean."


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One question, whose words are the term of this id.

    ``vdem`` is the code of V-Dem's item that asks nearly the same, where there is one; ``question`` is how a
    coder is asked, by language; ``anchors`` say what the answers 0, 2 and 4 mean, by language; ``fuzzy`` are
    the languages whose words are unsure.
    """

    id: str
    dimension: str
    vdem: str | None
    question: Mapping[str, str] = field(hash=False)
    anchors: Mapping[str, Mapping[str, str]] = field(hash=False)
    fuzzy: tuple[str, ...]


@functools.cache
def items() -> Mapping[str, Item]:
    """Every item by its id, in the order of the form. Raises `VocabularyBroken`."""
    return read(resources.files("kuzat.civicspace").joinpath(FILE).read_bytes())


def read(content: bytes) -> Mapping[str, Item]:
    """The items of a YAML file. Raises `VocabularyBroken`."""
    found: dict[str, Item] = {}
    for document in documents(FILE, content):
        for entry in entries(FILE, document, "items", KEYS):
            dimension, question = text(FILE, entry, "dimension"), entry.get("question")
            if dimension is None or not isinstance(question, dict):
                raise VocabularyBroken(file=FILE, where=str(entry["id"]), expected=Phrase("text"))
            anchors = entries(FILE, {"anchors": entry.get("anchors")}, "anchors", ())
            id_ = str(entry["id"])
            found[id_] = Item(
                id=id_,
                dimension=dimension,
                vdem=text(FILE, entry, "vdem"),
                question=labels(FILE, {"id": id_, **question}),
                fuzzy=texts(FILE, entry, "fuzzy"),
                anchors={str(anchor["id"]): labels(FILE, anchor) for anchor in anchors},
            )
    return found


def is_month(text: str) -> bool:
    """Whether a text is a month, such as 2024-05."""
    return A_MONTH.fullmatch(text) is not None


def answer(
    record: str,
    item: str,
    value: str,
    month: str,
    *,
    region: str | None = None,
    reach: str | None = None,
    basis: str | None = None,
) -> list[Draft]:
    """The drafts of one answer, as a new record. Raises `WrongAnswer`.

    With ``reach`` it codes what a report says; without, it is what the coder thinks after all that is known.
    """
    if item not in items():
        raise WrongAnswer(expected=Phrase("an item of the form"))
    if value not in ANSWERS:
        raise WrongAnswer(expected=Phrase("a whole number from 0 to 4"))
    if not is_month(month):
        raise WrongAnswer(expected=Phrase("a month, such as 2024-05"))
    if reach is not None and basis is None:
        raise WrongAnswer(expected=Phrase("the report that it codes, as its basis"))
    told = (
        (ITEM, "term", item),
        (ANSWER, "decimal", value),
        (MONTH, "date", month),
        (REGION, "place", region),
        (REACH, "term", reach),
    )
    return [
        Draft(about=record, says=says, type=type_, value=value, basis=basis)
        for says, type_, value in told
        if value is not None
    ]
