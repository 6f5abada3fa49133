# SPDX-License-Identifier: Apache-2.0
"""What a list of events or a count was asked for, said condition by condition."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kuzat.analysis import Unit
from kuzat.web import labels
from kuzat.web.reading import Reading
from kuzat.web.records import names
from kuzat.web.records.filters import Filters


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """One condition that holds now, and the address of the list without it."""

    name: str
    label: str
    value: str
    without: str


def chosen(reading: Reading, filters: Filters, path: str) -> tuple[Chosen, ...]:
    """The conditions that hold, each with a way to take it away."""
    seal = reading.session.seal
    said = {
        name: names.values(reading, name, [value or None])[value or None]
        for name, value in filters.where.items()
    }
    titles = {name: str(labels.DIMENSIONS[name]) for name in said}
    for name, label in labels.LIMITS.items():
        if getattr(filters, name):
            said[name] = "" if name == "contested" else getattr(filters, name)
            titles[name] = str(label)
    if filters.unit is not Unit.EVENT:
        said["unit"], titles["unit"] = str(labels.UNITS[filters.unit]), _("Counted")
    return tuple(
        Chosen(
            name=name,
            label=titles[name],
            value=value,
            without=f"{path}?{filters.without(name).query(seal)}",
        )
        for name, value in said.items()
    )
