# SPDX-License-Identifier: Apache-2.0
"""`kuzat show --timeline` and `kuzat network`: a case in order of time, a body among others on a day."""

import json
from pathlib import Path

import pytest
from tests.commands import Office
from tests.template import Template

from kuzat.testing import Maker


@pytest.fixture(scope="module")
def office(template: Template, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    path = tmp_path_factory.mktemp("office") / "office.archive"
    with template.copy(path) as archive:
        maker = Maker(archive)
        page = maker.page()
        march = maker.new("event", basis=page, title="A march is stopped", start="2019-07")
        body = maker.new("person", basis=page, name="The Ministry")
        act = maker.new("act", basis=page, event=march, type="act.assembly", start="2019-07-08")
        maker.new("involvement", basis=page, act=act, perpetrator=body)
        maker.add(page, event=march, published="2019-07-09")
        maker.new("intervention", basis=page, event=march, date="2020-06", response_date="2020-07-01")
        chief = maker.new("person", basis=page, name="The chief")
        maker.new("relation", basis=page, who=chief, type="relation_type.heads", whom=body, start="2019")
        undated = maker.new("person", role=["victim_role.journalists"])
    return path, {"march": march, "body": body, "undated": undated}


def shown(office: Path, record: str, *more: str) -> str:
    return Office(office, office.parent).says("show", record, "--timeline", *more)


def test_a_case_in_order_with_the_silence_in_it(office: tuple[Path, dict[str, str]]) -> None:
    lines = shown(office[0], office[1]["march"]).splitlines()
    assert [line.split("  ")[:2][0] for line in lines] == [
        "July 2019",
        "8 July 2019",
        "9 July 2019",
        "",
        "June 2020",
        "1 July 2020",
    ]
    assert "What happened: A march is stopped  E-" in lines[0]
    assert lines[3] == "  nothing known to us: 306 days"
    assert "Who stepped in" in lines[4]
    assert "Filed, decided, answered" in lines[5]


def test_a_body_has_the_time_of_what_it_is_said_to_have_done(office: tuple[Path, dict[str, str]]) -> None:
    (one,) = json.loads(shown(office[0], office[1]["body"], "--json"))
    assert (one["lane"], one["start"], one["end"]) == ("happened", "2019-07-08", None)


def test_what_has_no_day_says_so(office: tuple[Path, dict[str, str]]) -> None:
    assert shown(office[0], office[1]["undated"]) == "Nothing of it has a day.\n"


def test_a_line_in_time_is_of_today(office: tuple[Path, dict[str, str]]) -> None:
    path, made = office
    for then in (("--as-of", "2020-01-01"), ("--at-entry", "3")):
        said = Office(path, path.parent).refused(3, "show", made["march"], "--timeline", *then)
        assert "as of today only" in said


def test_a_network_on_a_day_as_text_and_as_data(office: tuple[Path, dict[str, str]]) -> None:
    path, made = office
    desk = Office(path, path.parent)
    said = desk.says("network", made["body"], "--at", "2020-05-05")
    assert said.startswith("The chief – heads – The Ministry  2019 – ?  R-")
    answered = desk.json("network", made["body"], "--at", "2020-05-05")
    assert [one["is_sure"] for one in answered["relations"]] == [False]
    assert [one["steps"] for one in answered["members"]] == [0, 1]
    assert "not what there was" in desk.says("network", made["body"], "--at", "2018-12-31")
