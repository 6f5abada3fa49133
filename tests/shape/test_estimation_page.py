# SPDX-License-Identifier: Apache-2.0
"""The method page of the estimates is written by its tools, and the simulated worlds are what they say."""

import estimation_linked as engine
import estimation_page
import estimation_worlds as worlds
import numpy as np
import pytest

from kuzat.analysis.estimation import best, fit_all


def test_every_table_has_its_place_and_the_page_says_how_to_write_it_again() -> None:
    page = estimation_page.PAGE.read_text(encoding="utf-8")
    for name in (*estimation_page.TABLES, *estimation_page.WORLDS):
        again = estimation_page.placed(page, name, ["| a table |"])
        assert again.count("| a table |") == 1
        assert again.count("<!-- end -->") == page.count("<!-- end -->")
    assert "make method" in page


def test_kosovo_beside_the_page_gives_what_was_published() -> None:
    table = estimation_page.load(estimation_page.PAGE.parent, "kosovo")
    assert best(fit_all(table)).total == pytest.approx(10356.519, abs=5e-4)
    assert "10,357 (9,005 – 12,105)" in estimation_page.PAGE.read_text(encoding="utf-8")


def test_a_world_is_linked_nearly_as_it_is() -> None:
    random = np.random.default_rng(3)
    known = worlds.learnt(random, worlds.CLEAR)
    reports = worlds.world(random, worlds.CLEAR)
    true = worlds.true_table(reports).documented
    assert true == len({report.person for report in reports})
    sampled = [table.documented for table in worlds.linkages(reports, known, random)]
    assert all(abs(one - true) < 0.1 * true for one in sampled)
    assert len(set(sampled)) > 1, "sampled linkages differ"
    assert abs(worlds.decided(reports, known).documented - true) < 0.1 * true


def test_names_in_four_languages_meet_in_one_key() -> None:
    reports = worlds.world(np.random.default_rng(3), worlds.CLEAR)
    met = [
        one.family == other.family
        for one in reports
        for other in reports
        if one.person == other.person and one.list < other.list
    ]
    assert 0.6 < np.mean(met) < 1


def test_a_tally_holds_what_it_counts() -> None:
    tally = worlds.Tally()
    for low, high in ((200, 300), (260, 300), (240, 260), (100, 200)):
        tally.add(lambda low=low, high=high: (low, (low + high) / 2, high))
    assert (tally.worlds, tally.held, tally.refused) == (4, 2, 0)
    assert "50.0 ± 25.0" in tally.row("two of four")


@pytest.mark.slow
def test_with_linkage_averaged_the_interval_holds_the_total() -> None:
    """Thirty worlds; `make method` runs a thousand of each case."""
    truth, over, _best = (float(row.split("|")[3].split()[0]) for row in engine.rows(30, engine.CASES[:1]))
    assert truth >= 90
    assert over >= 90


def test_a_world_of_the_engine_follows_from_its_number() -> None:
    case = engine.Case(name="few fields", fields=("birth", "day", "region"), slips=engine.USUAL)
    once, again, other = (engine.world(case, number) for number in (7, 7, 8))
    assert once == again != other
    assert all(interval is not None for interval in once)
