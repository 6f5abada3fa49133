# SPDX-License-Identifier: Apache-2.0
"""How far an erasure reaches: what goes, what rests on it, and what it cannot call back."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kuzat.collection.consent import HOLD
from kuzat.errors import Refused
from kuzat.records import TOMBSTONES
from kuzat.records.record import JUDGEMENTS
from kuzat.store import schema
from kuzat.store.access import NoSuchRecord, access_reference, reader_of
from kuzat.store.archive import Archive
from kuzat.store.given import Given, given
from kuzat.store.identity import READINGS, IdentityShut
from kuzat.terms import ids
from kuzat.terms.text import tokens

TRANSLATES = "any.translates"
# What takes nothing from anybody by staying, and whose going would hide something.
UNERASABLE = TOMBSTONES | READINGS | {HOLD}
MEASURE = ("exhibit.sha256", "exhibit.size")
DRAWN = "SELECT record FROM facet WHERE says = 'exhibit.made_from' AND value = ?"
TOLD_IN = (
    "SELECT record FROM facet WHERE says = 'information.exhibit' AND value = ?1"
    " UNION SELECT s.about FROM received r CROSS JOIN statement s ON s.about = r.record"
    " WHERE r.kind = 'information' AND s.says = 'information.exhibit' AND s.value = ?1"
)
# The sealed file of a form by which an information came in; files that were attached to it are protected.
CAME_IN = (
    "SELECT f.value FROM facet f JOIN information i ON i.id = f.record"
    " JOIN exhibit_key k ON k.exhibit = f.value"
    " WHERE f.says = 'information.exhibit' AND f.record = ? AND i.form IS NOT NULL"
)
HEX = frozenset("0123456789abcdef")
SHORTEST = 8
# A text of more words than these is a sentence: who else says the same words is no use to know.
MOST_WORDS = 6
STATEMENT = (
    "SELECT id, log, position, op, about, says, type, value, basis FROM statement s"
    " WHERE value IS NOT NULL"
)


class NothingToErase(Refused):
    """There is nothing left to erase in {what}."""

    code = "nothing_to_erase"
    advice = "Name a statement, a record or an exhibit: kuzat show RECORD lists the statements."


class TwoMeant(Refused):
    """Both a record and a statement are called so: {record} has this code, and a statement's id begins so."""

    code = "two_meant"
    advice = "Name the record by its id, or write stm- before the statement's."


class NoContent(Refused):
    """The statement {statement} tells nothing of anybody; it is a pointer, a tombstone or a hold."""

    code = "no_content"
    advice = "Erase the statement that it points to, or take this one back: kuzat withdraw STATEMENT"


class StillInOriginal(Refused):
    """The original {exhibits} holds the same, since the value was taken from it."""

    code = "still_in_original"
    advice = "Add --originals to erase the original too, or first keep a version without that part."


class RestingUndecided(Refused):
    """{count} statements rest on the original {exhibit}."""

    code = "resting_undecided"
    advice = "Add --derived to erase them too, or --keep-derived to leave them."


class VocabularyKept(Refused):
    """The exhibit {exhibit} is the vocabulary that entries name; without it nobody can read them."""

    code = "vocabulary_kept"
    advice = "It holds nothing about anybody. Nothing was erased."


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A statement that loses its value: its id, the record, and what it says."""

    id: bytes
    about: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """What an erasure takes, and what it cannot reach.

    ``exhibits`` are the originals that go; ``staying`` counts what rests on them and stays.
    ``mentions`` are records in which the erased words still stand; ``given`` is what was handed out
    with any of it in it.
    """

    targets: tuple[Target, ...]
    exhibits: tuple[str, ...]
    staying: int
    mentions: tuple[str, ...]
    given: tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class _Held:
    id: bytes
    log: int
    position: int
    op: str
    about: str
    says: str
    type: str
    value: str
    basis: str | None

    @property
    def has_content(self) -> bool:
        """Whether anything that people told is in it; a hold falls by two members' word, not by erasure."""
        return self.op == "set" and self.type != "statement" and self.says not in UNERASABLE


def reach(
    archive: Archive, what: str, *, originals: bool = False, derived: bool | None = None
) -> Erasure:
    """What erasing ``what`` would take: a statement by the beginning of its id, a record, an exhibit.

    The caller holds the writer's turn or a snapshot. Raises `NothingToErase`, `NoContent`,
    `TwoMeant`, `StillInOriginal`, `RestingUndecided`, `VocabularyKept`, and what `access_reference` raises.
    """
    asked, exhibits = _asked(archive, what)
    drawn = _drawn_from(archive, exhibits)
    resting = [held for exhibit in exhibits | drawn for held in _resting_on(archive, exhibit)]
    if resting and derived is None:
        raise RestingUndecided(count=len(resting), exhibit=", ".join(sorted(exhibits)))
    if derived:
        exhibits |= drawn
        asked += [*resting, *(held for made in sorted(drawn) for held in _about(archive, made))]
    found = _with_derived(archive, asked)
    if not found:
        raise NothingToErase(what=what)
    sources = _sources(archive, found.values()) - exhibits
    if sources and not originals:
        raise StillInOriginal(exhibits=", ".join(sorted(sources)))
    sources |= _drawn_from(archive, sources)
    for exhibit in sorted(sources):
        found |= {held.id: held for held in _about(archive, exhibit)}
    exhibits |= sources
    for exhibit in exhibits:
        _check_no_vocabulary(archive, exhibit)
    left = [h for e in exhibits for h in _resting_on(archive, e) if h.id not in found]
    return Erasure(
        targets=tuple(Target(id=h.id, about=h.about, says=h.says) for h in found.values()),
        exhibits=tuple(sorted(exhibits)),
        staying=len(left),
        mentions=_mentions(archive, list(found.values())),
        given=given(archive, [(h.id, h.about, h.basis, h.log, h.position) for h in found.values()]),
    )


def _asked(archive: Archive, what: str) -> tuple[list[_Held], set[str]]:
    """The statements that are meant, and the exhibits that go as a whole."""
    said = what.strip().lower()
    start = said.removeprefix("stm-")
    is_start = SHORTEST <= len(start) <= 64 and set(start) <= HEX
    record = None if is_start and start != said else _record(archive, what, or_none=is_start)
    found = _beginning(archive, start) if is_start else []
    if record is None:
        return _asked_statement(archive, start, found)
    if found:
        raise TwoMeant(record=record)
    is_exhibit = ids.is_record(record) and ids.kind_of(record) == "exhibit"
    return list(_about(archive, record)), {record} if is_exhibit else set()


def _record(archive: Archive, what: str, *, or_none: bool) -> str | None:
    try:
        return access_reference(archive, reader_of(archive), what)
    except NoSuchRecord:
        if or_none:
            return None
        raise


def _beginning(archive: Archive, start: str) -> list[_Held]:
    """The statements whose ids begin so, two at most of each compartment."""
    low, high = bytes.fromhex(start.ljust(64, "0")), bytes.fromhex(start.ljust(64, "f"))
    found = list(_read(archive, f"{STATEMENT} AND {schema.BY_ID} LIMIT 2", (low, high)))
    return found + list(_protected(archive, "statement BETWEEN ? AND ? LIMIT 2", (low, high)))


def _asked_statement(
    archive: Archive, start: str, found: list[_Held]
) -> tuple[list[_Held], set[str]]:
    if len(found) != 1:
        raise NothingToErase(what=start)
    held = found[0]
    if not held.has_content:
        raise NoContent(statement=start)
    if held.says in MEASURE:
        return list(_about(archive, held.about)), {held.about}
    return found, set()


def _read(archive: Archive, query: str, values: tuple[Any, ...] = ()) -> Iterator[_Held]:
    for row in archive.database.raw.execute(query, values).fetchall():
        yield _Held(bytes(row[0]), *row[1:])


def _about(archive: Archive, record: str) -> Iterator[_Held]:
    found = list(_read(archive, f"{STATEMENT} AND about = ? ORDER BY seq", (record,)))
    found += _protected(archive, "about = ? ORDER BY statement", (record,))
    return (held for held in found if held.has_content)


def _protected(archive: Archive, which: str, values: tuple[Any, ...]) -> Iterator[_Held]:
    """Statements of the compartment identity that are not erased yet. Raises `IdentityShut`."""
    query = f"SELECT statement, log, position FROM sealed WHERE {which}"  # noqa: S608
    for id_, log, position in archive.database.raw.execute(query, values).fetchall():
        if archive.compartment is None:
            raise IdentityShut()
        if one := archive.compartment.statement(bytes(id_)):
            yield _Held(
                one.id, log, position, one.op, one.about, one.says, one.type, one.value, one.basis
            )


def _resting_on(archive: Archive, exhibit: str) -> list[_Held]:
    """What was copied from an exhibit, in either compartment. Raises `IdentityShut` where some is shut."""
    found = list(_read(archive, f"{STATEMENT} AND basis LIKE ? ORDER BY seq", (f"{exhibit}%",)))
    for (information,) in archive.database.rows(TOLD_IN, (exhibit,)):
        sealed = _protected(archive, "about = ? ORDER BY statement", (information,))
        found += [held for held in sealed if (held.basis or "").startswith(exhibit)]
    return [held for held in found if held.has_content]


def _drawn_from(archive: Archive, exhibits: set[str]) -> set[str]:
    """The exhibits that were made from these and lie here for no other reason, such as a document's text."""
    drawn = {str(row[0]) for one in exhibits for row in archive.database.rows(DRAWN, (one,))}
    return {
        made
        for made in drawn - exhibits
        if all(held.basis in exhibits for held in _about(archive, made) if held.says in MEASURE)
    }


def _with_derived(archive: Archive, asked: list[_Held]) -> dict[bytes, _Held]:
    """These statements and all that was made from them: versions, translations, reasons that quote."""
    found = {held.id: held for held in asked}
    pointing = list(_read(archive, f"{STATEMENT} AND (basis LIKE 'stm-%' OR type = 'statement')"))
    if archive.compartment is not None:
        pointing += _protected(archive, "box IS NULL ORDER BY statement", ())
    by_target = _by_target(pointing)
    due = list(found.values())
    while due:
        target = due.pop()
        for held in _made_from(archive, target, by_target.get(target.id.hex(), ())):
            if held.id not in found and held.has_content:
                found[held.id] = held
                due.append(held)
    return found


def _by_target(pointing: Iterable[_Held]) -> dict[str, list[_Held]]:
    """Statement in hex → those that rest on it or name it."""
    found: dict[str, list[_Held]] = defaultdict(list)
    for held in pointing:
        named = {held.value} if held.type == "statement" else set()
        if basis := _rests_on(held):
            named.add(basis)
        for target in named:
            found[target].append(held)
    return found


def _rests_on(held: _Held) -> str | None:
    """The statement that is a basis, in hex."""
    basis = (held.basis or "").split("#", 1)[0]
    return basis.removeprefix("stm-") if basis.startswith("stm-") else None


def _made_from(archive: Archive, held: _Held, pointing: Iterable[_Held]) -> Iterator[_Held]:
    """What was made from a statement, of those that point to it."""
    for other in pointing:
        basis = _rests_on(other)
        if basis == held.id.hex():
            yield other
        elif other.says == TRANSLATES and basis:
            made = bytes.fromhex(basis)
            yield from _read(archive, f"{STATEMENT} AND {schema.BY_ID}", (made, made))
            yield from _protected(archive, "statement = ?", (made,))
        elif other.says in JUDGEMENTS:
            same = (other.log, other.position, f"{other.says}_reason")
            yield from _read(archive, f"{STATEMENT} AND log = ? AND position = ? AND says = ?", same)


def _sources(archive: Archive, found: Iterable[_Held]) -> set[str]:
    """The originals that are kept here and from which values were copied, files of forms among them."""
    named = {held.basis.split("#", 1)[0] for held in found if held.basis}
    named |= {exhibit for one in named for (exhibit,) in archive.database.raw.execute(CAME_IN, (one,))}
    return {
        record
        for record in named
        if record.startswith("exh-")
        and archive.database.raw.execute(
            "SELECT 1 FROM exhibit_key WHERE exhibit = ?1"
            " UNION ALL SELECT 1 FROM exhibit_mark WHERE exhibit = ?1",
            (record,),
        ).fetchone()
    }


def _check_no_vocabulary(archive: Archive, exhibit: str) -> None:
    """No exhibit that an entry pins as its vocabulary may go."""
    for held in _about(archive, exhibit):
        pinned = f'"vocabulary":"{held.value}"'.encode()
        if held.says == "exhibit.sha256" and archive.database.raw.execute(
            "SELECT 1 FROM entry WHERE instr(bytes, ?) LIMIT 1", (pinned,)
        ).fetchone():
            raise VocabularyKept(exhibit=exhibit)


def _mentions(archive: Archive, found: list[_Held]) -> tuple[str, ...]:
    """Other records in which all words of an erased short text stand; the search index knows."""
    erased = {held.about for held in found}
    mentions: set[str] = set()
    for held in found:
        words = list(tokens(held.value)) if held.type == "text" else []
        if 0 < len(words) <= MOST_WORDS:
            wanted = " ".join(f'"{word}"' for word in words)
            rows = archive.database.raw.execute(
                "SELECT r.id FROM search s JOIN record r ON r.key = s.rowid WHERE search MATCH ?",
                (wanted,),
            )
            mentions |= {str(id_) for (id_,) in rows}
    return tuple(sorted(mentions - erased))
