# SPDX-License-Identifier: Apache-2.0
"""The page of the rating: its interval over time, what moved it, what it rests on, what it cannot tell."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kuzat import store
from kuzat.errors import Refused
from kuzat.terms import places
from kuzat.web import labels, page
from kuzat.web.analysis import limits
from kuzat.web.civicspace import telling
from kuzat.web.reading import Reading, reading

if TYPE_CHECKING:
    from kuzat.civicspace import Account, Material, OpenRating, Outside


def rating(request: HttpRequest) -> HttpResponse:
    """The rating, for members who see all; the page says why where there is none. Raises `NotForThisRole`."""
    from kuzat.civicspace import moved

    now = reading(request)
    counts = request.GET.get("counts") == "1"
    material = held(now)
    context = {
        "counts": counts,
        "stories": telling.stories(now, moved(material, None)),
        "reasons": telling.reasons(material),
        "given": telling.given(material),
        "compatible": _compatible(material),
        "agreement": telling.agreement(material),
        "cannot": telling.cannot(),
        "dimensions": telling.dimensions(),
        "published": telling.published(),
        "entries": material.entries,
        "erasures": material.erasures,
        "today": now.today,
        "receiver": labels.property_("disclosure.receiver"),
        "limits": limits.limits(now),
    }
    try:
        rated = openly(now, material, counts=counts)
    except Refused as error:
        return page.show(request, "civicspace/rating.html", {**context, "refused": error.sentence(_)})
    unit = unit_of(rated, request.GET.get("region", ""))
    shown = _shown(now, material, rated, unit)
    if "without" in request.GET:
        shown["without"] = telling.without(material, without(now, material, rated, unit, counts=counts))
    return page.show(request, "civicspace/rating.html", {**context, **shown})


def held(now: Reading) -> "Material":
    """What the archive holds about civic space, kept until the log grows. Raises `NotForThisRole`."""
    return now.kept("civic", lambda: store.access_civic_space(now.archive, now.reader))


def known(material: "Material") -> "Outside":
    """The outside indices that somebody said."""
    from kuzat.civicspace import outside

    return outside(material.given)


def openly(now: Reading, material: "Material", *, counts: bool) -> "OpenRating":
    """The open rating, kept until the log grows. Raises `NothingKnown` or `CountsAlone`."""
    from kuzat.civicspace import rate_openly

    return now.kept(("rating", counts), lambda: rate_openly(material, known(material).indices, counts=counts))


def without(now: Reading, material: "Material", rated: "OpenRating", unit: str, *, counts: bool) -> Any:
    """The rating of a unit without each rater and index, kept until the log grows."""
    from kuzat.civicspace import without_each

    def made() -> Any:
        indices = known(material).indices
        return without_each(material, indices, unit=unit, until=rated.months[-1], counts=counts)

    return now.kept(("without", counts, unit), made)


def unit_of(rated: "OpenRating", asked: str) -> str:
    """The region that is asked for, where it is one of the rating's; else the country."""
    from kuzat.civicspace import COUNTRY

    return asked if asked in rated.units else COUNTRY


def _shown(now: Reading, material: "Material", rated: "OpenRating", unit: str) -> dict[str, Any]:
    from kuzat.civicspace import account
    from kuzat.web.civicspace import curve

    told: Account = account(material, known(material), rated, unit)
    last = told.rating
    return {
        "place": str(labels.place(unit)) if places.get(unit) else "",
        "unit": unit,
        "last": last,
        "told": telling.level(last.overall) if last.rated else _("not rated"),
        "bands": telling.bands(last),
        "change": telling.change(last),
        "curve": curve.draw(told.history),
        "parts": telling.parts(last),
        "regions": telling.regions(told),
        "weights": telling.weights(told),
        "nearest": telling.nearest(told),
        "r_hat": f"{told.unsteady:.2f}",
        "stories": telling.stories(now, told.moved),
        "doubts": [one.said(_) for one in told.doubts],
    }


def _compatible(material: "Material") -> dict[str, Any]:
    from kuzat.civicspace import NothingKnown, compatible, newest

    outside = known(material)
    try:
        month = newest(material, outside)
    except NothingKnown:
        return {}
    return telling.compatible(compatible(material, outside, month))
