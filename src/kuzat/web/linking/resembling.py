# SPDX-License-Identifier: Apache-2.0
"""What the event and the people of a form may be the same as, while it is typed and before it is said.

Choosing one says that two records are one, with a reason; each keeps what was said of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kuzat import store
from kuzat.collection import FieldRefused
from kuzat.errors import Refused
from kuzat.log.statement import Draft
from kuzat.records.sameness import Verdict, judge
from kuzat.terms import ids, places
from kuzat.web import labels, page, refusals
from kuzat.web.coding.steps import SOURCE, WHOLE
from kuzat.web.linking.evidence import SAYS
from kuzat.web.reading import Reading, reading
from kuzat.web.records import names
from kuzat.web.writing import forms
from kuzat.web.writing.forms import Typed

if TYPE_CHECKING:
    from kuzat.linkage import Resemblance

CHOSEN, WHY = "same.", "same.reason"
# By which property the record of a group hangs on the others that a form says; an event hangs on none.
TIED = {"event": "", "victim": "act.victim", "source": "information.source"}
COMPARED = {
    "event": ("event.start", "event.region", "event.place", "event.title", "act.type"),
    "person": ("person.identity_name", "person.kind"),
}
FIELD = {"person.identity_name": "name", "act.type": "acts"}


class SameWithoutReason(Refused):
    """A record was chosen as the same, and nothing says why."""

    code = "same_without_reason"
    advice = "Say why the two are one, or choose none."


@dataclass(frozen=True, slots=True, kw_only=True)
class Like:
    """A record that may be the same: what it is called, where it stands, and in which fields it agrees."""

    id: str
    name: str
    address: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What one record of a form may be the same as; ``chosen`` is which of these was chosen."""

    name: str
    heading: Promise
    likes: tuple[Like, ...]
    chosen: str = ""


HEADINGS = {
    "event": _("The event may be the same as"),
    "victim": _("The victim may be the same as"),
    "source": _("Who told it may be the same as"),
}


def resembling(request: HttpRequest) -> HttpResponse:
    """What the fields of a form resemble, as a piece of its page; nothing of it stands in an address."""
    now = reading(request)
    told = forms.typed(WHOLE, dict(request.POST.lists()))
    if not told.said:
        return refusals.not_understood(request)
    answer = page.show(request, "parts/near.html", {"near": groups(now, told)})
    answer.is_shown_once = True
    return answer


def groups(
    now: Reading, told: Typed, chosen: Mapping[str, str] | None = None, reason: str | None = None
) -> tuple[Group, ...]:
    """For each record of an incident what it may be the same as, where there is any.

    ``reason`` is why sealed names are searched too. Raises `IdentityShut`, `NotForThisRole` or `NoReason`.
    """
    every = {
        "event": _like(now, "event", _compared(now, told, "event")),
        "victim": _like(now, "person", _compared(now, told, "person"), reason),
        "source": _like(now, "person", _compared(now, told, "person", SOURCE), reason),
    }
    return tuple(
        Group(
            name=name,
            heading=HEADINGS[name],
            likes=tuple(likes),
            chosen=(chosen or {}).get(f"{CHOSEN}{name}", ""),
        )
        for name, likes in every.items()
        if likes
    )


def judged(now: Reading, said: Sequence[Draft], event: str, sent: Mapping[str, str]) -> list[Draft]:
    """What a form says, and that its records are the same as those chosen. Raises `SameWithoutReason`."""
    drafts, why = list(said), sent.get(WHY, "").strip()
    for name, says in TIED.items():
        other = sent.get(f"{CHOSEN}{name}", "")
        own = next((draft.value for draft in said if draft.says == says), event if not says else "")
        if not own or not ids.is_record(other) or not now.state(other):
            continue
        if not why:
            raise SameWithoutReason()
        drafts += judge(own, other, Verdict.SAME, why, now.language)
    return drafts


def _compared(now: Reading, told: Typed, kind: str, of: str = "") -> dict[str, str]:
    """What is typed of one record, as its fields are compared; what cannot be read is left out."""
    found: dict[str, list[str]] = {}
    for says in COMPARED[kind]:
        of_kind = says.partition(".")[0]
        text = told.values.get(f"{of}.{says}" if of else says, "").strip()
        if not text:
            continue
        about = ids.record_id(of_kind, bytes(ids.RANDOM_BYTES))
        try:
            drafts = forms.drafts(now, Typed(values={says: text}), of_kind, about)
        except FieldRefused:
            continue
        for draft in drafts:
            value = places.region(draft.value) if draft.says == "event.region" else draft.value
            found.setdefault(FIELD.get(says, says.partition(".")[2]), []).append(value)
    return {name: "; ".join(sorted(values)) for name, values in found.items()}


def _like(
    now: Reading, kind: str, told: Mapping[str, str], reason: str | None = None
) -> list[Like]:
    if kind == "person" and not told.get("name"):
        return []
    found = store.access_resembling(now.archive, now.reader, kind, told, reason=reason)
    called = names.names(now, [one.record for one in found])
    return [
        Like(
            id=one.record,
            name=called[one.record],
            address=names.address(one.record),
            reasons=tuple(_reasons(kind, one)),
        )
        for one in found
    ]


def _reasons(kind: str, one: "Resemblance") -> Iterator[str]:
    """Such as "Start: the same"; never a value, which may be sealed."""
    for each in one.evidence:
        yield f"{labels.property_(SAYS[kind][each.field])}: {each.level.said(gettext)}"
