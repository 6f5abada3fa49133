# SPDX-License-Identifier: Apache-2.0
"""What goes to a terminal: words of people outside stand in it, and none of them steers it.

In: a line, or JSON. Out: the same without signs that move, colour, hide or turn what is shown.
"""

import re

import click

# Controls but tab and newline; halves of signs; what turns a text, so that it looks like another.
STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


def steady(text: str) -> str:
    """A text without signs that steer a terminal; its lines stay lines."""
    return STEERING.sub("\N{REPLACEMENT CHARACTER}", "\n".join(text.splitlines()))


def escaped(json: str) -> str:
    r"""The same JSON with those signs as ``\u`` and their numbers: its reader gets what was said."""
    return STEERING.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json)


def show(line: str, *, err: bool = False) -> None:
    """Print one line of an answer, or of a sentence about what is wrong."""
    click.echo(steady(line), err=err)
