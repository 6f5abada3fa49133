# SPDX-License-Identifier: Apache-2.0
"""What the steps of an incident say together: six kinds of records, all resting on what was told."""

from dataclasses import dataclass
from itertools import chain

from kuzat.log.statement import Draft
from kuzat.terms import ids
from kuzat.web.coding.steps import SOURCE, STEPS
from kuzat.web.reading import Reading
from kuzat.web.writing import forms
from kuzat.web.writing.forms import Typed

VICTIM = "source_connection.victim"
PERSON = "person_kind.person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """What was typed of one event, and the information on which all of it rests."""

    now: Reading
    told: Typed
    event: str
    information: str

    def said(self, kind: str, about: str, of: str = "") -> list[Draft]:
        """What was typed of one of its records, in each step in the language that was chosen there."""
        parts = (forms.part(step.sheet, self.told, kind, of) for step in STEPS)
        said = (forms.drafts(self.now, typed, kind, about, self.information) for typed in parts)
        return list(chain.from_iterable(said))

    def tie(self, about: str, says: str, to: str) -> Draft:
        """That one record belongs to another."""
        return Draft(about=about, says=says, type="record", value=to, basis=self.information)

    def new(self, kind: str) -> str:
        """The id of a record that is made."""
        return ids.record_id(kind, self.now.archive.random(ids.RANDOM_BYTES))


def plan(now: Reading, told: Typed, event: str) -> list[Draft]:
    """The drafts of a whole incident, one entry. Raises `FieldRefused`.

    A consent is that of the source. The victim is the source where the victim told it, is one person, and
    no other name is given: a group does not consent as one.
    """
    information = ids.record_id("information", now.archive.random(ids.RANDOM_BYTES))
    one = Incident(now=now, told=told, event=event, information=information)
    act, victim, source, consent = map(one.new, ("act", "person", "person", "consent"))
    tells, harmed = one.said("information", information), one.said("person", victim)
    teller, allowed = one.said("person", source, SOURCE), one.said("consent", consent)
    if VICTIM in _values(tells) and not teller and _may_be_one(harmed):
        source, harmed = victim, _as_person(one, victim, harmed)
    elif teller or allowed:
        teller = _as_person(one, source, teller)
    else:
        source = ""
    drafts = [*one.said("event", event), *tells, one.tie(information, "information.event", event)]
    drafts += [*one.said("act", act), one.tie(act, "act.event", event), *harmed, *teller]
    if harmed:
        drafts.append(one.tie(act, "act.victim", victim))
    if source:
        drafts.append(one.tie(information, "information.source", source))
    if allowed:
        drafts += [*allowed, one.tie(consent, "consent.person", source)]
    return drafts + _involvement(one, act)


def _involvement(one: Incident, act: str) -> list[Draft]:
    """Who is said to have done it, where anything is said of that."""
    involvement = one.new("involvement")
    said = one.said("involvement", involvement)
    return [*said, one.tie(involvement, "involvement.act", act)] if said else []


def _values(drafts: list[Draft]) -> set[str]:
    return {draft.value for draft in drafts}


def _may_be_one(person: list[Draft]) -> bool:
    """Whether nothing that is said of a person speaks of several."""
    told = {draft.says: draft.value for draft in person}
    return told.get("person.kind", PERSON) == PERSON and told.get("person.number_min", "1") == "1"


def _as_person(one: Incident, about: str, said: list[Draft]) -> list[Draft]:
    """What is said of somebody who speaks: that it is a person, too."""
    if any(draft.says == "person.kind" for draft in said):
        return said
    kind = Draft(about=about, says="person.kind", type="term", value=PERSON, basis=one.information)
    return [kind, *said]
