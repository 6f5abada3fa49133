# SPDX-License-Identifier: Apache-2.0
"""How people are named in running text: invented names in four languages, in every case.

The forms follow the grammars of the languages, not the rules by which `kuzat.terms` cuts endings, so
that the one can be measured by the other.
"""

from collections.abc import Iterator
from dataclasses import dataclass

VOWELS = "аеёиоуыэюяөүӯў"
VOICELESS = "пфктшсхцчщ"
HARD = "гкхжчшщ"


@dataclass(frozen=True, slots=True)
class Named:
    """One invented person: the name as it is known, and as each language spells it; what friends say."""

    known: str
    ky: str
    ru: str
    uz: str
    en: str
    pet: str


PEOPLE = tuple(
    Named(*line.split("|"))
    for line in """
Айсулуу Токтосунова|Айсулуу Токтосунова|Айсулуу Токтосунова|Aysuluu Toqtosunova|Aisuluu Toktosunova|Айсулке
Өмүрбек Жумабеков|Өмүрбек Жумабеков|Омурбек Жумабеков|Oʻmurbek Jumabekov|Omurbek Jumabekov|Өмүкө
Күмүшай Сыдыкова|Күмүшай Сыдыкова|Кумушай Сыдыкова|Kumushoy Sidiqova|Kumushai Sydykova|Күмүш
Нурзат Абдырахманов|Нурзат Абдырахманов|Нурзат Абдырахманов|Nurzat Abdirahmonov|Nurzat Abdyrakhmanov|Нуке
Чолпон Эсенгулова|Чолпон Эсенгулова|Чолпон Эсенгулова|Choʻlpon Esengulova|Cholpon Esengulova|Чоке
Жээнбек Өмүралиев|Жээнбек Өмүралиев|Жээнбек Омуралиев|Jeenbek Oʻmuraliyev|Zheenbek Omuraliev|Жээке
Бермет Турат кызы|Бермет Турат кызы|Бермет Турат кызы|Bermet Turat qizi|Bermet Turat kyzy|Берик
Эрмек Асан уулу|Эрмек Асан уулу|Эрмек Асан уулу|Ermek Asan oʻgʻli|Ermek Asan uulu|Эрке
Гүлжан Кожобекова|Гүлжан Кожобекова|Гульжан Кожобекова|Guljan Qoʻjobekova|Guljan Kojobekova|Гүлкө
Тилек Мамытов|Тилек Мамытов|Тилек Мамытов|Tilek Mamitov|Tilek Mamytov|Тике
Сергей Мельников|Сергей Мельников|Сергей Мельников|Sergey Melnikov|Sergei Melnikov|Серёжа
Наталья Зуева|Наталья Зуева|Наталья Зуева|Natalya Zuyeva|Natalia Zueva|Наташа
Виктор Цой|Виктор Цой|Виктор Цой|Viktor Soy|Viktor Tsoi|Витя
Ольга Каменская|Ольга Каменская|Ольга Каменская|Olga Kamenskaya|Olga Kamenskaya|Оля
Людмила Шевченко|Людмила Шевченко|Людмила Шевченко|Lyudmila Shevchenko|Lyudmila Shevchenko|Люда
Андрей Вагнер|Андрей Вагнер|Андрей Вагнер|Andrey Vagner|Andrei Vagner|Андрюша
Shahnoza Yoʻldosheva|Шахноза Йолдошева|Шахноза Юлдашева|Shahnoza Yoʻldosheva|Shahnoza Yuldasheva|Shahi
Oʻktam Toʻxtasinov|Өктам Тохтасинов|Уктам Тухтасинов|Oʻktam Toʻxtasinov|Uktam Tukhtasinov|Oʻki
Gʻayrat Mirzayev|Гайрат Мирзаев|Гайрат Мирзаев|Gʻayrat Mirzayev|Gayrat Mirzaev|Gʻayi
Dilfuza Xolmatova|Дилфуза Холматова|Дильфуза Холматова|Dilfuza Xolmatova|Dilfuza Kholmatova|Dilya
Zulfiya Gʻofurova|Зулфия Гофурова|Зульфия Гафурова|Zulfiya Gʻofurova|Zulfiya Gafurova|Zulya
Jamshid Qosimov|Жамшид Касымов|Джамшид Касымов|Jamshid Qosimov|Jamshid Kasymov|Jamik
""".strip().splitlines()
)
VILLAGES = (
    "Кара-Дөбө", "Чоң-Алыш", "Жаңы-Турмуш", "Терек-Суу", "Кызыл-Булак", "Мырза-Арык", "Эски-Ноокат",
    "Бешкүңгөй",
)  # fmt: skip
TELEPHONE = "555010203"
SET_AS = (
    "+996 {0} {1}-{2}-{3}", "0{0} {1}{2}{3}", "0{0}{1}{2}{3}", "+996{0}{1}{2}{3}", "996 {0} {1} {2} {3}",
    "(0{0}) {1}-{2}-{3}", "0 {0} {1} {2} {3}", "00996-{0}-{1}{2}{3}", "8 {0} {1}.{2}.{3}",
)  # fmt: skip


def numbers() -> Iterator[str]:
    """One telephone number as people set it."""
    parts = (TELEPHONE[:3], *(TELEPHONE[at : at + 2] for at in (3, 5, 7)))
    yield from (form.format(*parts) for form in SET_AS)


def russian(name: str) -> Iterator[str]:
    """A name of one or two words in the six cases; what does not decline stays."""
    words = [_russian(word) for word in name.split()]
    yield from (" ".join(word[case] for word in words) for case in range(6))


def _russian(word: str) -> tuple[str, ...]:
    """Nominative, genitive, dative, accusative, instrumental, prepositional of one word."""
    if word in ("кызы", "уулу") or word.endswith(("ко", "и", "ү", "у", "е")):
        return (word,) * 6
    stem, last = word[:-1], word[-1]
    if word.endswith(("ова", "ева", "ина")):
        return (word, *(stem + end for end in ("ой", "ой", "у", "ой", "ой")))
    if word.endswith("ская"):
        return (word, *(word[:-2] + end for end in ("ой", "ой", "ую", "ой", "ой")))
    if word.endswith(("ов", "ев", "ин")):
        return (word, *(word + end for end in ("а", "у", "а", "ым", "е")))
    if last == "а":
        genitive = "и" if stem[-1] in HARD else "ы"
        return (word, *(stem + end for end in (genitive, "е", "у", "ой", "е")))
    if last == "я":
        return (word, *(stem + end for end in ("и", "е", "ю", "ей", "е")))
    if last == "й":
        return (word, *(stem + end for end in ("я", "ю", "я", "ем", "е")))
    if last in VOWELS or last == "ь":
        return (word,) * 6
    return (word, *(word + end for end in ("а", "у", "а", "ом", "е")))


def kyrgyz(name: str) -> Iterator[str]:
    """A name in the six cases and the plural of respect; only its last word changes."""
    last = next((sign for sign in reversed(name.lower()) if sign in VOWELS), "а")
    high = {"а": "ы", "я": "ы", "ы": "ы", "о": "у", "ё": "у", "у": "у", "ю": "у"}.get(last, "и")
    low = {"а": "а", "я": "а", "ы": "а", "у": "а", "ю": "а", "о": "о", "ё": "о"}.get(last, "е")
    if last in "өү":
        high, low = "ү", "ө"
    if name[-1] in VOWELS:
        first, dative, middle = "н", "г", "д"
    elif name[-1] in VOICELESS:
        first, dative, middle = "т", "к", "т"
    else:
        first, dative, middle = "д", "г", "д"
    ends = (f"{first}{high}н", f"{dative}{low}", f"{first}{high}", f"{middle}{low}", f"{middle}{low}н")
    yield from (name, *(name + end for end in ends))


def uzbek(name: str) -> Iterator[str]:
    """A name in the six cases; only its last word changes."""
    dative = "ka" if name.endswith("k") else "qa" if name.endswith("q") else "ga"
    yield from (name, *(name + end for end in ("ning", dative, "ni", "da", "dan")))


def english(name: str) -> Iterator[str]:
    """A name, and what is its own."""
    yield from (name, f"{name}'s", f"{name}’s")
