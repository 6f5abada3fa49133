# SPDX-License-Identifier: Apache-2.0
"""Open the desk in a browser on this machine."""

import os
from pathlib import Path

import click

from kuzat.cli import memory
from kuzat.cli.app import Call, _, main, with_archive
from kuzat.cli.listening import recogniser_option
from kuzat.store import Recogniser

PORT = 8765
LOCK_AFTER, LONGEST = 15, 120


@main.command("serve", help=_("Open the desk: pages in a browser, on this machine only."))
@click.option("--port", default=PORT, type=click.IntRange(0, 65535), help=_("0: any free one."))
@click.option("--browser", is_flag=True, help=_("Open it in the browser at once."))
@click.option(
    "--lock-after",
    default=LOCK_AFTER,
    show_default=True,
    type=click.IntRange(1, LONGEST),
    help=_("Minutes without a page after which the desk locks itself."),
)
@recogniser_option
@with_archive
def serve_command(
    call: Call, port: int, browser: bool, lock_after: int, recogniser: Recogniser | None
) -> None:
    """The passphrase is typed in the browser: logging in is unlocking."""
    serve_until_stopped(
        call.folder(), port, open_browser=browser, lock_after=lock_after, recogniser=recogniser
    )


def serve_until_stopped(
    folder: Path,
    port: int,
    *,
    open_browser: bool = False,
    lock_after: int = LOCK_AFTER,
    recogniser: Recogniser | None = None,
) -> None:
    """Serve one archive until Ctrl+C. The browser that is opened inherits no passphrase."""
    os.environ.pop("KUZAT_PASSPHRASE", None)
    if not memory.shut():
        click.echo(_("On this system another program of yours can read the keys of an open desk."), err=True)
    # Django takes longer to load than most commands to run.
    from kuzat.web import serve

    def announce(url: str) -> None:
        click.echo(_("The desk is at {url} on this machine. Stop it with Ctrl+C.").format(url=url))

    serve(
        folder, port, announce, open_browser=open_browser, idle=lock_after * 60, recogniser=recogniser
    )
