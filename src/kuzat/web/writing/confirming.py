# SPDX-License-Identifier: Apache-2.0
"""What was said, and the way to take it back: undoing is another statement, nothing is deleted."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from kuzat.errors import Missing
from kuzat.log.statement import Draft
from kuzat.web import page
from kuzat.web.once import Done
from kuzat.web.reading import Reading, reading
from kuzat.web.records import accounts

SEE_OTHER = 303


class NothingDone(Missing):
    """There is nothing here that was just said."""

    code = "nothing_done"
    advice = "It belonged to an earlier session. Open the record: each statement can be taken back there."


def done(request: HttpRequest, token: str) -> HttpResponse:
    """The confirmation. Raises `NothingDone`."""
    now = reading(request)
    found = _done(now, token)
    context = {"done": found, "token": token, "told": () if found.undone else _beside(now, found)}
    return page.show(request, "writing/done.html", context)


def _beside(now: Reading, done: Done) -> tuple[accounts.Told, ...]:
    """What was said where others told of the same thing: whether they agree is seen at once."""
    if not now.state(done.record):
        return ()
    said = {one.says for one in done.said if one.about == done.record}
    told = accounts.told(now, now.record(done.record))
    return tuple(one for one in told if one.says in said and sum(len(a.sayings) for a in one.accounts) > 1)


def undo(request: HttpRequest, token: str) -> HttpResponse:
    """Take back all that one form said, in one entry; once. Raises `NothingDone`."""
    now = reading(request)
    found = _done(now, token)
    if found.can_undo and not found.undone:
        now.archive.say([_withdrawal(one.about, one.says, one.id, one.compartment) for one in found.said])
        now.session.once.close(token, replace(found, undone=True))
    return HttpResponseRedirect(f"/done/{token}", status=SEE_OTHER)


def _done(now: Reading, token: str) -> Done:
    found = now.session.once.done(token)
    if found is None:
        raise NothingDone()
    return found


def _withdrawal(about: str, says: str, id_: bytes, compartment: str) -> Draft:
    return Draft(
        op="withdraw",
        about=about,
        says=says,
        type="statement",
        value=id_.hex(),
        compartment=compartment,
    )
