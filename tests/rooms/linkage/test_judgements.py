# SPDX-License-Identifier: Apache-2.0
"""What follows from judgements, alone and together."""

from kuzat.linkage import Judgement, Verdict, ruled

SAME, DIFFERENT, UNSURE = Verdict


def test_nothing_follows_from_nothing():
    found = ruled([])
    assert (found.same, found.different, found.conflicts, found.alone) == (set(), set(), (), set())


def test_the_order_of_the_two_records_makes_no_difference():
    assert ruled([Judgement("b", "a", SAME)]).same == {("a", "b")}


def test_the_shortest_chain_that_contradicts_is_named_and_other_groups_stand():
    chain = [Judgement("a", "b", SAME), Judgement("b", "c", SAME), Judgement("c", "d", SAME)]
    aside, against = Judgement("c", "z", SAME), Judgement("d", "a", DIFFERENT)
    elsewhere = Judgement("x", "y", SAME)
    found = ruled([*chain, aside, against, elsewhere])
    (conflict,) = found.conflicts
    assert set(conflict.judgements) == {*chain, against}
    assert conflict.records == ("a", "b", "c", "d", "z")
    assert found.same == {("x", "y")}
    assert found.alone == {"a", "b", "c", "d", "z"}


def test_two_people_who_say_the_opposite_of_one_pair_contradict_each_other():
    found = ruled([Judgement("a", "b", SAME, by="one"), Judgement("b", "a", DIFFERENT, by="two")])
    assert [len(one.judgements) for one in found.conflicts] == [2]
    assert not found.same


def test_whoever_is_unsure_contradicts_nobody():
    together = [Judgement("a", "b", SAME), Judgement("b", "c", SAME), Judgement("a", "c", UNSURE)]
    found = ruled(together)
    assert not found.conflicts
    assert not found.different
    assert ruled([Judgement("a", "b", UNSURE)]).different == {("a", "b")}


def test_different_through_a_chain_is_no_conflict():
    found = ruled([Judgement("a", "b", SAME), Judgement("b", "c", DIFFERENT)])
    assert (found.same, found.different, found.conflicts) == ({("a", "b")}, {("b", "c")}, ())
