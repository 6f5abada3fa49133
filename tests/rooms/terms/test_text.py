# SPDX-License-Identifier: Apache-2.0
"""What a search finds: forms of one word meet, other words do not. The people are invented or public."""

import csv
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest

from kuzat.terms import vocabulary
from kuzat.terms.text import tokens

MEET = [
    # names in Russian, Kyrgyz, Uzbek, English and German, with their endings
    "Аскаров Аскарова Аскарову Аскаровым Аскарове Аскаровой Аскаровых Askarov Askarova Asqarov Askarow"
    " Аскаровдун Аскаровго Аскаровду Аскаровдо Аскаровдон Асқаровнинг Askarovning Askarovga Askarov's",
    "Отунбаева Otunbayeva Otunbaeva Отунбаевой Отунбаеваны Отунбаевага Otunbayevaning",
    "Азимжан Азимжану Азимжаном Азимжандын Azimjan Azimjon Azimzhan Азимжон Azimjonning",
    "Гульнара Гульнары Гульнаре Gulnara Gulnora Гүлнара Gulnoraga",
    "Карим Карима Каримом Каримдин Karim",
    "Ислам Ислама Islam Islom Исломнинг",
    "Сергей Сергея Сергеем Sergei Sergey",
    # places
    "Бишкек Бишкеке Бишкекте Бишкекке Бишкектин Бишкектен Bishkek Bishkekda Бишкекский",
    "Ош Оше Ошто Ошко Ошский Ошской Osh Oshda",
    "Нарын Нарыне Нарында Нарынга Нарындан Naryn",
    "Талас Таласе Таласта Таласка Таласский Talas",
    "Ташкент Ташкенте Тошкент Tashkent Toshkent Toshkentda",
    "Андижан Andijon Андижанда Andijonda Андижане",
    "облус облусу облуста облусунда облустун",
    # Russian
    "суд суда суду судом суде суды судов судами",
    "журналист журналисты журналистов журналистам журналистка журналистки",
    "задержание задержания задержаний задержан задержана задержаны задержали задержанных",
    "пытка пытки пыток пытками",
    "арест ареста арестов арестами",
    "забастовка забастовки забастовок забастовкой",
    "правозащитник правозащитника правозащитников правозащитникам",
    "организация организации организаций организацией",
    "государство государства государственный государственных",
    # Kyrgyz
    "укук укуктар укуктары укуктарынын укугу укугун укугуна укукка укуктан",
    "сот соттун сотко сотту сотто соттон соттор соту сотунун сотунда",
    "мамлекет мамлекеттин мамлекетке мамлекеттер мамлекеттерде",
    "милиция милициянын милицияга милицияны милицияда милициясы милициянын",
    "өкмөт өкмөттүн өкмөткө өкмөткө өкмөтү өкмөтүнүн өкмөттөн",
    "кармоо кармоонун кармоого кармоону кармоодо",
    "журналист журналисттин журналистке журналисттер журналисттердин журналисттерине",
    "китеп китеби китептер китебинде китепке",
    # Uzbek
    "huquq huquqlar huquqlari huquqning huquqi huquqidan ҳуқуқ ҳуқуқлари",
    "mahkama mahkamasi mahkamada mahkamalar маҳкама",
    "qishloq qishlogʻi qishlogʻida qishloqda қишлоғида",
    "tuman tumanida tumanidan tumanlar туман",
    # English
    "arrest arrests arrested",
    "journalist journalists journalist's",
    "agency agencies",
    "house houses",
    # words that travel
    "протест протесты протестов протесттер protest protests",
    "акция акции акцияда aksiya aksiyalar",
    "Конституция конституции конституциянын Konstitutsiya konstitutsiyaga",
    "активист активисты активистов активисттердин activist activists",
]
APART = [
    "Аскаров Аскар",
    "Карим Каримов",
    "Ислам Исламов",
    "Аскаров Акбаров",
    "Айгүл Айгерим",
    "Азимжан Азамат",
    "Талас Талант",
    "правда право",
    "протест процесс",
    "разрешение разрушение",
    "капитал капитан",
    "город гора",
    "суд судьба",
    "закон знак",
    "организация орган",
    "мир мэр",
    "укук укол",
    "police politics",
    "court county",
]


def groups(lines: list[str]) -> list[list[str]]:
    return [line.split() for line in lines]


@pytest.mark.parametrize("forms", groups(MEET), ids=lambda forms: forms[0])
def test_forms_of_one_word_have_one_token(forms: list[str]) -> None:
    assert {token for form in forms for token in tokens(form)} == set(tokens(forms[0]))
    assert len(tokens(forms[0])) == 1


@pytest.mark.parametrize("words", groups(APART), ids=lambda words: words[0])
def test_other_words_have_other_tokens(words: list[str]) -> None:
    assert tokens(words[0]) != tokens(words[1])


def test_the_last_name_of_one_man_is_found_in_every_spelling() -> None:
    for spelling in ("Аскаров", "Askarov", "Asqarov", "Аскаровдун", "Askarow", "Аскарову"):
        assert tokens(spelling) == ["askarov"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Статья 19-1 и КР-2010", ["stat", "19", "1", "i", "kr", "2010"]),
        ("covid19 24б", ["kovid19", "24b"]),
        ('"OR" AND NEAR(x*) - ^a:b', ["or", "and", "near", "h", "a", "b"]),
        ("🙂 … '' ʻ", []),
        ("中国 სახლი", ["u20013", "u22269", "u4321u4304u4334u4314u4312"]),
        ("", []),
    ],
)
def test_there_is_one_token_for_each_word(text: str, found: list[str]) -> None:
    assert tokens(text) == found


def test_a_label_is_found_in_both_scripts_of_uzbek() -> None:
    terms = [term for scheme in vocabulary.load().schemes for term in vocabulary.load().terms(scheme)]
    apart = [term.id for term in terms if tokens(term.label("uz")) != tokens(term.label("uz-Cyrl"))]
    assert len(apart) <= len(terms) // 100


@pytest.mark.parametrize(
    "junk",
    ["а" * 500_000, "'a" * 250_000, "e\u0301" * 250_000, "中" * 50_000, "j" * 500_000, "\ufdfa" * 5_000],
    ids=["one word", "apostrophes", "marks", "Chinese", "j", "ligatures"],
)
def test_junk_leaves_short_tokens(junk: str) -> None:
    assert all(0 < len(token) <= 64 for token in tokens(junk))


def test_a_search_meets_more_spellings_of_a_family_name_than_the_tokenizer_of_the_index(
    shared: Path,
) -> None:
    family = _family_names(shared / "data/linkage/names/central_asian_name_variants.csv")
    ours, theirs = _meeting(family, _joined), _meeting(family, _unicode61)
    assert ours > 0.965
    assert theirs < 0.3
    assert _mixed_up(family, _joined) <= 5


def _joined(name: str) -> str:
    return " ".join(tokens(name))


def _unicode61(name: str) -> str:
    """What the full-text index would do by itself: small letters without their marks."""
    parts = unicodedata.normalize("NFKD", name.lower())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def _family_names(file: Path) -> dict[str, list[str]]:
    """Person → spellings of the family name; the first is the original, the second the Russian."""
    found: dict[str, list[str]] = defaultdict(list)
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            given_first = row["variant"].endswith("_short")
            if row["variant"] != "uz_ogli":
                found[row["person_id"]].append(row["name"].split()[-1 if given_first else 0])
    return found


def _meeting(family: dict[str, list[str]], key: Callable[[str], str]) -> float:
    """The share of spellings that have the key of the original."""
    met = [key(spelling) == key(names[0]) for names in family.values() for spelling in names]
    return sum(met) / len(met)


def _mixed_up(family: dict[str, list[str]], key: Callable[[str], str]) -> int:
    """The pairs of different family names (in Russian, for a man) that have one key."""
    names = {names[1].lower().removesuffix("а"): key(names[0]) for names in family.values()}
    return sum(names[one] == names[other] for one, other in combinations(names, 2))
