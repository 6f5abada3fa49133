# SPDX-License-Identifier: Apache-2.0
"""Which pairs of persons or events to look at first, and one pair side by side with what each field says."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kuzat import store
from kuzat.records.sameness import KINDS, Verdict, judge
from kuzat.terms import kind_of
from kuzat.web import labels, page
from kuzat.web.reading import Reading, reading
from kuzat.web.records import names
from kuzat.web.records.parts import Link
from kuzat.web.writing.forms import Field, Sheet
from kuzat.web.writing.work import Task, settled, work

if TYPE_CHECKING:
    from kuzat.linkage import Evidence, Question
    from kuzat.store import Judged, Likely

MOST = 50
REASON = "any.same_reason"
VERDICTS = {
    Verdict.SAME: _("They are one"),
    Verdict.DIFFERENT: _("They are two"),
    Verdict.UNSURE: _("It is not known"),
}
# What a compared field is called: the property that it was read from.
SAYS = {
    "person": {
        "name": "person.name",
        "kind": "person.kind",
        "role": "person.public_role",
        "country": "person.country",
        "birth": "person.birth_date",
    },
    "event": {
        "start": "event.start",
        "region": "event.region",
        "place": "event.place",
        "acts": "act.type",
        "people": "act.victim",
        "title": "event.title",
    },
}
TYPED = ("term", "place", "date")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One pair of the queue; ``likely`` in percent."""

    first: str
    second: str
    address: str
    likely: int
    joined: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What one field says of a pair."""

    field: str
    values: tuple[str, str]
    level: str
    weight: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What a member said of a pair, and where it can be taken back."""

    verdict: Any
    by: str
    at: str
    address: str


def pairs(request: HttpRequest) -> HttpResponse:
    """The queue of persons, or of events where asked for these."""
    from kuzat.linkage import questions

    now = reading(request)
    asked = request.GET.get("kind", "")
    kind = asked if asked in KINDS else "person"
    likely = _likely(now, kind)
    found = questions(likely.linked, [one.judgement for one in likely.judged], most=MOST)
    context = {
        "kinds": [(one, labels.kind(one)) for one in reversed(KINDS)],
        "kind": kind,
        "lines": list(_lines(now, found)),
        "conflicts": [
            [Link(name=names.name(now, id_), address=names.address(id_)) for id_ in conflict.records]
            for conflict in likely.linked.conflicts
        ],
        "entries": likely.entries,
    }
    return page.show(request, "linking/pairs.html", context)


def pair(request: HttpRequest, first: str, second: str) -> HttpResponse:
    """Two records side by side. Raises `NoSuchRecord`, `NotInTable`."""
    now = reading(request)
    return page.show(request, "linking/pair.html", _side_by_side(now, first, second))


def say(request: HttpRequest, first: str, second: str, how: str) -> HttpResponse:
    """The form of one judgement, with its reason. Raises `NoSuchRecord`, `NotForThisRole`."""
    now, verdict = reading(request), Verdict(how)
    if answer := settled(request, now):
        return answer
    for record in (first, second):
        now.record(record)
    called = [names.name(now, record) for record in (first, second)]
    task = Task(
        sheet=Sheet(
            id=f"{form(verdict)}/{second}",
            act="adopt",
            kind="any",
            fields=(Field(says=REASON, required=True, long=True),),
        ),
        record=first,
        plan=lambda typed: judge(first, second, verdict, typed.values[REASON], typed.language),
        back=_address(first, second),
        after=f"/pairs?kind={kind_of(first)}",
        context={"heading": VERDICTS[verdict], "of": called[0], "quoted": "", "quote": called[1]},
    )
    return work(request, now, task)


def form(verdict: Verdict) -> str:
    """The id of the form of a judgement; behind a slash follows the second record."""
    return f"pair.{verdict}"


def _likely(now: Reading, kind: str) -> "Likely":
    """Read anew when the log has grown, since it is heavy."""
    return now.kept(("linked", kind, now.today), lambda: store.access_linked(now.archive, now.reader, kind))


def _lines(now: Reading, found: "list[Question]") -> Iterator[Line]:
    called = names.names(now, [id_ for one in found for id_ in (one.first, one.second)])
    for one in found:
        yield Line(
            first=called[one.first],
            second=called[one.second],
            address=_address(one.first, one.second),
            likely=round(one.chance * 100),
            joined=one.joined,
        )


def _address(first: str, second: str) -> str:
    return f"/pair/{first}/{second}"


def _side_by_side(now: Reading, first: str, second: str) -> dict[str, Any]:
    for record in (first, second):
        now.record(record)
    likely = _likely(now, kind_of(first))
    evidence = likely.linked.why(first, second)
    said = store.access_judgements(now.archive, now.reader, first)
    return {
        "first": Link(name=names.name(now, first), address=names.address(first)),
        "second": Link(name=names.name(now, second), address=names.address(second)),
        "rows": [_row(now, kind_of(first), one) for one in evidence],
        "likely": round(likely.linked.chance(first, second) * 100),
        "joined": likely.linked.is_joined(first, second),
        "words": [_word(one) for one in said if set(one.judgement.pair) == {first, second}],
        "verdicts": [(f"{_address(first, second)}/{how}", called) for how, called in VERDICTS.items()],
        "back": f"/pairs?kind={kind_of(first)}",
    }


def _row(now: Reading, kind: str, one: "Evidence") -> Row:
    says = SAYS[kind][one.field]
    first, second = (_shown(now, says, value) for value in one.values)
    weight = f"{one.bits:+.1f}" if one.bits else ""
    level = one.level.said(gettext)
    return Row(field=labels.property_(says), values=(first, second), level=level, weight=weight)


def _shown(now: Reading, says: str, value: str) -> str:
    """A value, or each of several, as people read it."""
    type_ = now.vocabulary.property(says).type
    told = value.split("; ") if value else []
    return "; ".join(labels.value(type_, one) for one in told) if type_ in TYPED else value


def _word(one: "Judged") -> Word:
    said = one.judgement
    return Word(
        verdict=VERDICTS[said.verdict],
        by=said.by,
        at=said.at,
        address=f"/statement/{said.first}/{one.statement.hex()}",
    )
