# SPDX-License-Identifier: Apache-2.0
"""How many names are taken apart and compared in a second: ``python -m bench.naming``.

The names are generated. `tools/names_page.py` measures the peers on labelled pairs, in one run with ours.
"""

import random
import time
from collections.abc import Iterator

from bench.table import Figure, lines
from kuzat.terms.names import compare_parts, parts

NAMES = 300
SEED = 1
STEMS = "азиз айбек асан бакыт болот жамил карим мурат нурлан рустам темир улан шерзод эркин юсуп"
FAMILIES = ("ов", "ова", "ов", "овдун", "ову")


def generated(drawn: random.Random) -> str:
    """A given name and a family name, every third time with a patronymic."""
    given, father, family = (stem.title() for stem in drawn.choices(STEMS.split(), k=3))
    middle = f" {father}ович" if drawn.random() < 1 / 3 else ""
    return f"{given}{middle} {family}{drawn.choice(FAMILIES)}"


def figures() -> Iterator[Figure]:
    """Names taken apart, then every one compared with every other."""
    drawn = random.Random(SEED)
    names = [generated(drawn) for _ in range(NAMES)]
    begun = time.perf_counter()
    known = [parts(name) for name in names]
    apart = time.perf_counter()
    for one in known:
        for other in known:
            compare_parts(one, other)
    compared = time.perf_counter()
    yield Figure(name="names taken apart a second", value=NAMES / (apart - begun))
    yield Figure(name="pairs of names compared a second", value=NAMES**2 / (compared - apart))


if __name__ == "__main__":
    print(*lines({NAMES: list(figures())}), sep="\n")
