# SPDX-License-Identifier: Apache-2.0
"""Totals of strata over sampled linkages, so that the doubt of links reaches each."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from kuzat.analysis.estimation.estimate import NotEstimable
from kuzat.analysis.estimation.naming import Cluster, Naming, by_stratum
from kuzat.analysis.estimation.pooling import MOST_REFUSED, Linked, over_linkages
from kuzat.analysis.estimation.table import CaptureTable


def doubted(
    namings: Sequence[Naming],
    linkages: Iterable[Cluster],
    random: np.random.Generator,
    called: Callable[[str], str] = str,
) -> Mapping[tuple[str, ...], Linked]:
    """Stratum → its total averaged over linkages (`over_linkages`); one without such a total is left out.

    Each of the ``linkages`` gives the same for records that are one person in it; ``called`` as in
    `by_stratum`. Where a stratum has no table, that linkage gives no total of it, and more than one such
    linkage in twenty none at all.
    """
    tables: dict[tuple[str, ...], list[CaptureTable]] = defaultdict(list)
    number = 0
    for linkage in linkages:
        number += 1
        for stratum in by_stratum(namings, linkage, called):
            if stratum.table is not None:
                tables[stratum.values].append(stratum.table)
    found = {}
    for values, its in sorted(tables.items()):
        try:
            linked = over_linkages(its, random)
        except NotEstimable:
            continue
        refused = number - linked.tables
        if refused * MOST_REFUSED <= number:
            found[values] = replace(linked, refused=refused)
    return found
