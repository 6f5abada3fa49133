# SPDX-License-Identifier: Apache-2.0
"""Uzbek in its two scripts, against words as they are printed in both."""

import re

import pytest

from kuzat.terms import vocabulary
from kuzat.terms.languages import LANGUAGES, to_cyrillic

PRINTED = """
Oʻzbekiston Ўзбекистон|Qirgʻiziston Қирғизистон|Toshkent Тошкент|Fargʻona Фарғона
inson инсон|huquq ҳуқуқ|erkinlik эркинлик|sud суд|qonun қонун|guvoh гувоҳ|ayblov айблов
eʼlon эълон|maʼlumot маълумот|taʼlim таълим|sanʼat санъат|qatʼiy қатъий|aʼzo аъзо
yer ер|yetakchi етакчи|yoʻl йўл|yoʻq йўқ|yordam ёрдам|yangi янги|yuz юз|yil йил
Yevropa Европа|loyiha лойиҳа|oyoq оёқ|dunyo дунё|hayot ҳаёт|muayyan муайян|viloyat вилоят
ekspert эксперт|poeziya поэзия|aeroport аэропорт|elektr электр|voqea воқеа
shahar шаҳар|jarohat жароҳат|xalq халқ|togʻ тоғ|gʻalaba ғалаба|choʻl чўл
politsiya полиция|konstitutsiya конституция|protsent процент|meditsina медицина
aksiya акция|korrupsiya коррупция|konferensiya конференция|funksiya функция
pensiya пенсия|versiya версия|komissiya комиссия|repressiya репрессия
sudya судья|sudyalar судьялар|kompyuterni компьютерни|film фильм|filmi фильми|iyun июнь|obyekt объект
konsert концерт|sirk цирк|sirka сирка|senzura цензура
adolatsiz адолатсиз|shafqatsizlik шафқатсизлик|aytsa айтса|aytsin айтсин|adabiyotshunos адабиётшунос
Ishoq Ишоқ|Is’hoq Исҳоқ
"""


@pytest.mark.parametrize("pair", [pair for pair in re.split(r"[|\n]", PRINTED) if pair])
def test_a_word_is_spelled_as_it_is_printed_in_cyrillic(pair: str) -> None:
    latin, cyrillic = pair.split()
    assert to_cyrillic(latin) == cyrillic


@pytest.mark.parametrize("apostrophe", "'ʻʼ’‘`´")
def test_any_apostrophe_makes_the_turned_letters(apostrophe: str) -> None:
    assert to_cyrillic(f"Yo{apostrophe}l, tog{apostrophe}lik, ma{apostrophe}no") == "Йўл, тоғлик, маъно"


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("yanvar yanvarda", "январь январда"),
        ("dekabrgacha", "декабргача"),
        ("parol paroli parolsiz", "пароль пароли паролсиз"),
        ("medallar", "медаллар"),
        ("albomlar, filmlar", "альбомлар, фильмлар"),
    ],
)
def test_an_ending_takes_the_last_soft_sign(latin: str, cyrillic: str) -> None:
    assert to_cyrillic(latin) == cyrillic


def test_the_alphabet_of_2026_gives_the_same_words() -> None:
    assert to_cyrillic("Özbekiston, şahar, ğalaba, çöl") == "Ўзбекистон, шаҳар, ғалаба, чўл"


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("SHAHAR", "ШАҲАР"),
        ("Shahar", "Шаҳар"),
        ("Sh. Oʻ. Yoʻldoshev", "Ш. Ў. Йўлдошев"),
        ("OʻZBEKISTON", "ЎЗБЕКИСТОН"),
        ("SUDYA Sudya", "СУДЬЯ Судья"),
        ("AQSH, BMTning, MChJ, IIV", "АҚШ, БМТнинг, МЧЖ, ИИВ"),
    ],
)
def test_capitals_stay_capitals(latin: str, cyrillic: str) -> None:
    assert to_cyrillic(latin) == cyrillic


@pytest.mark.parametrize(
    "latin",
    ["CSV", "HTML", "XLSX", "SHA-256", "XX", "XIV", "Facebook", "WhatsApp", "YouTube", "2010-2020", "«…»"],
)
def test_what_is_no_uzbek_word_stays(latin: str) -> None:
    assert to_cyrillic(latin) == latin


def test_an_uzbek_ending_of_a_latin_name_is_cyrillic() -> None:
    assert to_cyrillic("PDFni va CSVdan") == "PDFни ва CSVдан"
    assert to_cyrillic("CSVw QRch") == "CSVw QRч"


def test_cyrillic_and_other_scripts_stay() -> None:
    assert to_cyrillic("Ҳуқуқ, право, სახლი 1,5 % 'kino'") == "Ҳуқуқ, право, სახლი 1,5 % 'кино'"


def test_every_label_of_the_vocabulary_reads_in_cyrillic() -> None:
    for scheme in vocabulary.load().schemes:
        for term in vocabulary.load().terms(scheme):
            left = re.findall("[a-zA-Z]+", term.label("uz-Cyrl"))
            assert all(word.isupper() for word in left), term.id


def test_uzbek_cyrillic_is_a_language_of_its_own() -> None:
    assert LANGUAGES == ("en", "ru", "ky", "uz", "uz-Cyrl")
