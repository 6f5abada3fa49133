# SPDX-License-Identifier: Apache-2.0
"""A change of members or keys that is cut anywhere leaves one header that counts and opens everything."""

import random
import shutil
import time
from pathlib import Path

import pytest
from tests import deaths
from tests.deaths import ACTS, WORDS
from tests.lives import Life
from tests.template import Template

from kuzat import keys
from kuzat.keys import Login
from kuzat.log.statement import Draft
from kuzat.store import Archive, open_archive, verify
from kuzat.store.headers import HEADER, NEW, named_in_log
from kuzat.store.members import add_member, set_officers
from kuzat.testing import AIZADA, BAKYT, Maker

OTHERS = [Login(passphrase=words) for words in (BAKYT.passphrase, "third words of somebody")]


@pytest.fixture(scope="module")
def office(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with four members, a quorum of officers, a record and some identities."""
    path = tmp_path_factory.mktemp("office") / "a.archive"
    with template.copy(path) as archive:
        people = [
            add_member(archive, Login(passphrase=words), ["reader"])
            for words in (BAKYT.passphrase, "third words of somebody", "fourth words of somebody")
        ]
        set_officers(archive, 2, people)
        Maker(archive).new("event", start="2020")
        name = Draft(about="per-" + "7a" * 16, says="person.name", type="text", value="Нурлан")
        archive.say([name])
    return path


def died(template: Template, path: Path, act: str, number: int) -> bool:
    """Whether a process died before the n-th thing it did; else it came to its end."""
    with Life(deaths.changing, path, template.unlocked, act, number) as life:
        return life.rest() != ["done"]


def assert_sound(path: Path, archive: Archive) -> None:
    verify(archive, values=True)
    assert archive.unlocked.header == named_in_log(archive.database)
    assert archive.database.row("SELECT count(*) FROM event") == (1,)
    assert keys.parse((path / HEADER).read_bytes())[0].archive == archive.id
    assert not (path / NEW).exists()


def assert_name_is_there(path: Path, others: list[Login]) -> None:
    """Whoever may open identities finds the name: alone, or in a crisis together."""
    with open_archive(path, AIZADA.passphrase, others=others) as archive:
        assert archive.compartment is not None
        assert [one.value for one in archive.compartment.about("per-" + "7a" * 16)] == ["Нурлан"]


def cut_once(template: Template, office: Path, path: Path, act: str, number: int) -> bool:
    """Cut a change, look at what is left, and do it again; whether it was cut."""
    shutil.copytree(office, path)
    was_cut = died(template, path, act, number)
    with template.open(path) as archive:
        assert_sound(path, archive)
        members = len(keys.parse((path / HEADER).read_bytes())[0].members)
        assert members in {"add": (4, 5), "remove": (4, 3)}.get(act, (4,))
        opens_alone = bool(archive.identity_keys)
    if was_cut and opens_alone:
        with template.open(path) as archive:
            ACTS[act](archive)
    if act == "rewrap":
        with pytest.raises(keys.WrongPassphrase):
            open_archive(path, AIZADA.passphrase)
        open_archive(path, WORDS).close()
    else:
        assert_name_is_there(path, OTHERS if act == "crisis" else [])
    with template.open(path) as archive:
        assert_sound(path, archive)
        assert len(archive.unlocked.cases) == 1
    shutil.rmtree(path)
    return was_cut


@pytest.mark.parametrize("act", ["add", "quorum", "rekey"])
def test_a_change_that_is_cut_somewhere(
    template: Template, office: Path, tmp_path: Path, act: str
) -> None:
    chance = random.Random(act)
    for number in chance.sample(range(24), 2):
        cut_once(template, office, tmp_path / "cut.archive", act, number)


@pytest.mark.slow
@pytest.mark.parametrize("act", ACTS)
def test_a_change_that_is_cut_anywhere(
    template: Template, office: Path, tmp_path: Path, act: str
) -> None:
    number = 0
    while cut_once(template, office, tmp_path / "cut.archive", act, number):
        number += 1
    assert number > 8, "nothing of it was ever cut"


@pytest.mark.slow
def test_a_rekey_that_is_killed_at_any_moment(
    template: Template, office: Path, tmp_path: Path
) -> None:
    chance = random.Random(40)
    for number in range(40):
        path = tmp_path / f"{number}.archive"
        shutil.copytree(office, path)
        life = Life(deaths.changing, path, template.unlocked, "rekey", 10_000)
        time.sleep(chance.uniform(0, 0.6))
        life.kill()
        with template.open(path) as archive:
            assert_sound(path, archive)
            deaths.rekey(archive)
        with template.open(path) as archive:
            assert_sound(path, archive)
            assert len(archive.unlocked.cases) == 1
        assert not list(path.glob("*.new"))
        shutil.rmtree(path)
