# SPDX-License-Identifier: Apache-2.0
"""The inbox's commands for what other programs exported: chats, filled-in forms, sheets."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from kuzat.cli.app import Call, _, json_option, language, text_option, with_archive
from kuzat.cli.forms import WHY, inbox, reason_option
from kuzat.cli.terminal import steady
from kuzat.collection.incoming import MARKS, Mark, Survey, Told
from kuzat.store import (
    Archive,
    Became,
    Export,
    ItemListed,
    access_exports,
    access_items,
    access_reference,
    close_export,
    reader_of,
    refuse_items,
    take_export,
    take_up_items,
)
from kuzat.terms.wording import worded

DISGUISED = "intake_reason.disguised"
ORDERS = {"day-first": True, "month-first": False}
WHAT = click.Path(path_type=Path, exists=True)
NUMBERS = click.argument("numbers", nargs=-1, required=True, type=click.IntRange(min=1))
why_option = click.option("--why", type=click.Choice(tuple(WHY)), required=True, help=_("Why not."))


@inbox.command(
    "export",
    help=_(
        "Take in what another program exported: folder, ZIP or file of a chat (Telegram, WhatsApp), of forms "
        "(KoboToolbox, ODK), of records (Uwazi) or saved e-mail. It is kept sealed; nothing of it counts yet."
    ),
)
@click.argument("what", type=WHAT)
@click.option("--zone", help=_("The zone of its times, where it does not say it, such as +06:00."))
@click.option("--dates", type=click.Choice(tuple(ORDERS)), help=_("What comes first in its dates."))
@with_archive
@json_option
def export_command(call: Call, what: Path, zone: str | None, dates: str | None) -> None:
    """Read to its end first; what cannot be read is not kept."""
    told = Told(zone=zone, day_first=ORDERS[dates] if dates else None)
    with call.open() as archive:
        export, survey, is_new = take_export(archive, reader_of(archive), what, told)
        found = {"new": is_new, **asdict(export), "marks": dict(survey.marks)}
        found |= {"versions": dict(survey.versions), "missing": survey.missing, "disguised": survey.disguised}
        call.answer(found, lambda: _taken_lines(archive, export, survey, is_new=is_new))


def _taken_lines(archive: Archive, export: Export, survey: Survey, *, is_new: bool) -> Iterator[str]:
    yield _line(archive, export) if is_new else "  ".join((export.information, _("it was here already")))
    for mark, times in sorted(survey.marks.items()):
        yield f"  {MARKS[mark].said(_)}: {times}"
    if len(survey.versions) > 1:
        told = ", ".join(f"{steady(one)}: {times}" for one, times in survey.versions.items())
        yield f"  {MARKS[Mark.OTHER_VERSION].said(_)}: {told}"
    for name in survey.missing:
        yield _("  missing: {file}").format(file=steady(name))
    for name in survey.disguised:
        why = worded(archive.vocabulary, "term", DISGUISED, language())
        yield f"  {why}: {steady(name)}"


@inbox.command("exports", help=_("List the exports that came in, and what became of them."))
@with_archive
@json_option
def exports_command(call: Call) -> None:
    """Ids, days, sizes and states; nothing that somebody told."""
    with call.open() as archive:
        found = access_exports(archive, reader_of(archive))
        call.answer([asdict(one) for one in found], lambda: (_line(archive, one) for one in found))


def _line(archive: Archive, one: Export) -> str:
    terms = (worded(archive.vocabulary, "term", term, language()) for term in (one.status, *one.reasons))
    return "  ".join((one.information, one.day, str(one.items), *terms))


@inbox.command(
    "read",
    help=_("Read an export, a hundred messages or forms at a time. That you read it, and why, is noted."),
)
@click.argument("information")
@click.option("--from", "start", type=click.IntRange(min=1), default=1, help=_("From this number on."))
@text_option("--words", "words", _("Words"), _("Only those in which these words stand."), default="")
@reason_option
@with_archive
@json_option
def read_command(call: Call, information: str, start: int, words: str, reason: str) -> None:
    """Its messages or forms by number."""
    with call.open() as archive:
        id_ = _named(archive, information)
        found = access_items(archive, reader_of(archive), id_, reason, start=start, words=words)
        call.answer([_data(one) for one in found], lambda: _item_lines(archive, found))


def _data(one: ItemListed) -> dict[str, Any]:
    return {"number": one.number, **asdict(one.item), "became": one.became, "status": one.status}


def _item_lines(archive: Archive, found: tuple[ItemListed, ...]) -> Iterator[str]:
    for one in found:
        item = one.item
        marks = ", ".join(MARKS[mark].said(_) for mark in item.marks)
        status = worded(archive.vocabulary, "term", one.status, language()) if one.status else ""
        head = (str(one.number), item.sent, item.sender, marks, status, one.became or "")
        yield steady("  ".join(part for part in head if part))
        yield from (f"    {line}" for line in (*steady(item.text).splitlines(), *map(steady, item.files)))


@inbox.command(
    "take-up",
    help=_(
        "Record what messages or forms of an export tell, each as a new event or, with --event, as another "
        "account of one that is known."
    ),
)
@click.argument("information")
@NUMBERS
@click.option("--event", help=_("The event that it tells of too."))
@click.option("--together", is_flag=True, help=_("All chosen ones tell of one event."))
@reason_option
@with_archive
@json_option
def take_up_command(
    call: Call, information: str, numbers: tuple[int, ...], event: str | None, together: bool, reason: str
) -> None:
    """From now on it counts."""
    with call.open() as archive:
        reader, id_ = reader_of(archive), _named(archive, information)
        known = _named(archive, event) if event else None
        became = take_up_items(archive, reader, id_, numbers, reason, event=known, together=together)
        call.answer([asdict(one) for one in became], lambda: _became_lines(archive, became))


def _became_lines(archive: Archive, became: tuple[Became, ...]) -> Iterator[str]:
    for one in became:
        yield f"{one.information}  {one.event}"
        for says in one.unread:
            line = _("{property}: too long or not readable as text; it stays in the export.")
            yield line.format(property=archive.vocabulary.property(says).label(language()))


@inbox.command("pass", help=_("Record nothing of messages or forms of an export, and say why."))
@click.argument("information")
@NUMBERS
@why_option
@reason_option
@with_archive
def pass_command(call: Call, information: str, numbers: tuple[int, ...], why: str, reason: str) -> None:
    """They are marked as read and not taken up."""
    with call.open() as archive:
        refuse_items(archive, reader_of(archive), _named(archive, information), numbers, reason, WHY[why])


@inbox.command("close", help=_("Record nothing more of an export, and say why. It stays as it is."))
@click.argument("information")
@why_option
@with_archive
def close_command(call: Call, information: str, why: str) -> None:
    """The end of an export."""
    with call.open() as archive:
        close_export(archive, reader_of(archive), _named(archive, information), WHY[why])


def _named(archive: Archive, reference: str) -> str:
    return access_reference(archive, reader_of(archive), reference)
