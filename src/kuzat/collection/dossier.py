# SPDX-License-Identifier: Apache-2.0
"""A dossier: sheets that belong together, in the order in which they are taken over.

kuzat: dossier/1
title: What happened   # or in several languages: {en: What happened, ky: Эмне болду}
case: askarov          # optional: the story that leads through it
sheets:
- {sheet: people.csv, mapping: people.yaml}
- {sheet: events.csv, mapping: events.yaml}
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import yaml

from kuzat.errors import Phrase, Refused
from kuzat.terms.languages import to_cyrillic

FORMAT = "dossier/1"
LONGEST = 64 * 1024


class DossierRefused(Refused):
    """{file}: expected {expected}."""

    code = "dossier_refused"
    advice = "Correct the list of sheets and run the command again; nothing was written."


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One sheet of a dossier and its mapping, as file names in the dossier's folder."""

    sheet: str
    mapping: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """What a dossier is called by language, the story that leads through it if it names one, its sheets."""

    titles: Mapping[str, str] = field(hash=False)
    case: str | None
    sheets: tuple[Listed, ...]

    def title(self, language: str) -> str:
        """What it is called in en, ru, ky, uz or uz-Cyrl; else by the first title that it has."""
        if language == "uz-Cyrl" and "uz" in self.titles:
            return self.titles.get(language) or to_cyrillic(self.titles["uz"])
        return self.titles.get(language) or next(iter(self.titles.values()))


def parse_dossier(text: bytes, file: str) -> Dossier:
    """What a dossier lists. Raises `DossierRefused`."""
    found = _loaded(text, file)
    if not isinstance(found, dict) or found.get("kuzat") != FORMAT:
        raise DossierRefused(file=file, expected=Phrase("kuzat: {format}", format=FORMAT))
    sheets = found.get("sheets")
    if not isinstance(sheets, list) or not sheets:
        raise DossierRefused(file=file, expected=Phrase("a list of sheets under sheets:"))
    return Dossier(
        titles=_titles(found.get("title")) or {"": file},
        case=str(found["case"]) if found.get("case") else None,
        sheets=tuple(_listed(entry, file) for entry in sheets),
    )


def _titles(told: object) -> dict[str, str]:
    """One title for every language, or one for each."""
    of = told if isinstance(told, dict) else {"": told}
    return {str(language): str(title) for language, title in of.items() if title}


def _loaded(text: bytes, file: str) -> object:
    if len(text) > LONGEST:
        raise DossierRefused(file=file, expected=Phrase("at most 64 KiB"))
    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, UnicodeDecodeError):
        raise DossierRefused(file=file, expected=Phrase("correct YAML in UTF-8")) from None


def _listed(entry: object, file: str) -> Listed:
    names = (entry.get("sheet"), entry.get("mapping")) if isinstance(entry, dict) else ()
    if len(names) != 2 or not all(isinstance(n, str) and _is_plain(n) for n in names):
        expected = Phrase("in each line a sheet and a mapping that lie in the same folder")
        raise DossierRefused(file=file, expected=expected)
    return Listed(sheet=str(names[0]), mapping=str(names[1]))


def _is_plain(name: str) -> bool:
    """A file name that leads nowhere else."""
    return bool(name) and not set(name) & set("/\\:\0") and name not in (".", "..")
