# SPDX-License-Identifier: Apache-2.0
"""The question that every exit asks: which records and statements may go where somebody wants them?

Protected is a person of whom consent was asked, or who is held back or kept in the identity
compartment; so is what rests on the word of such a person and is not published by itself. Everything
else here rests on what anybody can read.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from kuzat import keys
from kuzat.collection import Consent, Decision, Use, allows, consent_of, holds
from kuzat.errors import NotAllowed, Phrase
from kuzat.records import Said, fold
from kuzat.store.archive import Archive
from kuzat.store.peers import partner_logs
from kuzat.terms import ids

INSIDE = Use(purpose="purpose.record", audience="audience.organisation")
LEVEL = "identification.pseudonym"
# For whom something leaves the archive; what is asked for nobody is allowed by no consent.
USES = {
    "share": Use(purpose="purpose.share", audience="audience.partner", level=LEVEL),
    "submit": Use(purpose="purpose.submit", audience="audience.authority", level=LEVEL),
    "publish": Use(purpose="purpose.publish", audience="audience.public", level=LEVEL),
}
UNNAMED = Use(purpose="", audience="", level=LEVEL)
# What a role must include to let anything out.
EXPORT = "export"
KEPT_INSIDE = ("consent", "disclosure")
KEPT = (
    "SELECT id FROM record WHERE kind IN (?, ?)"
    " UNION SELECT about FROM statement WHERE about BETWEEN 'log-' AND 'log-g'"
)
UNVOUCHED = "SELECT id FROM information WHERE intake IS NOT NULL AND intake <> 'intake.taken_up'"
ALLOWED = Decision(allowed=True)
HELD = Phrase("a member holds it back, since it could do harm")
SHORT = 12
OF_LOG = (
    "SELECT id, about FROM statement WHERE log = ?"
    " UNION ALL SELECT statement, about FROM sealed WHERE log = ?"
)
SAID_BY_OTHERS = (
    "SELECT 1 FROM statement WHERE about = ?1 AND log NOT IN ({logs})"
    " UNION ALL SELECT 1 FROM sealed WHERE about = ?1 AND log NOT IN ({logs}) LIMIT 1"
)
ABOUT = "SELECT id FROM statement WHERE about = ?1 UNION ALL SELECT statement FROM sealed WHERE about = ?1"
OF_STATEMENTS = "SELECT id, about, basis FROM statement WHERE basis IS NOT NULL AND value IS NOT NULL"


def named(use: Use) -> Use:
    """The same use of what identifies people."""
    return replace(use, level="identification.named")


class Withheld(NotAllowed):
    """This may not go out: {reason}."""

    code = "withheld"
    advice = "Ask the person for consent first, or leave it out. Nothing was written."


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What one use may not have: records as a whole, and single statements by what they rest on.

    ``partly`` are records of which some statement is among these.
    """

    use: Use
    refused: Mapping[str, Phrase] = field(default_factory=dict)
    statements: Mapping[bytes, Phrase] = field(default_factory=dict)
    partly: Mapping[str, Phrase] = field(default_factory=dict)

    def record(self, record: str) -> Decision:
        """Whether a record as a whole may go out."""
        return _decided(self.refused.get(record))

    def row(self, record: str) -> Decision:
        """Whether everything that is said of a record may go out, as in a row of a sheet."""
        return _decided(self.refused.get(record) or self.partly.get(record))

    def said(self, id_: bytes, about: str) -> Decision:
        """Whether one statement may go out."""
        return _decided(self.refused.get(about) or self.statements.get(id_))

    def check(self, *decisions: Decision) -> None:
        """Raise `Withheld` for the first that is not allowed."""
        for decision in decisions:
            if not decision.allowed:
                raise Withheld(reason=decision.reason)

    def left(self, said: Iterable[Said]) -> list[Said]:
        """The statements that may go out."""
        return [one for one in said if self.said(one.id, one.about).allowed]


def _decided(reason: Phrase | None) -> Decision:
    return ALLOWED if reason is None else Decision(allowed=False, reason=reason)


def today(archive: Archive) -> date:
    """The day by which consents are judged: that of the machine's clock."""
    return date.fromisoformat(archive.clock()[:10])


def gate(archive: Archive, use: Use = INSIDE) -> Gate:
    """What a use may not have today; worked out anew after each entry and each day.

    Consent is today's, also for a record as it stood on another day.
    """
    day = today(archive)
    key = (use, archive.size(), archive.erasures(), day)
    found = archive.gates.get(use)
    if found is None or found[0] != key:
        found = archive.gates[use] = (key, _gate(archive, use, day))
    return found[1]


def _gate(archive: Archive, use: Use, day: date) -> Gate:
    consents, held = _consents(archive), _held(archive)
    protected = {person for one in consents for person in one.persons}
    protected |= {record for record in held if record.startswith("per-")} | _sealed(archive)
    held = {} if use.is_inside else held
    refused: dict[str, Phrase] = {}
    for person in sorted(protected):
        its = [one for one in consents if person in one.persons]
        decision = allows(use, its, day, held=person in held)
        if decision.reason:
            refused[person] = held.get(person, decision.reason)
    if not use.is_inside:
        refused |= _kept_inside(archive, consents) | _unvouched(archive)
        refused |= {record: reason for record, reason in held.items() if record not in protected}
    theirs = {} if use.is_inside else _given_by_partners(archive)
    if not refused and not theirs:
        return Gate(use=use)
    refused |= _theirs_alone(archive, dict(theirs.values()), refused)
    _spread(archive, refused)
    statements = theirs | _resting(archive, refused)
    partly = dict(statements.values())
    return Gate(
        use=use,
        refused=refused,
        statements={id_: reason for id_, (_, reason) in statements.items()},
        partly=partly,
    )


def _consents(archive: Archive) -> list[Consent]:
    many = archive.projections.is_many
    return [
        consent_of(fold(record, archive.projections.said(record), many))
        for (record,) in archive.database.rows("SELECT id FROM consent ORDER BY id")
    ]


def _held(archive: Archive) -> dict[str, Phrase]:
    """Record → which hold on it stands and how it is lifted; who set it is told to nobody here.

    Who does not see all learns no more than that there is one.
    """
    is_told = keys.sight_of(archive.roles).is_whole
    rows = archive.database.rows("SELECT DISTINCT about FROM statement WHERE says = 'any.hold'")
    found = {}
    for (about,) in rows:
        if standing := holds(archive.projections.said(about)):
            called = ", ".join(hold.id.hex()[:SHORT] for hold, _ in standing)
            found[about] = _named_hold(about, called) if is_told else HELD
    return found


def _named_hold(record: str, called: str) -> Phrase:
    return Phrase(
        "{record} is held back; two members lift it: kuzat hold lift {hold}",
        record=ids.label(record),
        hold=called,
    )


def _sealed(archive: Archive) -> set[str]:
    """Persons of whom something lies in the identity compartment."""
    rows = archive.database.rows("SELECT DISTINCT about FROM sealed WHERE about LIKE 'per-%'")
    return {str(about) for (about,) in rows}


def _kept_inside(archive: Archive, consents: list[Consent]) -> dict[str, Phrase]:
    """Consents with papers and recordings, what was handed out, and partners: nobody else's matter."""
    reason = Phrase("it tells who works with the organisation")
    rows = archive.database.rows(KEPT, KEPT_INSIDE)
    papers = (exhibit for one in consents for exhibit in one.exhibits)
    return dict.fromkeys([*(str(id_) for (id_,) in rows), *papers], reason)


def _unvouched(archive: Archive) -> dict[str, Phrase]:
    """What came in by a form and nobody has vouched for: what it is, nobody outside need know."""
    reason = Phrase("no member has vouched for it")
    return {str(id_): reason for (id_,) in archive.database.rows(UNVOUCHED)}


def _given_by_partners(archive: Archive) -> dict[bytes, tuple[str, Phrase]]:
    """What only stands in the log of a partner: it was given to us, and to nobody else through us."""
    reason = Phrase("a partner gave it, and it goes no further without them")
    return {
        bytes(id_): (about, reason)
        for log in partner_logs(archive)
        for id_, about in archive.database.rows(OF_LOG, (log, log))
    }


def _theirs_alone(
    archive: Archive, given: Mapping[str, Phrase], refused: Mapping[str, Phrase]
) -> dict[str, Phrase]:
    """The records among those that partners speak of of which nobody else says anything."""
    logs = ", ".join(map(str, partner_logs(archive)))
    query = SAID_BY_OTHERS.format(logs=logs)
    return {
        about: reason
        for about, reason in given.items()
        if about not in refused and archive.database.row(query, (about,)) is None
    }


def _spread(archive: Archive, refused: dict[str, Phrase]) -> None:
    """Refuse what refused persons told that is not published, and originals that hold what is theirs."""
    raw: Any = archive.database
    for person in [record for record in refused if record.startswith("per-")]:
        told = raw.rows("SELECT id FROM information WHERE source = ? AND url IS NULL", (person,))
        for (information,) in told:
            refused.setdefault(information, refused[person])
    for record in list(refused):
        taken = raw.rows("SELECT basis FROM statement WHERE about = ? AND basis LIKE 'exh-%'", (record,))
        for (basis,) in taken:
            exhibit = basis.split("#", 1)[0]
            public = raw.row("SELECT 1 FROM exhibit WHERE id = ? AND public IS NOT NULL", (exhibit,))
            if public is None:
                refused.setdefault(exhibit, refused[record])


def _resting(archive: Archive, refused: Mapping[str, Phrase]) -> dict[bytes, tuple[str, Phrase]]:
    """Statements that rest on something refused, or on a statement about it, however far removed."""
    rows = [(bytes(i), a, b.split("#", 1)[0]) for i, a, b in archive.database.rows(OF_STATEMENTS)]
    found: dict[bytes, tuple[str, Phrase]] = {}
    for id_, about, basis in rows:
        # A sheet that holds somebody's row is no reason to refuse the rows of others.
        if basis in refused and not basis.startswith("exh-"):
            found[id_] = (about, refused[basis])
    ids_of_refused = _statements_about(archive, refused)
    while True:
        fresh = {
            id_: (about, reason)
            for id_, about, basis in rows
            if id_ not in found and basis.startswith("stm-")
            and (reason := _reason(bytes.fromhex(basis[4:]), found, ids_of_refused))
        }
        if not fresh:
            return found
        found |= fresh


def _statements_about(archive: Archive, refused: Mapping[str, Phrase]) -> dict[bytes, Phrase]:
    """What is said of refused records, also what is sealed: others may have been coded from it."""
    return {
        bytes(id_): reason
        for record, reason in refused.items()
        for (id_,) in archive.database.rows(ABOUT, (record,))
    }


def _reason(
    id_: bytes, found: Mapping[bytes, tuple[str, Phrase]], about: Mapping[bytes, Phrase]
) -> Phrase | None:
    return found[id_][1] if id_ in found else about.get(id_)
