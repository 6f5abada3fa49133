# SPDX-License-Identifier: Apache-2.0
"""What an erasure is asked for, and how far it follows what was made from what."""

from collections.abc import Iterator

import pytest

from kuzat.log.statement import Draft, bind
from kuzat.records import dispute
from kuzat.store import Act, Archive, access_erasure, reader_of
from kuzat.store.access import NoSuchRecord
from kuzat.store.reach import NothingToErase, TwoMeant
from kuzat.terms import ids
from kuzat.testing import Maker

CODE = "deadbeef"


def chained(archive: Archive, length: int) -> Iterator[bytes]:
    """Statements about one record, each made from the one before."""
    event = ids.record_id("event", archive.random(16))
    basis = None
    for number in range(length):
        draft = Draft(about=event, says="event.story", type="text", value=f"s-{number}", basis=basis)
        (id_,) = archive.say([draft]).ids[0]
        basis = f"stm-{id_.hex()}#chars=0,1"
        yield id_


def test_a_code_of_hexadecimal_signs_names_its_record(archive: Archive) -> None:
    event = Maker(archive).new("event", reference=CODE, start="2020")
    reached = access_erasure(archive, reader_of(archive), CODE)
    assert {target.about for target in reached.targets} == {event}
    assert len(reached.targets) == 2


def test_a_code_that_begins_a_statements_id_is_not_guessed_at(archive: Archive) -> None:
    (said,) = chained(archive, 1)
    start = said.hex()[:8]
    event = Maker(archive).new("event", reference=start)
    reader = reader_of(archive)
    with pytest.raises(TwoMeant, match=event):
        access_erasure(archive, reader, start)
    (target,) = access_erasure(archive, reader, f"stm-{start}").targets
    assert target.id == said
    (target,) = access_erasure(archive, reader, event).targets
    assert target.about == event


@pytest.mark.parametrize(
    ("what", "error"),
    [(CODE, NothingToErase), (f"stm-{CODE}", NothingToErase), ("K-1", NoSuchRecord), ("dead", NoSuchRecord)],
)
def test_what_names_nothing(archive: Archive, what: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        access_erasure(archive, reader_of(archive), what)


def test_a_chain_is_followed_to_its_end_and_not_back(archive: Archive) -> None:
    made = list(chained(archive, 60))
    reached = access_erasure(archive, reader_of(archive), made[20].hex())
    assert {target.id for target in reached.targets} == set(made[20:])


def test_what_does_not_come_from_a_value_stays(archive: Archive) -> None:
    one, two = list(chained(archive, 2)), list(chained(archive, 2))
    event = Maker(archive).new("event", start="2021")
    page = Maker(archive).page()
    reasons = archive.commit([Act(drafts=dispute(event, one[1], "No such story", page, "en"))]).ids[0]
    reached = access_erasure(archive, reader_of(archive), one[0].hex())
    assert {target.id for target in reached.targets} == {*one, reasons[1]}
    assert not set(two) & {target.id for target in reached.targets}


def test_a_translation_that_names_no_statement_as_its_text_is_passed_over(archive: Archive) -> None:
    (said,) = chained(archive, 1)
    event = Maker(archive).new("event", start="2021")
    translates = Draft(
        about=event, says="any.translates", type="statement", value=said.hex(), basis=Maker(archive).page()
    )
    # A later vocabulary says so; such a statement comes from another office.
    with archive.turn() as append:
        append([Act(bound=[bind(translates, archive.log_id, archive.random(16))])])
    reached = access_erasure(archive, reader_of(archive), said.hex())
    assert [target.id for target in reached.targets] == [said]
