# SPDX-License-Identifier: Apache-2.0
"""Who is a member and what each opened and handed out. Names are shown for a reason, which is noted first."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kuzat import keys, store
from kuzat.errors import KuzatError
from kuzat.store import Listed, Trace
from kuzat.web import languages, page
from kuzat.web.reading import Reading, reading

BAD = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One member: id, name where it was asked for, roles, ways to open, and what they took out."""

    id: str
    name: str
    is_self: bool
    is_member: bool
    roles: tuple[str, ...]
    opens: tuple[str, ...]
    has_key_file: bool
    has_share: bool
    traces: tuple[Trace, ...]


def members(request: HttpRequest) -> HttpResponse:
    """The page of members. Raises `NotForThisRole` where names are asked for by who may not open them."""
    now = reading(request)
    named, error = _names(request, now)
    state = store.access_members(now.archive, now.reader)
    traces = store.access_traces(now.archive, now.reader)
    context = {
        "lines": [_line(now, one, named, traces) for one in state.members],
        "officers": state.officers,
        "trustees": state.trustees,
        "is_crisis": state.is_crisis,
        "has_names": bool(named),
        "error": error,
        "opens_names": "open_identity" in now.archive.may,
    }
    return page.show(request, "members/members.html", context, BAD if error else 200)


def _names(request: HttpRequest, now: Reading) -> tuple[dict[str, str], str]:
    """Member → name, where names are asked for with a reason; else what is in the way."""
    reason = request.POST.get("reason")
    if reason is None or request.switched:
        return {}, ""
    try:
        return store.access_member_names(now.archive, now.reader, reason), ""
    except KuzatError as error:
        return {}, f"{error.sentence(_)} {error.step(_)}"


def _line(now: Reading, one: Listed, named: dict[str, str], traces: dict[str, tuple[Trace, ...]]) -> Line:
    known, language = keys.roles(), languages.current()
    return Line(
        id=one.id,
        name=named.get(one.id, ""),
        is_self=one.id == now.reader.member,
        is_member=one.is_member,
        roles=tuple(known[role].label(language) if role in known else role for role in one.roles),
        opens=one.opens,
        has_key_file=one.has_key_file,
        has_share=one.has_share,
        traces=traces.get(one.id, ()),
    )
