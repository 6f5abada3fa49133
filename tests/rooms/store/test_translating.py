# SPDX-License-Identifier: Apache-2.0
"""A text in another language stands beside its original, with who made it and who reviewed it."""

import pytest

from kuzat import records
from kuzat.log.statement import Draft
from kuzat.records import Said, Translation
from kuzat.store import (
    Archive,
    access_record,
    access_statement,
    erase,
    plan_review,
    plan_translation,
    reader_of,
    release,
)
from kuzat.store.translating import NotATranslation, NotTranslatable, SameLanguage
from kuzat.testing import Maker

TEXT = "information.text"


def told(archive: Archive, page: str, text: str = "Кече үч киши өлдү.") -> Said:
    """What a page says, in Kyrgyz."""
    Maker(archive).add(page, basis=page, language="ky", text=text)
    return next(value.said for value in access_record(archive, reader_of(archive), page).all(TEXT))


def of(archive: Archive, record: str) -> list[Translation]:
    return list(records.translations(access_record(archive, reader_of(archive), record)))


def test_both_stand_with_who_made_it_and_who_reviewed_it(archive: Archive) -> None:
    maker = Maker(archive)
    page = maker.page()
    machine, reader = (maker.new("person", number_min="1") for _ in range(2))
    original = told(archive, page)
    archive.commit([plan_translation(archive, original, "Вчера погибли трое.", "ru", translator=machine)])
    (one,) = of(archive, page)
    assert one.original is not None
    assert (one.original.text, one.text.text) == (original.value, "Вчера погибли трое.")
    assert (one.translators, one.reviewers) == ((machine,), ())
    archive.say([plan_review(one.text.said, reader)])
    assert of(archive, page)[0].reviewers == (reader,)
    assert not access_record(archive, reader_of(archive), page).contested


def test_erasing_the_original_erases_what_was_made_from_it(archive: Archive) -> None:
    maker = Maker(archive)
    page, person = maker.page(), maker.new("person", number_min="1")
    original = told(archive, page)
    plan = plan_translation(archive, original, "Вчера погибли трое.", "ru", translator=person)
    made, _, by = archive.commit([plan]).ids[0]
    reached = erase(archive, reader_of(archive), original.id.hex(), "erasure_ground.consent_withdrawn")
    assert {target.id for target in reached.targets} == {original.id, made, by}
    assert of(archive, page) == []


@pytest.mark.parametrize("says", ["person.identity_name", "information.testimony"])
def test_what_is_sealed_is_translated_sealed_with_who_did_it(archive: Archive, says: str) -> None:
    maker = Maker(archive)
    record = maker.new(says.partition(".")[0], **{says.partition(".")[2]: "Чынара"})
    translator = maker.new("person", number_min="1")
    sealed = bytes(archive.database.row("SELECT statement FROM sealed WHERE about = ?", (record,))[0]).hex()
    original = access_statement(archive, reader_of(archive), sealed, reason="to translate").statement
    plan = plan_translation(archive, original, "Chynara", "ru", translator=translator, reviewer=translator)
    assert {one.compartment for one in plan.bound} == {"identity"}
    made = archive.commit([plan]).ids[0][0]
    later = access_statement(archive, reader_of(archive), made.hex(), reason="to look").statement
    (placed,) = archive.check([plan_review(later, translator)])
    assert placed.compartment == "identity"


def test_a_released_text_is_translated_sealed_until_that_is_released_too(archive: Archive) -> None:
    maker, reader = Maker(archive), reader_of(archive)
    information = maker.new("information", testimony="Chynara saw it")
    sealed = bytes(archive.database.row("SELECT statement FROM sealed WHERE about = ?", (information,))[0])
    release(archive, reader, sealed.hex(), "A neighbour saw it", language="en")
    (open_,) = access_record(archive, reader, information).all("information.released")
    plan = plan_translation(archive, open_.said, "Видел сосед Чынара", "ru")
    assert {one.compartment for one in plan.bound} == {"identity"}


def test_what_is_no_text_or_in_that_language_already_is_refused(archive: Archive) -> None:
    maker = Maker(archive)
    page = maker.page()
    original = told(archive, page)
    with pytest.raises(SameLanguage):
        plan_translation(archive, original, "Үч киши.", "ky")
    with pytest.raises(NotTranslatable):
        plan_translation(archive, original._replace(says="event.start"), "2020", "ru")
    with pytest.raises(NotATranslation):
        plan_review(original, page)
    basis = records.made_from(original.id)
    made = Draft(about=page, says=TEXT, type="text", value="x", language="ru", basis=basis)
    assert archive.check([made])[0].compartment == "cases"
