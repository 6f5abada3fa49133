# SPDX-License-Identifier: Apache-2.0
"""Claims with what is owed in them, the bodies to which one can turn, and what is due."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

import click

from kuzat.accountability import (
    DOORS,
    REACHED,
    SHUT,
    STATUSES,
    Case,
    Forum,
    Found,
    Money,
    Owed,
    Tally,
    Term,
    doors,
    exhaustion,
    feed,
    rule_book,
    tally,
)
from kuzat.cli.app import Call, _, json_option, language, main, with_archive
from kuzat.errors import Phrase
from kuzat.store import (
    Archive,
    access_claim,
    access_claims,
    access_reference,
    access_titles,
    reader_of,
    today,
)
from kuzat.terms import dates, ids, vocabulary
from kuzat.terms.wording import worded

Row = Mapping[str, Any]
UNCHECKED = Phrase("To be checked by a lawyer: the source was not read or does not settle it.")


@main.command(help=_("List claims, or show one with what was done, decided and owed in it."))
@click.argument("claim", required=False)
@click.option("--figures", is_flag=True, help=_("Count decisions, what is owed, and money."))
@with_archive
@json_option
def cases(call: Call, claim: str | None, figures: bool) -> None:
    """Every claim in a line, or one whole; or the figures of all."""
    if figures:
        _figures(call)
        return
    with call.open() as archive:
        reader = reader_of(archive, language())
        if claim is None:
            found = access_claims(archive, reader)
        else:
            found = (access_claim(archive, reader, access_reference(archive, reader, claim)),)
        titles = _titles(archive, found)
    data = [_case_data(one, titles) for one in found]
    call.answer(data, lambda: _case_lines(found, titles, is_whole=claim is not None))


def _figures(call: Call) -> None:
    with call.open() as archive:
        told = tally(access_claims(archive, reader_of(archive, language())), today(archive))
    data = {
        "claims": list(told.claims),
        "decisions": {outcome: list(of) for outcome, of in told.decisions.items()},
        "violations": {
            forum: {"found": list(rate.found), "of": list(rate.of)} for forum, rate in told.rates.items()
        },
        "owed": [
            {"kind": kind, "status": status.value, "of": list(of)} for (kind, status), of in told.owed.items()
        ],
        "age": told.age and {"least": told.age.least, "most": told.age.most, "of": list(told.age.of)},
        "undated": list(told.undated),
        "awarded": [_money(one) for one in told.awarded],
        "paid": [_money(one) for one in told.paid],
    }
    call.answer(data, lambda: _figure_lines(told))


def _money(one: Money) -> dict[str, Any]:
    return {
        "currency": one.currency,
        "amount": str(one.amount),
        "of": list(one.of),
        "differ": list(one.differ),
    }


def _figure_lines(told: Tally) -> Iterator[str]:
    yield _("{what}: {number}").format(what=_("Claims"), number=len(told.claims))
    for outcome, of in told.decisions.items():
        yield _("{what}: {number}").format(what=_word("term", outcome) or "–", number=len(of))
    for forum, rate in told.rates.items():
        body = rule_book().forums.get(forum)
        yield _("Violations found by {body}: {number} of {total}").format(
            body=_label(body) if body else forum, number=len(rate.found), total=len(rate.of)
        )
    for (kind, status), of in told.owed.items():
        owing = ", ".join((_word("term", kind) or "–", STATUSES[status].said(_)))
        yield _("{what}: {number}").format(what=owing, number=len(of))
    if told.age:
        days = " – ".join(dict.fromkeys(f"{one:g}" for one in (told.age.least, told.age.most)))
        yield _("{what}: {number}").format(
            what=_("Median age in days of what is not known to be carried out"),
            number=f"{days} (n = {len(told.age.of)})",
        )
    if told.undated:
        yield _("{what}: {number}").format(what=_("Since when is not known"), number=len(told.undated))
    for name, sums in ((_("Money awarded"), told.awarded), (_("Money paid"), told.paid)):
        for one in sums:
            more = f" ({_('accounts differ')}: {len(one.differ)})" if one.differ else ""
            yield _("{what}: {number}").format(
                what=name, number=f"{one.amount:f} {one.currency}".rstrip() + more
            )


@main.command(help=_("List the bodies to which one can turn; with --for, which doors remain for a claim."))
@click.option("--for", "claim", metavar="CLAIM", help=_("The claim that is to be brought there."))
@with_archive
@json_option
def forums(call: Call, claim: str | None) -> None:
    """Every body with who may file and when, or every body with why its door is open or shut."""
    book = rule_book()
    if claim is None:
        listed = tuple(book.forums.values())
        call.answer([_forum_data(one) for one in listed], lambda: _forum_lines(listed))
        return
    with call.open() as archive:
        reader = reader_of(archive, language())
        case = access_claim(archive, reader, access_reference(archive, reader, claim))
        found = doors(book, case.matter(archive.vocabulary.ancestors), today(archive))
    data = [
        {**_forum_data(one.forum), "door": one.door.value, "reasons": [said.said(_) for said in one.reasons]}
        for one in found
    ]
    call.answer(data, lambda: _door_lines(found))


def due(call: Call, day: date | None, *, ics: bool) -> None:
    """Answer with the terms of an archive that nothing is known to have met, the nearest end first."""
    with call.open() as archive:
        reader = reader_of(archive, language())
        found = access_claims(archive, reader, day=day)
        titles = _titles(archive, found)
    open_ = [(case, row, owed) for case in found for row, owed in case.obligations if not owed.is_answered]
    terms = sorted(
        ((owed.deadline.earliest, row["id"], case, row, owed) for case, row, owed in open_ if owed.deadline),
        key=lambda one: one[:2],
    )
    if ics:
        listed = [
            Term(deadline=owed.deadline, title=_rule(owed) + " " + ids.label(row["id"]), key=row["id"])
            for _day, _id, _case, row, owed in terms
            if owed.deadline
        ]
        click.echo(feed(listed, datetime.now(UTC)), nl=False)
        return
    refused = [(case, row, owed) for case, row, owed in open_ if owed.refused]
    shown = [(case, row, owed) for _day, _id, case, row, owed in terms] + refused
    data = [{"claim": case.claim["id"], **_owed_data(row, owed)} for case, row, owed in shown]
    call.answer(data, lambda: _due_lines(shown, titles))


def _titles(archive: Archive, found: tuple[Case, ...]) -> dict[str, str]:
    of = tuple(row["id"] for case in found for row in _rows(case))
    return access_titles(archive, reader_of(archive), of, language())


def _rows(case: Case) -> Iterator[Row]:
    yield case.claim
    yield from (*case.proceedings, *case.steps, *case.decisions)
    yield from (row for row, _owed in case.obligations)


def _case_data(case: Case, titles: dict[str, str]) -> dict[str, Any]:
    return {
        "claim": case.claim["id"],
        "title": titles.get(case.claim["id"]),
        "persons": list(case.persons),
        "events": list(case.events),
        "acts": list(case.acts),
        "proceedings": [_plain(row) for row in case.proceedings],
        "steps": [_plain(row) for row in case.steps],
        "decisions": [_plain(row) for row in case.decisions],
        "obligations": [_owed_data(row, owed) for row, owed in case.obligations],
        "home": [
            {
                "forums": list(rung.forums),
                "proceedings": list(rung.proceedings),
                "reached": rung.reached.value,
                "missing": [said.said(_) for said in rung.missing],
            }
            for rung in exhaustion(case)
        ],
        "odd": [{"record": record, "reason": said.said(_)} for record, said in case.oddities()],
    }


def _plain(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None and name != "contested"}


def _owed_data(row: Row, owed: Owed) -> dict[str, Any]:
    deadline = owed.deadline
    return {
        **_plain(row),
        "status": owed.status.value,
        "earliest": deadline and str(deadline.earliest),
        "latest": deadline and str(deadline.latest),
        "unknown_starts": list(deadline.unknown) if deadline else [],
        "refused": owed.refused and owed.refused.sentence(_),
        "told": [said.said(_) for one in owed.told for said in one.sentences],
        "assessments": [_plain(one) for one in owed.assessments],
    }


def _forum_data(forum: Forum) -> dict[str, Any]:
    return {
        "forum": forum.id,
        "label": _label(forum),
        "level": forum.level,
        "door": forum.door,
        "since": forum.since and str(forum.since),
        "until": forum.until and str(forum.until),
        "checked": forum.checked,
        "source": forum.source,
        **forum.words,
    }


def _label(forum: Forum) -> str:
    return forum.labels.get(language(), forum.labels["en"])


def _word(type_: str, value: str | None) -> str:
    return worded(vocabulary.load(), type_, value, language()) if value else ""


def _case_lines(found: tuple[Case, ...], titles: dict[str, str], *, is_whole: bool) -> Iterator[str]:
    for case in found:
        id_ = case.claim["id"]
        owed = [one for _row, one in case.obligations]
        counted = {said: sum(one.status is status for one in owed) for status, said in STATUSES.items()}
        told = ", ".join(f"{said.said(_)}: {count}" for said, count in counted.items() if count)
        yield f"{ids.label(id_)}  {titles.get(id_, '')}" + (f"  ({told})" if told else "")
        if is_whole:
            yield from _whole_lines(case, titles)
            yield from _rung_lines(case)
    if not found:
        yield _("No claim is recorded.")


def _whole_lines(case: Case, titles: dict[str, str]) -> Iterator[str]:
    book = rule_book()
    for row in case.proceedings:
        forum = book.forums.get(row["forum"])
        body = _label(forum) if forum else str(row["forum"] or "")
        yield f"  {ids.label(row['id'])}  {body} {row['number'] or ''}".rstrip()
        dated = [one for one in (*case.steps, *case.decisions) if one["proceeding"] == row["id"]]
        for one in sorted(dated, key=lambda one: one["date_from"] or ""):
            name = _word("term", one.get("type") or one.get("outcome"))
            words = one.get("note") or one.get("words") or ""
            yield f"    {_word('date', one['date'])}  {name} {words}  {ids.label(one['id'])}"
    for row, owed in case.obligations:
        yield from _owed_lines(row, owed, titles)
    for record, said in case.oddities():
        yield f"  {ids.label(record)}: {said.said(_)}"


def _rung_lines(case: Case) -> Iterator[str]:
    book = rule_book()
    yield "  " + _("Remedies at home")
    for rung in exhaustion(case):
        bodies = " / ".join(_label(book.forums[forum]) for forum in rung.forums)
        yield f"    {bodies}: {REACHED[rung.reached].said(_)}"
        yield from (f"      {said.said(_)}" for said in rung.missing)


def _owed_lines(row: Row, owed: Owed, titles: dict[str, str]) -> Iterator[str]:
    words = f": {row['words']}" if row["words"] else ""
    yield f"  {ids.label(row['id'])}  {titles.get(row['id'], '')}{words}  – {STATUSES[owed.status].said(_)}"
    for one in owed.assessments:
        day = f"{_word('date', one['date'])}, " if one["date"] else ""
        judged = f"{_word('term', one['by'])}: {_word('term', one['grade'])}"
        yield f"      {day}{judged} {one['reason'] or ''}".rstrip()
    yield from _term_lines(owed)


def _term_lines(owed: Owed) -> Iterator[str]:
    if owed.refused:
        yield f"      {owed.refused.sentence(_)}"
    if owed.deadline:
        days = dict.fromkeys((str(owed.deadline.earliest), str(owed.deadline.latest)))
        yield f"      {_rule(owed)}: {' – '.join(days)}"
        yield from (f"      {said.said(_)}" for one in owed.told for said in one.sentences)
    if owed.rule and not owed.rule.checked:
        yield f"      {UNCHECKED.said(_)}"


def _rule(owed: Owed) -> str:
    if owed.rule is None:
        return _word_of("obligation.due")
    return owed.rule.labels.get(language(), owed.rule.labels["en"])


def _word_of(says: str) -> str:
    return vocabulary.load().property(says).label(language())


def _due_lines(shown: list[tuple[Case, Row, Owed]], titles: dict[str, str]) -> Iterator[str]:
    for case, row, owed in shown:
        yield f"{titles.get(case.claim['id'], '')}  {ids.label(case.claim['id'])}"
        yield from _owed_lines(row, owed, titles)
    if not shown:
        yield _("No term is recorded that is still open.")


def _forum_lines(listed: tuple[Forum, ...]) -> Iterator[str]:
    for forum in listed:
        yield f"{forum.id}  {_label(forum)}" + (f"  {_day(forum)}" if forum.since else "")
        if forum.door in SHUT:
            yield f"    {SHUT[forum.door].said(_)}"
        for words in forum.words.values():
            yield f"    {words}"
        if not forum.checked:
            yield f"    {UNCHECKED.said(_)}"


def _day(forum: Forum) -> str:
    return " – ".join(dates.shown(str(day), language()) for day in (forum.since, forum.until) if day)


def _door_lines(found: tuple[Found, ...]) -> Iterator[str]:
    for one in found:
        yield f"{DOORS[one.door].said(_)}: {_label(one.forum)} ({one.forum.id})"
        yield from (f"    {said.said(_)}" for said in one.reasons)
