# SPDX-License-Identifier: Apache-2.0
"""How kinds, units, dimensions and standings are called in the language of the messages."""

from collections.abc import Mapping

from kuzat.cli.app import _
from kuzat.errors import Phrase
from kuzat.terms import wording


def _said(phrases: Mapping[str, Phrase]) -> dict[str, str]:
    return {id_: _(phrase.template) for id_, phrase in phrases.items()}


KINDS = _said(wording.KINDS)
UNITS = _said(wording.UNITS)
DIMENSIONS = _said(wording.DIMENSIONS)
LANES = _said(wording.LANES)
STANDINGS = _said(wording.STANDINGS)
SUPPORTS = _said(wording.SUPPORTS)
PARTS = _said(wording.PARTS)


def kind(of: str) -> str:
    """What a kind of record is called."""
    return KINDS.get(of, of)


def whose(code: str) -> str:
    """Which other organisation says something; the code is empty where the reader may not know it."""
    return wording.whose(code).said(_)


def part(place: str) -> str:
    """The part of an exhibit that a basis names, such as ``row=12``; any other stays as written."""
    name, _sign, number = place.partition("=")
    return PARTS[name].format(number=number) if name in PARTS else place
