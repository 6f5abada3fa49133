# SPDX-License-Identifier: Apache-2.0
"""Who does not see all takes back only what they said themselves."""

from pathlib import Path

import pytest
from tests.people import COLLEAGUE, open_as
from tests.template import Template

from kuzat.keys import NotForThisRole
from kuzat.log.statement import Draft
from kuzat.store import Archive, access_record, reader_of
from kuzat.testing import Maker


def take_back(archive: Archive, event: str, says: str, id_: bytes) -> None:
    archive.say([Draft(op="withdraw", about=event, says=says, type="statement", value=id_.hex(), basis=None)])


@pytest.mark.parametrize("role", ["observer", "documenter"])
def test_an_account_of_others_stands_though_it_is_published(
    template: Template, tmp_path: Path, role: str
) -> None:
    path = tmp_path / "office.archive"
    with template.copy(path) as archive:
        maker = Maker(archive)
        page = maker.page()
        event = maker.new("event", basis=page, start="2020")
    with open_as(path, template.unlocked, role, member=COLLEAGUE) as archive:
        start = access_record(archive, reader_of(archive), event).one("event.start")
        assert start is not None
        size = archive.size()
        with pytest.raises(NotForThisRole):
            take_back(archive, event, "event.start", start.said.id)
        assert archive.size() == size
        (own,) = Maker(archive).add(event, basis=page, end="2021")
        (sealed,) = Maker(archive).add(event, title="A march")
        take_back(archive, event, "event.end", own)
        take_back(archive, event, "event.title", sealed)
    with template.open(path) as archive:
        assert set(access_record(archive, reader_of(archive), event).values) == {"event.start"}
        (own,) = Maker(archive).add(event, end="2022")
        take_back(archive, event, "event.end", own)
