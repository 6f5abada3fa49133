# SPDX-License-Identifier: Apache-2.0
"""Estimate what was not documented, from a capture table in a file. No archive is opened."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kuzat.cli.app import _, content_of, json_option, main, progress
from kuzat.collection import read

if TYPE_CHECKING:
    from kuzat.analysis.estimation import Account, Estimate, Mode

SEED = 20_260_101
NAME = 38
CHOICE = 60


@main.command(help=_("Estimate from overlapping lists how many were not documented."))
@click.option(
    "--table",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help=_("A sheet with a column of 0 and 1 for each list, and a column with counts."),
)
@click.option("--count", help=_("The column with counts, where it is not called count, freq, n or y."))
@click.option("--stratum", help=_("A column by whose values the table is taken apart."))
@click.option(
    "--convenience",
    is_flag=True,
    help=_("The records were gathered where they were easy to get: no total is given."),
)
@click.option("--turns", type=click.IntRange(400), help=_("So many turns of each chain (18,000)."))
@click.option("--seed", type=click.IntRange(0), default=SEED, help=_("Where chance begins."))
@click.option(
    "--plot",
    type=click.Path(path_type=Path, dir_okay=False),
    help=_("Write the overlaps of the lists into this file, as a picture (SVG)."),
)
@json_option
def estimate(
    path: Path,
    count: str | None,
    stratum: str | None,
    convenience: bool,
    turns: int | None,
    seed: int,
    plot: Path | None,
    as_json: bool,
) -> None:
    """Every method beside the others, with what each assumes, and whether a total stands."""
    # Loaded here, since no other command needs arrays.
    import numpy as np

    from kuzat.analysis import estimation as e

    sheet = read(content_of(path), path.name)
    tables = e.from_sheet(sheet, count=count, stratum=stratum)
    effort = e.Effort() if turns is None else e.Effort(turns=turns, dropped=turns // 4)
    accounts = []
    with progress(_("Chains"), effort.turns * len(tables)) as told:
        for table in tables:
            random = np.random.default_rng(seed)
            accounts.append(e.assess(table, random, convenience=convenience, effort=effort, told=told))
    if plot:
        plot.write_text(e.upset(tables[0], title=_("Overlaps of the lists")), encoding="utf-8")
    if as_json:
        data = [account_data(account) for account in accounts]
        click.echo(json.dumps({"seed": seed, "tables": data}, ensure_ascii=False, indent=2, sort_keys=True))
        return
    for account in accounts:
        for line in account_lines(account):
            click.echo(line)


def account_lines(account: "Account") -> Iterator[str]:
    """An account: its sentences first, since numbers mean nothing without them; then methods and choices."""
    from kuzat.analysis.estimation import ASSUMPTIONS, NAMES, sentences

    if account.table.stratum:
        yield account.table.stratum
    yield from (sentence.said(_) for sentence in sentences(account))
    yield ""
    yield _("Every method, with the assumption under which its number holds:")
    for one in account.estimates:
        yield f"  {NAMES[one.method].said(_):<{NAME}} {_figures(one)}  {one.model}".rstrip()
        yield "    " + _("if {assumption}").format(assumption=ASSUMPTIONS[one.method].said(_))
    for method, reason in account.refusals:
        silent = _("no number: {reason}").format(reason=reason.said(_))
        yield f"  {NAMES[method].said(_):<{NAME}} {silent}"
    if account.variations:
        yield ""
        yield _("If something that data cannot settle is chosen otherwise:")
    for variation in account.variations:
        told = _figures(variation.estimate) if variation.estimate else "—"
        because = f"  {variation.reason.said(_)}" if variation.reason else ""
        yield f"  {variation.choice.said(_):<{CHOICE}} {told}{because}"


def _figures(one: "Estimate") -> str:
    total = f"≥ {one.total:,.0f}" if one.bound else f"{one.total:,.0f}"
    return f"{total:>12}  ({one.low:,.0f} – {one.high:,.0f})"


def account_data(account: "Account") -> dict[str, Any]:
    """An account for programs; sentences in the language of messages."""
    from kuzat.analysis.estimation import ASSUMPTIONS, sentences

    posterior = account.posterior
    return {
        "stratum": account.table.stratum,
        "lists": list(account.table.lists),
        "documented": account.table.documented,
        "headline": _estimate_data(account.headline),
        "refusal": account.refusal.said(_) if account.refusal else None,
        "sentences": [sentence.said(_) for sentence in sentences(account)],
        "methods": [
            {**(_estimate_data(one) or {}), "assumption": ASSUMPTIONS[one.method].said(_)}
            for one in account.estimates
        ],
        "refused": {method.value: reason.said(_) for method, reason in account.refusals},
        "variations": [
            {
                "choice": variation.choice.said(_),
                "estimate": _estimate_data(variation.estimate),
                "reason": variation.reason.said(_) if variation.reason else None,
            }
            for variation in account.variations
        ],
        "chains": posterior
        and {
            "verdict": posterior.verdict.value,
            "r_hat": posterior.r_hat,
            "effective": posterior.effective,
            "errors": list(posterior.errors),
            "modes": [_mode_data(mode) for mode in posterior.modes],
            "stuck": [_mode_data(mode) for mode in posterior.stuck],
        },
    }


def _estimate_data(one: "Estimate | None") -> dict[str, Any] | None:
    return asdict(one) if one else None


def _mode_data(mode: "Mode") -> dict[str, Any]:
    return {**asdict(mode), "chains": len(mode.chains)}
