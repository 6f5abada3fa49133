# SPDX-License-Identifier: Apache-2.0
"""Each form that is drawn can be said once: a second click finds what came of the first."""

import secrets
from collections import OrderedDict
from collections.abc import Container
from dataclasses import dataclass

MOST = 500
SIGNS = 32
HOLD = "any.hold"


@dataclass(frozen=True, slots=True, kw_only=True)
class Undoable:
    """One statement that a form said: enough to take it back, and nothing of its value."""

    id: bytes
    about: str
    says: str
    compartment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What came of a form: on which record, which statements, and where one goes on.

    What is ``lasting`` is not undone by taking these back: it took others back, or two members decided it.
    """

    record: str
    said: tuple[Undoable, ...]
    back: str
    lasting: bool = False
    undone: bool = False

    @property
    def sealed(self) -> int:
        """How many of the statements went into the compartment identity."""
        return sum(one.compartment == "identity" for one in self.said)

    @property
    def can_undo(self) -> bool:
        """Whether the member can take it back alone; a hold is lifted by two."""
        return not self.lasting and not any(one.says.startswith(HOLD) for one in self.said)


class Once:
    """The tokens of one session's forms, the newest `MOST` of them; they lie in memory only."""

    def __init__(self) -> None:
        self._drawn: OrderedDict[str, Done | None] = OrderedDict()

    def draw(self) -> str:
        """The token of a form that is drawn now."""
        token = secrets.token_urlsafe(SIGNS)
        self._drawn[token] = None
        while len(self._drawn) > MOST:
            self._drawn.popitem(last=False)
        return token

    def is_open(self, token: str) -> bool:
        """Whether a form with this token was drawn in this session and nothing came of it yet."""
        return token in self._drawn and self._drawn[token] is None

    def done(self, token: str) -> Done | None:
        """What came of the form; None where nothing did."""
        return self._drawn.get(token)

    def last(self, says: Container[str]) -> tuple[str, Done] | None:
        """The form that said last, and can take back, nothing but such properties, with its token."""
        for token, done in reversed(self._drawn.items()):
            if done and done.can_undo and not done.undone and all(one.says in says for one in done.said):
                return token, done
        return None

    def close(self, token: str, done: Done) -> None:
        """Remember what came of the form."""
        self._drawn[token] = done
