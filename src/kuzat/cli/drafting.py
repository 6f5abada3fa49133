# SPDX-License-Identifier: Apache-2.0
"""Letters and submissions drafted from a claim: what a body asks for, what is missing, file and proof."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from kuzat.accountability import DOORS, rule_book
from kuzat.cli.app import Call, _, json_option, language, main, text_option, with_archive
from kuzat.cli.outgoing import refuse_old, to_option, write_new
from kuzat.errors import Phrase
from kuzat.reporting import Book, Kind, State, Submission, as_docx, as_html, as_pdf, book, compose
from kuzat.store import (
    USES,
    Gathered,
    access_dossier,
    access_dossier_proofs,
    access_reference,
    handed_out,
    reader_of,
)
from kuzat.terms import ids
from kuzat.terms.vocabulary import load

WRITERS = {".docx": as_docx, ".pdf": as_pdf, ".html": as_html}
STATES = {
    State.HERE: Phrase("here"),
    State.MISSING: Phrase("missing"),
    State.UNSURE: Phrase("Not sure"),
}
UNCHECKED = Phrase("To be checked by a lawyer: the source was not read or does not settle it.")
SUBMISSION = "handed_out.submission"


@main.command(
    help=_(
        "Draft a letter or submission from a claim, for a body. Without --out it says what is there "
        "and what is missing; with --out it writes the draft and a proof of what it says."
    )
)
@click.argument("kind", metavar="FORUM", required=False)
@click.argument("claim", required=False)
@click.option("--list", "listing", is_flag=True, help=_("List what can be drafted."))
@click.option("--language", "wished", metavar="LANGUAGE", help=_("Its language; by default its first."))
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help=_("A new file that ends in .docx, .pdf or .html."),
)
@click.option("--at", type=click.IntRange(1), metavar="ENTRY", help=_("As it stood after so many entries."))
@click.option("--joint", is_flag=True, help=_("Several organisations send it together."))
@text_option("--reason", "reason", _("Reason"), _("Open the sealed names of the claim's persons: why."))
@to_option
@with_archive
@json_option
def draft(
    call: Call,
    kind: str | None,
    claim: str | None,
    listing: bool,
    wished: str | None,
    out: Path | None,
    at: int | None,
    joint: bool,
    reason: str | None,
    receiver: str | None,
) -> None:
    """The kinds of drafts, or one draft of a claim."""
    known = book()
    if listing:
        call.answer([_kind_data(one) for one in known.kinds.values()], lambda: _kind_lines(known))
        return
    if kind is None or claim is None:
        raise click.UsageError(_("Name what is to be drafted and the claim; --list shows what there is."))
    wanted = known.kind(kind)
    if out is not None:
        _check_out(out)
    with call.open() as archive:
        reader, use = reader_of(archive, wished or wanted.languages[0]), USES[wanted.use]
        id_ = access_reference(archive, reader, claim)
        gathered = access_dossier(archive, reader, id_, use, entries=at, reason=reason)
        tongue = wished or wanted.languages[0]
        made = compose(gathered.dossier, wanted, tongue, known, rule_book(), load(), joint=joint)
        if out is not None:
            proofs = access_dossier_proofs(archive, reader, made.statements, use)
            handed_out(
                archive, SUBMISSION, receiver, statements=made.statements, records=gathered.opened
            )
            write_new(out, WRITERS[out.suffix](made.document))
            for number, proof in enumerate(proofs, 1):
                write_new(_beside(out, number), proof)
    call.answer(_data(made, gathered), lambda: _lines(made, gathered, known))


def _check_out(out: Path) -> None:
    if out.suffix not in WRITERS:
        raise click.UsageError(_("Name a file that ends in .docx, .pdf or .html."))
    refuse_old(out)
    refuse_old(_beside(out, 1))


def _beside(out: Path, number: int) -> Path:
    return out.with_name(f"{out.stem}-{number}.proof")


def _label(labels: Any) -> str:
    return str(labels.get(language(), labels["en"]))


def _kind_data(kind: Kind) -> dict[str, Any]:
    return {
        "draft": kind.id,
        "label": _label(kind.labels),
        "forum": kind.forum,
        "use": kind.use,
        "languages": list(kind.languages),
        "words_alone": kind.alone,
        "words_joint": kind.joint,
        "checked": kind.checked,
        "source": kind.source,
    }


def _kind_lines(known: Book) -> Iterator[str]:
    for kind in known.kinds.values():
        yield f"{kind.id}  {_label(kind.labels)}  ({', '.join(kind.languages)})"
        if not kind.checked:
            yield f"    {UNCHECKED.said(_)}"


def _data(made: Submission, gathered: Gathered) -> dict[str, Any]:
    return {
        **_kind_data(made.kind),
        "language": made.document.language,
        "title": made.document.title,
        "entry": gathered.dossier.entry,
        "erasures": gathered.dossier.erasures,
        "words": made.words,
        "limit": made.limit,
        "door": made.door and made.door.door.value,
        "reasons": [said.said(_) for said in made.door.reasons] if made.door else [],
        "needs": [{"need": one.id, "state": one.state.value, "about": list(one.about)} for one in made.needs],
        "annexes": list(made.annexes),
        "statements": len(made.statements),
        "withheld": {record: said.said(_) for record, said in gathered.withheld.items()},
    }


def _lines(made: Submission, gathered: Gathered, known: Book) -> Iterator[str]:
    yield made.document.title
    yield from _door_lines(made)
    for one in made.needs:
        about = f" ({', '.join(one.about)})" if one.about else ""
        yield f"  {STATES[one.state].said(_)}: {_label(known.needs[one.id])}{about}"
    limit = f" / {made.limit}" if made.limit else ""
    yield f"  {_('Words')}: {made.words}{limit}"
    if made.is_too_long:
        yield f"  {_('It is longer than the body takes.')}"
    for record, said in gathered.withheld.items():
        yield f"  {_('Left out')}: {ids.label(record)}: {said.said(_)}"
    yield from (f"  ! {_label(known.words[one])}" for one in made.kind.warns)


def _door_lines(made: Submission) -> Iterator[str]:
    if made.door is not None and made.forum is not None:
        yield f"  {DOORS[made.door.door].said(_)}: {_label(made.forum.labels)}"
        yield from (f"    {said.said(_)}" for said in made.door.reasons)
        yield from (f"    {words}" for words in made.forum.words.values())
    if not made.kind.checked:
        yield f"  {UNCHECKED.said(_)}"
