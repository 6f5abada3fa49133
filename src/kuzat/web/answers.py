# SPDX-License-Identifier: Apache-2.0
"""No page is itself the answer to a form: it is held in memory, and the browser is sent to fetch it.

A browser keeps the body of a form that led to a page in files of its own, to send it again after a crash;
a name that was searched for, or a testimony with a wrong date, would stay there in the open.

A page is held as long as the archive stands as it stood then: what was erased since, or may no longer be
shown, is in no page that was drawn before. A page that only asked, such as a search, is then drawn again
from the same form; one that tells what came of a form is gone.
"""

import secrets
from collections import OrderedDict
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from kuzat import store
from kuzat.store import Archive

MOST = 30
SIGNS = 32
SEE_OTHER = 303
PAGE = "text/html"
ONCE, AGAIN = "is_shown_once", "draw_again"

View = Callable[[HttpRequest], HttpResponse]


class Answers:
    """The pages that answered forms of one session, the newest `MOST` of them.

    ``standing`` is how the archive stands at the moment; where it is another than before, all are forgotten
    but how to draw those again that only asked.
    """

    def __init__(self) -> None:
        self._held: OrderedDict[str, HttpResponse] = OrderedDict()
        self._asked: dict[str, View] = {}
        self._standing: object = None

    def hold(self, answer: HttpResponse, standing: object) -> str:
        """Where the page can be fetched from now on."""
        self._forget_unless(standing)
        token = secrets.token_urlsafe(SIGNS)
        if again := getattr(answer, AGAIN, None):
            self._asked[token] = again
            while len(self._asked) > MOST:
                del self._asked[next(iter(self._asked))]
        self._held[token] = answer
        while len(self._held) > MOST:
            self._asked.pop(self._held.popitem(last=False)[0], None)
        return f"/answer/{token}"

    def find(self, token: str, standing: object) -> HttpResponse | None:
        """The page again, as often as it is asked for; None where it was not held or is too old.

        A page that is to be seen once is given once.
        """
        self._forget_unless(standing)
        held = self._held.get(token)
        if held is not None and getattr(held, ONCE, False):
            del self._held[token]
        return held

    def again(self, token: str, request: HttpRequest) -> HttpResponse | None:
        """A page that only asked, drawn anew as the archive stands; None where there is no such page."""
        ask = self._asked.get(token)
        if ask is None:
            return None
        self._held[token] = ask(request)
        return self._held[token]

    def clear(self) -> None:
        """Forget all of them."""
        self._held.clear()
        self._asked.clear()

    def _forget_unless(self, standing: object) -> None:
        if standing != self._standing:
            self._held.clear()
            self._standing = standing


def asked(request: HttpRequest, view: View, answer: HttpResponse) -> HttpResponse:
    """The answer to a form that only asks: ``view`` draws it again when the archive stands otherwise."""
    path, posted = request.path, request.POST

    def again(later: HttpRequest) -> HttpResponse:
        fetched_by, at = later.method, later.path
        later.method, later.path, later.POST, later.form_may_be_read = "POST", path, posted, True
        try:
            return view(later)
        finally:
            later.method, later.path = fetched_by, at

    setattr(answer, AGAIN, again)
    return answer


def fetched(request: HttpRequest, answers: Answers, answer: HttpResponse) -> HttpResponse:
    """Where to fetch the answer to a form, if it is a page; anything else as it is."""
    if request.method != "POST" or not _is_page(answer) or answer.status_code == SEE_OTHER:
        return answer
    standing = request.session and _standing(request.session.archive)
    return HttpResponseRedirect(answers.hold(answer, standing), status=SEE_OTHER)


def _is_page(answer: HttpResponse) -> bool:
    """Whether there is something to show; a draft that was kept quietly is answered without content."""
    is_html = answer.headers.get("Content-Type", "").startswith(PAGE)
    return is_html and not answer.streaming and bool(answer.content)


def _standing(archive: Archive) -> tuple[object, ...]:
    """What was said, what was erased, and the day by which consents are judged."""
    return archive.size(), archive.erasures(), store.today(archive)


def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The page that answered a form of this session. Raises `Http404`."""
    session = request.session
    held = session.answers.find(token, _standing(session.archive)) or session.answers.again(token, request)
    if held is None:
        raise Http404
    return HttpResponse(held.content, status=held.status_code, headers=dict(held.headers))
