# SPDX-License-Identifier: Apache-2.0
"""How far complaints went, each stage with its denominator, and what was published beside it."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

import click

from kuzat.accountability import BY, STATUSES, Printed, Stage, Status, attrition, published, rule_book
from kuzat.cli.app import Call, _, json_option, language, main, with_archive
from kuzat.store import access_claims, reader_of
from kuzat.terms import vocabulary
from kuzat.terms.wording import worded


@main.command(help=_("Count how far complaints went, from the first step to the sentence and the payment."))
@click.option("--by", type=click.Choice(sorted(BY)), help=_("Apart by kind of act, body or year."))
@with_archive
@json_option
def impunity(call: Call, by: str | None) -> None:
    """Stages of the claims of an archive, and the published national figures."""
    with call.open() as archive:
        found = attrition(access_claims(archive, reader_of(archive, language())), by)
    call.answer(_data(found), lambda: _lines(found, is_apart=by is not None))


def _data(found: Mapping[str | None, tuple[Stage, ...]]) -> dict[str, Any]:
    counted = [{"value": value, "stages": [asdict(one) for one in of]} for value, of in found.items()]
    return {"counted": counted, "published": [asdict(one) for one in published()]}


def _lines(found: Mapping[str | None, tuple[Stage, ...]], *, is_apart: bool) -> Iterator[str]:
    if not found:
        yield _("No claim is recorded.")
    for value, stages in found.items():
        if is_apart:
            yield _called(value) if value else STATUSES[Status.UNKNOWN].said(_)
        for one in stages:
            step = worded(vocabulary.load(), "term", one.step, language())
            told = _("{what}: {number} of {total}").format(what=step, number=one.reached, total=one.of)
            if one.inferred:
                told += "  " + _("(not recorded itself, but a later step: {number})").format(
                    number=one.inferred
                )
            yield "  " + told
    yield _("What nobody recorded is not counted: a low number can mean that nobody followed the case.")
    yield _("Published figures, as they were printed; those that disagree stand side by side:")
    for printed in published():
        yield "  " + _printed(printed)


def _called(value: str) -> str:
    forum = rule_book().forums.get(value)
    if forum is not None:
        return forum.labels.get(language(), forum.labels["en"])
    return worded(vocabulary.load(), "term", value, language())


def _printed(one: Printed) -> str:
    note = f" ({one.note})" if one.note else ""
    said = f"{one.period}  {one.indicator}: {one.value} {one.unit}, {one.scope}"
    return f"{said}. {one.publisher}{note}. {one.source}"
