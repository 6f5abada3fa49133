# SPDX-License-Identifier: Apache-2.0
"""What several people open together: officers for identities, trustees when everything else is lost."""

from collections.abc import Iterator
from pathlib import Path

import click

from kuzat.cli.app import (
    Call,
    _,
    json_option,
    login_in,
    main,
    prompt_login,
    with_archive,
)
from kuzat.cli.members import (
    FILE,
    SHORT,
    confirm,
    found,
    new_key_file_option,
    new_login,
    new_passphrase_option,
    roles_option,
    yes_option,
)
from kuzat.keys.role import TRUSTEE
from kuzat.store import (
    add_member,
    begin_crisis,
    end_crisis,
    recover,
    set_officers,
    set_trustees,
)


@main.group(help=_("Let several officers open identities together."))
def quorum() -> None:
    """The group of commands about quorums."""


@main.group(help=_("Take from everybody the key with which they open identities alone, and give it back."))
def crisis() -> None:
    """The group of commands for a day on which nobody shall be able to tell."""


@main.group(help=_("People outside who together recover the archive when passphrases are lost."))
def trustee() -> None:
    """The group of commands about trustees."""


@quorum.command("set", help=_("Any THRESHOLD of these members open identities together."))
@click.argument("threshold", type=click.IntRange(2, 9))
@click.argument("members", nargs=-1, required=True, metavar="MEMBER...")
@with_archive
@json_option
def set_command(call: Call, threshold: int, members: tuple[str, ...]) -> None:
    """Agree on officers."""
    with call.open() as archive:
        people = found(archive, members)
        set_officers(archive, threshold, people)

    def lines() -> Iterator[str]:
        yield _("Any {threshold} of {count} officers open identities together.").format(
            threshold=threshold, count=len(set(people))
        )
        yield _(
            "This takes no key away: who opens identities alone still does, until you run: kuzat crisis on"
        )
        yield _("Let at least one officer live outside the country, and keep their passphrase there.")

    call.answer({"threshold": threshold, "members": people}, lines)


@crisis.command("on", help=_("From now on nobody in the office opens identities alone, nor do you."))
@yes_option
@with_archive
@json_option
def on_command(call: Call, yes: bool) -> None:
    """Remove every single unlock of identities."""
    with call.open() as archive:
        confirm(yes, _("Only the officers together will open identities afterwards. Go on?"))
        moved = begin_crisis(archive)

    def lines() -> Iterator[str]:
        yield _("Nobody opens identities alone any more. Names can still be recorded.")
        if moved:
            yield _("identity.db is under a new key; old copies of archive.json do not open it.")
        else:
            yield _(
                "identity.db stays under the old key, since you cannot open it or another program has it "
                "open: an old copy of archive.json with its passphrase still does. Destroy such copies."
            )
        yield _(
            "This does not close a desk that is open now, nor call back copies and backups that were "
            "made before. Stop every kuzat serve."
        )

    call.answer({"identity_moved": moved}, lines)


@crisis.command("off", help=_("Give the key of identities back to those whose roles open them."))
@with_archive
@json_option
def off_command(call: Call) -> None:
    """End a crisis, by the officers together."""
    with call.open() as archive:
        end_crisis(archive)
    call.answer({"crisis": False}, lambda: iter([_("Members open identities alone again, by their roles.")]))


@trustee.command("add", help=_("Let a trustee in, who types a passphrase here and keeps it elsewhere."))
@new_passphrase_option
@new_key_file_option
@with_archive
@json_option
def add_command(call: Call, new_passphrase_file: Path | None, new_key_file: Path | None) -> None:
    """Add a trustee."""
    with call.open() as archive:
        login = new_login(new_passphrase_file, new_key_file, _("Passphrase of the trustee"))
        id_ = add_member(archive, login, [TRUSTEE])

    def lines() -> Iterator[str]:
        yield _("The trustee is {member}. Alone they open nothing.").format(member=id_[:SHORT])
        yield _("They hold no share before you say how many must agree: kuzat trustee set 2 MEMBER MEMBER")

    call.answer({"member": id_}, lines)


@trustee.command("set", help=_("Any THRESHOLD of these trustees recover the archive together."))
@click.argument("threshold", type=click.IntRange(2, 9))
@click.argument("members", nargs=-1, required=True, metavar="MEMBER...")
@with_archive
@json_option
def trustees_command(call: Call, threshold: int, members: tuple[str, ...]) -> None:
    """Agree on trustees."""
    with call.open() as archive:
        people = found(archive, members)
        set_trustees(archive, threshold, people)

    def lines() -> Iterator[str]:
        yield _("Any {threshold} of {count} trustees recover the archive together.").format(
            threshold=threshold, count=len(set(people))
        )
        yield _("Their shares lie in archive.json: without a copy of the archive they recover nothing.")
        yield _("So many of them can also open everything, against your will. Choose them so.")

    call.answer({"threshold": threshold, "members": people}, lines)


@trustee.command(
    "recover",
    help=_("Let somebody in who lost their passphrase: trustees and the new member type theirs here."),
)
@click.option(
    "--trustees",
    "count",
    type=click.IntRange(2, 9),
    help=_("So many trustees are here and type their passphrases."),
)
@click.option(
    "--trustee-file",
    "files",
    type=FILE,
    multiple=True,
    hidden=True,
    help=_("A file with a trustee's passphrase, and in its second line their key file if they have one."),
)
@roles_option
@new_passphrase_option
@new_key_file_option
@with_archive
@json_option
def recover_command(
    call: Call,
    count: int | None,
    files: tuple[Path, ...],
    roles: tuple[str, ...],
    new_passphrase_file: Path | None,
    new_key_file: Path | None,
) -> None:
    """A new member by the trustees together."""
    present = [*map(login_in, files), *map(prompt_login, range(1, (count or 0) + 1))]
    if not present:
        raise click.UsageError(_("Say with --trustees how many trustees are here."))
    login = new_login(new_passphrase_file, new_key_file, _("Passphrase of the new member"))
    id_ = recover(call.folder(), present, login, roles)

    def lines() -> Iterator[str]:
        yield _("The new member is {member}. The log says that trustees let them in.").format(
            member=id_[:SHORT]
        )
        yield _("Remove the member whose passphrase is lost: kuzat member remove MEMBER")

    call.answer({"member": id_}, lines)
