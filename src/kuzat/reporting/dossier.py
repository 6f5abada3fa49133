# SPDX-License-Identifier: Apache-2.0
"""What a draft may be made of: a claim and the records around it, as far as they may go to a body.

In: records that a use may have, folded from what it may have of them. Out: these by kind and by what they
belong to, and on which source each value rests. Never: what somebody held back or did not consent to.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from kuzat.records import Record, Standing, Value
from kuzat.terms import dates, kind_of
from kuzat.verification import Telling, voices

STATEMENT = "stm-"
COPY = "information.copy_of"
OFFICIAL, YES = "information.official", "yes_no.yes"
# Stands for any property: what is said of it is sealed.
SEALED = ""
DOUBTED = (Standing.SET_ASIDE, Standing.DISPUTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A claim and its records on a day.

    ``names`` are those by which persons may be called there; others stand under their labels. ``roots`` leads
    from a text that was made of another to the record on which that rests. ``consented`` are persons
    whose consent covers the use. ``silent`` are properties of records of which something is told that may not
    go there, or `SEALED` where nobody sees what is. ``entry`` and ``erasures`` are None for readers who may
    not know them.
    """

    claim: Record
    records: Mapping[str, Record]
    day: date
    names: Mapping[str, str] = field(default_factory=dict)
    roots: Mapping[str, str] = field(default_factory=dict)
    consented: frozenset[str] = frozenset()
    silent: frozenset[tuple[str, str]] = frozenset()
    entry: int | None = None
    erasures: int | None = None

    def is_silent(self, record: str, says: str) -> bool:
        """Whether something may be told of it that is not here, so that nobody says that nothing is known."""
        return not self.silent.isdisjoint(((record, says), (record, SEALED)))

    def of(self, kind: str, says: str = "", target: str = "") -> tuple[Record, ...]:
        """The records of a kind in order of time; those that name ``target`` in a property, if given."""
        found = (one for one in self.records.values() if kind_of(one.id) == kind)
        return tuple(sorted((one for one in found if not says or target in texts(one, says)), key=_place))

    def named(self, says: str) -> tuple[Record, ...]:
        """The records that the claim names under a property, as far as they are here."""
        return tuple(self.records[one] for one in texts(self.claim, says) if one in self.records)

    def source(self, value: Value) -> str | None:
        """The information or exhibit on which a value rests; None where it rests on nothing."""
        basis = value.said.basis
        if basis and basis.startswith(STATEMENT):
            basis = self.roots.get(basis)
        return basis.split("#", 1)[0] if basis else None

    def origin(self, source: str) -> str:
        """Where what a source says comes from at first, if it is said to be a copy."""
        seen = {source}
        while (record := self.records.get(source)) and (of := record.one(COPY)) and of.text not in seen:
            source = of.text
            seen.add(source)
        return source

    def independent(self, sources: Iterable[str]) -> int:
        """How many voices speak in these sources, told apart as in every count.

        What is no information, such as a document, speaks for itself.
        """
        asked = tuple(sources)
        heard = voices(self._tellings(asked))
        return len({heard[one].key if one in heard else one for one in asked})

    def _tellings(self, sources: Iterable[str]) -> Iterator[Telling]:
        """The informations among these sources, and those that they copy."""
        waiting, seen = list(sources), set()
        while waiting:
            record = self.records.get(waiting.pop())
            if record is None or record.id in seen or kind_of(record.id) != "information":
                continue
            seen.add(record.id)
            copied = text(record, COPY)
            waiting += [copied] if copied else []
            yield Telling(
                id=record.id,
                source=text(record, "information.source") or None,
                publisher=text(record, "information.publisher") or None,
                copy_of=copied or None,
                official=text(record, OFFICIAL) == YES,
            )


def values(record: Record, says: str) -> tuple[Value, ...]:
    """What one's own organisation says or adopts of a property, also what is disputed or set aside."""
    return tuple(value for value in record.all(says) if value.is_ours)


def texts(record: Record, says: str) -> tuple[str, ...]:
    """The values of a property that nobody set aside or disputed, each once."""
    standing = (value for value in values(record, says) if value.standing not in DOUBTED)
    return tuple(dict.fromkeys(value.text for value in standing))


def text(record: Record, says: str) -> str:
    """The value of a property to show first; empty where there is none."""
    found = record.one(says)
    return found.text if found and found.standing not in DOUBTED else ""


def days(record: Record) -> Iterator[str]:
    """The dates of a record, those by which it stands in time first."""
    kind = kind_of(record.id)
    for name in ("start", "date", "filed", "given", "published", "ended", "due"):
        yield from texts(record, f"{kind}.{name}")


def _place(record: Record) -> tuple[str, str]:
    first = next((day for told in days(record) if (day := first_day(told))), None)
    return (first.isoformat() if first else "", record.id)


def first_day(told: str) -> date | None:
    """The earliest day that a date can mean; None where it cannot be read."""
    try:
        return dates.parse(told).earliest
    except dates.NotADate:
        return None
