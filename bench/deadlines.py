# SPDX-License-Identifier: Apache-2.0
"""How long the terms of 100,000 obligations take: ``python -m bench.deadlines [OBLIGATIONS]``.

Claims are generated, each with ten obligations whose terms of 180 days have two starts, judged by one side.
Reckoned alone, and from an archive with reading and joining.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from bench.table import Figure, Promise, lines
from kuzat.accountability import Taken, owed, rule_book
from kuzat.collection import parse_dossier
from kuzat.store import Archive, access_claims, import_sheet, reader_of, sheets_of
from kuzat.testing import make_archive

OBLIGATIONS, OF_A_CLAIM = 100_000, 10
FIRST, TODAY = date(2001, 1, 1), date(2026, 11, 25)
LIST = """\
kuzat: dossier/1
title: Generated
case: none
sheets:
- {sheet: claims.csv, mapping: claims.yaml}
- {sheet: obligations.csv, mapping: obligations.yaml}
"""
CLAIMS = """\
kuzat: mapping/1
language: en
records:
- {kind: claim, reference: claim, set: {claim.persons: persons}}
- {kind: proceeding, reference: proceeding, set: {proceeding.claim: claim, proceeding.forum: forum}}
- {kind: step, reference: adopted, set: {step.proceeding: proceeding, step.type: type, step.date: day}}
- {kind: step, reference: published, set: {step.proceeding: proceeding, step.type: type2, step.date: day2}}
"""
OWED = """\
kuzat: mapping/1
language: en
records:
- kind: obligation
  reference: obligation
  set: {obligation.proceeding: proceeding, obligation.rule: rule, obligation.kind: what}
- kind: assessment
  reference: assessment
  set: {assessment.obligation: obligation, assessment.by: by, assessment.grade: grade}
"""


def day(number: int) -> date:
    """Another day for each claim, over twenty years."""
    return FIRST + timedelta(days=number * 11 % 7001)


def sheets(number: int) -> dict[str, bytes]:
    """The files of a dossier with so many obligations."""
    claims = ["claim,persons,proceeding,forum,adopted,type,day,published,type2,day2"]
    due = ["obligation,proceeding,rule,what,assessment,by,grade"]
    for n in range(number // OF_A_CLAIM):
        first, second = day(n), day(n) + timedelta(days=21)
        steps = f"S{n}a,step_type.adoption,{first},S{n}b,step_type.publication,{second}"
        claims.append(f"K{n},1,G{n},ccpr-op1,{steps}")
        for m in range(OF_A_CLAIM):
            judged = f"Q{n}-{m},assessor.victim,grade.plain.not_done"
            due.append(f"B{n}-{m},G{n},views-reply,obligation_kind.report,{judged}")
    tables = {"claims.csv": claims, "obligations.csv": due}
    files = {name: "\n".join([*rows, ""]).encode() for name, rows in tables.items()}
    return files | {"claims.yaml": CLAIMS.encode(), "obligations.yaml": OWED.encode()}


def reckoned(number: int) -> float:
    """Seconds for the terms alone."""
    book = rule_book()
    nothing = dict.fromkeys(("due", "due_from", "due_to"))
    rows = [{"id": str(n), "proceeding": "p", "rule": "views-reply", **nothing} for n in range(number)]
    begun = time.perf_counter()
    for n, row in enumerate(rows):
        days = ((f"step_type.{by}", (str(day(n)),)) for by in ("adoption", "publication"))
        steps = [Taken(record=type_, proceeding="p", type=type_, dates=dates) for type_, dates in days]
        assert owed(row, steps, (), book, TODAY).deadline is not None
    return time.perf_counter() - begun


def filled(folder: Path, number: int) -> Archive:
    """An archive with so many obligations."""
    archive = make_archive(folder / "bench.archive")
    files = sheets(number)
    for sheet in sheets_of(parse_dossier(LIST.encode(), "dossier.yaml"), files.__getitem__):
        report = import_sheet(archive, sheet)
        assert not report.refused, report.refused[:3]
    return archive


def figures(number: int) -> Iterator[Figure]:
    """The terms alone, and from an archive."""
    yield Figure(name="terms reckoned, s", value=reckoned(number), promise=Promise(most=5))
    with tempfile.TemporaryDirectory() as folder, filled(Path(folder), number) as archive:
        begun = time.perf_counter()
        cases = access_claims(archive, reader_of(archive))
        spent = time.perf_counter() - begun
    assert sum(len(case.obligations) for case in cases) == number // OF_A_CLAIM * OF_A_CLAIM
    yield Figure(name="claims of an archive with all terms, s", value=spent, promise=Promise(most=15))


if __name__ == "__main__":
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else OBLIGATIONS
    print(*lines({asked: list(figures(asked))}), sep="\n")
