# SPDX-License-Identifier: Apache-2.0
"""Pages for what went wrong: one sentence, one next step, in the reader's language; never a value."""

import logging
import sys
import traceback
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kuzat.errors import Broken, KuzatError, Missing, NotAllowed
from kuzat.web import page
from kuzat.web.desk import KEY

log = logging.getLogger("kuzat.web")

BAD, FORBIDDEN, ABSENT, FAILED, MISDIRECTED = 400, 403, 404, 500, 421


def elsewhere(request: HttpRequest) -> HttpResponse:
    """The request names another host, as a hostile page does that was pointed at this machine."""
    address = f"http://127.0.0.1:{request.META[KEY].port}/"
    sentence = _("The desk does not answer under this address.")
    return _refusal(request, MISDIRECTED, sentence, _("Open {address}").format(address=address))


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was not drawn by this desk, or long ago."""
    sentence = _("This form did not come from a page of the desk, or the page was too old.")
    step = _("Go back, load the page again, and send the form once more; nothing was changed.")
    return _refusal(request, FORBIDDEN, sentence, step)


def not_understood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that no page of the desk would send."""
    sentence = _("The desk did not understand this request; nothing was changed.")
    return _refusal(request, BAD, sentence, _("Begin again from the first page."))


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Says no more than that nothing was found."""
    return missing(request)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same words for what does not exist and for what this reader may not see."""
    sentence = _("There is nothing here.")
    step = _("Check the address, or look for it by its words in the search.")
    return _refusal(request, ABSENT, sentence, step)


def failed(request: HttpRequest) -> HttpResponse:
    """An error of ours. The terminal gets its kind and its places in the code, never its words."""
    kind, _error, trace = sys.exc_info()
    if kind is not None:
        places = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(trace)]
        log.error("%s at %s", kind.__name__, " < ".join(reversed(places[-4:])))
    sentence = _("Something went wrong in the desk itself; nothing was changed.")
    step = _("Go back and try again. If it happens again, check the archive: kuzat verify")
    return _refusal(request, FAILED, sentence, step)


def explained(request: HttpRequest, error: KuzatError) -> HttpResponse:
    """An error of the archive, in its own words."""
    if isinstance(error, Missing | NotAllowed):
        return missing(request)
    status = FAILED if isinstance(error, Broken) else BAD
    return _refusal(request, status, error.sentence(_), error.step(_))


def _refusal(request: HttpRequest, status: int, sentence: str, step: str) -> HttpResponse:
    context: dict[str, Any] = {
        "sentence": sentence,
        "step": step,
        "status": status,
        "here": "/",
        "again": (),
    }
    return page.show(request, "refusal.html", context, status)
