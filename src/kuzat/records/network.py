# SPDX-License-Identifier: Apache-2.0
"""Who stood how to whom on a day: persons and bodies around one of them, as far as relations are recorded.

In: rows of relations. Out: those that held on the day, surely or perhaps, and how far each body is from the
one in the middle. Never: a relation that nobody stated; an end that nobody told.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

MOST = 60
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """One relation as its record tells it; ``is_sure`` where its dates cover the day in any reading."""

    record: str
    who: str
    whom: str
    type: str
    words: str
    start: str
    end: str
    contested: int
    is_sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """``steps`` tells how far each person or body is from the first; ``is_cut`` that there are more."""

    steps: Mapping[str, int]
    relations: tuple[Relation, ...]
    is_cut: bool


def held(row: Row, day: str) -> bool | None:
    """Whether a relation held on a day, as 2025-01-31: yes, no, or None where its dates leave that open.

    One of which no end was told may have ended, so it is open from its start on.
    """
    if (row["start_from"] or "") > day or (row["end_to"] or "9999") < day:
        return False
    if row["start_to"] and row["end_from"] and row["start_to"] <= day <= row["end_from"]:
        return True
    return None


def around(
    middle: str, day: str, steps: int, of: Callable[[tuple[str, ...]], Iterable[Row]], most: int = MOST
) -> Network:
    """The relations that held, or may have, on a day, up to some steps from one person or body.

    ``of(ids)`` gives the rows of every relation in which one of these stands. It stops at ``most`` members.
    """
    reached = {middle: 0}
    found: dict[str, Relation] = {}
    is_cut = False
    for step in range(1, steps + 1):
        fresh = tuple(id_ for id_, far in reached.items() if far == step - 1)
        rows = sorted((row for row in of(fresh) if _is_whole(row)), key=lambda row: str(row["id"]))
        for row in rows:
            if held(row, day) is False:
                continue
            news = [id_ for id_ in (row["who"], row["whom"]) if id_ not in reached]
            if len(reached) + len(news) > most:
                is_cut = True
                continue
            reached |= dict.fromkeys(news, step)
            found[row["id"]] = _relation(row, day)
    return Network(steps=reached, relations=tuple(found.values()), is_cut=is_cut)


def only(found: Network, middle: str, may: Callable[[str], bool]) -> Network:
    """The network without what may not be shown, and without those whom nothing ties to the middle then."""
    kept = [one for one in found.relations if all(map(may, (one.record, one.who, one.whom)))]
    tied = {middle}
    for _step in range(max(found.steps.values())):
        tied |= {id_ for one in kept if {one.who, one.whom} & tied for id_ in (one.who, one.whom)}
    return Network(
        steps={id_: far for id_, far in found.steps.items() if id_ in tied},
        relations=tuple(one for one in kept if {one.who, one.whom} <= tied),
        is_cut=found.is_cut,
    )


def _is_whole(row: Row) -> bool:
    return bool(row["who"] and row["whom"] and row["who"] != row["whom"])


def _relation(row: Row, day: str) -> Relation:
    return Relation(
        record=row["id"],
        who=row["who"],
        whom=row["whom"],
        type=row["type"] or "",
        words=", ".join(filter(None, (row["role"], row["what"]))),
        start=row["start"] or "",
        end=row["end"] or "",
        contested=row["contested"],
        is_sure=bool(held(row, day)),
    )
