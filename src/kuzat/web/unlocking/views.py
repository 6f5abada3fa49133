# SPDX-License-Identifier: Apache-2.0
"""Take a passphrase, open the archive, remember the session; and end it again."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from kuzat.errors import KuzatError
from kuzat.web import page
from kuzat.web.desk import KEY, Desk

FORBIDDEN, SEE_OTHER = 403, 303
HOME = "/"


def door(request: HttpRequest, error: KuzatError | None = None) -> HttpResponse:
    """The form that asks for the passphrase, drawn in place of any page that needs a session."""
    wanted = request.POST.get("next", "") if request.path == "/unlock" else request.get_full_path()
    wanted = wanted if is_ours(wanted) else HOME
    context = {
        "next": wanted,
        "here": wanted,
        "again": (),
        "sentence": error.sentence(_) if error else "",
        "step": error.step(_) if error else "",
    }
    return page.show(request, "unlocking/door.html", context, FORBIDDEN)


def unlock(request: HttpRequest) -> HttpResponse:
    """Try a passphrase. A session that was open before ends."""
    desk: Desk = request.META[KEY]
    if request.method != "POST":
        return HttpResponseRedirect(HOME, status=SEE_OTHER)
    try:
        token = desk.unlock(request.POST.get("passphrase", ""))
    except KuzatError as error:
        return door(request, error)
    desk.sessions.end(request.COOKIES.get(desk.cookie, ""))
    wanted = request.POST.get("next", "")
    response = HttpResponseRedirect(wanted if is_ours(wanted) else HOME, status=SEE_OTHER)
    response.set_cookie(desk.cookie, token, httponly=True, samesite="Strict")
    return response


def lock(request: HttpRequest) -> HttpResponse:
    """End the session, close the archive, and have the browser forget the page."""
    desk: Desk = request.META[KEY]
    desk.sessions.end(request.COOKIES.get(desk.cookie, ""))
    request.session = None
    response = page.show(request, "unlocking/locked.html")
    response.delete_cookie(desk.cookie, samesite="Strict")
    response["Clear-Site-Data"] = '"cache"'
    return response


def is_ours(path: str) -> bool:
    """Whether a path leads to a page of this desk: no scheme, no host, nothing a browser rewrites."""
    return path.startswith("/") and not path.startswith("//") and path.isprintable() and ("\\" not in path)
