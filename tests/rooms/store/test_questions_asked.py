# SPDX-License-Identifier: Apache-2.0
"""How many questions a rebuild asks of the database: as many for many records as for few."""

from pathlib import Path

from tests.allied import give, take, told

from kuzat.store import Archive, rebuild
from kuzat.testing import Maker


def asked(archive: Archive) -> int:
    """How many selects a rebuild runs, but for those by which the index of words keeps itself."""
    run: list[str] = []
    archive.database.raw.set_trace_callback(run.append)
    rebuild(archive)
    archive.database.raw.set_trace_callback(None)
    return sum(one.startswith(("SELECT", "WITH")) and "search_" not in one for one in run)


def test_a_rebuild_asks_of_no_record_alone_because_there_are_partners(
    osh: Archive, talas: Archive, tmp_path: Path
) -> None:
    told(talas)
    take(osh, give(talas, tmp_path / "1", "osh"))
    Maker(osh).new("person", identity_name="Айсулуу Токтосунова", country="KG")
    told(osh)
    few = asked(osh)
    for number in range(5):
        told(osh, f"Another march {number}")
    assert asked(osh) == few
