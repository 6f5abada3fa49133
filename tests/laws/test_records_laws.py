# SPDX-License-Identifier: Apache-2.0
"""Whatever people say in whatever order: nobody's account is lost, and none depends on who typed first."""

from collections import Counter, defaultdict
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from kuzat.log.statement import Draft, bind, withdraw
from kuzat.records import Record, Said, Standing, Value, adopt, dispute, fold

EVENT, PAGE = "evt-" + "1" * 32, "inf-" + "2" * 32
LOGS = ("a" * 32, "b" * 32)
MANY = "event.topic"


class Told(NamedTuple):
    """A history: entries of several statements each, in two logs."""

    entries: list[list[Said]]

    @property
    def said(self) -> list[Said]:
        return [s for entry in self.entries for s in entry]


def folded(said: list[Said]) -> Record:
    return fold(EVENT, said, lambda says: says == MANY)


def a_set(draw: st.DrawFn) -> Draft:
    says = draw(st.sampled_from(["event.start", "event.title", MANY]))
    return Draft(
        about=EVENT,
        says=says,
        type="text",
        value=draw(st.sampled_from(["one", "two", "three"])),
        language=draw(st.sampled_from([None, "ky", "ru"])) if says == "event.title" else None,
        basis=PAGE,
    )


def an_entry(draw: st.DrawFn, before: list[Said]) -> list[Draft]:
    """Some values, or a judgement on what was said, or the withdrawal of it."""
    kinds = ["set", "adopt", "dispute", "withdraw", "correct"] if before else ["set"]
    kind = draw(st.sampled_from(kinds))
    if kind == "set":
        return [a_set(draw) for _ in range(draw(st.integers(1, 3)))]
    target = draw(st.sampled_from(before))
    if kind in ("adopt", "dispute"):
        judge = adopt if kind == "adopt" else dispute
        return judge(EVENT, target.id, draw(st.sampled_from(["seen", "heard"])), PAGE)
    again = [a_set(draw)] if kind == "correct" else []
    statement = bind(
        Draft(about=EVENT, says=target.says, type="text", value=""), LOGS[0], bytes(16)
    )
    return [withdraw(statement._replace(id=target.id)), *again]


@st.composite
def histories(draw: st.DrawFn) -> Told:
    entries: list[list[Said]] = []
    for position in range(draw(st.integers(1, 8))):
        log = draw(st.sampled_from(LOGS))
        lamport = draw(st.integers(position, position + 2))
        before = [s for entry in entries for s in entry]
        entry = []
        for number, draft in enumerate(an_entry(draw, before)):
            s = bind(draft, log, (position * 10 + number).to_bytes(16, "big"))
            entry.append(
                Said(
                    s.id, log, position, lamport, s.op, s.about, s.says, s.type, s.value,
                    s.language, s.basis, "m" * 32, "2025-03-21T09:00:00Z",
                )
            )  # fmt: skip
        entries.append(entry)
    return Told(entries)


@given(told=histories(), data=st.data())
def test_the_order_in_which_statements_come_does_not_matter(told: Told, data: st.DataObject) -> None:
    assert folded(data.draw(st.permutations(told.said))) == folded(told.said)


@given(told=histories())
def test_every_live_statement_stands_exactly_once(told: Told) -> None:
    said = told.said
    withdrawn = {s.value for s in said if s.op == "withdraw"}
    live = Counter(s.id for s in said if s.op == "set" and s.id.hex() not in withdrawn)
    record = folded(said)
    standing = Counter(value.said.id for values in record.values.values() for value in values)
    standing.update(judgement.id for judgement in record.judgements)
    assert standing == live


@given(told=histories(), data=st.data())
def test_a_judgement_taken_back_leaves_everything_as_it_was(told: Told, data: st.DataObject) -> None:
    target = data.draw(st.sampled_from(told.said))
    judge = data.draw(st.sampled_from([adopt, dispute]))
    judged, undone = [], []
    for number, draft in enumerate(judge(EVENT, target.id, "seen", PAGE)):
        s = bind(draft, LOGS[0], (1000 + number).to_bytes(16, "big"))
        judged.append(
            Said(s.id, LOGS[0], 90, 90, s.op, s.about, s.says, s.type, s.value, None, PAGE, "m", "t")
        )
        w = bind(withdraw(s), LOGS[0], (2000 + number).to_bytes(16, "big"))
        undone.append(
            Said(w.id, LOGS[0], 91, 91, w.op, w.about, w.says, w.type, w.value, None, None, "m", "t")
        )
    assert folded([*told.said, *judged, *undone]) == folded(told.said)


@given(told=histories())
def test_a_correction_is_the_new_value_without_the_old(told: Told) -> None:
    def said(draft: Draft, number: int) -> Said:
        s = bind(draft, LOGS[0], (3000 + number).to_bytes(16, "big"))
        return Said(
            s.id, LOGS[0], 90 + number, 90 + number, s.op, s.about, s.says, s.type, s.value,
            s.language, s.basis, "m", "t",
        )  # fmt: skip

    old = Draft(about=EVENT, says="event.start", type="text", value="old")
    first = said(old, 0)
    taken_back = said(withdraw(bind(old, LOGS[0], bytes(16))._replace(id=first.id)), 1)
    new = said(Draft(about=EVENT, says="event.start", type="text", value="new"), 2)
    assert folded([*told.said, first, taken_back, new]) == folded([*told.said, new])


@given(told=histories())
def test_what_is_contested_is_told_differently_and_not_adopted(told: Told) -> None:
    record = folded(told.said)
    assert MANY not in record.contested
    for says, values in record.values.items():
        by_language: dict[str | None, list[Value]] = defaultdict(list)
        for value in values:
            by_language[value.said.language].append(value)
        for told_alike in by_language.values():
            contested = {v.text for v in told_alike if v.standing is Standing.CONTESTED}
            assert len(contested) != 1, "nobody contradicts himself"
            if contested:
                assert says in record.contested
                assert Standing.ADOPTED not in {v.standing for v in told_alike}
