# SPDX-License-Identifier: Apache-2.0
"""What an archive holds about civic space, as one member may see it, now or after some of its entries.

In: an archive, who asks, and how many entries of the log count.
Out: answers of coders, events with the freedoms at stake, who told something in which month.
Never: to somebody who sees a part only; what may not be seen, consent being today's also for another day.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from typing import TYPE_CHECKING, Any

from kuzat import keys
from kuzat.records.record import Record
from kuzat.store import prefixes, schema
from kuzat.store.access import (
    Reader,
    access_facets,
    access_record,
    access_rows_of_kind,
    access_titles,
    access_voices_in,
    admit,
    entries_of,
)
from kuzat.store.archive import Archive
from kuzat.store.memory import InMemory
from kuzat.store.permitting import EXPORT, INSIDE, USES, Gate, asked, gate
from kuzat.store.projections import Projections
from kuzat.terms import ids, places
from kuzat.terms.wording import slug

if TYPE_CHECKING:
    from kuzat.civicspace import Coded, Given, Happened, Heard, Material, Story

A_MONTH = re.compile(r"[12][0-9]{3}-(0[1-9]|1[0-2])", re.ASCII)
FREEDOM, LAW, IN_FORCE = "freedom.", "_law", "status.in_force"
JUDGED = "SELECT DISTINCT about FROM statement WHERE about BETWEEN 'jdg-' AND 'jdg-g' ORDER BY about"
TELLING = "SELECT record, information FROM told ORDER BY record, information"
ENTRIES = (
    'SELECT log, position, bytes, lamport, salt, "by", by_salt, "at", at_salt, first, count FROM entry'
    " WHERE log = ? AND position < ?"
)
SAID = (
    "SELECT seq, log, position, id, salt, op, about, says, type, value, language, basis FROM statement"
    " WHERE log = ? AND position < ? AND value IS NOT NULL"
)


def access_civic_space(archive: Archive, reader: Reader, *, entries: int | None = None) -> "Material":
    """All that a rating can rest on; as it stood after ``entries`` entries of the own log, if given.

    Raises `NotForThisRole` for members who see a part only, since of a part the rating would be another one.
    """
    from kuzat.civicspace import Material  # arrays, which no other door needs

    archive = admit(archive, reader)
    if archive.is_view:
        raise keys.NotForThisRole()
    shown = archive if entries is None else _then(archive, entries)
    told, heard = _told(shown, reader)
    answers, given, unclear = _judged(shown, reader, heard)
    events = tuple(_events(shown, reader, told, heard))
    return Material(
        answers=tuple(answers),
        events=events,
        heard=tuple(_reporting(shown, reader, events, told, heard)),
        unclear=unclear,
        given=given,
        entries=entries_of(archive, reader) if entries is None else entries,
        erasures=archive.erasures(),
    )


def access_story_names(
    archive: Archive, reader: Reader, told: Sequence["Story"], language: str, entries: int | None = None
) -> Mapping[str, str]:
    """Story → what it may be called in public, of those all of whose events may be published.

    A story of one event has its title, another one its own name. Raises `NotForThisRole`.
    """
    keys.check_may(archive.roles, EXPORT)
    open_to = gate(archive, USES["publish"])
    inside = {one.name for one in told if not all(open_to.row(event).allowed for event in one.events)}
    events = dict.fromkeys(one.name for one in told if one.name not in inside)
    alone = tuple(name for name in events if ids.is_record(name))
    titles = access_titles(archive, reader, alone, language, entries=entries)
    return {name: titles.get(name, ids.label(name)) if name in alone else slug(name) for name in events}


def _then(archive: Archive, entries: int) -> Archive:
    """The archive as a prefix of its log leaves it, in memory, without what may not be seen today."""
    heads, open_to = prefixes.heads(archive, entries), gate(archive)
    shown = copy(archive)
    shown.database = InMemory()
    shown.projections = Projections(shown.database, archive.vocabulary, archive.projections.theirs)
    shown.compartment = None
    shown.views, shown.is_view = {}, True
    raw: Any = shown.database.raw
    for statement in schema.laid(schema.log_tables):
        raw.execute(statement)
    with archive.database.reading():
        for key, id_, public_key in archive.database.rows("SELECT key, id, public_key FROM log"):
            raw.execute("INSERT INTO log (key, id, public_key) VALUES (?, ?, ?)", (key, id_, public_key))
            until = (key, heads.get(id_, 0))
            _fill(raw, "entry", archive.database.rows(ENTRIES, until))
            said = archive.database.rows(SAID, until)
            _fill(raw, "statement", (row for row in said if open_to.said(bytes(row[3]), row[6]).allowed))
    shown.projections.rebuild()
    # What may not be seen is left out already, by today's consent and not by that of then.
    shown.gates = {INSIDE: (asked(shown), Gate(use=INSIDE))}
    return shown


def _fill(raw: Any, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    for row in rows:
        raw.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608


def _told(archive: Archive, reader: Reader) -> tuple[Mapping[str, list[str]], Mapping[str, str]]:
    """Record → the informations that tell of it; information → the key of the voice that speaks in it."""
    told: dict[str, list[str]] = defaultdict(list)
    with archive.database.reading():
        for record, information in archive.database.rows(TELLING):
            told[record].append(information)
    rows = access_rows_of_kind(archive, reader, "information")
    voices = access_voices_in(archive, reader, tuple(str(row["id"]) for row in rows))
    return told, {id_: voice.key for id_, voice in voices.items()}


def _judged(
    archive: Archive, reader: Reader, heard: Mapping[str, str]
) -> tuple[list["Coded"], tuple["Given", ...], int]:
    """The answers and indices that stand and are whole, as they were said; how many are not whole."""
    from kuzat.civicspace import Coded, Given

    with archive.database.reading():
        judged = [str(id_) for (id_,) in archive.database.rows(JUDGED)]
    records = [access_record(archive, reader, id_) for id_ in judged]
    standing = [one for one in records if any(one.values.values())]
    whole = [one for record in standing if (one := _given(record) or _coded(record, heard)) is not None]
    whole.sort(key=lambda one: (one[0], one[1].record))
    answers = [one for _, one in whole if isinstance(one, Coded)]
    given = tuple(one for _, one in whole if isinstance(one, Given))
    return answers, given, len(standing) - len(whole)


def _given(record: Record) -> "tuple[int, Given] | None":
    from kuzat.civicspace import Given, is_whole, row_of

    score = record.one("judgement.score")
    if score is None or record.contested:
        return None
    values = {says: record.one(says) for says in record.values}
    row = row_of({says: one.text if one else None for says, one in values.items()})
    if not is_whole(row):
        return None
    return score.said.lamport, Given(record=record.id, statement=score.said.id.hex(), row=row)


def _coded(record: Record, heard: Mapping[str, str]) -> "tuple[int, Coded] | None":
    from kuzat.civicspace import Coded, items

    one = {name: record.one(f"judgement.{name}") for name in ("item", "answer", "month", "region", "reach")}
    item, answer, month = one["item"], one["answer"], one["month"]
    if item is None or answer is None or month is None or record.contested:
        return None
    if item.text not in items() or answer.text not in "01234" or not A_MONTH.fullmatch(month.text):
        return None
    region, reach = one["region"], one["reach"]
    basis = (answer.said.basis or "").split("#", 1)[0]
    return answer.said.lamport, Coded(
        record=record.id,
        statement=answer.said.id.hex(),
        item=item.text,
        value=int(answer.text),
        month=month.text,
        region=places.region(region.text) if region else None,
        reach=reach.text.removeprefix("reach.") if reach else None,
        voice=heard.get(basis),
        coder=answer.said.by,
    )


def _events(
    archive: Archive, reader: Reader, told: Mapping[str, list[str]], heard: Mapping[str, str]
) -> Iterable["Happened"]:
    from kuzat.civicspace import Happened

    rows = access_rows_of_kind(archive, reader, "event")
    facets = access_facets(archive, reader, tuple(str(row["id"]) for row in rows))
    laws = {row["event"] for row in access_rows_of_kind(archive, reader, "act") if _is_law(row["type"])}
    for row in rows:
        its = facets.get(str(row["id"]), {})
        yield Happened(
            event=str(row["id"]),
            story=str(row["story"] or row["id"]),
            month=_month(row["start"]),
            freedoms=tuple(sorted(one.removeprefix(FREEDOM) for one in its.get("event.freedom", ()))),
            regions=frozenset(places.region(one) for one in its.get("event.region", ())),
            direction=row["direction"],
            is_law=row["id"] in laws and row["status"] == IN_FORCE,
            voices=frozenset(heard[of] for of in told.get(str(row["id"]), ()) if of in heard),
        )


def _is_law(act: str | None) -> bool:
    return act is not None and act.endswith(LAW)


def _month(date: str | None) -> str | None:
    """The month that a date names; none where it names a year, a span or a doubt."""
    found = A_MONTH.match(date or "")
    whole = found and (date or "")[7:8] in ("", "-") and "/" not in (date or "")
    return found.group() if found and whole else None


def _reporting(
    archive: Archive,
    reader: Reader,
    events: Iterable["Happened"],
    told: Mapping[str, list[str]],
    heard: Mapping[str, str],
) -> Iterable["Heard"]:
    """Who told something in which month: that in which it was published, else that of what it tells of."""
    from kuzat.civicspace import Heard

    published = {
        str(row["id"]): month
        for row in access_rows_of_kind(archive, reader, "information")
        if (month := _month(row["published"]))
    }
    regions: dict[tuple[str, str], set[str]] = defaultdict(set)
    for event in events:
        for information in told.get(event.event, ()):
            month = published.get(information, event.month)
            if month and information in heard:
                regions[month, heard[information]] |= event.regions
    for information, month in published.items():
        if information in heard:
            regions[month, heard[information]] |= set()
    for (month, voice), of in sorted(regions.items()):
        yield Heard(month=month, voice=voice, regions=frozenset(of))
