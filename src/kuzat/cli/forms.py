# SPDX-License-Identifier: Apache-2.0
"""Forms for people outside, the inbox of sealed files, and what became of them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from kuzat.cli.app import Call, _, json_option, language, main, progress, text_option, with_archive
from kuzat.cli.outgoing import refuse_old, write_new
from kuzat.collection.offline import ASKED, LARGEST_FILE, Submission, make_page
from kuzat.errors import KuzatError
from kuzat.store import (
    Archive,
    Came,
    access_inbox,
    access_receipt,
    access_reference,
    access_submission,
    forms,
    make_form,
    reader_of,
    refuse_submission,
    take_submission,
    vouch_for_submission,
)
from kuzat.terms.languages import LANGUAGES
from kuzat.terms.wording import worded

NEW = click.Path(path_type=Path, dir_okay=False)
HERE = click.Path(path_type=Path, dir_okay=False, exists=True)
PURPOSES = {term.partition(".")[2].replace("_", "-"): term for term in ASKED}
WHY = {why: f"intake_reason.{why}" for why in ("invented", "unclear", "elsewhere", "same_content")}
SOME_REFUSED = 3
reason_option = text_option(
    "--reason", "reason", _("Reason"), _("Why you read it. It is noted."), required=True
)


@main.group(help=_("Forms for people outside: one file each that needs no server and no network."))
def form() -> None:
    """The group of commands about forms."""


@main.group(help=_("Sealed files that people filled in: nothing of them counts before you vouch for it."))
def inbox() -> None:
    """The group of commands about what came in by forms."""


@form.command(
    "make",
    help=_("Write a new form to a file. Whoever has it can tell; only who opens identities here can read."),
)
@click.argument("file", type=NEW)
@click.option("--purpose", type=click.Choice(tuple(PURPOSES)), required=True, help=_("For what it is."))
@click.option(
    "--language", "tag", type=click.Choice(LANGUAGES), default="en", help=_("In which it opens; it has all.")
)
@with_archive
@json_option
def make_command(call: Call, file: Path, purpose: str, tag: str) -> None:
    """A page with a key of its own."""
    refuse_old(file)
    with call.open() as archive:
        blank = make_form(archive, PURPOSES[purpose])
        write_new(file, make_page(blank, tag, archive.vocabulary).encode())
    call.answer(asdict(blank), lambda: iter([_("{file} is written.").format(file=file)]))


@form.command("list", help=_("List the forms that were made, and how much came in by each on each day."))
@with_archive
@json_option
def list_forms(call: Call) -> None:
    """Every form with its days."""
    with call.open() as archive:
        came = access_inbox(archive, reader_of(archive))
        found = [
            asdict(one) | {"days": dict(Counter(it.day for it in came if it.form == one.form))}
            for one in forms(archive)
        ]
        call.answer(found, lambda: _form_lines(archive, found))


def _form_lines(archive: Archive, found: list[dict[str, Any]]) -> Iterator[str]:
    for one in found:
        yield f"{one['form']}  {_term(archive, one['purpose'])}"
        yield from (f"  {day}  {count}" for day, count in one["days"].items())


@inbox.command("take", help=_("Take in sealed files. What cannot be opened is named and left where it is."))
@click.argument("files", nargs=-1, required=True, type=HERE)
@with_archive
@json_option
def take_command(call: Call, files: tuple[Path, ...]) -> None:
    """Each file by itself: a bad one keeps no other out."""
    found, refused = [], 0
    with call.open() as archive, progress(_("Reading"), len(files)) as step:
        for file in files:
            try:
                came, is_new = take_submission(archive, reader_of(archive), _content(file))
                found.append({"file": file.name, "new": is_new, **asdict(came)})
            except KuzatError as error:
                refused += 1
                found.append({"file": file.name, "error": error.code, "sentence": error.sentence(_)})
                click.echo(f"{file.name}: {error.sentence(_)} {error.step(_)}", err=True)
            step(1)
        call.answer(found, lambda: _taken_lines(archive, found))
    if refused:
        raise click.exceptions.Exit(SOME_REFUSED)


def _content(file: Path) -> bytes:
    """A file, and of one that is too large no more than is needed to see that."""
    with file.open("rb") as content:
        return content.read(LARGEST_FILE + 1)


def _taken_lines(archive: Archive, found: list[dict[str, Any]]) -> Iterator[str]:
    for one in found:
        if "error" not in one:
            state = _("it was here already") if not one["new"] else _term(archive, one["status"])
            yield "  ".join((one["information"], one["file"], state, *_terms(archive, one["reasons"])))


@inbox.command("list", help=_("List what came in, and what became of it."))
@with_archive
@json_option
def list_command(call: Call) -> None:
    """Ids, days and states; nothing that somebody told."""
    with call.open() as archive:
        came = access_inbox(archive, reader_of(archive))
        call.answer([asdict(one) for one in came], lambda: (_line(archive, one) for one in came))


def _line(archive: Archive, one: Came) -> str:
    return "  ".join(
        (one.information, one.day, _term(archive, one.status), *_terms(archive, one.reasons))
    )


@inbox.command("show", help=_("Read what somebody told. That you read it, and why, is noted."))
@click.argument("information")
@reason_option
@with_archive
@json_option
def show_command(call: Call, information: str, reason: str) -> None:
    """What is in one sealed file."""
    with call.open() as archive:
        id_ = _named(archive, information)
        told = access_submission(archive, reader_of(archive), id_, reason)
        call.answer(_data(told), lambda: _told_lines(archive, told))


def _data(told: Submission) -> dict[str, Any]:
    attached = [
        {"name": one.name, "media_type": one.media_type, "sha256": one.sha256, "unchanged": one.is_unchanged}
        for one in told.attachments
    ]
    return {"language": told.language, "said": [list(one) for one in told.said], "attachments": attached}


def _told_lines(archive: Archive, told: Submission) -> Iterator[str]:
    for says, value in told.said:
        property_ = archive.vocabulary.property(says)
        text = value if property_.type == "date" else worded(
            archive.vocabulary, property_.type, value, language()
        )
        yield f"{property_.label(language())}: {text}"
    for one in told.attachments:
        changed = "" if one.is_unchanged else _("place and device were left out")
        yield "  ".join(part for part in (one.name, one.media_type, one.sha256, changed) if part)


@inbox.command(
    "vouch",
    help=_("Record what it tells, as a new event or, with --event, as another account of one that is known."),
)
@click.argument("information")
@click.option("--event", help=_("The event that it tells of too."))
@reason_option
@with_archive
@json_option
def vouch_command(call: Call, information: str, event: str | None, reason: str) -> None:
    """From now on it counts."""
    with call.open() as archive:
        reader = reader_of(archive)
        known = access_reference(archive, reader, event) if event else None
        taken = vouch_for_submission(archive, reader, _named(archive, information), reason, event=known)
        call.answer(asdict(taken), lambda: _vouched_lines(archive, taken.event, taken.unread))


def _vouched_lines(archive: Archive, event: str, unread: tuple[str, ...]) -> Iterator[str]:
    yield event
    for says in unread:
        yield _("{property}: it could not be read as such, and stays in the sealed file.").format(
            property=archive.vocabulary.property(says).label(language())
        )


@inbox.command("refuse", help=_("Record nothing of it. The sealed file stays."))
@click.argument("information")
@click.option("--why", type=click.Choice(tuple(WHY)), required=True, help=_("Why not."))
@with_archive
def refuse_command(call: Call, information: str, why: str) -> None:
    """The end of one that nobody vouches for."""
    with call.open() as archive:
        refuse_submission(archive, reader_of(archive), _named(archive, information), WHY[why])


@inbox.command("status", help=_("Tell what became of a report by its receipt code; never who gave it."))
@text_option("--code", "code", _("Receipt code"), _("The digits that the form showed."), default="-")
@click.option("--out", type=NEW, help=_("Also write it to a new file that can go back by the same road."))
@click.option(
    "--language", "tag", type=click.Choice(LANGUAGES), default=None, help=_("The language of the answer.")
)
@with_archive
@json_option
def status_command(call: Call, code: str, out: Path | None, tag: str | None) -> None:
    """A line to read out, or to hand over."""
    if out is not None:
        refuse_old(out)
    with call.open() as archive:
        status = access_receipt(archive, reader_of(archive), code)
        line = archive.vocabulary.term(status).label(tag or language())
    if out is not None:
        write_new(out, f"{line}\n".encode())
    call.answer({"status": status, "answer": line}, lambda: iter([line]))


def _named(archive: Archive, information: str) -> str:
    return access_reference(archive, reader_of(archive), information)


def _term(archive: Archive, term: str) -> str:
    return worded(archive.vocabulary, "term", term, language())


def _terms(archive: Archive, terms: tuple[str, ...]) -> Iterator[str]:
    return (_term(archive, term) for term in terms)
