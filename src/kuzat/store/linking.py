# SPDX-License-Identifier: Apache-2.0
"""Which records of an archive may be one, as one member may see it; read anew each time it is asked for.

In: an archive, who asks, which kind of record, and why identities are opened, if they are.
Out: clusters and questions over what the reader may see, the judgements that stand, and up to which entry.
Never: a record that the reader may not see; an identity compared before its opening was noted.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kuzat.store.access import Reader, access_facets, access_rows_of_kind, entries_of
from kuzat.store.archive import Archive
from kuzat.store.identity import OPENED, admitted, note_reading, opened
from kuzat.store.sameness import Judged, access_judgements

if TYPE_CHECKING:
    from kuzat.linkage import Linked

Columns = dict[str, list[Any]]
LINKED = ("person", "event", "place")
AT_ONCE = 500


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

    Without one, persons are compared by public names alone. Raises `IdentityShut`, `NotForThisRole` or
    `NoReason`.
    """
    from kuzat.linkage import DESCRIBED, link  # arrays and engines, which no other door needs

    entries = entries_of(archive, reader)
    make = {"person": _people, "event": _events, "place": _places}[kind]
    columns = make(archive, reader)
    if reason is not None:
        _identify(archive, reader, columns, reason)
    judged = access_judgements(archive, reader)
    linked = link(columns, DESCRIBED[kind], [one.judgement for one in judged], told=told)
    return Likely(linked=linked, judged=judged, entries=entries)


def _people(archive: Archive, reader: Reader) -> Columns:
    """Persons and bodies by their public names; whoever is known under a label only has none."""
    rows = access_rows_of_kind(archive, reader, "person")
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


def _events(archive: Archive, reader: Reader) -> Columns:
    """Events with their day, where, what was done there and to whom."""
    rows = access_rows_of_kind(archive, reader, "event")
    events = [str(row["id"]) for row in rows]
    regions = access_facets(archive, reader, tuple(events))
    acts = access_rows_of_kind(archive, reader, "act")
    done = _gathered((row["event"], row["type"]) for row in acts)
    victims = access_facets(archive, reader, tuple(str(row["id"]) for row in acts))
    names = {row["id"]: row["name"] for row in access_rows_of_kind(archive, reader, "person")}
    people = _gathered(
        (row["event"], names.get(victim))
        for row in acts
        for victim in victims.get(str(row["id"]), {}).get("act.victim", ())
    )
    return {
        "id": events,
        "start": [row["start"] for row in rows],
        "region": ["; ".join(sorted(regions.get(id_, {}).get("event.region", ()))) for id_ in events],
        "place": [row["place"] for row in rows],
        "acts": [done.get(id_) for id_ in events],
        "people": [people.get(id_) for id_ in events],
        "title": [row["title"] for row in rows],
    }


def _gathered(told: Iterable[tuple[Any, Any]]) -> Mapping[str, str]:
    """Event → all that is told of it, each once and in order, as one text."""
    found: dict[str, set[str]] = defaultdict(set)
    for event, text in told:
        if event and text:
            found[str(event)].add(str(text))
    return {event: "; ".join(sorted(texts)) for event, texts in found.items()}


def _places(archive: Archive, reader: Reader) -> Columns:
    """Places as they are named in events, each spelling once."""
    events = _events(archive, reader)
    told = dict(zip(events["place"], events["region"], strict=True))
    told.pop(None, None)
    return {"id": list(told), "place": list(told), "region": list(told.values())}
