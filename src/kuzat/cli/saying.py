# SPDX-License-Identifier: Apache-2.0
"""Say something of a record, take it back, or judge what was said. Nothing is overwritten."""

from collections.abc import Iterator
from pathlib import Path

import click

from kuzat import records
from kuzat.cli.app import ASKED, Call, _, json_option, main, text_of, text_option, typed, with_archive
from kuzat.collection import Form, plan_form
from kuzat.errors import Refused
from kuzat.log.statement import Draft, Statement
from kuzat.records import KINDS
from kuzat.store import (
    Archive,
    access_coded,
    access_record,
    access_reference,
    access_standing,
    access_statement,
    plan_adoption,
    plan_review,
    plan_translation,
    plan_withdrawal,
    reader_of,
)
from kuzat.terms import ids
from kuzat.terms.languages import LANGUAGES

SHORT = 12


class NotStanding(Refused):
    """The statement {statement} does not stand: it was taken back, or is no account."""

    code = "statement_not_standing"
    advice = "kuzat show lists what stands. What was taken back can be said again: kuzat add"


class TypedInTheOpen(Refused):
    """{property} would be sealed, but stands in the command, where other programs and the shell's history have it."""  # noqa: E501

    code = "typed_in_the_open"
    advice = (
        "Write {property}=- to type it when asked, or --file {property}=FILE, or name what is published "
        "with --basis. Then clear the history."
    )


REASON = text_option("--reason", "reason", _("Reason"), _("Why, in your own words."), required=True)
REASON_OF_OPENING = text_option(
    "--reason", "reason", _("Reason"), _("Needed for a protected one: why you open it.")
)
BASIS = click.option("--basis", help=_("The information or exhibit that it rests on."))


@main.command(
    help=_(
        "Add a record, or say more of one. SAID are pairs such as event.start=2020-03-08; the kind "
        "in front may be left out. Names, numbers and texts without a public basis are sealed: write "
        "name=- to type one when asked, or --file name=FILE."
    )
)
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("said", nargs=-1)
@click.option("--file", "files", multiple=True, help=_("PROPERTY=FILE: the value is what the file holds."))
@click.option("--to", "to", help=_("The record to add to, by its code, label or id."))
@BASIS
@click.option("--language", default="en", type=click.Choice(LANGUAGES), help=_("Of the texts."))
@with_archive
@json_option
def add(
    call: Call,
    kind: str,
    said: tuple[str, ...],
    files: tuple[str, ...],
    to: str | None,
    basis: str | None,
    language: str,
) -> None:
    """One form of one record becomes one entry."""
    if not said and not files:
        raise click.UsageError(_("Say something, for example start=2020-03-08."))
    with call.open() as archive:
        reader = reader_of(archive)
        form = Form(
            kind=kind,
            said=[*(_asked(kind, text) for text in said), *(_read(kind, text) for text in files)],
            about=access_reference(archive, reader, to) if to else None,
            language=language,
            basis=_basis(archive, basis),
        )
        drafts = plan_form(
            form,
            archive.vocabulary,
            resolve=lambda kind, code: access_coded(archive, reader, kind, code),
            new_id=lambda of: ids.record_id(of, archive.random(16)),
        )
        _check_unseen(archive, drafts, [_pair(kind, text) for text in said])
        committed = archive.say(drafts)
    record = drafts[0].about
    _said(call, record, committed.new - 1, [id_.hex() for id_ in committed.ids[0]])


def _pair(kind: str, text: str) -> tuple[str, str]:
    """``start=2020`` or ``event.start=2020`` as property and text."""
    says, sign, value = text.partition("=")
    if not sign:
        raise click.UsageError(_("Write each value as property=value."))
    return (says if "." in says else f"{kind}.{says}"), value


def _asked(kind: str, text: str) -> tuple[str, str]:
    """A pair whose value ``-`` is typed when asked."""
    says, value = _pair(kind, text)
    return says, typed(says) if value == ASKED else value


def _read(kind: str, text: str) -> tuple[str, str]:
    """A pair whose value stands in a file."""
    says, file = _pair(kind, text)
    return says, text_of(Path(file)).strip()


def _check_unseen(archive: Archive, drafts: list[Draft], given: list[tuple[str, str]]) -> None:
    """Refuse what would be sealed but was written where others can see it."""
    shown = {says for says, value in given if value != ASKED}
    for draft in archive.check(drafts):
        if draft.compartment == "identity" and draft.says in shown:
            raise TypedInTheOpen(property=draft.says)


def _basis(archive: Archive, basis: str | None) -> str | None:
    """A basis as it is kept: the record's id, and behind it the row or the span as written."""
    if basis is None:
        return None
    record, sign, place = basis.partition("#")
    return access_reference(archive, reader_of(archive), record) + sign + place


def _said(
    call: Call,
    record: str,
    position: int,
    statements: list[str],
    instead: tuple[bytes, ...] = (),
    *,
    waits: str = "",
) -> None:
    found = {"record": record, "entry": position, "statements": statements}
    if waits:
        found["waits"] = True
    if instead:
        found["instead"] = [id_.hex() for id_ in instead]

    def lines() -> Iterator[str]:
        yield _("{label} ({record}), entry {entry}:").format(
            label=ids.label(record), record=record, entry=position
        )
        for statement in statements:
            yield f"  {statement}"
        if waits:
            yield waits
        if instead:
            yield _("What was followed before is taken back: {statements}").format(
                statements=", ".join(id_.hex()[:SHORT] for id_ in instead)
            )

    call.answer(found, lines)


@main.command("withdraw", help=_("Take back a statement; it stays in the log and counts no more."))
@click.argument("statement")
@REASON_OF_OPENING
@BASIS
@with_archive
@json_option
def withdraw_command(call: Call, statement: str, reason: str | None, basis: str | None) -> None:
    """The undo: a statement that names another one."""
    with call.open() as archive:
        standing = _standing(archive, statement, reason)
        taken = plan_withdrawal(archive, reader_of(archive), standing, reason, _basis(archive, basis))
        committed = archive.say(taken.drafts)
    ids_said = [one.hex() for one in committed.ids[0]]
    waits = _("Two members decided this: it stands until a second one takes it back too.")
    _said(call, standing.about, committed.new - 1, ids_said, waits=waits if taken.waits else "")


@main.command(help=_("Follow one of several accounts, and say why."))
@click.argument("statement")
@REASON
@BASIS
@with_archive
@json_option
def adopt(call: Call, statement: str, reason: str, basis: str | None) -> None:
    """The organisation's choice between accounts; the others stay, and its earlier choice is taken back."""
    with call.open() as archive:
        judged = _standing(archive, statement, reason, judgements=False)
        rests = _basis(archive, basis)
        adoption = plan_adoption(archive, reader_of(archive), judged.about, judged.id, reason, rests)
        committed = archive.say(adoption.drafts)
    ids_said = [one.hex() for one in committed.ids[0]]
    waits = _("Others say otherwise: it counts when a second reader follows it too.")
    _said(
        call,
        judged.about,
        committed.new - 1,
        ids_said,
        adoption.instead,
        waits=waits if adoption.waits else "",
    )


@main.command(help=_("Dispute a statement, and say why."))
@click.argument("statement")
@REASON
@BASIS
@with_archive
@json_option
def dispute(call: Call, statement: str, reason: str, basis: str | None) -> None:
    """A member's doubt; the statement stays and is marked."""
    with call.open() as archive:
        judged = _standing(archive, statement, reason, judgements=False)
        committed = archive.say(records.dispute(judged.about, judged.id, reason, _basis(archive, basis)))
    _said(call, judged.about, committed.new - 1, [one.hex() for one in committed.ids[0]])


@main.command(help=_("Translate a text: it stands beside its original, and is sealed where that is."))
@click.argument("statement")
@click.option("--language", required=True, type=click.Choice(LANGUAGES), help=_("Of the translation."))
@click.option("--file", "file", type=Path, help=_("The file that holds it; else type it when asked."))
@click.option("--translator", help=_("The person or body who translated it; a machine is a body."))
@click.option("--reviewer", help=_("Who compared the two; without one it is shown as unreviewed."))
@REASON_OF_OPENING
@with_archive
@json_option
def translate(
    call: Call,
    statement: str,
    language: str,
    file: Path | None,
    translator: str | None,
    reviewer: str | None,
    reason: str | None,
) -> None:
    """A text again in another language."""
    with call.open() as archive:
        original = _standing(archive, statement, reason, judgements=False)
        text = text_of(file).strip() if file else typed(_("Translation"))
        act = plan_translation(
            archive,
            original,
            text,
            language,
            translator=_person(archive, translator),
            reviewer=_person(archive, reviewer),
        )
        committed = archive.commit([act])
    _said(call, original.about, committed.new - 1, [id_.hex() for id_ in committed.ids[0]])


@main.command(help=_("Say who reviewed a translation."))
@click.argument("statement")
@click.argument("reviewer")
@REASON_OF_OPENING
@with_archive
@json_option
def reviewed(call: Call, statement: str, reviewer: str, reason: str | None) -> None:
    """Who compared a translation with its original."""
    with call.open() as archive:
        made = _standing(archive, statement, reason, judgements=False)
        who = access_reference(archive, reader_of(archive), reviewer)
        committed = archive.say([plan_review(made, who)])
    _said(call, made.about, committed.new - 1, [id_.hex() for id_ in committed.ids[0]])


def _person(archive: Archive, named: str | None) -> str | None:
    return access_reference(archive, reader_of(archive), named) if named else None


def _standing(
    archive: Archive, statement: str, reason: str | None, *, judgements: bool = True
) -> Statement:
    """A statement that still counts, so that taking it back or judging it has an effect."""
    reader = reader_of(archive)
    found = access_statement(archive, reader, statement, reason=reason).statement
    if found.compartment == "identity":
        if not access_standing(archive, reader, found.id):
            raise NotStanding(statement=found.id.hex()[:SHORT])
        return found
    record = access_record(archive, reader, found.about)
    standing = {value.said.id for values in record.values.values() for value in values}
    if judgements:
        standing |= {said.id for said in record.judgements}
    if found.id not in standing:
        raise NotStanding(statement=found.id.hex()[:SHORT])
    return found
