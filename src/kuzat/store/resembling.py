# SPDX-License-Identifier: Apache-2.0
"""Which records of an archive a new one may be the same as, while it is still typed.

In: an archive, who asks, what was typed of an event or of a person. Out: the most alike, with reasons.
Never: a record that the reader may not see, nor its place among others; a sealed name that was not opened.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import chain, combinations
from typing import TYPE_CHECKING

from kuzat.store.access import Reader, admit
from kuzat.store.archive import Archive
from kuzat.store.identity import access_identity_search
from kuzat.store.linking import Columns, events, people
from kuzat.store.permitting import gate
from kuzat.terms import edtf
from kuzat.terms.text import tokens

if TYPE_CHECKING:
    from kuzat.linkage import Resemblance

# So many records are compared at most for each way in which they are found; of words that stand in more than
# `COMMON` records, only two together are looked up.
LOOKED_AT, COMMON = 60, 500
WORDS, MOST_WORDS = ("name", "place", "title"), 6
# A date that may mean more days than these tells of no night.
WIDEST, AROUND, BEFORE = 62, 1, 31
ON_DAYS = (
    "SELECT id FROM event WHERE start_from BETWEEN ? AND ? AND start_to >= ?"
    " ORDER BY EXISTS (SELECT 1 FROM facet WHERE record = event.id AND says = 'event.region'"
    " AND value IN ({regions})) DESC, abs(julianday(start_from) - julianday(?)), id"
)
WITH_BOTH = (
    "SELECT r.id FROM search s JOIN record r ON r.key = s.rowid WHERE search MATCH ? AND r.kind = ?"
    " ORDER BY r.id LIMIT ?"
)
WITH_ONE = "SELECT rowid FROM search WHERE search MATCH ? LIMIT ?"
OF_KIND = "SELECT id FROM record WHERE kind = ? AND key IN ({keys}) ORDER BY id"


def access_resembling(
    archive: Archive, reader: Reader, kind: str, told: Mapping[str, str], *, reason: str | None = None
) -> "tuple[Resemblance, ...]":
    """What a new event or person resembles, of what a reader sees; ``told`` by the fields that are compared.

    ``reason`` is why sealed names are searched for the name of a person; without one they are left out. What
    is typed is kept nowhere but in the note of that search. Raises `IdentityShut`, `NotForThisRole` or
    `NoReason`.
    """
    from kuzat.linkage import DESCRIBED, resembling

    seen = admit(archive, reader)
    with seen.database.reading():
        ways = [_with_words(seen, kind, " ".join(told.get(name, "") for name in WORDS))]
        if kind == "event":
            ways.insert(0, _on_days(seen, told))
        found = {id_: None for way in ways for id_ in _allowed(seen, way)}
    columns = {"event": events, "person": people}[kind](archive, reader, found)
    if reason is not None and kind == "person":
        _add_sealed(archive, reader, columns, told.get("name", ""), reason)
    # A title in another language agrees in no word: the day and the region must be enough for a look.
    description = replace(DESCRIBED[kind], needs=()) if kind == "event" else DESCRIBED[kind]
    return resembling(told, columns, description)


def _allowed(archive: Archive, found: Iterable[str]) -> Iterator[str]:
    """Those that may be seen, `LOOKED_AT` of them; what is seen in part takes no place away from others."""
    open_to = gate(archive)
    seen = [id_ for id_ in dict.fromkeys(found) if open_to.record(id_).allowed]
    whole = [id_ for id_ in seen if open_to.row(id_).allowed]
    return chain(whole[:LOOKED_AT], [id_ for id_ in seen if id_ in open_to.partly][:LOOKED_AT])


def _add_sealed(archive: Archive, reader: Reader, columns: Columns, name: str, reason: str) -> None:
    """Put the persons in whose sealed names all words of a name stand among those that are compared."""
    for opened in access_identity_search(archive, reader, name, reason):
        record = opened.record
        sealed = record.one("person.identity_name")
        if sealed is None:
            continue
        if record.id not in columns["id"]:
            for column, cells in people(archive, reader, [record.id]).items():
                columns[column] += cells
        columns["name"][columns["id"].index(record.id)] = sealed.text


def _on_days(archive: Archive, told: Mapping[str, str]) -> Iterator[str]:
    """Events that may have begun on the same days or the next, first those of the same region."""
    try:
        start = edtf.parse(told.get("start", ""))
    except edtf.NotADate:
        return
    first, last = start.earliest, start.latest
    if first is None or last is None or (last - first).days > WIDEST:
        return
    regions = [one for one in told.get("region", "").split("; ") if one]
    days = (first - timedelta(BEFORE), last + timedelta(AROUND), first - timedelta(AROUND))
    asked = ON_DAYS.format(regions=", ".join("?" for _ in regions))
    values = (*(day.isoformat() for day in days), *regions, first.isoformat())
    yield from (str(id_) for (id_,) in archive.database.rows(asked, values))


def _with_words(archive: Archive, kind: str, words: str) -> Iterator[str]:
    """Records in which two of the words stand, then those with one that is rare.

    Of each couple of words so many are read that `LOOKED_AT` are left without those that may not be seen.
    """
    told, open_to = list(dict.fromkeys(tokens(words)))[:MOST_WORDS], gate(archive)
    most = LOOKED_AT + len(open_to.refused) + len(open_to.partly)
    for couple in combinations(told, 2):
        both = " ".join(f'"{word}"' for word in couple)
        yield from (str(id_) for (id_,) in archive.database.rows(WITH_BOTH, (both, kind, most)))
    for word in told:
        keys = [key for (key,) in archive.database.rows(WITH_ONE, (f'"{word}"', COMMON))]
        if len(keys) < COMMON:
            asked = OF_KIND.format(keys=", ".join("?" for _ in keys))
            yield from (str(id_) for (id_,) in archive.database.rows(asked, (kind, *keys)))
