# SPDX-License-Identifier: Apache-2.0
"""What waits is listed by sight, a hold takes two to lift, and an identity is opened for a reason."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.browser import PORT, Browser
from tests.people import COLLEAGUE, open_as
from tests.template import Template

from kuzat import records, store
from kuzat.keys import FLOOR, Login
from kuzat.log.statement import Draft
from kuzat.store import Archive, add_member, open_archive, reader_of
from kuzat.testing import AIZADA, BAKYT, Maker, Randomness
from kuzat.web import application
from kuzat.web.verifying import waiting

NAME = "Зарина Ойдон"


@dataclass
class Office:
    """An archive with an event told in two ways by one paper, a page nobody coded, and somebody protected."""

    path: Path
    template: Template
    event: str
    page: str
    person: str

    def desk(self, *roles: str, member: str = "") -> Browser:
        def opener(path: Path, passphrase: str, **beside: object) -> Archive:
            random = Randomness(f"desk {roles} {member}")
            return open_as(path, self.template.unlocked, *roles, member=member, random=random)

        return Browser(application(self.path, PORT, opener=opener)).unlock(AIZADA.passphrase)

    def links(self, desk: Browser, what: str) -> set[str]:
        """The records that wait so, by their addresses."""
        found = desk.get(f"/waiting?what={what}").links
        return {link for link in found if link.startswith(("/event/", "/record/", "/person/"))}


@pytest.fixture
def office(template: Template, tmp_path: Path) -> Office:
    path = tmp_path / "office.archive"
    with template.copy(path) as archive:
        maker = Maker(archive)
        paper = maker.page("Tang")
        event = maker.new("event", basis=paper, title="A march is stopped", start="2020")
        maker.add(event, basis=paper, start="2021")
        page = maker.page("The Highland Post")
        person = maker.new("person", identity_name=NAME)
        maker.new("information", source=person, reference="T-1")
    return Office(path, template, event, page, person)


def send(browser: Browser, path: str, **fields: str) -> Browser:
    browser.get(path)
    found = {name: re.search(f'name="{name}" value="([^"]*)"', browser.text) for name in ("once", "seen")}
    return browser.post(path, **{name: one[1] for name, one in found.items() if one}, **fields)


def test_what_waits_is_listed_and_leads_to_where_it_is_done(office: Office) -> None:
    desk = office.desk("reader")
    event = f"/event/{office.event}"
    assert office.links(desk, "contested") == {event}
    assert office.links(desk, "one_voice") == {event}
    assert f"/record/{office.page}" in office.links(desk, "uncoded")
    assert office.links(desk, "second_reader") == office.links(desk, "held") == set()
    assert f"{event}" in desk.get("/waiting?what=nonsense").links, "the most pressing of what there is"
    assert "A march is stopped" in desk.words


def test_what_somebody_may_not_see_is_not_counted_for_them(office: Office) -> None:
    seeing, outside = office.desk("reader"), office.desk("observer", member=COLLEAGUE)
    assert len(office.links(seeing, "uncoded")) == 2
    assert office.links(outside, "uncoded") == {f"/record/{office.page}"}
    assert re.search(r"not coded yet</a>: 1<", outside.text)


def test_a_hold_is_set_by_one_shown_and_lifted_by_two(office: Office) -> None:
    first, second = office.desk("coder"), office.desk("reader", member=COLLEAGUE)
    form = f"/record/{office.event}/hold"
    assert send(first, form, **{"any.hold": "hold.danger"}).path.startswith("/done/")
    assert "Undo" not in first.text
    first.post(first.path.replace("/done/", "/undo/"))
    shown = first.get(f"/event/{office.event}")
    assert "Somebody would be in danger" in shown.words
    (lift,) = [link for link in shown.links if link.endswith("/lift")]
    assert office.links(second, "held") == {f"/event/{office.event}"}
    assert send(first, lift).path.startswith("/done/")
    assert first.get(lift).status == 404, "one member's word counts once"
    assert "Held back from everybody" in first.get(f"/event/{office.event}").words
    assert send(second, lift).path.startswith("/done/")
    assert "Held back from everybody" not in second.get(f"/event/{office.event}").words
    assert office.links(second, "held") == set()


def twice(desk: Browser, path: str) -> Browser:
    """Send the form that stands there, and once more what was sent."""
    desk.get(path)
    sent = dict(re.findall(r'name="(once|seen)" value="([^"]*)"', desk.text))
    assert desk.post(path, **sent).path.startswith("/done/")
    return desk.post(path, **sent)


def test_a_second_click_leads_to_what_came_of_the_first(office: Office) -> None:
    desk = office.desk("coder")
    send(desk, f"/record/{office.event}/hold", **{"any.hold": "hold.danger"})
    shown = desk.get(f"/event/{office.event}")
    (lift,) = [link for link in shown.links if link.endswith("/lift")]
    take, *_ = [link for link in shown.links if link.endswith("/withdraw")]
    for form in (lift, take):
        assert (twice(desk, form).status, desk.path[:6]) == (200, "/done/")


def test_a_reason_that_is_no_hold_is_refused(office: Office) -> None:
    desk = office.desk("coder")
    send(desk, f"/record/{office.event}/hold", **{"any.hold": "topic.media"})
    assert desk.status == 400
    assert office.links(desk, "held") == set()


def test_an_identity_is_shown_once_for_a_reason_that_is_noted_first(office: Office) -> None:
    desk = office.desk("coder")
    address = f"/record/{office.person}/sealed"
    assert address in desk.get(f"/person/{office.person}").links
    assert NAME not in desk.get(address).text
    assert desk.post(address, reason="  ").status == 400
    assert NAME not in desk.text
    assert desk.post(address, reason="to call her back").status == 200
    assert NAME in desk.text
    assert desk.headers["Cache-Control"] == "no-store"
    assert desk.get(desk.path).status == 404, "shown once"
    assert NAME not in desk.text
    desk.get(address)
    desk.post(address, reason="to call her back", language="ru")
    assert NAME not in desk.text, "another language asks again"
    with open_as(office.path, office.template.unlocked, "director") as archive:
        looks = store.access_identity_log(archive, reader_of(archive))
    assert [(look.record, look.reason) for look in looks] == [(office.person, "to call her back")]


def test_events_stand_before_other_records_the_newest_first(office: Office) -> None:
    with office.template.open(office.path) as archive:
        add_member(archive, Login(passphrase=BAKYT.passphrase), ["reader"], cost=FLOOR)
        maker = Maker(archive)
        act, years = maker.new("act", type="act.assembly"), (2012, 2024, 1998, 2017, 2005, 2020)
        events = {year: maker.new("event", start=str(year)) for year in years}
        for record in (act, *events.values()):
            (account,) = maker.add(record, basis=maker.page(), start="2011")
            archive.say(records.propose(record, account, "it is printed there", None))
            archive.say([Draft(about=record, says="any.hold", type="term", value="hold.danger")])
        wanted = (store.Waits.SECOND_READER, store.Waits.HELD)
        found = store.access_waiting(archive, reader_of(archive), wanted)
    newest = tuple(events[year] for year in sorted(years, reverse=True))
    assert list(found.values()) == [(*newest, act)] * 2


def test_who_opens_no_identities_finds_no_such_page(office: Office) -> None:
    desk = office.desk("reader")
    assert desk.get(f"/record/{office.person}/sealed").status == 404
    assert "/sealed" not in " ".join(desk.get(f"/person/{office.person}").links)


def test_a_proposal_waits_in_the_queue_and_says_so_on_the_page(office: Office) -> None:
    with office.template.open(office.path) as archive:
        add_member(archive, Login(passphrase=BAKYT.passphrase), ["reader"], cost=FLOOR)
        record = store.access_record(archive, reader_of(archive), office.event)
        adopt = f"/statement/{office.event}/{record.all('event.start')[1].said.id.hex()}/adopt"
    def opener(path: Path, passphrase: str, **beside: object) -> Archive:
        return office.template.open(path)

    first = Browser(application(office.path, PORT, opener=opener)).unlock(AIZADA.passphrase)
    assert "counts when a second reader" in first.get(adopt).words
    send(first, adopt, **{"any.adopts_reason": "the ticket shows it"})
    assert "waits for a second reader the ticket shows it" in first.get(f"/event/{office.event}").words
    send(first, adopt, **{"any.adopts_reason": "again"})
    assert (first.status, "You proposed this yourself" in first.words) == (400, True)
    second = Browser(application(office.path, PORT, opener=open_archive)).unlock(BAKYT.passphrase)
    assert office.links(second, "second_reader") == {f"/event/{office.event}"}
    assert "Another member proposed this" in second.get(adopt).words
    send(second, adopt, **{"any.adopts_reason": "so it does"})
    page = second.get(f"/event/{office.event}")
    assert "adopted" in page.words
    assert "waits for a second reader" not in page.words
    assert office.links(second, "contested") == set()


def test_a_proposal_about_what_is_not_published_says_that_its_reason_is_sealed(office: Office) -> None:
    with office.template.open(office.path) as archive:
        add_member(archive, Login(passphrase=BAKYT.passphrase), ["reader"], cost=FLOOR)
        told = Maker(archive).new("information", reference="T-2")
        (said,) = Maker(archive).add(office.event, basis=told, start="2022")

    def opener(path: Path, passphrase: str, **beside: object) -> Archive:
        return office.template.open(path)

    desk = Browser(application(office.path, PORT, opener=opener)).unlock(AIZADA.passphrase)
    send(desk, f"/statement/{office.event}/{said.hex()}/adopt", **{"any.adopts_reason": NAME})
    page = desk.get(f"/event/{office.event}")
    assert NAME not in page.words
    assert "Why it should be adopted: (sealed)" in page.words


def test_how_reliable_a_source_is_stands_beside_each_account_with_its_reason(office: Office) -> None:
    desk = office.desk("reader")
    assert "Mostly reliable" not in desk.get(f"/event/{office.event}").words
    with open_as(office.path, office.template.unlocked, "reader") as archive:
        record = store.access_record(archive, reader_of(archive), office.event)
        paper = record.all("event.start")[0].said.basis
    form = f"/record/{paper}/grade"
    assert form in desk.get(f"/record/{paper}").links
    assert send(desk, form, **{"information.reliability": "reliability.usual"}).status == 400
    reason = {"information.reliability_reason": "right in ten of eleven cases"}
    assert send(desk, form, **{"information.reliability": "reliability.usual"}, **reason).status == 200
    assert "Mostly reliable" in desk.get(f"/event/{office.event}").words
    outside = office.desk("observer", member=COLLEAGUE)
    assert "Mostly reliable" not in outside.get(f"/event/{office.event}").words
    assert outside.get(form).status == 404


def test_a_draft_of_these_forms_leads_back_to_its_form(office: Office) -> None:
    desk = office.desk("reader")
    reason = {"information.reliability_reason": "half of"}
    for form, record, typed in (
        ("hold", office.event, {"any.hold": "hold.danger"}),
        ("grade", office.page, reason),
    ):
        send(desk, f"/record/{record}/{form}", save="1", **typed)
        assert f"/record/{record}/{form}" in desk.get("/drafts").links


def test_in_a_large_archive_each_stock_of_work_is_looked_for_when_somebody_asks(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "COUNTED_AT_ONCE", 0)
    desk = office.desk("coder")
    page = desk.get("/waiting").text
    assert "Accounts differ, none is followed</a>: " in page
    assert "Told, and not coded yet</a></li>" in page
    assert f"/record/{office.page}" in office.links(desk, "uncoded")
    assert "Told, and not coded yet</a>: " in desk.get("/waiting").text, "looked for already"
