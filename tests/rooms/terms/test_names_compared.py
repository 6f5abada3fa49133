# SPDX-License-Identifier: Apache-2.0
"""Names compared in four scripts, cases and forms. The people are public or invented."""

import csv
from itertools import product
from pathlib import Path

import pytest

from kuzat.terms.names import Form, compare, compare_parts, parts

CUT = 0.7

ONE = [
    ("Азимжан Аскаров", "Azimjan Askarov"),
    ("Азимжан Аскаров", "Azimjon Asqarov"),
    ("Азимжан Аскаров", "Азимжон Асқаров"),
    ("Азимжан Аскаров", "Askarov, Azimjan"),
    ("Азимжан Аскаров", "Asimschan Askarow"),
    ("Азимжан Аскаров", "Azimdjan Askarov"),
    ("Азимжан Аскаров", "Azimcan Askarov"),
    ("Азимжан Аскаров", "Аскарова Азимжана"),
    ("Азимжан Аскаров", "Азимжаном Аскаровым"),
    ("Азимжан Аскаров", "Азимжан Аскаровдун"),
    ("Azimjon Asqarov", "Azimjon Asqarovning"),
    ("Азимжан Аскаров", "Аскаров А."),
    ("Азимжан Аскаров", "Аскаров Азимжан Тешебаевич"),
    ("Ғулом Ўрмонов", "Gʻulom Oʻrmonov"),
    ("Ғулом Ўрмонов", "Ğulom Örmonov"),
    ("Шерзод Абдуллаевич", "Sherzod Abdulla oʻgʻli"),
    ("Sherzod Abdullayev", "Абдулла ўғли Шерзод"),
    ("Айсулуу Асан кызы", "Aisuluu Asanovna"),
    ("Өмүрбек Текебаев", "Omurbek Tekebayev"),
    ("Роза Отунбаева", "Rosa Otunbajewa"),
    ("Эмомали Рахмон", "Emomali Rahmonov"),
    ("Абды Малик Нурланов", "Абдымалик Нурланов"),
    ("Jamila Yusupova", "Jamila Jusupova"),
    ("Чолпон Жакупова", "Cholpon Djakupova"),
    ("Чыңгыз Айтматов", "Tschingis Aitmatow"),
    ("Чыңгыз Айтматов", "Tchinguiz Aïtmatov"),
    ("Чыңгыз Айтматов", "Cengiz Aytmatov"),
    ("Чингиз Торекулович Айтматов", "Айтматов Ч.Т."),
    ("Қасым-Жомарт Тоқаев", "Kassym-Jomart Tokayev"),
    ("Касым-Жомарт Токаев", "Kasim Cömert Tokayev"),
    ("Шавкат Мирзиёев", "Schawkat Mirsijojew"),
    ("Шавкат Мирзиёев", "Şevket Mirziyoyev"),
    ("Курманбек Бакиев", "Kourmanbek Bakiev"),
    ("Улуғбек Бобоқулов", "Ulukbek Babakulov"),
    ("Яҳё Раҳимов", "Яхья Рахимов"),
    ("Ш. Атаханов", "Sh. Atakhanov"),
    ("Полот Темиров", "Bolot Temirov"),
    ("Айгүл Мамытованын", "Айгуль Мамытовой"),
    ("Нурлан уулу Азамат", "Азамат Нурланов"),
    ("Салтанат Нұрбекқызы", "Saltanat Nurbek kyzy"),
    ("Салтанат Нұрбекқызы", "Салтанат Нурбековна"),
    ("Olivier de Schutter", "Olivier Schutter"),
]
OTHERS = [
    ("Азимжан Аскаров", "Азамат Аскаров"),
    ("Азимжан Аскаров", "Azimjan Akbarov"),
    ("Азимжан Аскаров", "Азимжан"),
    ("Азимжан Аскаров", "Аскаров Б."),
    ("Нурлан уулу Азамат", "Азамат уулу Нурлан"),
    ("Нурбек Токтогулов", "Нурбек Токтосунов"),
    ("Карим Аскаров", "Аскар Каримов"),
    ("Карим Аскаров", "Карим Аскарович Юлдашев"),
    ("Aziz Karimov", "Aziza Karimova"),
    ("Айсулуу Асан кызы", "Айсулуу Асан уулу"),
    ("Нурлан Асанович Жумабеков", "Нурлан Эсенович Жумабеков"),
    ("Роза Отунбаева", "Омурбек Текебаев"),
    ("Асан Эсенов", "Эсен Асанов"),
    ("Айбек Асанов", "Айдар Асанов"),
    ("Бакыт Сыдыков", "Бактыбек Сыдыков"),
    ("Мирлан Жээнбеков", "Мирбек Жээнбеков"),
    ("Абдулла Каримов", "Абдулазиз Каримов"),
]


@pytest.mark.parametrize(("a", "b"), ONE)
def test_spellings_cases_and_forms_of_one_name_are_alike(a: str, b: str) -> None:
    assert compare(a, b).score >= CUT


@pytest.mark.parametrize(("a", "b"), OTHERS)
def test_another_name_stays_another(a: str, b: str) -> None:
    assert compare(a, b).score < CUT


@pytest.mark.parametrize(("a", "b"), ONE + OTHERS)
def test_which_name_comes_first_makes_no_difference(a: str, b: str) -> None:
    assert compare(a, b).score == compare(b, a).score


def test_the_same_words_in_any_order_and_case_are_the_same() -> None:
    assert compare("Азимжан Аскаров", "АСКАРОВ  Азимжан").score == 1


@pytest.mark.parametrize(("a", "b"), list(product(("", " — ", "🙂"), ("", "Азимжан"))))
def test_an_empty_name_is_like_none(a: str, b: str) -> None:
    compared = compare(a, b)
    assert compared.score == 0
    assert [str(reason) for reason in compared.reasons] == ["There is nothing to compare."]


def reasons(a: str, b: str) -> list[str]:
    return [str(reason) for reason in compare(a, b).reasons]


def test_the_reasons_name_the_words_of_each_in_its_place() -> None:
    assert reasons("Askarov A.", "Азимжан Аскаров") == [
        "Askarov and Аскаров are one name.",
        "A and Азимжан: one can be short for the other.",
    ]
    assert reasons("Азимжан Аскаров", "Azamat Askarov Aliyevich")[1:] == [
        "Азимжан and Azamat differ.",
        "Aliyevich stands in one of them only.",
    ]
    assert reasons("Карим Аскаров", "Аскар Каримов")[-1] == (
        "The given name of one is the family name or father of the other."
    )


def test_an_ending_that_could_be_a_woman_or_a_case_is_said() -> None:
    compared = compare("Азиз Каримов", "Азиза Каримова")
    assert CUT < compared.score < 1
    assert "Каримов and Каримова: the ending is of a woman or of a case." in map(str, compared.reasons)


def test_j_is_read_both_ways_where_it_is_written_and_only_there() -> None:
    assert compare("Jusup", "Юсуп").score == compare("Jusup", "Жусуп").score == 1
    assert compare("Жусуп", "Юсуп").score < 1


def test_a_rare_word_weighs_more() -> None:
    weight = {"nurlan": 0.2}
    common = compare("Нурлан Токтогонов", "Нурлан Токтосунов", lambda key: weight.get(key, 1))
    assert common.score < compare("Нурлан Токтогонов", "Нурлан Токтосунов").score


def test_uulu_and_kyzy_make_a_father_of_the_word_before() -> None:
    father, given = parts("Абдулла ўғли Шерзод")
    assert {(one.form, one.gender) for one in father.readings} == {(Form.OF, "m")}
    assert given.readings[0].form is Form.BARE
    (alone,) = parts("уулу")
    assert alone.readings[0].form is Form.BARE


def test_little_words_count_only_where_there_is_nothing_else() -> None:
    assert compare("von Braun", "Braun").score == 1
    assert [part.text for part in parts("von")] == ["von"]


def test_other_scripts_are_compared_by_their_own_signs() -> None:
    assert compare("习近平", "习近平").score == 1
    assert compare("აზიზ კარიმი", "აზიზ კარიმი").score == 1
    assert compare("习近平", "Xi Jinping").score == 0


def test_a_page_taken_for_a_name_is_read_to_its_thirty_second_word() -> None:
    assert len(parts("имя " * 10_000)) == 32
    assert compare("я" * 100_000, "имя " * 10_000).score < CUT


def test_parliaments_in_every_spelling(shared: Path) -> None:
    path = shared / "data" / "linkage" / "names" / "central_asian_name_variants.csv"
    rows = list(csv.DictReader(path.open(encoding="utf-8")))[:200]
    originals = {row["person_id"]: parts(row["name"]) for row in rows if row["variant"] == "orig"}
    assert len(originals) > 10
    right = wrong = missed = 0
    for row in rows:
        spelled = parts(row["name"])
        for person, name in originals.items():
            alike = compare_parts(spelled, name).score >= CUT
            right += alike and person == row["person_id"]
            wrong += alike and person != row["person_id"]
            missed += not alike and person == row["person_id"]
    assert 2 * right / (2 * right + wrong + missed) >= 0.985
