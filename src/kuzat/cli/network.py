# SPDX-License-Identifier: Apache-2.0
"""Persons and bodies around one of them on a day, as text."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

import click

from kuzat.cli.app import Call, _, json_option, language, main, with_archive
from kuzat.records import Network, Relation
from kuzat.store import access_network, access_record, access_reference, access_titles, reader_of, today
from kuzat.terms import dates, ids, vocabulary
from kuzat.terms.wording import worded


@main.command(help=_("Show who stood how to whom around a person or body on a day."))
@click.argument("record")
@click.option(
    "--at", type=click.DateTime(["%Y-%m-%d"]), help=_("The day, such as 2025-01-31; today if left out.")
)
@click.option(
    "--steps", default=1, type=click.IntRange(1, 2), help=_("So many steps from the one in the middle.")
)
@with_archive
@json_option
def network(call: Call, record: str, at: date | None, steps: int) -> None:
    """The relations that held, or may have held, on a day."""
    with call.open() as archive:
        reader = reader_of(archive, language())
        id_ = access_reference(archive, reader, record)
        access_record(archive, reader, id_)
        day = at.strftime("%Y-%m-%d") if at else today(archive).isoformat()
        found = access_network(archive, reader, id_, day=day, steps=steps)
        titles = access_titles(archive, reader, tuple(found.steps), language())
    call.answer(_data(found, titles, day), lambda: _lines(found, titles))


def _data(found: Network, titles: Mapping[str, str], day: str) -> dict[str, Any]:
    return {
        "day": day,
        "members": [
            {"record": id_, "title": titles.get(id_, ids.label(id_)), "steps": far}
            for id_, far in found.steps.items()
        ],
        "relations": [asdict(one) for one in found.relations],
        "is_cut": found.is_cut,
    }


def _lines(found: Network, titles: Mapping[str, str]) -> Iterator[str]:
    for one in found.relations:
        yield _line(one, titles)
    if not found.relations:
        yield _(
            "No relation is recorded that held on this day. That is what is recorded, not what there was."
        )
    if found.is_cut:
        yield _("There are more of these than are shown here.")


def _line(one: Relation, titles: Mapping[str, str]) -> str:
    who, whom = (titles.get(id_, ids.label(id_)) for id_ in (one.who, one.whom))
    kind = worded(vocabulary.load(), "term", one.type, language())
    told = " – ".join(dates.shown(day, language()) if day else "?" for day in (one.start, one.end))
    words = f" ({one.words})" if one.words else ""
    return f"{who} – {kind} – {whom}{words}  {told}  {ids.label(one.record)}"
