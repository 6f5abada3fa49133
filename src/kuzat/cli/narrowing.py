# SPDX-License-Identifier: Apache-2.0
"""What the events of a search can be narrowed down by, as JSON and as lines."""

from collections.abc import Iterator, Mapping
from typing import Any

from kuzat.cli.app import _, language
from kuzat.cli.words import DIMENSIONS
from kuzat.store import Archive, Narrowing, access_story_titles, access_titles, reader_of
from kuzat.terms import ids
from kuzat.terms.wording import slug, worded

FIRST = 10


def narrowing_data(found: Narrowing) -> dict[str, Any]:
    """The numbers as JSON; an empty value is one that is not known."""
    return {
        "events": found.total,
        "facets": {name: dict(_ordered(of)) for name, of in found.numbers.items()},
        "uncounted": list(found.uncounted),
    }


def narrowing_lines(archive: Archive, found: Narrowing) -> Iterator[str]:
    """Each dimension of which something is known, with its most frequent values."""
    for name, numbers in found.numbers.items():
        if not any(numbers):
            continue
        yield ""
        yield f"{DIMENSIONS[name]}:"
        shown = _ordered(numbers)[:FIRST]
        called = _called(archive, name, [value for value, _count in shown])
        for value, count in shown:
            yield f"{count:>8}  {called[value]}"
        if len(numbers) > FIRST:
            yield _("  … and {more} more").format(more=len(numbers) - FIRST)
    if found.uncounted:
        names = ", ".join(DIMENSIONS[name] for name in found.uncounted)
        yield ""
        yield f"{_('Not counted for so many events; narrow the list down first:')} {names}"


def _ordered(numbers: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(numbers.items(), key=lambda pair: (pair[0] == "", -pair[1], pair[0]))


def _called(archive: Archive, name: str, values: list[str]) -> dict[str, str]:
    reader, spoken = reader_of(archive), language()
    if name == "source":
        records = tuple(value for value in values if ids.is_record(value))
        titles = access_titles(archive, reader, records, spoken)
    elif name == "story":
        titles = {value: slug(value) for value in values}
        titles |= access_story_titles(archive, reader, tuple(values), spoken)
    else:
        type_ = "place" if name == "region" else "term"
        titles = {value: worded(archive.vocabulary, type_, value, spoken) for value in values}
    return {value: titles.get(value) or value if value else _("not known") for value in values}
