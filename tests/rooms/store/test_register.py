# SPDX-License-Identifier: Apache-2.0
"""A text goes into the open when the register knows nobody in it, and says where when it does."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.template import Template

from kuzat.collection import Kind
from kuzat.keys import NotForThisRole
from kuzat.log.statement import Draft
from kuzat.store import (
    Archive,
    access_identity,
    access_identity_log,
    access_namings,
    access_record,
    access_search,
    name_member,
    plan_coded,
    reader_of,
    release,
    say_names,
    verify,
)
from kuzat.store.identity import IdentityShut
from kuzat.store.register import NamesRemain, NotReleasable, NotSealed
from kuzat.terms import ids
from kuzat.testing import Maker

NAME, PHONE, HOME = "Айсулуу Токтосунова", "+996 555 010203", "Ош облусу, Кара-Дөбө айылы"
TOLD = "Мен, Айсулуу Токтосунова, Кара-Дөбөдө жашайм. Түнкүсүн келишти."
CLEAN = "Ошол айылдын тургуну түнкүсүн келишкенин айтты."


@pytest.fixture
def testimony(archive: Archive) -> tuple[str, str]:
    """The information and the statement of a testimony; its teller is known to the register."""
    maker = Maker(archive)
    maker.new("person", identity_name=NAME, phone=PHONE, address=HOME)
    information = maker.new("information", publisher="told in person")
    (statement,) = maker.add(information, testimony=TOLD, language="ky")
    return information, statement.hex()


def where(archive: Archive, statement: str, text: str) -> str:
    with pytest.raises(NamesRemain) as refused:
        release(archive, reader_of(archive), statement, text)
    assert "Токтосун" not in str(refused.value)
    return str(refused.value)


def test_a_pseudonymised_text_goes_into_the_open(archive: Archive, testimony: tuple[str, str]) -> None:
    information, statement = testimony
    committed = release(archive, reader_of(archive), statement, CLEAN)
    (value,) = access_record(archive, reader_of(archive), information).all("information.released")
    assert (value.text, value.said.language, value.said.basis) == (CLEAN, "ky", f"stm-{statement}")
    assert value.said.id == committed.ids[0][0]
    assert [hit.record for hit in access_search(archive, reader_of(archive), "тургун")] == [information]
    assert access_search(archive, reader_of(archive), "Кара-Дөбө") == ()
    assert verify(archive, values=True).missing == 0


def test_what_the_register_knows_is_counted_and_placed(archive: Archive, testimony: tuple[str, str]) -> None:
    text = "Айсулууга 0555 010203 чалдым, Кара-Дөбөдөн."
    said = where(archive, testimony[1], text)
    assert "names 1, telephone numbers 1, places 1" in said
    at = text.index("Кара")
    assert f"Signs 0-9, 10-21, {at}-{at + 12}." in said
    assert archive.database.row("SELECT count(*) FROM statement WHERE value LIKE '%010203%'") == (0,)


@pytest.mark.parametrize(
    "text",
    [
        "Toktosunova told us", "с Токтосуновой говорили", "Токтосунованын үйү", "Toʻqtosunovaga aytdi",
        "call 555-01-02-03", "звоните 8 555 010203", "жители Кара-Дебе",
    ],
)  # fmt: skip
def test_no_script_ending_or_setting_hides_it(
    archive: Archive, testimony: tuple[str, str], text: str
) -> None:
    where(archive, testimony[1], text)


def test_a_member_is_known_too(archive: Archive, testimony: tuple[str, str]) -> None:
    name_member(archive, archive.member, "Нурзат Абдырахманов")
    where(archive, testimony[1], "Нурзатка айтып берди")


def test_what_names_nobody_is_accepted_and_that_is_kept(archive: Archive, testimony: tuple[str, str]) -> None:
    information, statement = testimony
    Maker(archive).new("person", identity_name="Бакыт Эркинов")
    text = "Бул биз үчүн чоң бакыт болду."
    start = text.index("бакыт")
    release(archive, reader_of(archive), statement, text, accepted=[(start, start + 5)])
    opened = access_identity(archive, reader_of(archive), information, "to look again").record
    assert [value.text for value in opened.all("any.release_accepted")] == [f"{start}-{start + 5}"]
    with pytest.raises(NamesRemain):
        release(archive, reader_of(archive), statement, text, accepted=[(0, 3)])


def test_spans_that_name_somebody_teach_the_register(archive: Archive, testimony: tuple[str, str]) -> None:
    _, statement = testimony
    maker, reader = Maker(archive), reader_of(archive)
    other = maker.new("person", country="KG")
    (told,) = maker.add(testimony[0], testimony="Короз деген киши келди.", language="ky")
    naming = access_namings(archive, reader, told.hex(), "to code it")
    assert naming.spans == ()
    say_names(archive, reader, naming.statement, [(0, 5, other)])
    where(archive, statement, "Короз келди деп айтты")
    (span,) = access_namings(archive, reader, told.hex(), "to code it").spans
    assert (span.start, span.end, span.kind, span.records) == (0, 5, Kind.NAME, {other})


def test_looking_at_a_text_is_written_down(archive: Archive, testimony: tuple[str, str]) -> None:
    naming = access_namings(archive, reader_of(archive), testimony[1], "to code it")
    assert naming.statement.value == TOLD
    assert [TOLD[span.start : span.end] for span in naming.spans] == [NAME, "Кара-Дөбөдө"]
    (look,) = access_identity_log(archive, reader_of(archive))
    assert (look.record, look.reason) == (testimony[0], "to code it")


def test_another_free_text_is_released_under_its_own_property(archive: Archive) -> None:
    event = Maker(archive).new("event", start="2020")
    (told,) = Maker(archive).add(event, description="Айсулуу мындай деди")
    release(archive, reader_of(archive), told.hex(), "Тургун мындай деди")
    assert archive.database.row("SELECT description FROM event WHERE id = ?", (event,)) == (
        "Тургун мындай деди",
    )


def test_a_text_is_not_taken_for_public_because_one_was_released(
    archive: Archive, testimony: tuple[str, str]
) -> None:
    information, statement = testimony
    release(archive, reader_of(archive), statement, CLEAN)
    Maker(archive).add(information, basis=f"stm-{statement}", remark="Айсулуу айтты")
    assert archive.database.rows("SELECT 1 FROM statement WHERE value LIKE 'Айсулуу%'") == []


def test_names_and_what_lies_in_the_open_are_not_released(archive: Archive) -> None:
    maker = Maker(archive)
    (name,) = maker.add(maker.new("person", country="KG"), identity_name=NAME)
    with pytest.raises(NotReleasable):
        release(archive, reader_of(archive), name.hex(), "A woman")
    (title,) = maker.add(maker.new("event", start="2020"), basis=maker.page(), title="A march")
    with pytest.raises(NotSealed):
        release(archive, reader_of(archive), title.hex(), "A march")


def test_releasing_needs_a_role_and_a_key(template: Template, tmp_path: Path) -> None:
    path = tmp_path / "r.archive"
    with template.copy(path) as archive:
        (told,) = Maker(archive).add(Maker(archive).new("information", publisher="x"), testimony=TOLD)
    as_: Callable[..., Template] = lambda **other: template._replace(  # noqa: E731
        unlocked=replace(template.unlocked, **other)
    )
    with as_(roles=frozenset({"lawyer"})).open(path) as lawyer, pytest.raises(NotForThisRole):
        release(lawyer, reader_of(lawyer), told.hex(), CLEAN)
    with as_(identity={}).open(path) as shut, pytest.raises(IdentityShut):
        release(shut, reader_of(shut), told.hex(), CLEAN)
    with as_(roles=frozenset({"coder"})).open(path) as coder:
        release(coder, reader_of(coder), told.hex(), CLEAN)


def coded(about: str, says: str, text: str, basis: str | None) -> Draft:
    return Draft(about=about, says=says, type="text", value=text, language="ky", basis=basis)


def test_what_is_coded_goes_into_the_open_but_for_what_is_told_of_a_person(
    archive: Archive, testimony: tuple[str, str]
) -> None:
    reader, basis = reader_of(archive), f"stm-{testimony[1]}#chars=0,3"
    event, person = (ids.record_id(kind, archive.random(16)) for kind in ("event", "person"))
    told = [coded(event, "event.place", "короо", basis), coded(person, "person.note", "укмуш", basis)]
    act = plan_coded(archive, reader, told)
    assert [one.compartment for one in act.bound] == ["cases", "identity"]
    archive.commit([act])
    (place,) = access_record(archive, reader, event).all("event.place")
    assert (place.text, place.said.basis) == ("короо", basis)
    with pytest.raises(NamesRemain):
        plan_coded(archive, reader, [coded(event, "event.place", "Токтосуновага жакын", basis)])


@pytest.mark.parametrize("basis", [None, "page", "open"])
def test_what_rests_on_nothing_sealed_is_not_coded_so(
    archive: Archive, testimony: tuple[str, str], basis: str | None
) -> None:
    maker, event = Maker(archive), ids.record_id("event", archive.random(16))
    page = maker.page()
    (text,) = maker.add(page, basis=page, text="Түнкүсүн келишти.")
    known = {None: None, "page": page, "open": f"stm-{text.hex()}"}
    with pytest.raises(NotSealed):
        plan_coded(archive, reader_of(archive), [coded(event, "event.place", "короо", known[basis])])
