# SPDX-License-Identifier: Apache-2.0
"""Roles as data: which compartments each opens, what it sees, which acts the program lets it do."""

import functools
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from importlib import resources

from kuzat.errors import NotAllowed, Refused
from kuzat.terms import wordlist

FILE = "roles.yaml"
TRUSTEE = "trustee"


class RoleUnknown(Refused):
    """There is no role {role}; there are {roles}."""

    code = "role_unknown"
    advice = "Choose one or more of them."


class RolesRefused(Refused):
    """A member has one role or more, and a trustee no other one."""

    code = "roles_refused"
    advice = "Name the roles with --role; make somebody a trustee with kuzat trustee add."


class NotForThisRole(NotAllowed):
    """Your role does not include this."""

    code = "not_for_this_role"
    advice = "Ask a member whose role does: kuzat member list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What members of one role open, by their keys, and may do, by this program's rules.

    ``sees`` is the id of a `Sight`; ``labels`` are in en, ru, ky, uz and uz-Cyrl.
    """

    id: str
    labels: Mapping[str, str]
    definition: str
    opens: frozenset[str]
    sees: str
    may: frozenset[str]

    def label(self, language: str) -> str:
        """The role's name in a language; in English for one that it does not have."""
        return self.labels.get(language, self.labels["en"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What members see: whose statements (all, own, published), of which kinds, without which properties."""

    id: str
    definition: str
    of: frozenset[str]
    kinds: frozenset[str]
    hides: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing of the compartment cases is kept from these members."""
        return "all" in self.of

    def shows(self, kind: str, says: str) -> bool:
        """Whether a property of a kind of record is shown, if the statement itself may be seen."""
        return kind in self.kinds and not any(fnmatchcase(says, hidden) for hidden in self.hides)


@functools.cache
def roles() -> Mapping[str, Role]:
    """Every role by its id, as roles.yaml lists them. Raises `VocabularyBroken`."""
    document, _, _ = _documents()
    found = {}
    for entry in wordlist.entries(FILE, document, "roles", ("definition", "opens", "sees", "may")):
        found[str(entry["id"])] = Role(
            id=str(entry["id"]),
            labels=wordlist.labels(FILE, entry),
            definition=wordlist.text(FILE, entry, "definition") or "",
            opens=frozenset(wordlist.texts(FILE, entry, "opens")),
            sees=wordlist.text(FILE, entry, "sees") or "",
            may=frozenset(wordlist.texts(FILE, entry, "may")),
        )
    return found


@functools.cache
def sights() -> Mapping[str, Sight]:
    """Every sight by its id, the widest first. Raises `VocabularyBroken`."""
    _, document, _ = _documents()
    return {
        str(entry["id"]): Sight(
            id=str(entry["id"]),
            definition=wordlist.text(FILE, entry, "definition") or "",
            of=frozenset(wordlist.texts(FILE, entry, "of")),
            kinds=frozenset(wordlist.texts(FILE, entry, "kinds")),
            hides=wordlist.texts(FILE, entry, "hides"),
        )
        for entry in wordlist.entries(FILE, document, "sights", ("definition", "of", "kinds", "hides"))
    }


@functools.cache
def members_needed(act: str) -> int:
    """How many members must agree before an act counts. Raises `VocabularyBroken`."""
    _, _, document = _documents()
    entries = wordlist.entries(FILE, document, "together", ("definition", "members"))
    return next((int(wordlist.text(FILE, one, "members") or 1) for one in entries if one["id"] == act), 1)


def _documents() -> tuple[wordlist.Entry, wordlist.Entry, wordlist.Entry]:
    content = resources.files("kuzat.keys").joinpath(FILE).read_bytes()
    of_roles, of_sights, of_acts = wordlist.documents(FILE, content)
    return of_roles, of_sights, of_acts


def sight_of(named: Collection[str]) -> Sight:
    """The widest sight of these roles; roles that are not known see nothing."""
    seen = {role.sees for id_, role in roles().items() if id_ in named}
    widest = (sight for id_, sight in sights().items() if id_ in seen)
    return next(widest, sights()["nothing"])


def every_role() -> frozenset[str]:
    """The roles that the first member of an archive has: all but the trustee's."""
    return frozenset(roles()) - {TRUSTEE}


def opened_by(named: Collection[str]) -> frozenset[str]:
    """The compartments that roles open together; a role that is not known opens none."""
    return frozenset().union(*(role.opens for id_, role in roles().items() if id_ in named))


def check_roles(named: Collection[str]) -> None:
    """Refuse roles that there are not, or not together. Raises `RoleUnknown` or `RolesRefused`."""
    for role in sorted(named):
        if role not in roles():
            raise RoleUnknown(role=role, roles=", ".join(roles()))
    if not named or (TRUSTEE in named and len(set(named)) > 1):
        raise RolesRefused()


def may(named: Collection[str], act: str) -> bool:
    """Whether one of these roles includes an act."""
    return any(act in role.may for id_, role in roles().items() if id_ in named)


def check_may(named: Collection[str], act: str) -> None:
    """Refuse an act that none of these roles includes. Raises `NotForThisRole`."""
    if not may(named, act):
        raise NotForThisRole()
