# SPDX-License-Identifier: Apache-2.0
"""A testimony from a village: sealed by who took it, opened for a reason, released without names."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.pages import holds
from tests.template import Template

from kuzat.cli import main
from kuzat.keys import identity_database_key
from kuzat.terms import ids
from kuzat.testing import AIZADA, Maker

NAME, PHONE, HOME = "Айсулуу Токтосунова", "+996 555 010203", "Кара-Дөбө айылы"
TOLD = "Мен, Айсулуу Токтосунова, Кара-Дөбөдө жашайм. Ошол түнү үч киши келип, күйөөмдү алып кетти."
CLEAN = "Ошол түнү айылга үч киши келип, тургундун күйөөсүн алып кетти."
WHY = "she asked us to call her back"
# What must be in no page of cases.db, in no log and in no refusal; the last are tokens of a search index.
SECRETS = (NAME, "Айсулуу", "Токтосунова", "Кара-Дөбө", PHONE, "010203", "үч киши келип, күйөөмдү")
TOKENS = ("aisulu", "toktasun", "555010203")


class Desk:
    """The officer's command line: what is typed comes by standard input."""

    def __init__(self, archive: Path) -> None:
        self.archive = archive
        self.refusals = ""

    def run(self, *arguments: str, typed: str = "") -> Result:
        given = {"KUZAT_ARCHIVE": str(self.archive), "KUZAT_PASSPHRASE": AIZADA.passphrase}
        return CliRunner(env=given).invoke(main, list(arguments), input=typed)

    def json(self, *arguments: str, typed: str = "") -> Any:
        result = self.run(*arguments, "--json", typed=typed)
        assert result.exit_code == 0, result.output
        return json.loads(result.output)

    def refused(self, status: int, *arguments: str, typed: str = "") -> str:
        result = self.run(*arguments, typed=typed)
        assert result.exit_code == status, result.output
        self.refusals += result.output
        return result.stderr


@pytest.fixture(scope="module")
def told(template: Template, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str, str]:
    """The archive on a documenter's laptop: person, information, and the statement of the testimony."""
    path = tmp_path_factory.mktemp("village") / "a.archive"
    template.copy(path).close()
    shut = replace(template.unlocked, identity={}, roles=frozenset({"documenter"}))
    with template._replace(unlocked=shut).open(path) as archive:
        maker = Maker(archive)
        person = maker.new("person", identity_name=NAME, phone=PHONE, address=HOME)
        information = maker.new("information", source=person, reference="told-in-person")
        (statement,) = maker.add(information, testimony=TOLD, language="ky")
        assert archive.compartment is None
    return path, person, information, statement.hex()


@pytest.fixture
def desk(told: tuple[Path, str, str, str], tmp_path: Path) -> Desk:
    shutil.copytree(told[0], tmp_path / "a.archive")
    return Desk(tmp_path / "a.archive")


def test_the_laptop_alone_gives_nobody_away(told: tuple[Path, str, str, str], template: Template) -> None:
    assert holds(told[0] / "cases.db", template.unlocked.cases_key, SECRETS + TOKENS) == []
    assert holds(told[0] / "cases.db", template.unlocked.cases_key, ("told-in-person",)) != []


def test_from_the_village_to_a_released_text(
    desk: Desk, told: tuple[Path, str, str, str], template: Template
) -> None:
    _, person, information, statement = told
    label = ids.label(person)

    assert desk.json("show", label)["sealed"] == 3
    assert desk.json("search", "Токтосунова") == []
    found = desk.json("identity", "search", "--reason", WHY, typed="токтосуновой\n")
    assert {one["id"] for one in found} == {person, information}
    opened = desk.json("identity", "open", label, "--reason", WHY)
    assert opened["values"]["person.phone"][0]["value"] == PHONE
    assert len(opened["sealed"]) == 3

    spans = desk.json("identity", "spans", statement, "--reason", "to code it")["spans"]
    assert [TOLD[span["from"] : span["to"]] for span in spans] == [NAME, "Кара-Дөбөдө"]
    named = f"{spans[0]['from']}-{spans[0]['to']}={label}"
    desk.json("identity", "spans", statement, "--reason", "to code it", "--names", named)

    draft = desk.archive.parent / "draft.txt"
    draft.write_text(TOLD.replace("Айсулуу ", ""), encoding="utf-8")
    said = desk.refused(3, "release", statement, "--file", str(draft))
    assert "names 1" in said
    assert "places 1" in said
    draft.write_text(CLEAN, encoding="utf-8")
    released = desk.json("release", statement, "--file", str(draft))
    assert released["recall"]["name"] > 0.95
    assert desk.json("search", "тургун")[0]["record"] == information

    looks = desk.json("identity", "log")
    assert {(look["how"], look["record"]) for look in looks} == {
        ("read.searched", "mem-" + _member(desk)),
        ("read.found", person),
        ("read.found", information),
        ("read.opened", person),
        ("read.opened", information),
    }
    verified = desk.json("verify", "--values")
    assert (verified["sealed"], verified["missing"]) == (0, 0)
    assert desk.json("rebuild")["changed"] == []

    cases, secret = desk.archive / "cases.db", template.unlocked
    assert holds(cases, secret.cases_key, SECRETS + TOKENS) == []
    key = identity_database_key(secret.identity[1], _archive_id(desk.archive))
    assert holds(desk.archive / "identity.db", key, SECRETS) == list(SECRETS)
    for file in (desk.archive / "log").rglob("*"):
        content = file.read_bytes() if file.is_file() else b""
        assert [word for word in SECRETS if word.encode() in content] == []
    assert [word for word in SECRETS if word in desk.refusals] == []


def _archive_id(archive: Path) -> str:
    return str(json.loads((archive / "archive.json").read_bytes())["archive"])


def test_a_protected_value_is_taken_from_no_command(desk: Desk) -> None:
    said = desk.refused(3, "add", "person", f"identity_name={NAME}")
    assert "person.identity_name" in said
    desk.refused(3, "add", "event", "description=Айсулуу айтты", "start=2020")
    assert [word for word in SECRETS if word in desk.refusals] == []
    assert desk.json("add", "person", "identity_name=-", typed=NAME)["statements"]
    file = desk.archive.parent / "told.txt"
    file.write_text(TOLD, encoding="utf-8")
    assert desk.json("add", "information", "--file", f"testimony={file}", "--language", "ky")


def test_members_have_names(desk: Desk) -> None:
    member = _member(desk)
    desk.json("identity", "name", member, typed="Айзада")
    assert desk.json("identity", "members", "--reason", "who works here") == {member: "Айзада"}


def _member(desk: Desk) -> str:
    header = json.loads((desk.archive / "archive.json").read_bytes())
    return str(header["members"][0]["id"])


def test_a_reading_without_a_reason_is_refused(desk: Desk, told: tuple[Path, str, str, str]) -> None:
    _, person, _, statement = told
    assert desk.run("identity", "open", person).exit_code == 2
    assert "reason" in desk.refused(3, "identity", "open", person, "--reason", " ")
    assert "--reason" in desk.refused(5, "withdraw", statement)
    assert desk.json("identity", "log") == []
    desk.json("withdraw", statement, "--reason", "she took it back")
    assert [look["reason"] for look in desk.json("identity", "log")] == ["she took it back"]
