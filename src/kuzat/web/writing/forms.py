# SPDX-License-Identifier: Apache-2.0
"""A form described once: its fields are properties of the vocabulary, labelled and checked by it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kuzat.collection import FieldRefused, Form, plan_form
from kuzat.log.statement import Draft
from kuzat.terms import ids
from kuzat.terms.languages import LANGUAGES
from kuzat.web import labels, languages
from kuzat.web.reading import Reading

LANGUAGE = "_language"
LONGEST = 16 * 1024
TEXT, LONG, CHOICE = "text", "long", "choice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing that a form asks: a property, whether it must be told, and a word of help."""

    says: str
    required: bool = False
    long: bool = False
    help: Promise | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A form: its id, what a role must include to say it, of which kind of record it speaks, its fields."""

    id: str
    act: str
    kind: str
    fields: Sequence[Field]

    @property
    def has_text(self) -> bool:
        """Whether it takes text, whose language must be known."""
        return any(field.long for field in self.fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What stands in the fields of a form, as it was typed; ``errors`` by property."""

    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def said(self) -> tuple[tuple[str, str], ...]:
        """(property, text) of the fields that are not empty."""
        return tuple(
            (says, text) for says, text in self.values.items() if text.strip() and says != LANGUAGE
        )

    @property
    def language(self) -> str:
        """The language of the texts: the one that was chosen, else that of the page."""
        chosen = self.values.get(LANGUAGE, "")
        return chosen if chosen in LANGUAGES else languages.current()


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One field as a page draws it. ``kind`` is text, long or choice."""

    name: str
    label: str
    kind: str
    value: str
    error: str
    help: str
    required: bool
    choices: tuple[tuple[str, str], ...] = ()


def typed(sheet: Sheet, sent: Mapping[str, str]) -> Typed:
    """What was sent, of what the form asks and nothing else."""
    names = [*(field.says for field in sheet.fields), LANGUAGE]
    return Typed(values={name: sent[name] for name in names if name in sent})


def checked(reading: Reading, sheet: Sheet, told: Typed) -> Typed:
    """The same with an error at each field that cannot be said so, in the reader's language."""
    errors = {}
    for one in sheet.fields:
        text = told.values.get(one.says, "").strip()
        if one.required and not text:
            errors[one.says] = _("This must be told.")
        elif len(text.encode()) > LONGEST:
            errors[one.says] = _("At most 16 KiB; a longer text is an exhibit.")
        elif text and (refusal := _refused(reading, one.says, text)):
            errors[one.says] = refusal
    return Typed(values=told.values, errors=errors)


def drafts(
    reading: Reading, told: Typed, kind: str, about: str, basis: str | None = None
) -> list[Draft]:
    """What the fields say of one record. Raises `FieldRefused` where `checked` has an error."""
    form = Form(kind=kind, said=told.said, about=about, language=told.language, basis=basis)
    return plan_form(
        form,
        reading.vocabulary,
        resolve=reading.archive.record_of,
        new_id=lambda of: ids.record_id(of, reading.archive.random(ids.RANDOM_BYTES)),
    )


def drawn(reading: Reading, sheet: Sheet, told: Typed) -> Iterator[Drawn]:
    """The fields as a page draws them; a form that takes text asks for its language last."""
    for one in sheet.fields:
        choices = tuple(_choices(reading, one.says))
        yield Drawn(
            name=one.says,
            label=labels.property_(one.says),
            kind=CHOICE if choices else LONG if one.long else TEXT,
            value=told.values.get(one.says, ""),
            error=told.errors.get(one.says, ""),
            help=str(one.help or ""),
            required=one.required,
            choices=choices,
        )
    if sheet.has_text:
        yield Drawn(
            name=LANGUAGE,
            label=_("Language of the texts"),
            kind=CHOICE,
            value=told.language,
            error="",
            help="",
            required=True,
            choices=tuple((tag, languages.NAMES.get(tag, tag)) for tag in LANGUAGES),
        )


def _refused(reading: Reading, says: str, text: str) -> str:
    """Why a text cannot be the value of a property; empty where it can."""
    kind = says.split(".", 1)[0]
    if kind == "any":
        return ""
    about = ids.record_id(kind, bytes(ids.RANDOM_BYTES))
    try:
        drafts(reading, Typed(values={says: text}), kind, about)
    except FieldRefused as error:
        expected = error.details["expected"]
        said = expected.said(_) if hasattr(expected, "said") else str(expected)
        return str(_("Expected: {expected}")).format(expected=said)
    return ""


def _choices(reading: Reading, says: str) -> Iterator[tuple[str, str]]:
    """The terms of a list to choose from, in the vocabulary's order, indented below each other."""
    property_ = reading.vocabulary.property(says)
    if property_.type != "term" or property_.scheme is None:
        return
    for term in reading.vocabulary.terms(property_.scheme):
        depth = len(reading.vocabulary.ancestors(term.id))
        yield term.id, "\u2003" * depth + term.label(reading.language)
