# SPDX-License-Identifier: Apache-2.0
"""Link a Parquet file with Splink, in a Python that has it and need not have ours; `bench.linking` calls it.

Splink gets the rules, columns and kinds of comparison that ours gets, frequencies of values included, and is
trained as its documentation says: u from random pairs, m by EM on two of the rules.
"""

import json
import resource
import sys
import time
from typing import Any

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

RULES = [["postcode"], ["given", "family"], ["family", "birth"], ["given", "birth"], ["birth", "city"]]
PAIRS = 1e6
RECALL = 0.7
PAIRED = "SELECT sum(n * (n - 1) / 2) AS pairs FROM (SELECT count(*) AS n FROM {{this}} GROUP BY {by})"
CUTS = (0.5, 0.8, 0.9, 0.95, 0.99)


def main(path: str) -> None:
    """Print seconds and megabytes of one cut, and the F1 of the best cut."""
    begun = time.perf_counter()
    comparisons = [
        *(cl.JaroWinklerAtThresholds(name, [0.92, 0.8]).configure(term_frequency_adjustments=True)
          for name in ("given", "family", "city")),
        cl.LevenshteinAtThresholds("birth", [1, 2]).configure(term_frequency_adjustments=True),
        cl.ExactMatch("postcode").configure(term_frequency_adjustments=True),
        cl.ExactMatch("sex"),
    ]  # fmt: skip
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="id",
        comparisons=comparisons,
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in RULES],
        retain_intermediate_calculation_columns=False,
        retain_matching_columns=False,
    )
    engine = duckdb.connect()
    engine.execute("CREATE TABLE people AS FROM read_parquet($path)", {"path": path})
    linker = Linker(DuckDBAPI(connection=engine).register("people"), settings)
    train = linker.training
    train.estimate_probability_two_random_records_match(
        [block_on("given", "family", "birth"), block_on("postcode", "birth")], recall=RECALL
    )
    train.estimate_u_using_random_sampling(max_pairs=PAIRS)
    for rule in (["given", "family"], ["birth", "city"]):
        train.estimate_parameters_using_expectation_maximisation(block_on(*rule))
    found = linker.inference.predict(threshold_match_probability=CUTS[0])
    measured, seconds, worked, megabytes = [], 0.0, 0.0, 0.0
    for cut in CUTS:
        groups = linker.clustering.cluster_pairwise_predictions_at_threshold(found, cut)
        seconds = seconds or time.perf_counter() - begun
        worked = worked or time.process_time()
        megabytes = megabytes or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        measured.append(_f1(groups))
    print(json.dumps({"seconds": seconds, "worked": worked, "megabytes": megabytes, "f1": max(measured)}))


def _f1(groups: Any) -> float:
    """F1, in percent, of the pairs within clusters, the truth being the column person."""
    found, true, both = (
        groups.query_sql(PAIRED.format(by=by)).as_record_list()[0]["pairs"]
        for by in ("cluster_id", "person", "cluster_id, person")
    )
    return 200 * float(both) / (float(found) + float(true))


if __name__ == "__main__":
    main(sys.argv[1])
