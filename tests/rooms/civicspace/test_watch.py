# SPDX-License-Identifier: Apache-2.0
"""When a month's stories leave what earlier months let expect, and how often where nothing changed."""

import numpy as np
import pytest
from tests.ratedworlds import false_alarms
from tests.rooms.civicspace.test_evidence import happened, material

from kuzat.civicspace import Heard, expected_range, months_between, watch

PAST = [(2, 4)] * 24


def test_a_month_like_the_others_is_expected_and_a_wave_is_not() -> None:
    found = expected_range(PAST, 4)
    assert found is not None
    least, most = found
    assert least <= 2 <= most < 8


def test_more_sources_let_expect_more_stories_and_scatter_widens_the_range() -> None:
    alike, busier = expected_range(PAST, 4), expected_range(PAST, 12)
    uneven = expected_range([(0, 4), (4, 4)] * 12, 4)
    assert alike
    assert busier
    assert uneven
    assert busier[1] > alike[1]
    assert uneven[1] > alike[1]


def test_too_short_a_past_and_a_month_without_reports_expect_nothing() -> None:
    assert expected_range(PAST[:11], 4) is None
    assert expected_range([*PAST[:11], *[(0, 0)] * 20], 4) is None
    assert expected_range(PAST, 0) is None


def test_a_wave_is_an_alert_with_its_stories() -> None:
    months = months_between("2023-01", "2024-06")
    heard = tuple(Heard(month=month, voice="a", regions=frozenset()) for month in months)
    quiet = [happened(f"e{month}", month) for month in months[:-1]]
    wave = [happened(f"w{n}", "2024-06") for n in range(9)]
    found = {one.dimension: one for one in watch(material(*quiet, *wave, heard=heard), "2024-06")}
    assert found["expression"].is_alert
    assert len(found["expression"].stories) == 9
    assert not found["assembly"].is_alert
    assert not any(one.is_alert for one in watch(material(*quiet, heard=heard), "2024-05"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("scatter", "least", "most"), [(None, 0.015, 0.025), (4.0, 0.03, 0.045), (1.0, 0.03, 0.045)]
)
def test_false_alarms_come_as_seldom_as_the_page_says(
    scatter: float | None, least: float, most: float
) -> None:
    assert least <= false_alarms(np.random.default_rng(7), 6000, scatter) <= most
