# SPDX-License-Identifier: Apache-2.0
"""Witnesses: whose lines count here, and the lines that this archive gives to partners."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from kuzat.cli.app import Call, _, content_of, json_option, main, with_archive
from kuzat.cli.loopback import server
from kuzat.cli.outgoing import refuse_old, write_new
from kuzat.exchange import Witnessed, judged
from kuzat.log.cosignature import COSIGNATURE
from kuzat.log.note import read_verifier_key
from kuzat.log.report import Report
from kuzat.store import (
    access_witnessed,
    add_witness,
    ask_witness,
    drop_witness,
    keep_cosigned,
    reader_of,
    sign_as_witness,
    witness_key,
)

NEW = click.Path(path_type=Path, dir_okay=False)
PORT = 8410


@main.group(help=_("Let partners sign how far the log has grown. They see sizes, no content."))
def witness() -> None:
    """The group of commands about witnesses."""


@witness.command("key", help=_("Print the key by which this archive witnesses the logs of partners."))
@with_archive
def key_command(call: Call) -> None:
    """The key that a partner adds."""
    with call.open() as archive:
        click.echo(witness_key(archive))


@witness.command("add", help=_("Let a witness count here, by the key that they printed."))
@click.argument("key")
@with_archive
def add_command(call: Call, key: str) -> None:
    """Another witness."""
    with call.open() as archive:
        add_witness(archive, key)


@witness.command("drop", help=_("Let a witness count here no longer."))
@click.argument("name")
@with_archive
def drop_command(call: Call, name: str) -> None:
    """One witness fewer."""
    with call.open() as archive:
        drop_witness(archive, name)


@witness.command("ask", help=_("Write a request over the newest checkpoint to a new file."))
@click.argument("file", type=NEW)
@click.option("--from", "old", type=click.IntRange(0), help=_("How many entries the witness has signed."))
@with_archive
def ask_command(call: Call, file: Path, old: int | None) -> None:
    """What a witness is asked."""
    refuse_old(file)
    with call.open() as archive:
        write_new(file, ask_witness(archive, old))


@witness.command("sign", help=_("Sign the request of a partner, if their log only grew, into a new file."))
@click.argument("request", type=NEW)
@click.argument("file", type=NEW)
@with_archive
def sign_command(call: Call, request: Path, file: Path) -> None:
    """What a witness answers."""
    refuse_old(file)
    with call.open() as archive:
        note, line = sign_as_witness(archive, reader_of(archive), content_of(request))
    write_new(file, note + line)


@witness.command("keep", help=_("Keep what a witness answered."))
@click.argument("file", type=NEW)
@with_archive
@json_option
def keep_command(call: Call, file: Path) -> None:
    """The answer of a witness, and what it comes to."""
    with call.open() as archive:
        keep_cosigned(archive, content_of(file))
        found = access_witnessed(archive, reader_of(archive))
    call.answer(witnessed_data(found), lambda: iter([witnessed_line(found)]))


@witness.command("show", help=_("Say what the witnesses saw of this archive."))
@with_archive
@json_option
def show_command(call: Call) -> None:
    """The verdict of all witnesses."""
    with call.open() as archive:
        found = access_witnessed(archive, reader_of(archive))
    call.answer(witnessed_data(found), lambda: iter([witnessed_line(found)]))


@witness.command("serve", help=_("Answer requests of partners on this machine alone, until stopped."))
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help=_("The port."))
@with_archive
def serve_command(call: Call, port: int) -> None:
    """C2SP tlog-witness on loopback."""
    with call.open() as archive, server(archive, port) as service:
        click.echo(_("Witnessing at {address}. Stop with Ctrl+C.").format(address=service.address))
        service.serve_forever()


def witness_named(line: str) -> tuple[str, bytes]:
    """Name and key of a witness whom somebody trusts. Raises `NoteBad`."""
    return read_verifier_key(line.strip(), COSIGNATURE)


def judged_proof(report: Report, known: dict[str, bytes]) -> Witnessed:
    """What these witnesses say of the checkpoint of a proof."""
    _name, key = read_verifier_key(report.key)
    return judged([report.note], known, report.log, key, lambda _size: report.root)


def witnessed_data(found: Witnessed) -> dict[str, Any]:
    """A verdict as JSON."""
    return asdict(found)


def witnessed_line(found: Witnessed) -> str:
    """A verdict in a sentence."""
    return found.told().said(_)
