# SPDX-License-Identifier: Apache-2.0
"""The drafts as data: every reference leads somewhere, every sentence keeps its places in each language."""

import re
from importlib import resources
from pathlib import Path

import pytest

from kuzat.accountability import rule_book
from kuzat.reporting import NoSuchDraft, book
from kuzat.reporting.kinds import DRAFTS, NEEDS, PARTS, WORDS, LanguageNotTaken, read
from kuzat.reporting.needs import ANSWERS
from kuzat.reporting.submission import LAST
from kuzat.reporting.submission import PARTS as WRITTEN
from kuzat.store import USES
from kuzat.terms.wordlist import WRITTEN as WRITTEN_BY_HAND
from kuzat.terms.wordlist import VocabularyBroken

PLACES = re.compile(r"{\w+}")
FILES = (DRAFTS, PARTS, NEEDS, WORDS)


def files() -> dict[str, bytes]:
    folder = resources.files("kuzat.reporting").joinpath("data")
    return {file: folder.joinpath(file).read_bytes() for file in FILES}


def test_every_part_need_body_and_use_is_known_and_used() -> None:
    kinds = book().kinds.values()
    used = {part for kind in kinds for part in kind.parts}
    assert used | set(LAST) == WRITTEN.keys() == book().parts.keys()
    assert {need for kind in kinds for need in kind.needs} == ANSWERS.keys() == book().needs.keys()
    assert {kind.forum for kind in kinds} - {None} <= rule_book().forums.keys()
    assert {kind.use for kind in kinds} <= USES.keys()
    assert all(kind.warns and kind.source and set(kind.languages) <= {"en", "ru", "ky"} for kind in kinds)


def test_only_bodies_that_are_closed_have_something_instead() -> None:
    for kind in book().kinds.values():
        closed = kind.forum is not None and rule_book().forums[kind.forum].door == "closed"
        assert closed == bool(kind.instead or kind.anyway), kind.id


def test_a_sentence_has_the_same_places_in_every_language_that_is_written() -> None:
    for id_, labels in book().words.items():
        written = (labels[language] for language in WRITTEN_BY_HAND)
        assert len({tuple(sorted(PLACES.findall(text))) for text in written}) == 1, id_


def test_a_draft_is_found_by_its_body_where_that_has_only_one() -> None:
    assert book().kind("wgad").id == book().kind("wgad").forum
    assert book().kind("uk-sanctions").id == "uk"
    with pytest.raises(NoSuchDraft):
        book().kind("special-procedures")
    with pytest.raises(LanguageNotTaken):
        book().kind("uk").language("ky")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"parts: [jurisdiction", b"parts: [nowhere"),
        (b'alone: "2815"', b"alone: many"),
        (b"instead: individual-complaint", b"instead: nothing"),
        (b"warns: [warn_public", b"warns: [warn_nobody"),
    ],
)
def test_a_wrong_reference_is_told(old: bytes, new: bytes) -> None:
    content = files()
    assert old in content[DRAFTS]
    with pytest.raises(VocabularyBroken):
        read(content | {DRAFTS: content[DRAFTS].replace(old, new, 1)})


def test_the_page_of_the_method_names_every_draft() -> None:
    page = (Path(__file__).resolve().parents[3] / "docs" / "method" / "submissions.md").read_text()
    for kind in book().kinds.values():
        assert f"`{kind.id}`" in page
