# SPDX-License-Identifier: Apache-2.0
"""What people outside wrote steers no terminal, whichever command shows it, and nothing of it is lost."""

import json
from pathlib import Path

import pytest
from tests.commands import Office
from tests.template import Template

from kuzat.cli.terminal import escaped, steady

CLEARS, TURNS, HALF = "\x1b[2J\x9b31m", "\u202egpj.exe", "\ud83d"
KEPT = "Ыңгайлуу\u00a0сөз,\u200bҚазақ\tтуура 👩\u200d⚖️"


def test_what_steers_is_shown_as_unreadable_and_the_rest_as_it_is() -> None:
    assert steady(CLEARS + TURNS + HALF) == "\ufffd[2J\ufffd31m\ufffdgpj.exe\ufffd"
    assert steady(KEPT) == KEPT
    assert steady("one\x85two\rthree\x0bfour") == "one\ntwo\nthree\nfour"


def test_json_says_the_same_without_steering() -> None:
    told = {"text": CLEARS + TURNS + HALF + KEPT, "lines": ["a\nb"]}
    written = escaped(json.dumps(told, ensure_ascii=False, indent=2))
    assert json.loads(written) == told
    assert not set("\x1b\x9b\u202e\ud83d") & set(written)
    assert KEPT.partition("\t")[0] in written


@pytest.mark.slow
def test_a_record_that_somebody_shaped_is_shown_harmlessly(template: Template, tmp_path: Path) -> None:
    template.copy(tmp_path / "a.archive").close()
    office = Office(tmp_path / "a.archive", tmp_path)
    office.says("add", "information", "reference=I-1", "url=https://practice.example.org/1")
    office.says("add", "event", "reference=K-1", f"title=A march{CLEARS}", "--basis", "I-1")
    for shown in (office.says("show", "K-1"), office.says("search", "march")):
        assert "A march" in shown
        assert not set("\x1b\x9b") & set(shown)
    (title,) = office.json("show", "K-1")["values"]["event.title"]
    assert title["value"] == f"A march{CLEARS}"
