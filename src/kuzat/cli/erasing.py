# SPDX-License-Identifier: Apache-2.0
"""Erase a value, a record or an original, and say what no command can call back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from kuzat.cli.app import Call, _, json_option, language, main, with_archive
from kuzat.cli.outgoing import write_new
from kuzat.errors import Phrase
from kuzat.store import Archive, Erasure, Given, access_erasure, erase, reader_of
from kuzat.terms import ids
from kuzat.terms.languages import LANGUAGES
from kuzat.terms.messages import translator
from kuzat.terms.wording import worded

GROUNDS = (
    "consent_withdrawn",
    "asked",
    "danger",
    "mistake",
    "term",
    "law",
)
NOTICE = (
    Phrase("A request to erase"),
    Phrase("On {day} we gave you: {what} ({label}). We have since had to erase part of what is in it."),
    Phrase("Please erase these parts in every copy that you hold, and do not pass them on:"),
    Phrase("Tell us when it is done, and to whom you passed it on before."),
)


@main.command(
    "erase",
    help=_(
        "Erase a statement, all that is said of a record, or an exhibit. Its place in the log stays "
        "and proves the rest. This cannot be undone."
    ),
)
@click.argument("what")
@click.option("--ground", required=True, type=click.Choice(GROUNDS), help=_("Why it is erased."))
@click.option("--originals", is_flag=True, help=_("Erase the originals it was copied from too."))
@click.option(
    "--derived/--keep-derived",
    default=None,
    help=_("Whether what rests on an erased original is erased too."),
)
@click.option("--dry-run", is_flag=True, help=_("Say what would go, and erase nothing."))
@click.option(
    "--notices",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help=_("A folder for drafts of letters to those who hold copies."),
)
@click.option("--yes", is_flag=True, help=_("Do not ask again."))
@with_archive
@json_option
def erase_command(
    call: Call,
    what: str,
    ground: str,
    originals: bool,
    derived: bool | None,
    dry_run: bool,
    notices: Path | None,
    yes: bool,
) -> None:
    """Show what will go, ask, erase, and name what is out of reach."""
    with call.open() as archive:
        reader = reader_of(archive)
        reached = access_erasure(archive, reader, what, originals=originals, derived=derived)
        if not dry_run:
            if not yes:
                asked = _("{count} statements will be erased for good. Go on?")
                click.confirm(asked.format(count=len(reached.targets)), abort=True, err=True)
            reached = erase(
                archive,
                reader,
                what,
                f"erasure_ground.{ground}",
                originals=originals,
                derived=derived,
            )
        if notices is not None:
            _draft_notices(archive, reached, notices)
        call.answer(_data(reached), lambda: _lines(archive, reached, dry_run))


def _data(reached: Erasure) -> dict[str, Any]:
    return {
        "statements": [target.id.hex() for target in reached.targets],
        "exhibits": list(reached.exhibits),
        "staying": reached.staying,
        "mentions": list(reached.mentions),
        "given": [
            {"record": one.record, "what": one.what, "receiver": one.receiver, "at": one.at}
            for one in reached.given
        ],
    }


def _lines(archive: Archive, reached: Erasure, dry_run: bool) -> Iterator[str]:
    said = (
        _("{count} statements and {exhibits} originals would be erased.")
        if dry_run
        else _("{count} statements and {exhibits} originals are erased.")
    )
    yield said.format(count=len(reached.targets), exhibits=len(reached.exhibits))
    if reached.staying:
        yield _("{count} statements rest on an erased original and stay.").format(
            count=reached.staying
        )
    if reached.mentions:
        labels = ", ".join(ids.label(record) for record in reached.mentions)
        yield _("The same words still stand in: {records}").format(records=labels)
    if reached.given:
        yield _("These were handed out and cannot be called back:")
    for one in reached.given:
        unknown = _("receiver sealed") if one.sealed else _("receiver not noted")
        yield f"  {one.at[:10]}  {_what(archive, one)}  {one.receiver or unknown}"
    if not dry_run:
        yield _("Make a new backup now, and destroy the older ones: kuzat backup FILE")
        yield _(
            "What this disk or an older copy of it still holds outside the archive is beyond reach."
        )


def _what(archive: Archive, one: Given) -> str:
    return worded(archive.vocabulary, "term", one.what, language())


def _draft_notices(archive: Archive, reached: Erasure, folder: Path) -> None:
    """One letter to each who was given something with it, in every language; no erased value in it."""
    for one in reached.given:
        letter = "\n\n".join(_notice(archive, one, reached, tongue) for tongue in LANGUAGES)
        write_new(folder / f"{ids.label(one.record)}.txt", f"{one.receiver or ''}\n\n{letter}\n".encode())


def _notice(archive: Archive, one: Given, reached: Erasure, tongue: str) -> str:
    say = translator(tongue)
    title, gave, please, tell = (phrase.template for phrase in NOTICE)
    vocabulary = archive.vocabulary
    parts = [
        f"  {ids.label(t.about)}: {vocabulary.property(t.says).label(tongue)} ({t.id.hex()[:12]})"
        for t in reached.targets
        if vocabulary.has_property(t.says)
    ]
    gave = say(gave).format(
        day=one.at[:10],
        what=worded(vocabulary, "term", one.what, tongue),
        label=ids.label(one.record),
    )
    return "\n".join((say(title), gave, say(please), *parts, say(tell)))
