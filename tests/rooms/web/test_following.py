# SPDX-License-Identifier: Apache-2.0
"""Following another account at the desk takes the earlier choice back, as the command does."""

import re
from pathlib import Path

from tests.browser import PORT, Browser
from tests.template import Template

from kuzat.records import Standing
from kuzat.store import access_record, open_archive, reader_of
from kuzat.testing import AIZADA, Maker
from kuzat.web import application


def follow(browser: Browser, record: str, statement: bytes) -> None:
    path = f"/statement/{record}/{statement.hex()}/adopt"
    browser.get(path)
    found = {name: re.search(f'name="{name}" value="([^"]*)"', browser.text) for name in ("once", "seen")}
    browser.post(path, **{name: one[1] for name, one in found.items() if one}, **{"any.adopts_reason": "x"})
    assert browser.status == 200
    assert "Said" in browser.words


def test_one_choice_follows_another(template: Template, tmp_path: Path) -> None:
    path = tmp_path / "office.archive"
    with template.copy(path) as archive:
        make = Maker(archive)
        event = make.new("event", reference="K-1")
        first, second = (make.add(event, start=day)[0] for day in ("2020", "2021"))
    browser = Browser(application(path, PORT)).unlock(AIZADA.passphrase)
    for statement in (first, second):
        follow(browser, event, statement)
    with open_archive(path, AIZADA.passphrase) as archive:
        record = access_record(archive, reader_of(archive), event)
    assert [v.standing for v in record.all("event.start")] == [Standing.SET_ASIDE, Standing.ADOPTED]
