# SPDX-License-Identifier: Apache-2.0
"""Records that are one: what their pages say of each other, why, and how they part again."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.browser import PORT, Browser
from tests.people import COLLEAGUE, open_as
from tests.template import Template

from kuzat.records.sameness import Verdict, judge
from kuzat.store import Archive
from kuzat.testing import AIZADA, Maker
from kuzat.web import application
from kuzat.web.linking import found
from kuzat.web.linking.together import MOST

HIDDEN = re.compile(r'name="(once|seen)" value="([^"]*)"')


@dataclass
class Office:
    """An archive in which one night is told twice, and judged by two members."""

    path: Path
    template: Template
    post: str
    ministry: str

    def desk(self, role: str) -> Browser:
        def opener(path: Path, passphrase: str, **beside: object) -> Archive:
            return open_as(path, self.template.unlocked, role, member=COLLEAGUE)

        return Browser(application(self.path, PORT, opener=opener)).unlock(AIZADA.passphrase)


@pytest.fixture
def office(template: Template, tmp_path: Path) -> Office:
    with template.copy(tmp_path / "office.archive") as archive:
        maker = Maker(archive)
        told = {"start": "2020-05-05", "region": "KG-GB", "title": "A night in Alatala"}
        post = maker.new("event", basis=maker.page(), place="the square", killed_min="3", **told)
        ministry = maker.new("event", basis=maker.page("The Ministry"), killed_min="0", **told)
        archive.say(judge(post, ministry, Verdict.SAME, "One night, one square"))
    return Office(archive.path, template, post, ministry)


@pytest.mark.slow
def test_spellings_of_one_place_are_told_with_reasons(office: Office) -> None:
    with open_as(office.path, office.template.unlocked, "coder") as archive:
        maker = Maker(archive)
        for place in ("Ноокат", "Nookat", "Токмок"):
            maker.new("event", basis=maker.page(), start="2019-07-08", region=["KG-GO"], place=place)
    for role in ("analyst", "observer"):
        words = office.desk(role).get("/spellings").words
        assert "Ноокат · Nookat" in words or "Nookat · Ноокат" in words
        assert "Region: the same" in words
        assert "Токмок" not in words


@pytest.mark.parametrize("role", ["coder", "analyst"])
def test_accounts_of_two_records_stand_beside_each_other_and_neither_is_changed(
    office: Office, role: str
) -> None:
    desk = office.desk(role)
    for own, other in ((office.post, office.ministry), (office.ministry, office.post)):
        desk.get(f"/event/{own}")
        assert "Known here under 2 records" in desk.words
        assert {f"/event/{other}", f"/together/{own}"} <= set(desk.links)
        table = desk.words.partition("Where the accounts differ")[2]
        assert re.search(r"(3 The Highland Post.*0 The Ministry|0 The Ministry.*3 The Highland Post)", table)
        assert "the square" not in table


def test_the_reasons_are_told_and_taking_the_judgement_back_parts_them(office: Office) -> None:
    desk = office.desk("coder")
    desk.get(f"/together/{office.post}")
    assert "2 records count as one here" in desk.words
    assert "They are one" in desk.words
    assert re.search(r"the same.*\+\d", desk.words)
    assert any(link.endswith("/sealed") for link in desk.links)
    (back,) = [link for link in desk.links if link.endswith("/withdraw")]
    desk.get(back)
    desk.post(back, **dict(HIDDEN.findall(desk.text)))
    assert "Known here under" not in desk.get(f"/event/{office.post}").words
    desk.get(f"/together/{office.ministry}")
    assert f"/together/{office.ministry}?gone=1" in desk.links
    desk.get(f"/together/{office.ministry}?gone=1")
    assert COLLEAGUE[:8] in desk.words.partition("Taken back")[2]


@pytest.mark.slow
def test_who_may_not_judge_reads_why_and_is_offered_nothing_to_judge(office: Office) -> None:
    desk = office.desk("analyst")
    desk.get(f"/together/{office.post}")
    assert desk.status == 200
    assert not any(link.startswith("/pair/") for link in desk.links)
    assert not any(link.endswith("/sealed") for link in desk.links)
    assert "The reason is sealed." in desk.words


@pytest.mark.slow
def test_a_contradiction_is_told_on_the_page_of_the_record(office: Office) -> None:
    with open_as(office.path, office.template.unlocked, "reader") as archive:
        archive.say(judge(office.post, office.ministry, Verdict.DIFFERENT, "Two squares"))
    for address in ("event", "together"):
        assert "contradict each other" in office.desk("coder").get(f"/{address}/{office.post}").words


@pytest.mark.slow
def test_a_crowd_of_records_is_shown_in_part_and_counted_whole(office: Office) -> None:
    with open_as(office.path, office.template.unlocked, "reader") as archive:
        maker = Maker(archive)
        crowd = [maker.new("event", basis=maker.page(), title=f"Hour {hour}") for hour in range(20)]
        for one in crowd:
            archive.say(judge(office.post, one, Verdict.SAME, "One night"))
    desk = office.desk("coder")
    desk.get(f"/together/{office.post}")
    assert "22 records count as one here" in desk.words
    assert len({link for link in desk.links if link.endswith("/different")}) == MOST
    assert "There are more of these than are shown here" in desk.words


def test_many_records_are_compared_when_somebody_asks_and_judgements_show_at_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is told otherwise since is shown by no comparison of before."""
    monkeypatch.setattr(found, "COUNTED_AT_ONCE", 0)
    desk, page = office.desk("coder"), f"/together/{office.post}"
    assert "Nobody" not in desk.get(page).words
    assert "2 records count as one here" in desk.words, "by what was judged"
    assert "By their fields" not in desk.words
    assert f"{page}?anew=1" in desk.links
    assert "By their fields" in desk.get(f"{page}?anew=1").words
    assert "Compare all records anew" not in desk.words
    with open_as(office.path, office.template.unlocked, "reader") as archive:
        third = Maker(archive).new("event", title="Another night")
        archive.say(judge(office.post, third, Verdict.SAME, "Told by her neighbour"))
    assert "3 records count as one here" in desk.get(page).words
    assert "By their fields" in desk.words
    assert "Read up to entry" in desk.words
    with open_as(office.path, office.template.unlocked, "reader") as archive:
        maker = Maker(archive)
        maker.add(office.ministry, basis=maker.page(), place="the station")
    assert "By their fields" not in desk.get(page).words
    desk.get(f"{page}?anew=1")
    assert "the station" in desk.words
    assert "Read up to entry" not in desk.words
