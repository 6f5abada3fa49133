# SPDX-License-Identifier: Apache-2.0
"""Processes that are killed, disks that are full, programs that meet: nothing acknowledged is lost."""

import random
import shutil
import signal
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from tests import lives
from tests.lives import Life
from tests.sheets import many
from tests.template import Template

from kuzat.errors import KuzatError
from kuzat.keys import FLOOR
from kuzat.store import (
    Archive,
    Original,
    access_rows_of_kind,
    create,
    fingerprints,
    import_sheet,
    keep,
    open_archive,
    reader_of,
    rebuild,
    verify,
)
from kuzat.store.cipher import Busy, DiskFull
from kuzat.store.opening import ArchiveExists, CreationUnfinished
from kuzat.testing import AIZADA, Maker

ROWS = 240
KILLS_HERE, KILLS = 6, 200
SHEET = many(ROWS)


@pytest.fixture
def path(template: Template, tmp_path: Path) -> Path:
    template.copy(tmp_path / "a.archive").close()
    return tmp_path / "a.archive"


def assert_sound(archive: Archive, acknowledged: int = 0) -> None:
    """Everything verifies, everything acknowledged is there, and the readings are those of the log."""
    report = verify(archive, values=True)
    assert report.missing == 0
    assert report.entries == archive.size() >= acknowledged
    before = fingerprints(archive)
    rebuild(archive)
    assert fingerprints(archive) == before


def assert_rows_once(archive: Archive) -> None:
    """Each row of the sheet was taken over exactly once."""
    events = archive.database.rows("SELECT reference, count(*) FROM event GROUP BY reference")
    assert sorted(events) == sorted((f"K-{n}", 1) for n in range(1, ROWS + 1))
    assert archive.database.row("SELECT count(*) FROM vouched")[0] == ROWS
    (said,) = archive.database.row("SELECT count(*) FROM statement WHERE says = 'event.reference'")
    assert said == ROWS


def whole_life(template: Template, path: Path) -> float:
    """How long an import takes from the start of its process to its end, here and now."""
    template.copy(path).close()
    began = time.monotonic()
    with Life(lives.import_all, path, template.unlocked, SHEET) as life:
        life.rest()
    return time.monotonic() - began


def kill_imports(template: Template, folder: Path, kills: int, chance: random.Random) -> None:
    """Kill an import at random moments, let the next one go on, and start anew when it is through."""
    killed = rounds = cut = 0
    longest = whole_life(template, folder / "whole.archive")
    while killed < kills:
        rounds += 1
        path = folder / f"{rounds}.archive"
        template.copy(path).close()
        through, acknowledged = False, 0
        while not through and killed < kills:
            life = Life(lives.import_all, path, template.unlocked, SHEET)
            told = []
            if killed % 2:
                told = life.hear_up_to(chance.randrange(2, 12))
                time.sleep(chance.uniform(0, longest / 50))
            else:
                time.sleep(chance.uniform(0, longest))
            told += life.kill()
            killed += 1
            through = bool(told) and isinstance(told[-1], tuple)
            cut += not through and len(told) > 1
            acknowledged = max([acknowledged, *(size for size in told if isinstance(size, int))])
            with template.open(path, seed=f"{killed}") as archive:
                assert_sound(archive, acknowledged)
        with template.open(path) as archive:
            import_sheet(archive, SHEET)
            assert_rows_once(archive)
            size = archive.size()
            assert import_sheet(archive, SHEET).taken == 0
            assert archive.size() == size
        shutil.rmtree(path)
    assert cut > kills // 6, "too few were killed between two commits to show anything"


@pytest.mark.slow
def test_killed_imports_lose_and_double_nothing(template: Template, tmp_path: Path) -> None:
    kill_imports(template, tmp_path, KILLS_HERE, random.Random(8))


@pytest.mark.slow
def test_two_hundred_killed_imports_lose_and_double_nothing(template: Template, tmp_path: Path) -> None:
    kill_imports(template, tmp_path, KILLS, random.Random(200))


def test_an_import_goes_on_where_it_was_cut(template: Template, path: Path) -> None:
    with Life(lives.import_all, path, template.unlocked, SHEET) as life:
        for _ in range(4):
            reached = life.hear()
    with template.open(path) as archive:
        assert archive.size() >= reached
        rows = archive.database.row("SELECT count(*) FROM vouched")[0]
        report = import_sheet(archive, SHEET)
        assert (report.taken, report.skipped) == (ROWS - rows, rows)
        assert_rows_once(archive)


@pytest.mark.parametrize(
    ("point", "is_durable"),
    [
        ("before begin", False),
        ("inside the transaction", False),
        ("before tiles", True),
        ("between tiles", True),
        ("before the sync", True),
        ("before the rename", True),
        ("before the folder is synced", True),
        ("after the rename", True),
    ],
)
def test_killed_at_each_point_of_a_commit(
    template: Template, path: Path, point: str, is_durable: bool
) -> None:
    """Consistent on opening: all of the act or none of it, and nothing that was acknowledged is lost."""
    with template.open(path) as archive:
        Maker(archive).new("event", start="2019")
        acknowledged = archive.size()
    with Life(lives.dying, path, template.unlocked, point) as life:
        assert life.rest() == []
        assert life.process.exitcode == -signal.SIGKILL
    with template.open(path) as archive:
        assert archive.size() == acknowledged + is_durable
        assert archive.database.row("SELECT count(*) FROM event") == (1 + is_durable,)
        assert archive.folder.in_step()
        assert_sound(archive, acknowledged)
        Maker(archive).page()
        assert_sound(archive)


def die_while_making(path: Path, calls: int) -> str:
    """Die at one moment of making an archive, and see what the next try is told."""
    left = path.with_name(path.name + ".new")
    with Life(lives.making, path, calls) as life:
        if life.rest():
            with pytest.raises(ArchiveExists):
                create(path, AIZADA.passphrase, cost=FLOOR)
            end = "made"
        elif left.exists():
            with pytest.raises(CreationUnfinished) as refused:
                create(path, AIZADA.passphrase, cost=FLOOR)
            assert left.name in refused.value.sentence()
            assert not path.exists()
            shutil.rmtree(left)
            create(path, AIZADA.passphrase, cost=FLOOR).close()
            end = "unfinished"
        else:
            create(path, AIZADA.passphrase, cost=FLOOR).close()
            end = "nothing"
    with open_archive(path, AIZADA.passphrase) as archive:
        assert verify(archive, values=True).exhibits == 1
    return end


@pytest.mark.slow
def test_killed_while_the_archive_is_made(tmp_path: Path) -> None:
    """Whenever it dies there is an archive or there is none, and the next try says which."""
    ends = [die_while_making(tmp_path / f"{calls}.archive", calls) for calls in (2, 15, 18, 40)]
    assert ends == ["nothing", "unfinished", "unfinished", "made"]


@pytest.mark.slow
def test_killed_at_every_step_while_the_archive_is_made(tmp_path: Path) -> None:
    ends = [die_while_making(tmp_path / f"{calls}.archive", calls) for calls in range(20)]
    assert set(ends) == {"nothing", "unfinished", "made"}


def limits(path: Path) -> int:
    """A limit that lets some forms through: a little above the largest file that is written to."""
    return (path / "cases.db").stat().st_size + 150_000


def test_a_full_disk_refuses_and_loses_nothing(template: Template, path: Path) -> None:
    with Life(lives.crowded, path, template.unlocked, limits(path), lives.say_one) as life:
        *sizes, code, sentence = life.rest()
    assert code == "disk_full"
    assert "nothing was changed" in sentence
    assert len(sizes) >= 2
    with template.open(path) as archive:
        assert archive.size() >= sizes[-1]
        assert_sound(archive, sizes[-1])
        Maker(archive).page()
        assert_sound(archive, sizes[-1])


def import_many(archive: Archive) -> None:
    lives.importing.ROWS_A_COMMIT = lives.ROWS_A_COMMIT
    import_sheet(archive, SHEET)


def test_an_import_that_filled_the_disk_goes_on_later(template: Template, path: Path) -> None:
    with Life(lives.crowded, path, template.unlocked, limits(path), import_many) as life:
        *_, code, _ = life.rest()
    assert code == "disk_full"
    with template.open(path) as archive:
        assert_sound(archive)
        report = import_sheet(archive, SHEET)
        assert report.skipped > 0
        assert_rows_once(archive)


def keep_film(archive: Archive) -> None:
    keep(archive, Original(name="film", media_type="video/mp4", content=BytesIO(bytes(9_000_000))))


def test_an_original_too_large_for_the_disk_leaves_nothing(template: Template, path: Path) -> None:
    before = sorted((path / "exhibits").iterdir())
    with Life(lives.crowded, path, template.unlocked, 2_000_000, keep_film) as life:
        assert life.rest()[0] == "disk_full"
    assert sorted((path / "exhibits").iterdir()) == before
    with template.open(path) as archive:
        assert_sound(archive)


class FullFolder(lives.LogFolder):
    """A log folder on a disk that has no room while ``full``."""

    full = True

    def publish(self, old: int, new: int, note: bytes) -> None:
        if self.full:
            raise OSError(28, "No space left on device")
        super().publish(old, new, note)


def test_a_commit_that_cannot_be_published_is_acknowledged_and_the_next_one_refused(
    archive: Archive,
) -> None:
    size = archive.size()
    folder = archive.folder = FullFolder(archive.folder.folder, archive.database, archive.log_key)
    Maker(archive).page()
    assert archive.size() == size + 1
    with pytest.raises(DiskFull):
        Maker(archive).page()
    assert archive.size() == size + 1, "the folder is never more than one commit behind"
    folder.full = False
    Maker(archive).page()
    assert archive.size() == size + 2
    assert_sound(archive)


def test_an_archive_on_a_full_disk_can_be_read(template: Template, path: Path) -> None:
    """Its last commit could not be published; nothing more is written until it is."""
    (log,) = (path / "log").iterdir()
    with Life(lives.dying, path, template.unlocked, "before tiles") as life:
        life.rest()
    (log / "checkpoint.new").mkdir()
    with template.open(path) as archive:
        size = archive.size()
        assert not archive.folder.in_step()
        assert len(access_rows_of_kind(archive, reader_of(archive), "event")) == 1
        with pytest.raises((DiskFull, OSError)):
            Maker(archive).page()
        assert archive.size() == size
        (log / "checkpoint.new").rmdir()
        Maker(archive).page()
        assert_sound(archive, size + 1)


def test_two_writers_make_one_chain(template: Template, path: Path) -> None:
    with template.open(path) as archive:
        size = archive.size()
    ours = [Life(lives.saying, path, template.unlocked, 15) for _ in range(2)]
    told = [life.rest() for life in ours]
    assert [len(sizes) for sizes in told] == [16, 16]
    for sizes in told:
        assert sizes == sorted(sizes)
    with template.open(path) as archive:
        assert archive.size() == size + 30
        assert_sound(archive)


def test_two_imports_of_one_sheet_add_it_once(template: Template, path: Path) -> None:
    ours = [Life(lives.import_all, path, template.unlocked, SHEET) for _ in range(2)]
    ends = [life.rest()[-1] for life in ours]
    assert sum(taken for taken, _ in ends) == ROWS
    assert sum(skipped for _, skipped in ends) == ROWS
    with template.open(path) as archive:
        assert_rows_once(archive)
        assert_sound(archive)
        sheets = archive.database.rows("SELECT id FROM exhibit WHERE name = ?", (SHEET.name,))
        assert len(sheets) == 1


@pytest.fixture
def hasty(template: Template, path: Path) -> Iterator[Archive]:
    """An archive that waits a tenth of a second for others instead of five."""
    with template.open(path) as archive:
        archive.database.raw.execute("PRAGMA busy_timeout = 100")
        yield archive


def test_a_second_writer_waits(template: Template, path: Path) -> None:
    with (
        template.open(path) as archive,
        Life(lives.holding, path, template.unlocked, 0.7) as life,
    ):
        life.hear()
        began = time.monotonic()
        Maker(archive).page()
        assert time.monotonic() - began > 0.3
        assert_sound(archive)


def test_a_second_writer_that_waited_long_enough_is_refused(hasty: Archive, template: Template) -> None:
    size = hasty.size()
    with Life(lives.holding, hasty.path, template.unlocked, 60.0) as life:
        life.hear()
        for act in (lambda: Maker(hasty).page(), lambda: import_sheet(hasty, SHEET), lambda: rebuild(hasty)):
            with pytest.raises(Busy):
                act()
        assert hasty.size() == size
        assert sorted(file.name for file in hasty.path.glob("exhibits/*.new")) == []
        with template.open(hasty.path) as reader:
            assert verify(reader, values=True).entries == size, "readers do not wait"
    Maker(hasty).page()
    assert_sound(hasty)


def test_a_durable_commit_is_never_reported_as_refused(hasty: Archive, template: Template) -> None:
    """Between the commit and its publication another program took the lock, and keeps it."""
    size = hasty.size()
    with template.open(hasty.path, seed="other") as other:
        writing = hasty.database.writing
        taken = []

        def beset():  # type: ignore[no-untyped-def]
            if taken:
                other.database.raw.execute("BEGIN IMMEDIATE")
            taken.append(True)
            return writing()

        hasty.database.writing = beset  # type: ignore[method-assign]
        Maker(hasty).page()
        other.database.raw.execute("ROLLBACK")
        assert hasty.size() == size + 1
        assert not hasty.folder.in_step()
        Maker(other).page()
        assert_sound(other)
        assert other.size() == size + 2


def hammer(template: Template, path: Path, rounds: int) -> list[str]:
    """Open and verify beside a program that writes; every complaint."""
    with Life(lives.saying, path, template.unlocked, 1_000_000, 0.01) as life:
        life.hear()
        with Life(lives.verifying, path, template.unlocked, rounds) as reader:
            told = [reader.hear() for _ in range(rounds)]
        acknowledged = max(life.kill())
    with template.open(path) as archive:
        assert_sound(archive, acknowledged)
    return [complaint for complaint in told if complaint]


@pytest.mark.slow
def test_reading_beside_a_writer_raises_no_false_alarm(template: Template, path: Path) -> None:
    assert hammer(template, path, 12) == []


@pytest.mark.slow
def test_reading_beside_a_writer_for_long_raises_no_false_alarm(template: Template, path: Path) -> None:
    assert hammer(template, path, 120) == []


def test_what_every_refusal_says_names_a_next_step() -> None:
    refusals: list[KuzatError] = [Busy(), DiskFull(), CreationUnfinished(path="x"), ArchiveExists(path="x")]
    for error in refusals:
        assert error.step()
