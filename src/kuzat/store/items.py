# SPDX-License-Identifier: Apache-2.0
"""The items of an export, read for a reason; each taken up by a member, or refused with a reason.

What an item became rests on its place in the file that it stands in, and the export's own information
names it. So the same item is never taken up twice, and erasing what it tells asks for that file too.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from itertools import count, islice

from kuzat.collection import incoming
from kuzat.collection.incoming import Item, Kind, Layout, Part, Told
from kuzat.errors import KuzatError, Missing
from kuzat.log.statement import Draft
from kuzat.store.access import Reader
from kuzat.store.archive import Archive
from kuzat.store.commit import Act
from kuzat.store.compartment import Compartment
from kuzat.store.identity import OPENED, admitted, note_reading
from kuzat.store.inbox import LIVE, QUARANTINED, REASON, REFUSED, STATUS, TAKEN_UP, WAITING, AlreadyDecided
from kuzat.store.incoming import EXHIBIT, RECEIVED, Export, find_export, media_type, waiting
from kuzat.store.permitting import gate
from kuzat.store.sandbox import Sandbox
from kuzat.store.vaults import (
    SEALED_KEY,
    NoSuchExhibit,
    Original,
    fetch,
    is_protected,
    keep,
    known,
    unsealed,
)
from kuzat.terms import ids

HOLDS, SENT, TOLD = "information.holds", "information.sent", "information.testimony"
EVENT, SOURCE, NAME = "information.event", "information.source", "person.identity_name"
TO_CONFIRM = "status.to_be_confirmed"
AT_ONCE = 100
HOLDING = (
    "SELECT s.basis, s.value, i.intake FROM statement s LEFT JOIN information i ON i.id = s.value"  # noqa: S608
    f" WHERE s.about = ? AND s.says = ?{LIVE} ORDER BY s.seq"
)
OF_MEDIUM = (
    "SELECT s.about FROM statement s JOIN information i ON i.id = s.about"
    " WHERE s.says = ? AND s.value = ? AND s.basis = s.value AND i.intake = ?"
)


class NoSuchItem(Missing):
    """The export has no item with this number."""

    code = "no_such_item"
    advice = "Read it with: kuzat inbox read"


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemListed:
    """An item by its number in its export, and the information that it became, with its state.

    ``exhibits`` are those of its files that lie beside the export, by name.
    """

    number: int
    item: Item
    became: str | None = None
    status: str | None = None
    exhibits: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Became:
    """What an item became; ``unread`` is what could not be said as it stands and stays in the export."""

    information: str
    event: str
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """An export that was opened: how it is read, the exhibit of each file, and the last message of mail."""

    export: Export
    layout: Layout
    told: Told
    exhibits: Mapping[str, str]
    parts: Mapping[str, Part]
    sandbox: Sandbox
    message: bytearray = field(default_factory=bytearray)

    def items(self, start: int) -> Iterator[tuple[int, Item]]:
        """The items from a number on; of mail, no message before it is opened."""
        numbers = count(1)

        def words(message: bytes) -> str:
            if next(numbers) < start:
                return ""
            self.message[:] = message
            return self.sandbox.extract([message]).text

        found = incoming.items(self.layout, self.parts, self.told, words)
        return islice(enumerate(found, 1), start - 1, None)

    def place(self, number: int, item: Item) -> str:
        return f"{self.exhibits[item.part]}#row={number}"

    def beside(self, item: Item) -> dict[str, str]:
        """The exhibit of each of an item's files that is there."""
        return {name: self.exhibits[name] for name in item.files if name in self.exhibits}

    def chosen(self, numbers: Collection[int]) -> Iterator[tuple[int, Item]]:
        """Some items, in one reading. Raises `NoSuchItem`."""
        left = set(numbers)
        for number, item in self.items(min(left)):
            if number in left:
                left.remove(number)
                yield number, item
            if not left:
                return
        raise NoSuchItem()


def access_items(
    archive: Archive, reader: Reader, information: str, reason: str, *, start: int = 1, words: str = ""
) -> tuple[ItemListed, ...]:
    """At most a hundred items from a number on, with ``words`` only those that hold them.

    Writes first that it was read, and why. Raises `IdentityShut`, `NotForThisRole`, `NoReason`,
    `NoSuchExport`, `Withheld`.
    """
    decided, wanted = _decided(archive, information), words.casefold()
    with _opened(archive, admitted(archive, reader), information, reason) as read:
        found = (
            ItemListed(
                number=number, item=item, became=became, status=status, exhibits=read.beside(item)
            )
            for number, item in read.items(start)
            if wanted in f"{item.sender}\n{item.text}".casefold()
            for became, status in (decided.get(number, (None, None)),)
        )
        return tuple(islice(found, AT_ONCE))


def take_up_item(
    archive: Archive, reader: Reader, information: str, number: int, reason: str, *, event: str | None = None
) -> Became:
    """`take_up_items` for one of them."""
    (became,) = take_up_items(archive, reader, information, (number,), reason, event=event)
    return became


def take_up_items(
    archive: Archive,
    reader: Reader,
    information: str,
    numbers: Collection[int],
    reason: str,
    *,
    event: str | None = None,
    together: bool = False,
) -> tuple[Became, ...]:
    """A member vouches for items: each an information with its words, of a new event or of one that is known.

    All that are ``together`` tell of one event. Each is one entry: what was decided stays where a later one
    is refused. Whoever told it is a person of whom nobody asked consent yet, so nothing that rests on their
    word goes out. Raises `AlreadyDecided`, `NoSuchItem`, and what `access_items` raises.
    """
    compartment, found = admitted(archive, reader), list[Became]()
    _check_open(archive, information, *numbers)
    with _opened(archive, compartment, information, reason) as read:
        for number, item in read.chosen(numbers):
            known = found[0].event if together and found else event
            found.append(_taken_up(archive, compartment, read, (number, item), known))
    return tuple(found)


def _taken_up(
    archive: Archive, compartment: Compartment, read: _Read, of: tuple[int, Item], event: str | None
) -> Became:
    number, item = of
    information, place = read.export.information, read.place(number, item)
    person, of_person = _source(archive, compartment, read, item, place)
    record, about = _new(archive, "information"), event or _new(archive, "event")
    drafts = [
        *_told(record, place, (RECEIVED, "date", read.export.day), (STATUS, "term", TAKEN_UP)),
        *_told(record, place, (EVENT, "record", about), (SOURCE, "record", person)),
        *of_person,
        *_told(information, place, (HOLDS, "record", record)),
    ]
    if event is None:
        drafts.append(Draft(about=about, says="event.status", type="term", value=TO_CONFIRM, basis=record))
    attached = _attached(archive, read, item)
    for exhibit in (*read.beside(item).values(), *(attached or ())):
        drafts += _told(record, place, (EXHIBIT, "record", exhibit))
        drafts += _medium(archive, exhibit, person)
    words, unread = _words(archive, record, place, item)
    _decide(archive, information, number, [*drafts, *words])
    unread = unread if attached is not None else (*unread, EXHIBIT)
    return Became(information=record, event=about, unread=unread)


def _attached(archive: Archive, read: _Read, item: Item) -> list[str] | None:
    """The files in a message of mail as sealed exhibits that wait; None where they could not be had."""
    if read.layout.kind is not Kind.MAIL:
        return []
    found = read.sandbox.attached(bytes(read.message))
    if found is None:
        return None
    return [_kept(archive, read, item, name, content) for name, content in found]


def _kept(archive: Archive, read: _Read, item: Item, name: str, content: bytes) -> str:
    original = Original(
        name=name,
        media_type=media_type(name),
        content=BytesIO(content),
        protected=True,
        told=(("exhibit.made_from", "record", read.exhibits[item.part]),),
    )
    return keep(archive, original, lambda exhibit: [waiting(archive, exhibit, read.export.day)]).id


def refuse_item(
    archive: Archive, reader: Reader, information: str, number: int, reason: str, why: str
) -> str:
    """`refuse_items` for one of them."""
    (record,) = refuse_items(archive, reader, information, (number,), reason, why)
    return record


def refuse_items(
    archive: Archive, reader: Reader, information: str, numbers: Collection[int], reason: str, why: str
) -> tuple[str, ...]:
    """A member has read items and records nothing of them; the informations that say so.

    Raises as `take_up_items`.
    """
    compartment = admitted(archive, reader)
    _check_open(archive, information, *numbers)
    with _opened(archive, compartment, information, reason) as read:
        places = {number: read.place(number, item) for number, item in read.chosen(numbers)}
    return tuple(_refused(archive, read.export, *of, why) for of in places.items())


def _refused(archive: Archive, export: Export, number: int, place: str, why: str) -> str:
    record = _new(archive, "information")
    told = ((RECEIVED, "date", export.day), (STATUS, "term", REFUSED), (REASON, "term", why))
    drafts = [*_told(record, place, *told), *_told(export.information, place, (HOLDS, "record", record))]
    _decide(archive, export.information, number, drafts)
    return record


def close_export(archive: Archive, reader: Reader, information: str, why: str) -> None:
    """Nothing more of an export is recorded. Raises `AlreadyDecided`, `NoSuchExport`."""
    admitted(archive, reader)
    found = find_export(archive, information)
    before = archive.statement_of(information, STATUS, found.status)
    if found.status == REFUSED or before is None:
        raise AlreadyDecided()
    ends = Draft(op="withdraw", about=information, says=STATUS, type="statement", value=before.hex())
    said = _told(information, found.note, (STATUS, "term", REFUSED), (REASON, "term", why))
    archive.say([ends, *said])


@contextmanager
def _opened(
    archive: Archive, compartment: Compartment, information: str, reason: str
) -> Iterator[_Read]:
    export = find_export(archive, information)
    open_to = gate(archive)
    open_to.check(open_to.record(information))
    note_reading(archive, {information: OPENED}, reason)
    note = b"".join(_content(archive, compartment, export.note))
    layout, told, digests = incoming.of_note(note)
    found = {name: known(archive, digest, protected=True) for name, digest in digests.items()}
    exhibits = {name: exhibit for name, exhibit in found.items() if exhibit}
    parts = {name: _part(archive, compartment, name, exhibits.get(name, "")) for name in layout.read}
    with Sandbox() as sandbox:
        yield _Read(
            export=export, layout=layout, told=told, exhibits=exhibits, parts=parts, sandbox=sandbox
        )


def _part(archive: Archive, compartment: Compartment, name: str, exhibit: str) -> Part:
    return Part(name=name, open=lambda: _content(archive, compartment, exhibit))


def _content(archive: Archive, compartment: Compartment, exhibit: str) -> Iterator[bytes]:
    """What is in an exhibit, sealed or not. Raises `NoSuchExhibit`."""
    if not is_protected(archive, exhibit):
        return fetch(archive, exhibit)
    key = next((one.value for one in compartment.about(exhibit) if one.says == SEALED_KEY), None)
    if key is None:
        raise NoSuchExhibit(exhibit=exhibit)
    return unsealed(archive, exhibit, bytes.fromhex(key))


def _decided(archive: Archive, information: str) -> dict[int, tuple[str, str]]:
    """Number of each item that was decided about → the information that it became, and its state."""
    held = archive.database.rows(HOLDING, (information, HOLDS))
    return {int(basis.rpartition("=")[2]): (value, status) for basis, value, status in held}


def _check_open(archive: Archive, information: str, *numbers: int) -> None:
    """Raises `AlreadyDecided` where one of them was decided about, or the export is closed."""
    is_open = find_export(archive, information).status in (WAITING, QUARANTINED)
    if not is_open or not _decided(archive, information).keys().isdisjoint(numbers):
        raise AlreadyDecided()


def access_progress(archive: Archive, reader: Reader, information: str) -> int:
    """How many items of an export were decided about. Raises the errors of `admitted`."""
    admitted(archive, reader)
    return len(_decided(archive, information))


def _new(archive: Archive, kind: str) -> str:
    return ids.record_id(kind, archive.random(ids.RANDOM_BYTES))


def _told(record: str, basis: str, *told: tuple[str, str, str]) -> list[Draft]:
    return [Draft(about=record, says=says, type=kind, value=value, basis=basis) for says, kind, value in told]


def _source(
    archive: Archive, compartment: Compartment, read: _Read, item: Item, place: str
) -> tuple[str, list[Draft]]:
    """The person who told it: the one of this name in this chat, else a new one, with what is said of them.

    Who sent a filled-in form wrote it down and need not be who told it: such a person stays without a name.
    """
    sender = "" if read.layout.kind.is_of_forms else item.sender
    for one in compartment.telling(NAME, sender) if sender else ():
        if _is_same_sender(read, one.basis or "", item):
            return one.about, []
    person = _new(archive, "person")
    drafts = _told(person, place, ("person.kind", "term", "person_kind.person"))
    drafts += _told(_new(archive, "consent"), place, ("consent.person", "record", person))
    return person, drafts + (_told(person, place, (NAME, "text", sender)) if sender else [])


def _is_same_sender(read: _Read, basis: str, item: Item) -> bool:
    """Whether a name was said of who sent another item of this export, from the same account."""
    exhibit, _, number = basis.partition("#row=")
    if exhibit not in read.exhibits.values() or not number:
        return False
    return any(other.account == item.account for _, other in islice(read.items(int(number)), 1))


def _medium(archive: Archive, exhibit: str, person: str) -> Iterator[Draft]:
    """A file that waited beside the export is taken up with the item that it belongs to."""
    for (record,) in archive.database.rows(OF_MEDIUM, (EXHIBIT, exhibit, WAITING)):
        before = archive.statement_of(record, STATUS, WAITING)
        if before is not None:
            yield Draft(op="withdraw", about=record, says=STATUS, type="statement", value=before.hex())
            yield from _told(record, exhibit, (STATUS, "term", TAKEN_UP), (SOURCE, "record", person))


def _words(archive: Archive, record: str, place: str, item: Item) -> tuple[list[Draft], tuple[str, ...]]:
    """The words and the hour, sealed; what is too long or no text stays in the export, and is named."""
    drafts, unread = list[Draft](), list[str]()
    for says, value in ((TOLD, item.text), (SENT, item.sent)):
        told = _told(record, place, (says, "text", value)) if value.strip() else []
        try:
            archive.check(told)
        except KuzatError:
            unread.append(says)
        else:
            drafts += told
    return drafts, tuple(unread)


def _decide(archive: Archive, information: str, number: int, drafts: list[Draft]) -> None:
    """Say it in one entry. Raises `AlreadyDecided`, also where another member was faster."""
    act = archive.checked(Act(drafts=drafts))
    with archive.turn() as append:
        _check_open(archive, information, number)
        append([act])
