# SPDX-License-Identifier: Apache-2.0
"""Recordings: what they tell, written down by a person or, marked as such, by a program of this machine."""

from pathlib import Path

import click

from kuzat.cli.app import Call, _, json_option, main, text_of, text_option, typed, with_archive
from kuzat.store import (
    Archive,
    Recogniser,
    Transcript,
    access_recording,
    access_reference,
    plan_transcript,
    read_recogniser,
    reader_of,
    recognised,
    say_machine_text,
)
from kuzat.terms.languages import LANGUAGES

REASON = text_option("--reason", "reason", _("Reason"), _("Why you listen; it is noted."), required=True)


def _read(context: click.Context, option: click.Parameter, path: Path | None) -> Recogniser | None:
    return read_recogniser(path) if path else None


recogniser_option = click.option(
    "--recogniser",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    callback=_read,
    help=_("The file that names the program of this machine which writes down recordings."),
)


@main.command(
    "transcribe",
    help=_(
        "Write down what a recording tells: what you heard, from a file or typed; or with --recogniser what "
        "a program of this machine hears, which counts as nothing until a person says it."
    ),
)
@click.argument("exhibit")
@click.option("--language", type=click.Choice(LANGUAGES), required=True, help=_("Which is spoken in it."))
@click.option("--file", "file", type=Path, help=_("The file that holds it; else type it when asked."))
@click.option("--transcriber", help=_("The person or body who wrote it down."))
@recogniser_option
@REASON
@with_archive
@json_option
def transcribe_command(
    call: Call,
    exhibit: str,
    language: str,
    file: Path | None,
    transcriber: str | None,
    recogniser: Recogniser | None,
    reason: str,
) -> None:
    """That it was opened is noted first."""
    with call.open() as archive:
        reader = reader_of(archive)
        id_ = _named(archive, exhibit) or ""
        heard = access_recording(archive, reader, id_, reason)
        if recogniser and not file:
            text = recognised(recogniser, heard.recording.content)
            committed = say_machine_text(archive, reader, id_, text, recogniser.name, language)
        else:
            text = text_of(file).strip() if file else typed(_("What it tells"))
            told = Transcript(text=text, language=language, transcriber=_named(archive, transcriber))
            committed = archive.commit([plan_transcript(archive, reader, id_, told)])
    said = [one.hex() for one in committed.ids[0]]
    found = {"exhibit": id_, "seconds": heard.recording.seconds, "statements": said}
    call.answer(found, lambda: iter([f"{id_}  {heard.recording.seconds} s", *(f"  {one}" for one in said)]))


def _named(archive: Archive, named: str | None) -> str | None:
    return access_reference(archive, reader_of(archive), named) if named else None
