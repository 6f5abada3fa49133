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
from kuzat.accountability.forums import FORUMS, Forum, day_of, needed, read_forums, version
from kuzat.errors import Missing, Phrase, Refused
from kuzat.terms.wordlist import Entry, VocabularyBroken, documents, entries, flag, labels, texts

RULES, STARTS = "rules.yaml", "starts.yaml"
RULE_KEYS = (
    "forum", "definition", "number", "unit", "starts", "moves", "calendar", "whose",
    "from", "to", "checked", "source",
)  # fmt: skip
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


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules with their versions, the labels of what starts them, and the bodies in theirs."""

    rules: tuple[Rule, ...]
    starts: Mapping[str, Mapping[str, str]]
    bodies: tuple[Forum, ...]
    _versions: Mapping[str, tuple[Rule, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        found: dict[str, tuple[Rule, ...]] = {}
        for rule in self.rules:
            found[rule.id] = (*found.get(rule.id, ()), rule)
        object.__setattr__(self, "_versions", found)

    @property
    def forums(self) -> Mapping[str, Forum]:
        """The bodies by their ids, each in its newest version."""
        return {forum.id: forum for forum in self.bodies}

    def forum(self, id: str, day: date) -> Forum:
        """A body as it was on a day, else as it is now. Raises `ForumMissing`."""
        return version(self.bodies, id, day)

    def versions(self, id: str) -> tuple[Rule, ...]:
        """All versions of a rule. Raises `RuleMissing`."""
        if id not in self._versions:
            raise RuleMissing(rule=id)
        return self._versions[id]

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
    bodies = read_forums(files[FORUMS])
    forums = {forum.id for forum in bodies}
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
    return RuleBook(rules, starts, bodies)


def _rule(entry: Entry) -> Rule:
    calendar = needed(RULES, entry, "calendar")
    return Rule(
        id=str(entry["id"]),
        forum=needed(RULES, entry, "forum"),
        labels=labels(RULES, entry),
        definition=needed(RULES, entry, "definition"),
        number=_number(entry),
        unit=_choice(entry, "unit", Unit),
        starts=texts(RULES, entry, "starts"),
        moves=_choice(entry, "moves", Moves),
        calendar=None if calendar == "weekends" else calendar,
        whose=_choice(entry, "whose", Whose),
        since=day_of(RULES, entry, "from"),
        until=day_of(RULES, entry, "to"),
        checked=flag(RULES, entry, "checked"),
        source=needed(RULES, entry, "source"),
    )


def _number(entry: Entry) -> int:
    found = needed(RULES, entry, "number")
    if not (found.isascii() and found.isdigit() and int(found) > 0):
        raise VocabularyBroken(file=RULES, where=f"{entry['id']}: number", expected=Phrase("a whole number"))
    return int(found)


def _choice(entry: Entry, key: str, choices: type[Choice]) -> Choice:
    found = needed(RULES, entry, key)
    if found not in {choice.value for choice in choices}:
        raise _wrong(RULES, str(entry["id"]), key, tuple(choices))
    return choices(found)


def _wrong(file: str, id: str, key: str, names: Iterable[str]) -> VocabularyBroken:
    expected = Phrase("one of {names}", names=", ".join(names))
    return VocabularyBroken(file=file, where=f"{id}: {key}", expected=expected)
