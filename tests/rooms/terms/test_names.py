# SPDX-License-Identifier: Apache-2.0
"""One key for a name in all its scripts and spellings. The people are invented or public."""

import pytest

from kuzat.terms.names import LONGEST, fold, words

SAME = [
    "Аскаров Askarov Asqarov Асқаров Askarow ASKAROV аскаров",
    "Жээнбеков Jeenbekov Zheenbekov Jeyenbekov Dscheenbekow",
    "Атамбаев Atambayev Atambaev Atambajew Atambaïev",
    "Мирзиёев Mirziyoyev Mirziyoev",
    "Жапаров Japarov Zhaparov Djaparov Dzhaparov",
    "Хайдаров Khaidarov Khaydarov Haydarov Haidarov Xaydarov Ҳайдаров Chaidarow",
    "Шукуров Shukurov Šukurov Şükürov Schukurow Choukourov",
    "Чолпонбаев Cholponbaev Tcholponbaïev Tscholponbajew Çolponbaev",
    "Өмүрбек Омурбек Omurbek Ömürbek Omourbek",
    "Ўткир Уткир Oʻtkir O'tkir O`tkir Ötkir",
    "Ғулом Gʻulom G'ulom Ğulom Ghulom",
    "Юсупов Yusupov Iusupov Jusupow",
    "Якубов Yakubov Iakubov Jakubow",
    "Сергей Sergei Sergey Sergej",
    "Дмитрий Dmitry Dmitri Dmitriy Dmitrii",
    "Фёдор Федор Fyodor Fedor",
    "Илья Ilya Il'ya Ilia",
    "Алексей Alexey Aleksei Alexei Aleksej",
    "Мария Maria Mariya",
    "Кыргызстан Kyrgyzstan Kirgizstan",
    "Щербаков Shcherbakov",
    "Айтматов Aitmatov Aytmatov Ajtmatov Ajtmatow",
    "Қурбонов Qurbonov Kurbonov",
    "Раҳмон Rahmon Rakhmon Рахмон",
    "Ҷамшед Jamshed Djamshed Жамшед",
    "Əliyev Aliyev Aliev Алиев",
    "Смирнов Smirnov Smirnow",
]
APART = [
    "Аскаров Акбаров",
    "Аскаров Аскар",
    "Осмонов Усмонов",
    "Каримов Каримова",
    "Шер Чер",
    "Азимжан Азамат",
]


@pytest.mark.parametrize("spellings", SAME, ids=lambda spellings: spellings.split()[0])
def test_spellings_of_one_name_have_one_key(spellings: str) -> None:
    assert len({fold(spelling) for spelling in spellings.split()}) == 1


@pytest.mark.parametrize("names", APART)
def test_other_names_have_other_keys(names: str) -> None:
    assert len({fold(name) for name in names.split()}) == 2


def test_a_key_is_plain_words_with_one_space_between() -> None:
    assert fold("  Аскаров,  Азимжан\n(1951–2020) ") == "askarov azimzhan 1951 2020"


def test_an_ending_stays() -> None:
    assert fold("Аскаровдун") == "askarovdun"


def test_uzbek_words_keep_their_zh_before_a_consonant() -> None:
    assert fold("majlis мажлис") == "mazhlis mazhlis"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("中国", "u20013 u22269"),
        ("სახლი", "u4321u4304u4334u4314u4312"),
        ("№ 24-б", "no 24 b"),
        ("ﬁne Ａｓｋａｒｏｖ ①", "fine askarov 1"),
        ("🙂 — …", ""),
        ("ʻʼ '", ""),
        ("", ""),
    ],
)
def test_every_script_leaves_something_to_find(text: str, key: str) -> None:
    assert fold(text) == key


def test_stress_marks_and_composition_make_no_difference() -> None:
    assert fold("Аска\u0301ров Айтматов") == fold("Аскаров А\u0438\u0306тматов")


def test_a_word_is_known_by_its_first_signs() -> None:
    assert words("а" * 2_000_000 + " б") == ["а" * LONGEST, "б"]
