# SPDX-License-Identifier: Apache-2.0
"""Pairs at the desk: the queue, one pair side by side, a judgement, and its way back."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.browser import PORT, Browser
from tests.people import COLLEAGUE, open_as
from tests.template import Template

from kuzat.log.statement import withdraw
from kuzat.records.sameness import Verdict
from kuzat.records.sameness import judge as same
from kuzat.store import Archive, access_identity_log, access_judgements, access_statement, reader_of
from kuzat.testing import AIZADA, Maker
from kuzat.web import application
from kuzat.web.linking import found
from kuzat.web.once import Done, Once, Undoable

HIDDEN = re.compile(r'name="(once|seen)" value="([^"]*)"')


@dataclass
class Office:
    """An archive with one person in two scripts, somebody else, and two of one event's accounts."""

    path: Path
    template: Template
    pair: str

    def read(self) -> Archive:
        return open_as(self.path, self.template.unlocked, "reader")


@pytest.fixture
def office(template: Template, tmp_path: Path) -> Office:
    with template.copy(tmp_path / "office.archive") as archive:
        maker = Maker(archive)
        page = maker.page()
        names = ("Темир Байсалов", "Temir Bajsalov", "Нурлан Мамытов")
        people = [maker.new("person", basis=page, name=name, country="KG") for name in names]
    first, second = sorted(people[:2])
    return Office(archive.path, template, f"/pair/{first}/{second}")


@pytest.fixture
def desk(office: Office) -> Browser:
    def opener(path: Path, passphrase: str, **beside: object) -> Archive:
        return open_as(path, office.template.unlocked, "coder", member=COLLEAGUE)

    return Browser(application(office.path, PORT, opener=opener)).unlock(AIZADA.passphrase)


def judge(desk: Browser, address: str, reason: str) -> Browser:
    desk.get(address)
    return desk.post(address, **dict(HIDDEN.findall(desk.text)), **{"any.same_reason": reason})


def judge_beside(desk: Browser, office: Office, how: str, reason: str) -> Browser:
    """Say it from the page of the two records, as its buttons and keys do."""
    desk.get(office.pair)
    sent = dict(HIDDEN.findall(desk.text))
    return desk.post(f"{office.pair}/{how}", at_once="1", **sent, **{"any.same_reason": reason})


def test_the_queue_leads_to_a_pair_side_by_side(office: Office, desk: Browser) -> None:
    assert office.pair in desk.get("/pairs").links
    assert "They count as one now." in desk.words
    desk.get(office.pair)
    assert "Темир Байсалов" in desk.words
    assert "Temir Bajsalov" in desk.words
    assert "Kyrgyzstan" in desk.words
    for how in ("same", "different", "unsure"):
        assert f'formaction="{office.pair}/{how}"' in desk.text


def test_each_value_stands_with_who_says_it_and_whether_the_two_agree(office: Office, desk: Browser) -> None:
    desk.get(office.pair)
    assert "The Highland Post" in desk.words
    assert re.search(r"Country .*Kyrgyzstan .*Kyrgyzstan .*the same", desk.words)
    assert re.search(r"Public name .*Темир Байсалов .*different", desk.words)
    assert re.search(r"Alike: (0\.9\d|1(\.00)?) of 1", desk.words)


def test_from_both_records_a_judgement_leads_on_and_is_undone(office: Office, desk: Browser) -> None:
    judge_beside(desk, office, "different", "Two brothers")
    assert desk.path == "/pairs?kind=person"
    desk.get(office.pair)
    assert "They count as two now." in desk.words
    (token,) = re.findall(r'action="/undo/([\w-]+)"', desk.text)
    desk.post(f"/undo/{token}", **dict(HIDDEN.findall(desk.text)))
    assert "Taken back" in desk.words
    with office.read() as archive:
        assert access_judgements(archive, reader_of(archive)) == ()
    assert "/undo/" not in desk.get(office.pair).text


def test_what_was_recorded_last_is_not_undone_as_if_it_were_a_judgement() -> None:
    once, said = Once(), {"any.same_reason", "event.same_as"}
    made = [Undoable(id=b"", about="", says=says, compartment="cases") for says in ("event.title", *said)]
    once.close(once.draw(), Done(record="", said=tuple(made), back=""))
    assert once.last(said) is None
    token = once.draw()
    once.close(token, Done(record="", said=tuple(made[1:]), back=""))
    assert once.last(said) == (token, once.done(token))


@pytest.mark.slow
def test_agreement_is_known_once_two_members_judged_one_pair(office: Office, desk: Browser) -> None:
    with open_as(office.path, office.template.unlocked, "reader") as second:
        second.say(same(*office.pair.split("/")[2:], Verdict.SAME, "One passport"))
    assert "How far reviewers agree is not known" in desk.get("/pairs").words
    assert "Judged by others, not yet by you" in desk.words
    assert office.pair in desk.links
    judge(desk, f"{office.pair}/same", "One passport")
    assert "the same 1 times of 1" in desk.get("/pairs").words
    assert "Judged by others" not in desk.words


def test_sealed_names_are_compared_for_a_reason_and_only_then(office: Office, desk: Browser) -> None:
    with open_as(office.path, office.template.unlocked, "coder") as archive:
        maker = Maker(archive)
        sealed = sorted(maker.new("person", country="KG") for _ in range(2))
        for record, name in zip(sealed, ("Жылдыз Абдыева", "Jyldyz Abdyeva"), strict=True):
            maker.add(record, identity_name=name)
    pair = f"/pair/{sealed[0]}/{sealed[1]}"
    assert pair not in desk.get("/pairs").links
    desk.get(pair)
    assert "Абдыева" not in desk.text
    desk.post(f"{pair}/sealed", **dict(HIDDEN.findall(desk.text)), reason=" ")
    assert (desk.status, "Абдыева" in desk.text) == (400, False)
    desk.post(f"{pair}/sealed", **dict(HIDDEN.findall(desk.text)), reason="To count nobody twice")
    assert "Жылдыз Абдыева" in desk.words
    assert "Jyldyz Abdyeva" in desk.words
    desk.get("/pairs")
    desk.post("/pairs?kind=person", **dict(HIDDEN.findall(desk.text)), reason="To count nobody twice")
    assert pair in desk.links
    assert pair not in desk.get("/pairs").links
    with open_as(office.path, office.template.unlocked, "coder") as archive:
        looks = access_identity_log(archive, reader_of(archive))
        assert {look.record for look in looks} == set(sealed)
        assert {look.by for look in looks} == {COLLEAGUE}


def test_a_judgement_is_said_with_its_reason_and_can_be_undone(office: Office, desk: Browser) -> None:
    judge(desk, f"{office.pair}/different", "Two brothers")
    assert desk.path.startswith("/done/")
    with office.read() as archive:
        (judged,) = access_judgements(archive, reader_of(archive))
        assert (judged.judgement.verdict, judged.judgement.by) == ("different", COLLEAGUE)
    done = desk.path
    assert office.pair not in desk.get("/pairs").links
    desk.get(office.pair)
    assert "They count as two now." in desk.words
    assert any(link.startswith("/statement/") for link in desk.links)
    desk.get(done)
    desk.post(done.replace("/done/", "/undo/"), **dict(HIDDEN.findall(desk.text)))
    assert office.pair in desk.get("/pairs").links


def test_a_judgement_needs_a_reason(office: Office, desk: Browser) -> None:
    judge(desk, f"{office.pair}/same", " ")
    assert desk.status == 400
    with office.read() as archive:
        assert access_judgements(archive, reader_of(archive)) == ()


def test_a_contradiction_is_named_above_the_queue(office: Office, desk: Browser) -> None:
    judge(desk, f"{office.pair}/same", "One passport")
    judge(desk, f"{office.pair}/different", "Two brothers")
    assert "contradict each other" in desk.get("/pairs").words
    assert desk.get("/pairs?kind=event").status == 200


@pytest.mark.slow
def test_the_queue_of_a_large_archive_is_made_on_request_and_follows_judgements(
    office: Office, desk: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(found, "COUNTED_AT_ONCE", 0)
    assert office.pair not in desk.get("/pairs").links
    assert "There are none." not in desk.words
    assert "Compare all records anew" in desk.words
    assert office.pair in desk.get("/pairs?kind=person&anew=1").links
    judge_beside(desk, office, "different", "Two brothers")
    assert office.pair not in desk.get("/pairs").links
    assert "Read up to entry" in desk.words
    assert "They count as two now." in desk.get(office.pair).words
    with office.read() as archive:
        (judged,) = access_judgements(archive, reader := reader_of(archive))
        said = access_statement(archive, reader, judged.statement.hex()).statement
        archive.say([withdraw(said)])
        maker = Maker(archive)
        maker.add(office.pair.split("/")[2], basis=maker.page(), public_role="public_role.judge")
    assert office.pair not in desk.get("/pairs").links, "one of them is told otherwise since"
    assert office.pair in desk.get("/pairs?kind=person&anew=1").links
