# SPDX-License-Identifier: Apache-2.0
"""Who allowed what, and what a member holds back whatever was allowed."""

import sys
from collections.abc import Iterator
from itertools import chain, repeat
from typing import Any

import click

from kuzat.cli.app import Call, _, json_option, language, main, text_option, with_archive
from kuzat.collection import CALLBACK, Callback, allows, consent_of, is_held
from kuzat.log.statement import Draft
from kuzat.store import (
    INSIDE,
    USES,
    Archive,
    Opened,
    access_callbacks,
    access_consents,
    access_reference,
    access_statement,
    reader_of,
    today,
)
from kuzat.terms import ids
from kuzat.terms.wording import worded

PURPOSES = ("record", "analysis", "share", "submit", "publish", "contact")
LEVELS = ("aggregate", "pseudonym", "named")
AUDIENCES = ("organisation", "partner", "authority", "public")
MEDIA = ("paper", "audio", "screen", "spoken")
ASKED = (
    _("A safe way to call back"),
    _("When (empty if at any time)"),
    _("In which language (empty if in any)"),
    _("What may be said if somebody else answers (empty if nothing)"),
)
HOLDS = ("danger", "recognised", "proceeding", "unsure")


@main.group(help=_("What people allow, for what, for whom and until when. Nothing is allowed by itself."))
def consent() -> None:
    """Consent is a record like others; these commands write and read it."""


@consent.command("give", help=_("Write down what a person allows."))
@click.argument("person")
@click.option("--for", "purposes", multiple=True, required=True, type=click.Choice(PURPOSES))
@click.option("--audience", "audiences", multiple=True, required=True, type=click.Choice(AUDIENCES))
@click.option("--level", required=True, type=click.Choice(LEVELS))
@click.option("--medium", required=True, type=click.Choice(MEDIA))
@click.option("--given", help=_("The day; today where nothing is given."))
@click.option("--until", help=_("The last day."))
@click.option("--language", "spoken", help=_("The language in which it was explained."))
@click.option("--interpreter", help=_("The person who interpreted."))
@click.option("--guardian", help=_("The person who consents for a child or a ward."))
@click.option("--exhibit", "exhibits", multiple=True, help=_("The paper or recording, as an exhibit."))
@click.option(
    "--callback", is_flag=True, help=_("Ask for a safe way to call back: way, hours, language, what to say.")
)
@with_archive
@json_option
def give(call: Call, person: str, callback: bool, **told: Any) -> None:
    """One consent, one entry. The way to call back is typed when asked, and sealed."""
    if callback and "contact" not in told["purposes"]:
        raise click.UsageError(_("A way to call back needs --for contact."))
    way = list(_typed_callback().told()) if callback else []
    with call.open() as archive:
        reader = reader_of(archive)
        record = ids.record_id("consent", archive.random(ids.RANDOM_BYTES))
        said = [
            ("person", "record", access_reference(archive, reader, person)),
            *(("purpose", "term", f"purpose.{one}") for one in told["purposes"]),
            *(("audience", "term", f"audience.{one}") for one in told["audiences"]),
            ("identification", "term", f"identification.{told['level']}"),
            ("medium", "term", f"medium.{told['medium']}"),
            ("given", "date", told["given"] or today(archive).isoformat()),
            ("until", "date", told["until"]),
            ("language", "text", told["spoken"]),
            *(
                (name, "record", access_reference(archive, reader, told[name]))
                for name in ("interpreter", "guardian")
                if told[name]
            ),
            *(
                ("exhibit", "exhibit", access_reference(archive, reader, one))
                for one in told["exhibits"]
            ),
        ]
        drafts = [
            Draft(about=record, says=f"consent.{name}", type=type_, value=value)
            for name, type_, value in said
            if value
        ]
        archive.say([*drafts, *_callback_drafts(record, way)])
    call.answer({"record": record}, lambda: iter((f"{ids.label(record)}  {record}",)))


def _typed_callback() -> Callback:
    """What a person types when asked, or the first lines of standard input where nobody sits there."""
    if sys.stdin.isatty():
        told = [str(click.prompt(ASKED[0]))]
        told += [str(click.prompt(asked, default="", show_default=False)) for asked in ASKED[1:]]
    else:
        lines = chain(sys.stdin.read().splitlines(), repeat(""))
        told = [line.strip() for _part, line in zip(ASKED, lines, strict=False)]
    way, hours, spoken, other = told
    if not way:
        raise click.UsageError(_("Type at least a way to call back."))
    return Callback(way=way, hours=hours, language=spoken, other=other)


def _callback_drafts(record: str, way: list[tuple[str, str]]) -> list[Draft]:
    return [Draft(about=record, says=says, type="text", value=text) for says, text in way]


@consent.command("callback", help=_("Write down a safe way to call back, typed when asked. It is sealed."))
@click.argument("record")
@with_archive
def callback_command(call: Call, record: str) -> None:
    """For a consent that is here; anybody can say it, and only who opens identities can read it."""
    way = list(_typed_callback().told())
    with call.open() as archive:
        about = access_reference(archive, reader_of(archive), record)
        archive.say(_callback_drafts(about, way))
    click.echo(_("It is sealed. Whoever opens identities reads it with: kuzat consent call PERSON"))


@consent.command(
    "call",
    help=_("How a person may be called back today, where they allowed it. That you look is noted first."),
)
@click.argument("person")
@text_option(
    "--reason", "reason", _("Reason"), _("Why you read it; officers can see that."), required=True
)
@with_archive
@json_option
def call_command(call: Call, person: str, reason: str) -> None:
    """The ways that are sealed, for whoever opens identities."""
    with call.open() as archive:
        reader = reader_of(archive)
        found = access_callbacks(archive, reader, access_reference(archive, reader, person), reason)
        call.answer([_way_data(one) for one in found], lambda: _way_lines(archive, found))


def _way_data(one: Opened) -> dict[str, Any]:
    told = {says.split(".", 1)[1]: [v.text for v in one.record.all(says)] for says in CALLBACK}
    return {"consent": one.record.id, **told}


def _way_lines(archive: Archive, found: tuple[Opened, ...]) -> Iterator[str]:
    if not any(one.record.all(CALLBACK[0]) for one in found):
        yield _("No safe way to call back is written down. Do not call.")
        return
    for one in found:
        yield f"{ids.label(one.record.id)}  {one.record.id}"
        for says in CALLBACK:
            for value in one.record.all(says):
                yield f"  {archive.vocabulary.property(says).label(language())}: {value.text}"


@consent.command("withdraw", help=_("Write down that a person took a consent back."))
@click.argument("record")
@click.option("--on", "day", help=_("The day; today where nothing is given."))
@with_archive
def withdraw(call: Call, record: str, day: str | None) -> None:
    """From now on nothing goes out by it; what is kept waits for erasure."""
    with call.open() as archive:
        about = access_reference(archive, reader_of(archive), record)
        on = day or today(archive).isoformat()
        archive.say([Draft(about=about, says="consent.withdrawn", type="date", value=on)])
    click.echo(_("From now on nothing goes out by this consent. Erase what must go: kuzat erase"))


@consent.command("list", help=_("What a person allowed, and what may be done by it today."))
@click.argument("person")
@with_archive
@json_option
def list_command(call: Call, person: str) -> None:
    """Every consent of a person, and the decision for each use."""
    with call.open() as archive:
        reader = reader_of(archive)
        person = access_reference(archive, reader, person)
        records, said = access_consents(archive, reader, person)
        consents, held, day = [consent_of(one) for one in records], is_held(said), today(archive)
        uses = {"inside": INSIDE, **USES}
        decided = {name: allows(use, consents, day, held=held) for name, use in uses.items()}
        words = {
            name: worded(archive.vocabulary, "term", use.purpose, language())
            for name, use in uses.items()
        }
    found = {
        "person": person,
        "held": held,
        "consents": [one.record for one in consents],
        "allowed": {name: decision.allowed for name, decision in decided.items()},
    }

    def lines() -> Iterator[str]:
        for one in consents:
            yield f"{ids.label(one.record)}  {one.record}"
        for name, decision in decided.items():
            reason = _("allowed") if decision.allowed else decision.reason and decision.reason.said(_)
            yield f"{words[name]}: {reason}"

    call.answer(found, lines)


@main.group(help=_("Hold a record back from everybody outside, whatever was consented."))
def hold() -> None:
    """Any member sets a hold; two lift it."""


@hold.command("set", help=_("Hold a record back, since telling it would do harm."))
@click.argument("record")
@click.option("--reason", required=True, type=click.Choice(HOLDS))
@with_archive
def hold_set(call: Call, record: str, reason: str) -> None:
    """A statement like others, but one that no single member can undo."""
    with call.open() as archive:
        about = access_reference(archive, reader_of(archive), record)
        draft = Draft(about=about, says="any.hold", type="term", value=f"hold.{reason}")
        (id_,) = archive.say([draft]).ids[0]
    click.echo(_("It is held back. Two members lift it: kuzat hold lift {statement}").format(
        statement=id_.hex()[:12]
    ))


@hold.command("lift", help=_("Say that a hold is no longer needed; it falls when two members say so."))
@click.argument("statement")
@with_archive
def hold_lift(call: Call, statement: str) -> None:
    """One member's word of two."""
    with call.open() as archive:
        reader = reader_of(archive)
        placed = access_statement(archive, reader, statement).statement
        if placed.says != "any.hold":
            raise click.UsageError(_("That statement is no hold."))
        archive.say(
            [
                Draft(
                    about=placed.about,
                    says="any.hold_lifted",
                    type="statement",
                    value=placed.id.hex(),
                )
            ]
        )
        held = is_held(archive.projections.said(placed.about))
    click.echo(_("It is still held back.") if held else _("It is no longer held back."))
