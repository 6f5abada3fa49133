# SPDX-License-Identifier: Apache-2.0
"""A claim is recorded at the desk, with all that is filed, done, decided, owed and judged; and requests."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.browser import Browser
from tests.rooms.web.test_writing import Office, send
from tests.template import Template

from kuzat import store
from kuzat.store import reader_of
from kuzat.testing import Maker

WHO = "_basis"
NEW = {WHO: "another", "information.publisher": "Tang", "information.url": "https://practice.example.org/7"}


@pytest.fixture
def office(template: Template, tmp_path: Path) -> Office:
    path = tmp_path / "office.archive"
    with template.copy(path) as archive:
        maker = Maker(archive)
        event = maker.new("event", basis=maker.page(), title="A cell", start="2020", reference="E-1")
    return Office(path, template, event)


@pytest.fixture
def lawyer(office: Office) -> Browser:
    return office.desk("lawyer")


@pytest.fixture
def rows(office: Office) -> Callable[[str], list[Any]]:
    def of(kind: str) -> list[Any]:
        with office.read() as archive:
            return [dict(row) for row in store.access_rows_of_kind(archive, reader_of(archive), kind)]

    return of


def test_a_claim_from_its_first_line_to_a_judgement(
    office: Office, lawyer: Browser, rows: Callable[[str], list[Any]]
) -> None:
    lawyer.get("/case")
    place = lawyer.path
    send(lawyer, place, **NEW, **{"claim.title": "Two in a cell", "claim.event": "E-1"})
    (claim,), (page, told) = rows("claim"), rows("information")
    assert claim["title"] == "Two in a cell"
    told = next(one for one in (page, told) if one["publisher"] == "Tang")
    case = f"/case/{claim['id']}"
    assert case in place
    assert lawyer.get(place).path == case, "the form of what was said is no form of another claim"
    lawyer.get(f"{case}/step")
    assert lawyer.path == f"{case}/proceeding", "a step belongs to a proceeding, which comes first"
    basis = {WHO: told["id"]}
    filed_on = {"proceeding.forum": "ccpr-op1", "proceeding.filed": "2014"}
    send(lawyer, f"{case}/proceeding", **basis, **filed_on)
    (filed,) = rows("proceeding")
    lawyer.get(f"{case}/decision")
    send(
        lawyer,
        f"{case}/decision",
        **basis,
        **{"decision.proceeding": filed["id"], "decision.outcome": "outcome.violation",
           "decision.date": "2016"},
    )  # fmt: skip
    (decided,) = rows("decision")
    lawyer.get(f"{case}/obligation")
    send(
        lawyer,
        f"{case}/obligation",
        **basis,
        **{"obligation.decision": decided["id"], "obligation.kind": "obligation_kind.compensate",
           "obligation.amount": "200000", "obligation.currency": "KGS"},
    )  # fmt: skip
    (owed,) = rows("obligation")
    assert owed["claim"] == claim["id"]
    lawyer.get(f"{case}/step")
    send(
        lawyer,
        f"{case}/step",
        **basis,
        **{"step.proceeding": filed["id"], "step.type": "step_type.payment", "step.obligation": owed["id"],
           "step.date": "2019-07", "step.amount": "100000", "step.currency": "KGS"},
    )  # fmt: skip
    lawyer.get(f"{case}/assessment")
    send(
        lawyer,
        f"{case}/assessment",
        **basis,
        **{"assessment.obligation": owed["id"], "assessment.by": "assessor.victim",
           "assessment.grade": "grade.plain.partly"},
    )  # fmt: skip
    lawyer.get(case)
    assert "The person concerned or the family: Done in part" in lawyer.words
    assert "Paid" in lawyer.words


def test_who_tells_it_must_be_told(lawyer: Browser, rows: Callable[[str], list[Any]]) -> None:
    lawyer.get("/case")
    send(lawyer, lawyer.path, **{WHO: "another", "claim.title": "Two in a cell"})
    assert "Nothing says who tells it." in lawyer.words
    assert rows("claim") == []


def test_a_source_that_is_described_beside_another_is_not_lost(
    lawyer: Browser, rows: Callable[[str], list[Any]]
) -> None:
    lawyer.get("/case")
    send(lawyer, lawyer.path, **NEW, **{"claim.title": "Two in a cell"})
    (claim,), told = rows("claim"), next(one for one in rows("information") if one["publisher"] == "Tang")
    place = f"/case/{claim['id']}/proceeding"
    lawyer.get(place)
    said = {WHO: told["id"], "information.publisher": "The clerk", "proceeding.forum": "ccpr-op1"}
    send(lawyer, place, **said)
    assert "somebody else was described" in lawyer.words
    assert "The clerk" in lawyer.text
    assert rows("proceeding") == []


def test_a_request_with_its_answer_and_two_judgements(
    lawyer: Browser, rows: Callable[[str], list[Any]]
) -> None:
    lawyer.get("/ask")
    asked = {
        "recommendation.kind": "recommendation_kind.ask", "recommendation.to": "The ministry",
        "recommendation.words": "Clean water", "recommendation.place": "Ak-Tal",
    }  # fmt: skip
    send(lawyer, lawyer.path, **NEW, **asked)
    (ask,) = rows("recommendation")
    (told,) = (one for one in rows("information") if one["publisher"] == "Tang")
    for what, said in (
        ("answer", {"recommendation.answer": "It flows", "recommendation.answer_kind": "response.met"}),
        ("assessment", {"assessment.by": "assessor.state", "assessment.grade": "grade.plain.done"}),
        ("assessment", {"assessment.by": "assessor.victim", "assessment.grade": "grade.plain.not_done"}),
        ("link", {"recommendation.event": "E-1"}),
    ):
        lawyer.get(f"/ask/{ask['id']}/{what}")
        send(lawyer, f"/ask/{ask['id']}/{what}", **{WHO: told["id"]}, **said)
    lawyer.get("/asks?by=place")
    assert "Clean water" in lawyer.words
    assert "It flows" in lawyer.words
    assert "A cell" in lawyer.words
    assert "0.5 (0 – 1)" in lawyer.words
    assert "Ak-Tal" in lawyer.words
    assert "judged differently: 1" in lawyer.words


def test_of_a_claim_that_is_not_there_nothing_is_added(lawyer: Browser) -> None:
    assert lawyer.get("/case/clm-" + "0" * 32 + "/step").status == 404
    assert lawyer.get("/ask/rec-" + "0" * 32 + "/answer").status == 404
