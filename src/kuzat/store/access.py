# SPDX-License-Identifier: Apache-2.0
"""The few doors to records. Each takes who is asking; there is no other way to read what people said.

What a member sees, their roles say: `admit` gives each door the archive as its reader sees it, before
anything is ranked, counted or ordered. A stranger finds nothing, and is told no more than that.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, distinct, func, or_, select, text

from kuzat import records
from kuzat.analysis import Answer, Question, Unit
from kuzat.errors import Missing, NotAllowed, Refused
from kuzat.records import Record
from kuzat.store import counting, hearing, listing, prefixes, schema, theirs
from kuzat.store.archive import Archive, shared
from kuzat.store.listing import Unseen, Wanted
from kuzat.store.permitting import Gate, gate
from kuzat.store.retelling import retold
from kuzat.store.sight import seen
from kuzat.store.theirs import tellers
from kuzat.terms import ids
from kuzat.terms.text import tokens
from kuzat.terms.wording import worded
from kuzat.verification import Voice, voices

Row = Mapping[str, Any]
PAGE = 50
ENTRIES = (
    "SELECT e.position + ? AS place, e.at FROM entry e JOIN log l ON l.key = e.log"
    " WHERE l.id = ? AND e.position < ?"
)
BEST_PLACE = (
    "SELECT place + 1 FROM (SELECT place, sum(CASE WHEN at < ? THEN -1 ELSE 1 END)"
    " OVER (ORDER BY place) AS misplaced FROM ({entries}))"
    " WHERE misplaced < 0 ORDER BY misplaced, place LIMIT 1"
)


class NoSuchRecord(Missing):
    """There is no record {record} here."""

    code = "no_such_record"
    advice = "Search for it: kuzat search WORDS"


class LabelShared(Refused):
    """More than one record has the label {label}: {records}."""

    code = "label_shared"
    advice = "Name the one you mean by its id."


class Stranger(NotAllowed):
    """There is nothing here for this reader."""

    code = "stranger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who is asking: a member of the archive, by random id, and in which language they like to read."""

    member: str
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One record found by its words, and the event it belongs to.

    ``tellers`` are the partners who tell of it where nobody here says or adopts anything of it.
    """

    record: str
    kind: str
    event: str | None
    title: str | None
    start: str | None
    tellers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some rows of a list, and how long the whole list is."""

    rows: tuple[Row, ...]
    total: int


def access_record(
    archive: Archive, reader: Reader, record: str, *, entries: int | None = None
) -> Record:
    """One record with every account; as it stood after ``entries`` entries of the own log, if given.

    Of other logs that is what had been received by then. What lies in the compartment identity is not in
    it: `access_sealed` counts that. Raises `NoSuchRecord` where no statement about it stands (yet).
    """
    archive = admit(archive, reader)
    with archive.database.reading():
        said = archive.projections.said(record)
        if entries is not None:
            heads = prefixes.heads(archive, entries)
            said = [s for s in said if s.position < heads.get(s.log, 0)]
        said = gate(archive).left(said)
        if not said and not _sealed(archive, record, entries):
            raise NoSuchRecord(record=record)
    return archive.projections.folded(record, said)


def access_sealed(
    archive: Archive, reader: Reader, record: str, *, entries: int | None = None
) -> int:
    """How many statements about a record lie in the compartment identity, as of ``entries`` if given."""
    archive = admit(archive, reader)
    with archive.database.reading():
        return _sealed(archive, record, entries)


def _sealed(archive: Archive, record: str, entries: int | None) -> int:
    return archive.projections.sealed(record, None if entries is None else prefixes.heads(archive, entries))


def access_reference(archive: Archive, reader: Reader, reference: str) -> str:
    """The id of the record that people call ``reference``: id, own code, label, or a partner's code.

    Raises `NoSuchRecord`, or `CodeShared` or `LabelShared` where several records are called so.
    """
    archive = admit(archive, reader)
    if archive.execute(select(schema.record.c.id).where(schema.record.c.id == reference)).first():
        return reference
    coded = archive.coded(reference)
    if len(coded) > 1:
        raise shared(coded)
    if coded:
        return coded[0]
    if archive.projections.said(reference):
        return reference  # only what was erased of it, or of a kind that a later version knows
    labelled = _labelled(archive, reference) or _sealed_alone(archive, reference)
    if len(labelled) > 1:
        raise LabelShared(label=reference, records=", ".join(labelled))
    called = labelled or _coded_by_others(archive, reader, reference)
    if len(called) > 1:
        raise shared(called)
    if not called:
        raise NoSuchRecord(record=reference)
    return called[0]


def _coded_by_others(archive: Archive, reader: Reader, code: str) -> list[str]:
    """The records of which only others tell, among those that hold its words, that they call ``code``."""
    hits = [hit for hit in access_search(archive, reader, code, size=20 * PAGE) if hit.tellers]
    said = [(hit, access_record(archive, reader, hit.record).all(f"{hit.kind}.reference")) for hit in hits]
    return [hit.record for hit, codes in said if any(one.text == code for one in codes)]


def access_coded(archive: Archive, reader: Reader, kind: str, code: str) -> str | None:
    """The record of a kind that the organisation calls ``code``; None where this member sees no such code.

    Raises `CodeShared`.
    """
    return admit(archive, reader).record_of(kind, code)


def _labelled(archive: Archive, label: str) -> list[str]:
    """The records that have a label such as E-7F3K9."""
    start = ids.label_start(label)
    if start is None:
        return []
    table = schema.record
    near = select(table.c.id).where(table.c.id >= start, table.c.id < start + "g")
    found = [str(row[0]) for row in archive.execute(near.order_by(table.c.id))]
    return [record for record in found if ids.label(record) == label.strip().upper()]


def _sealed_alone(archive: Archive, reference: str) -> list[str]:
    """The records, such as those of members, that stand in no table, by their id or label."""
    start = ids.label_start(reference)
    low, high = (start, start + "g") if start else (reference, reference)
    rows = archive.database.rows(
        "SELECT DISTINCT about FROM sealed WHERE about BETWEEN ? AND ?", (low, high)
    )
    label = reference.strip().upper()
    return [about for (about,) in rows if about == reference or ids.label(about) == label]


def access_exhibit(archive: Archive, reader: Reader, exhibit: str) -> Record:
    """What is said of an exhibit. Raises `NoSuchRecord`."""
    return access_record(archive, reader, exhibit)


def access_events(
    archive: Archive, reader: Reader, wanted: Wanted, *, start: int = 0, size: int = PAGE
) -> Page:
    """Events in order of their first day, newest first, with the total of what was asked for."""
    archive = admit(archive, reader)
    with archive.database.reading():
        frame = counting.Frame(archive.projections, wanted.unit, retold(archive))
        event = frame.event
        order = (event.c.start_from.desc(), event.c.id)
        hidden = unseen(archive, wanted.words)
        conditions = listing.conditions(frame, archive.projections, wanted, hidden)
        if not conditions:
            total = archive.execute(select(func.count()).select_from(event)).scalar_one()
            query = select(event)
        else:
            of = select(event.c.id).select_from(frame.joined).where(*conditions).distinct()
            total = archive.execute(select(func.count()).select_from(of.subquery())).scalar_one()
            query = select(event).where(event.c.id.in_(of))
        rows = allowed_rows(archive, reader, query.order_by(*order).offset(start).limit(size))
    return Page(rows=rows, total=total)


def access_related(archive: Archive, reader: Reader, event: str) -> dict[str, tuple[Row, ...]]:
    """What belongs to one event: its acts, involvements, informations, interventions and chains."""
    archive = admit(archive, reader)
    tables = archive.projections.tables
    act, involvement = tables["act"], tables["involvement"]
    acts = select(act.c.id).where(act.c.event == event)
    found: dict[str, tuple[Row, ...]] = {}
    with archive.database.reading():
        for kind in ("act", "information", "intervention"):
            table = tables[kind]
            found[kind] = allowed_rows(archive, reader, select(table).where(table.c.event == event))
        involved = or_(involvement.c.event == event, involvement.c.act.in_(acts))
        found["involvement"] = allowed_rows(archive, reader, select(involvement).where(involved))
        chain = tables["chain"]
        linked = or_(chain.c.event == event, chain.c.related == event)
        found["chain"] = allowed_rows(archive, reader, select(chain).where(linked))
    return found


def access_voices(archive: Archive, reader: Reader, event: str) -> Mapping[str, Voice]:
    """Information id → the voice that speaks in it, for what was told of one event."""
    archive = admit(archive, reader)
    told_of = select(schema.told.c.information).where(schema.told.c.record == event)
    with archive.database.reading():
        told = archive.execute(told_of.distinct())
        return _heard(archive, [str(row[0]) for row in told])


def access_voices_in(
    archive: Archive, reader: Reader, informations: tuple[str, ...]
) -> Mapping[str, Voice]:
    """Information id → the voice that speaks in it, for these informations and what they copy."""
    archive = admit(archive, reader)
    with archive.database.reading():
        return _heard(archive, informations)


def _heard(archive: Archive, informations: Iterable[str]) -> Mapping[str, Voice]:
    open_to = gate(archive)
    heard = voices(hearing.tellings(archive.database.raw, informations))
    return {id_: voice for id_, voice in heard.items() if open_to.record(id_).allowed}


def access_rows(archive: Archive, reader: Reader, kind: str, of: tuple[str, ...]) -> dict[str, Row]:
    """The rows of some records of one kind, by id; those that only others tell of as they tell it."""
    archive = admit(archive, reader)
    table = archive.projections.tables[kind]
    rows = allowed_rows(archive, reader, select(table).where(table.c.id.in_(of)))
    found = {str(row["id"]): row for row in rows}
    others = tellers(archive.database.raw, [id_ for id_ in of if id_ not in found])
    return found | {id_: row for id_ in others if (row := _received_row(archive, id_, reader.language))}


def _received_row(archive: Archive, record: str, language: str | None) -> Row | None:
    if not gate(archive).record(record).allowed:
        return None
    return archive.projections.row(allowed_record(archive, record), language, received=True)


def access_rows_of_kind(archive: Archive, reader: Reader, kind: str) -> tuple[Row, ...]:
    """The rows of all records of one kind, in the order of their ids."""
    archive = admit(archive, reader)
    table = archive.projections.tables[kind]
    return allowed_rows(archive, reader, select(table).order_by(table.c.id))


def access_titles(
    archive: Archive,
    reader: Reader,
    of: tuple[str, ...],
    language: str,
    *,
    entries: int | None = None,
) -> dict[str, str]:
    """Record → what it is called in a list: a title, a name, or the label of its kind of act.

    As of ``entries`` where given; a record of which nothing had been said by then is left out.
    """
    titles: dict[str, str] = {}
    reader = replace(reader, language=language)
    for kind, called in records.CALLED.items():
        wanted = tuple(record for record in of if ids.kind_of(record) == kind)
        if entries is None:
            rows = access_rows(archive, reader, kind, wanted)
        else:
            rows = _rows_then(archive, reader, wanted, entries)
        for id_, row in rows.items():
            titles[id_] = _called(archive, row, called, language)
    return titles


def _rows_then(archive: Archive, reader: Reader, of: tuple[str, ...], entries: int) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for record in of:
        with suppress(NoSuchRecord):
            then = access_record(archive, reader, record, entries=entries)
            received = not then.is_ours
            found[record] = archive.projections.row(then, reader.language, received=received)
    return found


def _called(archive: Archive, row: Row, called: tuple[str, ...], language: str) -> str:
    for says in called:
        value = row[says.split(".", 1)[1]]
        if value:
            type_ = archive.vocabulary.property(says).type
            return worded(archive.vocabulary, type_, value, language)
    return ids.label(row["id"])


def access_facets(archive: Archive, reader: Reader, of: tuple[str, ...]) -> dict[str, dict[str, list[str]]]:
    """Record → property → values, for properties that hold several."""
    archive = admit(archive, reader)
    found: dict[str, dict[str, list[str]]] = {}
    query = select(schema.facet).where(schema.facet.c.record.in_(of))
    open_to = gate(archive)
    kept = ((row.record, row.says, row.value) for row in archive.execute(query))
    for record, says, value in kept:
        if open_to.row(record).allowed:
            found.setdefault(record, {}).setdefault(says, []).append(value)
    others = tellers(archive.database.raw, of)
    for record in of:
        if record in open_to.partly and record not in others and open_to.record(record).allowed:
            for _, says, value in archive.projections.facet_rows(allowed_record(archive, record)):
                found.setdefault(record, {}).setdefault(says, []).append(value)
    for record in others:
        if open_to.record(record).allowed:
            told = archive.projections.facet_rows(allowed_record(archive, record), received=True)
            found[record] = {}
            for _, says, value in told:
                found[record].setdefault(says, []).append(value)
    return found


def access_search(
    archive: Archive, reader: Reader, words: str, *, size: int = PAGE
) -> tuple[Hit, ...]:
    """Records that hold all the words, in any script and case ending, best match first."""
    archive = admit(archive, reader)
    wanted = listing.matching(words)
    if not wanted:
        return ()
    query = text(
        "SELECT r.id, r.kind FROM search s JOIN record r ON r.key = s.rowid"
        " WHERE search MATCH :wanted ORDER BY s.rank, r.id LIMIT :size"
    ).bindparams(wanted=wanted, size=size)
    with archive.database.reading():
        open_to = gate(archive)
        rows = [(row.id, row.kind) for row in archive.execute(query)]
        found = [(id_, kind) for id_, kind in rows if _is_seen(archive, open_to, id_, words)]
        events = _events_of(archive, found)
        by_id = access_rows(archive, reader, "event", tuple(set(events.values())))
        others = tellers(archive.database.raw, [id_ for id_, _ in found])
    return tuple(
        Hit(
            record=record,
            kind=kind,
            event=events.get(record),
            title=by_id.get(events.get(record, ""), {}).get("title"),
            start=by_id.get(events.get(record, ""), {}).get("start"),
            tellers=others.get(record, ()),
        )
        for record, kind in found
    )


def _events_of(archive: Archive, found: list[tuple[str, str]]) -> dict[str, str]:
    """Record → its event, for records that belong to one."""
    events = {record: record for record, kind in found if kind == "event"}
    events |= theirs.events(archive.database.raw, [record for record, _ in found])
    for query in listing.belonging(archive.projections, [record for record, _ in found]):
        events |= {row.id: row.event for row in archive.execute(query) if row.event}
    return events


def access_count(archive: Archive, reader: Reader, question: Question) -> Answer:
    """Count, in one snapshot, with the number of entries it was read from."""
    archive = admit(archive, reader)
    with archive.database.reading():
        return counting.answer(
            archive.projections,
            archive.execute,
            question,
            archive.size(),
            archive.erasures(),
            retold(archive),
        )


def access_totals(archive: Archive, reader: Reader) -> dict[Unit, int]:
    """How many there are of each unit, in one snapshot."""
    archive = admit(archive, reader)
    with archive.database.reading():
        return counting.totals(archive.projections, archive.execute, retold(archive))


def entries_until(archive: Archive, reader: Reader, day: str) -> int:
    """How many entries of the own log, and of those it goes on, were made up to the end of a day.

    A clock is no proof, and clocks go wrong: it is the place in the log that leaves the fewest
    entries on the wrong side of the day, the earliest of several.
    """
    archive = admit(archive, reader)
    logs, end = prefixes.chain(archive), entries_of(archive, reader)
    of: list[object] = []
    for log, before in logs:
        of += (before, log, end - before)
        end = before
    entries = " UNION ALL ".join([ENTRIES] * len(logs))
    row = archive.database.row(BEST_PLACE.format(entries=entries), (day + "T99", *of))
    return int(row[0]) if row else 0


def entries_of(archive: Archive, reader: Reader) -> int:
    """How many entries the own log has, with those of the logs that it goes on."""
    archive = admit(archive, reader)
    return prefixes.chain(archive)[0][1] + archive.size()


def reader_of(archive: Archive, language: str | None = None) -> Reader:
    """The member who unlocked this archive; texts are given in ``language`` where they were told in it."""
    return Reader(member=archive.member, language=language)


def admit(archive: Archive, reader: Reader) -> Archive:
    """The archive as this member sees it; a stranger is told that there is nothing. Raises `Stranger`."""
    if reader.member != archive.member:
        raise Stranger()
    return seen(archive)


def sees_all(archive: Archive, reader: Reader) -> bool:
    """Whether nothing of the compartment cases is kept from this member. Raises `Stranger`."""
    return not admit(archive, reader).is_view


def allowed_rows(archive: Archive, reader: Reader, query: Select[Any]) -> tuple[Row, ...]:
    """The rows of records that a member may see, consent being today's, with texts in their language.

    The archive is what `admit` gave. Of a record of which only some statements may be seen the row is made
    anew from these.
    """
    open_to = gate(archive)
    rows = [dict(row) for row in archive.execute(query).mappings() if open_to.record(row["id"]).allowed]
    anew = {row["id"] for row in rows if not open_to.row(row["id"]).allowed}
    anew |= _told_in(archive, [row["id"] for row in rows], reader.language)
    return tuple(_seen_row(archive, row, reader.language) if row["id"] in anew else row for row in rows)


def _told_in(archive: Archive, of: list[str], language: str | None) -> set[str]:
    """Which of these records were told in this language and in another."""
    said = schema.statement.c
    told = select(said.about).where(said.about.in_(of), said.op == "set", said.language.is_not(None))
    languages = func.count(distinct(said.language))
    several = told.group_by(said.about).having(languages > 1, func.max(said.language == language) > 0)
    return {str(row.about) for row in archive.execute(several)} if language and of else set()


def _is_seen(archive: Archive, open_to: Gate, record: str, words: str) -> bool:
    """Whether a record holds words in what a member may see of it; the index holds all of it."""
    if open_to.row(record).allowed or not open_to.record(record).allowed:
        return open_to.record(record).allowed
    return set(tokens(words)) <= set(tokens(records.words(allowed_record(archive, record))))


def unseen(archive: Archive, words: str) -> Unseen:
    """What a member may not see although the tables and the index hold it, as far as words ask for it."""
    open_to = gate(archive)
    partly = {*open_to.refused, *open_to.partly} if words else set()
    hidden = {one for one in partly if not _is_seen(archive, open_to, one, words)}
    return Unseen(words=tuple(sorted(hidden)), partly=tuple(sorted(partly)))


def allowed_record(archive: Archive, record: str) -> Record:
    """A record folded from what a member may see of it."""
    said = gate(archive).left(archive.projections.said(record))
    return archive.projections.folded(record, said)


def _seen_row(archive: Archive, row: dict[str, Any], language: str | None) -> Row:
    cells = archive.projections.row(allowed_record(archive, row["id"]), language)
    return {name: cells[name] for name in row}
