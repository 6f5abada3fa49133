# SPDX-License-Identifier: Apache-2.0
"""The group of all commands, what they share, and how an error reaches a person."""

import functools
import gettext
import json
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from kuzat import __version__
from kuzat.cli.terminal import escaped, show
from kuzat.errors import KuzatError, Missing, Refused
from kuzat.keys import Login
from kuzat.store import Archive, open_archive
from kuzat.terms.messages import DOMAIN, FOLDERS, LOCALE, translator

KEY_FILE = 32
# In place of a text: typed when asked, or in a file; so it is in no history and no list of processes.
ASKED, IN_FILE = "-", "@"
LANGUAGE_VARIABLES = ("KUZAT_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


class NoPassphrase(Refused):
    """No passphrase was given."""

    code = "no_passphrase"
    advice = "Type it when asked, or name a file with --passphrase-file, or set KUZAT_PASSPHRASE."


class PassphraseEmpty(Refused):
    """The file {file} has an empty first line, where the passphrase should stand."""

    code = "passphrase_empty"
    advice = "Write the passphrase into its first line, or leave the file out to type it when asked."


class NothingTyped(Refused):
    """Nothing was given for: {what}."""

    code = "nothing_typed"
    advice = "Type it when asked, or name a file as @FILE. Standard input gives one text and no second one."


class NotText(Refused):
    """An argument is not text in UTF-8."""

    code = "not_text"
    advice = "Set the terminal to UTF-8 and type it again; a file with such a name must be renamed first."


class FileUnusable(Refused):
    """The file {file} cannot be read or written."""

    code = "file_unusable"
    advice = "Check its name, its folder, who may write there, and whether the disk has room."


class NoKeyFile(Refused):
    """{file} is no key file: it has not 32 bytes."""

    code = "no_key_file"
    advice = "Name the file that was made with --new-key-file, as it is."


class NoFile(Missing):
    """The file {file} is not there or cannot be read."""

    code = "no_file"
    advice = "Check its name and whether the disk it lies on is still connected."


class NotUtf8(Refused):
    """The file {file} is not text in UTF-8."""

    code = "not_utf8"
    advice = "Save it as UTF-8 in your editor, then run the command again; nothing was read from it."


def language() -> str:
    """The language of messages, from KUZAT_LANGUAGE or the system's locale."""
    for variable in LANGUAGE_VARIABLES:
        value = os.environ.get(variable, "")
        if value:
            name = value.split(".")[0].replace("_", "-").lower()
            if name.startswith("uz") and "cyr" in value.lower():
                return "uz-Cyrl"
            return name.split("-")[0]
    return "en"


_ = translator(language())


def _lend_to_click(language: str) -> None:
    """Let click take its own words (usage, a missing option) from our catalogues.

    It asks the standard library, which knows a language by the environment only; and it words
    options where they are declared, so this comes first.
    """
    if language in FOLDERS:
        gettext.bindtextdomain(DOMAIN, LOCALE)
        gettext.textdomain(DOMAIN)
        os.environ["LANGUAGE"] = FOLDERS[language]


_lend_to_click(language())


@dataclass(slots=True, kw_only=True)
class Call:
    """What a command was called with: where the archive is, how to unlock it, how to answer."""

    path: Path | None = None
    passphrase_file: Path | None = None
    key_file: Path | None = None
    officers: int = 0
    officer_files: tuple[Path, ...] = ()
    as_json: bool = False

    def folder(self) -> Path:
        """The archive's folder, from --archive or KUZAT_ARCHIVE."""
        if self.path is None:
            raise click.UsageError(_("Name the archive with --archive or KUZAT_ARCHIVE."))
        return self.path

    def passphrase(self, *, confirm: bool = False) -> str:
        """The passphrase, from file, environment or prompt; it is never an argument."""
        if self.passphrase_file is not None:
            return passphrase_in(self.passphrase_file)
        given = os.environ.get("KUZAT_PASSPHRASE")
        if given:
            return given
        if not sys.stdin.isatty():
            raise NoPassphrase()
        return str(click.prompt(_("Passphrase"), hide_input=True, confirmation_prompt=confirm))

    def key(self) -> bytes:
        """The content of the member's key file; empty where they name none."""
        return key_of(self.key_file) if self.key_file else b""

    def others(self) -> tuple[Login, ...]:
        """Officers or trustees who are here: from files, then by as many prompts as were asked for."""
        named = tuple(map(login_in, self.officer_files))
        return named + tuple(prompt_login(number) for number in range(1, self.officers + 1))

    def open(self) -> Archive:
        """Unlock the archive, alone or with officers who are here; a box that cannot be used is named."""
        archive = open_archive(
            self.folder(), self.passphrase(), file=self.key(), others=self.others()
        )
        for broken in archive.unsettled:
            show(broken.sentence(_), err=True)
        return archive

    def answer(self, data: Any, lines: Callable[[], Iterator[str]]) -> None:
        """Print an answer: JSON where asked, else lines for people."""
        if self.as_json:
            click.echo(escaped(json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True)))
        else:
            for line in lines():
                show(line)


def text_of(path: Path) -> str:
    """What a text file says, to the letter. Raises `NoFile` or `NotUtf8`."""
    try:
        # Some editors put a mark before UTF-8, which nobody types.
        return content_of(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotUtf8(file=path.name) from None


def lines_of(path: Path) -> list[str]:
    """The lines of a small text file, at least one. Raises `NoFile` or `NotUtf8`."""
    return text_of(path).splitlines() or [""]


def passphrase_in(path: Path) -> str:
    """The first line of a file. Raises `NoFile`, `NotUtf8` or `PassphraseEmpty`."""
    first = lines_of(path)[0]
    if not first:
        raise PassphraseEmpty(file=path)
    return first


def key_of(path: Path) -> bytes:
    """The content of a key file. Raises `NoFile` or `NoKeyFile`."""
    content = content_of(path)
    if len(content) != KEY_FILE:
        raise NoKeyFile(file=path)
    return content


def login_in(path: Path) -> Login:
    """What somebody brings, in a file: a line with their passphrase, a line with their key file's name."""
    passphrase, named = passphrase_in(path), lines_of(path)[1:2]
    file = key_of(Path(named[0])) if named and named[0] else b""
    return Login(passphrase=passphrase, file=file)


def prompt_login(number: int) -> Login:
    """What somebody else who is here types."""
    if not sys.stdin.isatty():
        raise NoPassphrase()
    passphrase = click.prompt(_("Passphrase of person {number}").format(number=number), hide_input=True)
    file = click.prompt(_("Their key file (empty if none)"), default="", show_default=False)
    return Login(passphrase=passphrase, file=key_of(Path(file)) if file else b"")


def typed(what: str) -> str:
    """What a person types when asked, or what standard input gives where nobody sits there.

    Raises `NothingTyped`.
    """
    said = str(click.prompt(what, err=True)) if sys.stdin.isatty() else _piped()
    if not said.strip():
        raise NothingTyped(what=what)
    return said.strip()


def _piped() -> str:
    try:
        return sys.stdin.read()
    except UnicodeDecodeError:
        raise NotText() from None


def unseen(text: str, what: str) -> str:
    """A text of which no other program need see more than ``-``, typed when asked, or ``@FILE``.

    Anything else is the text itself. Raises `NothingTyped`, `NoFile` or `NotUtf8`.
    """
    if text == ASKED:
        return typed(what)
    return text_of(Path(text[1:])).strip() if text.startswith(IN_FILE) else text


def text_option(name: str, variable: str, what: str, why: str, **rest: Any) -> Callable[..., Any]:
    """An option for a text in somebody's own words; `unseen` tells how it can be given."""

    def given(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
        return None if value is None else unseen(value, what)

    way = _("Write - to type it when asked, or @FILE.")
    return click.option(name, variable, callback=given, help=f"{why} {way}", **rest)


def content_of(path: Path) -> bytes:
    """What a file holds. Raises `NoFile`."""
    try:
        return path.read_bytes()
    except OSError:
        raise NoFile(file=path) from None


@contextmanager
def progress(label: str, length: int | None) -> Iterator[Callable[[int], None]]:
    """A bar on the terminal's error stream while something long runs; silent where there is none."""
    hidden = not sys.stderr.isatty()
    with click.progressbar(length=length or 0, label=label, file=sys.stderr, hidden=hidden) as bar:
        yield bar.update


def with_archive(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options by which a command finds and unlocks its archive; it gets a `Call` first."""

    @functools.wraps(command)
    def run(
        archive: Path | None,
        passphrase_file: Path | None,
        key_file: Path | None,
        officers: int,
        officer_files: tuple[Path, ...],
        as_json: bool = False,
        **rest: Any,
    ) -> Any:
        call = Call(
            path=archive,
            passphrase_file=passphrase_file,
            key_file=key_file,
            officers=officers,
            officer_files=officer_files,
            as_json=as_json,
        )
        return command(call, **rest)

    run.__click_params__ = getattr(command, "__click_params__", [])  # type: ignore[attr-defined]
    for option in (
        officer_files_option,
        officers_option,
        key_file_option,
        passphrase_option,
        archive_option,
    ):
        run = option(run)
    return run


passphrase_option = click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help=_("A file whose first line is the passphrase."),
)
key_file_option = click.option(
    "--key-file",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="KUZAT_KEY_FILE",
    help=_("Your key file, if you have one (or KUZAT_KEY_FILE)."),
)
officers_option = click.option(
    "--officers",
    type=click.IntRange(0, 9),
    default=0,
    metavar="N",
    help=_("So many officers are here too and type their passphrases, to open identities together."),
)
officer_files_option = click.option(
    "--officer-file",
    "officer_files",
    type=click.Path(path_type=Path, dir_okay=False),
    multiple=True,
    hidden=True,
    help=_("A file with an officer's passphrase, and in its second line their key file if they have one."),
)
archive_option = click.option(
    "--archive",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="KUZAT_ARCHIVE",
    help=_("The archive's folder (or KUZAT_ARCHIVE)."),
)
json_option = click.option("--json", "as_json", is_flag=True, help=_("Answer as JSON."))


class Commands(click.Group):
    """Turns an error of the tree into its sentence, its next step and its exit status."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.obj = all(map(_is_text, args))
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            if not ctx.obj:
                raise NotText()
            return super().invoke(ctx)
        except KuzatError as error:
            _refuse(ctx, error)
        except (click.ClickException, click.exceptions.Exit, BrokenPipeError):
            raise
        except (click.Abort, KeyboardInterrupt, EOFError):
            click.echo(_("Stopped. What was committed before is kept."), err=True)
            ctx.exit(1)
        except Exception as error:
            if isinstance(error, OSError) and error.filename:
                _refuse(ctx, FileUnusable(file=error.filename))
            # What it says may hold a value or a name, so only its kind and place are told.
            click.echo(_unexpected(error), err=True)
            ctx.exit(1)


def _is_text(argument: str) -> bool:
    """Whether an argument was text in UTF-8; what was none comes with half characters in it."""
    try:
        argument.encode()
    except UnicodeEncodeError:
        return False
    return True


def _refuse(ctx: click.Context, error: KuzatError) -> None:
    """Tell a person what is wrong and what to do, and end."""
    show(error.sentence(_), err=True)
    if error.step(_):
        show(error.step(_), err=True)
    ctx.exit(error.exit_status)


def _unexpected(error: Exception) -> str:
    """Kind and place of an error that nobody foresaw, without its words."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    return _(
        "Kuzat met an error that it does not know ({kind} at {place}). What was committed before is "
        "kept. Please report the kind and the place, never your data."
    ).format(kind=type(error).__name__, place=place)


@click.group(cls=Commands, help=_("A record that can be searched, counted, proven and acted upon."))
@click.version_option(__version__, prog_name="kuzat", help=_("Show the version and exit."))
def main() -> None:
    """All commands."""
