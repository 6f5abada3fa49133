# SPDX-License-Identifier: Apache-2.0
"""The tombstones of what is erased: said like everything else, and never erased themselves."""

from collections.abc import Callable, Iterable, Iterator

from kuzat.log.statement import Draft, Statement
from kuzat.records.record import ERASED, ERASURE_GROUND


def tombstones(
    erased: Iterable[tuple[str, bytes]], ground: str, bind: Callable[[Draft], Statement]
) -> Iterator[tuple[Statement, Statement]]:
    """For each erased statement (its record and its id) two others: that it is erased, and why.

    ``ground`` is a term of the list erasure_ground. ``bind`` gives a draft its salt and id, since the
    second statement rests on the first.
    """
    for about, id_ in erased:
        stone = bind(Draft(about=about, says=ERASED, type="statement", value=id_.hex()))
        basis = f"stm-{stone.id.hex()}"
        said = Draft(about=about, says=ERASURE_GROUND, type="term", value=ground, basis=basis)
        yield stone, bind(said)
