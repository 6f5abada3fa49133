# SPDX-License-Identifier: Apache-2.0
"""Items each with a standard; findings become acts of the vocabulary; what was not seen is not in order."""

from kuzat.observation import CHECKLISTS, Seen, Visit, asked, contradictions, findings, seen, standard
from kuzat.observation.checklist import ACTS, SCHEME
from kuzat.terms import vocabulary

WORDS = vocabulary.load()


def item(name: str) -> str:
    return f"{SCHEME}.{name}"


def test_every_item_has_a_standard_and_its_act_and_obligation_are_in_the_vocabulary() -> None:
    items = [one for name in CHECKLISTS for one in asked(WORDS, name)]
    assert len(items) == 21
    assert all(standard(WORDS, one) for one in items)
    assert {item(name) for name in ACTS} <= set(items)
    assert {WORDS.term(act).id for act in ACTS.values()} == set(ACTS.values())
    assert {WORDS.term(owed).id for owed in CHECKLISTS.values()} == set(CHECKLISTS.values())
    assert standard(WORDS, item("trial.evidence")) == "ICCPR 14(3)(g), CAT 15"


def test_what_was_seen_otherwise_is_a_finding_with_its_act() -> None:
    visit = Visit(
        record="inf-1",
        met=frozenset({item("trial.public")}),
        not_met=frozenset({item("trial.lawyer"), item("care.private")}),
        not_seen=frozenset({item("trial.talk")}),
    )
    first, second = findings(visit)
    assert (first.item, first.act, first.owed) == (item("care.private"), None, "obligation_kind.medical")
    assert second.act == "act.fair_trial.no_lawyer"
    assert contradictions(visit) == ()


def test_what_is_said_of_one_item_twice_is_named() -> None:
    twice = frozenset({item("trial.public")})
    assert contradictions(Visit(record="inf-1", met=twice, not_seen=twice)) == (item("trial.public"),)


def test_an_item_that_was_not_seen_counts_apart() -> None:
    one = item("trial.public")
    visits = [
        Visit(record="inf-1", met=frozenset({one})),
        Visit(record="inf-2", not_met=frozenset({one})),
        Visit(record="inf-3", not_seen=frozenset({one})),
        Visit(record="inf-4"),
    ]
    assert seen(visits, [one]) == (Seen(item=one, met=1, not_met=1, not_seen=1),)
