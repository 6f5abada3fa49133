# SPDX-License-Identifier: Apache-2.0
"""What linking finds for a session: read anew when the log has grown; of many records once somebody asks."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, cast

from django.http import HttpRequest
from django.utils.translation import gettext as _

from kuzat import store
from kuzat.web.reading import COUNTED_AT_ONCE, Reading

if TYPE_CHECKING:
    from kuzat.linkage import Linked, Question
    from kuzat.store import Judged, Likely

MOST = 50
ANEW = "anew"


@dataclass(frozen=True, kw_only=True)
class Found:
    """What was linked of the persons or of the events, with the judgements that stand now.

    ``size`` is how long the own log was when they were linked, ``day`` when that was.
    """

    kind: str
    likely: "Likely"
    size: int
    day: str

    @property
    def linked(self) -> "Linked":
        return self.likely.linked

    @property
    def judged(self) -> "tuple[Judged, ...]":
        return self.likely.judged

    @cached_property
    def questions(self) -> "list[Question]":
        """The pairs to look at first."""
        from kuzat.linkage import questions

        return questions(self.linked, [one.judgement for one in self.judged], most=MOST)

    def unchanged(self, now: Reading, of: Collection[str]) -> frozenset[str]:
        """Those of some records of which the reader may still see what was compared."""
        return store.access_unchanged(now.archive, now.reader, self.kind, self.likely, of)

    def is_current(self, now: Reading) -> bool:
        """Whether nothing was entered since it was linked."""
        return self.size == now.archive.size()

    def since(self, now: Reading) -> str:
        """Up to which entry it was read, where that is not the last one and the reader may know it."""
        if self.is_current(now) or not now.sees_all:
            return ""
        return str(_("Read up to entry {entries}.")).format(entries=self.likely.entries)


def found(now: Reading, kind: str, *, is_asked: bool = False) -> Found | None:
    """What linking finds, under the judgements that stand now; None where nobody asked for it today.

    Of few records it is read anew when the log has grown. Of many it stays until ``is_asked``, since to link
    them takes long: what is told otherwise since is to be left out with `Found.unchanged`.
    """
    earlier = cast(Found | None, now.session.linked.pop(kind, None))
    if earlier is not None and earlier.day != now.today:
        earlier = None
    made = _standing(now, earlier, is_asked=is_asked) or _needed(now, kind, is_asked=is_asked)
    if made is not None:
        now.session.linked[kind] = made
    return made


def linked(now: Reading, kind: str, reason: str | None = None) -> Found:
    """What linking finds now; with sealed names where there is a ``reason``.

    Raises `IdentityShut`, `NotForThisRole` or `NoReason`.
    """
    likely = store.access_linked(now.archive, now.reader, kind, reason=reason)
    return Found(kind=kind, likely=likely, size=now.archive.size(), day=now.today)


def is_asked(request: HttpRequest) -> bool:
    """Whether a page was asked to link anew."""
    return ANEW in request.GET


def _standing(now: Reading, earlier: Found | None, *, is_asked: bool) -> Found | None:
    """What was found earlier, as far as it still serves."""
    if earlier is None or earlier.is_current(now):
        return earlier
    if is_asked or _is_small(now):
        return None
    likely = store.access_judged(now.archive, now.reader, earlier.likely)
    if likely is None:
        return linked(now, earlier.kind)
    return earlier if likely is earlier.likely else replace(earlier, likely=likely)


def _needed(now: Reading, kind: str, *, is_asked: bool) -> Found | None:
    return linked(now, kind) if is_asked or _is_small(now) else None


def _is_small(now: Reading) -> bool:
    return now.archive.record_count() <= COUNTED_AT_ONCE
