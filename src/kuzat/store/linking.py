# SPDX-License-Identifier: Apache-2.0
"""Which records of an archive may be one, as one member may see it; read anew each time it is asked for.

In: an archive, who asks, which kind of record, and why identities are opened, if they are.
Out: clusters and questions over what the reader may see, the judgements that stand, and up to which entry;
of what was linked before, the records that still say the same.
Never: a record that the reader may not see; an identity compared before its opening was noted.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from kuzat.store.access import (
    Reader,
    Row,
    access_facets,
    access_rows,
    access_rows_of_kind,
    admit,
    entries_of,
)
from kuzat.store.archive import Archive
from kuzat.store.identity import OPENED, admitted, note_reading, opened
from kuzat.store.sameness import Judged, access_judgements

if TYPE_CHECKING:
    from kuzat.linkage import Linked

Columns = dict[str, list[Any]]
LINKED = ("person", "event", "place")
AT_ONCE = 500
ACTS = "SELECT id FROM act WHERE event IN ({of})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Likely:
    """What linking found in an archive, the judgements that stand, and up to which entry it was read."""

    linked: "Linked"
    judged: tuple[Judged, ...]
    entries: int


def access_linked(
    archive: Archive,
    reader: Reader,
    kind: str,
    *,
    reason: str | None = None,
    told: Callable[[int], None] = lambda _: None,
) -> Likely:
    """Link the persons, events or places that a reader sees; ``reason`` is why identities are opened for it.

    Without one, persons are compared by public names alone; events and places always are, and open nothing.
    Raises `IdentityShut`, `NotForThisRole` or `NoReason`.
    """
    from kuzat.linkage import DESCRIBED, link  # arrays and engines, which no other door needs

    entries = entries_of(archive, reader)
    make = {"person": people, "event": events, "place": _places}[kind]
    columns = make(archive, reader)
    if reason is not None and kind == "person":
        _identify(archive, reader, columns, reason)
    judged = access_judgements(archive, reader)
    linked = link(columns, DESCRIBED[kind], [one.judgement for one in judged], told=told)
    return Likely(linked=linked, judged=judged, entries=entries)


def access_judged(archive: Archive, reader: Reader, likely: Likely) -> Likely | None:
    """What was linked before under the judgements that stand now, read up to the same entry as before.

    None where it is to be linked anew for them.
    """
    judged = access_judgements(archive, reader)
    if judged == likely.judged:
        return likely
    linked = likely.linked.judged([one.judgement for one in judged])
    return replace(likely, linked=linked, judged=judged) if linked else None


def access_unchanged(
    archive: Archive, reader: Reader, kind: str, likely: Likely, of: Collection[str]
) -> frozenset[str]:
    """Those of some persons or events that say to the reader what they said when they were linked."""
    from kuzat.linkage import DESCRIBED

    known = set(likely.linked.ids)
    columns = {"person": people, "event": events}[kind](archive, reader, [id_ for id_ in of if id_ in known])
    fields = [field.name for field in DESCRIBED[kind].fields]
    return frozenset(
        id_
        for row, id_ in enumerate(columns["id"])
        if all(likely.linked.value(id_, field) == (columns[field][row] or "") for field in fields)
    )


def _rows(archive: Archive, reader: Reader, kind: str, of: Collection[str] | None) -> tuple[Row, ...]:
    """The rows of some records of a kind, or of all."""
    if of is None:
        return access_rows_of_kind(archive, reader, kind)
    return tuple(access_rows(archive, reader, kind, tuple(of)).values())


def people(archive: Archive, reader: Reader, of: Collection[str] | None = None) -> Columns:
    """Persons and bodies by their public names; whoever is known under a label only has none."""
    rows = _rows(archive, reader, "person", of)
    return {
        "id": [row["id"] for row in rows],
        "name": [row["name"] for row in rows],
        "kind": [row["kind"] for row in rows],
        "role": [row["public_role"] for row in rows],
        "country": [row["country"] for row in rows],
        "birth": [None for _ in rows],
    }


def _identify(archive: Archive, reader: Reader, columns: Columns, reason: str) -> None:
    """Put names and birth dates that are protected into the columns, after it was noted who opens them."""
    compartment = admitted(archive, reader)
    sealed = [id_ for id_ in columns["id"] if compartment.about(id_)]
    for start in range(0, len(sealed), AT_ONCE):
        note_reading(archive, dict.fromkeys(sealed[start : start + AT_ONCE], OPENED), reason)
    place = {id_: row for row, id_ in enumerate(columns["id"])}
    for id_ in sealed:
        record = opened(archive, compartment, id_).record
        for column, says in (("name", "person.identity_name"), ("birth", "person.birth_date")):
            value = record.one(says)
            if value is not None:
                columns[column][place[id_]] = value.text


def events(archive: Archive, reader: Reader, of: Collection[str] | None = None) -> Columns:
    """Events with their day, where, what was done there and to whom."""
    rows = _rows(archive, reader, "event", of)
    found = [str(row["id"]) for row in rows]
    regions = access_facets(archive, reader, tuple(found))
    acts = _rows(archive, reader, "act", None if of is None else _acts_of(archive, reader, found))
    done = _gathered((row["event"], row["type"]) for row in acts)
    victims = access_facets(archive, reader, tuple(str(row["id"]) for row in acts))
    harmed = {str(row["id"]): victims.get(str(row["id"]), {}).get("act.victim", ()) for row in acts}
    some = None if of is None else {victim for each in harmed.values() for victim in each}
    names = {row["id"]: row["name"] for row in _rows(archive, reader, "person", some)}
    named = _gathered(
        (row["event"], names.get(victim)) for row in acts for victim in harmed[str(row["id"])]
    )
    return {
        "id": found,
        "start": [row["start"] for row in rows],
        "region": ["; ".join(sorted(regions.get(id_, {}).get("event.region", ()))) for id_ in found],
        "place": [row["place"] for row in rows],
        "acts": [done.get(id_) for id_ in found],
        "people": [named.get(id_) for id_ in found],
        "title": [row["title"] for row in rows],
    }


def _acts_of(archive: Archive, reader: Reader, of: Collection[str]) -> list[str]:
    marks = ", ".join("?" for _ in of)
    asked = ACTS.format(of=marks)
    return [str(id_) for (id_,) in admit(archive, reader).database.rows(asked, tuple(of))]


def _gathered(told: Iterable[tuple[Any, Any]]) -> Mapping[str, str]:
    """Event → all that is told of it, each once and in order, as one text."""
    found: dict[str, set[str]] = defaultdict(set)
    for event, text in told:
        if event and text:
            found[str(event)].add(str(text))
    return {event: "; ".join(sorted(texts)) for event, texts in found.items()}


def _places(archive: Archive, reader: Reader) -> Columns:
    """Places as they are named in events, each spelling once."""
    told_of = events(archive, reader)
    told = dict(zip(told_of["place"], told_of["region"], strict=True))
    told.pop(None, None)
    return {"id": list(told), "place": list(told), "region": list(told.values())}
