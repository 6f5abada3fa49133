# SPDX-License-Identifier: Apache-2.0
"""What fields tell is learned from the list itself, or from what people judged once that is enough."""

from kuzat.linkage import By, Description, Field, Judgement, Verdict, link

SAID = Description(
    fields=(Field("name", By.TEXT, rarity=False), Field("birth", rarity=False)),
    rules=(("birth",), ("name",)),
)
COUPLES = 260


def weight_of_another_name(judged: int) -> float:
    """What a name that differs weighs in a list in which whoever stands twice has two names."""
    stems = [chr(97 + n % 26) + chr(97 + n // 26) for n in range(2 * COUPLES)]
    columns = {
        "name": [f"{stem * 4}" for stem in stems],
        "birth": [f"{1000 + n // 2}" for n in range(2 * COUPLES)],
    }
    same = [Judgement(str(2 * n + 1), str(2 * n + 2), Verdict.SAME) for n in range(judged)]
    name, _ = link(columns, SAID, same).why("1", "2")
    assert str(name.level) == "different"
    return name.bits


def test_m_comes_from_judgements_when_there_are_enough() -> None:
    assert weight_of_another_name(200) > -0.3
    assert weight_of_another_name(199) == weight_of_another_name(0)
