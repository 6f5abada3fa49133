# SPDX-License-Identifier: Apache-2.0
"""Following another account at the desk takes the earlier choice back, as the command does."""

import re
from pathlib import Path

from tests.browser import PORT, Browser
from tests.rooms.web.test_writing import send
from tests.template import Template

from kuzat.keys import FLOOR, Login
from kuzat.records import Standing
from kuzat.store import Archive, access_record, add_member, open_archive, reader_of
from kuzat.testing import AIZADA, BAKYT, Maker
from kuzat.web import application


def follow(browser: Browser, record: str, statement: bytes) -> None:
    path = f"/statement/{record}/{statement.hex()}/adopt"
    browser.get(path)
    found = {name: re.search(f'name="{name}" value="([^"]*)"', browser.text) for name in ("once", "seen")}
    browser.post(path, **{name: one[1] for name, one in found.items() if one}, **{"any.adopts_reason": "x"})
    assert browser.status == 200
    assert "Said" in browser.words


def office(template: Template, path: Path) -> tuple[str, bytes, bytes]:
    """An archive with an event told in two ways, and the two statements."""
    with template.copy(path) as archive:
        make = Maker(archive)
        event = make.new("event", reference="K-1")
        first, second = (make.add(event, start=day)[0] for day in ("2020", "2021"))
    return event, first, second


def standings(template: Template, path: Path, event: str) -> list[Standing]:
    with template.open(path) as archive:
        record = access_record(archive, reader_of(archive), event)
    return [value.standing for value in record.all("event.start")]


def test_one_choice_follows_another(template: Template, tmp_path: Path) -> None:
    path = tmp_path / "office.archive"
    event, *accounts = office(template, path)
    browser = Browser(application(path, PORT)).unlock(AIZADA.passphrase)
    for statement in accounts:
        follow(browser, event, statement)
    assert standings(template, path, event) == [Standing.SET_ASIDE, Standing.ADOPTED]


def test_a_choice_that_took_another_back_is_not_undone_into_none(template: Template, tmp_path: Path) -> None:
    path = tmp_path / "office.archive"
    event, first, second = office(template, path)
    browser = Browser(application(path, PORT)).unlock(AIZADA.passphrase)
    follow(browser, event, first)
    assert "Undo" in browser.words
    follow(browser, event, second)
    assert "Undo" not in browser.words
    browser.post(browser.path.replace("/done/", "/undo/"))
    assert standings(template, path, event) == [Standing.SET_ASIDE, Standing.ADOPTED]


def test_what_two_decided_one_does_not_undo(template: Template, tmp_path: Path) -> None:
    path = tmp_path / "office.archive"
    event, first, _ = office(template, path)
    with template.open(path) as archive:
        add_member(archive, Login(passphrase=BAKYT.passphrase), ["reader"], cost=FLOOR)

    def opener(path: Path, passphrase: str, **beside: object) -> Archive:
        return template.open(path) if passphrase == AIZADA.passphrase else open_archive(path, passphrase)

    proposing, adopting = (
        Browser(application(path, PORT, opener=opener)).unlock(who.passphrase) for who in (AIZADA, BAKYT)
    )
    follow(proposing, event, first)
    assert "Undo" in proposing.words
    follow(adopting, event, first)
    assert "Undo" not in adopting.words
    adopting.post(adopting.path.replace("/done/", "/undo/"))
    assert standings(template, path, event) == [Standing.ADOPTED, Standing.SET_ASIDE]


def test_what_two_decided_is_followed_no_longer_when_two_say_so(template: Template, tmp_path: Path) -> None:
    path = tmp_path / "office.archive"
    event, first, _ = office(template, path)
    with template.open(path) as archive:
        add_member(archive, Login(passphrase=BAKYT.passphrase), ["reader"], cost=FLOOR)
    seeds = iter("abc")

    def opener(path: Path, passphrase: str, **beside: object) -> Archive:
        if passphrase == AIZADA.passphrase:
            return template.open(path, seed=next(seeds))
        return open_archive(path, passphrase)

    one, other = (
        Browser(application(path, PORT, opener=opener)).unlock(who.passphrase) for who in (AIZADA, BAKYT)
    )
    for browser in (one, other):
        follow(browser, event, first)
    address = f"/statement/{event}/{first.hex()}"
    assert f"{address}/unfollow" in other.get(f"/event/{event}").links
    for browser, left in ((other, Standing.ADOPTED), (one, Standing.CONTESTED)):
        browser.get(f"{address}/unfollow")
        assert "Two members decided this" in browser.words
        send(browser, f"{address}/unfollow", **{"any.proposes_reason": "it was forged"})
        assert "Said" in browser.words
        assert standings(template, path, event)[0] == left
        assert ("would follow it no longer" in browser.get(f"/event/{event}").words) == (browser is other)
    before = standings(template, path, event)
    send(one.get(f"{address}/unfollow"), f"{address}/unfollow")
    assert (one.status, standings(template, path, event)) == (404, before)


def test_one_member_does_not_take_back_the_account_that_two_follow(
    template: Template, tmp_path: Path
) -> None:
    path = tmp_path / "office.archive"
    event, first, _ = office(template, path)
    browser = Browser(application(path, PORT)).unlock(AIZADA.passphrase)
    follow(browser, event, first)
    with template.open(path, seed="later") as archive:
        add_member(archive, Login(passphrase=BAKYT.passphrase), ["reader"], cost=FLOOR)
    browser = Browser(application(path, PORT)).unlock(AIZADA.passphrase)
    address = f"/statement/{event}/{first.hex()}/withdraw"
    send(browser.get(address), address)
    assert browser.status == 400
    assert "a second one has not taken that back" in browser.words
    assert standings(template, path, event) == [Standing.ADOPTED, Standing.SET_ASIDE]
