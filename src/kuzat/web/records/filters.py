# SPDX-License-Identifier: Apache-2.0
"""Which events a reader asks for, as it stands in an address: terms, places and years, nothing told.

The names of stories and sources stand there sealed; words are posted and never stand there.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import parse_qsl, urlencode

from kuzat.analysis import DIMENSIONS, ITSELF, Unit
from kuzat.errors import Phrase, Refused
from kuzat.store import Wanted
from kuzat.terms import Vocabulary, places, wording
from kuzat.web.sealing import Seal

SEALED = frozenset(("source", "story"))
SCHEMES = {
    "act": "act",
    "branch": "act",
    "confidence": "confidence",
    "direction": "direction",
    "freedom": "freedom",
    "identity": "victim_identity",
    "perpetrator": "perpetrator_kind",
    "role": "victim_role",
    "status": "status",
    "topic": "topic",
}
UNKNOWN = "unknown"
ADD, DROP = "add", "drop"
YEAR = re.compile(r"[12][0-9]{3}", re.ASCII)
QUARTER = re.compile(r"[12][0-9]{3}-Q[1-4]", re.ASCII)


class NotAFilter(Refused):
    """The list cannot be asked for that: {name} has no such value."""

    code = "not_a_filter"
    advice = "Choose from the lists beside the events."


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What was asked for. ``where`` is that of a `kuzat.analysis.Question`.

    ``unit`` asks for the events in which such units are found.
    """

    where: Mapping[str, str] = field(default_factory=dict)
    since: str = ""
    until: str = ""
    contested: bool = False
    unit: Unit = Unit.EVENT

    def wanted(self, words: str = "") -> Wanted:
        """The question for the archive."""
        return Wanted(
            where=self.where,
            words=words,
            since=date(int(self.since), 1, 1) if self.since else None,
            until=date(int(self.until), 12, 31) if self.until else None,
            contested=self.contested,
            unit=self.unit,
        )

    def query(self, seal: Seal) -> str:
        """The part of an address behind the question mark."""
        pairs = [(name, written(name, value, seal)) for name, value in sorted(self.where.items())]
        pairs += [(name, getattr(self, name)) for name in ("since", "until") if getattr(self, name)]
        pairs += [("contested", "1")] if self.contested else []
        return urlencode(pairs + ([("unit", self.unit)] if self.unit is not Unit.EVENT else []))

    def without(self, name: str) -> "Filters":
        """The same without one condition."""
        if name in self.where:
            return replace(self, where={k: v for k, v in self.where.items() if k != name})
        return replace(self, **{name: getattr(Filters(), name)})

    def behind(self, unit: Unit, more: Mapping[str, str]) -> "Filters":
        """The events in which what a count found is, under further conditions."""
        return replace(self, unit=unit, where={**self.where, **more})


def read(sent: Mapping[str, str], vocabulary: Vocabulary, seal: Seal) -> Filters:
    """The filters in a query or a form. Raises `NotAFilter` or `StaleAddress`."""
    where = {name: _value(name, sent[name], vocabulary, seal) for name in DIMENSIONS if sent.get(name)}
    for name in ("since", "until"):
        if sent.get(name) and not YEAR.fullmatch(sent[name]):
            raise NotAFilter(name=wording.LIMITS[name])
    unit = sent.get("unit") or Unit.EVENT
    if unit not in set(Unit):
        raise NotAFilter(name=Phrase("What is counted"))
    return Filters(
        unit=Unit(unit),
        where=where,
        since=sent.get("since", ""),
        until=sent.get("until", ""),
        contested=sent.get("contested") == "1",
    )


def turned(sent: Mapping[str, str]) -> dict[str, str]:
    """A form with the condition that one of its buttons adds or takes away."""
    fields = {name: value for name, value in sent.items() if name not in (ADD, DROP)}
    name, _sign, value = sent.get(ADD, "").partition("=")
    added = {name: value} if name in DIMENSIONS else {}
    return {name: value for name, value in (fields | added).items() if name != sent.get(DROP)}


def carried(asked: Filters, seal: Seal) -> list[tuple[str, str]]:
    """The conditions that a form has no field for, to be sent again with it."""
    return parse_qsl(replace(asked, since="", until="", contested=False).query(seal))


def _value(name: str, text: str, vocabulary: Vocabulary, seal: Seal) -> str:
    if text == UNKNOWN:
        return ""
    if name in SEALED:
        return seal.open(text)
    if name == "year":
        known = YEAR.fullmatch(text) is not None
    elif name == "quarter":
        known = QUARTER.fullmatch(text) is not None
    elif name == "region":
        known = places.get(text) is not None
    else:
        term = vocabulary.find_id(text.removeprefix(ITSELF))
        known = term is not None and term.scheme == SCHEMES[name]
    if not known:
        raise NotAFilter(name=wording.DIMENSIONS[name])
    return text


def written(name: str, value: str, seal: Seal) -> str:
    """One value as it stands in an address."""
    if not value:
        return UNKNOWN
    return seal.seal(value) if name in SEALED else value
