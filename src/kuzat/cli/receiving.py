# SPDX-License-Identifier: Apache-2.0
"""The options by which a person tells how an original came in, and how its chain of custody reads."""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

import click

from kuzat.cli.app import _, language
from kuzat.preservation import Receipt, Step, What
from kuzat.store import Archive, access_reference, reader_of
from kuzat.terms import dates, ids
from kuzat.terms.wording import worded

HOWS = ("hand", "post", "mail", "messenger", "downloaded", "made", "found")
WHATS = {
    What.MADE: _("made"),
    What.DRAWN: _("made from another exhibit"),
    What.RECEIVED: _("received"),
    What.KEPT: _("kept here"),
    What.STAMPED: _("was here at this hour"),
    What.READ: _("opened"),
    What.GIVEN: _("handed out"),
    What.ERASED: _("erased"),
}


def receipt_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of `receipt_of`."""
    for option in (
        click.option("--made-by", help=_("The person who made it. It is sealed.")),
        click.option("--made-on", help=_("When it was made, such as 2024-05 or 2024-05-03.")),
        click.option(
            "--received-how", type=click.Choice(HOWS), help=_("How it came in. Needs --received-on.")
        ),
        click.option(
            "--received-from", help=_("The person it came from. It is sealed. Needs --received-on.")
        ),
        click.option("--received-on", help=_("When it came in, such as 2024-05 or 2024-05-03.")),
    ):
        command = option(command)
    return command


def receipt_of(archive: Archive, told: dict[str, str | None]) -> Receipt:
    """What the options tell, persons by their id; one receipt is known again by its day."""
    on, how = _day(told["received_on"]), told["received_how"]
    if on is None and (how or told["received_from"]):
        raise click.UsageError(_("Say with --received-on when it came in; 2024 is enough."))
    return Receipt(
        received_from=_person(archive, told["received_from"]),
        received_on=on,
        received_how=f"received_how.{how}" if how else None,
        made_on=_day(told["made_on"]),
        made_by=_person(archive, told["made_by"]),
    )


def _day(text: str | None) -> str | None:
    """A date as people write it, in EDTF. Raises `NotADate`."""
    return dates.said(text, language()).text if text else None


def _person(archive: Archive, reference: str | None) -> str | None:
    return access_reference(archive, reader_of(archive), reference) if reference else None


def custody_data(steps: tuple[Step, ...]) -> list[dict[str, Any]]:
    """A chain of custody as JSON."""
    return [{name: value for name, value in asdict(step).items() if value is not None} for step in steps]


def custody_lines(archive: Archive, steps: tuple[Step, ...]) -> Iterator[str]:
    """A chain of custody as lines: when, what, how, who, and where the log says so."""
    if not steps:
        return
    yield ""
    yield _("Chain of custody")
    for step in steps:
        at = step.at if "T" in step.at else dates.shown(step.at, language())
        yield f"  {at}  {', '.join(_details(archive, step))}"


def _details(archive: Archive, step: Step) -> Iterator[str]:
    yield WHATS[step.what]
    if step.how:
        yield worded(archive.vocabulary, "term", step.how, language())
    if step.who:
        yield step.who
    if step.record:
        yield ids.label(step.record)
    if step.why:
        yield step.why
    if step.by:
        yield _("by the member {member}").format(member=step.by)
    if step.entry is not None:
        yield _("entry {entry}").format(entry=step.entry)
