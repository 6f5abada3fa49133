# SPDX-License-Identifier: Apache-2.0
"""A first draft of a mapping, from the names of the columns and the look of their values.

A draft is a suggestion: a person reads it, corrects it and says where the content is published.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kuzat.errors import Refused, Translate
from kuzat.terms import dates, names, places
from kuzat.terms.vocabulary import Property, Vocabulary

# What the rows of a sheet are usually about.
SHEETS: tuple[tuple[str, ...], ...] = (("event", "information"), ("intervention",))
SPLITS = (";", "|", ",")
ENOUGH = 0.6
ADDRESSES = "information.url"
REFERENCE = re.compile(r"\b(id|code|ref|reference|number|no|номер|код|коду|номери|raqami|kodi)\b")
ADDRESS = re.compile(r"https?://\S+")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# What people call a column, in English, Russian, Kyrgyz and Uzbek, beside the vocabulary's labels.
CALLED: Mapping[str, tuple[str, ...]] = {
    "event.start": ("date", "start date", "date start", "дата", "дата начала", "күнү", "sana"),
    "event.end": ("end date", "date end", "дата окончания", "аяктаган күнү", "tugash sanasi"),
    "event.title": ("title", "summary", "summary own words", "название", "аталышы", "sarlavha"),
    "event.description": ("description", "описание", "сыпаттама", "tavsif"),
    "event.place": ("place", "location", "место", "жер", "joy"),
    "event.region": ("region", "регион", "область", "облус", "аймак", "viloyat", "hudud"),
    "event.topic": ("topic", "theme", "тема", "mavzu"),
    "event.freedom": ("freedom", "freedoms", "свобода", "эркиндик", "erkinlik"),
    "event.direction": ("direction", "направление", "багыт", "yonalish"),
    "event.confidence": ("confidence", "достоверность", "ишенимдүүлүк", "ishonch"),
    "event.story": ("story", "story id"),
    "event.note": ("note", "notes", "примечание", "эскертүү", "izoh"),
    "information.url": ("url", "link", "source url", "source urls", "ссылка", "шилтеме", "havola"),
    "information.publisher": ("publisher", "source", "издатель", "источник", "булак", "manba"),
    "information.published": ("published", "publication date", "дата публикации"),
    "intervention.addressee": ("addressee", "адресат", "алуучу", "qabul qiluvchi"),
    "intervention.party_name": ("intervening body", "party"),
    "intervention.request": ("request", "request own words", "просьба", "өтүнүч", "sorov"),
    "intervention.response": ("response", "response own words", "ответ", "жооп", "javob"),
}


@dataclass(frozen=True, slots=True)
class _Match:
    column: str
    property: Property
    split: str | None


def guess(
    columns: Sequence[str],
    sample_rows: Iterable[Mapping[str, str]],
    vocabulary: Vocabulary,
    translate: Translate = str,
) -> str:
    """A commented YAML mapping for a sheet: what fits, what needs a person, what found no place.

    ``sample_rows`` are the cells of some rows. `parse` accepts the text as it is. The comments
    stand in the language of ``translate``.
    """
    rows = list(sample_rows)
    samples = {
        column: [row[column] for row in rows if row.get(column, "").strip()] for column in columns
    }
    readings = {kinds: _matches(kinds, columns, samples, vocabulary) for kinds in SHEETS}
    about = max(SHEETS, key=lambda kinds: len(readings[kinds]))
    matches = readings[about]
    reference = _reference(columns, samples, matches)
    lines = [
        "# " + translate("A draft. Read each line: a wrong column is easier to correct now than later."),
        "kuzat: mapping/1",
        "language: en   # " + translate("the language of the texts: en, ru, ky, uz or uz-Cyrl"),
        "# " + translate("Free text is sealed with the identities unless it is public. If it is, say where:"),
        "# public: https://…",
        "records:",
    ]
    for kind in about:
        found = [match for match in matches if match.property.kind == kind]
        if kind == about[0]:
            lines += _part(kind, found, reference)
        elif found:
            lines += _told_by(kind, found, about[0], reference)
    used = {match.column for match in matches} | {reference}
    rest = [column for column in columns if column not in used]
    lines += [
        "# " + translate("No place found for the column {column}.").format(column=_scalar(column))
        for column in rest
    ]
    return "\n".join(lines) + "\n"


def _part(kind: str, found: Sequence[_Match], reference: str | None) -> list[str]:
    """What each row is about, under the organisation's own code if there is one."""
    code = [f"  reference: {_scalar(reference)}"] if reference is not None else []
    return [f"- kind: {kind}", *code, *_set(found, [])]


def _told_by(kind: str, found: Sequence[_Match], about: str, reference: str | None) -> list[str]:
    """Who told it: a record for each address, tied to what the row is about."""
    urls = [
        _scalar(match.column) for match in found if match.property.type == "text" and match.split
    ]
    several = [f"  reference: {url}" for url in urls]
    several += [f'  each: {{column: {url}, split: ";"}}' for url in urls]
    tie = (
        [f"    {kind}.{about}: {{column: {_scalar(reference)}, record: {about}}}"]
        if reference
        else []
    )
    return [f"- kind: {kind}", *several, *_set(found, tie)]


def _set(found: Sequence[_Match], first: list[str]) -> list[str]:
    stated = first + [f"    {match.property.id}: {_source(match)}" for match in found]
    return ["  set:" if stated else "  set: {}", *stated]


def _source(match: _Match) -> str:
    column = _scalar(match.column)
    if match.split is None or not match.property.many:
        return column
    return f"{{column: {column}, split: {json.dumps(match.split)}}}"


def _scalar(text: str) -> str:
    """Text as YAML: plain where it is a plain word, else quoted as JSON, which YAML reads."""
    words = ("y", "n", "yes", "no", "on", "off", "true", "false", "null")
    plain = PLAIN.fullmatch(text) and text.lower() not in words
    return text if plain else json.dumps(text)


def _matches(
    kinds: Sequence[str],
    columns: Sequence[str],
    samples: Mapping[str, Sequence[str]],
    vocabulary: Vocabulary,
) -> list[_Match]:
    """At most one column for each property, in the order of the sheet; names first, then looks."""
    names_of = {
        property_: _called(property_)
        for kind in kinds
        for property_ in vocabulary.properties(kind)
        if property_.kind == kind
        and property_.type != "record"
        if property_.id != f"{kind}.reference"
    }
    taken: dict[str, _Match] = {}
    for column in columns:
        for property_, known in names_of.items():
            split = _split(samples[column], property_)
            named = _name(column) in known and property_.id not in taken
            if named and _fits(samples[column], property_, split, vocabulary):
                taken[property_.id] = _Match(column, property_, split)
                break
    if "event" not in kinds:
        return list(taken.values())
    return list(taken.values()) + _by_look(columns, samples, vocabulary, taken)


def _by_look(
    columns: Sequence[str],
    samples: Mapping[str, Sequence[str]],
    vocabulary: Vocabulary,
    taken: Mapping[str, _Match],
) -> list[_Match]:
    """Columns no name told: addresses of pages, regions and days are known by their look."""
    used, found = {match.column for match in taken.values()}, dict[str, _Match]()
    for id_ in (ADDRESSES, "event.region", "event.start"):
        property_ = vocabulary.property(id_)
        for column in columns:
            split = _split(samples[column], property_)
            free = column not in used and id_ not in taken and id_ not in found
            if free and samples[column] and _fits(samples[column], property_, split, vocabulary):
                found[id_] = _Match(column, property_, split)
                used.add(column)
    return list(found.values())


def _called(property_: Property) -> set[str]:
    tail = property_.id.split(".", 1)[1].replace("_", " ")
    called = (tail, *property_.labels.values(), *CALLED.get(property_.id, ()))
    return {_name(name) for name in called}


def _name(text: str) -> str:
    return names.fold(" ".join(re.split(r"[\W_]+", text)).strip())


def _split(values: Sequence[str], property_: Property) -> str | None:
    if property_.id == ADDRESSES:
        return ";" if any(len(ADDRESS.findall(v)) > 1 and ";" in v for v in values) else None
    if not property_.many or property_.free_text:
        return None
    return next((sign for sign in SPLITS if any(sign in value for value in values)), None)


def _fits(
    values: Sequence[str], property_: Property, split: str | None, vocabulary: Vocabulary
) -> bool:
    pieces = [p.strip() for v in values for p in (v.split(split) if split else [v]) if p.strip()]
    if not pieces or (property_.type == "text" and property_.id != ADDRESSES):
        return True
    good = sum(1 for piece in pieces if _looks(piece, property_, vocabulary))
    return good >= ENOUGH * len(pieces)


def _looks(piece: str, property_: Property, vocabulary: Vocabulary) -> bool:
    match property_.type:
        case "date":
            return _is_date(piece)
        case "place":
            return places.find(piece) is not None
        case "decimal":
            return NUMBER.fullmatch(piece) is not None
        case "term":
            return vocabulary.find(piece, property_.scheme) is not None
    return ADDRESS.match(piece) is not None


def _is_date(text: str) -> bool:
    for language in ("en", "ru", "ky", "uz"):
        try:
            dates.said(text, language)
        except Refused:
            continue
        return True
    return False


def _reference(
    columns: Sequence[str], samples: Mapping[str, Sequence[str]], matches: Sequence[_Match]
) -> str | None:
    """The first column that is called a code and never repeats."""
    used = {match.column for match in matches}
    for column in columns:
        called = REFERENCE.search(" ".join(re.split(r"[\W_]+", column.casefold())))
        if called and column not in used and len(set(samples[column])) == len(samples[column]):
            return column
    return None
