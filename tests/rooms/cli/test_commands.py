# SPDX-License-Identifier: Apache-2.0
"""Each command in a day of an office: what it answers to people, and as JSON to programs."""

import json
from pathlib import Path

import pytest
from tests.commands import Office
from tests.sheets import EVENTS, HEAD
from tests.template import Template

from kuzat.cli import main
from kuzat.store import open_archive, verify
from kuzat.terms import vocabulary
from kuzat.testing import AIZADA

URL = "url=https://practice.example.org/1"
KILLING = vocabulary.load().term("act.life.killing")
TITLE = "A march is stopped"
GOOD = "K-1,A march is stopped,08.03.2020,Bishkek,2,topic.media"
BAD = "K-2,A second march,31.02.2020,Bishkek,2,"


@pytest.fixture
def office(template: Template, tmp_path: Path) -> Office:
    template.copy(tmp_path / "a.archive").close()
    return Office(tmp_path / "a.archive", tmp_path)


@pytest.fixture(scope="module")
def told(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office that only reads: two accounts of one march, an act, and a second event."""
    folder = tmp_path_factory.mktemp("told")
    template.copy(folder / "a.archive").close()
    office = Office(folder / "a.archive", folder)
    office.says("add", "information", "reference=I-1", "publisher=The Highland Post", URL)
    office.says("add", "information", "reference=I-2", "publisher=Tang", "language=ky", URL)
    office.says(
        "add", "event", "reference=K-1", f"title={TITLE}", "start=8 March 2020", "region=Bishkek",
        "--basis", "I-1",
    )  # fmt: skip
    office.says("add", "event", "start=2020-03-09", "--to", "K-1", "--basis", "I-2")
    office.says("add", "act", "event=K-1", "type=act.life.killing", "--basis", "I-1")
    office.says("add", "event", "reference=K-2", "start=2021", "region=KG-N")
    office.says("add", "information", "event=K-1", "publisher=The Highland Post", URL)
    return office


def test_init_makes_an_archive_and_names_its_key(tmp_path: Path) -> None:
    office = Office(tmp_path / "new.archive", tmp_path)
    said = office.says("init")
    assert "Nobody can recover a lost passphrase" in said
    assert AIZADA.passphrase not in said
    with open_archive(office.archive, AIZADA.passphrase) as archive:
        assert archive.log_public_key() in said
        assert verify(archive, values=True).entries == 2
    assert "is there already" in office.refused(3, "init")


def test_add_answers_with_what_was_written(office: Office) -> None:
    added = office.json("add", "event", "start=2020", "story=march")
    assert added.keys() == {"record", "entry", "statements"}
    assert added["record"].startswith("evt-")
    assert len(added["statements"]) == 2
    assert added["record"] in office.says("show", added["record"])
    again = office.json("add", "event", "start=2021", "--to", added["record"])
    assert (again["record"], again["entry"]) == (added["record"], added["entry"] + 1)


def test_show_by_code_by_label_and_by_id(told: Office) -> None:
    shown = told.json("show", "K-1")
    assert shown == told.json("show", shown["label"]) == told.json("show", shown["id"])
    assert shown["contested"] == ["event.start"]
    starts = shown["values"]["event.start"]
    assert [(one["value"], one["standing"]) for one in starts] == [
        ("2020-03-08", "contested"),
        ("2020-03-09", "contested"),
    ]
    assert starts[0].keys() == {
        "statement", "value", "type", "language", "basis", "by", "at", "log", "entry", "standing",
        "reasons",
    }  # fmt: skip
    assert set(shown["related"]) == {"act", "information"}
    people = told.says("show", "K-1")
    for word in (TITLE, "contested", "The Highland Post", "Tang", starts[0]["statement"][:12]):
        assert word in people


def test_show_as_of_an_entry_and_a_day(told: Office) -> None:
    starts = told.json("show", "K-1")["values"]["event.start"]
    before = told.json("show", "K-1", "--at-entry", str(starts[1]["entry"]))
    assert before["contested"] == []
    assert len(before["values"]["event.start"]) == 1
    assert told.json("show", "K-1", "--as-of", "2099")["contested"] == ["event.start"]
    assert "no record" in told.refused(4, "show", "K-1", "--as-of", "1999-12-31")
    assert "has no last day" in told.refused(3, "show", "K-1", "--as-of", "2020/..")
    told.refused(3, "show", "K-1", "--as-of", "yesterday")


def test_search_answers_with_the_event(told: Office) -> None:
    (hit,) = told.json("search", "stopped", "march")
    assert (hit["kind"], hit["event_title"], hit["start"]) == ("event", TITLE, "2020-03-08")
    assert hit["label"] in told.says("search", "MARCHES"[:5])
    assert told.json("search", "volcano") == []
    assert "Nothing holds all these words" in told.says("search", "volcano")


def test_a_search_says_what_its_events_can_be_narrowed_down_by(told: Office) -> None:
    found = told.json("search", "march", "--facets")
    assert [hit["event_title"] for hit in found["records"]] == [TITLE]
    assert (found["events"], found["uncounted"]) == (1, [])
    assert found["facets"]["region"] == {"KG-GB": 1}
    assert found["facets"]["act"] == {"act.life": 1, "act.life.killing": 1}
    assert found["facets"]["topic"] == {"": 1}
    people = told.says("search", "march", "--facets")
    assert "Kind of act:\n       1  " in people
    assert KILLING.label("en") in people
    assert "Topic:" not in people


def test_count_names_its_unit_and_its_sources(told: Office) -> None:
    counted = told.json("count", "--by", "region,year")
    assert counted["cells"] == [
        {"values": ["KG-GB", "2020"], "count": 1, "sources": 2, "borrowed": 0},
        {"values": ["KG-N", "2021"], "count": 1, "sources": 0, "borrowed": 0},
    ]
    assert (counted["unit"], counted["total"], counted["contested"]) == ("event", 2, 1)
    people = told.says("count", "--by", "region")
    for words in ("Events: 2", "told by 2 independent sources", "Bishkek", "accounts differ"):
        assert words in people


def test_a_count_says_where_the_sources_of_an_event_stand_in(office: Office) -> None:
    office.says("add", "event", "reference=K-1", "start=2020", "story=the-march")
    office.says("add", "information", "reference=I-1", "event=K-1", "publisher=Post", URL)
    office.says("add", "act", "event=K-1", "type=act.life.killing")
    counted = office.says("count", "--unit", "act", "--by", "story")
    assert "For 1 of these the sources of their event stand in" in counted
    assert "The march" in counted
    assert "the-march" not in counted
    office.says("add", "act", "reference=A-2", "event=K-1", "type=act.life.killing", "--basis", "I-1")
    assert office.json("count", "--unit", "act", "--where", "story=the-march")["borrowed"] == 1
    assert "stand in" not in office.says("count", "--unit", "information")


@pytest.mark.parametrize(
    ("where", "total"),
    [
        ("region=Bishkek", 1),
        ("region=Бишкек", 1),
        ("region=KG-GB", 1),
        (f"act={KILLING.label('en')}", 1),
        (f"act={KILLING.label('ky')}", 1),
        ("act=act.life", 1),
        ("act==act.life", 0),
        ("branch=act.life", 1),
        ("year=2021", 1),
        ("year=1999", 0),
        ("act=", 1),
        ("source=The Highland Post", 1),
    ],
)
def test_conditions_in_any_words(told: Office, where: str, total: int) -> None:
    assert told.json("count", "--where", where)["total"] == total


@pytest.mark.parametrize(
    "where",
    [
        "region=Atlantis",
        "region=KG-J-bazar_korgon",
        "act=thunder",
        "branch=act.life.killing",
        "year=last",
        "freedom=topic.media",
    ],
)
def test_a_condition_that_nothing_can_meet_is_refused(told: Office, where: str) -> None:
    """It would count nothing, and look like an answer."""
    assert where.split("=")[0] in told.refused(3, "count", "--where", where)


def test_conditions_that_cannot_be_read(told: Office) -> None:
    assert "each dimension once" in told.refused(
        3, "count", "--where", "region=KG-GB", "--where", "region=KG-N"
    )
    told.refused(3, "count", "--by", "weather")
    told.refused(3, "count", "--by", "act,region,year,status")
    told.refused(3, "count", "--where", "weather=rain")
    told.refused(2, "count", "--where", "rain")


def test_verify_and_rebuild(told: Office) -> None:
    report = told.json("verify", "--values")
    assert (report["missing"], report["erased"]) == (0, 0)
    assert report["checked"] > 10
    assert "hold what was signed" in told.says("verify")
    rebuilt = told.json("rebuild")
    assert rebuilt["changed"] == []
    assert set(rebuilt["fingerprints"]) >= {"event", "act", "search", "facet"}
    assert "the same as before" in told.says("rebuild")


def test_rebuild_says_what_was_not_as_the_log_says(office: Office, template: Template) -> None:
    office.says("add", "event", "reference=K-1", "start=2020")
    with template.open(office.archive) as archive:
        archive.database.raw.execute("UPDATE event SET start = '1999'")
    assert office.json("rebuild")["changed"] == ["event"]
    assert office.json("show", "K-1")["values"]["event.start"][0]["value"] == "2020"


def test_show_as_of_an_entry_calls_what_it_rests_on_as_it_was_called_then(office: Office) -> None:
    office.says("add", "information", "reference=I-1", "publisher=Post", URL)
    said = office.json("add", "event", "reference=K-1", "start=2020", "--basis", "I-1")
    renamed = office.json("add", "information", "publisher=Herald", "--to", "I-1", "--basis", "I-1")
    office.says("adopt", renamed["statements"][0], "--reason", "It was renamed.", "--basis", "I-1")
    assert "Herald" in office.says("show", "K-1")
    then = office.says("show", "K-1", "--at-entry", str(said["entry"] + 1))
    assert "Post" in then
    assert "Herald" not in then


def test_a_judgement_and_its_withdrawal(office: Office) -> None:
    office.says("add", "information", "reference=I-1", "publisher=Post", URL)
    office.says("add", "event", "reference=K-1", "start=2020", "--basis", "I-1")
    office.says("add", "event", "start=2021", "--to", "K-1", "--basis", "I-1")
    before = office.json("show", "K-1")
    first, second = (one["statement"] for one in before["values"]["event.start"])
    reason = "The court found so."
    judged = office.json("adopt", second[:12], "--reason", reason, "--basis", "I-1")
    shown = office.json("show", "K-1")
    assert shown["contested"] == []
    assert [one["standing"] for one in shown["values"]["event.start"]] == ["set_aside", "adopted"]
    assert shown["values"]["event.start"][1]["reasons"] == [reason]
    assert sorted(one["statement"] for one in shown["judgements"]) == sorted(judged["statements"])
    assert judged["statements"][0][:12] in office.says("show", "K-1")
    for statement in judged["statements"]:
        office.says("withdraw", statement)
    after = office.json("show", "K-1")
    assert after == before
    office.says("dispute", first, "--reason", "He was abroad.", "--basis", "I-1")
    assert office.json("show", "K-1")["values"]["event.start"][0]["standing"] == "disputed"


def test_adopting_another_account_takes_the_earlier_choice_back_and_says_so(office: Office) -> None:
    office.says("add", "information", "reference=I-1", "publisher=Post", URL)
    office.says("add", "event", "reference=K-1", "start=2020", "--basis", "I-1")
    office.says("add", "event", "start=2021", "--to", "K-1", "--basis", "I-1")
    first, second = (one["statement"] for one in office.json("show", "K-1")["values"]["event.start"])
    judged = office.json("adopt", first, "--reason", "The court found so.", "--basis", "I-1")
    assert "instead" not in judged
    said = office.says("adopt", second, "--reason", "Seen on film.", "--basis", "I-1")
    assert f"taken back: {judged['statements'][0][:12]}" in said or (
        f"taken back: {judged['statements'][1][:12]}" in said
    )
    shown = office.json("show", "K-1")
    assert [one["standing"] for one in shown["values"]["event.start"]] == ["set_aside", "adopted"]
    assert len(shown["judgements"]) == 2
    (old,) = office.json("adopt", first, "--reason", "Seen wrong.", "--basis", "I-1")["instead"]
    assert old in {one["statement"] for one in shown["judgements"]}


def test_what_was_taken_back_cannot_be_judged_or_taken_back_again(office: Office) -> None:
    office.says("add", "information", "reference=I-1", "publisher=Post", URL)
    said = office.json("add", "event", "reference=K-1", "start=2020")["statements"][0]
    taken = office.json("withdraw", said)["statements"][0]
    for statement in (said, taken):
        assert "does not stand" in office.refused(3, "withdraw", statement)
        assert "does not stand" in office.refused(
            3, "adopt", statement, "--reason", "x", "--basis", "I-1"
        )


def test_a_reason_without_a_public_basis_is_sealed(office: Office) -> None:
    (_, statement) = office.json("add", "event", "reference=K-1", "start=2020")["statements"]
    office.json("adopt", statement, "--reason", "Aidai told me so.")
    shown = office.json("show", "K-1")
    assert shown["values"]["event.start"][0]["standing"] == "adopted"
    assert shown["sealed"] == 1
    assert "Aidai" not in str(shown)


def test_import_and_the_list_of_refused_rows(office: Office) -> None:
    sheet = office.write("events.csv", "\n".join((HEAD, GOOD, BAD)))
    mapping = office.write("events.yaml", EVENTS)
    dry = office.json("import", sheet, "--mapping", mapping, "--dry-run")
    assert (dry["taken"], len(dry["refused"]), dry["exhibit"]) == (1, 1, None)
    assert not list(office.files.glob("*.refused*"))
    report = office.json("import", sheet, "--mapping", mapping)
    assert (report["taken"], report["skipped"], report["statements"]) == (1, 0, 6)
    assert report["refused"][0]["row"] == 3
    refused = Path(report["refused_file"])
    assert refused.name == "events.refused.csv"
    again = office.json("import", sheet, "--mapping", mapping)
    assert (again["taken"], again["skipped"]) == (0, 1)
    assert again["refused_file"] == report["refused_file"], "the same list is not written twice"
    corrected = refused.read_bytes().replace(b"31.02.2020", b"29.02.2020")
    refused.write_bytes(corrected)
    third = office.json("import", sheet, "--mapping", mapping)
    assert refused.read_bytes() == corrected, "what a person corrected is never overwritten"
    assert Path(third["refused_file"]).name == "events.refused-2.csv"
    last = office.json("import", str(refused), "--mapping", mapping)
    assert (last["taken"], last["refused"]) == (1, [])
    assert office.json("show", "K-2")["values"]["event.start"][0]["value"] == "2020-02-29"


def test_a_mapping_is_drafted_without_an_archive(tmp_path: Path) -> None:
    office = Office(tmp_path / "none", tmp_path)
    sheet = office.write("events.csv", "\n".join((HEAD, GOOD)))
    drafted = office.run("import", sheet, "--guess", env={"KUZAT_PASSPHRASE": ""})
    assert drafted.exit_code == 0
    assert "kuzat: mapping/1" in drafted.output
    assert "event.title" in drafted.output


def test_export_and_import_again(office: Office) -> None:
    sheet = office.write("events.csv", "\n".join((HEAD, GOOD.replace("A march", "=A march"))))
    mapping = office.write("events.yaml", EVENTS)
    exhibit = office.json("import", sheet, "--mapping", mapping)["exhibit"]
    for name in ("out.csv", "out.xlsx"):
        written = office.json("export", exhibit, str(office.files / name))
        assert written == {"file": str(office.files / name), "guarded": 1, "withheld": 0}
        again = office.json("import", str(office.files / name), "--mapping", mapping)
        assert (again["taken"], again["refused"]) == (1, [])
    shown = office.json("show", "K-1")
    assert shown["contested"] == []
    assert {one["value"] for one in shown["values"]["event.title"]} == {"=A march is stopped"}


def test_export_of_a_kind_overwrites_nothing(told: Office, tmp_path: Path) -> None:
    out = tmp_path / "events.csv"
    assert "is not encrypted" in told.says("export", "event", str(out))
    content = out.read_bytes()
    assert TITLE.encode() in content
    entries = told.json("verify")["entries"]
    assert "is there already" in told.refused(2, "export", "event", str(out))
    assert out.read_bytes() == content
    assert told.json("verify")["entries"] == entries, "nothing left, so nothing is noted"


def test_originals_are_listed_and_come_back(office: Office) -> None:
    sheet = office.write("events.csv", "\n".join((HEAD, GOOD)))
    exhibit = office.json(
        "import", sheet, "--mapping", office.write("events.yaml", EVENTS)
    )["exhibit"]
    listed = {one["id"]: one for one in office.json("exhibits")}
    assert listed[exhibit]["name"] == "events.csv"
    assert int(listed[exhibit]["size"]) == len(Path(sheet).read_bytes())
    out = office.files / "back.csv"
    office.says("original", exhibit, str(out))
    assert out.read_bytes() == Path(sheet).read_bytes()


def test_a_proof_travels_without_an_archive(told: Office, tmp_path: Path) -> None:
    statement = told.json("show", "K-1")["values"]["event.title"][0]["statement"]
    out = tmp_path / "proof.json"
    told.says("prove", statement, "--out", str(out), "--author", "--time")
    stranger = Office(tmp_path / "nothing", tmp_path)
    checked = json.loads(
        stranger.run("check-proof", str(out), "--json", env={"KUZAT_PASSPHRASE": ""}).output
    )
    (entry,) = [one for one in checked["entries"] if one["statements"]]
    assert entry["statements"][0]["value"] == TITLE
    assert entry["by"]
    assert entry["at"]
    assert checked["compared"] is False
    assert len(checked["does_not_prove"]) == 5
    noted = stranger.run("check-proof", str(out), "--key", checked["key"], "--json").output
    assert json.loads(noted)["compared"] is True
    people = stranger.says("check-proof", str(out))
    for words in ("The proof holds", TITLE, "It does not prove:"):
        assert words in people
    out.write_bytes(out.read_bytes().replace(b"stopped", b"started"))
    assert "does not hold" in stranger.refused(90, "check-proof", str(out))


def test_a_proof_goes_to_standard_output(told: Office) -> None:
    statement = told.json("show", "K-1")["values"]["event.title"][0]["statement"]
    assert told.says("prove", statement).startswith('{"checkpoint":')


def test_every_command_says_what_it_is_for() -> None:
    for name, command in main.commands.items():
        assert command.help, name
        for option in command.params:
            assert getattr(option, "help", "argument") or option.param_type_name == "argument", (
                f"{name} {option.name}"
            )
