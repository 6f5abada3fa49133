# SPDX-License-Identifier: Apache-2.0
"""`kuzat ftm`: entities of FollowTheMoney in and out, each line named that is none of ours."""

import json
from pathlib import Path

import pytest
from tests.commands import Office
from tests.template import Template

from kuzat.exchange import entity_id
from kuzat.store.given import every
from kuzat.testing import Maker


def entity(id_: str, schema: str, **properties: object) -> str:
    told = {name: value if isinstance(value, list) else [value] for name, value in properties.items()}
    return json.dumps({"id": id_, "schema": schema, "properties": told}) + "\n"


@pytest.fixture
def office(template: Template, tmp_path: Path) -> Office:
    template.copy(tmp_path / "a.archive").close()
    return Office(tmp_path / "a.archive", tmp_path)


def test_a_file_in_any_order_comes_in_and_goes_out_again(office: Office) -> None:
    lines = [
        entity("o-1", "Ownership", owner="c-1", asset="c-2", percentage="33 %", startDate="2004"),
        entity("d-1", "Directorship", director="p-1", organization="c-2", role="chair"),
        entity("c-1", "Company", name=["Ore Holding", "Руда Холдинг"], jurisdiction="kg"),
        entity("c-2", "Company", name="Gold Works"),
        entity("p-1", "Person", name="A. Chairman", birthDate="1960-01-01"),
    ]
    path = office.write("mine.ftm.json", "".join(lines))
    assert "5 rows were taken" in office.says("ftm", "import", path, "--public", "https://example.org/mine")
    out = office.files / "out.json"
    assert "is not encrypted" in office.says("ftm", "export", str(out))
    found = [json.loads(line) for line in out.read_text().splitlines()]
    by_schema = {one["schema"]: one["properties"] for one in found}
    ids = {one["properties"]["name"][0]: one["id"] for one in found if "name" in one["properties"]}
    assert by_schema["Ownership"] == {
        "owner": [ids["Ore Holding"]], "asset": [ids["Gold Works"]],
        "percentage": ["33 %"], "startDate": ["2004"],
    }  # fmt: skip
    assert by_schema["Directorship"]["role"] == ["chair"]
    (holding,) = (one for one in found if one["id"] == ids["Ore Holding"])
    assert holding["properties"]["alias"] == ["Руда Холдинг"]
    assert holding["properties"]["country"] == ["kg"]
    assert "1960" not in out.read_text()
    assert "per-" not in out.read_text()


def test_who_may_be_told_of_under_a_label_alone_is_not_named_and_what_goes_out_is_noted(
    template: Template, tmp_path: Path
) -> None:
    path = tmp_path / "b.archive"
    with template.copy(path) as archive:
        maker = Maker(archive)
        for name, level in (("Aida", "pseudonym"), ("Bermet", "named")):
            person = maker.new("person", basis=maker.page(), name=name)
            maker.add(person, basis=maker.page(), kind="person_kind.person")
            consent = maker.new("consent", person=person, purpose="purpose.publish", given="2025-01-10")
            maker.add(consent, audience="audience.public", identification=f"identification.{level}")
    out = tmp_path / "out.json"
    Office(path, tmp_path).says("ftm", "export", str(out), "--for", "publish")
    assert [json.loads(line)["properties"]["name"] for line in out.read_text().splitlines()] == [["Bermet"]]
    with template.open(path) as archive:
        assert {one.table for one in every(archive)} == {"person", "relation"}


def test_lines_that_are_no_person_body_or_link_are_named(office: Office) -> None:
    lines = [
        entity("c-1", "Company", name="Ore Holding"),
        entity("a-1", "Address", full="Street 1"),
        "{not json\n",
        entity("o-1", "Ownership", owner=["c-1", "c-3"], asset="c-2"),
        entity("", "Company", name="No id"),
        entity("c-4", "Company"),
        '{"id": "c-5", "schema": "Company", "properties": 7}\n',
    ]
    found = office.json("ftm", "import", office.write("mine.json", "".join(lines)), "--dry-run")
    assert found["taken"] == 1
    assert [one["row"] for one in found["refused"]] == [2, 3, 4, 5, 6, 7]


def test_what_no_schema_holds_is_a_link_of_its_own_words_and_no_group_goes_out(
    template: Template, tmp_path: Path
) -> None:
    path = tmp_path / "b.archive"
    with template.copy(path) as archive:
        maker = Maker(archive)
        page = maker.page()

        def body(name: str, kind: str) -> str:
            made = maker.new("person", basis=page, name=name)
            maker.add(made, basis=page, kind=f"person_kind.{kind}")
            return made

        bank, mine = body("The bank", "international_body"), body("The mine", "company")
        state, crowd = body("The State", "state"), body("Five villages", "group")
        nameless = maker.new("person", basis=page, number_min="3")
        for who, type_, whom in (
            (bank, "lends", mine), (state, "licenses", mine), (state, "owns", bank), (crowd, "owns", mine),
            (nameless, "owns", mine),
        ):  # fmt: skip
            maker.new("relation", basis=page, who=who, type=f"relation_type.{type_}", whom=whom)
    out = tmp_path / "out.json"
    Office(path, tmp_path).says("ftm", "export", str(out))
    found = [json.loads(line) for line in out.read_text().splitlines()]
    assert sorted(one["schema"] for one in found) == [
        "Company", "Company", "Debt", "Ownership", "PublicBody", "UnknownLink",
    ]  # fmt: skip
    (debt,) = (one["properties"] for one in found if one["schema"] == "Debt")
    assert debt == {"creditor": [entity_id(bank)], "debtor": [entity_id(mine)]}
    (link,) = (one["properties"] for one in found if one["schema"] == "UnknownLink")
    assert link["role"] == ["licenses"]
