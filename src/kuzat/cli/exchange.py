# SPDX-License-Identifier: Apache-2.0
"""Partners, and bundles that are made for them and read from them."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import Any

import click

from kuzat.cli.app import Call, _, json_option, language, main, progress, text_option, with_archive
from kuzat.cli.outgoing import refuse_old
from kuzat.cli.words import STANDINGS, kind
from kuzat.exchange import qr
from kuzat.store import (
    INSIDE,
    PAGE,
    USES,
    Archive,
    Made,
    Peer,
    Received,
    Shared,
    Taken,
    Wish,
    access_received,
    access_reference,
    access_search,
    access_shared,
    add_peer,
    belonging,
    find_peer,
    make_bundle,
    own_card,
    printed_card,
    read_bundle,
    reader_of,
    recall,
    revoke_peer,
    say_recall_answer,
)
from kuzat.terms import ids
from kuzat.terms.wording import worded

NEW = click.Path(path_type=Path, dir_okay=False)
HERE = click.Path(path_type=Path, dir_okay=False, exists=True)
RELATIONS = ("partner", "office")
COMPARED = ("person", "call")
ANSWERS = ("erased", "refused", "silent")
FOUND_AT_MOST = 200 * PAGE
to_option = click.option(
    "--to", "to", multiple=True, required=True, metavar="CODE", help=_("A partner who can open it.")
)


@main.group(help=_("Partner organisations and other offices, by the log that each of them writes."))
def peer() -> None:
    """The group of commands about partners."""


@main.group(help=_("Share records by a file that only the partners who are named can open."))
def bundle() -> None:
    """The group of commands about bundles."""


@peer.command("card", help=_("Print the card of this archive, and the digits to be read aloud."))
@click.option("--qr", "drawn", is_flag=True, help=_("Also as a QR code, for the camera of the partner."))
@with_archive
@json_option
def card_command(call: Call, drawn: bool) -> None:
    """What a partner needs to share with this archive."""
    with call.open() as archive:
        card, digits = printed_card(archive), own_card(archive).digits()
    squares = qr.lines(card) if drawn else ()
    call.answer({"card": card, "digits": digits}, lambda: chain((card, digits), squares))


@peer.command(
    "add",
    help=_(
        "Add a partner by the file of their card, under a code of yours. Meet, let them read their "
        "digits from their own screen, and type what you hear."
    ),
)
@click.argument("card", type=HERE)
@click.argument("code")
@text_option("--digits", "digits", _("Digits"), _("The digits as the partner reads them."), default="")
@click.option("--relation", type=click.Choice(RELATIONS), help=_("Whose log it is; partner, if new."))
@click.option("--compared", type=click.Choice(COMPARED), default="person", help=_("How you compared."))
@with_archive
@json_option
def add_command(
    call: Call, card: Path, code: str, digits: str, relation: str | None, compared: str
) -> None:
    """A partner whose digits were compared, or a newer card of one who is known."""
    with call.open() as archive:
        added = add_peer(
            archive,
            card.read_text(encoding="utf-8", errors="replace"),
            code,
            digits=digits,
            compared=f"compared.{compared}",
            relation=f"relation.{relation}" if relation else None,
        )
    call.answer(_peer_data(added), lambda: iter([added.told().said(_)]))


@peer.command("list", help=_("List the partners, and how much of each other's logs you hold."))
@with_archive
@json_option
def list_command(call: Call) -> None:
    """Every partner."""
    with call.open() as archive:
        shared = access_shared(archive, reader_of(archive))
    call.answer([_peer_data(one.peer) for one in shared], lambda: (one.peer.told().said(_) for one in shared))


@peer.command("show", help=_("Show what a partner was given, and what only they tell of."))
@click.argument("code")
@with_archive
@json_option
def show_command(call: Call, code: str) -> None:
    """What one partner holds."""
    with call.open() as archive:
        named = find_peer(archive, code)
        (one,) = (s for s in access_shared(archive, reader_of(archive)) if s.peer == named)
        told = [each for each in access_received(archive, reader_of(archive)) if each.partner == named.called]
        call.answer(
            _shared_data(one) | {"received": [asdict(each) for each in told]},
            lambda: chain(_shared_lines(archive, one), *map(_received_lines, told)),
        )


def _received_lines(told: Received) -> Iterator[str]:
    """What they tell beside us: records that are not ours, and ours of which they say otherwise."""
    for of, records in told.alone.items():
        yield f"  {STANDINGS['received']}: {kind(of)} ({len(records)}): {_labels(records)}"
    if told.differs:
        count = len(told.differs)
        yield "  " + _("They say otherwise of {count} of your records: {records}").format(
            count=count, records=_labels(told.differs)
        )


def _labels(records: Sequence[str]) -> str:
    return ", ".join(map(ids.label, records))


@peer.command("revoke", help=_("Trust a partner no longer. What they hold already, you cannot take back."))
@click.argument("code")
@with_archive
@json_option
def revoke_command(call: Call, code: str) -> None:
    """The end of a partner's log for this archive."""
    with call.open() as archive:
        revoked = revoke_peer(archive, code)
        (one,) = (s for s in access_shared(archive, reader_of(archive)) if s.peer == revoked)
        call.answer(_shared_data(one), lambda: _shared_lines(archive, one))


def _peer_data(one: Peer) -> dict[str, Any]:
    data = {name: value for name, value in asdict(one).items() if name != "card"}
    return data | {"log": one.card.log, "digits": one.card.digits()}


def _shared_data(one: Shared) -> dict[str, Any]:
    given = [
        {
            "record": given.record,
            "what": given.what,
            "at": given.at,
            "records": sorted(given.records),
            "exhibits": sorted(given.exhibits),
            "statements": sorted(given.statements),
            "answers": list(given.answers),
        }
        for given in one.given
    ]
    return _peer_data(one.peer) | {"given": given}


def _shared_lines(archive: Archive, one: Shared) -> Iterator[str]:
    yield one.peer.told().said(_)
    for given in one.given:
        what = worded(archive.vocabulary, "term", given.what, language())
        names = [ids.label(record) for record in sorted({*given.records, *given.exhibits})]
        answers = [worded(archive.vocabulary, "term", answer, language()) for answer in given.answers]
        yield "  ".join((f"  {given.at}", ids.label(given.record), what, *names, *answers))


@bundle.command(
    "make",
    help=_(
        "Write a new file for partners: with these records, or with --whole everything for another "
        "office. What people did not consent to stays behind."
    ),
)
@click.argument("file", type=NEW)
@click.argument("records", nargs=-1)
@to_option
@click.option("--search", "words", help=_("Also all records that hold these words."))
@click.option("--whole", is_flag=True, help=_("Everything that was said here, for another office."))
@click.option(
    "--for", "purpose", type=click.Choice(tuple(USES)), default="share", help=_("For what it is given.")
)
@click.option("--deniable", is_flag=True, help=_("Without signatures: nobody can prove who said it."))
@click.option("--originals", is_flag=True, help=_("With the originals among the records."))
@click.option("--again", is_flag=True, help=_("From the first entry, also if they hold some."))
@text_option("--reason", "reason", _("Reason"), _("Why what identifies people goes along. Without it, none."))
@with_archive
@json_option
def make_command(
    call: Call,
    file: Path,
    records: tuple[str, ...],
    to: tuple[str, ...],
    words: str | None,
    whole: bool,
    purpose: str,
    deniable: bool,
    originals: bool,
    again: bool,
    reason: str | None,
) -> None:
    """A bundle for partners."""
    refuse_old(file)
    if whole == bool(records or words) or (whole and deniable):
        raise click.UsageError(_("Name records or --search, or say --whole."))
    with call.open() as archive, progress(_("Writing"), archive.size()) as step:
        wish = Wish(
            records=None if whole else _chosen(archive, records, words),
            use=INSIDE if whole else USES[purpose],
            deniable=deniable,
            originals=originals,
            identities=reason,
            again=again,
        )
        receivers = [find_peer(archive, one) for one in to]
        made = make_bundle(archive, reader_of(archive), file, receivers, wish, step)
    call.answer(asdict(made), lambda: _made_lines(file, made))


def _chosen(archive: Archive, records: tuple[str, ...], words: str | None) -> tuple[str, ...]:
    reader = reader_of(archive)
    named = [access_reference(archive, reader, one) for one in records]
    if words:
        named += [hit.record for hit in access_search(archive, reader, words, size=FOUND_AT_MOST)]
    return tuple(dict.fromkeys(belonging(archive, reader, named)))


def _made_lines(file: Path, made: Made) -> Iterator[str]:
    yield _("{file} holds {entries} entries, {statements} statements and {originals} originals.").format(
        file=file, entries=made.entries, statements=made.statements, originals=made.originals
    )
    if made.withheld:
        yield _("{count} records or statements stayed behind, since they may not go there.").format(
            count=made.withheld
        )


@bundle.command("read", help=_("Take in a bundle. It stands beside your own log; nothing of it is adopted."))
@click.argument("file", type=HERE)
@with_archive
@json_option
def read_command(call: Call, file: Path) -> None:
    """What a partner gave."""
    with call.open() as archive, progress(_("Reading"), None) as step:
        taken = read_bundle(archive, reader_of(archive), file, step)
    call.answer(asdict(taken), lambda: _taken_lines(taken))


def _taken_lines(taken: Taken) -> Iterator[str]:
    yield _("From {code}: {entries} entries, {statements} statements and {originals} originals.").format(
        code=taken.giver, entries=taken.entries, statements=taken.statements, originals=taken.originals
    )
    if taken.refused:
        yield _("{count} statements were left out: each has the id of one that stands elsewhere.").format(
            count=taken.refused
        )
    if taken.exhibit:
        yield _("It has no signatures and is kept as the exhibit {exhibit}.").format(
            exhibit=ids.label(taken.exhibit)
        )
    for statement, about in taken.asked:
        yield _("They ask to erase: kuzat erase {statement}  ({record})").format(
            statement=statement, record=ids.label(about)
        )


@bundle.command("recall", help=_("Write a request to erase what was erased here of a record."))
@click.argument("file", type=NEW)
@click.argument("record")
@click.option("--to", "to", required=True, metavar="CODE", help=_("The partner who is asked."))
@with_archive
@json_option
def recall_command(call: Call, file: Path, record: str, to: str) -> None:
    """A file to hand over."""
    refuse_old(file)
    with call.open() as archive:
        reader = reader_of(archive)
        about = access_reference(archive, reader, record)
        asked = recall(archive, reader, file, find_peer(archive, to), about)
    line = _("Note what they answer: kuzat bundle answer {record} erased").format(record=asked)
    call.answer({"record": asked}, lambda: iter([line]))


@bundle.command("answer", help=_("Note what a partner answered to a request to erase."))
@click.argument("record")
@click.argument("answer", type=click.Choice(ANSWERS))
@with_archive
def answer_command(call: Call, record: str, answer: str) -> None:
    """The answer to a recall."""
    with call.open() as archive:
        asked = access_reference(archive, reader_of(archive), record)
        say_recall_answer(archive, asked, f"recall_answer.{answer}")
