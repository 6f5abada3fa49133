# SPDX-License-Identifier: Apache-2.0
"""Which records may be of one person or event, in the archive or a table, and what people judge of it."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kuzat.cli.app import Call, _, content_of, json_option, main, progress, text_of, text_option, with_archive
from kuzat.collection import read
from kuzat.records.sameness import Verdict, judge
from kuzat.store import LINKED, Archive, Likely, access_linked, access_reference, reader_of
from kuzat.terms import ids

if TYPE_CHECKING:
    from kuzat.linkage import Agreement, Linked, Question

MOST = 20
PARQUET = (".parquet", ".pq")
REASON = text_option("--reason", "reason", _("Reason"), _("Why, in your own words."), required=True)
IDENTITIES = text_option(
    "--identities", "identities", _("Reason"), _("Compare protected names too; say why you open them.")
)
KIND = click.argument("kind", type=click.Choice(LINKED), default="person")


@main.command("link", help=_("Say which records of the archive or of a table may be one; nothing is merged."))
@KIND
@IDENTITIES
@click.option(
    "--table",
    type=click.Path(path_type=Path, dir_okay=False),
    help=_("A sheet or a Parquet file instead of the archive, which is not opened."),
)
@click.option(
    "--describe",
    type=click.Path(path_type=Path, dir_okay=False),
    help=_("For a table: a YAML file that says what to look up together and what to compare."),
)
@click.option("--every", is_flag=True, help=_("List every pair that was compared, with its likelihood."))
@with_archive
@json_option
def link_command(
    call: Call, kind: str, identities: str | None, table: Path | None, describe: Path | None, every: bool
) -> None:
    """Clusters, what stands against them, and up to which entry it was read."""
    if (table is None) != (describe is None):
        raise click.UsageError(_("A table needs --describe, and --describe a table."))
    if table is not None and describe is not None:
        linked, more = _table(table, describe), {}
    else:
        with call.open() as archive:
            likely = _likely(archive, kind, identities)
        linked, more = likely.linked, {"entries": likely.entries, "judgements": len(likely.judged)}
    pairs = [[one.first, one.second, one.chance] for one in linked.links()] if every else []
    told = found(linked) | more | ({"pairs": pairs} if every else {})
    call.answer(told, lambda: _lines(linked, more.get("entries"), pairs))


def _table(path: Path, describe: Path) -> "Linked":
    """The rows of a file, linked as a description says."""
    from kuzat import linkage

    description = linkage.described(text_of(describe))
    content = content_of(path)
    is_parquet = path.suffix.lower() in PARQUET
    table = str(path) if is_parquet else linkage.columns_in(read(content, path.name))
    with progress(_("Steps"), linkage.STEPS) as told:
        return linkage.link(table, description, told=told)


@main.command("review", help=_("List pairs to look at, first those whose answer changes the count most."))
@KIND
@IDENTITIES
@click.option("--most", type=click.IntRange(1), default=MOST, show_default=True, help=_("So many at most."))
@with_archive
@json_option
def review_command(call: Call, kind: str, identities: str | None, most: int) -> None:
    """Questions for a person, each with what every field says; and how far reviewers agree."""
    from kuzat.linkage import agreement, questions

    with call.open() as archive:
        likely = _likely(archive, kind, identities)
    judged = [one.judgement for one in likely.judged if ids.kind_of(one.judgement.first) == kind]
    asked, agreed = questions(likely.linked, judged, most=most), agreement(judged)
    data: dict[str, Any] = {"entries": likely.entries, "agreement": agreed and asdict(agreed)}
    data["pairs"] = [_question(likely.linked, one) for one in asked]
    call.answer(data, lambda: _asked(likely.linked, asked, agreed))


@main.command("same", help=_("Say whether two records are one. It can be taken back: kuzat withdraw"))
@click.argument("first")
@click.argument("second")
@click.argument("verdict", type=click.Choice([one.value for one in Verdict]), default=Verdict.SAME.value)
@REASON
@with_archive
@json_option
def same_command(call: Call, first: str, second: str, verdict: str, reason: str) -> None:
    """A judgement of one pair, as one entry."""
    with call.open() as archive:
        reader = reader_of(archive)
        records = [access_reference(archive, reader, one) for one in (first, second)]
        committed = archive.say(judge(records[0], records[1], Verdict(verdict), reason, reader.language))
    statement = committed.ids[0][0].hex()
    data = {"entry": committed.new - 1, "records": sorted(records), "statement": statement}
    call.answer(data, lambda: iter([statement]))


def _likely(archive: Archive, kind: str, identities: str | None) -> Likely:
    from kuzat.linkage import STEPS

    with progress(_("Steps"), STEPS) as told:
        return access_linked(archive, reader_of(archive), kind, reason=identities, told=told)


def found(linked: "Linked") -> dict[str, Any]:
    """What linking found, for programs."""
    return {
        "records": len(linked.ids),
        "different": len(set(linked.labels.tolist())),
        "clusters": [list(cluster) for cluster in linked.clusters],
        "conflicts": [
            [[one.first, one.second, one.verdict.value] for one in conflict.judgements]
            for conflict in linked.conflicts
        ],
        "crowded": [{"rule": list(one.rule), "rows": one.rows} for one in linked.crowded],
        "copies": linked.copies,
        "tangled": linked.tangled,
    }


def _lines(linked: "Linked", entries: int | None, pairs: list[list[Any]]) -> Iterator[str]:
    told = found(linked)
    yield _("{records} records, {different} different ones.").format(**told)
    for cluster in linked.clusters:
        yield "  " + "  ".join(map(_name, cluster))
    for conflict in linked.conflicts:
        names = ", ".join(map(_name, conflict.records))
        yield _("Judgements contradict each other, and none of these is merged: {names}").format(names=names)
    for one in linked.crowded:
        line = _("Too alike to be compared by {rule}: {rows} rows.")
        yield line.format(rule=" + ".join(one.rule), rows=one.rows)
    for first, second, chance in pairs:
        yield f"{chance:.2f}  {_name(first)}  {_name(second)}"
    if entries is not None:
        yield _("Read up to entry {entries}.").format(entries=entries)


def _name(record: str) -> str:
    return ids.label(record) if ids.is_record(record) else record


def _question(linked: "Linked", one: "Question") -> dict[str, Any]:
    evidence = [
        {"field": each.field, "values": list(each.values), "level": each.level.said(_), "bits": each.bits}
        for each in linked.why(one.first, one.second)
    ]
    return {
        "first": one.first,
        "second": one.second,
        "likely": one.chance,
        "joined": one.joined,
        "change": one.change,
        "evidence": evidence,
    }


def _asked(
    linked: "Linked", asked: list["Question"], agreed: "Agreement | None"
) -> Iterator[str]:
    if agreed:
        sentence = _("Where two members judged the same pair they said the same {same} times of {both}.")
        yield sentence.format(**asdict(agreed))
    if not asked:
        yield _("There is no pair to look at.")
    for one in asked:
        yield f"{_name(one.first)}  {_name(one.second)}  {one.chance:.2f}"
        for each in linked.why(one.first, one.second):
            values = " | ".join(value or "—" for value in each.values)
            yield f"  {each.field}: {values}  ({each.level.said(_)}, {each.bits:+.1f})"
