# SPDX-License-Identifier: Apache-2.0
"""Estimate what was not documented, from the lists of the archive or from a capture table in a file."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kuzat.cli.app import Call, _, content_of, json_option, language, main, progress, with_archive
from kuzat.cli.linking import IDENTITIES
from kuzat.collection import read
from kuzat.store import STRATA, Captured, access_captures, reader_of
from kuzat.terms.wording import worded

if TYPE_CHECKING:
    from kuzat.analysis.estimation import Account, CaptureTable, Estimate, Linked, Mode, Stratum

SEED = 20_260_101
NAME = 38
CHOICE = 60
LINKAGES = 20


@main.command(help=_("Estimate from overlapping lists how many were not documented."))
@click.option(
    "--table",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    help=_("A sheet with a column of 0 and 1 for each list and one with counts; the archive stays shut."),
)
@click.option("--count", help=_("The column with counts, where it is not called count, freq, n or y."))
@click.option("--stratum", help=_("A column by whose values the table is taken apart."))
@click.option("--by", help=_("Of the archive, take victims apart by year, region, or both: year,region."))
@click.option("--act", help=_("Victims of this kind of act only, such as act.life."))
@click.option("--list", "only", multiple=True, help=_("Look at this list; may be repeated."))
@IDENTITIES
@click.option(
    "--linkages",
    type=click.IntRange(0),
    default=LINKAGES,
    show_default=True,
    help=_("Of the archive, so many linkages are drawn, to say what their doubt does; 0 for none."),
)
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
@with_archive
@json_option
def estimate(
    call: Call,
    path: Path | None,
    count: str | None,
    stratum: str | None,
    by: str | None,
    act: str | None,
    only: tuple[str, ...],
    identities: str | None,
    linkages: int,
    convenience: bool,
    turns: int | None,
    seed: int,
    plot: Path | None,
) -> None:
    """Every method beside the others, with what each assumes, and whether a total stands."""
    # Loaded here, since no other command needs arrays.
    from kuzat.analysis import estimation as e

    captured: Captured | None = None
    strata: tuple[e.Stratum, ...] = ()
    doubts: Mapping[str, e.Linked] = {}
    if path:
        tables = e.from_sheet(read(content_of(path), path.name), count=count, stratum=stratum)
    else:
        captured, strata, doubts = _captured(call, by, act, only, identities, linkages, seed)
        tables = [one.table for one in strata if one.table is not None]
    silent = [one for one in strata if one.table is None]
    accounts = _accounts(tables, turns, seed, convenience)
    if plot and tables:
        plot.write_text(e.upset(tables[0], title=_("Overlaps of the lists")), encoding="utf-8")
    told = [account_data(account) | _doubt_data(doubts.get(account.table.stratum)) for account in accounts]
    data: dict[str, Any] = {"seed": seed, "tables": told}
    if captured:
        data |= _gathered(captured, silent)
    call.answer(data, lambda: _lines(accounts, captured, silent, doubts))


def _captured(
    call: Call,
    by: str | None,
    act: str | None,
    only: tuple[str, ...],
    identities: str | None,
    linkages: int,
    seed: int,
) -> "tuple[Captured, tuple[Stratum, ...], Mapping[str, Linked]]":
    """Who is named by which lists of the archive, the tables of its strata, and what doubt does to each."""
    dimensions = tuple(dict.fromkeys(by.split(","))) if by else ()
    if not set(dimensions) <= set(STRATA):
        raise click.BadParameter(", ".join(STRATA), param_hint="--by")
    import numpy as np

    from kuzat.analysis.estimation import by_stratum, doubted
    from kuzat.linkage import STEPS

    with call.open() as archive:
        with progress(_("Steps"), STEPS) as told:
            found = access_captures(
                archive, reader_of(archive), by=dimensions, act=act, only=only, reason=identities, told=told
            )
        spoken, words = language(), archive.vocabulary

    def called(value: str) -> str:
        return worded(words, "place", value, spoken)

    strata = by_stratum(found.namings, found.likely.linked.root, called)
    random = np.random.default_rng(seed)
    doubts = doubted(found.namings, found.linkages(random, linkages), random, called) if linkages else {}
    return found, strata, {", ".join(values): linked for values, linked in doubts.items()}


def _accounts(
    tables: "list[CaptureTable]", turns: int | None, seed: int, convenience: bool
) -> "list[Account]":
    import numpy as np

    from kuzat.analysis import estimation as e

    effort = e.Effort() if turns is None else e.Effort(turns=turns, dropped=turns // 4)
    with progress(_("Chains"), effort.turns * len(tables)) as told:
        return [
            e.assess(table, np.random.default_rng(seed), convenience=convenience, effort=effort, told=told)
            for table in tables
        ]


def _gathered(captured: Captured, silent: "list[Stratum]") -> dict[str, Any]:
    """What an estimate from the archive rests on, for programs."""
    return {
        "entries": captured.likely.entries,
        "lists": list(captured.lists),
        "unlinked": captured.unlinked,
        "unlisted": captured.unlisted,
        "without_table": [
            {"stratum": list(one.values), "people": one.people, "reason": one.refusal and one.refusal.said(_)}
            for one in silent
        ],
    }


def _lines(
    accounts: "list[Account]",
    captured: Captured | None,
    silent: "list[Stratum]",
    doubts: "Mapping[str, Linked]",
) -> Iterator[str]:
    if captured:
        yield _("Lists: {lists}. Read up to entry {entries}.").format(
            lists=", ".join(captured.lists), entries=captured.likely.entries
        )
        yield _(
            "Left out: {unlinked} victims who cannot be linked (groups, bodies, people without a name), "
            "{unlisted} whom no list names."
        ).format(unlinked=captured.unlinked, unlisted=captured.unlisted)
    for account in accounts:
        yield from account_lines(account, doubts.get(account.table.stratum))
    for one in silent:
        yield ", ".join(one.values)
        yield _("{documented} were documented. No total is estimated: {reason}.").format(
            documented=one.people, reason=one.refusal.said(_) if one.refusal else ""
        )


def account_lines(account: "Account", doubt: "Linked | None" = None) -> Iterator[str]:
    """An account: its sentences first, since numbers mean nothing without them; then methods and choices.

    ``doubt`` is what sampled linkages say of the same table: one of the methods, with what it assumes.
    """
    from kuzat.analysis.estimation import ASSUMPTIONS, NAMES, sentences, with_doubt

    if account.table.stratum:
        yield account.table.stratum
    yield from (sentence.said(_) for sentence in sentences(account))
    yield ""
    yield _("Every method, with the assumption under which its number holds:")
    for one in account.estimates:
        yield f"  {NAMES[one.method].said(_):<{NAME}} {_figures(one)}  {one.model}".rstrip()
        yield "    " + _("if {assumption}").format(assumption=ASSUMPTIONS[one.method].said(_))
    if doubt:
        yield "  " + with_doubt(doubt).said(_)
        yield "    " + _("if {assumption}").format(assumption=ASSUMPTIONS[doubt.estimate.method].said(_))
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


def _doubt_data(doubt: "Linked | None") -> dict[str, Any]:
    from kuzat.analysis.estimation import ASSUMPTIONS

    if doubt is None:
        return {}
    return {"linkage": {**asdict(doubt), "assumption": ASSUMPTIONS[doubt.estimate.method].said(_)}}


def _estimate_data(one: "Estimate | None") -> dict[str, Any] | None:
    return asdict(one) if one else None


def _mode_data(mode: "Mode") -> dict[str, Any]:
    return {**asdict(mode), "chains": len(mode.chains)}
