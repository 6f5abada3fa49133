# SPDX-License-Identifier: Apache-2.0
"""A clock that a test holds in its hand."""

from datetime import UTC, datetime, timedelta

START = "2025-03-21T09:00:00Z"
FORM = "%Y-%m-%dT%H:%M:%SZ"


class Clock:
    """Tells the time it was given; each look moves it on by ``step`` seconds.

    Hand it to `kuzat.store.create` in place of the machine's clock: ``Clock()`` stands still,
    ``Clock(step=60)`` gives each act of a member a minute of its own.
    """

    def __init__(self, at: str = START, *, step: int = 0) -> None:
        self._at = datetime.strptime(at, FORM).replace(tzinfo=UTC)
        self._step = timedelta(seconds=step)

    def __call__(self) -> str:
        """The time in UTC to the second, as an archive writes it."""
        shown = self._at.strftime(FORM)
        self._at += self._step
        return shown

    def forward(self, *, days: int = 0, hours: int = 0, seconds: int = 0) -> None:
        """Let time pass; a negative number sets the clock back, which clocks do."""
        self._at += timedelta(days=days, hours=hours, seconds=seconds)
