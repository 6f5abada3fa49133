# SPDX-License-Identifier: Apache-2.0
"""What the driver says becomes a sentence about the file only where it is about the file."""

import pytest
import sqlcipher3.dbapi2 as driver

from kuzat.store import Archive


@pytest.mark.parametrize("query", ["SELECT none FROM record", "SELECT r.none FROM record r", "SELECT FROM"])
def test_a_wrong_query_does_not_call_the_file_damaged(archive: Archive, query: str) -> None:
    with pytest.raises(driver.OperationalError):
        archive.database.rows(query)
