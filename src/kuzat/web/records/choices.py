# SPDX-License-Identifier: Apache-2.0
"""The lists beside the events: what one can filter by, and what is chosen."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kuzat import store
from kuzat.analysis import Question, Unit
from kuzat.web import labels
from kuzat.web.reading import Reading
from kuzat.web.records import names
from kuzat.web.records.filters import SCHEMES, Filters, written

OFFERED = (
    "act",
    "region",
    "topic",
    "freedom",
    "direction",
    "status",
    "confidence",
    "perpetrator",
    "role",
    "identity",
    "story",
    "source",
)
LONGEST_LIST = 200
INDENT = "\u2003"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One line of a list."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """One list to choose from."""

    name: str
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """One condition that holds now, and the address of the list without it."""

    label: str
    value: str
    without: str


def choices(reading: Reading, filters: Filters) -> tuple[Choices, ...]:
    """Every list, in the order in which people ask."""
    return tuple(
        Choices(
            name=name,
            label=str(labels.DIMENSIONS[name]),
            choices=tuple(_choices(reading, name, filters.where.get(name))),
        )
        for name in OFFERED
    )


def chosen(reading: Reading, filters: Filters, path: str) -> tuple[Chosen, ...]:
    """The conditions that hold, each with a way to take it away."""
    seal = reading.session.seal
    said = {
        name: names.values(reading, name, [value or None])[value or None]
        for name, value in filters.where.items()
    }
    titles = {name: str(labels.DIMENSIONS[name]) for name in said}
    for name, label in labels.LIMITS.items():
        if getattr(filters, name):
            said[name] = "" if name == "contested" else getattr(filters, name)
            titles[name] = str(label)
    if filters.unit is not Unit.EVENT:
        said["unit"], titles["unit"] = str(labels.UNITS[filters.unit]), _("Counted")
    return tuple(
        Chosen(
            label=titles[name],
            value=value,
            without=f"{path}?{filters.without(name).query(seal)}",
        )
        for name, value in said.items()
    )


def _choices(reading: Reading, name: str, current: str | None) -> Iterator[Choice]:
    listed = dict(_terms(reading, name) if name in SCHEMES else _counted(reading, name))
    if current is not None and current not in listed:
        listed[current] = names.values(reading, name, [current or None])[current or None]
    for value, label in listed.items():
        sent = written(name, value, reading.session.seal)
        yield Choice(value=sent, label=label, chosen=value == current)


def _terms(reading: Reading, name: str) -> Iterator[tuple[str, str]]:
    """The terms that occur and those above them, as the vocabulary orders them, indented by depth."""
    vocabulary = reading.vocabulary
    occurring = reading.kept(
        ("values", name), lambda: store.access_values(reading.archive, reading.reader, name)
    )
    known = [value for value in occurring if vocabulary.find_id(value) is not None]
    offered = {above for value in known for above in (value, *vocabulary.ancestors(value))}
    for term in vocabulary.terms(SCHEMES[name]):
        if term.id in offered:
            depth = len(vocabulary.ancestors(term.id))
            yield term.id, INDENT * depth + term.label(reading.language)


def _counted(reading: Reading, name: str) -> Iterator[tuple[str, str]]:
    """The values that occur most, in alphabetical order."""
    cells = reading.count(Question(by=(name,))).cells
    values = [cell.values[0] for cell in cells[:LONGEST_LIST] if cell.values[0]]
    shown = names.values(reading, name, values)
    yield from sorted(((v, shown[v]) for v in values), key=lambda pair: pair[1].casefold())
