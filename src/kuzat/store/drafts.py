# SPDX-License-Identifier: Apache-2.0
"""What a member is writing and has not said yet: rows beside the log, readable to that member alone.

A draft lies in the member's drawer, since whoever holds the key of the compartment cases must not read a
testimony before it is said. Saying it and forgetting the draft are one commit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kuzat.log.statement import Draft
from kuzat.store.access import Reader, admit
from kuzat.store.archive import Archive
from kuzat.store.commit import Act, Committed
from kuzat.store.drawer import Drawer

DRAFT = b"kuzat/draft/1\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A draft: which form, about which record, what was typed, and how the record stood then."""

    form: str
    record: str
    typed: Mapping[str, str]
    seen: str
    at: str


def access_drafts(archive: Archive, reader: Reader) -> tuple[Kept, ...]:
    """The member's own drafts, the newest first; what another key sealed is left out."""
    admit(archive, reader)
    found = [Kept(**one) for one in Drawer(archive, DRAFT).contents()]
    return tuple(sorted(found, key=lambda one: (one.at, one.form, one.record), reverse=True))


def find_draft(archive: Archive, reader: Reader, form: str, record: str) -> Kept | None:
    """The member's draft of one form about one record."""
    found = access_drafts(archive, reader)
    return next((one for one in found if (one.form, one.record) == (form, record)), None)


def keep_draft(
    archive: Archive, form: str, record: str, typed: Mapping[str, str], seen: str
) -> None:
    """Keep what was typed as it was typed, in the place of an earlier draft. Raises `Busy`, `DiskFull`."""
    kept = {"form": form, "record": record, "typed": dict(typed), "seen": seen, "at": archive.clock()}
    Drawer(archive, DRAFT).put(form, record, kept)


def drop_draft(archive: Archive, form: str, record: str) -> None:
    """Forget a draft; one that is not there is nothing. Raises `Busy`, `DiskFull`."""
    with archive.database.writing():
        Drawer(archive, DRAFT).forget(form, record)


def say_draft(archive: Archive, form: str, record: str, said: Sequence[Draft] | Act) -> Committed:
    """Say what a form says and forget its draft, both or neither. Raises what `Archive.say` raises."""
    act = archive.checked(said if isinstance(said, Act) else Act(drafts=said))
    with archive.turn() as append:
        archive.check_codes(act.drafts)
        committed = append([act])
        Drawer(archive, DRAFT).forget(form, record)
    return committed
