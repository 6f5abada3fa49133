# SPDX-License-Identifier: Apache-2.0
"""Two records side by side: each value with who says it, whether they agree, and a member's judgement."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kuzat import store
from kuzat.errors import KuzatError
from kuzat.records import Record
from kuzat.records.sameness import REASON, SAYS, Verdict, judge
from kuzat.terms import kind_of
from kuzat.terms.names import compare
from kuzat.web import labels, page
from kuzat.web.linking import evidence
from kuzat.web.linking.found import found
from kuzat.web.linking.pairs import address, following
from kuzat.web.reading import Reading, reading
from kuzat.web.records import accounts, names
from kuzat.web.records.accounts import Account, Told
from kuzat.web.records.parts import Link
from kuzat.web.writing.forms import Field, Sheet
from kuzat.web.writing.work import SEE_OTHER, Task, settled, work

BAD = 400
AT_ONCE = "at_once"
SHEET = Sheet(id="pair", act="adopt", kind="any", fields=(Field(says=REASON, required=True, long=True),))
KEYS = {Verdict.SAME: "s", Verdict.DIFFERENT: "n", Verdict.UNSURE: "u"}
NAMED = ("person.name", "event.place")
SEALED = ("person.identity_name", "person.birth_date")
ONE_SIDE, THE_SAME, PARTLY, APART = (
    _("told of one alone"),
    _("the same"),
    _("partly the same"),
    _("different"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One property of both records: every value of each, and in words whether these agree."""

    label: str
    values: tuple[tuple[Account, ...], tuple[Account, ...]]
    agree: Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """The two names of a pair that are most alike, how much of 1, and why."""

    names: tuple[str, str]
    score: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One verdict: where it is said, what it is called, by which key."""

    address: str
    called: Promise
    key: str


def pair(request: HttpRequest, first: str, second: str) -> HttpResponse:
    """Two records side by side. Raises `NoSuchRecord`."""
    now = reading(request)
    return page.show(request, "linking/pair.html", _side_by_side(now, first, second))


def say(request: HttpRequest, first: str, second: str, how: str) -> HttpResponse:
    """The form of one judgement; said beside the records themselves, it leads to the next pair.

    Raises `NoSuchRecord`, `NotForThisRole`.
    """
    now, verdict = reading(request), Verdict(how)
    if answer := settled(request, now):
        return answer
    for record in (first, second):
        now.record(record)
    called = [names.name(now, record) for record in (first, second)]
    task = Task(
        sheet=Sheet(id=f"{form(verdict)}/{second}", act=SHEET.act, kind=SHEET.kind, fields=SHEET.fields),
        record=first,
        plan=lambda typed: judge(first, second, verdict, typed.values[REASON], typed.language),
        back=address(first, second),
        after=f"/pairs?kind={kind_of(first)}",
        context={"heading": evidence.VERDICTS[verdict], "of": called[0], "quoted": "", "quote": called[1]},
    )
    answer = work(request, now, task)
    is_said = answer.status_code == SEE_OTHER and now.session.once.done(request.POST.get("once", ""))
    if AT_ONCE in request.POST and is_said:
        return HttpResponseRedirect(following(now, kind_of(first)), status=SEE_OTHER)
    return answer


def sealed(request: HttpRequest, first: str, second: str) -> HttpResponse:
    """The pair with what is sealed of both, opened for a reason. Raises `NoSuchRecord`."""
    now, reason = reading(request), request.POST.get("reason", "")
    context = _side_by_side(now, first, second)
    if request.switched:
        return page.show(request, "linking/pair.html", context)
    try:
        opened = [
            store.access_identity(now.archive, now.reader, one, reason).record for one in (first, second)
        ]
    except KuzatError as error:
        context["error"] = f"{error.sentence(gettext)} {error.step(gettext)}"
        return page.show(request, "linking/pair.html", context, BAD)
    context |= {"opened": list(_sealed_sides(opened)), "alike": _alike(opened, (*SEALED[:1], *NAMED))}
    answer = page.show(request, "linking/pair.html", context)
    answer.is_shown_once = True
    return answer


def form(verdict: Verdict) -> str:
    """The id of the form of a judgement; behind a slash follows the second record."""
    return f"pair.{verdict}"


def _side_by_side(now: Reading, first: str, second: str) -> dict[str, Any]:
    records = [now.record(record) for record in (first, second)]
    linked = found(now, kind_of(first))
    unchanged = linked.unchanged(now, (first, second)) if linked else ()
    said = store.access_judgements(now.archive, now.reader, first)
    return {
        "ids": (first, second),
        "first": Link(name=names.name(now, first), address=names.address(first)),
        "second": Link(name=names.name(now, second), address=names.address(second)),
        "sides": list(_sides(*(accounts.told(now, record) for record in records))),
        "alike": _alike(records, NAMED),
        "weighed": evidence.weighed(now, linked, first, second, unchanged),
        "words": [evidence.word(one) for one in said if set(one.judgement.pair) == {first, second}],
        "choices": [_choice(first, second, verdict) for verdict in Verdict],
        "back": f"/pairs?kind={kind_of(first)}",
        "address": address(first, second),
        "is_sealed": any(store.access_sealed(now.archive, now.reader, one) for one in (first, second)),
        "token": now.session.once.draw(),
        "seen": now.state(first),
        "last": now.session.once.last((*SAYS, REASON)),
        "reason": labels.property_(REASON),
        "works": True,
    }


def _choice(first: str, second: str, verdict: Verdict) -> Choice:
    to = f"{address(first, second)}/{verdict}"
    return Choice(address=to, called=evidence.VERDICTS[verdict], key=KEYS[verdict])


def _sides(first: Sequence[Told], second: Sequence[Told]) -> Iterator[Side]:
    """The properties of both records, first those of which both tell; judgements stand elsewhere."""
    told = [{one.says: one for one in of if one.says not in SAYS} for of in (first, second)]
    every = dict.fromkeys([*told[0], *told[1]])
    for says in sorted(every, key=lambda says: says not in told[0] or says not in told[1]):
        yield _side(says, told)


def _side(says: str, told: Sequence[Mapping[str, Told]]) -> Side:
    found = [of.get(says) for of in told]
    first, second = (one.accounts if one else () for one in found)
    texts = [{one.text for one in of} for of in (first, second)]
    label = next(one.label for one in found if one)
    return Side(label=label, values=(first, second), agree=_agree(*texts))


def _agree(first: set[str], second: set[str]) -> Promise:
    if not first or not second:
        return ONE_SIDE
    if first == second:
        return THE_SAME
    return PARTLY if first & second else APART


def _alike(records: Sequence[Record], says: Sequence[str]) -> Alike | None:
    """The two names that are most alike, one of each record; None where one of them has none."""
    told = [[value.text for one in says for value in record.all(one)] for record in records]
    couples = [(a, b) for a in told[0] for b in told[1]]
    if not couples:
        return None
    best = max(couples, key=lambda couple: compare(*couple).score)
    found = compare(*best)
    reasons = tuple(reason.said(gettext) for reason in found.reasons)
    return Alike(names=best, score=labels.decimal(f"{found.score:.2f}"), reasons=reasons)


def _sealed_sides(records: Sequence[Record]) -> Iterator[tuple[str, list[str], Promise]]:
    """Names and birth dates that were opened: property, the values of both, whether they agree."""
    for says in SEALED:
        told = [
            {labels.value(value.said.type, value.text) for value in record.all(says)} for record in records
        ]
        if any(told):
            yield labels.property_(says), ["; ".join(sorted(one)) for one in told], _agree(*told)
