# SPDX-License-Identifier: Apache-2.0
"""A form described once: its fields are properties of the vocabulary, labelled and checked by it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kuzat import store
from kuzat.collection import FieldRefused, Form, plan_form
from kuzat.log.statement import Draft
from kuzat.terms import ids
from kuzat.terms.languages import LANGUAGES
from kuzat.web import labels, languages
from kuzat.web.reading import Reading
from kuzat.web.writing import options
from kuzat.web.writing.options import Spot

LANGUAGE, BASIS = "_language", "_basis"
LONGEST = 16 * 1024
TEXT, LONG, CHOICE, CHECKS, SEARCH, PLACE = "text", "long", "choice", "checks", "search", "place"
QUOTE = "quote"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing that a form asks: a property, whether it must be told, and a word of help.

    ``of`` tells two records of one kind apart in a form. ``many`` takes several terms of a list, ``searched``
    one of a long list by its label in any script, ``mapped`` a place by typing or from the map of tiles,
    ``offered`` one of some records and no other, each with what it is called. The label is the property's
    unless the field is ``called`` otherwise.
    """

    says: str
    of: str = ""
    required: bool = False
    long: bool = False
    many: bool = False
    searched: bool = False
    mapped: bool = False
    offered: tuple[tuple[str, str], ...] = ()
    called: str = ""
    help: Promise | None = None

    @property
    def name(self) -> str:
        """How the field is called in the form that is sent."""
        return f"{self.of}.{self.says}" if self.of else self.says


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotable:
    """A text of which a part can be the basis: its sentences, each with its basis; what else it holds.

    The sentences are asked for only where they are drawn, since reading them may have to be written down.
    """

    sentences: Callable[[], tuple[tuple[str, str], ...]]
    holds: Callable[[str], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A form: its id, what a role must include to say it, of which kind of record it speaks, its fields.

    Where there are ``bases``, records each with what it is called, one asks on which of them it rests; a
    ``text`` that can be quoted stands in their place. Of a form of several pages ``page`` is the name of this
    one, whose texts have a language of their own.
    """

    id: str
    act: str
    kind: str
    fields: Sequence[Field]
    bases: tuple[tuple[str, str], ...] = ()
    text: Quotable | None = None
    page: str = ""

    @property
    def language_name(self) -> str:
        """Under which name the language of its texts is sent and kept."""
        return f"{LANGUAGE}.{self.page}" if self.page else LANGUAGE

    def rests_on(self, basis: str) -> bool:
        """Whether what the form says can rest on this."""
        return self.text.holds(basis) if self.text else basis in dict(self.bases)

    @property
    def has_text(self) -> bool:
        """Whether it takes text, whose language must be known."""
        return any(field.long for field in self.fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What stands in the fields of a form, as it was typed; ``errors`` by the name of the field.

    Fields that are among ``several`` have one value a line.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    several: frozenset[str] = frozenset()

    @property
    def said(self) -> tuple[tuple[str, str], ...]:
        """(name, text) of the fields that are not empty."""
        return tuple(
            (name, one)
            for name, text in self.values.items()
            for one in (text.split("\n") if name in self.several else (text,))
            if one.strip() and name.partition(".")[0] not in (LANGUAGE, BASIS)
        )

    @property
    def basis(self) -> str | None:
        """The record on which all of it rests, where one was chosen."""
        return self.values.get(BASIS) or None

    @property
    def language(self) -> str:
        """The language of the texts: the one that was chosen, else that of the page."""
        return next(self._chosen(LANGUAGE), languages.current())

    def language_of(self, sheet: Sheet) -> str:
        """The language of the texts of one page of a form: where none was chosen there, that of another."""
        return next(self._chosen(sheet.language_name, *self.values), languages.current())

    def _chosen(self, *names: str) -> Iterator[str]:
        told = (self.values.get(name, "") for name in names if name.partition(".")[0] == LANGUAGE)
        return (tag for tag in told if tag in LANGUAGES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One field as a page draws it. ``kind`` is text, long, choice, checks, search, place or quote."""

    name: str
    label: str
    kind: str
    value: str
    error: str
    help: str
    required: bool
    choices: tuple[tuple[str, str], ...] = ()
    spots: tuple[Spot, ...] = ()
    chosen: tuple[str, ...] = ()


def typed(sheet: Sheet, sent: Mapping[str, Sequence[str]]) -> Typed:
    """What was sent, of what the form asks and nothing else.

    Of a field that stands in the form twice, as a text beside a map, the last that is filled in counts. A
    field of checkboxes that is not sent is empty, since nothing in it is checked.
    """
    values = {}
    for one in sheet.fields:
        told = [text for text in sent.get(one.name, ()) if text.strip()]
        if one.many:
            values[one.name] = "\n".join(told)
        elif one.name in sent:
            values[one.name] = told[-1] if told else ""
    if sent.get(BASIS) and sheet.rests_on(sent[BASIS][-1]):
        values[BASIS] = sent[BASIS][-1]
    if sent.get(sheet.language_name):
        values[sheet.language_name] = sent[sheet.language_name][-1]
    return Typed(values=values, several=several(sheet))


def several(sheet: Sheet) -> frozenset[str]:
    """The names of the fields that take more than one value."""
    return frozenset(field.name for field in sheet.fields if field.many)


def part(sheet: Sheet, told: Typed, kind: str, of: str = "") -> Typed:
    """What was typed of one of the records that a form speaks of, by property."""
    fields = [one for one in sheet.fields if one.of == of and one.says.split(".", 1)[0] == kind]
    values = {one.says: told.values[one.name] for one in fields if one.name in told.values}
    return Typed(
        values={**values, LANGUAGE: told.language_of(sheet)},
        several=frozenset(one.says for one in fields if one.many),
    )


def checked(reading: Reading, sheet: Sheet, told: Typed) -> Typed:
    """The same with an error at each field that cannot be said so, in the reader's language."""
    errors = {}
    for one in sheet.fields:
        text = told.values.get(one.name, "").strip()
        if one.required and not text:
            errors[one.name] = _("This must be told.")
        elif len(text.encode()) > LONGEST:
            errors[one.name] = _("At most 16 KiB; a longer text is an exhibit.")
        elif text and one.offered and not set(_said(one, text)) <= dict(one.offered).keys():
            errors[one.name] = _("Choose one of these.")
        elif text and (refusal := _refused(reading, one, text)):
            errors[one.name] = refusal + options.close(reading, one.says, text)
    if (sheet.bases or sheet.text) and not sheet.rests_on(told.basis or ""):
        errors[BASIS] = _("This must be told.")
    return replace(told, errors=errors)


def drafts(
    reading: Reading, told: Typed, kind: str, about: str, basis: str | None = None
) -> list[Draft]:
    """What the fields say of one record. Raises `FieldRefused` where `checked` has an error."""
    form = Form(kind=kind, said=told.said, about=about, language=told.language, basis=basis)
    return plan_form(
        form,
        reading.vocabulary,
        resolve=lambda kind, named: _resolved(reading, kind, named),
        new_id=lambda of: ids.record_id(of, reading.archive.random(ids.RANDOM_BYTES)),
    )


def drawn(reading: Reading, sheet: Sheet, told: Typed) -> Iterator[Drawn]:
    """The fields as a page draws them; a form that takes text asks for its language last."""
    for one in sheet.fields:
        choices = one.offered or tuple(options.terms(reading, one.says))
        spots = options.spots(reading) if one.mapped else ()
        value = told.values.get(one.name, "")
        yield Drawn(
            name=one.name,
            label=one.called or labels.property_(one.says),
            kind=_kind(one, bool(choices)),
            value=value,
            error=told.errors.get(one.name, ""),
            help=str(one.help or ""),
            required=one.required,
            choices=choices,
            spots=spots,
            chosen=tuple(value.split("\n")) if one.many or value in {s.place for s in spots} else (),
        )
    if sheet.bases or sheet.text:
        choices = sheet.text.sentences() if sheet.text else sheet.bases
        yield Drawn(
            name=BASIS,
            label=_("Who tells it"),
            kind=QUOTE if sheet.text else CHOICE,
            value=told.basis or "",
            error=told.errors.get(BASIS, ""),
            help="",
            required=True,
            choices=choices,
            chosen=_selected(sheet, told, choices),
        )
    if sheet.has_text:
        yield Drawn(
            name=sheet.language_name,
            label=_("Language of the texts"),
            kind=CHOICE,
            value=told.language_of(sheet),
            error="",
            help="",
            required=True,
            choices=tuple((tag, languages.NAMES.get(tag, tag)) for tag in LANGUAGES),
        )


def _said(field: Field, text: str) -> list[str]:
    """What stands in a field: one thing, or several where it takes them."""
    return text.split("\n") if field.many else [text]


def _resolved(reading: Reading, kind: str, named: str) -> str | None:
    """The record that is named by its code or by its id, where this reader sees it."""
    if ids.is_record(named) and ids.kind_of(named) == kind:
        return named if reading.state(named) else None
    return store.access_coded(reading.archive, reading.reader, kind, named)


def _refused(reading: Reading, field: Field, text: str) -> str:
    """Why a text cannot be the value of a field; empty where it can."""
    kind = field.says.split(".", 1)[0]
    about = ids.record_id("event" if kind == "any" else kind, bytes(ids.RANDOM_BYTES))
    try:
        several = frozenset((field.says,)) if field.many else frozenset()
        drafts(reading, Typed(values={field.says: text}, several=several), kind, about)
    except FieldRefused as error:
        expected = error.details["expected"]
        said = expected.said(_) if hasattr(expected, "said") else str(expected)
        return str(_("Expected: {expected}")).format(expected=said)
    return ""


def _selected(sheet: Sheet, told: Typed, sentences: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """The basis that was selected in a text, if it is none of its sentences."""
    if sheet.text is None or told.basis is None or told.basis in dict(sentences):
        return ()
    return (told.basis,)


def _kind(field: Field, has_choices: bool) -> str:
    if field.mapped:
        return PLACE
    if has_choices:
        return CHECKS if field.many else SEARCH if field.searched else CHOICE
    return LONG if field.long else TEXT
