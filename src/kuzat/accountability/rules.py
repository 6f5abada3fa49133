# SPDX-License-Identifier: Apache-2.0
"""The rules by which terms are counted: data of our own words, a rule's versions each with its days.

In: the YAML files of `data/`. Out: rules, what starts them, and the forums they belong to.
What no lawyer has held against the text itself is not `checked`, and says so wherever it is shown.
"""

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from importlib import resources
from typing import TypeVar

from kuzat.accountability.calendar import calendars
from kuzat.errors import Missing, Phrase, Refused
from kuzat.terms.wordlist import Entry, VocabularyBroken, documents, entries, flag, labels, text, texts

RULES, STARTS, FORUMS = "rules.yaml", "starts.yaml", "forums.yaml"
RULE_KEYS = (
    "forum", "definition", "number", "unit", "starts", "moves", "calendar", "whose",
    "from", "to", "checked", "source",
)  # fmt: skip
FORUM_KEYS = ("door", "since", "checked", "source")
DOORS = ("open", "closed", "states")
Choice = TypeVar("Choice", bound=StrEnum)


class RuleMissing(Missing):
    """There is no deadline rule {rule}."""

    code = "rule_missing"
    advice = "kuzat deadlines without a rule lists them all."


class StartMissing(Missing):
    """The rule {rule} is not started by {start}."""

    code = "start_missing"
    advice = "It is started by: {starts}."


class NoRuleThen(Refused):
    """The rule {rule} has no version that was in force on {day}."""

    code = "no_rule_then"
    advice = (
        "Ask a lawyer which law counts for that day; an older or newer rule may be listed under another name."
    )


class Unit(StrEnum):
    """What a term is counted in."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    YEARS = "years"


class Moves(StrEnum):
    """Whether a last day that is not worked moves on to the next one that is."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Whose(StrEnum):
    """Who must act within the term: the other side, or the person and those who act for them."""

    THEIRS = "theirs"
    OURS = "ours"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One version of a rule. It counts for what starts from `since` to `until`, both included.

    `calendar` is a country's code, or None where only Saturdays and Sundays are known to be free.
    """

    id: str
    forum: str
    labels: Mapping[str, str] = field(hash=False)
    definition: str
    number: int
    unit: Unit
    starts: tuple[str, ...]
    moves: Moves
    calendar: str | None
    whose: Whose
    since: date | None
    until: date | None
    checked: bool
    source: str

    def counts_on(self, day: date) -> bool:
        """Whether this version is the one for a term that starts on a day."""
        return self.counts_within(day, day)

    def counts_within(self, first: date, last: date) -> bool:
        """Whether this version is in force on one of some days at least."""
        return (self.since is None or self.since <= last) and (self.until is None or first <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forum:
    """A body before which somebody can be held to account.

    `door` says whether somebody in Kyrgyzstan can go there: `open`, `closed`, or `states` where only
    States can.
    """

    id: str
    labels: Mapping[str, str] = field(hash=False)
    door: str
    since: date | None
    checked: bool
    source: str


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules with their versions, the labels of what starts them, and the forums."""

    rules: tuple[Rule, ...]
    starts: Mapping[str, Mapping[str, str]]
    forums: Mapping[str, Forum]

    def versions(self, id: str) -> tuple[Rule, ...]:
        """All versions of a rule. Raises `RuleMissing`."""
        found = tuple(rule for rule in self.rules if rule.id == id)
        if not found:
            raise RuleMissing(rule=id)
        return found

    def rule(self, id: str, day: date) -> Rule:
        """The version for a term that starts on a day. Raises `RuleMissing` or `NoRuleThen`."""
        for rule in self.versions(id):
            if rule.counts_on(day):
                return rule
        raise NoRuleThen(rule=id, day=day)


@functools.cache
def rule_book() -> RuleBook:
    """The rules of the package. Raises `VocabularyBroken`."""
    folder = resources.files("kuzat.accountability").joinpath("data")
    return read({file: folder.joinpath(file).read_bytes() for file in (RULES, STARTS, FORUMS)})


def read(files: Mapping[str, bytes]) -> RuleBook:
    """The rules in the three files, each reference and each pair of versions checked.

    Raises `VocabularyBroken`.
    """
    (starts_document,) = documents(STARTS, files[STARTS])
    starts = {
        str(entry["id"]): labels(STARTS, entry) for entry in entries(STARTS, starts_document, "starts", ())
    }
    (forums_document,) = documents(FORUMS, files[FORUMS])
    forums = {
        str(entry["id"]): _forum(entry) for entry in entries(FORUMS, forums_document, "forums", FORUM_KEYS)
    }
    (rules_document,) = documents(RULES, files[RULES])
    rules = tuple(_rule(entry) for entry in entries(RULES, rules_document, "rules", RULE_KEYS))
    for place, rule in enumerate(rules):
        if rule.forum not in forums:
            raise _wrong(RULES, rule.id, "forum", forums)
        if not rule.starts or not starts.keys() >= set(rule.starts):
            raise _wrong(RULES, rule.id, "starts", starts)
        if rule.calendar is not None and rule.calendar not in calendars():
            raise _wrong(RULES, rule.id, "calendar", ("weekends", *calendars()))
        earlier = [other for other in rules[:place] if other.id == rule.id]
        if any(other.counts_within(rule.since or date.min, rule.until or date.max) for other in earlier):
            raise VocabularyBroken(file=RULES, where=rule.id, expected=Phrase("versions that do not overlap"))
    return RuleBook(rules, starts, forums)


def _rule(entry: Entry) -> Rule:
    calendar = _text(RULES, entry, "calendar")
    return Rule(
        id=str(entry["id"]),
        forum=_text(RULES, entry, "forum"),
        labels=labels(RULES, entry),
        definition=_text(RULES, entry, "definition"),
        number=_number(entry),
        unit=_choice(entry, "unit", Unit),
        starts=texts(RULES, entry, "starts"),
        moves=_choice(entry, "moves", Moves),
        calendar=None if calendar == "weekends" else calendar,
        whose=_choice(entry, "whose", Whose),
        since=_day(RULES, entry, "from"),
        until=_day(RULES, entry, "to"),
        checked=flag(RULES, entry, "checked"),
        source=_text(RULES, entry, "source"),
    )


def _forum(entry: Entry) -> Forum:
    door = _text(FORUMS, entry, "door")
    if door not in DOORS:
        raise _wrong(FORUMS, str(entry["id"]), "door", DOORS)
    return Forum(
        id=str(entry["id"]),
        labels=labels(FORUMS, entry),
        door=door,
        since=_day(FORUMS, entry, "since"),
        checked=flag(FORUMS, entry, "checked"),
        source=_text(FORUMS, entry, "source"),
    )


def _text(file: str, entry: Entry, key: str) -> str:
    found = text(file, entry, key)
    if found is None:
        raise VocabularyBroken(file=file, where=f"{entry['id']}: {key}", expected=Phrase("text"))
    return found


def _number(entry: Entry) -> int:
    found = _text(RULES, entry, "number")
    if not (found.isascii() and found.isdigit() and int(found) > 0):
        raise VocabularyBroken(file=RULES, where=f"{entry['id']}: number", expected=Phrase("a whole number"))
    return int(found)


def _choice(entry: Entry, key: str, choices: type[Choice]) -> Choice:
    found = _text(RULES, entry, key)
    if found not in {choice.value for choice in choices}:
        raise _wrong(RULES, str(entry["id"]), key, tuple(choices))
    return choices(found)


def _day(file: str, entry: Entry, key: str) -> date | None:
    found = text(file, entry, key)
    try:
        return None if found is None else date.fromisoformat(found)
    except ValueError:
        expected = Phrase("a date such as 15 June 2010, June 2010, summer 2010 or 2010")
        raise VocabularyBroken(file=file, where=f"{entry['id']}: {key}", expected=expected) from None


def _wrong(file: str, id: str, key: str, names: Iterable[str]) -> VocabularyBroken:
    expected = Phrase("one of {names}", names=", ".join(names))
    return VocabularyBroken(file=file, where=f"{id}: {key}", expected=expected)
