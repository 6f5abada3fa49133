# SPDX-License-Identifier: Apache-2.0
"""The desk asks for a code where its member asked for that, takes each once, and closes no other way in."""

import base64
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from tests.browser import PORT, Browser
from tests.people import COLLEAGUE, open_as, unlocked_as
from tests.template import Template

from kuzat.keys import NotForThisRole, totp
from kuzat.store import Archive, check_factor, drop_factor, open_with_keys
from kuzat.store.factor import WrongCode
from kuzat.testing import AIZADA, Randomness
from kuzat.web import application

MOMENTS = ["2025-04-01T09:00:00Z", "2025-04-01T09:00:30Z", "2025-04-01T09:05:00Z", "2025-04-01T09:10:00Z"]
STEPS = [1743498000 // 30, 1743498030 // 30, 1743498300 // 30, 1743498600 // 30]


class Door:
    """A desk whose clock a test sets to one of some moments."""

    def __init__(self, path: Path, template: Template) -> None:
        self.path, self.template, self.moment = path, template, 0
        self.app = application(path, PORT, opener=self.open)

    def open(self, path: Path, passphrase: str, **beside: object) -> Archive:
        clock = lambda: MOMENTS[self.moment]  # noqa: E731
        seed = Randomness(f"door {self.moment}")
        return open_with_keys(path, self.template.unlocked, clock=clock, random=seed)

    def unlock(self, code: str = "") -> Browser:
        browser = Browser(self.app)
        browser.get("/")
        return browser.post("/unlock", passphrase=AIZADA.passphrase, next="/", code=code)


@pytest.fixture
def door(template: Template, tmp_path: Path) -> Door:
    shutil.copytree(template.path, tmp_path / "a.archive")
    return Door(tmp_path / "a.archive", template)


def set_up(door: Door) -> bytes:
    """The secret, confirmed with the code of the first moment."""
    desk = door.unlock()
    desk.get("/factor")
    desk.post("/factor", how="begin")
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", desk.text)
    assert found
    secret = base64.b32decode(found[1].replace(" ", ""))
    assert found[1] not in desk.get("/factor").text, "shown once"
    assert desk.post("/factor", how="confirm", code="000000").status == 400
    desk.post("/factor", how="confirm", code=totp.code(secret, STEPS[0]))
    assert "A code is asked for" in desk.words
    return secret


def test_a_code_is_asked_for_and_used_once(door: Door) -> None:
    secret = set_up(door)
    assert door.unlock().status == 403
    assert "That code is wrong" in door.unlock("123456").words
    assert door.unlock(totp.code(secret, STEPS[0])).status == 403, "it confirmed the secret already"
    door.moment = 1
    assert door.unlock(totp.code(secret, STEPS[1])).status == 200
    assert door.unlock(totp.code(secret, STEPS[1])).status == 403, "a replay"


def test_a_secret_that_was_not_confirmed_guards_nothing(door: Door) -> None:
    desk = door.unlock()
    desk.get("/factor")
    desk.post("/factor", how="begin")
    assert door.unlock().status == 200


def test_it_is_dropped_with_a_code_at_the_desk_and_without_one_elsewhere(door: Door) -> None:
    secret = set_up(door)
    door.moment = 2
    desk = door.unlock(totp.code(secret, STEPS[2]))
    desk.get("/factor")
    assert desk.post("/factor", how="drop", code=totp.code(secret, STEPS[2])).status == 400
    assert door.unlock().status == 403
    with door.open(door.path, AIZADA.passphrase) as archive:
        drop_factor(archive)
    assert door.unlock().status == 200


def test_the_secret_lies_sealed(door: Door) -> None:
    secret = set_up(door)
    with door.open(door.path, AIZADA.passphrase) as archive:
        (row,) = archive.database.rows("SELECT member, box FROM factor")
    assert secret not in bytes(row[1])
    assert secret.hex().encode() not in bytes(row[1])


def test_what_another_key_laid_down_lets_nobody_in_until_an_officer_takes_it_away(door: Door) -> None:
    secret = set_up(door)
    unlocked = door.template.unlocked
    other = unlocked_as(unlocked, "director", member=COLLEAGUE)
    door.template = door.template._replace(unlocked=replace(unlocked, member_seed=other.member_seed))
    door.moment = 1
    for code in ("", totp.code(secret, STEPS[1])):
        desk = door.unlock(code)
        assert (desk.status, "laid down under another key" in desk.words) == (403, True)
    for role, refused in (("reader", True), ("security_officer", False)):
        with open_as(door.path, unlocked, role, member=COLLEAGUE) as archive:
            if refused:
                with pytest.raises(NotForThisRole):
                    drop_factor(archive, unlocked.member)
            else:
                drop_factor(archive, unlocked.member)
        assert door.unlock().status == (403 if refused else 200)


def test_of_two_doors_at_which_one_code_is_typed_at_once_one_opens(door: Door) -> None:
    typed = totp.code(set_up(door), STEPS[2])
    door.moment = 2
    first, second = (door.open(door.path, "") for _ in range(2))

    def meanwhile() -> str:
        check_factor(second, typed)
        return MOMENTS[2]

    with first, second:
        first.clock = meanwhile
        with pytest.raises(WrongCode):
            check_factor(first, typed)
