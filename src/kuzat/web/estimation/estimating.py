# SPDX-License-Identifier: Apache-2.0
"""Estimate from the lists of the archive: first their overlaps, then, if asked, what may be said of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kuzat import store
from kuzat.web import labels, languages, page
from kuzat.web.analysis.count import Option
from kuzat.web.reading import Reading, reading

if TYPE_CHECKING:
    from kuzat.analysis.estimation import Account, Estimate, Linked, Stratum, Variation
    from kuzat.store import Captured

# A page should not take minutes: the command makes more turns, and takes all strata.
TURNS, LINKAGES, MOST = 4_000, 12, 6
SEED = 20_260_101


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be estimated: of which lists, taken apart by what, of which kind of act; all where empty.

    ``reason`` is why protected names are compared too; empty where public ones alone are.
    """

    lists: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    act: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One method or one other choice: what it says, or why it says nothing."""

    name: str
    total: str
    between: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One stratum: its overlaps and, once asked for, its sentences, methods and other choices."""

    name: str
    people: int
    picture: str
    sentences: tuple[str, ...] = ()
    methods: tuple[Line, ...] = ()
    choices: tuple[Line, ...] = ()


def estimate(request: HttpRequest) -> HttpResponse:
    """The lists and how they overlap; the estimates where a form asks for them. Raises `NotForThisRole`.

    Choosing another language asks nothing again: each opening of names is a reading of its own.
    """
    from kuzat.analysis.estimation import NoLists, TableUnusable

    now = reading(request)
    is_asked = request.method == "POST" and not request.switched
    sent = request.POST if is_asked else request.GET
    acts = _acts(now)
    asked = Asked(
        lists=tuple(sorted(sent.getlist("list"))),
        by=tuple(name for name in store.STRATA if name in sent.getlist("by")),
        act=sent.get("act", "") if sent.get("act") in dict(acts) else "",
        reason=sent.get("reason", "").strip() if is_asked else "",
    )
    parts: tuple[Part, ...] = ()
    captured, refusal = None, None
    every: tuple[str, ...] = ()
    try:
        every = _captured(now, Asked()).lists
        captured = _captured(now, asked)
        parts = tuple(_parts(now, captured, asked, is_asked))
    except (NoLists, TableUnusable) as error:
        refusal = error
    context = {
        "lists": [_option(name, name, name in (asked.lists or every)) for name in every],
        "strata": [_option(name, str(labels.DIMENSIONS[name]), name in asked.by) for name in store.STRATA],
        "acts": [_option(value, called, value == asked.act) for value, called in acts],
        "captured": captured,
        "parts": parts,
        "refusal": refusal and (refusal.sentence(_), refusal.step(_)),
        "is_asked": is_asked,
        "is_opened": bool(asked.reason) and captured is not None,
        "turns": TURNS,
        "most": MOST,
    }
    return page.show(request, "estimation/estimate.html", context)


def _option(value: str, label: str, chosen: bool) -> Option:
    return Option(value=value, label=label, chosen=chosen)


def _acts(now: Reading) -> list[tuple[str, str]]:
    """The branches of acts."""
    terms = now.vocabulary.terms("act")
    return [(term.id, labels.term(term.id)) for term in terms if term.parent is None]


def _captured(now: Reading, asked: Asked) -> "Captured":
    """Read anew when the log has grown, since linking is heavy. Raises `NoLists`, `NotForThisRole`.

    With a reason also `IdentityShut`; and then nothing is kept, since names were opened for this answer only.
    """

    def made() -> "Captured":
        return store.access_captures(
            now.archive,
            now.reader,
            by=asked.by,
            act=asked.act or None,
            only=asked.lists,
            reason=asked.reason or None,
        )

    return made() if asked.reason else now.kept(("captures", asked, now.today), made)


def _parts(now: Reading, captured: "Captured", asked: Asked, is_asked: bool) -> Iterator[Part]:
    """The strata in order; of the largest ones what may be said, where that was asked for."""
    from kuzat.analysis.estimation import by_stratum, upset

    strata = by_stratum(captured.namings, captured.likely.linked.root, labels.place)
    largest = sorted(strata, key=lambda one: (-one.people, one.values))[:MOST]
    accounts = _accounts(now, captured, asked, largest) if is_asked else {}
    for one in strata:
        name = ", ".join(one.values)
        title = f"{_('Overlaps of the lists')} {name}".strip()
        part = Part(name=name, people=one.people, picture=upset(one.table, title=title) if one.table else "")
        if one.refusal:
            silent = _("{documented} were documented. No total is estimated: {reason}.")
            said = silent.format(documented=languages.number(one.people), reason=one.refusal.said(_))
            part = replace(part, sentences=(said,))
        yield _with_account(part, *accounts[one.values]) if one.values in accounts else part


def _accounts(
    now: Reading, captured: "Captured", asked: Asked, strata: "list[Stratum]"
) -> "Mapping[tuple[str, ...], tuple[Account, Linked | None]]":
    """What may be said of each stratum, kept until the log grows."""
    import numpy as np

    from kuzat.analysis.estimation import Effort, assess, doubted

    def made() -> "Mapping[tuple[str, ...], tuple[Account, Linked | None]]":
        random = np.random.default_rng(SEED)
        doubts = doubted(captured.namings, captured.linkages(random, LINKAGES), random, labels.place)
        effort = Effort(turns=TURNS, dropped=TURNS // 4)
        return {
            one.values: (assess(table, np.random.default_rng(SEED), effort=effort), doubts.get(one.values))
            for one in strata
            if (table := one.table) is not None
        }

    return made() if asked.reason else now.kept(("accounts", asked, now.language, now.today), made)


def _with_account(part: Part, account: "Account", doubt: "Linked | None") -> Part:
    from kuzat.analysis.estimation import sentences

    return replace(
        part,
        sentences=tuple(sentence.said(_) for sentence in sentences(account)),
        methods=tuple(_methods(account, doubt)),
        choices=tuple(map(_choice, account.variations)),
    )


def _methods(account: "Account", doubt: "Linked | None") -> Iterator[Line]:
    """Every method with its assumption, one with the doubt of links too; then the silent ones and why."""
    from kuzat.analysis.estimation import ASSUMPTIONS, NAMES, with_doubt

    for one in account.estimates:
        total, between = _figures(one)
        name = f"{NAMES[one.method].said(_)} {one.model}".strip()
        note = _("if {assumption}").format(assumption=ASSUMPTIONS[one.method].said(_))
        yield Line(name=name, total=total, between=between, note=note)
    if doubt:
        total, between = _figures(doubt.estimate)
        note = _("if {assumption}").format(assumption=ASSUMPTIONS[doubt.estimate.method].said(_))
        name = NAMES[doubt.estimate.method].said(_)
        yield Line(name=name, total=total, between=between, note=f"{with_doubt(doubt).said(_)} {note}")
    for method, reason in account.refusals:
        note = _("no number: {reason}").format(reason=reason.said(_))
        yield Line(name=NAMES[method].said(_), total="—", between="", note=note)


def _choice(one: "Variation") -> Line:
    total, between = _figures(one.estimate) if one.estimate else ("—", "")
    note = one.reason.said(_) if one.reason else ""
    return Line(name=one.choice.said(_), total=total, between=between, note=note)


def _figures(one: "Estimate") -> tuple[str, str]:
    total, low, high = (languages.number(round(value)) for value in (one.total, one.low, one.high))
    return (f"≥ {total}" if one.bound else total), f"{low} – {high}"
