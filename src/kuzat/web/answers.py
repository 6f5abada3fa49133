# SPDX-License-Identifier: Apache-2.0
"""No page is itself the answer to a form: it is held in memory, and the browser is sent to fetch it.

A browser keeps the body of a form that led to a page in files of its own, to send it again after a crash;
a name that was searched for, or a testimony with a wrong date, would stay there in the open.
"""

import secrets
from collections import OrderedDict

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

MOST = 30
SIGNS = 32
SEE_OTHER = 303
PAGE = "text/html"
ONCE = "is_shown_once"


class Answers:
    """The pages that answered forms of one session, the newest `MOST` of them."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, HttpResponse] = OrderedDict()

    def hold(self, answer: HttpResponse) -> str:
        """Where the page can be fetched from now on."""
        token = secrets.token_urlsafe(SIGNS)
        self._held[token] = answer
        while len(self._held) > MOST:
            self._held.popitem(last=False)
        return f"/answer/{token}"

    def find(self, token: str) -> HttpResponse | None:
        """The page again, as often as it is asked for; None where it was not held or is too old.

        A page that is to be seen once is given once.
        """
        held = self._held.get(token)
        if held is not None and getattr(held, ONCE, False):
            del self._held[token]
        return held

    def clear(self) -> None:
        """Forget all of them."""
        self._held.clear()


def fetched(request: HttpRequest, answers: Answers, answer: HttpResponse) -> HttpResponse:
    """Where to fetch the answer to a form, if it is a page; anything else as it is."""
    if request.method != "POST" or not _is_page(answer) or answer.status_code == SEE_OTHER:
        return answer
    return HttpResponseRedirect(answers.hold(answer), status=SEE_OTHER)


def _is_page(answer: HttpResponse) -> bool:
    """Whether there is something to show; a draft that was kept quietly is answered without content."""
    is_html = answer.headers.get("Content-Type", "").startswith(PAGE)
    return is_html and not answer.streaming and bool(answer.content)


def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The page that answered a form of this session. Raises `Http404`."""
    held = request.session.answers.find(token)
    if held is None:
        raise Http404
    return HttpResponse(held.content, status=held.status_code, headers=dict(held.headers))
