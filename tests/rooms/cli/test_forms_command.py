# SPDX-License-Identifier: Apache-2.0
"""A form is made, filled in, carried, taken in, read, vouched for; and who gave it asks what became of it."""

import json
from pathlib import Path

import pytest
from tests.commands import Office
from tests.forms import CODE, by_script

from kuzat.collection.offline import Blank
from kuzat.testing import make_archive

WORDS = "Түнү эшикти кагышты"
SAID = [["information.testimony", WORDS], ["event.region", "KG-O"], ["event.start", "2024"]]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    make_archive(tmp_path / "a.archive").close()
    return Office(tmp_path / "a.archive", tmp_path)


def made(office: Office, name: str = "form.html") -> Blank:
    page = str(office.files / name)
    told = office.json("form", "make", page, "--purpose", "testimony", "--language", "ky")
    return Blank(**told)


def test_from_a_form_to_a_status(office: Office) -> None:
    blank = made(office)
    page = (office.files / "form.html").read_text(encoding="utf-8")
    assert blank.key in page
    file = office.write("0f.kuzat", by_script(blank, SAID))
    (taken,) = office.json("inbox", "take", file)
    assert (taken["status"], taken["new"]) == ("intake.waiting", True)
    assert "it was here already" in office.says("inbox", "take", file)
    (listed,) = office.json("inbox", "list")
    id_ = listed["information"]
    assert WORDS not in office.says("inbox", "list")
    assert [day for form in office.json("form", "list") for day in form["days"].values()] == [1]
    assert blank.form in office.says("form", "list")
    shown = office.says("inbox", "show", id_, "--reason", "to record it")
    assert WORDS in shown
    assert "Osh" in shown
    told = office.json("inbox", "show", id_, "--reason", "to record it")
    assert told["said"] == SAID
    status = office.json("inbox", "status", "--code", CODE)
    assert status["status"] == "intake.waiting"
    event = office.json("inbox", "vouch", id_, "--reason", "I know who told it")["event"]
    assert office.json("show", event)
    answer = str(office.files / "answer.txt")
    office.says("inbox", "status", "--code", CODE, "--language", "ky", "--out", answer)
    assert Path(answer).read_text(encoding="utf-8") == "Окулуп, ишке алынды\n"
    office.refused(2, "inbox", "status", "--code", CODE, "--out", answer)


def test_a_bad_file_is_named_and_keeps_no_other_out(office: Office) -> None:
    good = by_script(made(office), SAID)
    other = Blank(form="frm-" + "11" * 16, key=made(office, "other.html").key, purpose="")
    files = [
        office.write("cut", good[:-1]),
        office.write("other", by_script(other, SAID)),
        office.write("letter.txt", "A letter"),
        office.write("good", good),
        office.write("turned", good[:-1] + bytes([good[-1] ^ 1])),
    ]
    result = office.run("inbox", "take", *files, "--json")
    assert result.exit_code == 3
    found = {one["file"]: one.get("error", one.get("status")) for one in json.loads(result.stdout)}
    assert found == {
        "cut": "submission_cut",
        "other": "form_unknown",
        "letter.txt": "not_a_submission",
        "good": "intake.waiting",
        "turned": "submission_altered",
    }
    assert result.stderr.count("\n") == 4


def test_what_nobody_vouches_for_is_refused_with_a_reason(office: Office) -> None:
    (taken,) = office.json("inbox", "take", office.write("0f.kuzat", by_script(made(office), SAID)))
    office.says("inbox", "refuse", taken["information"], "--why", "unclear")
    assert "It tells too little" in office.says("inbox", "list")
    assert office.json("inbox", "status", "--code", CODE)["status"] == "intake.refused"
    assert "decided" in office.refused(3, "inbox", "refuse", taken["information"], "--why", "unclear")


def test_an_answer_that_cannot_be_read_is_named(office: Office) -> None:
    said = [["event.start", "when the apricots were ripe\x1b[2J"]]
    (taken,) = office.json("inbox", "take", office.write("0f.kuzat", by_script(made(office), said, "en")))
    shown = office.says("inbox", "show", taken["information"], "--reason", "to record it")
    assert "ripe\N{REPLACEMENT CHARACTER}[2J" in shown, "nobody outside steers our terminal"
    assert "Start: it could not be read" in office.says(
        "inbox", "vouch", taken["information"], "--reason", "to record it"
    )
