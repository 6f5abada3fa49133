# SPDX-License-Identifier: Apache-2.0
"""Somebody opens the verifier from a file, without a network, and is told what a proof shows."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.chromium import Chromium
from tests.node import PAGE

GOLDEN = PAGE.parents[2] / "tests" / "golden" / "format"

pytestmark = pytest.mark.slow

VERDICTS = {
    "en": ("The proof holds", "The proof does not hold"),
    "ru": ("Доказательство сходится", "Доказательство не сходится"),
    "ky": ("Далил туура", "Далил туура келбейт"),
    "uz": ("Isbot toʻgʻri", "Isbot mos kelmaydi"),
    "uz-Cyrl": ("Исбот тўғри", "Исбот мос келмайди"),
}
DONE = """new Promise(done => {
  const look = () => state.found && state.found.digest ? done() : setTimeout(look, 10);
  look();
})"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    with Chromium(tmp_path_factory.mktemp("profile")) as chromium:
        yield chromium
        happened = {(event["method"], json.dumps(event.get("params"))) for event in chromium.events}
        wrong = ("Log.entryAdded", "Runtime.exceptionThrown")
        assert [params for method, params in happened if method in wrong] == []
        sent = [json.loads(params) for method, params in happened if method == "Network.requestWillBeSent"]
        assert {one["request"]["url"] for one in sent} == {PAGE.as_uri()}


def chosen(browser: Chromium, tmp_path: Path, content: str, width: int = 1100) -> str:
    """What the page says of a file that somebody chose."""
    file = tmp_path / "from a stranger.json"
    file.write_text(content, encoding="utf-8")
    browser.open(PAGE, width)
    browser.choose("#file", file)
    browser.run(DONE)
    return str(browser.run("document.body.innerText"))


def case(file: str, name: str) -> dict[str, str]:
    cases = json.loads((GOLDEN / f"{file}.json").read_text(encoding="utf-8"))
    return dict(next(case for case in cases if case["name"] == name))


@pytest.mark.parametrize("width", [360, 1100])
@pytest.mark.parametrize("language", VERDICTS)
def test_the_verdict_in_every_language(
    browser: Chromium, tmp_path: Path, language: str, width: int
) -> None:
    holds, fails = VERDICTS[language]
    speak = f"document.querySelector('#tongues [lang=\"{language}\"]').click()"
    chosen(browser, tmp_path, case("proofs", "with_author_and_time")["proof"], width)
    browser.run(speak)
    text = browser.run("document.body.innerText")
    assert holds in text
    assert "Түнкү тинтүү" in text
    assert browser.run("document.documentElement.lang") == language
    assert browser.run("document.documentElement.scrollWidth") <= width
    chosen(browser, tmp_path, case("proofs_bad", "path_swapped")["proof"], width)
    browser.run(speak)
    assert fails in browser.run("document.getElementById('verdict').innerText")
    assert browser.run("document.documentElement.scrollWidth") <= width


def test_a_key_that_was_noted_is_compared(browser: Chromium, tmp_path: Path) -> None:
    good = case("proofs", "one_statement")
    assert "whose log it is" in chosen(browser, tmp_path, good["proof"])
    for key, expected in ((good["shows"]["key"], "Signed by the key that you noted."), ("x", "another key")):  # type: ignore[index]
        browser.run(f"byId('noted-key').value = {json.dumps(key)}; state.found = null; byId('again').click()")
        browser.run(DONE)
        assert expected in browser.run("document.body.innerText")


def test_a_conflict_is_shown_and_can_be_saved(browser: Chromium, tmp_path: Path) -> None:
    import vector_foreign
    from vector_proofs import proof

    long, other = vector_foreign.LONG, vector_foreign.REWRITTEN
    chosen(browser, tmp_path, proof(long.shown(1, [0]), size=5, device=long).decode())
    note = json.dumps(other.note(5).decode())
    browser.run(f"byId('noted-checkpoint').value = {note}; state.found = null; byId('again').click()")
    browser.run(DONE)
    assert "Conflict: the log was forked" in browser.run("document.body.innerText")
    evidence = browser.run("state.found.beside.evidence")
    assert "two histories" in chosen(browser, tmp_path, evidence)
    unproven = case("forks", "a_log_that_grew")["fork"]
    assert "The evidence of a fork does not hold" in chosen(browser, tmp_path, unproven)


def test_what_is_no_proof_is_named(browser: Chromium, tmp_path: Path) -> None:
    assert "It is not JSON." in chosen(browser, tmp_path, "%PDF-1.7")
    browser.run("take(new File([new Uint8Array(16777217)], 'a film'))")
    assert "larger than 16777216 bytes" in browser.run("document.getElementById('verdict').innerText")


def test_a_value_cannot_turn_the_page_round(browser: Chromium, tmp_path: Path) -> None:
    chosen(browser, tmp_path, case("proofs", "one_statement")["proof"])
    shown = browser.run("valueOf('a\\u202eb<b>c</b>', 'en').outerHTML")
    sign = '<span class="hidden-sign">U+202E</span>'
    assert shown == f'<p class="value" dir="auto" lang="en">a{sign}b&lt;b&gt;c&lt;/b&gt;</p>'
