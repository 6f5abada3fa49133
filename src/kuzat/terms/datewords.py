# SPDX-License-Identifier: Apache-2.0
"""The words in which dates are told, in English, Russian, Kyrgyz and Uzbek.

A word gives a sign, which is what it means and a number: `("month", 6)`, `("part", 22)` for a
summer (the numbers are those of EDTF), `("before", 0)`. Inflected words are a stem with an ending;
an ending that means more than the case of a noun (from, until) gives a sign of its own.
"""

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

from kuzat.terms.edtf import SPRING
from kuzat.terms.languages import to_cyrillic

Sign = tuple[str, int]
Signs = Mapping[str, Sign]

NOISE: Sign = ("noise", 0)
SINCE: Sign = ("since", 0)
UNTIL: Sign = ("until", 0)
VAGUE: Sign = ("vague", 0)
DECADE: Sign = ("decade", 0)
PLURAL = 1  # of "years": a word that can also mean a decade
ROMAN = "i|ii|iii|iv|v|vi|vii|viii|ix|x|xi|xii"


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """What the words of one language mean: `words` as they are, `stems` with an ending."""

    words: Signs
    stems: Signs
    endings: Mapping[str, tuple[Sign, ...]]

    @functools.cached_property
    def phrases(self) -> re.Pattern[str]:
        """Matches the entries of several words, the longest first."""
        several = sorted((word for word in self.words if " " in word), key=len, reverse=True)
        return re.compile(rf"(?:{'|'.join(map(re.escape, several))})(?!\w)")

    def signs(self, word: str) -> tuple[Sign, ...] | None:
        """What a word or a phrase in small letters means; None if it is not a word for dates."""
        if word in self.words:
            return (self.words[word],)
        for length in range(len(word), 1, -1):
            stem, ending = word[:length], word[length:]
            if stem in self.stems and ending in self.endings:
                return (self.stems[stem], *self.endings[ending])
        return None


def _numbered(kind: str, first: int, lists: str) -> dict[str, Sign]:
    """Words by number: lists parted by |, words in them by commas."""
    return {
        word.strip(): (kind, number)
        for number, words in enumerate(lists.split("|"), first)
        for word in words.split(",")
    }


def _meaning(**lists: str) -> dict[str, Sign]:
    """Words parted by commas, under what they mean."""
    return {word: sign for kind, words in lists.items() for word, sign in
            _numbered(kind, 0, words).items()}  # fmt: skip


ENGLISH = Lexicon(
    words={
        **_numbered("roman", 1, ROMAN),
        **_numbered(
            "month",
            1,
            "january, jan|february, feb|march, mar|april, apr|may|june, jun|july, jul|august, aug"
            "|september, sept, sep|october, oct|november, nov|december, dec",
        ),
        **_numbered("part", SPRING, "spring|summer|autumn, fall|winter"),
        **_numbered("ordinal", 1, "first|second|third|fourth"),
        **_meaning(
            quarter="quarter, q",
            half="half, h",
            years="years",
            decade="s",
            noise="of, the, in, on, year, st, nd, rd, th",
            before="before, prior to, earlier than",
            after="after, later than",
            until="until, till, up to, to, through, by, no later than, not later than, not after, "
            "on or before, or earlier, or before",
            since="from, since, starting, starting from, no earlier than, not earlier than, "
            "not before, on or after, or later, or after",
            between="between",
            joined="and",
            about="about, around, approximately, approx, roughly, circa, ca, c",
            perhaps="perhaps, possibly, probably, maybe",
            vague="early, mid, late, beginning, middle, end, start",
        ),
    },
    stems={},
    endings={},
)

RUSSIAN = Lexicon(
    words={
        **_numbered("roman", 1, ROMAN),
        **_numbered(
            "month",
            1,
            "янв|фев, февр|мар|апр|май, мая, мае, маю, маем|июн|июл|авг|сен, сент|окт|ноя, нояб|дек",
        ),
        **_numbered(
            "part",
            SPRING,
            "весна, весной, весны, весну, весне|лето, летом, лета, лету"
            "|осень, осенью, осени|зима, зимой, зимы, зиму, зиме",
        ),
        **_numbered(
            "ordinal",
            1,
            "первый, первое, первого, первом, первая, первой, первую"
            "|второй, второе, второго, втором, вторая, вторую|третий, третьего, третьем"
            "|четвертый, четвёртый, четвертого, четвёртого, четвертом, четвёртом",
        ),
        **_meaning(
            quarter="квартал, квартала, квартале, кв",
            half="полугодие, полугодия, полугодии, половина, половины, половине, половину",
            years="годы, годов, годах, гг",
            decade="е, х, ые, ых",
            noise="г, год, года, году, в, во, месяц, период, го, й, м",
            before="ранее, раньше, перед",
            after="после, позднее, позже",
            until="до, по, к, вплоть до, не позднее, не позже, или раньше, или ранее",
            since="с, со, начиная с, не ранее, не раньше, или позже, или позднее",
            between="между",
            joined="и",
            about="около, примерно, приблизительно, ок",
            perhaps="возможно, вероятно, предположительно",
            vague="начало, начале, начала, середина, середине, середины, конец, конце, конца",
        ),
    },
    stems={
        **_numbered("month", 1, "январ|феврал|март|апрел"),
        **_numbered("month", 6, "июн|июл|август|сентябр|октябр|ноябр|декабр"),
    },
    endings=dict.fromkeys(("", "ь", "я", "е", "ю", "ем", "ём", "а", "у", "ом"), ()),
)


def _joined(beginnings: Iterable[str], ends: Iterable[str]) -> list[str]:
    return [beginning + end for beginning, end in product(beginnings, ends)]


def _kyrgyz_endings() -> dict[str, tuple[Sign, ...]]:
    """Possession and case in every harmony of vowels; the ablative means since."""
    high, low = "ыиуү", "аеоө"
    owned = ["", "ь", *high, *_joined("с", high)]
    locative = _joined(("д", "т", "нд"), low)
    cases = [
        "",
        *_joined(_joined("ндт", high), "н"),
        *_joined(("", "г", "к", "н"), low),
        *locative,
        *_joined([*locative, ""], _joined("гк", high)),
    ]
    ablative = _joined(_joined("дтн", low), "н")
    return {
        **dict.fromkeys(_joined(owned, cases), ()),
        **dict.fromkeys(_joined(owned, ablative), (SINCE,)),
    }


KYRGYZ = Lexicon(
    words={
        **_numbered("roman", 1, ROMAN),
        **_numbered("month", 1, "янв|фев, февр|мар|апр|май|июн|июл|авг|сен, сент|окт|ноя, нояб|дек"),
        **_numbered("ordinal", 1, "биринчи|экинчи|үчүнчү|төртүнчү"),
        **_meaning(
            years="жж",
            noise="ж, чы, чи, чу, чү, нчы, нчи, нчу, нчү, күндөрү",
            before="мурун, мурда, мурунку, илгери, эрте",
            after="кийин, соң",
            until="чейин, дейре, же андан мурун, же андан мурда, же андан эрте",
            latest="кеч эмес, кечиктирбей",
            since="тартып, баштап, бери, эрте эмес, же андан кийин, же андан кеч",
            between="ортосунда, арасында",
            joined="менен, жана",
            about="болжол менен, болжолдуу, чамасында, чамалуу, тегерегинде",
            perhaps="балким, мүмкүн",
            vague="башы, башында, аягы, аягында, ортосу",
        ),
    },
    stems={
        **_numbered("month", 1, "январ|феврал|март|апрел|май|июн|июл|август|сентябр|октябр|ноябр|декабр"),
        **_numbered("part", SPRING, "жаз|жай|күз|кыш"),
        **_numbered("years", PLURAL, "жылдар"),
        **_meaning(quarter="чейрек, чейрег", half="жарым", noise="жыл, ай, күн"),
    },
    endings=_kyrgyz_endings(),
)


def _uzbek_endings() -> dict[str, tuple[Sign, ...]]:
    """Possession and case; -dan means since and -gacha until."""
    owned = ("", "i")
    return {
        **dict.fromkeys(_joined(owned, ("", "ning", "ni", "ga", "da", "dagi", "gi", "ki")), ()),
        **dict.fromkeys(_joined(owned, ("dan",)), (SINCE,)),
        **dict.fromkeys(_joined(owned, ("gacha",)), (UNTIL,)),
    }


UZBEK = Lexicon(
    words={
        **_numbered("roman", 1, ROMAN),
        **_numbered("month", 1, "yan|fev|mar|apr|may|iyn|iyl|avg|sen, sent|okt|noy|dek"),
        **_numbered("ordinal", 1, "birinchi|ikkinchi|uchinchi|to'rtinchi"),
        **_meaning(
            years="yy",
            noise="y, inchi, nchi, kunlari",
            before="oldin, avval, ilgari, burun",
            after="keyin, so'ng",
            until="qadar, yoki undan oldin, yoki undan avval",
            latest="kech emas, kechikmay",
            since="boshlab, beri, erta emas, yoki undan keyin, yoki undan kech",
            between="orasida, o'rtasida",
            joined="va, bilan",
            about="taxminan, chamasi, atrofida",
            perhaps="ehtimol, balki",
            vague="boshi, boshida, oxiri, oxirida, o'rtalari, o'rtalarida",
        ),
    },
    stems={
        **_numbered(
            "month",
            1,
            "yanvar|fevral|mart|aprel|may|iyun|iyul|avgust|sentabr, sentyabr|oktabr, oktyabr|noyabr|dekabr",
        ),
        **_numbered("part", SPRING, "bahor|yoz|kuz|qish"),
        **_numbered("years", PLURAL, "yillar"),
        **_meaning(quarter="chorak, chorag", half="yarim, yarm", noise="yil, oy, kun"),
    },
    endings=_uzbek_endings(),
)

UZBEK_CYRILLIC = Lexicon(
    words={
        **{to_cyrillic(word): sign for word, sign in UZBEK.words.items() if sign[0] != "roman"},
        **_numbered("roman", 1, ROMAN),
    },
    stems={
        **{to_cyrillic(stem).removesuffix("ь"): sign for stem, sign in UZBEK.stems.items()},
        **_numbered("month", 9, "сентабр|октабр"),
    },
    endings={
        soft + to_cyrillic(ending): signs for soft in ("", "ь") for ending, signs in UZBEK.endings.items()
    },
)

LEXICONS: Mapping[str, Lexicon] = {
    "en": ENGLISH,
    "ru": RUSSIAN,
    "ky": KYRGYZ,
    "uz": UZBEK,
    "uz-Cyrl": UZBEK_CYRILLIC,
}
