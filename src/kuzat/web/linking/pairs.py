# SPDX-License-Identifier: Apache-2.0
"""Which pairs of persons or events to look at first, how far reviewers agree, what wants a second word."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kuzat import store
from kuzat.errors import KuzatError
from kuzat.records.sameness import KINDS
from kuzat.terms import kind_of
from kuzat.web import labels, languages, page
from kuzat.web.linking.found import MOST, Found, found, is_asked, linked
from kuzat.web.reading import Reading, reading
from kuzat.web.records import names
from kuzat.web.records.parts import Link

if TYPE_CHECKING:
    from kuzat.linkage import Agreement, Judgement, Question

BAD = 400
REASON = "reason"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One pair of the queue; ``likely`` in percent, ``change`` as of a `Question`."""

    first: str
    second: str
    address: str
    likely: int
    joined: bool
    change: str


def pairs(request: HttpRequest) -> HttpResponse:
    """The queue of persons, or of events where asked for these; with sealed names, for a reason, once."""
    from kuzat.linkage import agreement, ruled

    now = reading(request)
    asked = request.GET.get("kind", "")
    kind = asked if asked in KINDS else KINDS[-1]
    likely, is_opened, error = _likely(request, now, kind)
    told = likely.judged if likely else store.access_judgements(now.archive, now.reader)
    judged = [one.judgement for one in told if kind_of(one.judgement.first) == kind]
    context = {
        "kinds": [(one, labels.kind(one)) for one in reversed(KINDS)],
        "kind": kind,
        "lines": list(_lines(now, _asked(now, likely, is_opened=is_opened))),
        "conflicts": [
            [Link(name=names.name(now, id_), address=names.address(id_)) for id_ in conflict.records]
            for conflict in ruled(judged).conflicts
        ],
        "agreement": _agreed(agreement(judged)),
        "seconds": _seconds(now, judged),
        "error": error,
        "is_opened": is_opened,
        "is_linked": likely is not None,
        "is_current": likely is not None and likely.is_current(now),
        "since": likely.since(now) if likely else "",
    }
    answer = page.show(request, "linking/pairs.html", context, BAD if error else 200)
    answer.is_shown_once = is_opened
    return answer


def following(now: Reading, kind: str) -> str:
    """Where the first pair of the queue is looked at; the queue itself where there is none."""
    first = _asked(now, found(now, kind))
    return address(first[0].first, first[0].second) if first else f"/pairs?kind={kind}"


def address(first: str, second: str) -> str:
    """Where two records stand side by side."""
    return f"/pair/{first}/{second}"


def _likely(request: HttpRequest, now: Reading, kind: str) -> tuple[Found | None, bool, str]:
    """What linking finds; whether with sealed names, or the sentence that refuses them.

    These are compared in the answer to a form alone, and not remembered.
    """
    if request.method != "POST" or request.switched:
        return found(now, kind, is_asked=is_asked(request)), False, ""
    try:
        reason = request.POST.get(REASON, "")
        return linked(now, kind, reason), True, ""
    except KuzatError as error:
        return found(now, kind), False, f"{error.sentence(_)} {error.step(_)}"


def _asked(now: Reading, likely: Found | None, *, is_opened: bool = False) -> "Sequence[Question]":
    """The queue, without records of which something else is told since they were linked."""
    if likely is None or is_opened:
        return likely.questions if likely else ()
    of = {id_ for one in likely.questions for id_ in (one.first, one.second)}
    unchanged = likely.unchanged(now, of)
    return [one for one in likely.questions if {one.first, one.second} <= unchanged]


def _lines(now: Reading, wanted: "Sequence[Question]") -> Iterator[Line]:
    called = names.names(now, [id_ for one in wanted for id_ in (one.first, one.second)])
    for one in wanted:
        yield Line(
            first=called[one.first],
            second=called[one.second],
            address=address(one.first, one.second),
            likely=round(one.chance * 100),
            joined=one.joined,
            change=labels.decimal(f"{one.change:.2f}"),
        )


def _agreed(found: "Agreement | None") -> str:
    """How far reviewers agree, as a sentence."""
    if found is None:
        return str(_("How far reviewers agree is not known: no pair was judged by two members."))
    sentence = str(_("Where two members judged the same pair they said the same {same} times of {both}."))
    return sentence.format(same=languages.number(found.same), both=languages.number(found.both))


def _seconds(now: Reading, judged: "Iterable[Judgement]") -> list[Link]:
    """Pairs that other members judged and this one did not, the newest first; their verdict is not told."""
    own = {one.pair for one in judged if one.by == now.reader.member}
    others = dict.fromkeys(one.pair for one in sorted(judged, key=lambda one: one.at, reverse=True))
    wanted = [pair for pair in others if pair not in own][:MOST]
    called = names.names(now, [id_ for pair in wanted for id_ in pair])
    return [Link(name=f"{called[a]} · {called[b]}", address=address(a, b)) for a, b in wanted]
