# SPDX-License-Identifier: Apache-2.0
"""The tree of errors. The class docstring is the sentence a person reads.

    KuzatError
    ├── Refused      the rules say no; nothing was changed          exit 3
    ├── Missing      what was asked for is not here                 exit 4
    ├── NotAllowed   this member may not; says no more than Missing exit 5
    └── Broken       integrity is in doubt; never swallowed         exit 90

Rooms put their own errors beside the code that raises them, below one of these four.
"""

from collections.abc import Callable, Mapping
from typing import ClassVar

Translate = Callable[[str], str]


class Phrase:
    """Part of a sentence that is translated with it: a reason, an expectation.

    ``Phrase("it has {number} lines", number=3)``; as text it is English.
    """

    def __init__(self, template: str, **details: object) -> None:
        self.template = template
        self.details = details

    def said(self, translate: Translate = str) -> str:
        """The phrase in the language of ``translate``."""
        return _filled(self.template, self.details, translate)

    def __str__(self) -> str:
        return self.said()


class Series(Phrase):
    """Several phrases, one after the other."""

    def __init__(self, *phrases: Phrase) -> None:
        super().__init__("")
        self.phrases = phrases

    def said(self, translate: Translate = str) -> str:
        return ", ".join(one.said(translate) for one in self.phrases)


class Reason(Phrase):
    """An error as the reason of another one: its sentence without the full stop."""

    def __init__(self, error: "KuzatError") -> None:
        super().__init__(template(type(error)), **error.details)

    def said(self, translate: Translate = str) -> str:
        return super().said(translate).removesuffix(".")


class KuzatError(Exception):
    """Something went wrong."""

    code: ClassVar[str] = "kuzat"
    exit_status: ClassVar[int] = 1
    advice: ClassVar[str] = ""

    def __init__(self, **details: object) -> None:
        self.details = details
        super().__init__(self.sentence())

    def sentence(self, translate: Translate = str) -> str:
        """The docstring's first paragraph, translated, with the details filled in."""
        return _filled(template(type(self)), self.details, translate)

    def step(self, translate: Translate = str) -> str:
        """What the person can do next, translated; empty where nothing helps."""
        advice = type(self).advice
        return _filled(advice, self.details, translate) if advice else ""


def template(error: type[KuzatError]) -> str:
    """The sentence of a class on one line, its details still to be filled in."""
    return " ".join((error.__doc__ or "").split("\n\n")[0].split())


def _filled(template: str, details: Mapping[str, object], translate: Translate) -> str:
    said = {
        name: detail.said(translate) if isinstance(detail, Phrase) else detail
        for name, detail in details.items()
    }
    return translate(template).format_map(said)


class Refused(KuzatError):
    """This was refused."""

    code = "refused"
    exit_status = 3


class Missing(KuzatError):
    """This was not found."""

    code = "missing"
    exit_status = 4


class NotAllowed(KuzatError):
    """This was not found."""

    code = "not_allowed"
    exit_status = 5


class Broken(KuzatError):
    """The archive does not hold what it should."""

    code = "broken"
    exit_status = 90
