# SPDX-License-Identifier: Apache-2.0
"""What is a code, an address, a digest; and that no name and no sentence is taken for one."""

import pytest

from kuzat.terms import ids, vocabulary
from kuzat.terms.forms import FORMS, expected, is_address, is_code, is_published

NAME = "Zarinabegim Qoʻldoshxonova"


@pytest.mark.parametrize("code", ["KG-023", "ДЕЛО-7/2020", "kempir-abad", "B-state", "a" * 64, "7"])
def test_codes(code: str) -> None:
    assert is_code(code)


@pytest.mark.parametrize(
    "text",
    ["", NAME, "Zarinabegim", "Zarinabegim-Q", "zarinabegim q", "K 1", "a" * 65, "K-1\n", "K\u202e1", "K,1"],
)
def test_what_is_no_code(text: str) -> None:
    assert not is_code(text)


@pytest.mark.parametrize(
    "address",
    [
        "https://practice.example.org/page?id=1#part",
        "http://kg.example.org",
        "https://practice.example.org./page",
        "ftp://ftp.example.org/list.csv",
        "https://archive.example.org/web/20200308/http://gone.example.org/",
        "https://мисал.example.org:8443/күн",
    ],
)
def test_addresses(address: str) -> None:
    assert is_address(address)


@pytest.mark.parametrize(
    "text",
    [
        "",
        NAME,
        "practice.example.org",
        "https://",
        "https:///page",
        "https://localhost/page",
        "https://zarinabegim@example.org/",
        "https://user:word@example.org/",
        "https://example.org:99999/",
        "https://example.org/a page",
        "https://example.org/\npage",
        "https://example.org/\u202egpj.exe",
        "https://[::1/",
        "javascript:alert(1)",
        "data:text/html,page",
        "file:///home/zarina/list.csv",
    ],
)
def test_what_is_no_address(text: str) -> None:
    assert not is_address(text)


@pytest.mark.parametrize(
    ("text", "published"),
    [("https://example.org/x", True), ("dossiers/land/README.md", True), ("her aunt", False), ("x", False)],
)
def test_where_something_is_published(text: str, published: bool) -> None:
    assert is_published(text) is published


@pytest.mark.parametrize("form", sorted(FORMS))
def test_no_form_takes_a_name_or_a_sentence(form: str) -> None:
    for text in (NAME, "Zarinabegim", "she was told to be silent", "зарина айтты", ""):
        assert expected(form, text) is not None


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("authority", "CN=Practice Authority,O=Practice,C=KG"),
        ("digest", "0f" * 32),
        ("instant", "2020-03-08T12:00:00+00:00"),
        ("language", "uz-Cyrl"),
        ("media_type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("programs", "Kuzat 0.1.0, pypdfium2 4.30.0"),
    ],
)
def test_what_the_other_forms_take(form: str, text: str) -> None:
    assert expected(form, text) is None


def test_every_text_has_a_form_or_needs_a_public_basis() -> None:
    words = vocabulary.load()
    texts = [
        p for kind in (*ids.RECORD_KINDS, "any") for p in words.properties(kind) if p.type == "text"
    ]
    assert len(texts) > 50
    assert all(p.own_words != (p.form in FORMS) for p in texts)
    assert not [p.id for p in texts if p.form and p.free_text]
