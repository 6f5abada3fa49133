# SPDX-License-Identifier: Apache-2.0
"""What is asked on many pages is found by an index: on a large log another plan takes seconds."""

import pytest

from kuzat.store import Archive, extent, headers, members, prefixes


def plan(archive: Archive, query: str) -> list[str]:
    """How the database answers a query, step by step."""
    unbound = [None] * query.count("?")
    return [str(step) for *_, step in archive.database.rows(f"EXPLAIN QUERY PLAN {query}", unbound)]


@pytest.mark.parametrize("query", [prefixes.ORDINANCES, members.ORDINANCES, headers.NAMED])
def test_the_few_entries_that_are_no_statements_of_people(archive: Archive, query: str) -> None:
    assert [step for step in plan(archive, query) if "entry_ordinance" in step]


def test_what_was_told_since(archive: Archive) -> None:
    assert not [step for step in plan(archive, extent.TOLD_SINCE) if "SCAN" in step]
