# SPDX-License-Identifier: Apache-2.0
"""A date as a person reads it, in five languages, and never more precise than it is.

In: EDTF.
Out: "15 June 2010", "summer 2010", "2010 or earlier", "about June 2010"; `said` reads it back.
Never: a missing month or day filled in.

Names of months and quarters are CLDR's. Its patterns are not used: they have no ranges with full
names of months, and in Kyrgyz and Uzbek they put a range in another order than a date.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from babel import Locale

from kuzat.terms.edtf import FIRST_HALF, FIRST_QUARTER, OPEN, SPRING, UNKNOWN, WINTER, parse
from kuzat.terms.languages import to_cyrillic


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How one language writes a date; `part` is a month, a season or another part of a year."""

    locale: str
    day: str
    part: str
    decade: str
    seasons: tuple[str, ...]
    halves: tuple[str, ...]
    about: str
    earlier: str
    later: str
    cyrillic: bool = False


STYLES: Mapping[str, Style] = {
    "en": Style(
        locale="en_GB",
        day="{day} {month} {year}",
        part="{part} {year}",
        decade="{year}s",
        seasons=("spring", "summer", "autumn", "winter"),
        halves=("first half of", "second half of"),
        about="about {date}",
        earlier="{date} or earlier",
        later="{date} or later",
    ),
    "ru": Style(
        locale="ru",
        day="{day} {month} {year} г.",
        part="{part} {year} г.",
        decade="{year}-е годы",
        seasons=("весна", "лето", "осень", "зима"),
        halves=("первое полугодие", "второе полугодие"),
        about="примерно {date}",
        earlier="{date} или раньше",
        later="{date} или позже",
    ),
    "ky": Style(
        locale="ky",
        day="{year}-ж., {day}-{month}",
        part="{year}-ж., {part}",
        decade="{year}-жылдар",
        seasons=("жаз", "жай", "күз", "кыш"),
        halves=("биринчи жарымы", "экинчи жарымы"),
        about="болжол менен {date}",
        earlier="{date} же андан мурда",
        later="{date} же андан кийин",
    ),
    "uz": Style(
        locale="uz",
        day="{year}-yil {day}-{month}",
        part="{year}-yil {part}",
        decade="{year}-yillar",
        seasons=("bahori", "yozi", "kuzi", "qishi"),
        halves=("birinchi yarmi", "ikkinchi yarmi"),
        about="taxminan {date}",
        earlier="{date} yoki undan oldin",
        later="{date} yoki undan keyin",
    ),
    "uz-Cyrl": Style(
        locale="uz",
        day="{year} йил {day} {month}",
        part="{year} йил {part}",
        decade="{year} йиллар",
        seasons=("баҳори", "ёзи", "кузи", "қиши"),
        halves=("биринчи ярми", "иккинчи ярми"),
        about="тахминан {date}",
        earlier="{date} ёки ундан олдин",
        later="{date} ёки ундан кейин",
        cyrillic=True,
    ),
}


def shown(edtf: str, language: str) -> str:
    """A date in words of en, ru, ky, uz or uz-Cyrl; in English for any other. Raises `NotADate`."""
    parse(edtf)
    style = STYLES.get(language, STYLES["en"])
    first, interval, last = edtf.partition("/")
    if not interval:
        return _point(edtf, style)
    if first == OPEN and last != UNKNOWN:
        return style.earlier.format(date=_point(last, style))
    if last == OPEN and first != UNKNOWN:
        return style.later.format(date=_point(first, style))
    return _together(first, last, style) or " – ".join(
        "?" if end in (OPEN, UNKNOWN) else _point(end, style) for end in (first, last)
    )


def _together(first: str, last: str, style: Style) -> str:
    """A range within one month, of parts of one year, or of years, said in one; else nothing."""
    one, other = first.split("-"), last.split("-")
    if not (first + last).replace("-", "").isdecimal() or len(one) != len(other):
        return ""
    if len(one) == 1:
        return f"{first}–{last}"
    if one[:-1] != other[:-1]:
        return ""
    if len(one) == 3:
        days = f"{int(one[2])}–{int(other[2])}"
        return style.day.format(year=one[0], month=_month(int(one[1]), style), day=days)
    parts = [int(one[1]), int(other[1])]
    if max(parts) > WINTER:
        return ""
    names = "–".join(_part(part, style) for part in parts)
    return style.part.format(year=one[0], part=names)


def _point(text: str, style: Style) -> str:
    """One date with its qualifier."""
    words = _bare(text.rstrip("?~%"), style)
    if text.endswith(("~", "%")):
        words = style.about.format(date=words)
    return f"{words} (?)" if text.endswith(("?", "%")) else words


def _bare(text: str, style: Style) -> str:
    year, part, day = (*text.replace("-XX", "").split("-"), "", "")[:3]
    if year.endswith("XX"):
        return f"{year[:2]}00–{year[:2]}99"
    if year.endswith("X"):
        return style.decade.format(year=year.replace("X", "0"))
    if day:
        return style.day.format(year=year, month=_month(int(part), style), day=int(day))
    return style.part.format(year=year, part=_part(int(part), style)) if part else year


def _month(number: int, style: Style) -> str:
    """The name of a month beside a day."""
    return _name("months", "format", number, style)


def _part(number: int, style: Style) -> str:
    """The name of a month, a season, a quarter or a half of a year, as it stands alone."""
    if number <= 12:
        name = _name("months", "stand-alone", number, style)
        return name if style.locale == "en_GB" else name.lower()
    if number <= WINTER:
        return style.seasons[number - SPRING]
    if number < FIRST_HALF:
        return _name("quarters", "format", number - FIRST_QUARTER + 1, style)
    return style.halves[number - FIRST_HALF]


@functools.cache
def _name(kind: str, form: str, number: int, style: Style) -> str:
    """A name from CLDR; in Cyrillic Uzbek by the letters of the Latin, as in the rest of the house."""
    name = str(getattr(Locale.parse(style.locale), kind)[form]["wide"][number])
    return to_cyrillic(name) if style.cyrillic else name
