# SPDX-License-Identifier: Apache-2.0
"""A written date taken apart: what each word and figure in it means, in order.

In: one line of text and the words of a language.
Out: signs as in `kuzat.terms.datewords`, and `("range", 1)` for a dash between two values, 0 if
there is space around it.
Never: more than one pass over the text.
"""

import re
from collections.abc import Mapping

from kuzat.errors import Phrase
from kuzat.terms.datewords import DECADE, NOISE, VAGUE, Lexicon, Sign
from kuzat.terms.edtf import NotADate

SAME = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2212", "-"),
        **dict.fromkeys("\u2014\u2015", "–"),
        **dict.fromkeys("ʻʼ’‘`´ʹ′", "'"),
        **{"ö": "o'", "Ö": "O'", "ğ": "g'", "ş": "sh", "Ş": "Sh", "ç": "ch", "Ç": "Ch"},
        **dict.fromkeys("\u200b\u200e\u200f\u00ad\ufeff", ""),
    }
)
# Figures that are a date or a part of one by themselves; then single numbers, words and signs.
TOKEN = re.compile(
    r"(?P<year_month_day>[0-9]{4}([-./])[0-9]{1,2}\2[0-9]{1,2}(?![0-9]))"
    r"|(?P<day_month_year>[0-9]{1,2}([-./])[0-9]{1,2}\4[0-9]{4}(?![0-9]))"
    r"|(?P<year_month>[0-9]{4}[-.][0-9]{2}(?![0-9]))"
    r"|(?P<month_year>[0-9]{1,2}[./][0-9]{4}(?![0-9]))"
    r"|(?P<day_month>[0-9]{1,2}\.[0-9]{1,2}(?!\.?[0-9]))"
    r"|(?P<number>[0-9]+)"
    r"|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)"
    r"|(?P<sign>.)"
)
MARKS: Mapping[str, Sign] = {
    **dict.fromkeys(" .,()'", NOISE),
    **{"?": ("perhaps", 0), "~": ("about", 0), "/": ("range", 1)},
}
NAMES = ("month", "part")


def plain(text: str) -> str:
    """One line with single spaces; one sign for each kind of dash, apostrophe and Uzbek letter."""
    return " ".join(text.translate(SAME).split())


def signs(text: str, lexicon: Lexicon) -> list[Sign] | None:
    """What a text from `plain` means; None if the lexicon does not know a word of it.

    Raises `NotADate` for figures with two readings, two-digit years, and words such as "early".
    """
    scan = _Scan(text.casefold(), lexicon)
    return scan.found if scan.run() else None


class _Scan:
    """One text on its way; `found` are the signs so far."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.text = text
        self.lexicon = lexicon
        self.found: list[Sign] = []

    def run(self) -> bool:
        position = 0
        while position < len(self.text):
            token = self._token(position)
            meant = self._meant(token) if token is not None else None
            if token is None or meant is None:
                return False
            self.found += [sign for sign in meant if sign != NOISE]
            position = token.end()
        return True

    def _token(self, position: int) -> re.Match[str] | None:
        phrase = self.lexicon.phrases.match(self.text, position)
        return phrase or TOKEN.match(self.text, position)

    def _meant(self, token: re.Match[str]) -> tuple[Sign, ...] | None:
        match token.lastgroup:
            case None | "word":
                return self._word(token[0])
            case "number":
                return (_number(token[0]),)
            case "sign" if token[0] in "-–":
                return (self._dash(token.start(), token.end()),)
            case "sign":
                return (MARKS[token[0]],) if token[0] in MARKS else None
            case figures:
                return _figures(figures, token[0])

    def _word(self, word: str) -> tuple[Sign, ...] | None:
        meant = self.lexicon.signs(word)
        if meant == (VAGUE,):
            raise NotADate(
                expected=Phrase("a month, a season or a range, since “early” and “late” have no days")
            )
        if meant == (DECADE,) and not (self.found and self.found[-1][0] == "year"):
            return (NOISE,)
        return meant

    def _dash(self, start: int, end: int) -> Sign:
        """A range between values of one kind or with space around; else it only joins."""
        before, after = self.text[:start][-1:], self.text[end : end + 1]
        if " " in (before, after):
            return ("range", 0)
        last = self.found[-1][0] if self.found else ""
        if after.isdigit() and (before.isdigit() or last in ("decade", "years")):
            return ("range", 1)
        if last in NAMES and self._is_name(end):
            return ("range", 1)
        return NOISE

    def _is_name(self, position: int) -> bool:
        token = self._token(position)
        meant = self.lexicon.signs(token[0]) if token is not None else None
        return meant is not None and meant[0][0] in NAMES


def _number(digits: str) -> Sign:
    if len(digits) == 4:
        return ("year", int(digits))
    if len(digits) > 2:
        raise NotADate(expected=Phrase("a year of four digits"))
    return ("day", int(digits))


def _figures(kinds: str | None, text: str) -> tuple[Sign, ...]:
    """Figures joined by dots, slashes or hyphens; `kinds` are their names in that order."""
    numbers = [int(number) for number in re.findall("[0-9]+", text)]
    found = tuple(zip((kinds or "").split("_"), numbers, strict=True))
    if kinds == "day_month_year" and "." not in text:
        day, month = numbers[:2]
        if month > 12 or (day <= 12 and day != month):
            raise NotADate(
                expected=Phrase("the day before the month, and the month in words, as 7 June 2010")
            )
    return found
