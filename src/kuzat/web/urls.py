# SPDX-License-Identifier: Apache-2.0
"""Where each page is, and what a role must include to come there.

Addresses hold ids, terms, places, years and tokens of forms, nothing that somebody said.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path

from kuzat import keys
from kuzat.web import answers, assets, refusals
from kuzat.web.accountability import asks, cases, claiming, due, remedies
from kuzat.web.analysis import count, handing, home, indicators, paper, regions
from kuzat.web.civicspace import answering, bulletin, indexing, rating
from kuzat.web.coding import account, incident, more, relating, testimony
from kuzat.web.drafting import drafting
from kuzat.web.estimation import estimating
from kuzat.web.exhibits import keeping, original, refused, sheet
from kuzat.web.guide import about
from kuzat.web.identities import opening
from kuzat.web.inbox import exported, inbox, receipts
from kuzat.web.linking import beside, pairs, resembling, spellings, together
from kuzat.web.listening import listening, sounds
from kuzat.web.members import drafts, members, partners
from kuzat.web.observing import visiting
from kuzat.web.records import (
    event,
    events,
    judging,
    network,
    person,
    record,
    statement,
    story,
    taking,
    telling,
)
from kuzat.web.searching import saved, search
from kuzat.web.unlocking import factor
from kuzat.web.unlocking import views as unlocking
from kuzat.web.verifying import grading, holding, waiting
from kuzat.web.writing import confirming

View = Callable[..., HttpResponse]
ID = "(?P<id>{kind}-[0-9a-f]{{32}})"
STATEMENT = r"^statement/(?P<record>[a-z]{3}-[0-9a-f]{32})/(?P<id>[0-9a-f]{64})"
PAIR = "^pair/(?P<first>(?:per|evt)-[0-9a-f]{32})/(?P<second>(?:per|evt)-[0-9a-f]{32})"
TOKEN = "(?P<token>[0-9A-Za-z_-]{43})"  # noqa: S105

OPEN = ""
READ, SAY, ADOPT = "read", "say", "adopt"
DISPUTE, HOLD, OPENS, EXPORT = "dispute", "hold", "open_identity", "export"
RELEASE = "release"
GET, POST = "GET", "POST"


def page(act: str, view: View, *methods: str) -> View:
    """A view that answers to these methods, for members whose roles include ``act``.

    To others it says what it would say if there were nothing; ``OPEN`` is for whoever stands at the door.
    """

    def answer(request: HttpRequest, **named: Any) -> HttpResponse:
        if act and not keys.may(request.session.archive.roles, act):
            return refusals.missing(request)
        if request.method not in methods:
            return refusals.missing(request) if GET not in methods else refusals.not_understood(request)
        return view(request, **named)

    answer.needs, answer.methods = act, methods  # type: ignore[attr-defined]
    return answer


urlpatterns = [
    path("", page(READ, home.home, GET)),
    path("events", page(READ, events.events, GET, POST)),
    re_path(f"^event/{ID.format(kind='evt')}$", page(READ, event.event, GET)),
    re_path(
        f"^account/{ID.format(kind='inf')}/(?P<what>account|act|by|step)$",
        page(SAY, account.account, GET, POST),
    ),
    re_path(
        f"^account/{ID.format(kind='inf')}/sealed/(?P<what>account|act|by|step)$",
        page(RELEASE, testimony.testimony, GET, POST),
    ),
    path("incident", page(SAY, incident.begin, GET)),
    re_path(
        f"^incident/{ID.format(kind='evt')}/(?P<name>what|whom|by|told|consent|look)$",
        page(SAY, incident.step, GET, POST),
    ),
    re_path(
        f"^event/{ID.format(kind='evt')}/(?P<what>act|by|step|account)$",
        page(SAY, more.more, GET, POST),
    ),
    re_path(f"^event/{ID.format(kind='evt')}/told$", page(SAY, telling.told, GET, POST)),
    re_path(f"^person/{ID.format(kind='per')}$", page(READ, person.person, GET)),
    re_path(f"^person/{ID.format(kind='per')}/relation$", page(SAY, relating.relate, GET, POST)),
    re_path(f"^person/{ID.format(kind='per')}/network$", page(READ, network.network, GET)),
    re_path(f"^record/{ID.format(kind='[a-z]{3}')}$", page(READ, record.record, GET)),
    re_path(f"{STATEMENT}$", page(READ, statement.statement, GET)),
    *(
        re_path(f"{STATEMENT}/{how}$", page(judgement.sheet.act, judging.judge, GET, POST), {"how": how})
        for how, judgement in judging.JUDGEMENTS.items()
    ),
    re_path(f"{STATEMENT}/lift$", page(HOLD, holding.lift, GET, POST)),
    re_path(f"^record/{ID.format(kind='[a-z]{3}')}/out$", page(EXPORT, taking.of_record, POST)),
    re_path(f"^record/{ID.format(kind='[a-z]{3}')}/hold$", page(HOLD, holding.hold, GET, POST)),
    re_path(f"^record/{ID.format(kind='[a-z]{3}')}/sealed$", page(OPENS, opening.opening, GET, POST)),
    re_path(f"^record/{ID.format(kind='inf')}/grade$", page(DISPUTE, grading.grade, GET, POST)),
    path("factor", page(READ, factor.factor, GET, POST)),
    path("pairs", page(ADOPT, pairs.pairs, GET, POST)),
    re_path(f"{PAIR}$", page(ADOPT, beside.pair, GET)),
    re_path(f"{PAIR}/(?P<how>same|different|unsure)$", page(ADOPT, beside.say, GET, POST)),
    re_path(f"{PAIR}/sealed$", page(OPENS, beside.sealed, POST)),
    path("spellings", page(READ, spellings.spellings, GET)),
    path("resembling", page(SAY, resembling.resembling, POST)),
    re_path(f"^together/{ID.format(kind='(?:per|evt)')}$", page(READ, together.together, GET)),
    path("waiting", page(READ, waiting.waiting, GET)),
    path("cases", page(READ, cases.cases, GET)),
    path("asks", page(READ, asks.asks, GET)),
    path("due", page(READ, due.due, GET)),
    path("visits", page(READ, visiting.visits, GET)),
    re_path("^visit/(?P<checklist>trial|care)$", page(SAY, visiting.begin, GET)),
    re_path(
        f"^visit/{ID.format(kind='evt')}/(?P<checklist>trial|care)$", page(SAY, visiting.visit, GET, POST)
    ),
    path("remedies", page(READ, remedies.remedies, GET)),
    path("due/calendar", page(EXPORT, due.calendar, POST)),
    re_path(f"^case/{ID.format(kind='clm')}$", page(READ, cases.case, GET)),
    re_path(f"^case/{ID.format(kind='clm')}/draft$", page(EXPORT, drafting.kinds, GET)),
    re_path(f"^case/{ID.format(kind='clm')}/draft/(?P<kind>[a-z-]+)$", page(EXPORT, drafting.draft, GET)),
    re_path(f"^case/{ID.format(kind='clm')}/draft/(?P<kind>[a-z-]+)/out$", page(EXPORT, drafting.out, POST)),
    re_path("^(?P<what>case|ask)$", page(SAY, claiming.begin, GET)),
    re_path(f"^(?:case|ask)/{ID.format(kind='(?:clm|rec)')}/new$", page(SAY, claiming.new, GET, POST)),
    re_path(
        f"^case/{ID.format(kind='clm')}/"
        "(?P<what>proceeding|step|decision|obligation|assessment|recommendation)$",
        page(SAY, claiming.add, GET, POST),
    ),
    re_path(
        f"^ask/{ID.format(kind='rec')}/(?P<what>answer|assessment|link)$",
        page(SAY, claiming.add_to_ask, GET, POST),
    ),
    path("stories", page(READ, story.stories, GET)),
    path("story/<str:sealed>", page(READ, story.story, GET)),
    path("story/<str:sealed>/out", page(EXPORT, taking.of_story, POST)),
    path("places", page(READ, regions.regions, GET)),
    path("count", page(READ, count.count, GET)),
    path("count/sheet", page(EXPORT, handing.sheet, POST)),
    path("count/paper", page(EXPORT, paper.paper, POST)),
    path("estimate", page(DISPUTE, estimating.estimate, GET, POST)),
    path("rating", page(DISPUTE, rating.rating, GET)),
    re_path(
        "^rating/answer/(?P<dimension>association|assembly|expression|state_duty)$",
        page(DISPUTE, answering.answering, GET, POST),
    ),
    path("rating/bulletin", page(EXPORT, bulletin.bulletin, POST)),
    path("rating/index", page(DISPUTE, indexing.indexing, GET, POST)),
    path("indicators", page(READ, indicators.indicators, GET, POST)),
    path("indicators/sheet", page(EXPORT, indicators.sheet, POST)),
    path("search", page(READ, search.search, GET, POST)),
    path("searches", page(READ, saved.searches, GET, POST)),
    re_path("^searches/(?P<id>[0-9a-f]{32})$", page(READ, saved.look, POST)),
    path("about", page(READ, about.about, GET)),
    path("members", page(READ, members.members, GET, POST)),
    path("partners", page(EXPORT, partners.partners, GET)),
    path("drafts", page(SAY, drafts.drafts, GET, POST)),
    path("inbox", page(OPENS, inbox.inbox, GET)),
    path("receipt", page(SAY, receipts.receipt, GET, POST)),
    re_path(f"^inbox/{ID.format(kind='inf')}$", page(OPENS, inbox.submission, GET, POST)),
    re_path(f"^inbox/export/{ID.format(kind='inf')}$", page(OPENS, exported.export, GET, POST)),
    path("keep", page(SAY, keeping.form, GET)),
    re_path(f"^keep/{TOKEN}$", page(SAY, keeping.keep, POST)),
    re_path(f"^exhibit/{ID.format(kind='exh')}/listen$", page(OPENS, listening.listen, GET, POST)),
    re_path(f"^exhibit/{ID.format(kind='exh')}/translate$", page(OPENS, listening.translate, GET, POST)),
    re_path(f"^sound/{TOKEN}$", page(OPENS, sounds.sound, GET)),
    re_path(f"^exhibit/{ID.format(kind='exh')}/original$", page(READ, original.original, POST)),
    re_path(f"^exhibit/{ID.format(kind='exh')}/refused$", page(SAY, refused.settle, POST)),
    re_path(f"^exhibit/{ID.format(kind='exh')}/sheet$", page(EXPORT, sheet.sheet, POST)),
    re_path(f"^answer/{TOKEN}$", page(READ, answers.answer, GET)),
    re_path(f"^done/{TOKEN}$", page(SAY, confirming.done, GET)),
    re_path(f"^undo/{TOKEN}$", page(SAY, confirming.undo, POST)),
    path("unlock", page(OPEN, unlocking.unlock, GET, POST)),
    path("lock", page(OPEN, unlocking.lock, POST)),
    path("panic", page(OPEN, unlocking.panic, POST)),
    path("desk.css", page(OPEN, assets.style, GET)),
    path("desk.js", page(OPEN, assets.script, GET)),
    path("coding.js", page(OPEN, assets.coding, GET)),
    path("listening.js", page(OPEN, assets.listening, GET)),
    path("linking.js", page(OPEN, assets.linking, GET)),
    path("kuzat.svg", page(OPEN, assets.sign, GET)),
]

handler400 = refusals.not_understood
handler403 = refusals.not_allowed
handler404 = refusals.missing
handler500 = refusals.failed
