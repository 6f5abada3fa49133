# SPDX-License-Identifier: Apache-2.0
"""While something is recorded: what it may be the same as, before it is said and beside the form."""

from pathlib import Path

import pytest
from tests.browser import Browser
from tests.rooms.web.test_coding import MARCH, NAME, TITLE, begun, walk
from tests.rooms.web.test_writing import Office, hidden, send, size
from tests.template import Template

from kuzat.store import access_identity_log, access_together, reader_of
from kuzat.testing import Maker

HER = "Гүлнара Осмонова"


@pytest.fixture
def office(template: Template, tmp_path: Path) -> Office:
    """The same day in the same region told by a newspaper, and a sealed person of the same name."""
    path = tmp_path / "office.archive"
    with template.copy(path) as archive:
        maker = Maker(archive)
        told = {"title": "Мугалимди сабашты", "start": "2019-07-08", "region": ["KG-GB"]}
        event = maker.new("event", basis=maker.page(), language="ky", **told)
        maker.new("event", basis=maker.page(), title="A concert", start="2011-07-08", region=["KG-T"])
        maker.add(maker.new("person", country="KG"), identity_name="Gulnara Osmonova")
    return Office(path, template, event)


@pytest.fixture
def coder(office: Office) -> Browser:
    return office.desk("coder")


def together(office: Office) -> tuple[str, ...]:
    with office.read() as archive:
        return access_together(archive, reader_of(archive), office.event).records


def test_one_that_is_chosen_becomes_the_same_by_a_judgement_and_keeps_its_words(
    office: Office, coder: Browser
) -> None:
    at, before = begun(coder), size(office)
    walk(coder, at)
    assert "The event may be the same as" in coder.words
    assert "Мугалимди сабашты" in coder.words
    assert "A concert" not in coder.words
    send(coder, f"{at}/look", **{"same.event": office.event})
    assert coder.status == 400
    assert "nothing says why" in coder.words
    assert f'value="{office.event}" checked' in coder.text
    assert size(office) == before
    send(coder, f"{at}/look", **{"same.event": office.event, "same.reason": "One day, one school"})
    assert size(office) == before + 1
    (new,) = [link for link in coder.links if link.startswith("/event/")]
    assert together(office) == tuple(sorted((office.event, new.removeprefix("/event/"))))
    coder.get(f"/event/{office.event}")
    assert "Known here under 2 records" in coder.words
    assert new in coder.links


@pytest.mark.slow
def test_none_that_is_chosen_says_nothing_of_it(office: Office, coder: Browser) -> None:
    at = begun(coder)
    send(walk(coder, at), f"{at}/look", **{"same.event": "", "same.reason": "nothing"})
    assert "Said" in coder.words
    assert together(office) == (office.event,)


@pytest.mark.slow
def test_who_may_not_judge_is_shown_it_and_cannot_choose(office: Office) -> None:
    desk = office.desk("analyst")
    at, before = begun(desk), size(office)
    walk(desk, at)
    assert f"/event/{office.event}" in desk.links
    assert "same.event" not in desk.text
    send(desk, f"{at}/look", **{"same.event": office.event, "same.reason": "One day"})
    assert (desk.status, size(office)) == (404, before)


def test_sealed_names_are_compared_for_a_reason_that_is_written_down(office: Office, coder: Browser) -> None:
    at = begun(coder)
    walk(coder, at)
    assert "The victim may be the same as" not in coder.words
    send(coder, f"{at}/look", compare="1", reason="")
    assert (coder.status, "The victim may be the same as" in coder.words) == (200, False)
    send(coder, f"{at}/look", compare="1", reason="To count her once")
    assert "The victim may be the same as" in coder.words
    assert "Osmonova" not in coder.text
    send(coder, f"{at}/look", compare="1", reason="To count her once", language="ru")
    assert "The victim may be the same as" not in coder.words
    with office.read("director") as archive:
        looks = access_identity_log(archive, reader_of(archive))
        assert len([look for look in looks if look.how == "read.searched"]) == 1
        assert {look.words for look in looks} == {HER}
        assert {look.reason for look in looks} == {"To count her once"}


def test_beside_the_form_the_same_is_asked_without_a_name_in_an_address(
    office: Office, coder: Browser
) -> None:
    at = begun(coder)
    coder.get(f"{at}/what")
    assert "data-near" in coder.text
    coder.post("/resembling", **hidden(coder), **MARCH["what"])
    assert f"/event/{office.event}" in coder.links
    assert "Start: the same" in coder.words
    assert MARCH["what"][TITLE] not in coder.path
    coder.get(f"{at}/whom")
    coder.post("/resembling", **hidden(coder), **{NAME: HER, "person.kind": "no such kind"})
    assert coder.links == []


def test_an_observer_is_told_of_what_is_published_alone(office: Office) -> None:
    with office.read("director") as archive:
        hidden_one = Maker(archive).new("event", start="2019-07-08", region=["KG-GB"])
    desk = office.desk("observer")
    desk.get(f"{begun(desk)}/what")
    desk.post("/resembling", **hidden(desk), **MARCH["what"])
    assert desk.links == [f"/event/{office.event}"]
    assert hidden_one not in desk.text
