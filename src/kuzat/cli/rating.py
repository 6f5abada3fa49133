# SPDX-License-Identifier: Apache-2.0
"""Rate civic space: what is asked, answers as statements, and the rating with its reasons."""

from collections.abc import Iterator

import click

from kuzat.cli.app import Call, _, json_option, language, main, with_archive
from kuzat.store import access_reference, reader_of
from kuzat.terms import ids, places
from kuzat.terms.vocabulary import load


@main.group("rate", help=_("Rate civic space, and answer what the rating asks."))
def rate_group() -> None:
    """The commands about the rating."""


@rate_group.command("items", help=_("List what is asked, and what the answers mean."))
@json_option
def items_command(as_json: bool) -> None:
    """Every question with its anchors; no archive is opened."""
    from kuzat.civicspace import items

    found = [
        {
            "item": item.id,
            "dimension": item.dimension,
            "label": load().term(item.id).label(language()),
            "question": load().term(item.id).definition,
            "vdem": item.vdem,
            "anchors": {answer: words.get(language(), words["en"]) for answer, words in item.anchors.items()},
        }
        for item in items().values()
    ]

    def lines() -> Iterator[str]:
        for one in found:
            yield f"{one['item']}  {one['label']}: {one['question']}"
            yield from (f"    {answer}  {words}" for answer, words in one["anchors"].items())

    Call(as_json=as_json).answer(found, lines)


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
        committed = archive.say(drafts)
    said = [id_.hex() for id_ in committed.ids[0]]
    data = {"record": drafts[0].about, "entry": committed.new - 1, "statements": said}
    call.answer(data, lambda: iter(said))
