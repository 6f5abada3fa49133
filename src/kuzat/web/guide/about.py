# SPDX-License-Identifier: Apache-2.0
"""How to read what the desk shows."""

from importlib.metadata import version

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kuzat.records import Standing
from kuzat.web import page
from kuzat.web.labels import STANDINGS
from kuzat.web.reading import reading

MEANINGS: dict[Standing, Promise] = {
    Standing.ADOPTED: _("The organisation follows this account and says why."),
    Standing.AGREED: _("Said more than once, and nobody said otherwise."),
    Standing.SOLE: _("Said once, and nobody said otherwise."),
    Standing.CONTESTED: _("Others say otherwise, and the organisation follows none of them yet."),
    Standing.DISPUTED: _("A member does not believe it and says why."),
    Standing.SET_ASIDE: _("Others say otherwise, and the organisation follows another account."),
    Standing.RECEIVED: _("Another organisation says so; it counts for nothing here until you follow it."),
}


def about(request: HttpRequest) -> HttpResponse:
    """The page of explanations."""
    now = reading(request)
    context = {
        "standings": [(standing, STANDINGS[standing], MEANINGS[standing]) for standing in Standing],
        "version": version("kuzat"),
        "entries": now.archive.size(),
        "log": now.archive.log_id,
        "vocabulary": now.vocabulary.digest,
        "member": now.reader.member,
    }
    return page.show(request, "guide/about.html", context)
