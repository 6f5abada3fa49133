# SPDX-License-Identifier: Apache-2.0
"""What a person allows, and the one question that every exit asks: may this go there, today?

Nothing is allowed that nobody allowed. Consent is for a purpose, an audience and a level of
identification, until a day, until it is withdrawn; a hold that a member set stands above every consent.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from kuzat.errors import Phrase
from kuzat.records import Record, Said, Standing
from kuzat.terms import dates

CONTACT = "purpose.contact"
LEVELS = ("identification.aggregate", "identification.pseudonym", "identification.named")
INSIDE = "audience.organisation"
HOLD, HOLD_LIFTED = "any.hold", "any.hold_lifted"
LIFTERS = 2
DOUBTFUL = (Standing.DISPUTED, Standing.SET_ASIDE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What somebody is about to do: for which purpose, for whom, how far persons can be recognised."""

    purpose: str
    audience: str
    level: str = LEVELS[-1]

    @property
    def is_inside(self) -> bool:
        """Whether it stays with the members who keep the archive."""
        return self.audience == INSIDE


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Whether something may go out, and if not, why not."""

    allowed: bool
    reason: Phrase | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What one person allowed on one occasion."""

    record: str
    persons: frozenset[str]
    purposes: frozenset[str]
    audiences: frozenset[str]
    level: str | None
    given: str | None
    until: str | None
    withdrawn: bool
    exhibits: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback:
    """A safe way to come back to a person; each part as the person said it, and never in the open.

    ``other`` is what may be said if somebody else answers.
    """

    way: str
    hours: str = ""
    language: str = ""
    other: str = ""

    def told(self) -> Iterator[tuple[str, str]]:
        """What it says of the consent: property and text."""
        parts = (self.way, self.hours, self.language, self.other)
        yield from ((says, text) for says, text in zip(CALLBACK, parts, strict=True) if text)


YES = Decision(allowed=True)
CALLBACK = (
    "consent.callback",
    "consent.callback_hours",
    "consent.callback_language",
    "consent.callback_other",
)


def consent_of(record: Record) -> Consent:
    """A consent as its record tells it; where accounts of one part differ, it allows the least.

    What is disputed or set aside allows nothing, and still forbids.
    """
    return Consent(
        record=record.id,
        persons=_all(record, "person"),
        purposes=_undisputed(record, "purpose"),
        audiences=_undisputed(record, "audience"),
        level=min(_all(record, "identification"), key=_rank, default=None),
        given=_only(record, "given"),
        until=_only(record, "until"),
        withdrawn=bool(record.all("consent.withdrawn")),
        exhibits=_all(record, "exhibit"),
    )


def _all(record: Record, name: str) -> frozenset[str]:
    return frozenset(value.text for value in record.all(f"consent.{name}"))


def _undisputed(record: Record, name: str) -> frozenset[str]:
    told = record.all(f"consent.{name}")
    return frozenset(value.text for value in told if value.standing not in DOUBTFUL)


def _only(record: Record, name: str) -> str | None:
    """The value where accounts agree; an empty text, which allows nothing, where they differ."""
    found = _all(record, name)
    return next(iter(found)) if len(found) == 1 else ("" if found else None)


def _rank(level: str) -> int:
    return LEVELS.index(level) if level in LEVELS else -1


def allows(use: Use, consents: Iterable[Consent], today: date, *, held: bool = False) -> Decision:
    """Whether one person's consents and holds allow a use on a day.

    Inside the organisation, what was told is at work until consent is withdrawn or over; whatever
    leaves it needs a consent that names purpose, audience and level, and no hold.
    """
    told = list(consents)
    valid = [one for one in told if _is_sound(one) and _is_on(one, today)]
    if use.is_inside:
        if told and not valid:
            return _no(Phrase("the consent is withdrawn or its time is over"))
        return YES
    if held:
        return _no(Phrase("a member holds it back, since it could do harm"))
    if not told:
        return _no(Phrase("nobody has consented to anything"))
    if not valid:
        return _no(Phrase("the consent is withdrawn or its time is over"))
    if not any(_covers(consent, use) for consent in valid):
        return _no(Phrase("no consent covers this purpose, audience and level"))
    return YES


def _no(reason: Phrase) -> Decision:
    return Decision(allowed=False, reason=reason)


def _is_sound(consent: Consent) -> bool:
    return not consent.withdrawn and len(consent.persons) == 1


def _is_on(consent: Consent, today: date) -> bool:
    """Whether a day lies surely between the beginning and the end of a consent."""
    return _surely(consent.given, today, first=True) and _surely(consent.until, today, first=False)


def _surely(told: str | None, today: date, *, first: bool) -> bool:
    """An end that nobody told is none; one that cannot be read, or may have come, has come."""
    if told is None:
        return True
    try:
        span = dates.parse(told)
    except dates.NotADate:
        return False
    if first:
        return span.latest is not None and span.latest <= today
    return span.earliest is not None and today <= span.earliest


def _covers(consent: Consent, use: Use) -> bool:
    return (
        use.purpose in consent.purposes
        and use.audience in consent.audiences
        and consent.level is not None
        and _rank(consent.level) >= _rank(use.level) >= 0
    )


def may_be_called(consent: Consent, today: date) -> bool:
    """Whether a person allowed the organisation to come back to them, and still does."""
    return _is_sound(consent) and _is_on(consent, today) and CONTACT in consent.purposes


def is_held(said: Iterable[Said]) -> bool:
    """Whether a hold on a record stands: any member sets one, two members together lift it.

    Who set a hold cannot lift it alone, and a hold is not taken back like another statement.
    """
    return bool(holds(said))


def holds(said: Iterable[Said]) -> tuple[tuple[Said, frozenset[str]], ...]:
    """The holds on a record that stand, each with the members who said that it is no longer needed."""
    told = list(said)
    lifted: dict[str, set[str]] = {}
    for one in told:
        if one.says == HOLD_LIFTED and one.op == "set":
            lifted.setdefault(one.value, set()).add(one.by)
    every = (
        (one, frozenset(lifted.get(one.id.hex(), ())))
        for one in told
        if one.says == HOLD and one.op == "set"
    )
    return tuple((hold, by) for hold, by in every if len(by) < LIFTERS)
