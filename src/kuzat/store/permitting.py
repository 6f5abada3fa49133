# SPDX-License-Identifier: Apache-2.0
"""The question that every exit asks: which records and statements may go where somebody wants them?

Protected is a person of whom consent was asked, or who is held back or kept in the identity
compartment; so is what rests on the word of such a person and is not published by itself. Everything
else here rests on what anybody can read.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from kuzat import keys
from kuzat.collection import Decision, Use, allows
from kuzat.errors import NotAllowed, Phrase
from kuzat.records import Said
from kuzat.store.archive import Archive
from kuzat.store.extent import end_of
from kuzat.store.grounds import STATEMENT, Grounds, grounds
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
NAMES = "SELECT id FROM statement WHERE about = ? AND says = 'person.name'"
# What a role must include to let anything out.
EXPORT = "export"
ALLOWED = Decision(allowed=True)
HELD = Phrase("a member holds it back, since it could do harm")
TELLS_WHO = Phrase("it tells who works with the organisation")
UNVOUCHED = Phrase("no member has vouched for it")
GIVEN = Phrase("a partner gave it, and it goes no further without them")
SHORT = 12
Asked = tuple[tuple[int, bytes], int, date]


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
        """The statements that may go out.

        Withdrawals go with what else is left: without them, what was taken back would stand again.
        """
        kept = [one for one in said if one.op == "withdraw" or self.said(one.id, one.about).allowed]
        return kept if any(one.op != "withdraw" for one in kept) else []


def _decided(reason: Phrase | None) -> Decision:
    return ALLOWED if reason is None else Decision(allowed=False, reason=reason)


def today(archive: Archive) -> date:
    """The day by which consents are judged: that of the machine's clock."""
    return date.fromisoformat(archive.clock()[:10])


def gate(archive: Archive, use: Use = INSIDE) -> Gate:
    """What a use may not have today; brought up to date after each entry and each day.

    Consent is today's, also for a record as it stood on another day.
    """
    key = asked(archive)
    found: tuple[Asked, Gate] | None = archive.gates.get(use)
    if found is None or found[0] != key:
        found = archive.gates[use] = (key, _gate(archive, use, today(archive)))
    return found[1]


def asked(archive: Archive) -> Asked:
    """By what one knows that a gate is still right: the end of the log, how much is erased, and the day."""
    return end_of(archive), archive.erasures(), today(archive)


def _gate(archive: Archive, use: Use, day: date) -> Gate:
    known = grounds(archive)
    held = _held(archive, known)
    refused = _refused_persons(known, use, day, held)
    theirs = {}
    if not use.is_inside:
        refused |= dict.fromkeys(sorted(known.kept_inside()), TELLS_WHO)
        refused |= dict.fromkeys(sorted(known.unvouched), UNVOUCHED)
        protected = known.protected()
        refused |= {record: reason for record, reason in held.items() if record not in protected}
        theirs = {id_: (about, GIVEN) for id_, about in known.given().items()}
        refused = dict.fromkeys(sorted(known.given_alone()), GIVEN) | refused
    names = _public_names(archive, known, use, day, refused) if use.level == LEVEL else {}
    if not refused and not theirs and not names:
        return Gate(use=use)
    _spread(known, refused)
    statements = theirs | _resting(known, refused) | names
    partly = dict(statements.values())
    return Gate(
        use=use,
        refused=refused,
        statements={id_: reason for id_, (_, reason) in statements.items()},
        partly=partly,
    )


def _held(archive: Archive, known: Grounds) -> dict[str, Phrase]:
    """Record → which hold on it stands and how it is lifted; who set it is told to nobody here.

    Who does not see all learns no more than that there is one.
    """
    if not keys.sight_of(archive.roles).is_whole:
        return dict.fromkeys(sorted(known.held), HELD)
    return {
        record: _named_hold(record, ", ".join(hold.hex()[:SHORT] for hold in known.held[record]))
        for record in sorted(known.held)
    }


def _named_hold(record: str, called: str) -> Phrase:
    return Phrase(
        "{record} is held back; two members lift it: kuzat hold lift {hold}",
        record=ids.label(record),
        hold=called,
    )


def _refused_persons(known: Grounds, use: Use, day: date, held: Mapping[str, Phrase]) -> dict[str, Phrase]:
    """Protected persons whom consent does not let go there."""
    held = {} if use.is_inside else held
    consents = known.consents_of()
    refused = {}
    for person in sorted(known.protected()):
        decision = allows(use, consents.get(person, ()), day, held=person in held)
        if decision.reason:
            refused[person] = held.get(person, decision.reason)
    return refused


def _public_names(
    archive: Archive, known: Grounds, use: Use, day: date, refused: Mapping[str, Phrase]
) -> dict[bytes, tuple[str, Phrase]]:
    """What names in public who may be told of under a label alone."""
    consents = known.consents_of()
    found: dict[bytes, tuple[str, Phrase]] = {}
    for person in sorted(known.protected() - refused.keys()):
        decision = allows(named(use), consents.get(person, ()), day)
        if decision.reason is not None:
            names = archive.database.rows(NAMES, (person,))
            found |= {bytes(id_): (person, decision.reason) for (id_,) in names}
    return found


def _spread(known: Grounds, refused: dict[str, Phrase]) -> None:
    """Refuse what refused persons told that is not published, and originals that hold what is theirs."""
    for person in [record for record in refused if record in known.told]:
        for information in sorted(known.told[person]):
            refused.setdefault(information, refused[person])
    for record in list(refused):
        for exhibit in known.originals(record):
            refused.setdefault(exhibit, refused[record])


def _resting(known: Grounds, refused: Mapping[str, Phrase]) -> dict[bytes, tuple[str, Phrase]]:
    """Statements that rest on something refused, or on a statement about it, however far removed.

    A sheet that holds somebody's row is no reason to refuse the rows of others. What is sealed counts
    too: others may have been coded from it.
    """
    found = {
        id_: (about, reason) for record, reason in refused.items() for id_, about in known.resting_on(record)
    }
    due = {target: reason for record, reason in refused.items() for target in known.pointed(record)}
    due |= _as_bases(found)
    while due:
        fresh = {
            id_: (about, reason)
            for target, reason in due.items()
            for id_, about in known.resting_on(target)
            if id_ not in found
        }
        found |= fresh
        due = _as_bases(fresh)
    return found


def _as_bases(found: Mapping[bytes, tuple[str, Phrase]]) -> dict[str, Phrase]:
    return {f"{STATEMENT}{id_.hex()}": reason for id_, (_, reason) in found.items()}
