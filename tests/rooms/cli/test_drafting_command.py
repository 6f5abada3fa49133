# SPDX-License-Identifier: Apache-2.0
"""`kuzat draft`: what is missing, the file, its proof, and what is refused before anything is written."""

from pathlib import Path

import pytest
from tests.commands import Office
from tests.filings import SEALED_NAME, beaten
from tests.template import Template

from kuzat.store.given import every
from kuzat.testing import Maker


@pytest.fixture(scope="module")
def office(template: Template, tmp_path_factory: pytest.TempPathFactory) -> tuple[Office, str, int]:
    folder = tmp_path_factory.mktemp("office")
    with template.copy(folder / "a.archive") as archive:
        claim, before_the_last = beaten(archive)["claim"], archive.size() - 1
    return Office(folder / "a.archive", folder), claim, before_the_last


def test_what_is_missing_then_the_file_with_a_proof_that_holds(office: tuple[Office, str, int]) -> None:
    desk, claim, _ = office
    told = desk.says("draft", "individual-complaint", claim)
    assert "missing: Passages in the language of the draft (ru)" in told
    assert "Open: Human Rights Committee, complaints" in told
    assert "! The State is told who complains" in told
    assert "Left out: " in told
    out = desk.files / "c.docx"
    answered = desk.json("draft", "individual-complaint", claim, "--out", str(out), "--to", "Geneva")
    assert out.read_bytes().startswith(b"PK")
    proof = desk.json("check-proof", str(desk.files / "c-1.proof"))
    assert sum(len(entry["statements"]) for entry in proof["entries"]) == answered["statements"]
    assert {one["need"] for one in answered["needs"] if one["state"] == "missing"} == {"language"}


def test_a_name_that_was_opened_is_known_to_be_in_the_draft(template: Template, tmp_path: Path) -> None:
    with template.copy(tmp_path / "b.archive") as archive:
        made = beaten(archive)
        consent = Maker(archive).new("consent", person=made["man"], purpose="purpose.submit")
        said = {"audience": "audience.authority", "identification": "identification.named"}
        Maker(archive).add(consent, given="2025-01-11", **said)
    desk, out = Office(tmp_path / "b.archive", tmp_path), tmp_path / "c.html"
    desk.says("draft", "allegation-letter", made["claim"], "--out", str(out), "--reason", "for the letter")
    assert SEALED_NAME in out.read_text()
    with template.open(tmp_path / "b.archive") as archive:
        (given,) = every(archive)
    assert given.records == {made["man"]}


def test_an_earlier_entry_a_language_and_a_limit(office: tuple[Office, str, int]) -> None:
    desk, claim, earlier = office
    now = desk.json("draft", "upr", claim, "--language", "ru")
    assert (now["language"], now["limit"]) == ("ru", 2815)
    assert desk.json("draft", "upr", claim, "--joint")["limit"] == 5630
    assert desk.json("draft", "upr", claim, "--at", str(earlier))["statements"] < now["statements"]


@pytest.mark.parametrize(
    ("status", "way"),
    [
        (4, ["no-such-draft"]),
        (3, ["cat-complaint"]),
        (3, ["us", "--language", "ru"]),
        (2, ["us", "--out", "c.txt"]),
    ],
)
def test_what_cannot_be_drafted_is_refused_and_nothing_written(
    office: tuple[Office, str, int], status: int, way: list[str]
) -> None:
    desk, claim, _ = office
    before = set(desk.files.iterdir())
    desk.refused(status, "draft", way[0], claim, *way[1:])
    assert set(desk.files.iterdir()) == before


def test_the_list_says_what_no_lawyer_has_checked() -> None:
    desk = Office(Path("none"), Path("none"))
    listed = desk.json("draft", "--list")
    assert len({one["draft"] for one in listed}) == 15
    unchecked = [one for one in listed if not one["checked"]]
    assert desk.says("draft", "--list").count("To be checked by a lawyer") == len(unchecked)
