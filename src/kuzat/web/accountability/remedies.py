# SPDX-License-Identifier: Apache-2.0
"""How the remedies of all claims stand, in figures; each opens the records that it counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kuzat import store
from kuzat.accountability import STATUSES, Money, Tally, tally
from kuzat.web import labels, page
from kuzat.web.paging import Paging, asked_page
from kuzat.web.reading import Reading, reading
from kuzat.web.records import names
from kuzat.web.records.parts import Link

SIZE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure in words, of how many it is made where it is a share, and the records that it counts."""

    key: str
    name: str
    value: str
    of: tuple[str, ...]
    note: str = ""


def remedies(request: HttpRequest) -> HttpResponse:
    """The figures; with ``show`` the records behind one of them."""
    now = reading(request)
    told = now.kept(("remedies",), lambda: _tally(now))
    groups = [(name, list(figures)) for name, figures in _groups(told)]
    known = {one.key: one for _name, figures in groups for one in figures}
    shown = known.get(request.GET.get("show", ""))
    number = asked_page(request.GET.get("page", ""))
    of = shown.of[(number - 1) * SIZE : number * SIZE] if shown else ()
    called = names.names(now, of)
    context = {
        "claims": len(told.claims),
        "groups": groups,
        "shown": shown,
        "records": [Link(name=called[id_] or "—", address=names.address(id_)) for id_ in of if id_ in called],
        "query": f"show={shown.key}" if shown else "",
        "paging": Paging(number=number, size=SIZE, total=len(shown.of) if shown else 0),
    }
    return page.show(request, "accountability/remedies.html", context)


def _tally(now: Reading) -> Tally:
    return tally(store.access_claims(now.archive, now.reader), date.fromisoformat(now.today))


def _groups(told: Tally) -> Iterator[tuple[str, Iterator[Figure]]]:
    yield _("Decisions"), _decisions(told)
    yield _("Decisions on the merits that found a violation"), _rates(told)
    yield _("What is owed"), _owed(told)
    yield _("How long it is owed"), _ages(told)
    yield _("Money awarded"), _money("awarded", told.awarded)
    yield _("Money paid"), _money("paid", told.paid)


def _decisions(told: Tally) -> Iterator[Figure]:
    for outcome, of in told.decisions.items():
        name = labels.term(outcome) if outcome else _("not known")
        yield Figure(key=f"decision-{outcome}", name=name, value=labels.decimal(str(len(of))), of=of)


def _rates(told: Tally) -> Iterator[Figure]:
    for forum, rate in told.rates.items():
        if rate.share is not None:
            value = f"{labels.decimal(f'{float(100 * rate.share):.1f}')} %"
            note = f"{len(rate.found)} / {len(rate.of)}"
            name = labels.forum(forum) or _("not known")
            yield Figure(key=f"rate-{forum}", name=name, value=value, of=rate.of, note=note)


def _owed(told: Tally) -> Iterator[Figure]:
    for (kind, status), of in told.owed.items():
        name = f"{labels.term(kind) if kind else _('not known')}: {STATUSES[status].said(_)}"
        yield Figure(key=f"owed-{kind}-{status}", name=name, value=labels.decimal(str(len(of))), of=of)


def _ages(told: Tally) -> Iterator[Figure]:
    if told.age is not None:
        days = dict.fromkeys(labels.decimal(str(round(one))) for one in (told.age.least, told.age.most))
        name = _("Median age in days of what is not known to be carried out")
        yield Figure(
            key="age",
            name=name,
            value=" – ".join(days),
            of=told.age.of,
            note=f"n = {labels.decimal(str(len(told.age.of)))}",
        )
    if told.undated:
        name = _("Since when is not known")
        yield Figure(key="undated", name=name, value=labels.decimal(str(len(told.undated))), of=told.undated)


def _money(key: str, sums: tuple[Money, ...]) -> Iterator[Figure]:
    for one in sums:
        name = one.currency or _("currency not known")
        value = labels.decimal(f"{one.amount:f}")
        note = f"{_('accounts differ')}: {labels.decimal(str(len(one.differ)))}" if one.differ else ""
        yield Figure(key=f"{key}-{one.currency}", name=name, value=value, of=one.of, note=note)
