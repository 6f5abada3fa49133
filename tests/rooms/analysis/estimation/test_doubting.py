# SPDX-License-Identifier: Apache-2.0
"""Strata over sampled linkages: doubt widens the interval, and a stratum without a total is left out."""

import numpy as np

from kuzat.analysis.estimation import Naming, doubted, with_doubt

LISTS = ("a", "b", "c")


def people(number: int, stratum: str, seed: int) -> list[Naming]:
    """Records, one for each list that names somebody."""
    caught = np.random.default_rng(seed).uniform(size=(number, len(LISTS))) < 0.5
    return [
        Naming(record=f"{stratum}{person}/{name}", lists=frozenset({name}), strata=(frozenset({stratum}),))
        for person, row in enumerate(caught.tolist())
        for name, inside in zip(LISTS, row, strict=True)
        if inside
    ]


def owner(record: str) -> str:
    return record.split("/", 1)[0]


def torn(share: float, seed: int):  # type: ignore[no-untyped-def]
    """A linkage that misses this share of links."""
    random = np.random.default_rng(seed)
    lost: dict[str, bool] = {}
    return lambda record: record if lost.setdefault(record, random.uniform() < share) else owner(record)


def test_doubt_of_links_widens_the_interval_and_is_said() -> None:
    namings = people(200, "north", 1)
    sure = doubted(namings, [owner] * 20, np.random.default_rng(2))["north",]
    unsure = doubted(namings, [torn(0.02 * n, n) for n in range(20)], np.random.default_rng(2))["north",]
    assert sure.share < 0.05 < unsure.share
    width = [one.estimate.high - one.estimate.low for one in (sure, unsure)]
    assert width[0] < width[1]
    assert sure.estimate.low <= 200 <= sure.estimate.high
    assert f"{round(100 * unsure.share)} % of the variance is linkage" in str(with_doubt(unsure))


def test_a_stratum_of_two_lists_has_no_such_total() -> None:
    few = [one for one in people(50, "south", 3) if "c" not in one.lists]
    found = doubted(people(200, "north", 1) + few, [owner] * 3, np.random.default_rng(2), str.upper)
    assert list(found) == [("NORTH",)]


def test_a_stratum_that_many_linkages_empty_has_no_total() -> None:
    namings = people(200, "north", 1)
    contradicted = [
        *namings,
        *(
            Naming(record=f"else{one.record}", lists=one.lists, strata=(frozenset({"south"}),))
            for one in namings
        ),
    ]

    def merged(record: str) -> str:
        return owner(record.removeprefix("else"))

    linkages = [owner] * 18 + [merged] * 2
    assert ("north",) not in doubted(contradicted, linkages, np.random.default_rng(2))
    found = doubted(contradicted, [owner] * 19 + [merged], np.random.default_rng(2))["north",]
    assert (found.tables, found.refused) == (19, 1)
