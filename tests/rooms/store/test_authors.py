# SPDX-License-Identifier: Apache-2.0
"""Whose name an entry bears must have signed the commit it stands in."""

from dataclasses import replace

import pytest

from kuzat.store import Archive, verify
from kuzat.store.commit import Act, Head, Writer
from kuzat.store.opening import public_key
from kuzat.store.values import EntryBroken
from kuzat.testing import Maker

BAKYT, SEED = "b2" * 16, bytes(range(32))


class Forger(Writer):
    """Who holds the log's key and one member's, and writes entries in the name of another member."""

    def _sign(self, head: Head, count: int) -> bytes:
        named = self.signer
        self.signer = replace(named, member=BAKYT, member_seed=SEED)
        try:
            return super()._sign(head, count)
        finally:
            self.signer = named


def test_an_entry_in_the_name_of_another_member_is_found(archive: Archive) -> None:
    archive.commit([Act(kind="member", body={"id": BAKYT, "key": public_key(SEED).hex()})])
    verify(archive, values=True)
    forged = archive.size()
    honest = archive.writer
    archive.writer = Forger(
        archive.database, archive.projections, honest.signer, honest.sealer, archive.random
    )
    Maker(archive).page()
    with pytest.raises(EntryBroken) as found:
        verify(archive)
    assert found.value.details["position"] == forged
