# SPDX-License-Identifier: Apache-2.0
"""What is asked to be counted, as an address or a form says it."""

from collections.abc import Mapping

from kuzat.analysis import DIMENSIONS, Question, Unit
from kuzat.errors import Refused
from kuzat.web.reading import Reading
from kuzat.web.records import filters

PLACES = ("by", "and", "then")


class NotAUnit(Refused):
    """That cannot be counted."""

    code = "not_a_unit"
    advice = "Choose again what is counted and by what."


def asked(now: Reading, sent: Mapping[str, str]) -> tuple[Question, filters.Filters]:
    """The question, and its conditions as a list of events has them. Raises `NotAUnit`, `NotAFilter`."""
    found = filters.Filters(where=filters.read(sent, now.vocabulary, now.session.seal).where)
    by = tuple(dict.fromkeys(sent[name] for name in PLACES if sent.get(name)))
    unit = sent.get("unit") or Unit.EVENT.value
    if unit not in set(Unit) or not set(by) <= set(DIMENSIONS):
        raise NotAUnit()
    return Question(unit=Unit(unit), by=by, where=found.where), found


def conditions(sent: Mapping[str, str]) -> list[tuple[str, str]]:
    """The conditions as they were sent, to be sent again with another question."""
    return [(name, value) for name, value in sent.items() if name in DIMENSIONS and value]


def again(sent: Mapping[str, str]) -> list[tuple[str, str]]:
    """The whole question as it was sent, to be sent again."""
    return conditions(sent) + [(name, sent[name]) for name in ("unit", *PLACES) if sent.get(name)]
