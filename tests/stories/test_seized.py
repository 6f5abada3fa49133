# SPDX-License-Identifier: Apache-2.0
"""docs/security/seized.md says what each passphrase, file and group of people opens: here it is tried."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.damage import NOTE
from tests.template import Template
from tests.thief import COLUMNS, Loot

from kuzat import keys
from kuzat.errors import KuzatError
from kuzat.keys import Login, Unlocked, open_header, reopen, together
from kuzat.store import (
    Archive,
    Original,
    add_member,
    back_up,
    begin_crisis,
    keep,
    name_member,
    open_with_keys,
    reader_of,
    rekey,
    remove_member,
    rewrap,
    set_officers,
    set_trustees,
)
from kuzat.testing import AIZADA, Maker, Randomness

PAGE = Path(__file__).parents[2] / "docs" / "security" / "seized.md"
ROLES = tuple(role for role in keys.roles() if role != "trustee")
KEY = bytes(range(32))
CASE, NAME, MEMBER = "A march is stopped", "Нурлан Ойдон", "Bermet Invented"
OFFICERS = ("first officer", "second officer")
TRUSTEES = ("first trustee", "second trustee")


class Office(NamedTuple):
    """What lies in an office, its archive.json, and who its members are by name: id and seed."""

    loot: Loot
    people: dict[str, Unlocked]

    def header(self) -> bytes:
        return (self.loot.folder / "archive.json").read_bytes()

    def by(self, *names: str) -> Unlocked:
        """What these members open together, without typing their passphrases."""
        first, *others = (reopen(self.header(), self.people[name]) for name in names)
        return together(keys.parse(self.header())[0], first, others) if others else first

    def later(self, folder: Path, change: Callable[[Archive], object], *names: str) -> "Office":
        """A copy of it, changed by these members, with a backup of that day."""
        shutil.copytree(self.loot.folder, folder)
        with open_with_keys(folder, self.by(*names), random=Randomness(folder.name)) as archive:
            change(archive)
        later = self._replace(loot=self.loot._replace(folder=folder))
        place = folder.with_suffix(".stick")  # one place keeps two files of keys only
        place.mkdir()
        with open_with_keys(folder, later.by(*OFFICERS), random=Randomness(f"{folder} backup")) as archive:
            written = back_up(archive, reader_of(archive), place / "a.backup")
        return later._replace(loot=later.loot._replace(backup=written.file, backup_keys=written.keys))


def let_in(archive: Archive, name: str, role: str) -> Unlocked:
    """Somebody new, and what opens for them: their seed is drawn right after their id."""
    drawn: list[bytes] = []
    random = archive.random

    def noted(size: int) -> bytes:
        drawn.append(random(size))
        return drawn[-1]

    archive.random = noted
    id_ = add_member(archive, Login(passphrase=f"{name} drinks tea beneath the walnut tree"), [role])
    archive.random = random
    assert drawn[0].hex() == id_
    return replace(archive.unlocked, member=id_, member_seed=drawn[1])


def furnished(archive: Archive, folder: Path) -> Loot:
    maker = Maker(archive)
    maker.new("event", basis=maker.page(), title=CASE)
    maker.new("person", country="KG", identity_name=NAME)
    name_member(archive, archive.member, MEMBER)
    open_, shut = (
        keep(archive, Original(name="n", media_type="text/plain", content=BytesIO(content), protected=it)).id
        for content, it in ((NOTE, False), (NOTE[::-1], True))
    )
    nothing = folder / "none"
    return Loot(archive.path, nothing, nothing, open_, shut, CASE, NOTE, NAME, NOTE[::-1], MEMBER)


@pytest.fixture(scope="module")
def office(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("seized")
    with template.copy(folder / "a.archive", seed="seized") as archive:
        loot = furnished(archive, folder)
        people = {role: let_in(archive, role, role) for role in ROLES}
        people |= {name: let_in(archive, name, "reader") for name in OFFICERS}
        people |= {name: let_in(archive, name, "trustee") for name in TRUSTEES}
        set_officers(archive, 2, [people[name].member for name in OFFICERS])
        set_trustees(archive, 2, [people[name].member for name in TRUSTEES])
        people["first"] = archive.unlocked
        written = back_up(archive, reader_of(archive), folder / "a.backup")
    return Office(loot._replace(backup=written.file, backup_keys=written.keys), people)


def with_key_file(template: Template, folder: Path) -> Loot:
    """An archive of one member, who has a key file."""
    with template.copy(folder / "k.archive", seed="key file") as archive:
        loot = furnished(archive, folder)
        rewrap(archive, Login(passphrase=AIZADA.passphrase, file=KEY))
        place = folder / "k.stick"
        place.mkdir()
        written = back_up(archive, reader_of(archive), place / "k.backup")
    return loot._replace(backup=written.file, backup_keys=written.keys)


def by_login(loot: Loot, passphrase: str, file: bytes) -> set[str]:
    try:
        unlocked = open_header((loot.folder / "archive.json").read_bytes(), passphrase, file)
    except KuzatError:
        return set()
    return loot.by(unlocked)


@pytest.fixture(scope="module")
def taken(
    office: Office, template: Template, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, set[str]]:
    """Each row of the page, tried: who has what, and which columns that gives them."""
    folder = tmp_path_factory.mktemp("later")
    loot, coder = office.loot, office.by("coder")
    crisis = office.later(folder / "crisis.archive", begin_crisis, "director")
    gone = office.later(
        folder / "gone.archive", lambda it: remove_member(it, coder.member), "director"
    )
    renewed = gone.later(folder / "renewed.archive", rekey, "director")
    locked = with_key_file(template, folder)
    return {
        "the machine switched off": loot.in_the_open(loot.folder),
        "the folder `log/`": loot.in_the_open(loot.folder / "log"),
        "the folder `exhibits/`": loot.in_the_open(loot.folder / "exhibits"),
        "a backup and its keys": loot.in_the_open(loot.backup, loot.backup_keys),
        **{f"the passphrase of one {role}": loot.by(office.by(role)) for role in ROLES},
        "the passphrase of one trustee": loot.by(office.by(TRUSTEES[0])),
        "a passphrase without its key file": by_login(locked, AIZADA.passphrase, b""),
        "a key file without its passphrase": by_login(locked, "", KEY),
        "a passphrase with its key file": by_login(locked, AIZADA.passphrase, KEY),
        "k − 1 officers": loot.by(office.by(OFFICERS[0])),
        "k officers": loot.by(office.by(*OFFICERS)),
        "k − 1 trustees": loot.by(office.by(TRUSTEES[1])),
        "k trustees": loot.by(office.by(*TRUSTEES)),
        "one coder, after a crisis was declared": crisis.loot.by(crisis.by("coder")),
        "k − 1 officers, after a crisis was declared": crisis.loot.by(crisis.by(OFFICERS[0])),
        "k officers, after a crisis was declared": crisis.loot.by(crisis.by(*OFFICERS)),
        "a removed coder's old `archive.json` and today's files": gone.loot.by(coder),
        "the same, after `kuzat keys rekey`": renewed.loot.by(coder),
    }


def stated() -> dict[str, set[str]]:
    """The table of the page: row → the columns that say yes."""
    lines = [line for line in PAGE.read_text().splitlines() if line.startswith("| ")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    start = next(n for n, row in enumerate(rows) if row[1:] == list(COLUMNS))
    table = [row for row in rows[start + 1 :] if len(row) == len(COLUMNS) + 1]
    assert {cell for row in table for cell in row[1:]} == {"yes", "–"}
    return {
        row[0]: {column for column, cell in zip(COLUMNS, row[1:], strict=True) if cell == "yes"}
        for row in table
    }


def test_the_page_says_what_was_tried(taken: dict[str, set[str]]) -> None:
    assert stated() == taken


def test_the_search_is_not_blind(taken: dict[str, set[str]]) -> None:
    """Each column is opened by somebody and shut to somebody with the passphrase of a role."""
    assert taken["k trustees"] == set(COLUMNS)
    assert taken["the passphrase of one director"] == set(COLUMNS)
    assert "cases" in taken["the passphrase of one reader"]
    assert "identities" not in taken["the passphrase of one reader"]
