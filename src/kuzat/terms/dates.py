# SPDX-License-Identifier: Apache-2.0
"""Dates as people write them, read no more precisely than they were told."""

import re

from kuzat.terms.edtf import Dated, NotADate, parse

__all__ = ["Dated", "NotADate", "parse", "said"]

DAY_FIRST = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})", re.ASCII)


def said(text: str, language: str) -> Dated:
    """What a person wrote in `language` (en, ru, ky, uz, uz-Cyrl). Raises `NotADate`."""
    found = DAY_FIRST.fullmatch(text.strip())
    if found is not None:
        return parse(f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}")
    return parse(text.strip())
