# SPDX-License-Identifier: Apache-2.0
"""What a draft for a body may be made of, and the proofs that go with it.

Never: a value that its use may not have, or a record in which one is only named; a name of whom consent lets
be told of under a label alone; a draft of a claim if nobody whose it is consented to that use. That something
was left out is told to the member and not in the draft.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from json import dumps

from kuzat import keys
from kuzat.accountability import Case
from kuzat.collection import Use, allows
from kuzat.errors import NotAllowed, Phrase
from kuzat.records import Record, Said, Standing
from kuzat.reporting import SEALED, Dossier
from kuzat.store import resting, schema
from kuzat.store.access import (
    NoSuchRecord,
    Reader,
    access_record,
    access_related,
    access_sealed,
    entries_of,
    sees_all,
)
from kuzat.store.archive import Archive
from kuzat.store.claiming import UNTOLD, access_claim
from kuzat.store.grounds import grounds
from kuzat.store.identity import access_identity, admitted
from kuzat.store.permitting import EXPORT, Gate, gate, named, today
from kuzat.store.proving import access_proof
from kuzat.terms import ids

NAME, HIDDEN_NAME = "person.name", "person.identity_name"
CLAIM_PERSON, VICTIM, COPY = "claim.person", "act.victim", "information.copy_of"
DONE, ORIGINAL = "involvement.act", "information.exhibit"
STATEMENT = "stm-"
# In whom a record of one of these kinds names somebody.
NAMING = {
    "claim": ("claim.person", "claim.against"),
    "act": ("act.victim",),
    "involvement": ("involvement.perpetrator",),
    "intervention": ("intervention.party",),
    "step": ("step.person",),
    "obligation": ("obligation.by",),
    "assessment": ("assessment.party",),
}
ALONE = Phrase("it was done to nobody who may be told of there")
# Recommendations, promises and requests about a claim or one of some events, and how each was judged.
TIES = ("recommendation.claim", "recommendation.event")
RECOMMENDED = (
    "SELECT record FROM facet WHERE (says = 'recommendation.claim' AND value = ?1)"
    " OR (says = 'recommendation.event' AND value IN (SELECT value FROM json_each(?2)))"
)
JUDGED = "SELECT id FROM assessment WHERE recommendation IN (SELECT value FROM json_each(?)) ORDER BY id"
LOG_OF = f"SELECT l.id FROM statement s JOIN log l ON l.key = s.log WHERE {schema.BY_ID}"  # noqa: S608


class NotForThisBody(NotAllowed):
    """This may not be told there: {records}: {reason}."""

    code = "not_for_this_body"
    advice = "Ask for consent to put it before a body, then draft it. Nothing was written."


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """A dossier, and the records that were left out of it as a whole, with the reason for each.

    ``opened`` are the persons whose sealed names are in it.
    """

    dossier: Dossier
    opened: tuple[str, ...] = ()
    withheld: Mapping[str, Phrase] = field(default_factory=dict)


def access_dossier(
    archive: Archive,
    reader: Reader,
    claim: str,
    use: Use,
    *,
    entries: int | None = None,
    reason: str | None = None,
) -> Gathered:
    """A claim and what belongs to it, as far as a use may have it, as of ``entries``, by default now.

    What belongs to the claim is found by what is said now. With a ``reason`` the sealed names of its persons
    are opened, which is written down first. Raises `NoSuchRecord`, `NotForThisBody`, or what
    `access_identity` raises.
    """
    keys.check_may(archive.roles, EXPORT)
    now = entries_of(archive, reader)
    at = now if entries is None else min(entries, now)
    erasures = archive.erasures()
    found = _Found(archive, reader, gate(archive, use), gate(archive, named(use)), at)
    record = _gather(found, access_claim(archive, reader, claim), claim)
    whole = sees_all(archive, reader)
    names = {one.id: name for one in found.taken.values() if (name := _public_name(one))}
    opened = _opened(found, record, reason) if reason is not None else {}
    dossier = Dossier(
        claim=record,
        records=found.taken,
        day=today(archive),
        names=names | opened,
        roots=found.roots,
        silent=frozenset(found.silent),
        consented=_consented(archive, record, use),
        entry=at if whole else None,
        erasures=erasures if whole else None,
    )
    return Gathered(dossier=dossier, opened=tuple(opened), withheld=found.withheld)


def _gather(found: "_Found", case: Case, claim: str) -> Record:
    """Take what belongs to a claim, whom it names and on which sources it rests; the claim itself."""
    found.check(claim)
    record = found.record(claim)
    found.take(row["id"] for row in (*case.proceedings, *case.steps, *case.decisions))
    for row, owed in case.obligations:
        found.take((row["id"], *(one["id"] for one in owed.assessments)))
    for event in case.events:
        found.take((event, *_around(found.archive, found.reader, event)))
    found.take(_recommended(found, claim, case.events))
    found.leave_alone()
    found.take(list(found.persons()))
    while fresh := found.sources() - found.taken.keys() - found.withheld.keys() - found.gone:
        found.take(sorted(fresh))
    found.take([value.text for one in found.taken.values() for value in one.all(ORIGINAL)])
    return record


def _consented(archive: Archive, claim: Record, use: Use) -> frozenset[str]:
    """The persons of a claim of whom a consent covers this use."""
    consents, day = grounds(archive).consents_of(), today(archive)
    persons = (value.text for value in claim.all(CLAIM_PERSON))
    return frozenset(one for one in persons if allows(use, consents.get(one, ()), day).allowed)


def access_dossier_proofs(
    archive: Archive, reader: Reader, statements: Sequence[bytes], use: Use
) -> tuple[bytes, ...]:
    """A proof file of these statements for each log they stand in. Raises what `access_proof` raises."""
    by_log: dict[str, list[str]] = defaultdict(list)
    for id_ in statements:
        row = archive.database.row(LOG_OF, (id_, id_))
        by_log[row[0] if row else ""].append(id_.hex())
    return tuple(access_proof(archive, reader, by_log[log], use=use) for log in sorted(by_log))


@dataclass(slots=True)
class _Found:
    """The records that were taken so far, and those that may not go there."""

    archive: Archive
    reader: Reader
    open_to: Gate
    named: Gate
    entries: int
    taken: dict[str, Record] = field(default_factory=dict)
    withheld: dict[str, Phrase] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    roots: dict[str, str] = field(default_factory=dict)
    silent: set[tuple[str, str]] = field(default_factory=set)

    def check(self, claim: str) -> None:
        """Raise `NotForThisBody` where a claim may not go there, or nobody whose it is."""
        seen = access_record(self.archive, self.reader, claim, entries=self.entries)
        persons = dict.fromkeys(value.text for value in seen.all(CLAIM_PERSON))
        for of in ((claim,), tuple(persons)):
            refused = [(one, told.reason) for one in of if not (told := self.open_to.record(one)).allowed]
            if refused and len(refused) == len(of):
                labels = ", ".join(ids.label(one) for one, _ in refused)
                raise NotForThisBody(records=labels, reason=refused[0][1])

    def record(self, id_: str) -> Record:
        """A record folded anew from what the use may have of it, so that nothing shows what is missing.

        Who may not be told of there is not named by a value either.
        """
        seen = access_record(self.archive, self.reader, id_, entries=self.entries)
        shown = {value.said.id for of in seen.values.values() for value in of}
        shown |= {said.id for said in seen.judgements}
        said = [one for one in self.archive.projections.said(id_) if one.id in shown]
        allowed = [one for one in self.open_to.left(said) if self._may_name(one)]
        self.silent |= {(id_, one.says) for one in said} - {(id_, one.says) for one in allowed}
        if access_sealed(self.archive, self.reader, id_, entries=self.entries):
            self.silent.add((id_, SEALED))
        self.taken[id_] = self.archive.projections.folded(id_, allowed)
        return self.taken[id_]

    def _may_name(self, said: Said) -> bool:
        told = self.open_to.record(said.value) if said.type == "record" else None
        if told and told.reason is not None:
            self.withheld[said.value] = told.reason
        return told is None or told.allowed

    def take(self, wanted: Iterable[str]) -> None:
        """Take records that may go there; of one that does not stand yet there is nothing to take."""
        for id_ in wanted:
            told = self.open_to.record(id_)
            if not told.allowed and told.reason is not None:
                self.withheld[id_] = told.reason
            elif id_ not in self.taken:
                try:
                    self.record(id_)
                except NoSuchRecord:
                    self.gone.add(id_)

    def leave_alone(self) -> None:
        """Leave out acts of which nobody may be named to whom they were done, and who did them."""
        for id_ in [one for one in self.taken if ids.kind_of(one) == "act"]:
            if not self.taken[id_].all(VICTIM) and self._had_victims(id_):
                del self.taken[id_]
                self.withheld[id_] = ALONE
        for id_, record in list(self.taken.items()):
            if any(value.text in self.withheld for value in record.all(DONE)):
                del self.taken[id_]
                self.withheld[id_] = ALONE

    def _had_victims(self, act: str) -> bool:
        return bool(access_record(self.archive, self.reader, act, entries=self.entries).all(VICTIM))

    def persons(self) -> Iterator[str]:
        """The persons and bodies whom the records name."""
        for record in self.taken.values():
            for says in NAMING.get(ids.kind_of(record.id), ()):
                yield from (value.text for value in record.all(says))

    def sources(self) -> set[str]:
        """The informations on which values rest, also by a text made from another, and what they copy."""
        bases = {
            value.said.basis or ""
            for one in self.taken.values()
            for of in one.values.values()
            for value in of
        }
        for basis in bases:
            if basis.startswith(STATEMENT) and basis not in self.roots:
                self.roots[basis] = self.archive.root_of(basis)
        named = {basis.split("#", 1)[0] for basis in (*bases, *self.roots.values())}
        named |= {value.text for one in self.taken.values() for value in one.all(COPY)}
        return {one for one in named if ids.is_record(one) and ids.kind_of(one) == "information"}


def _recommended(found: "_Found", claim: str, events: Sequence[str]) -> list[str]:
    """What is tied to a claim or its events by what may be told there, with how it was judged."""
    archive, about, asked = found.archive, {claim, *events}, set[str]()
    for (id_,) in archive.database.rows(RECOMMENDED, (claim, dumps(list(events)))):
        record = archive.projections.folded(id_, found.open_to.left(archive.projections.said(id_)))
        if any(value.text in about for says in TIES for value in record.all(says)):
            asked.add(id_)
    judged = archive.database.rows(JUDGED, (dumps(sorted(asked)),))
    return [*sorted(asked), *(str(id_) for (id_,) in judged)]


def _around(archive: Archive, reader: Reader, event: str) -> Iterator[str]:
    for rows in access_related(archive, reader, event).values():
        yield from (row["id"] for row in rows)


def _public_name(record: Record) -> str:
    found = record.one(NAME) if ids.kind_of(record.id) == "person" else None
    return found.text if found and found.standing not in (Standing.SET_ASIDE, Standing.DISPUTED) else ""


def _opened(found: _Found, claim: Record, reason: str) -> dict[str, str]:
    """Person → the sealed name, if all of them allowed that they are named there."""
    names: dict[str, str] = {}
    persons = tuple(dict.fromkeys(value.text for value in claim.all(CLAIM_PERSON)))
    for person in persons:
        told = found.named.record(person)
        if not told.allowed:
            raise NotForThisBody(records=ids.label(person), reason=told.reason)
    for person in persons:
        record = access_identity(found.archive, found.reader, person, reason).record
        if name := _sealed_name(found, record):
            names[person] = name
    return names


def _sealed_name(found: _Found, record: Record) -> str:
    """The first sealed name that nobody doubts and that may go there, whoever told it."""
    compartment = admitted(found.archive, found.reader)
    for value in record.all(HIDDEN_NAME):
        told = compartment.statement(value.said.id)
        if told and value.standing not in UNTOLD and resting.opened(found.archive, found.named, told).allowed:
            return value.text
    return ""
