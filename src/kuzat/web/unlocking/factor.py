# SPDX-License-Identifier: Apache-2.0
"""A second factor at the desk: what it does and does not protect, set up and dropped by each member."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kuzat import store
from kuzat.errors import KuzatError
from kuzat.web import page
from kuzat.web.reading import Reading, reading

BAD = 400
BEGIN, CONFIRM, DROP = "begin", "confirm", "drop"


def factor(request: HttpRequest) -> HttpResponse:
    """The page; a new secret is shown in the answer that drew it, and nowhere later."""
    now = reading(request)
    how = "" if request.switched else request.POST.get("how", "")
    secret = error = ""
    try:
        secret = _done(now, how, request.POST.get("code", ""))
    except KuzatError as refused:
        error = f"{refused.sentence(_)} {refused.step(_)}"
    context = {
        "secret": secret,
        "error": error,
        "is_set": store.has_factor(now.archive),
        "is_begun": bool(secret) or how == CONFIRM,
    }
    answer = page.show(request, "unlocking/factor.html", context, BAD if error else 200)
    answer.is_shown_once = bool(secret)
    return answer


def _done(now: Reading, how: str, code: str) -> str:
    """Do what was asked; gives the secret that was drawn. Raises `WrongCode`, `Busy`."""
    if how == BEGIN and not store.has_factor(now.archive):
        return store.begin_factor(now.archive)
    if how == CONFIRM:
        store.confirm_factor(now.archive, code)
    if how == DROP:
        store.check_factor(now.archive, code)
        store.drop_factor(now.archive)
    return ""
