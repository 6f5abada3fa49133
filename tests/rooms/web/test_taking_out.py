# SPDX-License-Identifier: Apache-2.0
"""What is printed or taken as a picture is noted first, and no more than its use may have."""

import shutil
from pathlib import Path

import pytest
from tests.browser import PORT, Browser
from tests.people import COLLEAGUE, open_as
from tests.template import Template

from kuzat import keys
from kuzat.log.statement import Draft
from kuzat.store import Archive, access_record, plan_translation, reader_of
from kuzat.testing import BAKYT, Maker
from kuzat.web import application

PNG = b"\x89PNG"


@pytest.fixture(scope="module")
def made(template: Template, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A march that a newspaper tells of, a body, and somebody who spoke without being asked for consent."""
    path = tmp_path_factory.mktemp("made") / "office.archive"
    with template.copy(path) as archive:
        maker = Maker(archive)
        page = maker.page()
        march = maker.new("event", basis=page, title="A march is stopped", start="2019-07-08", story="KG-1")
        maker.add(page, event=march, published="2019-07-09")
        body = maker.new("person", basis=page, name="The Ministry")
        chief = maker.new("person", basis=page, name="The chief")
        maker.new("relation", basis=page, who=chief, type="relation_type.heads", whom=body, start="2019")
        told = maker.new("event", start="2020-02-02")
        person = maker.new("person", identity_name="Chynara")
        maker.new("consent", person=person, purpose=["purpose.record"])
        maker.new("act", event=told, type="act.assembly", start="2020-02-02", victim=[person])
        tied = maker.new("relation", who=person, type="relation_type.post", whom=body, start="2018")
    return path, {"march": march, "body": body, "told": told, "person": person, "tied": tied}


@pytest.fixture
def office(made: tuple[Path, dict[str, str]], tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """A copy of it, to be written in."""
    path, ids = made
    shutil.copytree(path, tmp_path / path.name)
    return tmp_path / path.name, ids


def desk(office: Path, template: Template, role: str = "director") -> Browser:
    def opener(path: Path, passphrase: str, **beside: object) -> Archive:
        return open_as(path, template.unlocked, role)

    return Browser(application(office, PORT, opener=opener)).unlock(BAKYT.passphrase)


def noted(office: Path, template: Template) -> dict[str, set[str]]:
    """What the archive says of everything that was handed out."""
    said: dict[str, set[str]] = {}
    with open_as(office, template.unlocked, "director") as archive:
        for says, value in archive.database.rows(
            "SELECT says, value FROM statement WHERE says LIKE 'disclosure.%'"
        ):
            said.setdefault(says, set()).add(value)
    return said


def test_a_printed_event_is_noted_with_all_that_is_on_it(
    office: tuple[Path, dict[str, str]], template: Template
) -> None:
    path, ids = office
    director = desk(path, template).get(f"/event/{ids['march']}")
    assert 'name="as" value="paper"' in director.text
    director.post(f"/record/{ids['march']}/out", use="inside", **{"as": "paper"})
    assert (director.status, 'class="onpaper"' in director.text) == (200, True)
    assert "A march is stopped" in director.words
    assert 'class="taking"' not in director.text
    said = noted(path, template)
    assert said["disclosure.what"] == {"handed_out.print"}
    with open_as(path, template.unlocked, "director") as archive:
        query = "SELECT lower(hex(id)) FROM statement WHERE about = ? AND op = 'set'"
        on_it = {str(row[0]) for row in archive.database.rows(query, (ids["march"],))}
    assert on_it <= said["disclosure.statement"]


@pytest.mark.parametrize(("what", "how"), [("person", "paper"), ("told", "paper"), ("person", "timeline")])
def test_nothing_leaves_that_names_whoever_allowed_nothing(
    office: tuple[Path, dict[str, str]], template: Template, what: str, how: str
) -> None:
    """Nor does an event whose own words may leave, but whose page names them."""
    path, ids = office
    director = desk(path, template).get("/")
    director.post(f"/record/{ids[what]}/out", use="publish", **{"as": how})
    assert director.status == 400
    assert "may not go there" in director.words
    assert noted(path, template) == {}
    assert desk(path, template).get(f"/{'event' if what == 'told' else 'person'}/{ids[what]}").status == 200


def test_nor_does_an_account_that_nobody_follows_an_alias_or_a_translator_leave_with_them(
    office: tuple[Path, dict[str, str]], template: Template
) -> None:
    path, ids = office
    with template.open(path) as archive:
        maker = Maker(archive)
        page, other = maker.page(), maker.page("Tang")
        guarded = maker.new("person", basis=page, name="Begimai")
        maker.new("consent", person=guarded, purpose=["purpose.record"])
        done = maker.new("involvement", basis=page, event=ids["march"], perpetrator=ids["body"])
        maker.add(done, basis=other, perpetrator=guarded)
        alias = maker.new("person", basis=page, name="B.")
        maker.add(alias, basis=page, same_as=[guarded])
        maker.add(page, basis=page, language="ky", text="Жүрүш токтотулду")
        said = access_record(archive, reader_of(archive), page).one("information.text")
        assert said is not None
        made = plan_translation(archive, said.said, "A march is stopped", "en", translator=guarded)
        archive.commit([made])
    director = desk(path, template)
    for record in (done, alias, page):
        director.get(f"/{'person' if record == alias else 'record'}/{record}")
        assert "Begimai" in director.words
        director.post(f"/record/{record}/out", use="publish", **{"as": "paper"})
        assert (director.status, "may not go there" in director.words) == (400, True)
    assert noted(path, template) == {}


@pytest.mark.parametrize("what", ["march", "body"])
def test_a_line_in_time_as_a_picture(
    office: tuple[Path, dict[str, str]], template: Template, what: str
) -> None:
    path, ids = office
    director = desk(path, template).get("/")
    director.post(f"/record/{ids[what]}/out", use="publish", **{"as": "timeline"})
    if what == "body":
        assert (director.status, noted(path, template)) == (404, {})
    else:
        assert director.content.startswith(PNG)
        assert noted(path, template)["disclosure.what"] == {"handed_out.picture"}


def test_a_network_for_others_is_without_those_who_allowed_nothing(
    office: tuple[Path, dict[str, str]], template: Template
) -> None:
    path, ids = office
    director = desk(path, template)
    for use in ("inside", "publish"):
        director.get(f"/person/{ids['body']}/network")
        director.post(f"/record/{ids['body']}/out", use=use, at="2020-01-01", **{"as": "network"})
        assert director.content.startswith(PNG)
    with open_as(path, template.unlocked, "director") as archive:
        shown = archive.database.rows(
            "SELECT d.about, s.about FROM statement d JOIN statement s ON lower(hex(s.id)) = d.value"
            " WHERE d.says = 'disclosure.statement' ORDER BY d.seq"
        )
    by_note: dict[str, set[str]] = {}
    for note, about in shown:
        by_note.setdefault(note, set()).add(about)
    inside, outside = by_note.values()
    assert outside < inside
    assert ids["tied"] in inside - outside


def test_a_story_on_paper_and_as_a_picture(office: tuple[Path, dict[str, str]], template: Template) -> None:
    path, _ids = office
    director = desk(path, template).get("/stories")
    story = next(link for link in director.links if link.startswith("/story/"))
    director.get(story).post(f"{story}/out", use="inside", **{"as": "paper"})
    assert "A march is stopped" in director.words
    director.get(story).post(f"{story}/out", use="publish", **{"as": "timeline"})
    assert director.content.startswith(PNG)
    assert noted(path, template)["disclosure.what"] == {"handed_out.print", "handed_out.picture"}


def test_half_a_form_takes_nothing(office: tuple[Path, dict[str, str]], template: Template) -> None:
    path, ids = office
    director = desk(path, template).get("/")
    for sent in ({}, {"as": "paper"}, {"use": "inside"}, {"as": "pdf", "use": "inside"}):
        assert director.get("/").post(f"/record/{ids['march']}/out", **sent).status == 400
    assert noted(path, template) == {}


def test_only_who_may_export_is_offered_it(office: tuple[Path, dict[str, str]], template: Template) -> None:
    path, ids = office
    for role in ("documenter", "coder", "observer", "security_officer", "analyst"):
        member = desk(path, template, role).get(f"/event/{ids['march']}")
        may = keys.may([role], "export")
        assert ('name="as" value="paper"' in member.text) == may
        member.post(f"/record/{ids['march']}/out", use="inside", **{"as": "paper"})
        assert member.status == (200 if may else 404)


def test_no_member_is_named_in_the_bytes_of_a_page_for_paper(
    office: tuple[Path, dict[str, str]], template: Template
) -> None:
    path, ids = office
    with open_as(path, template.unlocked, "coder", member=COLLEAGUE) as archive:
        event = ids["told"]
        Maker(archive).add(event, start="2020-02-03")
        archive.say([Draft(about=event, says="any.hold", type="term", value="hold.danger")])
        members = (archive.member, template.unlocked.member)
    director = desk(path, template)
    page = director.get(f"/event/{event}").text
    assert all(member[:8] in page for member in members)
    director.post(f"/record/{event}/out", use="inside", **{"as": "paper"})
    assert (director.status, 'class="onpaper"' in director.text) == (200, True)
    assert [member[:8] in director.text for member in members] == [False, False]
