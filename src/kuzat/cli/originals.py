# SPDX-License-Identifier: Apache-2.0
"""Originals: keep a file, list and write them out, hand them on as a bag, have the hour vouched for."""

import mimetypes
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from kuzat.cli.app import Call, _, content_of, json_option, main, progress, text_option, with_archive
from kuzat.cli.outgoing import for_option, refuse_old, to_option, use_of, write_new
from kuzat.cli.receiving import receipt_of, receipt_options
from kuzat.preservation import Receipt, bag
from kuzat.preservation.folder import shown
from kuzat.store import (
    Archive,
    Original,
    access_original,
    access_reference,
    access_rows_of_kind,
    gate,
    handed_out,
    is_protected,
    keep,
    reader_of,
    say_receipt,
)

REASON = text_option(
    "--reason", "reason", _("Reason"), _("Needed for a sealed original: why you take it out.")
)
FILE = click.Path(path_type=Path, dir_okay=False)
FOLDER = click.Path(path_type=Path, file_okay=False)
UNKNOWN = "application/octet-stream"


@main.command("keep", help=_("Keep files as exhibits, or every file of a folder, unchanged."))
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--public", help=_("Where they are published, if they are."))
@click.option("--for-all", is_flag=True, help=_("Not published, but for every member to read."))
@receipt_options
@with_archive
@json_option
def keep_command(
    call: Call, paths: tuple[Path, ...], public: str | None, for_all: bool, **told: str | None
) -> None:
    """Each file is sealed under a key of its own; the same content again is the same exhibit.

    What is not published may name people, so only who opens identities can read it, unless said otherwise.
    """
    files = [file for path in paths for file in _files(path)]
    kept = []
    with call.open() as archive, progress(_("Sealing"), len(files)) as step:
        receipt = receipt_of(archive, told)
        for file in files:
            protected = public is None and not for_all
            kept.append(_kept(archive, file, public, receipt, protected=protected))
            step(1)
    call.answer(kept, lambda: (f"{one['id']}  {one['size']:>10}  {one['name']}" for one in kept))


def _files(path: Path) -> list[Path]:
    """The file itself, or the files of a folder in the order of their names."""
    if path.is_dir():
        return sorted(file for file in path.rglob("*") if file.is_file() and not file.is_symlink())
    return [path]


def _kept(
    archive: Archive, file: Path, public: str | None, receipt: Receipt, *, protected: bool
) -> dict[str, object]:
    media_type = mimetypes.guess_type(file.name)[0] or UNKNOWN
    with file.open("rb") as content:
        original = Original(
            name=shown(file.name),
            media_type=media_type,
            content=content,
            public=public,
            protected=protected,
            told=tuple(receipt.told()),
        )
        exhibit = keep(archive, original)
    say_receipt(archive, exhibit.id, receipt)
    return {
        "id": exhibit.id,
        "name": exhibit.name,
        "size": exhibit.size,
        "sha256": exhibit.sha256,
    }


@main.command(help=_("List the originals that are kept: files, sheets, mappings, vocabularies."))
@with_archive
@json_option
def exhibits(call: Call) -> None:
    """Every exhibit with name, size and digest."""
    with call.open() as archive:
        rows = access_rows_of_kind(archive, reader_of(archive), "exhibit")
    found = [{k: row[k] for k in ("id", "name", "media_type", "size", "sha256")} for row in rows]
    call.answer(
        found,
        lambda: (
            f"{row['id']}  {row['size'] or '':>10}  {row['name'] or _('(sealed)')}" for row in found
        ),
    )


@main.command(help=_("Write an original out again, byte for byte, to a new file."))
@click.argument("exhibit")
@click.argument("out", type=FILE)
@REASON
@to_option
@for_option
@with_archive
def original(
    call: Call,
    exhibit: str,
    out: Path,
    reason: str | None,
    receiver: str | None,
    purpose: str | None,
) -> None:
    """An exhibit as it came in."""
    refuse_old(out)
    with call.open() as archive:
        reader = reader_of(archive)
        id_ = access_reference(archive, reader, exhibit)
        content = access_original(archive, reader, id_, use_of(purpose), reason=reason)
        handed_out(archive, "handed_out.original", receiver, exhibits=[id_])
        _write(out, content)
    click.echo(_("{file} is written. It is not encrypted.").format(file=out))


@main.command(
    "bag",
    help=_(
        "Hand originals on as a BagIt bag (RFC 8493) in a new folder, all of them or those named. "
        "The bag is not encrypted; sealed originals go into it only with --reason."
    ),
)
@click.argument("folder", type=FOLDER)
@click.argument("named", nargs=-1)
@REASON
@to_option
@for_option
@with_archive
def bag_command(
    call: Call,
    folder: Path,
    named: tuple[str, ...],
    reason: str | None,
    receiver: str | None,
    purpose: str | None,
) -> None:
    """A package whose fixity any archive can check."""
    refuse_old(folder)
    with call.open() as archive:
        reader = reader_of(archive)
        use = use_of(purpose)
        open_to = gate(archive, use)
        chosen = [access_reference(archive, reader, one) for one in named] or [
            row["id"]
            for row in access_rows_of_kind(archive, reader, "exhibit")
            if open_to.record(row["id"]).allowed
            and (reason or not is_protected(archive, row["id"]))
        ]
        originals = [
            (id_, access_original(archive, reader, id_, use, reason=reason)) for id_ in chosen
        ]
        handed_out(archive, "handed_out.original", receiver, exhibits=chosen)
        for path, content in bag(originals):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            _write(folder / path, content)
    click.echo(_("{file} is written. It is not encrypted.").format(file=folder))


def _write(out: Path, content: Iterable[bytes]) -> None:
    """Write a file that must not be there yet; what was checked only in part does not stay."""
    write_new(out, b"")
    try:
        with out.open("wb") as file:
            for part in content:
                file.write(part)
    except BaseException:
        out.unlink(missing_ok=True)
        raise


@main.group(help=_("Have somebody outside vouch for the hour (RFC 3161); no network is used."))
def timestamp() -> None:
    """Requests and replies are files that travel by any road."""


@timestamp.command("request", help=_("Write a request over the newest checkpoint to a new file."))
@click.argument("out", type=FILE)
@with_archive
def timestamp_request_command(call: Call, out: Path) -> None:
    """A request that shows the authority a digest and nothing else."""
    # Certificates take long to load, and few commands need them.
    from kuzat.store.timestamping import timestamp_request

    with call.open() as archive:
        size, content = timestamp_request(archive)
        _write(out, (content,))
    click.echo(
        _("{file} asks for the hour of the first {size} entries. Send it to an authority.").format(
            file=out, size=size
        )
    )


@timestamp.command("add", help=_("Verify an authority's reply and keep it as an exhibit."))
@click.argument("reply", type=FILE)
@click.option("--authority", type=FILE, required=True, help=_("The certificate that you trust."))
@with_archive
@json_option
def timestamp_add(call: Call, reply: Path, authority: Path) -> None:
    """What the reply proves: the first entries were there at that hour."""
    from kuzat.preservation.timestamp import certificates
    from kuzat.store.timestamping import Stamped, keep_timestamp

    with call.open() as archive:
        stamped = keep_timestamp(archive, content_of(reply), certificates(content_of(authority)))

    def lines(of: Stamped) -> Iterator[str]:
        yield _("The first {size} entries were there at {time}, says {authority}.").format(
            size=of.size,
            time=of.timestamp.at.isoformat(timespec="seconds"),
            authority=of.timestamp.authority,
        )
        yield of.exhibit.id

    found = {
        "size": stamped.size,
        "at": stamped.timestamp.at.isoformat(timespec="seconds"),
        "authority": stamped.timestamp.authority,
        "exhibit": stamped.exhibit.id,
    }
    call.answer(found, lambda: lines(stamped))
