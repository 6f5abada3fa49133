# SPDX-License-Identifier: Apache-2.0
"""An error is said in one language from its first word to its last, its reasons included."""

import ast
import string
from collections.abc import Iterator

import catalogues
import errors_page
import pytest
from source import modules, name, tree
from test_catalogues import KEPT, LATIN

from kuzat.errors import KuzatError
from kuzat.terms.messages import translator

# What a detail is called where it is part of a sentence, and so must be a Phrase.
PARTS = {"expected", "problem", "reason", "step", "what", "why"}
CYRILLIC = ("ru", "ky", "uz-Cyrl")


def details(error: type[KuzatError]) -> dict[str, object]:
    """A number for each detail that the error's sentence and advice ask for."""
    text = errors_page.sentence(error) + error.advice
    return {field: 7 for _, field, _, _ in string.Formatter().parse(text) if field}


@pytest.mark.parametrize("language", CYRILLIC)
@pytest.mark.parametrize("error", errors_page.all_errors(), ids=lambda e: e.__name__)
def test_an_error_has_no_word_of_english(error: type[KuzatError], language: str) -> None:
    raised = error(**details(error))
    for said in (raised.sentence(translator(language)), raised.step(translator(language))):
        plain = catalogues.PLACEHOLDER.sub("", said)
        assert set(LATIN.findall(plain)) <= KEPT, said


def written(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """The parts of sentences that a call or an assignment gives, by the name of the detail."""
    if isinstance(node, ast.Call):
        yield from ((word.arg, word.value) for word in node.keywords if word.arg)
    if isinstance(node, ast.Assign):
        yield from ((at.id, node.value) for at in node.targets if isinstance(at, ast.Name))


def test_a_part_of_a_sentence_is_a_phrase() -> None:
    bare = [
        f"{name(path)}:{value.lineno}"
        for path in modules()
        for node in ast.walk(tree(path))
        for part, value in written(node)
        if part in PARTS and isinstance(value, ast.JoinedStr | ast.Constant)
        if isinstance(value, ast.JoinedStr) or isinstance(value.value, str)
    ]
    assert bare == [], "wrap it in Phrase(…), its values as details"
