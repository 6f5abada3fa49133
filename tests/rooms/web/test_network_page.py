# SPDX-License-Identifier: Apache-2.0
"""The page of a network: who stood how to whom on a day, each relation with what is behind it."""

import re
import shutil
from pathlib import Path

import pytest
from tests.browser import PORT, Browser
from tests.people import open_as
from tests.template import Template

from kuzat.store import Archive
from kuzat.testing import BAKYT, Maker
from kuzat.web import application

Office = tuple[Browser, dict[str, str]]


@pytest.fixture(scope="module")
def made(template: Template, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A chief, his department, the ministry above it, and a society that the ministry organised."""
    path = tmp_path_factory.mktemp("made") / "office.archive"
    with template.copy(path) as archive:
        maker = Maker(archive)
        page = maker.page()
        named = {
            "chief": "The chief",
            "police": "The department",
            "ministry": "The ministry",
            "society": "The society",
        }
        ids = {id_: maker.new("person", basis=page, name=name) for id_, name in named.items()}
        maker.add(ids["society"], basis=page, government_organised="yes_no.yes")

        def tied(who: str, how: str, whom: str, **more: str) -> str:
            given = {"who": ids[who], "type": f"relation_type.{how}", "whom": ids[whom], **more}
            return maker.new("relation", basis=page, **given)

        ids["heads"] = tied("chief", "heads", "police", start="2019-03-01", end="2021-06-01", role="Acting")
        ids["part"] = tied("police", "part_of", "ministry", start="2009")
        ids["organised"] = tied("ministry", "organised", "society", start="2012")

        ids["page"] = page

    return path, ids


@pytest.fixture
def office(made: tuple[Path, dict[str, str]], template: Template, tmp_path: Path) -> Office:
    """A desk over a copy of it, for a coder."""
    path, ids = made
    shutil.copytree(path, tmp_path / path.name)

    def opener(path: Path, passphrase: str, **beside: object) -> Archive:
        return open_as(path, template.unlocked, "coder")

    return Browser(application(tmp_path / path.name, PORT, opener=opener)).unlock(BAKYT.passphrase), ids


def test_one_step_on_a_day_with_the_statements_behind_each_relation(office: Office) -> None:
    desk, ids = office
    desk.get(f"/person/{ids['police']}/network?at=2020-05-05")
    assert {f"/record/{ids['heads']}", f"/record/{ids['part']}"} <= set(desk.links)
    assert f"/record/{ids['organised']}" not in desk.links
    assert "heads Acting" in desk.words
    assert "1 March 2019 – 1 June 2021" in desk.words
    assert desk.text.count('class="edge unsure"') == 1
    assert "The Highland Post" in desk.get(f"/record/{ids['heads']}").words


def test_two_steps_reach_what_the_government_organised(office: Office) -> None:
    desk, ids = office
    desk.get(f"/person/{ids['police']}/network?at=2020-05-05&steps=2")
    assert f"/record/{ids['organised']}" in desk.links
    assert desk.text.count("node organised") == 1
    assert "Organised by the government" in desk.words


def test_who_had_left_is_there_no_more_and_an_empty_day_is_no_proof(office: Office) -> None:
    desk, ids = office
    desk.get(f"/person/{ids['police']}/network?at=2022-01-01")
    assert "The chief" not in desk.words
    desk.get(f"/person/{ids['chief']}/network?at=2022-01-01")
    assert "That is what is recorded, not what there was." in desk.words
    assert desk.get(f"/person/{ids['chief']}/network?at=yesterday").status == 400
    assert f"/person/{ids['chief']}/network" in desk.get(f"/person/{ids['chief']}").links


def test_a_relation_is_said_on_what_somebody_tells(office: Office) -> None:
    desk, ids = office
    path = f"/person/{ids['society']}/relation"
    desk.get(path)
    assert f'<option value="{ids["society"]}" selected>The society</option>' in desk.text
    sent = {name: re.findall(rf'name="{name}" value="([^"]*)"', desk.text)[0] for name in ("once", "seen")}
    sent |= {"_basis": ids["page"], "relation.who": ids["society"], "relation.whom": ids["police"]}
    desk.post(path, **sent, **{"relation.type": "relation_type.supplies", "relation.start": "May 2020"})
    assert desk.path.startswith("/done/"), desk.words
    desk.get(f"/person/{ids['police']}/network?at=2021-01-01")
    assert "The society supplies The department May 2020 – ?" in " ".join(desk.words.split())
