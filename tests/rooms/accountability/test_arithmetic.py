# SPDX-License-Identifier: Apache-2.0
"""Published statistics made again; those that contradict themselves are named, none is put right."""

from collections import defaultdict
from pathlib import Path

from kuzat.accountability import Verdict, again, arithmetic, mapping_of
from kuzat.collection import parse, read_by
from kuzat.terms import vocabulary

KYRGYZSTAN = "data/accountability/upr_info_kyrgyzstan_cycle1.csv"


def verdicts() -> dict[str, list[Verdict]]:
    found = defaultdict(list)
    for one in again(arithmetic()):
        found[one.figure.id].append(one.verdict)
    return found


def test_what_agrees_and_what_does_not() -> None:
    agrees, nearly, differs = Verdict.AGREES, Verdict.NEARLY, Verdict.DIFFERS
    assert verdicts() == {
        "views-2020": [agrees],
        "views-116": [agrees],
        "upr-mid-term": [agrees, agrees, nearly, agrees],
        "upr-mid-term-sum": [agrees],
        "upr-coverage": [agrees],
        "upr-kyrgyzstan-1": [Verdict.UNCOUNTED],
        "replies-2015": [agrees, agrees, agrees],
        "replies-2015-sum": [agrees],
        "replies-2015-ccpr": [differs, differs],
        "replies-2015-a": [agrees],
        "wgad-2010": [differs],
        "kg-torture-2013": [differs],
        "kg-torture-2018": [differs],
        "kg-torture-2016-fall": [nearly],
    }


def test_a_count_is_made_from_the_list_of_its_state(shared: Path) -> None:
    mapping = parse(mapping_of("upr_info"), "ready.yaml", vocabulary.load())
    sheet = read_by(mapping, (shared / KYRGYZSTAN).read_bytes(), "list.csv")
    rows = [row.cells for row in sheet.rows]
    (one,) = (one for one in again(arithmetic(), rows) if one.figure.how == "count")
    assert (one.ours, one.verdict) == (175, Verdict.AGREES)


def test_the_page_prints_what_is_computed() -> None:
    page = (Path(__file__).parents[3] / "docs/method/accountability.md").read_text(encoding="utf-8")
    for one in again(arithmetic()):
        if one.ours is not None:
            ours = f"{float(one.ours):.2f}".rstrip("0").rstrip(".")
            assert f"| {one.printed} | {ours} | {one.verdict.value} |" in page
