# SPDX-License-Identifier: Apache-2.0
"""Bodies before which somebody can be held to account, as data of our own words, each in its versions.

What no lawyer has held against the text itself is not `checked`, and says so wherever it is shown.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kuzat.errors import Missing, Phrase
from kuzat.terms.wordlist import Entry, VocabularyBroken, documents, entries, flag, labels, text, texts

FORUMS = "forums.yaml"
DOORS = ("open", "closed", "states")
LEVELS = ("domestic", "regional", "universal", "foreign")
FIRST = ("yes", "no", "unknown")
WORDS = ("may_file", "accepted", "admissibility", "output", "languages")
FORUM_KEYS = ("door", "since", "until", "level", "first", "alone", "matters", "checked", "source", *WORDS)


class ForumMissing(Missing):
    """There is no body {forum} in the list."""

    code = "forum_missing"
    advice = "kuzat forums lists them all."


@dataclass(frozen=True, slots=True, kw_only=True)
class Forum:
    """One version of a body: what somebody in Kyrgyzstan finds there from `since` to `until`, both included.

    `door` is `open`, `closed`, or `states` where only States can go there. `first` tells whether remedies at
    home must be used up, `alone` that no other international procedure may run. `matters` are terms
    of acts that it is for, all where there are none. `words` are English: who may file, what was accepted,
    conditions, what comes out, where and in which languages.
    """

    id: str
    labels: Mapping[str, str] = field(hash=False)
    door: str
    since: date | None
    until: date | None
    level: str
    first: str
    alone: bool
    matters: tuple[str, ...]
    words: Mapping[str, str] = field(hash=False)
    checked: bool
    source: str

    def counts_on(self, day: date) -> bool:
        """Whether this version is the one of a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


def version(forums: Iterable[Forum], id: str, day: date) -> Forum:
    """The version of a body on a day, else its newest. Raises `ForumMissing`."""
    versions = [forum for forum in forums if forum.id == id]
    if not versions:
        raise ForumMissing(forum=id)
    return next((forum for forum in versions if forum.counts_on(day)), versions[-1])


def read_forums(content: bytes) -> tuple[Forum, ...]:
    """The bodies of a file, the versions of each in its order. Raises `VocabularyBroken`."""
    (document,) = documents(FORUMS, content)
    return tuple(_forums(entries(FORUMS, document, "forums", FORUM_KEYS)))


def _forums(found: Iterable[Entry]) -> Iterator[Forum]:
    until: dict[str, date | None] = {}
    for entry in found:
        forum = _forum(entry)
        if forum.id in until and not _follows(until[forum.id], forum.since):
            raise VocabularyBroken(
                file=FORUMS, where=forum.id, expected=Phrase("versions that do not overlap")
            )
        until[forum.id] = forum.until
        yield forum


def _follows(until: date | None, since: date | None) -> bool:
    return until is not None and since is not None and until < since


def _forum(entry: Entry) -> Forum:
    return Forum(
        id=str(entry["id"]),
        labels=labels(FORUMS, entry),
        door=_one_of(entry, "door", DOORS),
        since=day_of(FORUMS, entry, "since"),
        until=day_of(FORUMS, entry, "until"),
        level=_one_of(entry, "level", LEVELS),
        first=_one_of(entry, "first", FIRST),
        alone=flag(FORUMS, entry, "alone"),
        matters=texts(FORUMS, entry, "matters"),
        words={key: told for key in WORDS if (told := text(FORUMS, entry, key)) is not None},
        checked=flag(FORUMS, entry, "checked"),
        source=needed(FORUMS, entry, "source"),
    )


def _one_of(entry: Entry, key: str, names: Sequence[str]) -> str:
    found = needed(FORUMS, entry, key)
    if found not in names:
        expected = Phrase("one of {names}", names=", ".join(names))
        raise VocabularyBroken(file=FORUMS, where=f"{entry['id']}: {key}", expected=expected)
    return found


def needed(file: str, entry: Entry, key: str) -> str:
    """The text under a key that must be there. Raises `VocabularyBroken`."""
    found = text(file, entry, key)
    if found is None:
        raise VocabularyBroken(file=file, where=f"{entry['id']}: {key}", expected=Phrase("text"))
    return found


def day_of(file: str, entry: Entry, key: str) -> date | None:
    """The day under a key; None where there is none. Raises `VocabularyBroken`."""
    found = text(file, entry, key)
    try:
        return None if found is None else date.fromisoformat(found)
    except ValueError:
        expected = Phrase("a date such as 15 June 2010, June 2010, summer 2010 or 2010")
        raise VocabularyBroken(file=file, where=f"{entry['id']}: {key}", expected=expected) from None
