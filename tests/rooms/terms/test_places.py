# SPDX-License-Identifier: Apache-2.0
"""Places are found by every spelling people use, and a name of two places by none."""

import csv
import time
from collections import Counter
from pathlib import Path

import pytest

from kuzat.terms import places
from kuzat.terms.places import Place
from kuzat.terms.wordlist import VocabularyBroken

LANGUAGES = ("en", "ru", "ky", "uz", "uz-Cyrl")
REGIONS = ("KG-B", "KG-C", "KG-J", "KG-N", "KG-O", "KG-T", "KG-Y")
# Names of two places of which neither holds the other.
OF_TWO = ("Osh", "Ош", "Oʻsh", "O'sh", "Ўш", "Manas", "Манас", "Moscow", "Москва", "Moskva", "Kara-Kol")


def found(text: str) -> str | None:
    place = places.find(text)
    return place.id if place is not None else None


def all_places() -> list[Place]:
    every = [place for top in ("KG", "XP", "RU") for place in below(top)]
    return every + [place for id_ in ("ZZ", "ZZ-abroad") if (place := places.get(id_))]


def below(id_: str) -> list[Place]:
    place = places.get(id_)
    assert place is not None
    return [place, *(deeper for child in places.inside(id_) for deeper in below(child.id))]


def test_kyrgyzstan_has_seven_regions_and_two_cities() -> None:
    tops = {place.id: place.kind for place in places.inside("KG")}
    assert tops == dict.fromkeys(REGIONS, "region") | {"KG-GB": "city", "KG-GO": "city"}


def test_districts_are_those_of_the_regions() -> None:
    """Forty districts of regions and four of Bishkek, by region as the statistics list them."""
    districts = Counter(places.region(p.id) for p in below("KG") if p.kind == "district")
    assert districts == {
        "KG-B": 3, "KG-C": 8, "KG-J": 8, "KG-N": 5, "KG-O": 7, "KG-T": 4, "KG-Y": 5, "KG-GB": 4,
    }  # fmt: skip
    assert sum(1 for place in below("KG") if place.kind == "town") == 30


def test_every_place_has_five_labels_and_an_ascii_id() -> None:
    for place in all_places():
        assert set(place.labels) == set(LANGUAGES), place.id
        assert all(label.strip() for label in place.labels.values()), place.id
        assert place.id.isascii()
        assert " " not in place.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_finds_its_own_place(language: str) -> None:
    lost = {p.id: found(p.label(language)) for p in all_places()}
    assert [id_ for id_, other in lost.items() if other != id_] == []


def test_every_other_spelling_finds_its_place_or_one_that_holds_it() -> None:
    wrong = [
        (place.id, name, found(name))
        for place in all_places()
        for name in place.names
        if found(name) not in (place.id, *places.ancestors(place.id)) and name not in OF_TWO
    ]
    assert wrong == []


@pytest.mark.parametrize("name", OF_TWO)
def test_a_name_of_two_places_side_by_side_finds_none(name: str) -> None:
    assert found(name) is None


def test_every_name_without_a_place_is_known() -> None:
    """So that a new spelling cannot make an old name ambiguous unseen."""
    named = {n for p in all_places() for n in (*p.names, *p.labels.values()) if found(n) is None}
    assert named <= set(OF_TWO)


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("KG-GO", "KG-GO"), ("KG-J-bazar_korgon", "KG-J-bazar_korgon"), (" KG ", "KG"),
        ("Osh city", "KG-GO"), ("г. Ош", "KG-GO"), ("Ош ш.", "KG-GO"), ("O'sh shahri", "KG-GO"),
        ("Ўш шаҳри", "KG-GO"), ("Osh region", "KG-O"), ("Ошская обл.", "KG-O"),
        ("Osh oblast", "KG-O"), ("Oʻsh viloyati", "KG-O"), ("Ўш вилояти", "KG-O"),
        ("Ош облусу", "KG-O"), ("BISHKEK", "KG-GB"), ("Бишкек шаары", "KG-GB"),
        ("Batken", "KG-B"), ("Баткенский р-н", "KG-B-batken"), ("Batken town", "KG-B-batken_town"),
        ("Talas", "KG-T"), ("Naryn", "KG-N"), ("Chuy", "KG-C"), ("Чүй", "KG-C"), ("Chui", "KG-C"),
        ("Jalal-Abad", "KG-J"), ("Жалал-Абад", "KG-J"), ("Джалал-Абад", "KG-J"),
        ("Jalal-Abad city", "KG-J-jalal_abad"), ("город Манас", "KG-J-jalal_abad"),
        ("Manas district", "KG-T-manas"), ("Issyk Kul", "KG-Y"), ("Ысык-Көл", "KG-Y"),
        ("Bazar-Kurgan", "KG-J-bazar_korgon"), ("Бозорқўрғон", "KG-J-bazar_korgon"),
        ("Kara-Suu", "KG-O-kara_suu"), ("г. Кара-Суу", "KG-O-kara_suu_town"),
        ("Узген", "KG-O-uzgen"), ("Özgön", "KG-O-uzgen"), ("Aksy rayon", "KG-J-aksy"),
        ("Исфана", "KG-B-razzakov"), ("Кара-Бууринский район", "KG-T-kara_buura"),
        ("Каракол", "KG-Y-karakol"), ("Кара-Көл", "KG-J-kara_kul"),
        ("nationwide", "KG"), ("Киргизия", "KG"), ("abroad", "ZZ-abroad"), ("unknown", "ZZ"),
        ("Московский район", "KG-C-moskva"), ("город Москва", "RU-MOW"), ("Россия", "RU"),
        ("Ўзбекистон", "UZ"), ("Тажикстан", "TJ"), ("Kazakhstan", "KZ"), ("Kokterek", "XP-1"),
    ],
)  # fmt: skip
def test_places_are_found_as_people_write_them(text: str, id_: str) -> None:
    assert found(text) == id_


@pytest.mark.parametrize(
    "text",
    ["", "  ", "\0", "г.", "region", "Нигде", "in", "no", "Bishkek and Osh", "-", "Ош" * 5000],
)
def test_what_names_no_place_finds_none(text: str) -> None:
    started = time.perf_counter()
    assert found(text) is None
    assert time.perf_counter() - started < 1


def test_direction_marks_and_unusual_spaces_do_not_matter() -> None:
    assert found("\u200fOsh\u00a0 region\u200e") == "KG-O"


@pytest.mark.parametrize(
    ("id_", "region"),
    [
        ("KG-J-bazar_korgon_town", "KG-J"), ("KG-J-bazar_korgon", "KG-J"), ("KG-J", "KG-J"),
        ("KG-GB-lenin", "KG-GB"), ("KG-GO", "KG-GO"), ("KG", "KG"), ("UZ", "UZ"), ("ZZ", "ZZ"),
        ("ZZ-abroad", "ZZ-abroad"), ("XP-3-terekti", "XP-3"), ("XP-1", "XP-1"), ("gone", "gone"),
    ],
)  # fmt: skip
def test_region_of_a_place(id_: str, region: str) -> None:
    assert places.region(id_) == region


def test_ancestors_nearest_first() -> None:
    line = ("KG-J-bazar_korgon", "KG-J", "KG")
    assert places.ancestors("KG-J-bazar_korgon_town") == line
    assert places.ancestors("KG") == ()
    assert places.ancestors("gone") == ()


def test_countries_have_names_in_every_language() -> None:
    tajikistan = places.get("TJ")
    assert tajikistan is not None
    assert [tajikistan.label(language) for language in LANGUAGES] == [
        "Tajikistan", "Таджикистан", "Тажикстан", "Tojikiston", "Тожикистон",
    ]  # fmt: skip
    assert tajikistan.label("de") == "Tajikistan"
    assert places.get("EU") is None
    assert places.get("kg") is None


def test_practice_country_has_five_regions_with_districts() -> None:
    regions = places.inside("XP")
    assert [place.id for place in regions] == ["XP-1", "XP-2", "XP-3", "XP-4", "XP-5"]
    assert all(2 <= len(places.inside(place.id)) <= 3 for place in regions)


def test_regions_of_the_shared_incidents_are_found_or_ambiguous(shared: Path) -> None:
    with (shared / "data/kyrgyzstan/kg_incidents_coded.csv").open(encoding="utf-8") as file:
        regions = {row["region"] for row in csv.DictReader(file)}
    assert {region for region in regions if found(region) is None} == {"Osh"}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("- {id: A, kind: moon, en: a, ru: а, ky: а, uz: a}", "one of country"),
        ("- {id: A, parent: B, kind: city, en: a, ru: а, ky: а, uz: a}", "a parent that stands"),
        ("- {id: A, kind: city, en: a, ru: а, ky: а}", "a label in uz"),
        ("- {id: A, kind: city, en: a, ru: а, ky: а, uz: a, size: 3}", "one of parent"),
        ("- {id: A, kind: city, en: a, ru: а, ky: а, uz: a}\n" * 2, "each id once"),
    ],
)
def test_a_wrong_gazetteer_is_refused(content: str, expected: str) -> None:
    with pytest.raises(VocabularyBroken, match=expected):
        places.read(f"places:\n{content}\n".encode())
