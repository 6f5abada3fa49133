# SPDX-License-Identifier: Apache-2.0
"""Open identities, search them, see who did; release a text in which nobody is named.

What is searched for and what a member is called is typed when asked, or comes by standard input, and so can
reasons: what is written behind a command stays in the shell's history and can be seen by other programs.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from kuzat.cli.app import (
    ASKED,
    Call,
    _,
    json_option,
    language,
    main,
    text_of,
    text_option,
    typed,
    with_archive,
)
from kuzat.cli.reading import record_data, record_lines
from kuzat.collection import Kind, Span
from kuzat.store import (
    Archive,
    Look,
    Naming,
    Opened,
    access_identity,
    access_identity_log,
    access_identity_search,
    access_member_names,
    access_namings,
    access_reference,
    name_member,
    reader_of,
    release,
    say_names,
)
from kuzat.terms import ids
from kuzat.terms.languages import LANGUAGES
from kuzat.testing import Recall, measure

REASON = text_option(
    "--reason", "reason", _("Reason"), _("Why you read it; officers can see that."), required=True
)
KINDS = {
    Kind.NAME: _("name"),
    Kind.PHONE: _("telephone number"),
    Kind.PLACE: _("place"),
}


@main.group(help=_("Names and texts that are not public: open, search, and see who did."))
def identity() -> None:
    """Commands on the compartment identity."""


@identity.command("open", help=_("Show everything that is said of a record. It is noted first."))
@click.argument("record")
@REASON
@with_archive
@json_option
def open_command(call: Call, record: str, reason: str) -> None:
    """Open one identity."""
    with call.open() as archive:
        reader = reader_of(archive)
        opened = access_identity(archive, reader, access_reference(archive, reader, record), reason)
        call.answer(_opened_data(opened), lambda: _opened_lines(archive, [opened]))


@identity.command(
    "search",
    help=_(
        "Find records by a name, a number, an address or a protected text. It is noted first. Leave "
        "WORDS out to type them when asked."
    ),
)
@click.argument("words", nargs=-1)
@REASON
@with_archive
@json_option
def search_command(call: Call, words: tuple[str, ...], reason: str) -> None:
    """Search identities."""
    with call.open() as archive:
        asked = typed(_("Words")) if words in ((), (ASKED,)) else " ".join(words)
        found = access_identity_search(archive, reader_of(archive), asked, reason)
        call.answer([_opened_data(one) for one in found], lambda: _opened_lines(archive, found))


@identity.command("log", help=_("List who read which identity, when and why."))
@with_archive
@json_option
def log_command(call: Call) -> None:
    """Every reading of identities."""
    with call.open() as archive:
        looks = access_identity_log(archive, reader_of(archive))
        call.answer([_look_data(look) for look in looks], lambda: _look_lines(archive, looks))


@identity.command("members", help=_("List who the members are. It is noted first."))
@REASON
@with_archive
@json_option
def members_command(call: Call, reason: str) -> None:
    """Member ids and names."""
    with call.open() as archive:
        named = access_member_names(archive, reader_of(archive), reason)
    call.answer(named, lambda: (f"{member}  {name}" for member, name in sorted(named.items())))


@identity.command("name", help=_("Say who a member is. The name is typed when asked."))
@click.argument("member")
@with_archive
@json_option
def name_command(call: Call, member: str) -> None:
    """Name a member; anybody can, and only who opens identities can read it."""
    with call.open() as archive:
        committed = name_member(archive, member.removeprefix("mem-"), typed(_("Name")))
    found = {"member": member, "entry": committed.new - 1}
    call.answer(found, lambda: iter([_("Noted, sealed, in entry {entry}.").format(**found)]))


@identity.command(
    "spans",
    help=_(
        "Show a protected text and where it may name somebody. --names FROM-TO=PERSON says that it "
        "does, so that an erasure finds it. It is noted first."
    ),
)
@click.argument("statement")
@click.option("--names", multiple=True, help=_("A span and the person it names: 12-28=P-7F3K9"))
@REASON
@with_archive
@json_option
def spans_command(call: Call, statement: str, names: tuple[str, ...], reason: str) -> None:
    """The spans of a text that name people."""
    with call.open() as archive:
        reader = reader_of(archive)
        named = [_named(archive, one) for one in names]
        naming = access_namings(archive, reader, statement, reason)
        if named:
            say_names(archive, reader, naming.statement, named)
        call.answer(_naming_data(naming), lambda: _naming_lines(naming))


def _named(archive: Archive, text: str) -> tuple[int, int, str]:
    span, _sign, person = text.partition("=")
    start, end = _span(span)
    return start, end, access_reference(archive, reader_of(archive), person)


@main.command(
    "release",
    help=_(
        "Put a pseudonymised text into the open in place of a protected STATEMENT. It is refused "
        "while it holds a name, number or place that the register knows."
    ),
)
@click.argument("statement")
@click.option(
    "--file", type=click.Path(path_type=Path, dir_okay=False), help=_("The text, in UTF-8.")
)
@click.option("--text", help=_("The text itself; it stays in the shell's history."))
@click.option("--accept", multiple=True, help=_("A span that names nobody: 12-18"))
@click.option("--language", "spoken", type=click.Choice(LANGUAGES), help=_("Of the text."))
@with_archive
@json_option
def release_command(
    call: Call,
    statement: str,
    file: Path | None,
    text: str | None,
    accept: tuple[str, ...],
    spoken: str | None,
) -> None:
    """Release a text."""
    content = text_of(file).strip() if file else text
    if content is None:
        raise click.UsageError(_("Name the text with --file or --text."))
    accepted = [_span(one) for one in accept]
    with call.open() as archive:
        committed = release(
            archive, reader_of(archive), statement, content, language=spoken, accepted=accepted
        )
    recall = measure()
    found = {
        "entry": committed.new - 1,
        "statement": committed.ids[0][0].hex(),
        "recall": {kind: round(recall.share(kind), 4) for kind in recall.of},
    }
    call.answer(found, lambda: _released_lines(found, recall))


def _span(text: str) -> tuple[int, int]:
    """``12-18``: from one sign of a text up to another."""
    start, _sign, end = text.partition("-")
    if not start.isdecimal() or not end.isdecimal():
        raise click.BadParameter(_("{text}: write a span such as 12-18").format(text=text))
    return int(start), int(end)


def _opened_data(opened: Opened) -> dict[str, Any]:
    sealed = sorted(statement.hex() for statement in opened.sealed)
    return {**record_data(opened.record, {}), "sealed": sealed}


def _opened_lines(archive: Archive, found: list[Opened] | tuple[Opened, ...]) -> Iterator[str]:
    if not found:
        yield _("Nothing holds all these words.")
    for number, one in enumerate(found):
        if number:
            yield ""
        yield from record_lines(archive, one.record, {})


def _look_data(look: Look) -> dict[str, Any]:
    return {
        "record": look.record,
        "label": ids.label(look.record),
        "how": look.how,
        "reason": look.reason,
        "words": look.words,
        "by": look.by,
        "at": look.at,
        "entry": look.position,
    }


def _look_lines(archive: Archive, looks: tuple[Look, ...]) -> Iterator[str]:
    if not looks:
        yield _("Nobody has read an identity yet.")
    for look in looks:
        how = archive.vocabulary.term(look.how).label(language())
        yield f"{look.at}  {ids.label(look.record)}  {how}"
        yield "  " + _("by the member {member}, entry {entry}: {reason}").format(
            member=look.by, entry=look.position, reason=look.reason or ""
        )
        if look.words:
            yield "  " + _("words: {words}").format(words=look.words)


def _naming_data(naming: Naming) -> dict[str, Any]:
    return {
        "statement": naming.statement.id.hex(),
        "text": naming.statement.value,
        "spans": [
            {
                "from": span.start,
                "to": span.end,
                "kind": span.kind.value,
                "records": sorted(span.records),
            }
            for span in naming.spans
        ],
    }


def _naming_lines(naming: Naming) -> Iterator[str]:
    yield naming.statement.value
    for span in naming.spans:
        yield f"  {span.start}-{span.end}  {KINDS[span.kind]}  {_whose(span)}"


def _whose(span: Span) -> str:
    return ", ".join(sorted(ids.label(record) for record in span.records))


def _released_lines(found: dict[str, Any], recall: Recall) -> Iterator[str]:
    yield _("Released as statement {statement} in entry {entry}.").format(**found)
    yield _("The text holds nothing that the register knows. That does not mean that nobody is named in it.")
    yield _(
        "Measured on invented texts in four languages, the register finds of what it knows: names "
        "{name:.1%}, telephone numbers {phone:.1%}, places {place:.1%}; of pet names {pet:.1%}."
    ).format(
        name=recall.share("name"),
        phone=recall.share("phone"),
        place=recall.share("place"),
        pet=recall.share("pet name"),
    )
    yield _("A trade, a rank, a date or a rare story can name a person too. Let somebody else read it.")
