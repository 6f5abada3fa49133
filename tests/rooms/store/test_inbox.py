# SPDX-License-Identifier: Apache-2.0
"""What comes in by a form: kept as it is, read for a reason, counted when a member vouches for it."""

import io
import zipfile

import pytest
from tests import sounds
from tests.forms import CODE, attached, body, sealed
from tests.people import open_as
from tests.template import Template

from kuzat.analysis import Question, Unit
from kuzat.collection.offline import Blank
from kuzat.keys import NotForThisRole
from kuzat.records.say import UnknownProperty
from kuzat.store import (
    USES,
    Archive,
    Original,
    Waits,
    access_count,
    access_erasure,
    access_identity,
    access_identity_log,
    access_inbox,
    access_receipt,
    access_record,
    access_rows_of_kind,
    access_search,
    access_submission,
    access_waiting,
    forms,
    gate,
    keep,
    make_form,
    reader_of,
    refuse_submission,
    take_submission,
    vouch_for_submission,
)
from kuzat.store.inbox import (
    DISGUISED,
    FLOOD,
    MOST_A_DAY,
    QUARANTINED,
    REFUSED,
    SAME_CONTENT,
    SAME_RECEIPT,
    TAKEN_UP,
    WAITING,
    AlreadyDecided,
    FormUnknown,
    NoSubmission,
    ReceiptUnknown,
)
from kuzat.store.reach import StillInOriginal
from kuzat.testing import Maker, Randomness

WORDS = "Almagul"
ACT = "act.integrity.ill_treatment"
SAID = (
    ("information.testimony", f"They took {WORDS} at night"),
    ("event.start", "May 2024"),
    ("event.region", "KG-O"),
    ("event.place", "behind the school"),
    ("act.type", ACT),
    ("involvement.perpetrator_kind", "perpetrator_kind.police"),
    ("information.connection", "source_connection.victim"),
    ("consent.purpose", "purpose.record"),
    ("consent.purpose", "purpose.contact"),
    ("consent.callback", "by the baker"),
)
PHOTO, VOICE = b"\xff\xd8 a photo", b"a voice"
WHY = "to record it"


@pytest.fixture
def blank(archive: Archive) -> Blank:
    return make_form(archive, "form_purpose.incident")


def file(blank: Blank, said: object = SAID, number: int = 0, **rest: object) -> bytes:
    fresh = Randomness(f"sender {number}")(32)
    return sealed(blank, body(blank, said, **rest), fresh=fresh)  # type: ignore[arg-type]


def counts(archive: Archive) -> tuple[int, int, int]:
    reader = reader_of(archive)
    asked = (Question(unit=unit, by=()) for unit in (Unit.EVENT, Unit.ACT))
    events, acts = (access_count(archive, reader, question) for question in asked)
    return events.total, acts.total, len(access_search(archive, reader, WORDS))


def test_before_anybody_vouches_nothing_counts(archive: Archive, blank: Blank) -> None:
    reader, before = reader_of(archive), counts(archive)
    came, is_new = take_submission(archive, reader, file(blank))
    assert (came.status, came.reasons, is_new) == (WAITING, (), True)
    assert counts(archive) == before
    for use in USES.values():
        assert not gate(archive, use).record(came.information).allowed
        assert not gate(archive, use).record(came.exhibit).allowed
    values = [value for (value,) in archive.database.rows("SELECT value FROM statement")]
    assert not any(WORDS in value or "school" in value for value in values)
    assert access_receipt(archive, reader, CODE) == WAITING
    assert access_inbox(archive, reader) == (came,)
    assert forms(archive) == (blank,)


def test_whoever_reads_it_says_why_first(archive: Archive, blank: Blank) -> None:
    reader = reader_of(archive)
    came, _ = take_submission(archive, reader, file(blank))
    told = access_submission(archive, reader, came.information, WHY)
    assert told.said == SAID
    (look, *_rest) = access_identity_log(archive, reader)
    assert (look.record, look.reason) == (came.information, WHY)


def test_vouched_for_it_is_an_event_with_its_account_its_files_and_its_consent(
    archive: Archive, blank: Blank
) -> None:
    reader = reader_of(archive)
    files = [attached(PHOTO), attached(VOICE, name="2.ogg", role="consent")]
    content = sealed(blank, body(blank, SAID, attachments=files), PHOTO + VOICE)
    came, _ = take_submission(archive, reader, content)
    taken = vouch_for_submission(archive, reader, came.information, WHY)
    assert taken.unread == ()
    event = access_record(archive, reader, taken.event)
    assert [one.text for one in event.all("event.start")] == ["2024-05"]
    (act,) = access_rows_of_kind(archive, reader, "act")
    assert (act["type"], act["event"]) == (ACT, taken.event)
    (consent,) = access_rows_of_kind(archive, reader, "consent")
    told = access_identity(archive, reader, came.information, WHY).record
    assert told.one("information.testimony").text == SAID[0][1]
    assert told.one("information.source").text == consent["person"]
    assert told.one("information.intake").text == TAKEN_UP
    sealed_file, photo = (one.text for one in told.all("information.exhibit"))
    assert sealed_file == came.exhibit
    allowed = access_identity(archive, reader, consent["id"], WHY).record
    (voice,) = (one.text for one in allowed.all("consent.exhibit"))
    assert allowed.one("consent.medium").text == "medium.audio"
    assert voice != photo
    assert not any(gate(archive, use).record(photo).allowed for use in USES.values())
    assert gate(archive).record(photo).allowed
    Maker(archive).add(consent["id"], withdrawn="2025-03-01")
    assert not gate(archive).record(photo).allowed
    assert access_receipt(archive, reader, CODE) == TAKEN_UP
    with pytest.raises(AlreadyDecided):
        vouch_for_submission(archive, reader, came.information, WHY)


@pytest.mark.parametrize("marked", [[], [("consent.purpose", "purpose.publish")]])
def test_who_marks_nothing_or_no_audience_allows_nothing_outside(
    archive: Archive, blank: Blank, marked: list[tuple[str, str]]
) -> None:
    reader = reader_of(archive)
    came, _ = take_submission(archive, reader, file(blank, [*SAID[1:6], *marked]))
    event = vouch_for_submission(archive, reader, came.information, WHY).event
    assert gate(archive).row(event).allowed
    for use in USES.values():
        assert gate(archive, use).left(archive.projections.said(event)) == []
        assert not gate(archive, use).record(came.information).allowed
        assert not gate(archive, use).record(came.exhibit).allowed, "the sealed file neither"


def test_whatever_of_it_is_erased_the_sealed_file_is_not_forgotten(archive: Archive, blank: Blank) -> None:
    reader = reader_of(archive)
    content = sealed(blank, body(blank, SAID, attachments=[attached(PHOTO)]), PHOTO)
    came, _ = take_submission(archive, reader, content)
    event = vouch_for_submission(archive, reader, came.information, WHY).event
    (consent,) = access_rows_of_kind(archive, reader, "consent")
    assert archive.compartment is not None
    sealed_ones = [one for id_ in (event, consent["id"]) for one in archive.compartment.about(id_)]
    told = [one for one in sealed_ones if one.says in ("event.place", "consent.callback")]
    assert len(told) == 2
    for one in told:
        with pytest.raises(StillInOriginal):
            access_erasure(archive, reader, one.id.hex())
        assert access_erasure(archive, reader, one.id.hex(), originals=True).exhibits == (came.exhibit,)


def test_of_a_known_event_it_is_one_more_account(archive: Archive, blank: Blank) -> None:
    reader = reader_of(archive)
    event = Maker(archive).new("event", start="2024-05-03")
    came, _ = take_submission(archive, reader, file(blank))
    assert vouch_for_submission(archive, reader, came.information, WHY, event=event).event == event
    told = access_record(archive, reader, event)
    assert {one.text for one in told.all("event.start")} == {"2024-05-03", "2024-05"}
    assert access_rows_of_kind(archive, reader, "act") == ()


def test_what_is_named_as_event_and_is_none_leaves_nothing_behind(archive: Archive, blank: Blank) -> None:
    reader, person = reader_of(archive), Maker(archive).new("person", country="KG")
    came, _ = take_submission(
        archive, reader, sealed(blank, body(blank, SAID, attachments=[attached(PHOTO)]), PHOTO)
    )
    with pytest.raises(UnknownProperty):
        vouch_for_submission(archive, reader, came.information, WHY, event=person)
    assert archive.database.row("SELECT count(*) FROM exhibit_mark") == (0,)
    assert access_inbox(archive, reader) == (came,)


def test_what_cannot_be_read_as_a_date_stays_in_the_file_and_is_named(archive: Archive, blank: Blank) -> None:
    reader = reader_of(archive)
    came, _ = take_submission(archive, reader, file(blank, [("event.start", "when the apricots were ripe")]))
    assert vouch_for_submission(archive, reader, came.information, WHY).unread == ("event.start",)


def test_what_is_no_number_of_people_stays_in_the_file_and_is_named(archive: Archive, blank: Blank) -> None:
    numbers = ("-3", "1" * 5000, "2.5", "12")
    unread = []
    for receipt, number in enumerate(numbers):
        said = [("act.type", ACT), ("act.number_min", number)]
        came, _ = take_submission(archive, reader_of(archive), file(blank, said, number=receipt))
        unread.append(vouch_for_submission(archive, reader_of(archive), came.information, WHY).unread)
    assert unread == [("act.number_min",)] * 3 + [()]


def test_a_refusal_is_told_and_ends_it(archive: Archive, blank: Blank) -> None:
    reader = reader_of(archive)
    came, _ = take_submission(archive, reader, file(blank))
    refuse_submission(archive, reader, came.information, "intake_reason.invented")
    assert access_receipt(archive, reader, CODE) == REFUSED
    (listed,) = access_inbox(archive, reader)
    assert (listed.status, listed.reasons) == (REFUSED, ("intake_reason.invented",))
    with pytest.raises(AlreadyDecided):
        refuse_submission(archive, reader, came.information, "intake_reason.unclear")


def test_the_same_file_again_changes_nothing(archive: Archive, blank: Blank) -> None:
    reader = reader_of(archive)
    first, _ = take_submission(archive, reader, file(blank))
    size = archive.size()
    assert take_submission(archive, reader, file(blank)) == (first, False)
    assert archive.size() == size


def test_a_file_that_was_kept_before_comes_in_once(archive: Archive, blank: Blank) -> None:
    reader, content = reader_of(archive), file(blank)
    kept = keep(archive, Original(name="x", media_type="text/plain", content=io.BytesIO(content)))
    came, is_new = take_submission(archive, reader, content)
    assert (came.exhibit, is_new) == (kept.id, True)
    assert take_submission(archive, reader, content) == (came, False)


def test_what_came_before_or_comes_in_masses_is_set_apart(archive: Archive, blank: Blank) -> None:
    reader = reader_of(archive)
    take_submission(archive, reader, file(blank))
    again, is_new = take_submission(archive, reader, file(blank, number=1))
    assert (again.status, again.reasons, is_new) == (QUARANTINED, (SAME_CONTENT, SAME_RECEIPT), True)
    refuse_submission(archive, reader, again.information, SAME_CONTENT)
    assert access_receipt(archive, reader, CODE) == WAITING, "that of the first one"
    for number in range(2, MOST_A_DAY):
        said = [("event.start", str(1990 + number))]
        one, _ = take_submission(archive, reader, file(blank, said, number, receipt=f"{number:064x}"))
        assert one.status == WAITING
    last, _ = take_submission(archive, reader, file(blank, [("event.start", "1980")], 99, receipt="f" * 64))
    assert (last.status, last.reasons) == (QUARANTINED, (FLOOD,))
    assert access_waiting(archive, reader)[Waits.UNCODED] == (), "no flood fills the queue of work"
    other = make_form(archive, "form_purpose.testimony")
    fresh, _ = take_submission(archive, reader, file(other, [("event.start", "1981")], 100))
    assert fresh.status == WAITING


def test_a_sound_that_is_a_packed_file_is_set_apart_and_not_unpacked(archive: Archive, blank: Blank) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file_in:
        file_in.writestr("voice.wav", bytes(5_000_000))
    bomb = packed.getvalue()
    content = sealed(blank, body(blank, SAID, attachments=[attached(bomb, "1.ogg", type="audio/ogg")]), bomb)
    came, _ = take_submission(archive, reader_of(archive), content)
    assert (came.status, came.reasons) == (QUARANTINED, (DISGUISED,))
    told = access_submission(archive, reader_of(archive), came.information, WHY)
    assert told.attachments[0].content == bomb


def test_a_recording_that_holds_far_more_than_it_says_is_set_apart(archive: Archive, blank: Blank) -> None:
    for says, is_disguised in ((1, True), (None, False)):
        voice = sounds.opus(20, says=says)
        files = [attached(voice, "1.ogg", type="audio/ogg")]
        content = sealed(blank, body(blank, SAID, attachments=files), voice, fresh=voice[-32:])
        came, _ = take_submission(archive, reader_of(archive), content)
        assert (DISGUISED in came.reasons) == is_disguised


def test_a_file_for_somebody_else_and_an_unknown_code_are_named(archive: Archive, blank: Blank) -> None:
    reader = reader_of(archive)
    size = archive.size()
    with pytest.raises(FormUnknown):
        take_submission(archive, reader, file(Blank(form="frm-" + "00" * 16, key=blank.key, purpose="")))
    with pytest.raises(ReceiptUnknown):
        access_receipt(archive, reader, CODE)
    with pytest.raises(NoSubmission):
        refuse_submission(archive, reader, Maker(archive).page(), "intake_reason.unclear")
    assert archive.size() == size + 1, "the page alone"


def test_who_does_not_open_identities_makes_no_form_and_reads_no_inbox(
    archive: Archive, blank: Blank, template: Template
) -> None:
    take_submission(archive, reader_of(archive), file(blank))
    with open_as(archive.path, template.unlocked, "documenter") as shut:
        with pytest.raises(NotForThisRole):
            make_form(shut, "form_purpose.incident")
        with pytest.raises(NotForThisRole):
            access_inbox(shut, reader_of(shut))
        assert access_receipt(shut, reader_of(shut), CODE) == WAITING


def test_the_key_of_a_form_is_on_no_page_and_in_no_open_file(archive: Archive, blank: Blank) -> None:
    reader = reader_of(archive)
    values = [value for (value,) in archive.database.rows("SELECT value FROM statement")]
    assert blank.key in values
    assert archive.compartment is not None
    (secret,) = (one.value for one in archive.compartment.saying("form.secret"))
    assert secret not in values
    shown = access_identity(archive, reader, blank.form, WHY)
    assert secret not in {value.text for every in shown.record.values.values() for value in every}
