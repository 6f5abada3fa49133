# SPDX-License-Identifier: Apache-2.0
"""Dates keep the precision with which they were told, and are read in every language of the house."""

import csv
import time
from datetime import date
from pathlib import Path

import pytest

from kuzat.terms import dates
from kuzat.terms.dates import NotADate
from kuzat.terms.datewords import LEXICONS

LANGUAGES = ("en", "ru", "ky", "uz", "uz-Cyrl")


def read(text: str, language: str = "en") -> str:
    return dates.said(text, language).text


def refused(text: str, language: str = "en") -> str:
    with pytest.raises(NotADate) as caught:
        dates.said(text, language)
    return str(caught.value.details["expected"])


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2010-06-15", date(2010, 6, 15), date(2010, 6, 15), "day"),
        ("2010-06", date(2010, 6, 1), date(2010, 6, 30), "month"),
        ("2012-02", date(2012, 2, 1), date(2012, 2, 29), "month"),
        ("2010-21", date(2010, 3, 1), date(2010, 5, 31), "season"),
        ("2010-22", date(2010, 6, 1), date(2010, 8, 31), "season"),
        ("2010-23", date(2010, 9, 1), date(2010, 11, 30), "season"),
        ("2010-24", date(2009, 12, 1), date(2011, 2, 28), "season"),
        ("2020-35", date(2020, 7, 1), date(2020, 9, 30), "quarter"),
        ("2020-41", date(2020, 7, 1), date(2020, 12, 31), "half"),
        ("2010", date(2010, 1, 1), date(2010, 12, 31), "year"),
        ("199X", date(1990, 1, 1), date(1999, 12, 31), "decade"),
        ("19XX", date(1900, 1, 1), date(1999, 12, 31), "century"),
        ("2010-06-XX", date(2010, 6, 1), date(2010, 6, 30), "month"),
        ("2010-XX-XX", date(2010, 1, 1), date(2010, 12, 31), "year"),
        ("2010-06-10/2010-06-14", date(2010, 6, 10), date(2010, 6, 14), "range"),
        ("2010-06-20/2010-06", date(2010, 6, 20), date(2010, 6, 30), "range"),
        ("2019-21/2019-22", date(2019, 3, 1), date(2019, 8, 31), "range"),
        ("../2010-09-14", None, date(2010, 9, 14), "range"),
        ("2010-09-16/..", date(2010, 9, 16), None, "range"),
        ("2010-06/", date(2010, 6, 1), None, "range"),
        ("/2010-06", None, date(2010, 6, 30), "range"),
    ],
)
def test_spans(text: str, earliest: date | None, latest: date | None, precision: str) -> None:
    found = dates.parse(text)
    assert (found.text, found.earliest, found.latest, found.precision) == (text, earliest, latest, precision)


@pytest.mark.parametrize(
    ("text", "approximate", "uncertain"),
    [("2010", False, False), ("2010~", True, False), ("2010-06?", False, True), ("2010-06-15%", True, True)],
)
def test_a_qualifier_is_said_and_leaves_the_days_as_written(
    text: str, approximate: bool, uncertain: bool
) -> None:
    found, bare = dates.parse(text), dates.parse(text.rstrip("?~%"))
    assert (found.approximate, found.uncertain) == (approximate, uncertain)
    assert (found.earliest, found.latest) == (bare.earliest, bare.latest)


# Examples of the Library of Congress' specification of 4 February 2019, by its levels.
LEVEL_0 = "1985-04-12 1985-04 1985 1964/2008 2004-06/2006-08 2004-02-01/2005-02-08 2004-02-01/2005-02 \
2004-02-01/2005 2005/2006-02"
LEVEL_1 = "2001-21 1984? 2004-06~ 2004-06-11% 201X 20XX 2004-XX 1985-04-XX 1985-XX-XX 1985-04-12/.. \
1985-04/.. 1985/.. ../1985-04-12 ../1985-04 ../1985 1985-04-12/ 1985-04/ 1985/ /1985-04-12 /1985-04 /1985 \
1984~/2004-06 1984/2004-06~ 1984~/2004~ 1984?/2004% 1984-06?/2004-08? 1984-06-02?/2004-08-08~ 1984-06-02?/"
LEVEL_2 = "2001-34 2004-06-XX/2004-07-03"


@pytest.mark.parametrize("text", f"{LEVEL_0} {LEVEL_1} {LEVEL_2}".split())
def test_supported_examples_of_the_specification(text: str) -> None:
    assert dates.parse(text).text == text
    assert read(text) == text


@pytest.mark.parametrize(
    "text",
    [
        *("1985-04-12T23:20:30", "Y170000002", "-1985", "Y-17E7", "1950S2", "[1667,1668,1670..1672]"),
        *("{1960,1961-12}", "156X-12-25", "15XX-12-XX", "XXXX-12-XX", "1XXX-XX", "2004-06~-11"),
        *("?2004-06-~11", "2004?-06-11", "1984-06-XX-XX"),
    ],
)
def test_the_rest_of_the_specification_is_refused(text: str) -> None:
    with pytest.raises(NotADate):
        dates.parse(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2010-02-31", "a day that exists"), ("2011-02-29", "a day that exists"),
        ("2010-06-00", "a day that exists"), ("2010-13", "a month from 01 to 12, or a season"),
        ("2010-13-01", "a month from 01 to 12"), ("2010-22-05", "a month from 01 to 12"),
        ("0999", "a year from 1000"), ("3000", "a year from 1000"), ("2010-6", "a year from 1000"),
        (" 2010", "a year from 1000"), ("2010-06-15/2010-06-14", "not before the start"),
        ("2010-06/2010-05", "not before the start"), ("2010/2009", "not before the start"),
        ("../..", "at one end"), ("/", "at one end"), ("../", "at one end"), ("199X-06", "unknown digit"),
        ("2010-XX-05", "unknown digit"), ("2010/2011/2012", "a year from"), ("２０１０", "a year from"),
        ("2010\n", "a year from"), ("", "a year from"), ("2" * 41, "at most 40 signs"),
    ],
)  # fmt: skip
def test_parse_is_strict_and_says_what_was_expected(text: str, expected: str) -> None:
    with pytest.raises(NotADate, match=expected):
        dates.parse(text)


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("2010", "2010"), ("2010-06", "2010-06"), (" 2010-06-15 ", "2010-06-15"),
        ("15.09.2010", "2010-09-15"), ("5.9.2010", "2010-09-05"), ("15/09/2010", "2010-09-15"),
        ("15-09-2010", "2010-09-15"), ("05/05/2010", "2010-05-05"), ("2010/09/15", "2010-09-15"),
        ("2010.09.15", "2010-09-15"), ("09.2010", "2010-09"), ("09/2010", "2010-09"),
        ("2010-9-5", "2010-09-05"), ("15.IX.2010", "2010-09-15"), ("2010‑06‑15", "2010-06-15"),
        ("2010-06-15 00:00:00", "2010-06-15"), ("2010-06-15T00:00", "2010-06-15"),
        ("10.06–14.06.2010", "2010-06-10/2010-06-14"), ("10-14.06.2010", "2010-06-10/2010-06-14"),
        ("10.06.2010 - 14.06.2010", "2010-06-10/2010-06-14"), ("2009–2011", "2009/2011"),
        ("\u200f2010-06-15\u200e", "2010-06-15"), ("15\u00a0сентября 2010\u202fг.", "2010-09-15"),
    ],
)  # fmt: skip
def test_figures_in_any_language(text: str, edtf: str) -> None:
    assert {read(text, language) for language in LANGUAGES} == {edtf}


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("15 September 2010", "2010-09-15"), ("September 15th, 2010", "2010-09-15"),
        ("15-Sep-2010", "2010-09-15"), ("on 15 Sept. 2010", "2010-09-15"), ("June 2010", "2010-06"),
        ("summer 2010", "2010-22"), ("in the summer of 2010", "2010-22"), ("Fall 2010", "2010-23"),
        ("winter 2010", "2010-24"), ("winter 2009/2010", "2009-12/2010-02"),
        ("winter of 2009–2010", "2009-12/2010-02"), ("3–5 June 2010", "2010-06-03/2010-06-05"),
        ("3-5 June 2010", "2010-06-03/2010-06-05"), ("June 3-5, 2010", "2010-06-03/2010-06-05"),
        ("from 3 to 5 June 2010", "2010-06-03/2010-06-05"), ("May–June 2010", "2010-05/2010-06"),
        ("30 May – 3 June 2010", "2010-05-30/2010-06-03"), ("between 2009 and 2011", "2009/2011"),
        ("28 December 2010 to 3 January 2011", "2010-12-28/2011-01-03"),
        ("spring–summer 2019", "2019-21/2019-22"), ("spring-summer 2019", "2019-21/2019-22"),
        ("about 2010", "2010~"), ("circa June 2010", "2010-06~"), ("c. 2010", "2010~"),
        ("2010?", "2010?"), ("possibly 15 June 2010", "2010-06-15?"), ("perhaps about 2010", "2010%"),
        ("1990s", "199X"), ("the 1990's", "199X"), ("1900s", "19XX"), ("2000s", "200X"),
        ("1990s–2000s", "199X/200X"), ("Q3 2020", "2020-35"), ("third quarter of 2020", "2020-35"),
        ("first half of 2010", "2010-40"), ("H2 2010", "2010-41"), ("since 2010", "2010/.."),
        ("2010 or later", "2010/.."), ("no later than June 2010", "../2010-06"),
    ],
)  # fmt: skip
def test_english(text: str, edtf: str) -> None:
    assert read(text, "en") == edtf


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("15 сентября 2010 г.", "2010-09-15"), ("15-го сентября 2010 года", "2010-09-15"),
        ("15.09.2010г.", "2010-09-15"), ("сентябрь 2010", "2010-09"), ("в мае 2010 года", "2010-05"),
        ("9 мая 2010", "2010-05-09"), ("лето 2010", "2010-22"), ("летом 2010 года", "2010-22"),
        ("зима 2009–2010 гг.", "2009-12/2010-02"), ("с 10 по 14 июня 2010 г.", "2010-06-10/2010-06-14"),
        ("10–14 июня 2010 г.", "2010-06-10/2010-06-14"), ("май-июнь 2010", "2010-05/2010-06"),
        ("с 2010 по 2012 год", "2010/2012"), ("2010–2020 годы", "2010/2020"), ("около 2010 г.", "2010~"),
        ("1990-е", "199X"), ("в 1990-х годах", "199X"), ("3-й квартал 2020", "2020-35"),
        ("III квартал 2020 г.", "2020-35"), ("второе полугодие 2020 г.", "2020-41"),
        ("вероятно, июнь 2010", "2010-06?"), ("не ранее июня 2010", "2010-06/.."),
    ],
)  # fmt: skip
def test_russian(text: str, edtf: str) -> None:
    assert read(text, "ru") == edtf


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("2010-жылдын 15-сентябры", "2010-09-15"), ("2010-ж. 15-сентябрь", "2010-09-15"),
        ("15-сентябрь 2010-ж.", "2010-09-15"), ("2010-жылдын 15-сентябрында", "2010-09-15"),
        ("2010-жылдын июнь айында", "2010-06"), ("2010-жылы", "2010"), ("жай 2010", "2010-22"),
        ("2010-жылдын жайы", "2010-22"), ("2010-жылдын жайында", "2010-22"),
        ("2010-жылдын күзү", "2010-23"), ("2009–2010-жылдын кышы", "2009-12/2010-02"),
        ("2010-жылдын 10–14-июнунда", "2010-06-10/2010-06-14"), ("2010-жылдан бери", "2010/.."),
        ("2010-жылдын 3-июнунан 5-июнуна чейин", "2010-06-03/2010-06-05"), ("1990-жылдары", "199X"),
        ("2009–2011-жылдары", "2009/2011"), ("2009–2010-жылдары", "2009/2010"),
        ("2009 – 2011-жылдары", "2009/2011"), ("2005 – 2010-жылдар", "2005/201X"),
        ("1990-жылдар – 2005-жыл", "199X/2005"), ("болжол менен 2010-жыл", "2010~"),
        ("2010-ж. чамасында", "2010~"), ("2020-жылдын 3-чейреги", "2020-35"),
        ("2020-жылдын биринчи жарымы", "2020-40"), ("2010-жылдын 15-сентябрынан кеч эмес", "../2010-09-15"),
    ],
)  # fmt: skip
def test_kyrgyz(text: str, edtf: str) -> None:
    assert read(text, "ky") == edtf


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("2010-yil 15-sentabr", "2010-09-15"), ("2010-yil 15-sentyabrda", "2010-09-15"),
        ("2010-yilning 15-sentabri", "2010-09-15"), ("2010-yil may", "2010-05"),
        ("2010-yil sentabr oyining 15-kunida", "2010-09-15"), ("2010 yil yozi", "2010-22"),
        ("yoz 2010", "2010-22"), ("2010-yil kuzida", "2010-23"), ("2010-yildan beri", "2010/.."),
        ("2010-yil 3-iyundan 5-iyungacha", "2010-06-03/2010-06-05"), ("1990-yillar", "199X"),
        ("2010-yil 10–14-iyun", "2010-06-10/2010-06-14"), ("taxminan 2010-yil", "2010~"),
        ("2020-yil 3-chorak", "2020-35"), ("2020-yilning birinchi yarmi", "2020-40"),
        ("2010-yil 15-sentabrdan so‘ng", "2010-09-16/.."), ("2010-yil 15-sentabrdan so'ng", "2010-09-16/.."),
        ("2010-yil 15-sentabrdan söng", "2010-09-16/.."), ("2020-yil törtinçi çorak", "2020-36"),
    ],
)  # fmt: skip
def test_uzbek(text: str, edtf: str) -> None:
    assert read(text, "uz") == edtf


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("2010 йил 15 сентябр", "2010-09-15"), ("2010 йил 15 сентябрь", "2010-09-15"),
        ("2010-йил 15-сентабр", "2010-09-15"), ("2010 йил ёзи", "2010-22"), ("2010 йил баҳори", "2010-21"),
        ("2010 йил июнь", "2010-06"), ("2010 йилдан кейин", "2011/.."), ("тахминан 2010 йил", "2010~"),
        ("2010 йил 15 сентябргача", "../2010-09-15"), ("2010 йилнинг иккинчи ярми", "2010-41"),
    ],
)  # fmt: skip
def test_uzbek_in_cyrillic(text: str, edtf: str) -> None:
    assert read(text, "uz-Cyrl") == edtf


@pytest.mark.parametrize(
    ("text", "language", "edtf"),
    [
        ("before 15 September 2010", "en", "../2010-09-14"),
        ("after 15 September 2010", "en", "2010-09-16/.."),
        ("раньше 15 сентября 2010", "ru", "../2010-09-14"), ("после 15 сентября 2010", "ru", "2010-09-16/.."),
        ("2010-жылдын 15-сентябрынан мурун", "ky", "../2010-09-14"),
        ("2010-жылдын 15-сентябрынан кийин", "ky", "2010-09-16/.."),
        ("2010-yil 15-sentabrdan oldin", "uz", "../2010-09-14"),
        ("2010-yil 15-sentabrdan keyin", "uz", "2010-09-16/.."),
        ("before 1 January 2010", "en", "../2009-12-31"), ("before June 2010", "en", "../2010-05"),
        ("after December 2010", "en", "2011-01/.."), ("before 2010", "en", "../2009"),
        ("after the 1990s", "en", "2000/.."), ("before summer 2010", "en", "../2010-05"),
        ("after spring 2010", "en", "2010-06/.."), ("before about 2010", "en", "../2009~"),
        # Of the two winters of a year, each time the one that claims less.
        ("before winter 2010", "en", "../2010-11"), ("after winter 2010", "en", "2010-03/.."),
    ],
)  # fmt: skip
def test_before_and_after_leave_out_what_they_name(text: str, language: str, edtf: str) -> None:
    assert read(text, language) == edtf


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("until 15 September 2010", "en"), ("by 15 September 2010", "en"),
        ("15 September 2010 or earlier", "en"),
        ("on or before 15 September 2010", "en"), ("до 15 сентября 2010 г.", "ru"),
        ("не позднее 15 сентября 2010", "ru"), ("2010-жылдын 15-сентябрына чейин", "ky"),
        ("2010-yil 15-sentabrgacha", "uz"), ("2010-yil 15-sentabrdan kechikmay", "uz"),
    ],
)  # fmt: skip
def test_until_includes_the_day(text: str, language: str) -> None:
    assert read(text, language) == "../2010-09-15"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("06/07/2010", "day before the month"), ("09/15/2010", "day before the month"),
        ("06-07-2010", "day before the month"), ("31.02.2020", "a day that exists"),
        ("31 February 2020", "a day that exists"), ("2020-13-01", "a month from 01 to 12"),
        ("15.13.2020", "a month from 01 to 12"), ("15 June", "a year of four digits"),
        ("June 10", "a year of four digits"), ("15.09.10", "a year of four digits"),
        ("90s", "a year of four digits"), ("40437", "a year of four digits"), ("0999", "a year from 1000"),
        ("3010", "a year from 1000"), ("early 2010", "no days"), ("mid-2010", "no days"),
        ("в начале июня 2010", "no days"), ("2010-жылдын башында", "no days"),
        ("2010-yil oxirida", "no days"),
        ("15.09.2010 14:30", "time of day"), ("2010-06-15T14:30:00", "time of day"),
        ("28 December – 3 January 2011", "not before the start"), ("2011–2009", "not before the start"),
        ("1990–2000-жылдары", "years or decades"), ("1995s", "a decade that begins"),
        ("yesterday", "a date such as"), ("2010–11", "a date such as"), ("not 2010", "a date such as"),
        ("2010 after June", "a date such as"), ("5 June 2010 July", "a date such as"),
        ("fifth quarter 2010", "a date such as"), ("5th quarter 2010", "a date such as"),
        ("от 15.09.2010", "a date such as"), ("", "a date such as"), ("of the", "a date such as"),
        ("2010 – 2011 – 2012", "a date such as"), ("٢٠١٠-٠٦-١٥", "a date such as"),
        ("2010²", "a date such as"),
        ("2010-06-15\0", "a date such as"), ("\u202e2010", "a date such as"),
        ("2010\ud800", "a date such as"),
    ],
)  # fmt: skip
def test_what_is_not_one_date_is_refused_by_what_was_expected(text: str, expected: str) -> None:
    for language in LANGUAGES:
        assert expected in refused(text, language)


def test_a_refusal_never_repeats_what_was_written() -> None:
    with pytest.raises(NotADate) as caught:
        dates.said("Anna Ivanova, 15.09.10", "en")
    assert "Anna" not in str(caught.value)
    assert "15.09.10" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "1" * 10_000,
        "2010-" * 2_000,
        "-" * 10_000,
        "а" * 10_000,
        "1." * 5_000,
        " " * 10_000,
        "\u200f" * 10_000,
    ],
)
def test_long_input_is_refused_at_once(text: str) -> None:
    started = time.perf_counter()
    refused(text)
    with pytest.raises(NotADate):
        dates.parse(text)
    assert time.perf_counter() - started < 0.5


@pytest.mark.parametrize("sign", ["1", "-", ".", "а", "2010 ", "1.1", "с ", "x", "'", "(", "/"])
def test_input_as_long_as_is_read_takes_no_time(sign: str) -> None:
    started = time.perf_counter()
    for language in LANGUAGES:
        refused((sign * dates.LONGEST)[: dates.LONGEST], language)
    assert time.perf_counter() - started < 0.5


def test_another_language_of_the_house_is_read_too() -> None:
    assert read("15 сентября 2010 г.", "ky") == "2010-09-15"
    assert read("2010-yil 15-sentabr", "en") == "2010-09-15"
    assert read("15 June 2010", "de") == "2010-06-15"


def test_no_word_means_two_times_of_the_year() -> None:
    """What lets a sheet in Kyrgyz hold a date in Russian without a guess."""
    meanings: dict[str, set[tuple[str, int]]] = {}
    for lexicon in LEXICONS.values():
        for word in (*lexicon.words, *lexicon.stems):
            named = lexicon.signs(word) or ()
            meanings.setdefault(word, set()).update(s for s in named if s[0] in ("month", "part"))
    assert {word: signs for word, signs in meanings.items() if len(signs) > 1} == {}


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2010-06-15", "15 June 2010|15 июня 2010 г.|2010-ж., 15-июнь|2010-yil 15-iyun|2010 йил 15 июнь"),
        ("2010-06", "June 2010|июнь 2010 г.|2010-ж., июнь|2010-yil iyun|2010 йил июнь"),
        ("2010-22", "summer 2010|лето 2010 г.|2010-ж., жай|2010-yil yozi|2010 йил ёзи"),
        ("2010", "2010|2010|2010|2010|2010"),
        ("199X", "1990s|1990-е годы|1990-жылдар|1990-yillar|1990 йиллар"),
        ("2020-35", "3rd quarter 2020|3-й квартал 2020 г.|2020-ж., 3-чейрек"
         "|2020-yil 3-chorak|2020 йил 3-чорак"),
        (
            "2010-41",
            "second half of 2010|второе полугодие 2010 г.|2010-ж., экинчи жарымы|2010-yil ikkinchi yarmi"
            "|2010 йил иккинчи ярми",
        ),
        (
            "2010-06-03/2010-06-05",
            "3–5 June 2010|3–5 июня 2010 г.|2010-ж., 3–5-июнь|2010-yil 3–5-iyun|2010 йил 3–5 июнь",
        ),
        ("2019-21/2019-22", "spring–summer 2019|весна–лето 2019 г.|2019-ж., жаз–жай"
         "|2019-yil bahori–yozi|2019 йил баҳори–ёзи"),
        (
            "../2009",
            "2009 or earlier|2009 или раньше|2009 же андан мурда|2009 yoki undan oldin|2009 ёки ундан олдин",
        ),
        (
            "2010~",
            "about 2010|примерно 2010|болжол менен 2010|taxminan 2010|тахминан 2010",
        ),
    ],
)  # fmt: skip
def test_dates_in_words(edtf: str, words: str) -> None:
    assert [dates.shown(edtf, language) for language in LANGUAGES] == words.split("|")


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2010-06-15?", "15 June 2010 (?)"), ("2010-06%", "about June 2010 (?)"),
        ("2010-05-30/2010-06-03", "30 May 2010 – 3 June 2010"), ("2009/2011", "2009–2011"),
        ("2010-06-03~/2010-06-05", "about 3 June 2010 – 5 June 2010"), ("2010-05/2010-06", "May–June 2010"),
        ("2010-06/", "June 2010 – ?"), ("/2010-06", "? – June 2010"), ("19XX", "1900–1999"),
        ("2010-06-XX", "June 2010"), ("2010-XX-XX", "2010"), ("199X/200X", "1990s – 2000s"),
        ("2020-33/2020-34", "1st quarter 2020 – 2nd quarter 2020"), ("../", "refused"),
    ],
)  # fmt: skip
def test_rarer_dates_in_words(edtf: str, words: str) -> None:
    if words == "refused":
        with pytest.raises(NotADate):
            dates.shown(edtf, "en")
    else:
        assert dates.shown(edtf, "en") == words
        assert dates.shown(edtf, "de") == words


def test_every_date_of_the_shared_dossier_is_read_but_one(shared: Path) -> None:
    columns = {
        "kg_incidents_coded.csv": ("date_start", "date_end"),
        "kg_interventions.csv": ("date", "response_date"),
        "kg_report_claims.csv": ("published",),
    }
    unread = []
    for name, wanted in columns.items():
        with (shared / "data/kyrgyzstan" / name).open(encoding="utf-8") as file:
            cells = [row[column] for row in csv.DictReader(file) for column in wanted if row[column]]
        unread += [cell for cell in cells if not is_read(cell)]
    assert unread == ["2023 (by item number)"]


def is_read(text: str) -> bool:
    try:
        dates.said(text, "en")
    except NotADate:
        return False
    return True
