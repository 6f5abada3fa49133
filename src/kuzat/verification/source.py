# SPDX-License-Identifier: Apache-2.0
"""Who speaks: informations that copy one text, or come from one house, are one voice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

AUTHORITY = "official:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One information record as far as independence is concerned.

    ``source`` and ``publisher`` are who told it and who published it; ``copy_of`` is the information
    whose text it repeats; ``official`` is true where an authority speaks.
    """

    id: str
    source: str | None = None
    publisher: str | None = None
    copy_of: str | None = None
    official: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One independent source. ``key`` is the same for everything that this voice told.

    ``source`` is the record of who speaks, where it is known.
    """

    key: str
    source: str | None
    publisher: str | None
    official: bool

    @property
    def speaker(self) -> str:
        """Who speaks: the record of the source, else the house, else the information itself."""
        return self.key.removeprefix(AUTHORITY)


def voices(tellings: Iterable[Telling]) -> Mapping[str, Voice]:
    """Information id → the voice that speaks in it.

    A copy speaks with the voice of its original, and a copy of a copy too; a circle of copies is
    one voice, and so are the copies of a text that is not at hand. What one house publishes about
    one event is one voice, unless an authority speaks in one of its texts: that is the authority's.
    """
    by_id = {telling.id: telling for telling in tellings}
    return {id_: _voice(_origin(telling, by_id)) for id_, telling in by_id.items()}


def _origin(telling: Telling, by_id: Mapping[str, Telling]) -> Telling:
    """The first text of a line of copies; of a circle the one with the smallest id."""
    line = [telling]
    while copied := line[-1].copy_of:
        original = by_id.get(copied) or Telling(id=copied)
        if original in line:
            return min(line[line.index(original) :], key=lambda t: t.id)
        line.append(original)
    return line[-1]


def _voice(origin: Telling) -> Voice:
    key = origin.source or origin.publisher or origin.id
    return Voice(
        key=f"{AUTHORITY}{key}" if origin.official else key,
        source=origin.source,
        publisher=origin.publisher,
        official=origin.official,
    )
