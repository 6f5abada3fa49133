# SPDX-License-Identifier: Apache-2.0
"""A code that a partner gave leads to their record, marked as theirs, and never before one's own."""

from pathlib import Path

from tests.allied import give, take

from kuzat.records import Standing
from kuzat.store import Archive, access_record, access_reference, access_search, reader_of
from kuzat.testing import Maker


def test_a_partners_code_is_found_until_we_give_it_ourselves(
    osh: Archive, talas: Archive, tmp_path: Path
) -> None:
    theirs = Maker(talas).new("event", title="A march is stopped", reference="TL-2019-7")
    take(osh, give(talas, tmp_path / "1", "osh"))
    reader = reader_of(osh)
    assert access_reference(osh, reader, "TL-2019-7") == theirs
    (hit,) = access_search(osh, reader, "TL-2019-7")
    assert hit.tellers == ("talas",)
    (code,) = access_record(osh, reader, theirs).all("event.reference")
    assert code.standing is Standing.RECEIVED
    ours = Maker(osh).new("event", title="Another march", reference="TL-2019-7")
    assert access_reference(osh, reader, "TL-2019-7") == ours
