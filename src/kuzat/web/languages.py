# SPDX-License-Identifier: Apache-2.0
"""The five ways in which a page speaks: English, Russian, Kyrgyz, Uzbek in Latin and in Cyrillic."""

from typing import Any

from babel import Locale
from babel.numbers import format_decimal
from django.utils import translation

COOKIE = "kuzat-language"
NAMES = {
    "en": "English",
    "ru": "Русский",
    "ky": "Кыргызча",
    "uz": "Oʻzbekcha",
    "uz-Cyrl": "Ўзбекча",
}
LOCALES = {
    "en": Locale("en", "GB"),
    "ru": Locale("ru"),
    "ky": Locale("ky"),
    "uz": Locale("uz", script="Latn"),
    "uz-Cyrl": Locale("uz", script="Cyrl"),
}
FIRST = "en"


def current() -> str:
    """The language that is spoken now: en, ru, ky, uz or uz-Cyrl."""
    spoken = translation.get_language() or FIRST
    return "uz-Cyrl" if spoken == "uz-cyrl" else spoken if spoken in NAMES else FIRST


def speaking(language: str) -> Any:
    """Speak a language inside ``with``; Django writes the Cyrillic one in small letters."""
    return translation.override(language.lower())


def chosen(cookie: str, accepted: str) -> str:
    """The reader's language: by the cookie, else the first that the browser accepts and we speak."""
    if cookie in NAMES:
        return cookie
    for part in accepted.split(",")[:20]:
        tag = part.split(";")[0].strip().lower()
        if tag.startswith("uz-cyr"):
            return "uz-Cyrl"
        if tag.split("-")[0] in NAMES:
            return tag.split("-")[0]
    return FIRST


def number(value: int) -> str:
    """A whole number as the language groups its digits."""
    return str(format_decimal(value, locale=LOCALES[current()]))
