# SPDX-License-Identifier: Apache-2.0
"""Every error has a code of its own, a sentence, and a place in docs/errors.md."""

import importlib
import pkgutil
import string

import errors_page
import pytest
from source import ROOT

import kuzat
from kuzat.errors import Broken, KuzatError, Missing, NotAllowed, Refused

EXITS = {Refused: 3, Missing: 4, NotAllowed: 5, Broken: 90}


def test_codes_are_unique() -> None:
    codes = [error.code for error in errors_page.all_errors()]
    assert sorted(codes) == sorted(set(codes))


@pytest.mark.parametrize("error", errors_page.all_errors(), ids=lambda e: e.__name__)
def test_error_speaks(error: type[KuzatError]) -> None:
    assert "code" in vars(error), "the code is the parent's"
    assert error.code == error.code.lower().replace("-", "_").replace(" ", "_")
    sentence = errors_page.sentence(error)
    assert sentence.endswith((".", "?", ":", "}")), sentence
    named = {field for _, field, _, _ in string.Formatter().parse(sentence) if field is not None}
    assert all(field.split(".")[0].isidentifier() for field in named)
    if error is not KuzatError:
        assert [b for b in EXITS if issubclass(error, b)], "below none of the four branches"
        assert error.exit_status in EXITS.values()


def test_page_is_fresh() -> None:
    page = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    assert page == errors_page.page(), "run: make errors-page"


def test_every_module_can_be_imported() -> None:
    for module in pkgutil.walk_packages(kuzat.__path__, "kuzat."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
