# SPDX-License-Identifier: Apache-2.0
"""What the program says to people, in their language.

English is the source and needs no catalogue. The catalogues lie in `kuzat/locale` and are written
by `tools/catalogues.py`; the desk hands the same folder to Django.
"""

import functools
import gettext
from collections.abc import Callable
from importlib import resources

DOMAIN = "django"
LOCALE = str(resources.files("kuzat").joinpath("locale"))
FOLDERS = {"ru": "ru", "ky": "ky", "uz": "uz", "uz-Cyrl": "uz_Cyrl"}


def translator(language: str) -> Callable[[str], str]:
    """A function from an English message to `language` (en, ru, ky, uz, uz-Cyrl).

    A message without translation comes back in English; so does every message in another language.
    """
    return catalogue(language).gettext


@functools.cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The compiled catalogue of one language, for `ngettext`; an empty one where there is none."""
    if language not in FOLDERS:
        return gettext.NullTranslations()
    folder = resources.files("kuzat").joinpath("locale", FOLDERS[language], "LC_MESSAGES")
    with folder.joinpath("django.mo").open("rb") as file:
        return gettext.GNUTranslations(file)
