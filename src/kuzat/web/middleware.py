# SPDX-License-Identifier: Apache-2.0
"""What happens to every request before a page is drawn, outermost first.

headers → language → guard → (Django's check that a form is ours) → switch → unlocked → page

Django reads a form when it looks for its token: by then `guard` and `unlocked` have said who may send what.
"""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation

from kuzat.errors import KuzatError
from kuzat.web import answers, languages, refusals, uploads
from kuzat.web.desk import KEY, Desk
from kuzat.web.settings import LONGEST_FORM
from kuzat.web.unlocking import views as unlocking

Respond = Callable[[Any], Any]

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "
        "img-src 'self' data:; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-DNS-Prefetch-Control": "off",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
METHODS = ("GET", "POST")
FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data"
DOOR, LOCK = "/unlock", ("/lock", "/panic")
SCRIPTS = ("/desk.js", "/coding.js", "/listening.js", "/linking.js")
OPEN_PATHS = frozenset((DOOR, "/desk.css", *SCRIPTS, "/kuzat.svg"))
CHOICE = "language"
NOT_WORDS = frozenset((CHOICE, "csrfmiddlewaretoken"))


def headers(respond: Respond) -> Respond:
    """Every answer, also an error, forbids what a page does not need and is kept nowhere."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = respond(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return middleware


def language(respond: Respond) -> Respond:
    """Speak the reader's language; the page says which."""

    def middleware(request: HttpRequest) -> HttpResponse:
        cookie = request.COOKIES.get(languages.COOKIE, "")
        spoken = languages.chosen(cookie, request.META.get("HTTP_ACCEPT_LANGUAGE", ""))
        with languages.speaking(spoken):
            response = respond(request)
        response.headers.setdefault("Content-Language", spoken)
        return response

    return middleware


def guard(respond: Respond) -> Respond:
    """Answer only under the desk's own addresses, and only to pages of the desk itself.

    A page that sends no referrer posts with ``Origin: null``; the browser's own ``Sec-Fetch-Site`` then
    tells where a form comes from, and the form's token is asked for in any case.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        desk: Desk = request.META[KEY]
        if request.META.get("HTTP_HOST") not in desk.hosts:
            return refusals.elsewhere(request)
        if request.method not in METHODS:
            return refusals.not_understood(request)
        if request.method == "POST":
            if request.META.get("HTTP_SEC_FETCH_SITE", "same-origin") != "same-origin":
                return refusals.forged(request)
            if not _is_taken(request):
                return refusals.not_understood(request)
            if request.META.get("HTTP_ORIGIN") == "null":
                del request.META["HTTP_ORIGIN"]
            request.form_may_be_read = request.content_type == FORM or request.path == DOOR
        return respond(request)

    return middleware


def _is_taken(request: HttpRequest) -> bool:
    """Whether a body has a form's type: a key file at the door, an original where one is kept."""
    if request.content_type != PARTS:
        return bool(request.content_type == FORM)
    if request.path == DOOR:
        request.upload_handlers = [MemoryFileUploadHandler(request)]
        return uploads.length(request) <= LONGEST_FORM
    return bool(request.path.startswith(uploads.KEEP))


def switch(respond: Respond) -> Respond:
    """The buttons that choose a language post to the page they stand on.

    A page that was itself the answer to a form is drawn again from the same form, in the new language.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        request.switched = ""
        response = respond(request)
        if request.switched:
            response.set_cookie(languages.COOKIE, request.switched, httponly=True, samesite="Strict")
            response["Content-Language"] = request.switched
        return response

    def choose(request: HttpRequest, *view: Any) -> HttpResponse | None:
        wanted = request.POST.get(CHOICE, "")
        if wanted not in languages.NAMES:
            return None
        request.switched = wanted
        if set(request.POST) <= NOT_WORDS:
            return HttpResponseRedirect(request.get_full_path(), status=303)
        translation.activate(wanted.lower())
        return None

    middleware.process_view = choose  # type: ignore[attr-defined]
    return middleware


def unlocked(respond: Respond) -> Respond:
    """Every page but the few open ones needs a session; without one there is only the door.

    A page that answers a form is held there to be fetched. The door looks the same whether or not the
    record behind it exists. Locking waits for no other page, and an original is not read from the line
    before its form is known to be one that was drawn here.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        desk: Desk = request.META[KEY]
        token = request.COOKIES.get(desk.cookie, "")
        is_open = request.path in OPEN_PATHS
        session = None if is_open else desk.sessions.find(token)
        request.session = session
        if session is None:
            is_sent = request.content_type == PARTS and not is_open
            return unlocking.door(request) if is_sent else respond(request)
        if request.path in LOCK:
            return respond(request)
        with session.lock:
            request.session = session if session.open else None
            is_sent = request.content_type == PARTS
            answer = uploads.received(request, respond) if is_sent else respond(request)
            return answers.fetched(request, session.answers, answer)

    def door(request: HttpRequest, *view: Any) -> HttpResponse | None:
        if request.session is None and request.path not in OPEN_PATHS:
            return unlocking.door(request)
        return None

    def explain(request: HttpRequest, error: Exception) -> HttpResponse | None:
        return refusals.explained(request, error) if isinstance(error, KuzatError) else None

    middleware.process_view = door  # type: ignore[attr-defined]
    middleware.process_exception = explain  # type: ignore[attr-defined]
    return middleware
