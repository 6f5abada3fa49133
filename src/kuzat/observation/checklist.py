# SPDX-License-Identifier: Apache-2.0
"""A checklist, a visit with what was seen, and the findings of it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kuzat.terms import Vocabulary

SCHEME = "checklist_item"
# Checklist → the term above its items, and what is owed where an item is not met and somebody claims it.
CHECKLISTS: Mapping[str, str] = {"trial": "obligation_kind.other", "care": "obligation_kind.medical"}
# Item → the act that it is where it was seen otherwise; an item that is none of the list has none.
ACTS = {
    "trial.public": "act.fair_trial.closed_trial",
    "trial.observers": "act.fair_trial.trial_observers_excluded",
    "trial.lawyer": "act.fair_trial.no_lawyer",
    "trial.talk": "act.fair_trial.confidentiality_broken",
    "trial.time": "act.fair_trial.defence_obstructed",
    "trial.interpreter": "act.fair_trial.no_interpreter",
    "trial.innocent": "act.fair_trial.presumption_of_innocence",
    "trial.witnesses": "act.fair_trial.defence_obstructed",
    "trial.evidence": "act.fair_trial.tainted_evidence",
    "trial.court": "act.fair_trial.pressure_on_judge",
    "trial.delay": "act.fair_trial.undue_delay",
    "trial.appeal": "act.fair_trial.no_appeal",
    "care.daily": "act.detention.medical_care_denied",
    "care.urgent": "act.detention.medical_care_denied",
    "care.medicine": "act.health.medicine_lacking",
    "care.consent": "act.integrity.forced_medical_procedure",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One visit, by the information that tells of it: which items were seen in which way."""

    record: str
    met: frozenset[str] = frozenset()
    not_met: frozenset[str] = frozenset()
    not_seen: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """An item that was seen otherwise, the act that it is if it is one, and what is owed of it."""

    item: str
    act: str | None
    owed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """How often an item was seen in which way; the share is of the visits in which it could be seen."""

    item: str
    met: int
    not_met: int
    not_seen: int


def asked(vocabulary: Vocabulary, checklist: str) -> tuple[str, ...]:
    """The items of a checklist, in their order."""
    return vocabulary.descendants(f"{SCHEME}.{checklist}")


def standard(vocabulary: Vocabulary, item: str) -> str:
    """What asks for an item, as one line."""
    return ", ".join(vocabulary.term(item).rights)


def contradictions(visit: Visit) -> tuple[str, ...]:
    """Items of which two things are said at once."""
    said = Counter([*visit.met, *visit.not_met, *visit.not_seen])
    return tuple(sorted(item for item, times in said.items() if times > 1))


def findings(visit: Visit) -> tuple[Finding, ...]:
    """What was seen otherwise, in the order of the ids of the items."""
    return tuple(_finding(item.removeprefix(f"{SCHEME}.")) for item in sorted(visit.not_met))


def _finding(name: str) -> Finding:
    checklist = name.partition(".")[0]
    return Finding(item=f"{SCHEME}.{name}", act=ACTS.get(name), owed=CHECKLISTS[checklist])


def seen(visits: Iterable[Visit], items: Iterable[str]) -> tuple[Seen, ...]:
    """How often each of these items was seen in which way."""
    visited = tuple(visits)
    return tuple(
        Seen(
            item=item,
            met=sum(item in visit.met for visit in visited),
            not_met=sum(item in visit.not_met for visit in visited),
            not_seen=sum(item in visit.not_seen for visit in visited),
        )
        for item in items
    )
