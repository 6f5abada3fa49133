# SPDX-License-Identifier: Apache-2.0
"""A sentence of an account becomes the basis of what is typed beside it."""

from pathlib import Path

import pytest
from tests.rooms.web.test_writing import Office, send, size
from tests.template import Template

from kuzat import store
from kuzat.log.statement import Draft
from kuzat.records import TEXT, Said, counted, fold
from kuzat.store import reader_of
from kuzat.testing import Clock, Maker
from kuzat.web.coding import passages

FIRST, SECOND = "Кече үч киши өлдү.", "<b>They came at 8 p.m. on foot"
WHOLE = f"{FIRST} {SECOND}\nAnd left!  "
BASIS = "_basis"
RECORD, FILE = "inf-" + "1" * 32, "exh-" + "2" * 32


@pytest.fixture
def office(template: Template, tmp_path: Path) -> tuple[Office, str]:
    path = tmp_path / "office.archive"
    with template.copy(path) as archive:
        maker = Maker(archive)
        page = maker.page("Tang")
        event = maker.new("event", basis=page, title="A march is stopped", start="2020-03-08")
        maker.add(page, basis=page, language="ky", event=event, text=[WHOLE])
    return Office(path, template, event), page


def coded(office: Office, says: str) -> list[tuple[str, str | None]]:
    with office.read() as archive:
        record = store.access_record(archive, reader_of(archive), office.event)
        return [(value.text, value.said.basis) for value in record.all(says)]


def test_a_chosen_sentence_is_the_basis_of_one_value_after_the_other(office: tuple[Office, str]) -> None:
    desk, page = office
    coder = desk.desk("coder").get(f"/record/{page}")
    assert f"/account/{page}/account" in coder.links
    coder.get(f"/account/{page}/account")
    assert FIRST in coder.words
    assert "<b>They" not in coder.text
    first = f"{page}#chars=0,{len(FIRST)}"
    send(coder, f"/account/{page}/account", **{"event.killed_min": "3", BASIS: first})
    assert "Said" in coder.words
    coder.get(next(link for link in coder.links if link.startswith("/account/")))
    second = f"{page}#chars={len(FIRST) + 1},{len(FIRST) + 1 + len(SECOND)}"
    assert f'value="{second}"' in coder.text
    send(coder, f"/account/{page}/account", **{"event.place": "a yard", BASIS: second})
    assert coded(desk, "event.killed_min") == [("3", first)]
    assert coded(desk, "event.place") == [("a yard", second)]
    statement = statement_of(desk, "event.place")
    coder.get(statement)
    assert f"<q>{SECOND.replace('<', '&lt;').replace('>', '&gt;')}</q>" in coder.text


def test_a_quote_keeps_its_words_when_the_text_is_taken_back(office: tuple[Office, str]) -> None:
    desk, page = office
    send(
        desk.desk("coder").get(f"/account/{page}/account"),
        f"/account/{page}/account",
        **{"event.killed_min": "3", BASIS: f"{page}#chars=0,{len(FIRST)}"},
    )
    with desk.read("coder") as archive:
        (first,) = store.access_record(archive, reader_of(archive), page).all(TEXT)
        taken = Draft(about=page, says=TEXT, type="statement", value=first.said.id.hex(), op="withdraw")
        again = Draft(
            about=page, says=TEXT, type="text", value="Another text, and longer.", language="en", basis=page
        )
        archive.say([taken, again])
    coder = desk.desk("coder").get(statement_of(desk, "event.killed_min"))
    assert f"<q>{FIRST}</q>" in coder.text
    coder.get(f"/account/{page}/account")
    assert "Another text" in coder.words
    assert FIRST not in coder.words


def statement_of(office: Office, says: str) -> str:
    """The address of the statement that gives an event this property."""
    with office.read() as archive:
        (value,) = store.access_record(archive, reader_of(archive), office.event).all(says)
    return f"/statement/{office.event}/{value.said.id.hex()}"


def test_a_value_can_be_asked_what_it_was_on_a_day(office: tuple[Office, str]) -> None:
    desk, page = office
    address = statement_of(desk, "event.start")
    with desk.read("coder") as archive:
        day = store.access_record(archive, reader_of(archive), desk.event).all("event.start")[0].said.at[:10]
        archive.clock = Clock(f"{int(day[:4]) + 1}{day[4:]}T09:00:00Z")
        Maker(archive).add(desk.event, basis=page, start="2020-03-09")
    coder = desk.desk("coder").get(address)
    assert "9 March 2020" not in coder.words
    coder.get(f"{address}?as_of={day}")
    assert "8 March 2020" in coder.words.split("As this archive held it")[1]
    assert "9 March 2020" not in coder.words
    coder.get(f"{address}?as_of={int(day[:4]) + 2}{day[4:]}")
    assert "9 March 2020" in coder.words
    assert "Nothing was said of it yet" in coder.get(f"{address}?as_of=1999-01-01").words
    assert coder.get(f"{address}?as_of=1999-13-01").status == 400


def test_signs_of_ones_own_selection_can_be_the_basis(office: tuple[Office, str]) -> None:
    desk, page = office
    coder = desk.desk("coder").get(f"/account/{page}/act")
    send(coder, f"/account/{page}/act", save="1", **{BASIS: f"{page}#chars=5,12", "act.type": "Torture"})
    assert f'value="{page}#chars=5,12" checked' in coder.text
    send(coder, f"/account/{page}/act", **{"act.type": "Torture", BASIS: f"{page}#chars=5,12"})
    assert "Said" in coder.words
    with desk.read() as archive:
        (act,) = store.access_rows_of_kind(archive, reader_of(archive), "act")
        record = store.access_record(archive, reader_of(archive), act["id"])
        assert {value.said.basis for of in record.values.values() for value in of} == {f"{page}#chars=5,12"}


@pytest.mark.parametrize("span", ["#chars=0,999", "#chars=9,3", "#chars=00,4", "#row=1", "", "else"])
def test_a_basis_outside_of_the_text_is_refused_and_nothing_is_lost(
    office: tuple[Office, str], span: str
) -> None:
    desk, page = office
    before = size(desk)
    coder = desk.desk("coder").get(f"/account/{page}/account")
    forged = "" if not span else "evt-" + "0" * 32 if span == "else" else page + span
    send(coder, f"/account/{page}/account", **{"event.killed_min": "3", BASIS: forged})
    assert (coder.status, size(desk)) == (400, before)
    assert f'id="e-{BASIS}"' in coder.text
    assert 'value="3"' in coder.text


def test_an_account_of_no_event_is_tied_to_one_first(template: Template, tmp_path: Path) -> None:
    path = tmp_path / "bare.archive"
    with template.copy(path) as archive:
        maker = Maker(archive)
        page = maker.page("Tang")
        event = maker.new("event", basis=page, title="A march is stopped", reference="KG-1")
    desk = Office(path, template, event)
    coder = desk.desk("coder").get(f"/account/{page}/account")
    send(coder, f"/account/{page}/account", **{"information.event": "KG-1"})
    assert "Said" in coder.words
    assert "A march is stopped" in coder.get(f"/account/{page}/account").words
    assert 'name="_basis"' in coder.text


def told(*texts: tuple[str, str | None]) -> list[Said]:
    """An information of which these texts were told, each on its basis."""
    return [
        Said(bytes([n]) * 32, "log", n, n, "set", RECORD, TEXT, "text", text, "en", basis, "m", "at")
        for n, (text, basis) in enumerate(texts, 1)
    ]


def pieces(said: list[Said]) -> tuple[passages.Piece, ...]:
    return passages.pieces(counted(said))


def test_a_translation_stands_beside_its_original() -> None:
    said = told(("Үч киши өлдү.", RECORD), ("Three people died.", "stm-" + "01" * 32))
    assert [piece.said.value for piece in pieces(said)] == ["Үч киши өлдү."]
    record = fold(RECORD, said, lambda says: True)
    assert [value.text for value in passages.translations(record)] == ["Three people died."]


def test_pieces_of_a_document_keep_their_place_in_it() -> None:
    first, second = pieces(told(("Two. Three.", f"{FILE}#chars=5,16"), ("One. ", f"{FILE}#chars=0,5")))
    assert (first.start, second.start, second.end) == (0, 5, 16)
    spans = [one.basis for one in passages.sentences(RECORD, second)]
    assert spans == [f"{RECORD}#chars=5,9", f"{RECORD}#chars=10,16"]
    assert passages.is_within(f"{RECORD}#chars=5,16", RECORD, (first, second))
    assert not passages.is_within(f"{RECORD}#chars=5,17", RECORD, (first, second))


def test_a_later_text_does_not_move_what_was_pointed_at() -> None:
    (piece,) = pieces(told(("One. Two.", RECORD), ("Another text. Longer.", RECORD)))
    assert [one.text for one in passages.sentences(RECORD, piece)] == ["One.", "Two."]
