# SPDX-License-Identifier: Apache-2.0
"""Compare two names of which a monitor wonders whether they mean one person. No archive is opened."""

import json

import click

from kuzat.cli.app import _, json_option, main, typed
from kuzat.terms.names import compare


@main.command(help=_("Compare two names in any script. It asks for those that are not given."))
@click.argument("a", required=False)
@click.argument("b", required=False)
@json_option
def names(a: str | None, b: str | None, as_json: bool) -> None:
    """The score and every reason; a name that was not given is asked for."""
    told = [name for name in (a, b) if name is not None]
    while len(told) < 2:
        told += typed(_("Name")).splitlines()
    compared = compare(told[0], told[1])
    reasons = [reason.said(_) for reason in compared.reasons]
    if as_json:
        click.echo(json.dumps({"reasons": reasons, "score": compared.score}, ensure_ascii=False, indent=2))
        return
    click.echo(_("Alike: {score} of 1.").format(score=f"{compared.score:.2f}"))
    for reason in reasons:
        click.echo(f"  {reason}")
