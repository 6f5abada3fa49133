# SPDX-License-Identifier: Apache-2.0
"""The tree of errors. The class docstring is the sentence a person reads.

    KuzatError
    ├── Refused      the rules say no; nothing was changed          exit 3
    ├── Missing      what was asked for is not here                 exit 4
    ├── NotAllowed   this member may not; says no more than Missing exit 5
    └── Broken       integrity is in doubt; never swallowed         exit 90

Rooms put their own errors beside the code that raises them, below one of these four.
"""

from typing import ClassVar


class KuzatError(Exception):
    """Something went wrong."""

    code: ClassVar[str] = "kuzat"
    exit_status: ClassVar[int] = 1
    advice: ClassVar[str] = ""

    def __init__(self, **details: object) -> None:
        self.details = details
        super().__init__(self.sentence())

    def sentence(self) -> str:
        """The docstring's first paragraph with the details filled in."""
        template = (type(self).__doc__ or "").split("\n\n")[0]
        return " ".join(template.split()).format_map(self.details)

    def step(self) -> str:
        """What the person can do next, with the details filled in; empty where nothing helps."""
        return type(self).advice.format_map(self.details)


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
