# SPDX-License-Identifier: Apache-2.0
"""Which of some records one that is not recorded yet resembles, field by field.

In: what is told of one, what is known of others, and what to compare. Out: the most alike, with reasons.
Never: a likelihood, which a handful of records cannot teach; one that resembles it in silence alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kuzat.linkage.description import Description
from kuzat.linkage.engine.columns import encoded
from kuzat.linkage.engine.levels import NOTHING, Comparer
from kuzat.linkage.linking import Evidence
from kuzat.linkage.weights import known as known_of

MOST = 5
# What makes it less than eight times as likely that two are one is not worth a look while somebody types.
LEAST = 3.0


@dataclass(frozen=True, slots=True)
class Resemblance:
    """A record that may be the one which is told of, and what each field says; missing ones are left out."""

    record: str
    evidence: tuple[Evidence, ...]

    @property
    def bits(self) -> float:
        """How far it speaks for one, by weights that are known beforehand of such fields."""
        return sum(one.bits for one in self.evidence)


def resembling(
    told: Mapping[str, str], known: Mapping[str, Sequence[Any]], description: Description, *, most: int = MOST
) -> tuple[Resemblance, ...]:
    """The records that resemble what is told, the most alike first.

    ``known`` are columns by the names of fields, and ``id``. Left out is what agrees in none of the fields
    that must, and what little speaks for.
    """
    ids = [str(id_) for id_ in known["id"]]
    found: list[list[Evidence]] = [[] for _ in ids]
    for field in description.fields:
        cells = [told.get(field.name), *known[field.name]]
        comparer = Comparer(field, encoded(cells))
        rows, (m, u) = np.arange(1, len(cells)), known_of(field.by, comparer.levels)
        for at, level in enumerate(comparer.compare(np.zeros_like(rows), rows).tolist()):
            if level != NOTHING:
                values = str(cells[0]), str(cells[at + 1])
                bits = round(float(np.log2(m[level] / u[level])), 2)
                found[at].append(Evidence(field.name, values, comparer.called(level), bits))
    every = (Resemblance(id_, tuple(evidence)) for id_, evidence in zip(ids, found, strict=True))
    speaking = [one for one in every if one.bits >= LEAST and _is_told(one, description)]
    return tuple(sorted(speaking, key=lambda one: (-one.bits, one.record))[:most])


def _is_told(one: Resemblance, description: Description) -> bool:
    agree = {each.field for each in one.evidence if each.bits > 0}
    return not description.needs or bool(agree.intersection(description.needs))
