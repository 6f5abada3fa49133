# SPDX-License-Identifier: Apache-2.0
"""Hand somebody a proof, and check one without any archive."""

import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import click

from kuzat.cli.app import Call, _, content_of, json_option, main, text_option, with_archive
from kuzat.cli.outgoing import for_option, refuse_old, to_option, use_of, write_new
from kuzat.cli.terminal import steady
from kuzat.cli.witness import judged_proof, witness_named, witnessed_data, witnessed_line
from kuzat.log.report import Report, check_proof
from kuzat.log.statement import Statement
from kuzat.store import access_proof, access_statement_id, handed_out, reader_of


@main.command(
    help=_(
        "Write a proof file that shows these statements and nothing else. It goes to standard "
        "output, or to a new file with --out."
    )
)
@click.argument("statements", nargs=-1, required=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help=_("A new file."))
@click.option("--author", is_flag=True, help=_("Show which member said it. This names a key."))
@click.option("--time", is_flag=True, help=_("Show the machine's own time of the entry."))
@text_option("--reason", "reason", _("Reason"), _("Needed for a protected statement: why you show it."))
@to_option
@for_option
@with_archive
def prove(
    call: Call,
    statements: tuple[str, ...],
    out: Path | None,
    author: bool,
    time: bool,
    reason: str | None,
    receiver: str | None,
    purpose: str | None,
) -> None:
    """A proof of chosen statements."""
    if out is not None:
        refuse_old(out)
    with call.open() as archive:
        reader = reader_of(archive)
        proof = access_proof(
            archive,
            reader,
            statements,
            author=author,
            time=time,
            use=use_of(purpose),
            reason=reason,
        )
        shown = [access_statement_id(archive, reader, one) for one in statements]
        handed_out(archive, "handed_out.proof", receiver, statements=shown)
        if out is None:
            sys.stdout.buffer.write(proof)
        else:
            write_new(out, proof)


@main.command("check-proof", help=_("Check a proof file. No archive and no passphrase is needed."))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--key", help=_("The key of the log as you noted it before."))
@click.option(
    "--witness", "witnesses", multiple=True, metavar="KEY", help=_("The key of a witness whom you trust.")
)
@json_option
def check_proof_command(file: Path, key: str | None, witnesses: tuple[str, ...], as_json: bool) -> None:
    """What a proof shows, and what it does not."""
    report = check_proof(content_of(file), key)
    known = dict(map(witness_named, witnesses))
    witnessed = judged_proof(report, known)
    Call(as_json=as_json).answer(
        _data(report) | {"witnessed": witnessed_data(witnessed)},
        lambda: chain(_lines(report), ("", witnessed_line(witnessed)) if known else ()),
    )


def _data(report: Report) -> dict[str, Any]:
    return {
        "log": report.log,
        "key": report.key,
        "compared": report.compared,
        "size": report.size,
        "root": report.root.hex(),
        "entries": [
            {
                "position": entry.position,
                "by": entry.by,
                "at": entry.at,
                "statements": [
                    {
                        "id": statement.id.hex(),
                        "op": statement.op,
                        "about": statement.about,
                        "says": statement.says,
                        "type": statement.type,
                        "value": statement.value,
                        "language": statement.language,
                        "basis": statement.basis,
                    }
                    for statement in entry.statements
                ],
            }
            for entry in report.entries
        ],
        "does_not_prove": [limit.said(_) for limit in report.limits()],
    }


def _lines(report: Report) -> Iterator[str]:
    yield _("The proof holds: the log {log} had {size} entries when this was signed.").format(
        log=report.log, size=report.size
    )
    yield _("Key of the log: {key}").format(key=report.key)
    for entry in report.entries:
        for statement in entry.statements:
            yield ""
            yield _("Entry {position}: {says} of {about}").format(
                position=entry.position, says=statement.says, about=statement.about
            )
            yield from _value_lines(statement)
            if statement.basis:
                yield "  " + _("on the basis of {basis}").format(basis=statement.basis)
        if entry.by:
            yield "  " + _("said by the member {member}").format(member=entry.by)
        if entry.at:
            yield "  " + _("at {time} by the clock of that machine").format(time=entry.at)
    yield ""
    yield _("It does not prove:")
    for limit in report.limits():
        yield f"  - {limit.said(_)}"


def _value_lines(statement: Statement) -> Iterator[str]:
    """What was said, so that it looks like no line of ours: indented, no sign that steers a terminal.

    What takes another statement back is named as such, as in the file.
    """
    op = "" if statement.op == "set" else f"{statement.op} "
    for line in steady(f"{op}{statement.value}").splitlines():
        yield f"    {line}"
