# SPDX-License-Identifier: Apache-2.0
"""Recommendations, promises and own requests: lists of them taken over, and how far they were met."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from kuzat.accountability import (
    APART,
    LISTS,
    METS,
    VERDICTS,
    Again,
    Counted,
    How,
    Met,
    Recommended,
    again,
    arithmetic,
    counted,
    mapping_of,
    rule_book,
)
from kuzat.cli.app import Call, _, content_of, json_option, language, main, with_archive
from kuzat.cli.sheets import FILE, take_over
from kuzat.collection import is_as_published, parse, read_by, shape_of
from kuzat.store import SheetFile, access_recommendations, access_reference, reader_of
from kuzat.terms import ids, vocabulary
from kuzat.terms.wording import worded


@main.group(help=_("Recommendations to a State, promises and own requests, and how far they were met."))
def recommendations() -> None:
    """The group of the commands below."""


@recommendations.command(
    "import",
    help=_(
        "Take over a list of recommendations: a thematic list (text) or a matrix (CSV, XLSX) of the UN human "
        "rights office, the CSV of UPR Info, or an export of UHRI. Rows that cannot be taken go into a file."
    ),
)
@click.argument("list_", metavar="LIST", type=FILE)
@click.option("--shape", type=click.Choice(sorted(LISTS)), help=_("What kind of list it is."))
@click.option("--encoding", help=_("The encoding of its text, where it is not UTF-8."))
@click.option("--to", metavar="STATE", help=_("The State of which it is asked, if not named."))
@click.option("--public", metavar="ADDRESS", help=_("Where it is published; else it is sealed."))
@click.option("--dry-run", is_flag=True, help=_("Check every row and write nothing."))
@click.option("--refused", type=FILE, help=_("Where refused rows go (SHEET.refused.csv)."))
@with_archive
@json_option
def import_list(
    call: Call,
    list_: Path,
    shape: str | None,
    encoding: str | None,
    to: str | None,
    public: str | None,
    dry_run: bool,
    refused: Path | None,
) -> None:
    """Import by the mapping that is ready for the shape of the list.

    A list with columns or comments of one's own is not what was published, unless it is said where it is.
    """
    content = content_of(list_)
    shape = shape or shape_of(content, list_.name)
    if public is None and is_as_published(content, list_.name, shape, encoding):
        public = LISTS[shape]
    file = SheetFile(
        name=list_.name,
        content=content,
        mapping_name=f"{shape}.yaml",
        mapping=mapping_of(shape, encoding=encoding, to=to, public=public),
    )
    take_over(call, list_, file, correct=False, dry_run=dry_run, refused=refused)


@recommendations.command(
    help=_("Count recommendations by position and by how far they were met, with the index and its spread.")
)
@click.option("--by", type=click.Choice(sorted(APART)), help=_("Apart by this."))
@click.option("--to", metavar="STATE", help=_("Only what is asked of this State or office."))
@click.option("--for", "linked", metavar="RECORD", help=_("Only what is linked to a claim or an event."))
@click.option("--all", "whole", is_flag=True, help=_("List each with what every side says of it."))
@with_archive
@json_option
def report(call: Call, by: str | None, to: str | None, linked: str | None, whole: bool) -> None:
    """Counts, and each recommendation whole where that is asked."""
    with call.open() as archive:
        reader = reader_of(archive, language())
        record = access_reference(archive, reader, linked) if linked else None
        found = access_recommendations(archive, reader, record)
    kept = [one for one in found if to is None or to in one.to]
    groups = counted(kept, by)
    data: dict[str, Any] = {"counted": [_counted_data(value, of) for value, of in groups.items()]}
    if whole:
        data["recommendations"] = [_data(one) for one in kept]
    call.answer(data, lambda: _lines(groups, kept if whole else [], is_apart=by is not None))


@recommendations.command(
    help=_("Make published statistics again and say which agree; those that need a list are counted in LIST.")
)
@click.argument("list_", metavar="[LIST]", type=FILE, required=False)
@json_option
def check(list_: Path | None, as_json: bool) -> None:
    """Each printed number beside ours; needs no archive."""
    rows: list[Mapping[str, str]] = []
    if list_ is not None:
        content = content_of(list_)
        mapping = parse(mapping_of(shape_of(content, list_.name)), list_.name, vocabulary.load())
        rows = [row.cells for row in read_by(mapping, content, list_.name).rows if row.problem is None]
    made = list(again(arithmetic(), rows))
    Call(as_json=as_json).answer([_again_data(one) for one in made], lambda: map(_again_line, made))


def _again_data(one: Again) -> dict[str, Any]:
    return {
        "figure": one.figure.id,
        "what": one.figure.what,
        "how": one.figure.how.value,
        "printed": one.printed,
        "ours": None if one.ours is None else round(float(one.ours), 4),
        "verdict": one.verdict.value,
        "source": one.figure.source,
    }


def _again_line(one: Again) -> str:
    how = _("counted") if one.figure.how is How.COUNT else _("arithmetic")
    ours = "–" if one.ours is None else f"{float(one.ours):.2f}".rstrip("0").rstrip(".")
    said = VERDICTS[one.verdict].said(_)
    return f"{one.printed}  {ours}  {said} ({how})  {one.figure.what}. {one.figure.source}"


def _counted_data(value: str | None, of: Counted) -> dict[str, Any]:
    return {
        "value": value,
        "total": of.total,
        "positions": dict(of.positions),
        "met": {met.value: count for met, count in of.mets.items()},
        "disputed": of.disputed,
        "answers": dict(of.answers),
    }


def _data(one: Recommended) -> dict[str, Any]:
    index = one.index
    told = {name: value for name, value in one.row.items() if value is not None and name != "contested"}
    return {
        **told,
        "by": list(one.by),
        "to": list(one.to),
        "theme": list(one.themes),
        "law": list(one.laws),
        "claim": list(one.claims),
        "event": list(one.events),
        "assessments": [
            {name: row[name] for name in ("id", "by", "party", "grade", "date", "reason")}
            for row in one.assessments
        ],
        "status": one.status.value,
        "index": index
        and {
            "average": float(index.average),
            "least": float(index.least),
            "most": float(index.most),
            "answers": index.answers,
            "met": index.met.value,
        },
    }


def _lines(
    groups: Mapping[str | None, Counted], whole: list[Recommended], *, is_apart: bool
) -> Iterator[str]:
    if not groups:
        yield _("No recommendation is recorded.")
    for value, of in groups.items():
        if is_apart:
            yield _named(value) if value else METS[Met.UNKNOWN].said(_)
        yield "  " + _("{what}: {number}").format(what=_("All"), number=of.total)
        for position, count in sorted(of.positions.items()):
            name = _word("term", position) if position else _("No position known")
            yield "  " + _("{what}: {number}").format(what=name, number=count)
        for met in Met:
            if count := of.mets.get(met, 0):
                yield "    " + _("{what}: {number}").format(what=METS[met].said(_), number=count)
        for answer, count in sorted(of.answers.items()):
            if answer:
                yield "    " + _("{what}: {number}").format(what=_word("term", answer), number=count)
        if of.disputed:
            yield "    " + _("Judged differently by those who answered: {number}").format(number=of.disputed)
    for one in whole:
        yield from _whole(one)


def _whole(one: Recommended) -> Iterator[str]:
    row = one.row
    by = f" ({', '.join(one.by)})" if one.by else ""
    yield f"{ids.label(row['id'])}  {row['number'] or ''} {row['words'] or ''}{by}".replace("  ", " ")
    if row["position"]:
        yield f"    {_word('term', row['position'])} {row['position_source'] or ''}".rstrip()
    if row["answer_kind"] or row["answer"]:
        yield f"    {_word('term', row['answer_kind'])} {row['answer'] or ''}".rstrip()
    for each in one.assessments:
        said = ": ".join(filter(None, (_word("term", each["by"]), _word("term", each["grade"]))))
        yield "      " + " ".join(filter(None, (_word("date", each["date"]), said, each["reason"])))
    if one.index:
        yield "    " + _("Index: {average}, from {least} to {most}, answers: {answers} ({met})").format(
            average=f"{float(one.index.average):.2f}",
            least=f"{float(one.index.least):g}",
            most=f"{float(one.index.most):g}",
            answers=one.index.answers,
            met=METS[one.index.met].said(_),
        )


def _named(value: str) -> str:
    forum = rule_book().forums.get(value)
    if forum is not None:
        return forum.labels.get(language(), forum.labels["en"])
    return _word("term", value) if value.startswith(("position.", "recommendation_kind.")) else value


def _word(type_: str, value: str | None) -> str:
    return worded(vocabulary.load(), type_, value, language()) if value else ""
