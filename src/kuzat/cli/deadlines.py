# SPDX-License-Identifier: Apache-2.0
"""Reckon when a term ends, and say why; of an archive, which of its terms are still open.

Without an archive nothing of a case is asked for.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import click

from kuzat.cli import claims
from kuzat.cli.app import Call, _, json_option, language, main, with_archive
from kuzat.terms.dates import said, shown

if TYPE_CHECKING:
    from kuzat.accountability import Deadline, End, Rule, RuleBook, Start, Told

DAY = click.DateTime(["%Y-%m-%d"])
UNCHECKED = _("To be checked by a lawyer: the source was not read or does not settle it.")


@main.command(help=_("Reckon when a term ends, from its rule and from what may have started it."))
@click.option(
    "--rule",
    "id",
    help=_("The rule's name. Without it the open terms of the archive are listed, or all rules."),
)
@click.option(
    "--from",
    "begun",
    multiple=True,
    metavar="[START=]DATE",
    help=_("What started the term, and when; more than once where that is not certain."),
)
@click.option(
    "--pause", "paused", multiple=True, metavar="FIRST/LAST", help=_("Days on which it did not run.")
)
@click.option(
    "--done", type=DAY, multiple=True, metavar="DATE", help=_("When a reply came or a paper was filed.")
)
@click.option("--today", type=DAY, metavar="DATE", help=_("Count as on this day."))
@click.option("--ics", is_flag=True, help=_("Answer with a calendar file (iCalendar)."))
@click.option("--rules", is_flag=True, help=_("List all rules, also where an archive is named."))
@with_archive
@json_option
def deadlines(
    call: Call,
    id: str | None,
    begun: tuple[str, ...],
    paused: tuple[str, ...],
    done: tuple[datetime, ...],
    today: datetime | None,
    ics: bool,
    rules: bool,
) -> None:
    """A term's ends with their reasons, where it stands; every open term of an archive; or every rule."""
    # Loaded here, since no other command needs the calendars of countries.
    from kuzat.accountability import Pause, Term, acted, feed, reckon, rule_book, standing

    book = rule_book()
    if id is None and call.path and not rules:
        claims.due(call, today and today.date(), ics=ics)
        return
    if id is None:
        call.answer([_rule_data(book, rule) for rule in book.rules], lambda: _list_lines(book))
        return
    starts = [_start(book, id, text) for text in begun]
    pauses = [Pause.within(said(text, language())) for text in paused]
    deadline = reckon(book, id, starts, pauses)
    rule = deadline.ends[0].rules[0]
    if ics:
        term = Term(deadline=deadline, title=_label(rule.labels))
        click.echo(feed([term], datetime.now(UTC)), nl=False)
        return
    day = today.date() if today else date.today()
    told = [acted(deadline, act.date()) for act in done] or [standing(deadline, day, rule.whose)]
    data = {**_rule_data(book, rule), **_deadline_data(deadline), "told": [_told_data(one) for one in told]}
    call.answer(data, lambda: _lines(book, deadline, told))


def _start(book: "RuleBook", id: str, text: str) -> "Start":
    """A start as typed: ``adoption=31 March 2016``; a date alone is the first start that the rule names."""
    from kuzat.accountability import Start

    by, named, day = text.rpartition("=")
    return Start(by.strip() if named else book.versions(id)[0].starts[0], said(day.strip(), language()))


def _label(labels: Mapping[str, str]) -> str:
    return labels.get(language(), labels["en"])


def _list_lines(book: "RuleBook") -> Iterator[str]:
    for id in dict.fromkeys(rule.id for rule in book.rules):
        rule = book.versions(id)[-1]
        yield f"{id}  {_label(rule.labels)} ({_label(book.forums[rule.forum].labels)})"
        yield "    " + ", ".join(f"{by}: {_label(book.starts[by])}" for by in rule.starts)


def _lines(book: "RuleBook", deadline: "Deadline", told: "list[Told]") -> Iterator[str]:
    from kuzat.accountability import SHUT

    rule = deadline.ends[0].rules[0]
    forum = book.forums[rule.forum]
    yield f"{_label(rule.labels)} ({_label(forum.labels)})"
    if forum.door in SHUT:
        yield SHUT[forum.door].said(_)
    for end in deadline.ends:
        yield f"  {_label(book.starts[end.start.by])}, {shown(end.start.day.text, language())}: {_days(end)}"
        yield from (f"    {reason.said(_)}" for reason in end.reasons)
    for by in deadline.unknown:
        yield "  " + _("Not known to us: {start}.").format(start=_label(book.starts[by]))
    yield from (sentence.said(_) for one in told for sentence in one.sentences)
    for used in dict.fromkeys(rule for end in deadline.ends for rule in end.rules):
        if not used.checked:
            yield UNCHECKED
        yield f"{used.definition}. {used.source}."


def _days(end: "End") -> str:
    return f"{end.earliest}" if end.earliest == end.latest else f"{end.earliest} – {end.latest}"


def _rule_data(book: "RuleBook", rule: "Rule") -> dict[str, Any]:
    forum = book.forums[rule.forum]
    return {
        "rule": rule.id,
        "label": _label(rule.labels),
        "forum": rule.forum,
        "door": forum.door,
        "door_since": forum.since and str(forum.since),
        "starts": list(rule.starts),
        "since": rule.since and str(rule.since),
        "until": rule.until and str(rule.until),
        "checked": rule.checked,
        "source": rule.source,
    }


def _deadline_data(deadline: "Deadline") -> dict[str, Any]:
    return {
        "earliest": str(deadline.earliest),
        "latest": str(deadline.latest),
        "unknown_starts": list(deadline.unknown),
        "ends": [
            {
                "start": end.start.by,
                "from": end.start.day.text,
                "earliest": str(end.earliest),
                "latest": str(end.latest),
                "checked": all(rule.checked for rule in end.rules),
                "reasons": [reason.said(_) for reason in end.reasons],
            }
            for end in deadline.ends
        ],
    }


def _told_data(told: "Told") -> dict[str, Any]:
    return {
        "standing": told.standing.value,
        "days": told.days,
        "sentences": [sentence.said(_) for sentence in told.sentences],
    }
