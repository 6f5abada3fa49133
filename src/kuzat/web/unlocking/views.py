# SPDX-License-Identifier: Apache-2.0
"""Take a passphrase, open the archive, remember the session; and end it again."""

from threading import Timer

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from kuzat.errors import KuzatError
from kuzat.keys import Login
from kuzat.web import page
from kuzat.web.desk import KEY, Desk

FORBIDDEN, SEE_OTHER = 403, 303
HOME = "/"
KEY_BYTES = 32
MOST_OFFICERS = 8
# How long the browser has to hear that it shall forget, before the process is gone.
LAST_WORD = 0.2


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
        "officers": range(1, MOST_OFFICERS + 1),
    }
    return page.show(request, "unlocking/door.html", context, FORBIDDEN)


def unlock(request: HttpRequest) -> HttpResponse:
    """Try a passphrase, with a key file and officers if they are there. An earlier session ends."""
    desk: Desk = request.META[KEY]
    if request.method != "POST":
        return HttpResponseRedirect(HOME, status=SEE_OTHER)
    try:
        token = desk.unlock(_login(request), _officers(request), request.POST.get("code", ""))
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


def panic(request: HttpRequest) -> HttpResponse:
    """Have the browser forget, and kill the process with every key in it; other members' sessions end too."""
    desk: Desk = request.META[KEY]
    request.session = None
    response = page.show(request, "unlocking/ended.html")
    response.delete_cookie(desk.cookie, samesite="Strict")
    response["Clear-Site-Data"] = '"cache"'
    last = Timer(LAST_WORD, desk.end)
    last.daemon = True
    last.start()
    return response


def _login(request: HttpRequest, number: str = "") -> Login:
    """A passphrase and the key file beside it; a longer file is no key file and opens nothing."""
    sent = request.FILES.get(f"key{number}")
    file = sent.read(KEY_BYTES + 1) if sent else b""
    return Login(passphrase=request.POST.get(f"passphrase{number}", ""), file=file)


def _officers(request: HttpRequest) -> list[Login]:
    """Officers or trustees who are here and typed their passphrases."""
    logins = (_login(request, str(number)) for number in range(1, MOST_OFFICERS + 1))
    return [login for login in logins if login.passphrase]


def is_ours(path: str) -> bool:
    """Whether a path leads to a page of this desk: no scheme, no host, nothing a browser rewrites."""
    return path.startswith("/") and not path.startswith("//") and path.isprintable() and ("\\" not in path)
