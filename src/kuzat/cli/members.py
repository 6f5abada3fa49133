# SPDX-License-Identifier: Apache-2.0
"""Who is a member and what opens for them; each command also says what it does not do."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from kuzat import keys
from kuzat.cli.app import (
    KEY_FILE,
    Call,
    NoPassphrase,
    _,
    json_option,
    language,
    lines_of,
    main,
    with_archive,
)
from kuzat.cli.outgoing import write_new
from kuzat.keys import Login
from kuzat.store import (
    Archive,
    Listed,
    State,
    access_members,
    add_member,
    drop_factor,
    find_member,
    new_epoch,
    reader_of,
    rekey,
    remove_member,
    revoke_member,
    rewrap,
    set_roles,
)

SHORT = 8
FILE = click.Path(path_type=Path, dir_okay=False)


@main.group(help=_("See, add, remove and revoke members."))
def member() -> None:
    """The group of commands about members."""


@main.group("keys", help=_("Change keys: three ways, which are not the same."))
def keys_group() -> None:
    """The group of commands about keys."""


roles_option = click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice(tuple(role for role in keys.roles() if role != "trustee")),
    help=_("What they may open and do; may be given several times."),
)
new_passphrase_option = click.option(
    "--new-passphrase-file", type=FILE, help=_("A file whose first line is the new passphrase.")
)
new_key_file_option = click.option(
    "--new-key-file",
    type=FILE,
    help=_("Make a key file here, on a medium that is kept elsewhere; both are needed from then on."),
)
yes_option = click.option("--yes", is_flag=True, help=_("Do not ask again."))


@member.command("list", help=_("Members by the beginning of their id, with roles and keys."))
@with_archive
@json_option
def list_command(call: Call) -> None:
    """Members, quorums, and what is unfinished."""
    with call.open() as archive:
        state = access_members(archive, reader_of(archive))
    call.answer(asdict(state), lambda: _state(state))


@member.command("add", help=_("Let somebody in, who types their passphrase at this machine."))
@roles_option
@new_passphrase_option
@new_key_file_option
@with_archive
@json_option
def add_command(
    call: Call, roles: tuple[str, ...], new_passphrase_file: Path | None, new_key_file: Path | None
) -> None:
    """Add a member."""
    with call.open() as archive:
        login = new_login(new_passphrase_file, new_key_file, _("Passphrase of the new member"))
        id_ = add_member(archive, login, roles)
    call.answer({"member": id_}, lambda: _added(id_, new_key_file))


@member.command("remove", help=_("Take a member's keys away from now on."))
@click.argument("member_id", metavar="MEMBER")
@yes_option
@with_archive
@json_option
def remove_command(call: Call, member_id: str, yes: bool) -> None:
    """Remove a member."""
    with call.open() as archive:
        id_ = find_member(archive, reader_of(archive), member_id)
        confirm(yes, _("Member {member} will be removed for good. Go on?").format(member=id_[:SHORT]))
        remove_member(archive, id_)

    def lines() -> Iterator[str]:
        yield _("Member {member} opens this archive no more, and what they sign no longer counts.").format(
            member=id_[:SHORT]
        )
        yield from _what_they_keep()

    call.answer({"member": id_}, lines)


@member.command("drop-code", help=_("Ask for no code at the desk any more, for a telephone that is lost."))
@click.argument("member_id", metavar="[MEMBER]", required=False)
@with_archive
def drop_code_command(call: Call, member_id: str | None) -> None:
    """The second factor guards the desk alone, so who unlocks the archive here can drop their own."""
    with call.open() as archive:
        drop_factor(archive, find_member(archive, reader_of(archive), member_id) if member_id else None)
    click.echo(_("The desk asks for no code."))


@member.command(
    "revoke",
    help=_("Say from which entry on a member's signature was in other hands; they are removed too."),
)
@click.argument("member_id", metavar="MEMBER")
@click.option(
    "--from",
    "size",
    type=click.IntRange(1),
    help=_("How many entries of the log are still theirs; without it, all that there are."),
)
@yes_option
@with_archive
@json_option
def revoke_command(call: Call, member_id: str, size: int | None, yes: bool) -> None:
    """Revoke a member's signature, also for what was signed before."""
    with call.open() as archive:
        id_ = find_member(archive, reader_of(archive), member_id)
        confirm(yes, _("Member {member} will be revoked for good. Go on?").format(member=id_[:SHORT]))
        revoke_member(archive, id_, size)

    def lines() -> Iterator[str]:
        yield _("Member {member} is revoked.").format(member=id_[:SHORT])
        yield _(
            "What they signed since stays in the log, as all does, but proves no author any more; "
            "kuzat verify counts it. Withdraw or erase what should not stand."
        )
        yield from _what_they_keep()

    call.answer({"member": id_, "from": size}, lines)


@member.command("roles", help=_("Give a member other roles in the place of those they have."))
@click.argument("member_id", metavar="MEMBER")
@roles_option
@with_archive
@json_option
def roles_command(call: Call, member_id: str, roles: tuple[str, ...]) -> None:
    """Change a member's roles."""
    with call.open() as archive:
        id_ = find_member(archive, reader_of(archive), member_id)
        set_roles(archive, id_, roles)

    def lines() -> Iterator[str]:
        yield _("Member {member} is now: {roles}.").format(member=id_[:SHORT], roles=_labels(roles))
        yield _(
            "This does not take back a key that they held before: with an old copy of archive.json "
            "they open what they opened then. kuzat keys epoch shuts them out of new identities."
        )

    call.answer({"member": id_, "roles": sorted(roles)}, lines)


@keys_group.command(
    "rewrap", help=_("Put your own keys under a new passphrase, and a key file if you like.")
)
@new_passphrase_option
@new_key_file_option
@click.option("--keep-key-file", is_flag=True, help=_("Go on with the key file named by --key-file."))
@with_archive
@json_option
def rewrap_command(
    call: Call, new_passphrase_file: Path | None, new_key_file: Path | None, keep_key_file: bool
) -> None:
    """Change one's own passphrase."""
    with call.open() as archive:
        kept = call.key() if keep_key_file else b""
        login = new_login(new_passphrase_file, new_key_file, _("New passphrase"), kept)
        rewrap(archive, login)

    def lines() -> Iterator[str]:
        yield _("Your keys are under the new passphrase.")
        yield _(
            "This does not change the keys themselves: an old copy of archive.json still opens with the "
            "old passphrase, and opens this archive too. If somebody knows it, run: kuzat keys rekey"
        )
        yield _("Nobody can recover a lost passphrase, except as many trustees as were agreed.")
        if new_key_file or keep_key_file:
            yield _("Without the key file the passphrase opens nothing. Keep a second copy of it.")

    call.answer({"rewrapped": True}, lines)


@keys_group.command("epoch", help=_("Seal identities that come to a new key."))
@with_archive
@json_option
def epoch_command(call: Call) -> None:
    """A new epoch of the compartment identity."""
    with call.open() as archive:
        moved = new_epoch(archive)

    def lines() -> Iterator[str]:
        yield _("Identities are sealed to a new key, which those have who open them now.")
        yield _from_now_on(moved)
        yield _(
            "This does not change the key of cases.db, and takes back nothing: who held the old key "
            "still reads every identity that they copied."
        )

    call.answer({"identity_moved": moved}, lines)


@keys_group.command("rekey", help=_("Put both databases under new keys; nobody else may have them open."))
@with_archive
@json_option
def rekey_command(call: Call) -> None:
    """Everything under new keys."""
    with call.open() as archive:
        moved = rekey(archive)

    def lines() -> Iterator[str]:
        yield _("cases.db is under a new key, and old copies of archive.json do not open it.")
        yield _from_now_on(moved)
        yield _(
            "This does not take back what was copied before. Originals keep the keys that they had; "
            "backups open as they did. The disk may hold traces of the old file: encrypt the whole disk."
        )

    call.answer({"identity_moved": moved}, lines)


def new_login(
    passphrase_file: Path | None, key_file: Path | None, question: str, kept: bytes = b""
) -> Login:
    """What somebody will bring from now on: a passphrase by file or prompt, and a key file.

    A new key file is written before it is needed, so that a full medium shuts nobody out.
    """
    if passphrase_file is not None:
        passphrase = lines_of(passphrase_file)[0]
    elif sys.stdin.isatty():
        passphrase = click.prompt(question, hide_input=True, confirmation_prompt=True)
    else:
        raise NoPassphrase()
    if key_file is None:
        return Login(passphrase=passphrase, file=kept)
    secret = os.urandom(KEY_FILE)
    write_new(key_file, secret)
    return Login(passphrase=passphrase, file=secret)


def confirm(yes: bool, question: str) -> None:
    """Ask before what cannot be undone."""
    if not yes:
        click.confirm(question, abort=True, err=True)


def found(archive: Archive, starts: Sequence[str]) -> list[str]:
    """The members whose ids begin so."""
    return [find_member(archive, reader_of(archive), start) for start in starts]


def _added(id_: str, key_file: Path | None) -> Iterator[str]:
    yield _("The new member is {member}. They log in with their passphrase alone, without a name.").format(
        member=id_[:SHORT]
    )
    if key_file:
        yield _("Without {file} the passphrase opens nothing. Keep a second copy of it.").format(
            file=key_file
        )
    yield _("Nobody can recover a lost passphrase, except as many trustees as were agreed.")


def _what_they_keep() -> Iterator[str]:
    yield _(
        "This does not take back what they copied or know. With an old copy of archive.json their "
        "passphrase opens every copy of cases.db, newer ones too, until you run: kuzat keys rekey"
    )


def _from_now_on(moved: bool) -> str:
    if moved:
        return _("identity.db is under the new key.")
    return _(
        "identity.db stays under the old key, since you cannot open it or another program has it open. "
        "Whoever opens identities next puts it under the new one."
    )


def _labels(roles: Sequence[str]) -> str:
    labels = keys.roles()
    return ", ".join(labels[r].label(language()) if r in labels else r for r in sorted(roles))


def _state(state: State) -> Iterator[str]:
    for one in state.members:
        yield _member(one)
    for group, said in (
        (state.officers, _("{threshold} of these open identities together: {people}")),
        (state.trustees, _("{threshold} of these recover the archive together: {people}")),
    ):
        if group is not None:
            people = ", ".join(one[:SHORT] for one in group.people)
            yield said.format(threshold=group.threshold, people=people)
    if state.is_crisis:
        yield _("Nobody opens identities alone. The officers end that together: kuzat crisis off")
    if state.is_rekey_unfinished:
        yield _("A rekey was interrupted. Go on with it: kuzat keys rekey")


def _member(one: Listed) -> str:
    notes: list[tuple[bool, Callable[[], str]]] = [
        (bool(one.roles), lambda: _labels(one.roles)),
        ("identity" in one.opens, lambda: _("opens identities")),
        (one.has_share, lambda: _("holds a share")),
        (one.has_key_file, lambda: _("key file")),
        (not one.is_member, lambda: _("removed")),
        (one.revoked is not None, lambda: _("signature counts up to entry {size}").format(size=one.revoked)),
    ]
    said: list[Any] = [text() for holds, text in notes if holds]
    return f"{one.id[:SHORT]}  {'; '.join(said)}"
