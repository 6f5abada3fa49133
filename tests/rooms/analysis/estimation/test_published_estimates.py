# SPDX-License-Identifier: Apache-2.0
"""Each method gives the published figure, to the digits that were published."""

from collections.abc import Callable

import numpy as np
import pytest

from kuzat.analysis.estimation import (
    CaptureTable,
    Method,
    NotEstimable,
    averaged,
    best,
    capture_table,
    chao,
    chao_lists,
    chapman,
    equal_chance,
    fit_all,
    independent,
    lincoln_petersen,
    shaped,
    stepwise,
    weigh,
)
from kuzat.analysis.estimation.decomposable import decomposable

Load = Callable[[str], CaptureTable]
SHARES = (0.025, 0.5, 0.975)


def test_two_lists() -> None:
    """Seber, "The Estimation of Animal Abundance" (1982): n₁ = n₂ = 200 with m = 20 gives 2,000 and
    1,922.86.
    """
    table = capture_table("AB", [((1, 0), 180), ((0, 1), 180), ((1, 1), 20)])
    assert lincoln_petersen(table).total == pytest.approx(2000)
    found = chapman(table)
    assert found.total == pytest.approx(201 * 201 / 21 - 1)
    assert found.error == pytest.approx(np.sqrt(201**2 * 180**2 / (21**2 * 22)))
    assert found.low < found.total < found.high


def test_two_lists_that_share_nobody() -> None:
    table = capture_table("AB", [((1, 0), 9), ((0, 1), 4)])
    with pytest.raises(NotEstimable, match="nobody stands in both lists"):
        lincoln_petersen(table)
    assert chapman(table).total == 49


def test_kosovo_log_linear(kosovo: CaptureTable) -> None:
    """Ball et al. 2002 published 10,356; errors and criteria as Rcapture 1.4-4 gives them."""
    models = fit_all(kosovo)
    assert (len(models.exists), models.exists.all()) == (113, True)
    told = [models.estimate(one) for one in models.ranked()[:3]]
    assert [one.model for one in told] == ["[123,14,34]", "[123,134]", "[134,12,23]"]
    assert [one.total for one in told] == pytest.approx([10356.519, 12740.968, 18393.306], abs=5e-4)
    assert [one.error for one in told] == pytest.approx([785.902, 1600.713, 1738.830], abs=2e-3)
    assert models.bic[models.ranked()[:3]] == pytest.approx([203.0296, 203.1134, 203.9573], abs=5e-5)
    assert models.criterion(2)[models.ranked()[0]] == pytest.approx(132.7467, abs=5e-5)
    full = int(np.flatnonzero(models.inside.all(1))[0])
    assert models.estimate(full).total == pytest.approx(16941.88, abs=5e-3)
    assert models.estimate(full).error == pytest.approx(5937.58, abs=5e-3)
    assert best(models) == told[0]
    mean = averaged(models)
    assert told[0].total < mean.total < told[2].total
    assert mean.low < told[0].low + 500
    assert mean.high > told[2].total


def test_kosovo_bounds_and_shapes(kosovo: CaptureTable) -> None:
    times = kosovo.times.tolist()
    assert equal_chance(times, occasions=4).total == pytest.approx(7608.368, abs=5e-4)
    assert equal_chance(times, occasions=4).error == pytest.approx(136.6175, abs=5e-5)
    assert independent(kosovo).total == pytest.approx(7394.587, abs=5e-4)
    assert chao(times, occasions=4).total == pytest.approx(8787.243, abs=5e-4)
    assert chao(times, occasions=4).error == pytest.approx(222.6205, abs=5e-5)
    assert chao_lists(kosovo).total == pytest.approx(8591.184, abs=5e-4)
    assert chao_lists(kosovo).bound
    shapes = (Method.HETEROGENEITY_POISSON, Method.HETEROGENEITY_DARROCH, Method.HETEROGENEITY_GAMMA)
    assert [shaped(kosovo, shape).total for shape in shapes] == pytest.approx(
        [9327.761, 12797.343, 18387.146], abs=1e-3
    )


def test_kosovo_graphs(kosovo: CaptureTable) -> None:
    """As dga 2.0.2 says, to its grid: delta matters more than anything else."""
    assert [len(decomposable(lists)[0]) for lists in (3, 4, 5)] == [8, 61, 822]
    found = weigh(kosovo, most=20_000)
    assert found.mean == pytest.approx(12_749, abs=2)
    assert [found.quantile(share) for share in SHARES] == pytest.approx([9827, 12595, 16543], abs=8)
    for delta, low, high in ((0.5, 4481, 14484), (1.0, 4407, 6844)):
        other = weigh(kosovo, delta=delta, most=20_000).estimate()
        assert (other.low, other.high) == (pytest.approx(low, abs=2), pytest.approx(high, abs=8))


def test_frequencies_alone_in_any_number_of_lists() -> None:
    """Drug users of Illinois, named once to six times (Rcapture): equal chances, and Chao's bound without
    limit.
    """
    times = [1645, 183, 37, 13, 1, 1]
    assert equal_chance(times).total == pytest.approx(7079.897, abs=5e-4)
    assert chao(times).total == pytest.approx(9273.511, abs=5e-4)
    assert chao(times).error == pytest.approx(662.590, abs=5e-4)
    with pytest.raises(NotEstimable, match="nobody stands in two lists"):
        chao([12, 0, 0])


def test_hepatitis_in_taiwan_shows_why_bic_alone_is_not_trusted() -> None:
    """Chao, Tsay, Lin, Shau & Chao 2001: 271 known; model with lowest BIC says 1,313, independence 388."""
    counts = {"001": 63, "010": 55, "011": 18, "100": 69, "101": 17, "110": 21, "111": 28}
    table = capture_table("PQE", (([int(d) for d in digits], n) for digits, n in counts.items()))
    assert independent(table).total == pytest.approx(388.5, abs=0.05)
    assert best(fit_all(table)).total == pytest.approx(1312.8, abs=0.05)
    found = weigh(table, most=3000)
    assert [found.quantile(share) for share in SHARES] == pytest.approx([271, 291, 984], abs=1)
    assert weigh(table).quantile(0.975) > 1100, "the upper end depends on where one stops looking"


@pytest.mark.parametrize(
    ("name", "model", "total", "error", "bic"),
    [
        ("Rcapture_HIV", "[1,2,3,4]", 11124.58, 904.752, 117.7995),
        ("Rcapture_lesbian", "[12,14,23,24,34]", 6349.024, 533.4671, 181.2208),
    ],
)
def test_best_model_of(
    published: Load, name: str, model: str, total: float, error: float, bic: float
) -> None:
    models = fit_all(published(f"mse/{name}"))
    found = best(models)
    assert found.model == model
    assert found.total == pytest.approx(total, abs=5e-3)
    assert found.error == pytest.approx(error, abs=2e-3)
    assert models.bic.min() == pytest.approx(bic, abs=5e-5)


def test_hares(published: Load) -> None:
    table = published("mse/Rcapture_hare")
    times = table.times.tolist()
    assert equal_chance(times, occasions=6).total == pytest.approx(75.43362, abs=5e-6)
    assert chao(times, occasions=6).total == pytest.approx(79.83712, abs=5e-6)
    assert chao_lists(table).total == pytest.approx(79.57146, abs=5e-6)
    assert shaped(table, Method.HETEROGENEITY_DARROCH).total == pytest.approx(90.46410, abs=5e-5)


@pytest.mark.parametrize(
    ("name", "alone", "dependent"),
    [
        ("UKdat", (10988.80, 12214.00, 13621.26), (9977.283, 11417.991, 13145.657)),
        ("UKdat_5", (11985.17, 13444.13, 15133.43), (9884.403, 11312.990, 13027.397)),
        ("Ned_5", (48594.52, 52923.89, 57717.67), (98675.43, 121521.61, 150138.91)),
        ("NewOrl", (644.8860, 996.6643, 1617.5265), (720.9244, 1183.6923, 2046.0579)),
        ("NewOrl_5", (658.2584, 1034.1511, 1708.6022), (658.2584, 1034.1511, 1708.6022)),
        ("Western", (1420.418, 2007.142, 2913.969), (1657.094, 2483.384, 3830.030)),
    ],
)
def test_trafficking_as_sparsemse_says(
    published: Load, name: str, alone: tuple[float, ...], dependent: tuple[float, ...]
) -> None:
    table = published(f"mse/SparseMSE_{name}")
    for found, told in ((independent(table), alone), (stepwise(table), dependent)):
        assert (found.low, found.total, found.high) == pytest.approx(told, rel=2e-5)


@pytest.mark.parametrize(
    ("name", "mean", "low", "middle", "high"),
    [
        ("SparseMSE_NewOrl_5", 936, 511, 869, 1762),
        ("SparseMSE_Western", 2254, 1343, 2133, 3871),
        ("MSETools_Australia", 2713, 1189, 2253, 7309),
        ("SparseMSE_UKdat_5", 21282, 10387, 22990, 33510),
    ],
)
def test_graphs_as_dga_says(published: Load, name: str, mean: int, low: int, middle: int, high: int) -> None:
    found = weigh(published(f"mse/{name}"))
    assert found.mean == pytest.approx(mean, rel=2e-3)
    assert [found.quantile(share) for share in SHARES] == pytest.approx([low, middle, high], rel=3e-3)


def test_models_that_have_no_finite_estimate_are_left_out(published: Load) -> None:
    """Of the 6,893 models of a sparse table most have none; each is told by margins or a linear programme."""
    models = fit_all(published("mse/SparseMSE_Western"))
    assert len(models.exists) == 6893
    assert 0 < models.exists.sum() < 400
    gone = int(np.flatnonzero(~models.exists)[0])
    assert models.bic[gone] == np.inf
    with pytest.raises(NotEstimable):
        models.estimate(gone)
