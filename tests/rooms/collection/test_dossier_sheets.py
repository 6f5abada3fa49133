# SPDX-License-Identifier: Apache-2.0
"""A dossier is called in the reader's language, or by the one title that it has."""

import pytest

from kuzat.collection import parse_dossier

SHEETS = "kuzat: dossier/1\nsheets:\n- {sheet: a.csv, mapping: a.yaml}\n"


@pytest.mark.parametrize(
    ("title", "language", "called"),
    [
        ("title: What happened", "ky", "What happened"),
        ("title: {en: What happened, ky: Эмне болду}", "ky", "Эмне болду"),
        ("title: {en: What happened, ky: Эмне болду}", "ru", "What happened"),
        ("title: {en: What happened, uz: Nima boʻldi}", "uz-Cyrl", "Нима бўлди"),
        ("title: {uz: Nima boʻldi, uz-Cyrl: Не бўлди}", "uz-Cyrl", "Не бўлди"),
        ("title: {en: }", "en", "list.yaml"),
        ("", "en", "list.yaml"),
    ],
)
def test_a_dossier_is_called_in_the_readers_language(title: str, language: str, called: str) -> None:
    assert parse_dossier((SHEETS + title).encode(), "list.yaml").title(language) == called
