# SPDX-License-Identifier: Apache-2.0
"""Every route, every role, an own and a foreign record: what the policy says and nothing else.

And two archives that differ only in what is protected: an observer gets the same bytes of both.
"""

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from tests.browser import PORT, Browser
from tests.people import COLLEAGUE, open_as
from tests.template import Template

from kuzat import keys
from kuzat.store import Archive, Original, keep
from kuzat.testing import BAKYT, Clock, Maker, Randomness
from kuzat.web import application
from kuzat.web.urls import urlpatterns

STORY = "KG-001"
SECRET = "Chynara"


@dataclass
class World:
    """An archive with a published march and something protected; ids by what they stand for."""

    path: Path
    template: Template
    ids: dict[str, str]

    def desk(self, *roles: str) -> Browser:
        """A browser in which such a member has unlocked the archive."""
        unlocked = self.template.unlocked

        def opener(path: Path, passphrase: str, **beside: object) -> Archive:
            return open_as(path, unlocked, *roles, member=COLLEAGUE, random=Randomness("desk"))

        return Browser(application(self.path, PORT, opener=opener)).unlock(BAKYT.passphrase)


def told(archive: Archive, protected: bool) -> dict[str, str]:
    """A march that a newspaper tells of; and, where asked, what a person told in confidence."""

    def seeded(seed: str) -> Maker:
        archive.random = archive.writer.random = Randomness(seed)
        return Maker(archive)

    ids: dict[str, str] = {}
    if protected:
        ids = protect(seeded("hidden"))
    maker = seeded("first")
    page = maker.page()
    ids |= {"information": page}
    march = maker.new(
        "event", basis=page, title="A march is stopped", start="2020-03-08", region=["KG-GB"], story=STORY
    )
    ids |= {"event": march}
    if protected:
        secret = seeded("within")
        secret.add(march, place="a yard", reference="KG-2020-17")
        secret.add(march, start="2020-03-09")
        secret.add(ids["person"], role=["victim_role.protesters"])
    maker = seeded("second")
    body = maker.new("person", basis=page, name="The Ministry")
    crowd = maker.new("person", basis=page, role=["victim_role.protesters"])
    act = maker.new(
        "act", basis=page, event=march, type="act.assembly", start="2020-03-08", victim=[crowd]
    )
    maker.new("involvement", basis=page, act=act, perpetrator=body)
    chief = maker.new("person", basis=page, name="The chief of police")
    maker.new("relation", basis=page, who=chief, type="relation_type.heads", whom=body, start="2019")
    maker.add(page, event=march)
    (statement,) = maker.add(march, basis=page, topic=["topic.elections"])
    if protected:
        hidden = {"who": ids["person"], "type": "relation_type.post", "whom": body}
        seeded("tied").new("relation", start="2019-05-01", **hidden)
    ids |= {"chief": chief} | claimed(seeded("claims"), page, crowd)
    if protected:
        confidential = seeded("claimed")
        ids |= {"claim": confidential.new("claim", person=ids["person"])}
        ids |= {"own_ask": confidential.new("recommendation", claim=ids["claim"], place="a yard")}
        confidential.new("assessment", recommendation=ids["ask"], grade="grade.plain.not_done")
        confidential.add(ids["confided"], not_met=["checklist_item.trial.public"])
        confidential.new("proceeding", claim=ids["open_claim"], forum="wgad", filed="2020-04-01")
        confidential.add(ids["open_claim"], person=ids["person"])
    ids |= {"act": act, "body": body, "statement": statement.hex(), "loose": seeded("third").page("Tang")}
    return ids


def claimed(maker: Maker, page: str, crowd: str) -> dict[str, str]:
    """A published claim with a term."""
    claim = maker.new("claim", basis=page, title="To march again", person=crowd, act="act.assembly")
    filed = maker.new("proceeding", basis=page, claim=claim, forum="ccpr-op1", filed="2020-05-01")
    maker.new("step", basis=page, proceeding=filed, type="step_type.adoption", date="2024-10-01")
    maker.new("obligation", basis=page, claim=claim, proceeding=filed, rule="views-reply")
    asked = maker.new("recommendation", basis=page, words="Let them march", claim=claim)
    maker.new("assessment", basis=page, recommendation=asked, by="assessor.state", grade="grade.plain.done")
    return {"open_claim": claim, "ask": asked}


def protect(maker: Maker) -> dict[str, str]:
    """A person with a consent, what she told, an event only she told of, and a file of hers."""
    person = maker.new("person", identity_name=SECRET, role=["victim_role.journalists"])
    maker.new("consent", person=person, given="2025-01-10")
    information = maker.new("information", source=person)
    foreign = maker.new("event", start="2020-03-08", region=["KG-O"], direction="direction.violation")
    act = maker.new("act", event=foreign, type="act.assembly", victim=[person])
    maker.add(information, event=foreign)
    (said,) = maker.add(foreign, basis=information, topic=["topic.media"])
    content = BytesIO(b"a letter")
    original = Original(name="a.txt", media_type="text/plain", content=content, protected=True)
    exhibit = keep(maker.archive, original).id
    return {
        "confided": information,
        "person": person,
        "foreign": foreign,
        "foreign_act": act,
        "hidden": said.hex(),
        "exhibit": exhibit,
    }


@pytest.fixture(scope="module")
def both(template: Template, tmp_path_factory: pytest.TempPathFactory) -> tuple[World, World]:
    """The same archive with and without what is protected."""
    worlds = []
    for name in ("with", "without"):
        path = tmp_path_factory.mktemp(name) / "office.archive"
        template.copy(path).close()
        clock = Clock("2025-03-21T09:00:00Z")
        with open_as(path, template.unlocked, *keys.roles(), clock=clock) as archive:
            ids = told(archive, name == "with")
        worlds.append(World(path, template, ids))
    return worlds[0], worlds[1]


def addresses(world: World, ids: dict[str, str]) -> list[str]:
    """Every page that shows something, of what is there in both, and of what is only in one."""
    pages = ["/", "/events", "/stories", "/places", "/about", "/members", "/drafts", "/keep", "/count"]
    pages += ["/waiting", "/factor", "/inbox", "/searches", "/indicators", "/pairs", "/pairs?kind=event"]
    pages += ["/estimate", "/spellings", *(f"/together/{ids[name]}" for name in ("event", "body", "person"))]
    pages += ["/cases", f"/case/{ids['open_claim']}", f"/case/{ids['claim']}"]
    pages += ["/visits", "/remedies", "/remedies?show=undated", "/asks?by=kind", "/asks?by=theme"]
    pages += ["/due", "/due?by=person&days=92", "/due?by=body&days=31"]
    pages += [f"/case/{ids['open_claim']}/{what}" for what in ("step", "assessment")]
    pages += [f"/case/{ids['claim']}/step", f"/ask/{ids['ask']}/answer", f"/ask/{ids['own_ask']}/answer"]
    pages += [f"/case/{ids['open_claim']}/draft{end}" for end in ("", "/upr")]
    pages += ["/rating", "/rating?counts=1", "/receipt"]
    pages += [f"/waiting?what={what}" for what in ("held", "contested", "one_voice", "uncoded")]
    pages += [f"/count?unit={unit}&by=year" for unit in ("event", "act", "person", "story", "information")]
    pages += [
        "/count?by=region",
        "/count?by=topic&and=region",
        "/events?region=KG-O",
        "/events?topic=topic.media",
    ]
    pages += ["/events?contested=1", f"/event/{ids['event']}?as_of=2025-03-21"]
    pages += [f"/event/{ids['event']}", f"/event/{ids['event']}/told", f"/person/{ids['body']}"]
    pages += [f"/record/{ids['act']}", f"/record/{ids['information']}"]
    pages += [f"/statement/{ids['event']}/{ids['statement']}"]
    pages += [f"/event/{ids['event']}/{what}" for what in ("act", "by", "step", "account")]
    pages += [f"/account/{ids['information']}/account", f"/account/{ids['confided']}/account"]
    pages += ["/incident/evt-" + "0" * 32 + "/what", f"/incident/{ids['foreign']}/look"]
    pages += [f"/person/{ids['body']}/network?steps=2&at=2020-03-09", f"/person/{ids['person']}/network"]
    pages += [f"/person/{ids['body']}/relation", f"/person/{ids['person']}/relation"]
    pages += [f"/event/{ids['foreign']}", f"/event/{ids['foreign']}/told", f"/person/{ids['person']}"]
    pages += [f"/record/{ids['exhibit']}", f"/statement/{ids['foreign']}/{ids['hidden']}"]
    return pages


VARYING = re.compile(
    r'name="(csrfmiddlewaretoken|once)" value="[\w-]+"|action="/keep/[\w-]+"'
    r'|/story/[\w-]+|[?&"](story|source)=[\w-]{20,}|value="[\w-]{20,}"'
)


def same(browser: Browser) -> tuple[int, dict[str, str], str]:
    """What was answered, without what is random for each session."""
    headers = {name: value for name, value in browser.headers.items() if name != "Set-Cookie"}
    text = VARYING.sub("", browser.text)
    if VARYING.search(browser.text):
        headers.pop("Content-Length", None)
    return browser.status, headers, text


@pytest.mark.parametrize("role", ["observer", "security_officer"])
def test_an_observer_gets_the_same_bytes_whatever_is_protected(both: tuple[World, World], role: str) -> None:
    full, _ = both
    desks = [world.desk(role) for world in both]
    for address in addresses(full, full.ids):
        answers = [same(desk.get(address)) for desk in desks]
        assert answers[0] == answers[1], address
    for words in ("march", "Chynara", "KG-2020-17", full.ids["person"], "yard", "ministry"):
        for address in ("/search", "/events"):
            answers = []
            for desk in desks:
                desk.get("/search")
                answers.append(same(desk.post(address, words=words)))
            assert answers[0] == answers[1], (address, words)
    assert "A march is stopped" in desks[0].get(f"/event/{full.ids['event']}").words


def test_so_that_this_test_can_fail(both: tuple[World, World]) -> None:
    """Somebody who sees all gets other bytes of nearly every page."""
    full, _ = both
    desks = [world.desk("reader") for world in both]
    differ = [a for a in addresses(full, full.ids) if len({repr(same(d.get(a))) for d in desks}) == 2]
    assert len(differ) > 15


ROUTES = {str(route.pattern): route.callback for route in urlpatterns}
PAIR = "^pair/(?P<first>(?:per|evt)-[0-9a-f]{32})/(?P<second>(?:per|evt)-[0-9a-f]{32})"
# How to come to each route: (method, address by what it is about). A route that is not here fails the test.
CLAIM_PARTS = (
    "^case/(?P<id>clm-[0-9a-f]{32})/"
    "(?P<what>proceeding|step|decision|obligation|assessment|recommendation)$"
)
DRAFTED = "^case/(?P<id>clm-[0-9a-f]{32})/draft"
ASK_PARTS = "^ask/(?P<id>rec-[0-9a-f]{32})/(?P<what>answer|assessment|link)$"
OWN: dict[str, Callable[[dict[str, str]], str]] = {
    "": lambda ids: "/",
    "events": lambda ids: "/events",
    "cases": lambda ids: "/cases",
    "visits": lambda ids: "/visits",
    "^visit/(?P<checklist>trial|care)$": lambda ids: "/visit/care",
    "^visit/(?P<id>evt-[0-9a-f]{32})/(?P<checklist>trial|care)$": (
        lambda ids: "/visit/evt-" + "0" * 32 + "/trial"
    ),
    "remedies": lambda ids: "/remedies?show=undated",
    "due": lambda ids: "/due?by=person&days=92",
    "asks": lambda ids: "/asks?by=theme",
    "^(?P<what>case|ask)$": lambda ids: "/case",
    "^(?:case|ask)/(?P<id>(?:clm|rec)-[0-9a-f]{32})/new$": lambda ids: "/ask/rec-" + "0" * 32 + "/new",
    f"{DRAFTED}$": lambda ids: f"/case/{ids['open_claim']}/draft",
    f"{DRAFTED}/(?P<kind>[a-z-]+)$": lambda ids: f"/case/{ids['open_claim']}/draft/upr?in=ru",
    CLAIM_PARTS: lambda ids: f"/case/{ids['open_claim']}/step",
    ASK_PARTS: lambda ids: f"/ask/{ids['ask']}/answer",
    "^case/(?P<id>clm-[0-9a-f]{32})$": lambda ids: f"/case/{ids['open_claim']}",
    "stories": lambda ids: "/stories",
    "places": lambda ids: "/places",
    "count": lambda ids: "/count",
    "search": lambda ids: "/search",
    "estimate": lambda ids: "/estimate",
    "indicators": lambda ids: "/indicators",
    "rating": lambda ids: "/rating",
    "^rating/answer/(?P<dimension>association|assembly|expression|state_duty)$": (
        lambda ids: "/rating/answer/assembly"
    ),
    "rating/index": lambda ids: "/rating/index",
    "searches": lambda ids: "/searches",
    "about": lambda ids: "/about",
    "factor": lambda ids: "/factor",
    "^record/(?P<id>inf-[0-9a-f]{32})/grade$": lambda ids: f"/record/{ids['information']}/grade",
    "waiting": lambda ids: "/waiting",
    "pairs": lambda ids: "/pairs",
    f"{PAIR}$": lambda ids: f"/pair/{ids['body']}/{ids['chief']}",
    f"{PAIR}/(?P<how>same|different|unsure)$": lambda ids: f"/pair/{ids['body']}/{ids['chief']}/same",
    "spellings": lambda ids: "/spellings",
    "^together/(?P<id>(?:per|evt)-[0-9a-f]{32})$": lambda ids: f"/together/{ids['event']}",
    "members": lambda ids: "/members",
    "partners": lambda ids: "/partners",
    "drafts": lambda ids: "/drafts",
    "keep": lambda ids: "/keep",
    "inbox": lambda ids: "/inbox",
    "receipt": lambda ids: "/receipt",
    "^event/(?P<id>evt-[0-9a-f]{32})$": lambda ids: f"/event/{ids['event']}",
    "^account/(?P<id>inf-[0-9a-f]{32})/(?P<what>account|act|by|step)$": (
        lambda ids: f"/account/{ids['information']}/act"
    ),
    "^account/(?P<id>inf-[0-9a-f]{32})/sealed/(?P<what>account|act|by|step)$": (
        lambda ids: f"/account/{ids['information']}/sealed/act"
    ),
    "incident": lambda ids: "/incident",
    "^incident/(?P<id>evt-[0-9a-f]{32})/(?P<name>what|whom|by|told|consent|look)$": (
        lambda ids: "/incident/evt-" + "0" * 32 + "/told"
    ),
    "^event/(?P<id>evt-[0-9a-f]{32})/(?P<what>act|by|step|account)$": (
        lambda ids: f"/event/{ids['event']}/act?like={ids['act']}"
    ),
    "^event/(?P<id>evt-[0-9a-f]{32})/told$": lambda ids: f"/event/{ids['event']}/told",
    "^person/(?P<id>per-[0-9a-f]{32})$": lambda ids: f"/person/{ids['body']}",
    "^person/(?P<id>per-[0-9a-f]{32})/network$": lambda ids: f"/person/{ids['body']}/network?steps=2",
    "^person/(?P<id>per-[0-9a-f]{32})/relation$": lambda ids: f"/person/{ids['body']}/relation",
    "^record/(?P<id>[a-z]{3}-[0-9a-f]{32})$": lambda ids: f"/record/{ids['act']}",
    "^record/(?P<id>[a-z]{3}-[0-9a-f]{32})/hold$": lambda ids: f"/record/{ids['act']}/hold",
    "^record/(?P<id>[a-z]{3}-[0-9a-f]{32})/sealed$": lambda ids: f"/record/{ids['act']}/sealed",
    "^exhibit/(?P<id>exh-[0-9a-f]{32})/listen$": lambda ids: f"/exhibit/{ids['exhibit']}/listen",
    "^exhibit/(?P<id>exh-[0-9a-f]{32})/translate$": lambda ids: f"/exhibit/{ids['exhibit']}/translate",
}
STATEMENT = "^statement/(?P<record>[a-z]{3}-[0-9a-f]{32})/(?P<id>[0-9a-f]{64})"
for end in ("", "/adopt", "/unfollow", "/dispute", "/withdraw", "/translate", "/review"):
    OWN[f"{STATEMENT}{end}$"] = lambda ids, end=end: f"/statement/{ids['event']}/{ids['statement']}{end}"  # type: ignore[misc]
FOREIGN: dict[str, Callable[[dict[str, str]], str]] = {
    "^account/(?P<id>inf-[0-9a-f]{32})/(?P<what>account|act|by|step)$": (
        lambda ids: f"/account/{ids['confided']}/account"
    ),
    "^account/(?P<id>inf-[0-9a-f]{32})/sealed/(?P<what>account|act|by|step)$": (
        lambda ids: f"/account/{ids['confided']}/sealed/account"
    ),
    "^event/(?P<id>evt-[0-9a-f]{32})$": lambda ids: f"/event/{ids['foreign']}",
    "^event/(?P<id>evt-[0-9a-f]{32})/(?P<what>act|by|step|account)$": (
        lambda ids: f"/event/{ids['foreign']}/account"
    ),
    "^event/(?P<id>evt-[0-9a-f]{32})/told$": lambda ids: f"/event/{ids['foreign']}/told",
    "^case/(?P<id>clm-[0-9a-f]{32})$": lambda ids: f"/case/{ids['claim']}",
    f"{DRAFTED}$": lambda ids: f"/case/{ids['claim']}/draft",
    f"{DRAFTED}/(?P<kind>[a-z-]+)$": lambda ids: f"/case/{ids['claim']}/draft/upr",
    CLAIM_PARTS: lambda ids: f"/case/{ids['claim']}/proceeding",
    ASK_PARTS: lambda ids: f"/ask/{ids['own_ask']}/answer",
    "^person/(?P<id>per-[0-9a-f]{32})$": lambda ids: f"/person/{ids['person']}",
    "^person/(?P<id>per-[0-9a-f]{32})/network$": lambda ids: f"/person/{ids['person']}/network",
    "^person/(?P<id>per-[0-9a-f]{32})/relation$": lambda ids: f"/person/{ids['person']}/relation",
    f"{PAIR}$": lambda ids: f"/pair/{ids['body']}/{ids['person']}",
    f"{PAIR}/(?P<how>same|different|unsure)$": lambda ids: f"/pair/{ids['person']}/{ids['body']}/same",
    "^together/(?P<id>(?:per|evt)-[0-9a-f]{32})$": lambda ids: f"/together/{ids['person']}",
    "^record/(?P<id>[a-z]{3}-[0-9a-f]{32})$": lambda ids: f"/record/{ids['exhibit']}",
    "^record/(?P<id>[a-z]{3}-[0-9a-f]{32})/hold$": lambda ids: f"/record/{ids['person']}/hold",
    "^record/(?P<id>[a-z]{3}-[0-9a-f]{32})/sealed$": lambda ids: f"/record/{ids['person']}/sealed",
}
for end in ("", "/adopt", "/unfollow", "/dispute", "/withdraw", "/translate", "/review"):
    FOREIGN[f"{STATEMENT}{end}$"] = lambda ids, end=end: f"/statement/{ids['foreign']}/{ids['hidden']}{end}"  # type: ignore[misc]
# Routes that take forms only; what they do is tested where they are, that they ask is tested here.
FORMS = {
    "^keep/(?P<token>[0-9A-Za-z_-]{43})$": "/keep/" + "a" * 43,
    "^inbox/(?P<id>inf-[0-9a-f]{32})$": "/inbox/inf-" + "0" * 32,
    "^inbox/export/(?P<id>inf-[0-9a-f]{32})$": "/inbox/export/inf-" + "0" * 32,
    "^answer/(?P<token>[0-9A-Za-z_-]{43})$": "/answer/" + "a" * 43,
    "^sound/(?P<token>[0-9A-Za-z_-]{43})$": "/sound/" + "a" * 43,
    "^done/(?P<token>[0-9A-Za-z_-]{43})$": "/done/" + "a" * 43,
    "^undo/(?P<token>[0-9A-Za-z_-]{43})$": "/undo/" + "a" * 43,
    "^exhibit/(?P<id>exh-[0-9a-f]{32})/original$": "/exhibit/exh-" + "0" * 32 + "/original",
    "^exhibit/(?P<id>exh-[0-9a-f]{32})/refused$": "/exhibit/exh-" + "0" * 32 + "/refused",
    "^exhibit/(?P<id>exh-[0-9a-f]{32})/sheet$": "/exhibit/exh-" + "0" * 32 + "/sheet",
    f"{STATEMENT}/lift$": "/statement/evt-" + "0" * 32 + "/" + "0" * 64 + "/lift",
    "resembling": "/resembling",
    f"{PAIR}/sealed$": "/pair/per-" + "0" * 32 + "/per-" + "0" * 31 + "1/sealed",
    "story/<str:sealed>": "/story/AAAA",
    "story/<str:sealed>/out": "/story/AAAA/out",
    "^record/(?P<id>[a-z]{3}-[0-9a-f]{32})/out$": "/record/evt-" + "0" * 32 + "/out",
    "count/sheet": "/count/sheet",
    f"{DRAFTED}/(?P<kind>[a-z-]+)/out$": "/case/clm-" + "0" * 32 + "/draft/us/out",
    "due/calendar": "/due/calendar",
    "count/paper": "/count/paper",
    "indicators/sheet": "/indicators/sheet",
    "rating/bulletin": "/rating/bulletin",
    "^searches/(?P<id>[0-9a-f]{32})$": "/searches/" + "0" * 32,
}
AT_THE_DOOR = {"unlock", "lock", "panic", "desk.css", "kuzat.svg"} | {
    f"{name}.js" for name in ("desk", "coding", "linking", "listening")
}


def test_every_route_says_what_it_needs_and_is_in_the_matrix() -> None:
    known = OWN.keys() | FORMS.keys() | AT_THE_DOOR
    assert set(ROUTES) == known, "say how a new route is come to, and what a role must include for it"
    assert {name for name, view in ROUTES.items() if not view.needs} == AT_THE_DOOR
    acts = {act for role in keys.roles().values() for act in role.may}
    assert {view.needs for view in ROUTES.values()} <= acts | {""}


@pytest.mark.parametrize("role", [role for role in keys.roles() if role != "trustee"])
def test_every_route_for_every_role(both: tuple[World, World], role: str) -> None:
    world, _ = both
    desk = world.desk(role)
    sees_all = keys.sight_of([role]).is_whole
    for route, to in OWN.items():
        expected = 200 if keys.may([role], ROUTES[route].needs) else 404
        assert desk.get(to(world.ids)).status == expected, (role, route)
    for route, to in FOREIGN.items():
        expected = 200 if keys.may([role], ROUTES[route].needs) and sees_all else 404
        desk.get(to(world.ids))
        assert desk.status == expected, (role, route)
        assert SECRET not in desk.text
    for route, address in FORMS.items():
        desk.get("/")
        assert desk.post(address).status >= 400, (role, route)


def test_a_trustee_alone_opens_no_desk(both: tuple[World, World]) -> None:
    assert both[0].desk("trustee").status == 403


def test_who_is_refused_is_told_what_is_told_of_nothing(both: tuple[World, World]) -> None:
    world, _ = both
    desk = world.desk("observer")
    nothing = VARYING.sub("", desk.get("/event/evt-" + "0" * 32).text)
    for address in (
        f"/event/{world.ids['foreign']}",
        f"/statement/{world.ids['event']}/{world.ids['statement']}/adopt",
    ):
        assert VARYING.sub("", desk.get(address).text) == nothing


def test_forms_of_a_role_that_may_not_change_nothing(both: tuple[World, World], tmp_path: Path) -> None:
    world, _ = both
    copy = World(tmp_path / "office.archive", world.template, world.ids)
    shutil.copytree(world.path, copy.path)
    ids = world.ids
    with open_as(copy.path, world.template.unlocked, "reader") as archive:
        before = archive.size()
    for role, address in (
        ("observer", f"/statement/{ids['event']}/{ids['statement']}/adopt"),
        ("security_officer", f"/event/{ids['event']}/told"),
        ("documenter", f"/statement/{ids['event']}/{ids['statement']}/dispute"),
        ("documenter", f"/event/{ids['foreign']}/told"),
    ):
        desk = copy.desk(role)
        desk.get("/")
        reason = {"any.adopts_reason": "so", "any.disputes_reason": "so", "information.publisher": "so"}
        assert desk.post(address, once="a" * 43, seen="", **reason).status == 404, (role, address)
    with open_as(copy.path, world.template.unlocked, "reader") as archive:
        assert archive.size() == before


TIE, ACT, VICTIM = "information.event", "involvement.act", "act.victim"
CODE = "KG-2020-17"


def guesses(ids: dict[str, str]) -> list[tuple[str, dict[str, str]]]:
    """Forms in which a record is named, sent with what a guest could guess of what is only in one archive."""
    tie = f"/account/{ids['loose']}/account"
    by = {"_basis": ids["information"], "involvement.perpetrator_kind": "perpetrator_kind.police"}
    act = {"_basis": ids["information"], "act.type": "act.assembly"}
    return [
        *((tie, {TIE: text}) for text in (CODE, ids["foreign"], ids["foreign"].upper(), f" {CODE} ")),
        *((f"/event/{ids['event']}/by", {**by, ACT: text}) for text in (CODE, ids["foreign_act"])),
        *((f"/event/{ids['event']}/act", {**act, VICTIM: text}) for text in (CODE, ids["person"])),
    ]


@pytest.fixture
def written(both: tuple[World, World], tmp_path: Path) -> list[World]:
    """Copies of both archives, to be written in."""
    copies = []
    for number, world in enumerate(both):
        copies.append(World(tmp_path / str(number) / "office.archive", world.template, world.ids))
        shutil.copytree(world.path, copies[-1].path)
    return copies


def sent(desk: Browser, address: str, fields: dict[str, str]) -> tuple[int, dict[str, str], str]:
    """What is answered to a form that was opened and filled in."""
    desk.get(address)
    hidden = {name: re.search(f'name="{name}" value="([^"]*)"', desk.text) for name in ("once", "seen")}
    desk.post(address, **{name: one[1] for name, one in hidden.items() if one}, **fields)
    return same(desk)


@pytest.mark.parametrize("role", ["observer", "documenter"])
def test_no_form_tells_whether_there_is_such_a_record(written: list[World], role: str) -> None:
    full, _ = written
    desks = [world.desk(role) for world in written]
    for address, fields in guesses(full.ids):
        answers = [sent(desk, address, fields) for desk in desks]
        assert answers[0] == answers[1], (address, fields)
        assert answers[0][0] == 400, (address, fields)
    tie, event = guesses(full.ids)[0][0], full.ids["event"]
    sent(desks[0], tie, {TIE: event})
    assert desks[0].path.startswith("/done/"), "what they see they may name"


def test_who_sees_all_names_by_its_code_but_nothing_that_is_not_offered(written: list[World]) -> None:
    full, _ = written
    desk = full.desk("reader")
    (tie, code), *rest = guesses(full.ids)
    for address, fields in rest:
        if address != tie:
            assert sent(desk, address, fields)[0] == 400, (address, fields)
            assert "Choose one of these." in desk.words
            sent(desk, address, fields | ({ACT: full.ids["act"]} if ACT in fields else {VICTIM: ""}))
            assert desk.path.startswith("/done/"), (address, fields)
    sent(desk, tie, code)
    assert desk.path.startswith("/done/")
