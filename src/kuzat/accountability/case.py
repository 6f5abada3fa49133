# SPDX-License-Identifier: Apache-2.0
"""One claim with all that was done, decided and owed in it, read from rows of records.

In: a claim and the rows that belong to it. Out: the case today, and what in it cannot be as it is told.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kuzat.accountability.doors import Before, Matter
from kuzat.accountability.owed import Owed
from kuzat.errors import Phrase
from kuzat.records import Lane, Moment, moment

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A claim, whose it is, and its proceedings, steps, decisions and obligations, each in order of time."""

    claim: Row
    persons: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    proceedings: tuple[Row, ...] = ()
    steps: tuple[Row, ...] = ()
    decisions: tuple[Row, ...] = ()
    obligations: tuple[tuple[Row, Owed], ...] = ()

    def is_ended(self, proceeding: Row) -> bool:
        """Whether a proceeding is told to have ended, or anything was decided in it."""
        return bool(proceeding["ended"]) or any(
            one["proceeding"] == proceeding["id"] for one in self.decisions
        )

    def matter(self, above: Callable[[str], tuple[str, ...]]) -> Matter:
        """What the claim is about; ``above`` gives the terms above a term."""
        return Matter(
            acts=frozenset(term for act in self.acts for term in (act, *above(act))),
            before=tuple(
                Before(forum=one["forum"], is_ended=self.is_ended(one))
                for one in self.proceedings
                if one["forum"]
            ),
        )

    def owing(self) -> Iterator[Moment]:
        """Since when each obligation is owed, and between which days its term ends, where that is known."""
        decided = {one["id"]: one["date"] for one in self.decisions}
        for row, owed in self.obligations:
            since = moment(Lane.OWED, row["id"], decided.get(row["decision"]) or "")
            if since is not None:
                yield since
            if owed.deadline is not None:
                first, last = owed.deadline.earliest.isoformat(), owed.deadline.latest.isoformat()
                ends = moment(Lane.OWED, row["id"], first, last if last != first else "")
                if ends is not None:
                    yield ends

    def oddities(self) -> Iterator[tuple[str, Phrase]]:
        """Records that cannot be as they are told, and what is wrong with each."""
        filed = {one["id"]: one["filed_from"] for one in self.proceedings}
        for one in self.decisions:
            begun = filed.get(one["proceeding"])
            if begun and one["date_to"] and one["date_to"] < begun:
                yield one["id"], Phrase("It is dated before its filing.")
        for one in self.proceedings:
            if one["ended_to"] and one["filed_from"] and one["ended_to"] < one["filed_from"]:
                yield one["id"], Phrase("It ended before it was filed.")
