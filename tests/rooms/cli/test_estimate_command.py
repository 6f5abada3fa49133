# SPDX-License-Identifier: Apache-2.0
"""`kuzat estimate`: from a file to sentences, JSON and a picture; and a clear refusal of what is no table."""

import json
from pathlib import Path

import pytest
from tests.commands import Office
from tests.template import Template

TABLE = "police,court,press,n\n1,0,0,90\n0,1,0,90\n0,0,1,90\n1,1,0,45\n1,0,1,45\n0,1,1,45\n1,1,1,22\n"
QUICK = ("--turns", "400")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path / "none.archive", tmp_path)


def test_sentences_come_before_numbers(office: Office) -> None:
    said = office.says("estimate", "--table", office.write("t.csv", TABLE), "--convenience", *QUICK)
    first = said.splitlines()[0]
    assert first.startswith("427 were documented. No total is estimated: the records were gathered where")
    assert "average of graphs" in said
    assert "if lists depend on each other as in one of these graphs" in said
    assert "people who differ (Darroch)" in said
    assert "taken as closed" in said


@pytest.mark.slow
def test_json_has_every_method_and_the_seed(office: Office) -> None:
    table = office.write("t.csv", TABLE)
    told = json.loads(office.says("estimate", "--table", table, *QUICK, "--seed", "9", "--json"))
    again = json.loads(office.says("estimate", "--table", table, *QUICK, "--seed", "9", "--json"))
    assert told == again
    assert told["seed"] == 9
    (account,) = told["tables"]
    methods = {one["method"]: one for one in account["methods"]}
    assert {"chao", "chao_lists", "independent", "stepwise", "log_linear", "decomposable"} <= methods.keys()
    assert all(one["assumption"] for one in methods.values())
    assert methods["independent"]["total"] == pytest.approx(607, abs=5)
    assert account["chains"]["verdict"] in ("one mode", "several modes", "not converged")
    assert (account["headline"] is None) == (account["refusal"] is not None)
    assert account["documented"] == 427
    assert len(account["variations"]) >= 5


def test_strata_and_a_picture(office: Office, tmp_path: Path) -> None:
    text = "a,b,n,region\n1,0,18,north\n0,1,18,north\n1,1,2,north\n1,0,5,south\n0,1,5,south\n"
    picture = tmp_path / "overlaps.svg"
    table = office.write("t.csv", text)
    said = office.says("estimate", "--table", table, "--stratum", "region", "--plot", str(picture))
    assert said.count("were documented") == 2
    assert "if being in one list makes nobody more or less likely to be in the other" in said
    assert picture.read_text(encoding="utf-8").startswith("<svg ")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1,0,3\n0,1,3\n", "its first row holds numbers"),
        ("a,b,n\n1,0,-3\n", "row 2: expected a count"),
        ("a,b,n\n1,0,3\n", "list 2 holds nobody"),
    ],
)
def test_what_is_no_table_is_refused(office: Office, text: str, reason: str) -> None:
    assert reason in office.refused(3, "estimate", "--table", office.write("t.csv", text))


def test_a_file_that_is_not_there(office: Office, tmp_path: Path) -> None:
    office.refused(4, "estimate", "--table", str(tmp_path / "none.csv"))


@pytest.fixture
def practised(template: Template, tmp_path: Path) -> Office:
    """An archive with three simulated lists, whose files lie beside it."""
    template.copy(tmp_path / "lists.archive").close()
    office = Office(tmp_path / "lists.archive", tmp_path)
    office.says("practice", str(tmp_path), "--people", "120")
    assert "0 were refused" in office.says(
        "import", str(tmp_path / "reports.csv"), "--mapping", str(tmp_path / "reports.yaml")
    )
    return office


def test_lists_of_an_archive_are_linked_and_the_truth_is_within_the_interval(practised: Office) -> None:
    told = practised.json("estimate", "--identities", "to count them", *QUICK)
    truth = json.loads((practised.files / "truth.json").read_text(encoding="utf-8"))
    assert told["lists"] == ["far-window", "kaalga", "tang"]
    assert (told["unlinked"], told["unlisted"], told["without_table"]) == (0, 0, [])
    (account,) = told["tables"]
    assert abs(account["documented"] - truth["documented"]) < 0.1 * truth["documented"]
    doubt = account["linkage"]
    assert doubt["tables"] == 20
    assert 0 <= doubt["share"] < 1
    assert "in one of these graphs" in doubt["assumption"]
    assert not any("doubt of linkage" in sentence for sentence in account["sentences"])
    assert doubt["estimate"]["low"] <= truth["people"] <= doubt["estimate"]["high"]
    graphs = next(one for one in account["methods"] if one["method"] == "decomposable")
    assert graphs["low"] <= truth["people"] <= graphs["high"]


def test_an_archive_is_taken_apart_and_says_what_is_left_out(practised: Office) -> None:
    lists = ("--list", "tang", "--list", "kaalga")
    said = practised.says("estimate", "--by", "region", *lists, "--identities", "to count them")
    assert "Lists: kaalga, tang. Read up to entry" in said
    assert "Left out: 0 victims who cannot be linked" in said
    assert {"—", "Kokterek", "Sarybel"} <= set(said.splitlines())
    assert "year, region" in practised.refused(2, "estimate", "--by", "village")


def test_an_archive_without_lists_gives_no_total(template: Template, tmp_path: Path) -> None:
    template.copy(tmp_path / "a.archive").close()
    assert "Fewer than two lists" in Office(tmp_path / "a.archive", tmp_path).refused(3, "estimate")
