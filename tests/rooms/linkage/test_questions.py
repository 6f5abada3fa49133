# SPDX-License-Identifier: Apache-2.0
"""Pairs are asked about in the order in which the answer changes the count."""

from tests.rooms.linkage.lists import SAID, table

from kuzat.linkage import Agreement, Judgement, Verdict, agreement, link, questions

ROWS = (
    ("a", "Темир Байсалов", "1951-05-17", "Ош"),
    ("b", "Temir Bajsalov", "1951-05-17", "Osh"),
    ("c", "Temir Baysalov", "1951-05-17", "Osh"),
    ("d", "Нурлан Мамытов", "1980-01-01", "Талас"),
    ("e", "Nurlan Mamytov", "", ""),
    *((f"n{n}", f"Асан Усен{chr(1072 + n)}ев", f"19{50 + n}", "Нарын") for n in range(9)),
)


def test_a_pair_that_others_hold_together_is_not_asked_about():
    linked = link(table(ROWS), SAID)
    assert linked.cluster("a") == ("a", "b", "c")
    asked = {(one.first, one.second): one for one in questions(linked)}
    assert not {("a", "b"), ("a", "c"), ("b", "c")} & asked.keys()
    one = asked["d", "e"]
    assert one.change == (round(1 - one.chance, 4) if one.joined else one.chance)


def test_the_most_telling_comes_first_and_what_was_judged_is_left_out():
    linked = link(table(ROWS), SAID)
    asked = questions(linked)
    changes = [one.change for one in asked]
    assert changes == sorted(changes, reverse=True)
    assert len(questions(linked, most=1)) == 1
    judged = [Judgement("d", "e", Verdict.UNSURE)]
    assert len(questions(linked, judged)) == len(asked) - 1


def test_reviewers_agree_as_often_as_their_last_words_on_one_pair_are_the_same():
    def said(by: str, verdict: Verdict, first: str = "a", second: str = "b") -> Judgement:
        return Judgement(first, second, verdict, by=by)

    same, two, unsure = Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE
    assert agreement([]) is None
    assert agreement([said("x", same), said("x", two), said("y", same, "c", "d")]) is None
    turned = said("y", same, "b", "a")
    assert agreement([said("x", same), turned]) == Agreement(same=1, both=1)
    words = [said("x", two), said("x", same), turned, said("z", unsure)]
    assert agreement(words) == Agreement(same=1, both=3)
