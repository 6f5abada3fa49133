# SPDX-License-Identifier: Apache-2.0
"""What may be said of a table in the end: a figure with its assumption, or the reason why there is none."""

import xml.etree.ElementTree as ET

import numpy as np
import pytest

from kuzat.analysis.estimation import (
    ASSUMPTIONS,
    NAMES,
    Account,
    CaptureTable,
    Effort,
    Method,
    Prior,
    assess,
    by_ratio,
    capture_table,
    lincoln_petersen,
    sentences,
    upset,
    variations,
)
from kuzat.analysis.estimation.sensitivity import Variation

SHORT = Effort(chains=8, turns=900, dropped=300, step=1)
INDEPENDENT = {
    (1, 0, 0): 90,
    (0, 1, 0): 90,
    (0, 0, 1): 90,
    (1, 1, 0): 45,
    (1, 0, 1): 45,
    (0, 1, 1): 45,
    (1, 1, 1): 22,
}


def assessed(table: CaptureTable, **options: bool) -> Account:
    return assess(table, np.random.default_rng(1), prior=Prior(classes=1), effort=SHORT, **options)


def said(account: Account) -> str:
    return "\n".join(str(sentence) for sentence in sentences(account))


def test_every_method_has_a_name_and_an_assumption() -> None:
    assert set(NAMES) == set(ASSUMPTIONS) == set(Method)


def test_a_total_stands_with_its_assumption_and_its_limits() -> None:
    account = assessed(capture_table("ABC", INDEPENDENT.items()))
    assert account.headline is not None
    assert account.headline.low < 427 + 180 < account.headline.high
    low, high = (round(end - 427) for end in (account.headline.low, account.headline.high))
    text = said(account)
    assert (
        f"427 were documented; between {low} and {high} more were not (95 %); if people fall into groups"
        in text
    )
    assert "taken as closed" in text
    assert "cannot be linked" in text
    assert "could not have been in any list" in text
    assert "they agree" in text
    methods = {one.method for one in account.estimates}
    assert methods >= {Method.CHAO, Method.LOG_LINEAR, Method.DECOMPOSABLE, Method.STEPWISE}


def test_two_lists_are_conditional_on_independence() -> None:
    account = assessed(capture_table("AB", [((1, 0), 180), ((0, 1), 180), ((1, 1), 20)]))
    assert account.headline is not None
    assert account.headline.method is Method.CHAPMAN
    assert "if being in one list makes nobody more or less likely to be in the other" in said(account)


def test_records_of_convenience_get_no_total_whatever_the_methods_say() -> None:
    account = assessed(capture_table("ABC", INDEPENDENT.items()), convenience=True)
    assert account.headline is None
    assert account.estimates
    assert "427 were documented. No total is estimated: the records were gathered where" in said(account)
    assert "At least about" in said(account)


def test_a_list_that_nobody_else_overlaps_gets_a_bound_and_no_total() -> None:
    counted = {(1, 0, 0): 30, (0, 1, 0): 30, (1, 1, 0): 15, (0, 0, 1): 12}
    account = assessed(capture_table("ABC", counted.items()))
    assert account.headline is None
    assert str(account.refusal) == "a list shares nobody with any other, so that nothing follows from it"
    assert account.bound is not None
    assert "2 pairs of lists share nobody" in said(account)


def test_overlaps_that_are_all_empty_get_nothing() -> None:
    account = assessed(capture_table("AB", [((1, 0), 180), ((0, 1), 180)]))
    assert account.headline is None
    assert (Method.LINCOLN_PETERSEN, "nobody stands in both lists") in {
        (method, str(reason)) for method, reason in account.refusals
    }


def test_small_cells_are_said() -> None:
    account = assessed(capture_table("ABC", (INDEPENDENT | {(1, 1, 1): 4}).items()))
    assert "1 of 7 combinations hold fewer than five." in said(account)


def test_more_lists_than_models_can_be_compared_for(random: np.random.Generator) -> None:
    """Thirteen lists: bounds and latent classes only."""
    rows = (random.uniform(size=(300, 13)) < 0.2).astype(int).tolist()
    account = assessed(capture_table([f"L{n}" for n in range(13)], ((row, 1) for row in rows if any(row))))
    assert {one.method for one in account.estimates} <= {Method.CHAO, Method.LATENT_CLASSES}
    assert account.of(Method.CHAO)


def test_what_moves_when_something_is_chosen_otherwise(kosovo: CaptureTable) -> None:
    told = list(variations(kosovo, lincoln_petersen))
    left_out = [one for one in told if "without the list" in str(one.choice)]
    assert [str(one.choice) for one in left_out] == [f"without the list {name}" for name in kosovo.lists]
    assert {str(one.reason) for one in left_out} == {"this method takes two lists"}
    assert len([one for one in told if one.estimate]) == 5, "two priors, three shapes"


def test_another_identifying_assumption_multiplies_those_missed() -> None:
    table = capture_table("AB", [((1, 0), 180), ((0, 1), 180), ((1, 1), 20)])
    half, double = by_ratio(lincoln_petersen(table), table.documented)
    assert isinstance(half, Variation)
    assert half.estimate is not None
    assert double.estimate is not None
    assert half.estimate.total == pytest.approx(380 + 1620 / 2)
    assert double.estimate.total == pytest.approx(380 + 1620 * 2)


def test_overlaps_as_a_picture(kosovo: CaptureTable) -> None:
    picture = ET.fromstring(upset(kosovo, title="Overlaps & lists"))
    name = "{http://www.w3.org/2000/svg}"
    texts = [text.text for text in picture.iter(f"{name}text")]
    assert texts[0] == "1131", "the largest combination comes first"
    assert texts[-2:] == ["685", "HRW"]
    assert len(list(picture.iter(f"{name}circle"))) == 15 * 4
    assert len(list(picture.iter(f"{name}path"))) == 11, "a line through each combination of two and more"
    assert picture[0].text == "Overlaps & lists"
    assert {one.tag.removeprefix(name) for one in picture.iter()} == {
        "svg",
        "title",
        "rect",
        "text",
        "circle",
        "path",
    }
