# SPDX-License-Identifier: Apache-2.0
"""What can be drafted, as data: for which body, of which parts, what it needs, and how long it may be.

In: four files of our own words. Out: kinds of drafts, and the words of each part, need and sentence.
"""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources

from kuzat.errors import Missing, Phrase, Refused
from kuzat.terms.wordlist import Entry, VocabularyBroken, documents, entries, flag, labels, text, texts

DRAFTS, PARTS, NEEDS, WORDS = "drafts.yaml", "parts.yaml", "needs.yaml", "words.yaml"
KEYS = (
    "forum",
    "use",
    "languages",
    "parts",
    "needs",
    "warns",
    "alone",
    "joint",
    "instead",
    "anyway",
    "checked",
    "source",
)
Labels = Mapping[str, str]


class NoSuchDraft(Missing):
    """There is no draft {draft}."""

    code = "no_such_draft"
    advice = "kuzat draft --list names them all."


class LanguageNotTaken(Refused):
    """This draft is written in {languages}."""

    code = "language_not_taken"
    advice = "Choose one of these languages."


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of draft.

    ``use`` is for what people must have consented. ``alone`` and ``joint`` are the most words of one sender
    and of several together; None where no limit is known. ``instead`` is what to draft where the door
    is closed, ``warns`` what to think of before it is sent.
    """

    id: str
    labels: Labels = field(hash=False)
    forum: str | None
    use: str
    languages: tuple[str, ...]
    parts: tuple[str, ...]
    needs: tuple[str, ...]
    warns: tuple[str, ...]
    alone: int | None
    joint: int | None
    instead: str | None
    anyway: bool
    checked: bool
    source: str

    def limit(self, *, joint: bool) -> int | None:
        """The most words that it may have."""
        return self.joint if joint else self.alone

    def language(self, wished: str) -> str:
        """The language in which it is written: the wished one. Raises `LanguageNotTaken`."""
        if wished not in self.languages:
            raise LanguageNotTaken(languages=", ".join(self.languages))
        return wished


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """Every kind of draft by its id, and the labels of parts, needs and sentences by theirs."""

    kinds: Mapping[str, Kind]
    parts: Mapping[str, Labels]
    needs: Mapping[str, Labels]
    words: Mapping[str, Labels]

    def kind(self, name: str) -> Kind:
        """A kind by its id, or by its body where that has only one. Raises `NoSuchDraft`."""
        found = [kind for kind in self.kinds.values() if kind.forum == name]
        if name in self.kinds:
            return self.kinds[name]
        if len(found) != 1:
            raise NoSuchDraft(draft=name)
        return found[0]


@functools.cache
def book() -> Book:
    """The drafts of the package. Raises `VocabularyBroken`."""
    folder = resources.files("kuzat.reporting").joinpath("data")
    return read({file: folder.joinpath(file).read_bytes() for file in (DRAFTS, PARTS, NEEDS, WORDS)})


def read(files: Mapping[str, bytes]) -> Book:
    """The drafts in the four files, each reference checked. Raises `VocabularyBroken`."""
    parts, needs, words = (
        _labelled(file, files[file], key)
        for file, key in ((PARTS, "parts"), (NEEDS, "needs"), (WORDS, "words"))
    )
    (document,) = documents(DRAFTS, files[DRAFTS])
    kinds = {kind.id: kind for kind in map(_kind, entries(DRAFTS, document, "drafts", KEYS))}
    for kind in kinds.values():
        references = (
            (kind.parts, parts),
            (kind.needs, needs),
            (kind.warns, words),
            ((kind.instead or kind.id,), kinds),
        )
        for used, known in references:
            if not known.keys() >= set(used):
                raise _wrong(kind.id, tuple(known))
    return Book(kinds=kinds, parts=parts, needs=needs, words=words)


def _labelled(file: str, content: bytes, key: str) -> Mapping[str, Labels]:
    (document,) = documents(file, content)
    return {str(entry["id"]): labels(file, entry) for entry in entries(file, document, key, ())}


def _kind(entry: Entry) -> Kind:
    return Kind(
        id=str(entry["id"]),
        labels=labels(DRAFTS, entry),
        forum=text(DRAFTS, entry, "forum"),
        use=text(DRAFTS, entry, "use") or "",
        languages=texts(DRAFTS, entry, "languages"),
        parts=texts(DRAFTS, entry, "parts"),
        needs=texts(DRAFTS, entry, "needs"),
        warns=texts(DRAFTS, entry, "warns"),
        alone=_number(entry, "alone"),
        joint=_number(entry, "joint"),
        instead=text(DRAFTS, entry, "instead"),
        anyway=flag(DRAFTS, entry, "anyway"),
        checked=flag(DRAFTS, entry, "checked"),
        source=text(DRAFTS, entry, "source") or "",
    )


def _number(entry: Entry, key: str) -> int | None:
    found = text(DRAFTS, entry, key)
    if found is not None and not (found.isascii() and found.isdigit()):
        raise VocabularyBroken(file=DRAFTS, where=f"{entry['id']}: {key}", expected=Phrase("a whole number"))
    return None if found is None else int(found)


def _wrong(id: str, names: Sequence[str]) -> VocabularyBroken:
    return VocabularyBroken(file=DRAFTS, where=id, expected=Phrase("one of {names}", names=", ".join(names)))
