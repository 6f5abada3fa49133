# SPDX-License-Identifier: Apache-2.0
"""What civic space is rated by: what is asked, answers and outside indices as statements."""

from collections.abc import Iterator, Mapping

import click

from kuzat.cli.app import Call, _, json_option, language, with_archive
from kuzat.cli.rating import rate_group
from kuzat.log.statement import Draft
from kuzat.store import Archive, access_reference, reader_of
from kuzat.terms import ids, places
from kuzat.terms.vocabulary import load


@rate_group.command("items", help=_("List what is asked, and what the answers mean."))
@json_option
def items_command(as_json: bool) -> None:
    """Every question with its anchors; no archive is opened."""
    from kuzat.civicspace import items

    asked = [(load().term(item.id), item) for item in items().values()]
    data = [
        {
            "item": term.id,
            "dimension": item.dimension,
            "label": term.label(language()),
            "question": _in_language(item.question),
            "unsure": language() in item.fuzzy,
            "vdem": item.vdem,
            "anchors": {answer: _in_language(words) for answer, words in item.anchors.items()},
        }
        for term, item in asked
    ]

    def lines() -> Iterator[str]:
        for term, item in asked:
            yield f"{term.id}  {term.label(language())}: {_in_language(item.question)}"
            yield from (f"    {answer}  {_in_language(words)}" for answer, words in item.anchors.items())

    Call(as_json=as_json).answer(data, lines)


def _in_language(words: Mapping[str, str]) -> str:
    return words.get(language(), words["en"])


@rate_group.command(
    "answer", help=_("Answer one item for one month, 0 (worst) to 4 (best). To take it back: kuzat withdraw")
)
@click.argument("item")
@click.argument("answer")
@click.option("--month", required=True, help=_("The month that is judged, such as 2024-05."))
@click.option("--region", help=_("A region, where it is not the whole country."))
@click.option("--basis", help=_("The information or exhibit that it rests on."))
@click.option(
    "--reach",
    type=click.Choice(["national", "regional", "international"]),
    help=_("The answer codes what the report named by --basis says, and its author works so near."),
)
@with_archive
@json_option
def answer_command(
    call: Call, item: str, answer: str, month: str, region: str | None, basis: str | None, reach: str | None
) -> None:
    """One answer of one member, as one entry."""
    from kuzat.civicspace import answer as answered

    with call.open() as archive:
        reader = reader_of(archive)
        place = places.find(region) if region else None
        drafts = answered(
            ids.record_id("judgement", archive.random(ids.RANDOM_BYTES)),
            item if item.startswith("civic_item.") else f"civic_item.{item}",
            answer,
            month,
            region=place.id if place else region,
            reach=reach and f"reach.{reach}",
            basis=access_reference(archive, reader, basis) if basis else None,
        )
        _tell_said(call, archive, drafts)


@rate_group.command(
    "index",
    help=_("Record what an outside index says of one year. To take it back: kuzat withdraw"),
)
@click.argument("name")
@click.argument("year")
@click.argument("score", metavar="VALUE")
@click.option(
    "--freedom",
    type=click.Choice(["association", "assembly", "expression", "state_duty"]),
    help=_("Which freedom it tells of. Left out for a value that the CIVICUS profile takes as it is."),
)
@click.option("--low", default="", help=_("One standard error below the value."))
@click.option("--high", default="", help=_("One standard error above the value."))
@click.option("--region", help=_("A region, where it is not the whole country."))
@click.option("--basis", help=_("The information or exhibit that it rests on."))
@with_archive
@json_option
def index_command(
    call: Call,
    name: str,
    year: str,
    score: str,
    freedom: str | None,
    low: str,
    high: str,
    region: str | None,
    basis: str | None,
) -> None:
    """One value of one index, as one entry."""
    from kuzat.civicspace import RAW, say_index

    place = places.find(region) if region else None
    row = {
        "year": year,
        "dimension": freedom or RAW,
        "unit": (place.id if place else region) or "",
        "name": name,
        "low": low,
        "score": score,
        "high": high,
    }
    with call.open() as archive:
        drafts = say_index(
            ids.record_id("judgement", archive.random(ids.RANDOM_BYTES)),
            row,
            basis=access_reference(archive, reader_of(archive), basis) if basis else None,
        )
        _tell_said(call, archive, drafts)


def _tell_said(call: Call, archive: Archive, drafts: list[Draft]) -> None:
    committed = archive.say(drafts)
    said = [id_.hex() for id_ in committed.ids[0]]
    data = {"record": drafts[0].about, "entry": committed.new - 1, "statements": said}
    call.answer(data, lambda: iter(said))
