# SPDX-License-Identifier: Apache-2.0
"""Ask pages of a plain SQLite file in a Python that has Datasette; `bench.browsing` calls it.

Datasette answers in this process, without a network; it proposes no facets of its own accord, and no limit of
time cuts a page short.
"""

import asyncio
import json
import sys
import time

from datasette.app import Datasette

SETTINGS = {"sql_time_limit_ms": 60_000, "facet_time_limit_ms": 60_000, "suggest_facets": False}


async def worked(path: str, addresses: list[str]) -> list[float]:
    """Milliseconds of processors for each address; each must be answered with a page."""
    datasette = Datasette([path], settings=SETTINGS)
    await datasette.invoke_startup()
    found = []
    for address in addresses:
        begun = time.process_time()
        answer = await datasette.client.get(address)
        found.append(1000 * (time.process_time() - begun))
        answer.raise_for_status()
    return found


if __name__ == "__main__":
    print(json.dumps(asyncio.run(worked(sys.argv[1], json.loads(sys.stdin.read())))))
