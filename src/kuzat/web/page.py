# SPDX-License-Identifier: Apache-2.0
"""The frame around every page: language, where one can go, how to change the language."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kuzat import store
from kuzat.web import languages
from kuzat.web.desk import KEY, Desk
from kuzat.web.guide.helping import help_for
from kuzat.web.sessions import Session

UNSENT = frozenset(("csrfmiddlewaretoken", "language"))
SECRET = "passphrase"  # noqa: S105


def show(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """A page from its template, with its help; every value in it is escaped."""
    return render(request, template, {"help": help_for(template), **(context or {})}, status=status)


def frame(request: HttpRequest) -> dict[str, Any]:
    """What the frame needs on any page, also on an error before a session was looked for.

    A form that was refused at the gate is not read.
    """
    desk: Desk = request.META[KEY]
    session: Session | None = getattr(request, "session", None)
    posted = request.POST.lists() if getattr(request, "form_may_be_read", False) else ()
    return {
        "language": languages.current(),
        "languages": languages.NAMES.items(),
        "archive_name": desk.path.name,
        "session": session,
        "sees_all": session is not None and store.sees_all(session.archive, store.reader_of(session.archive)),
        "may": session.archive.may if session else frozenset(),
        "printed": getattr(request, "printed", None),
        "path": request.path,
        "here": request.get_full_path(),
        "again": [(name, one) for name, values in posted if _is_sent(name) for one in values],
    }


def _is_sent(name: str) -> bool:
    return name not in UNSENT and not name.startswith(SECRET)
