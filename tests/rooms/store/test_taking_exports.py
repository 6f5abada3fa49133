# SPDX-License-Identifier: Apache-2.0
"""What other programs exported: kept sealed, read for a reason, taken up item by item."""

import json
from base64 import encodebytes
from pathlib import Path
from shutil import which
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from tests import sounds
from tests.people import open_as
from tests.template import Template

from kuzat.collection.incoming import ExportBroken, Mark, Told
from kuzat.errors import KuzatError
from kuzat.keys import NotForThisRole
from kuzat.store import (
    USES,
    Archive,
    Export,
    access_erasure,
    access_exports,
    access_identity,
    access_identity_log,
    access_inbox,
    access_items,
    access_record,
    access_recording,
    access_rows_of_kind,
    access_search,
    close_export,
    find_export,
    gate,
    is_protected,
    keep,
    reader_of,
    refuse_item,
    take_export,
    take_up_item,
)
from kuzat.store.exportfiles import ExportUnsafe, PackedUnsafe
from kuzat.store.identity import IdentityShut, NoReason
from kuzat.store.inbox import (
    DISGUISED,
    FLOOD,
    MOST_A_DAY,
    QUARANTINED,
    REFUSED,
    SAME_CONTENT,
    TAKEN_UP,
    WAITING,
    AlreadyDecided,
)
from kuzat.store.incoming import NoSuchExport, take_sent
from kuzat.store.items import NoSuchItem, access_progress, refuse_items, take_up_items
from kuzat.store.reach import StillInOriginal
from kuzat.store.vaults import Original

WHY, NAME, WORDS = "to record it", "Almagul", "They came at night"
INVENTED = "intake_reason.invented"
VOICE = "voice_messages/audio_1.ogg"


def message(number: int, text: str = WORDS, **more: object) -> dict[str, object]:
    said = {"id": number, "type": "message", "date_unixtime": "1714750800", "from": NAME, "text": text}
    return said | more


def chat(folder: Path, *messages: dict[str, object], voice: bytes = b"OggS a voice") -> Path:
    (folder / "voice_messages").mkdir(parents=True, exist_ok=True)
    (folder / VOICE).write_bytes(voice)
    usual = (message(1), message(2, "", file=VOICE), message(3, "x" * 20_000), message(4, "\ud800"))
    told = messages or usual
    (folder / "result.json").write_text(json.dumps({"id": 7, "messages": told}))
    return folder


@pytest.fixture
def taken(archive: Archive, tmp_path: Path) -> Export:
    export, survey, is_new = take_export(archive, reader_of(archive), chat(tmp_path / "chat"), Told())
    assert (is_new, survey.items, survey.missing) == (True, 4, ())
    return export


def test_before_anybody_takes_anything_up_nothing_of_it_is_told(archive: Archive, taken: Export) -> None:
    reader = reader_of(archive)
    assert access_exports(archive, reader) == (taken,)
    assert (taken.items, taken.status, taken.reasons) == (4, WAITING, ())
    assert access_inbox(archive, reader) == ()
    values = [value for (value,) in archive.database.rows("SELECT value FROM statement")]
    assert not any(word in value for value in values for word in (NAME, WORDS, "voice", "result"))
    assert access_rows_of_kind(archive, reader, "event") == ()
    exhibits = [id_ for (id_,) in archive.database.rows("SELECT id FROM record WHERE id LIKE 'exh-%'")]
    sealed = [one for one in exhibits if is_protected(archive, one)]
    assert len(sealed) == 3
    for use in USES.values():
        assert not any(gate(archive, use).record(one).allowed for one in (taken.information, *sealed))


def test_the_same_again_adds_nothing(archive: Archive, taken: Export, tmp_path: Path) -> None:
    before = archive.size()
    again, _, is_new = take_export(archive, reader_of(archive), tmp_path / "chat", Told())
    assert (again, is_new, archive.size()) == (taken, False, before)


def test_whoever_reads_it_says_why_first(archive: Archive, taken: Export) -> None:
    reader = reader_of(archive)
    with pytest.raises(NoReason):
        access_items(archive, reader, taken.information, " ")
    first, voice, *_ = access_items(archive, reader, taken.information, WHY)
    assert (first.number, first.item.sender, first.item.text) == (1, NAME, WORDS)
    assert (voice.item.files, voice.item.marks) == ((VOICE,), ())
    (look, *_rest) = access_identity_log(archive, reader)
    assert (look.record, look.reason) == (taken.information, WHY)
    found = access_items(archive, reader, taken.information, WHY, words="NIGHT")
    assert [one.number for one in found] == [1]
    assert [one.number for one in access_items(archive, reader, taken.information, WHY, start=4)] == [4]


def test_an_item_becomes_an_event_with_its_words_and_a_second_one_another_account(
    archive: Archive, taken: Export
) -> None:
    reader = reader_of(archive)
    first = take_up_item(archive, reader, taken.information, 1, WHY)
    second = take_up_item(archive, reader, taken.information, 2, WHY, event=first.event)
    assert first.unread == ()
    assert access_record(archive, reader, first.event).one("event.status").text == "status.to_be_confirmed"
    told = access_identity(archive, reader, first.information, WHY).record
    assert told.one("information.testimony").text == WORDS
    assert told.one("information.sent").text == "2024-05-03T15:40:00+00:00"
    assert told.one("information.intake").text == TAKEN_UP
    person = told.one("information.source").text
    assert access_identity(archive, reader, person, WHY).record.one("person.identity_name").text == NAME
    heard = access_identity(archive, reader, second.information, WHY).record
    assert heard.one("information.event").text == first.event
    assert heard.one("information.source").text == person
    (voice,) = (one.text for one in heard.all("information.exhibit"))
    for use in USES.values():
        outside = gate(archive, use)
        assert not any(outside.record(one).allowed for one in (first.information, second.information, voice))
    assert access_search(archive, reader, WORDS) == ()
    listed = access_items(archive, reader, taken.information, WHY)
    assert [one.status for one in listed] == [TAKEN_UP, TAKEN_UP, None, None]
    assert listed[0].became == first.information


def test_two_accounts_with_one_name_are_two_persons(archive: Archive, tmp_path: Path) -> None:
    reader, accounts = reader_of(archive), ("user1", "user2", "user1")
    told = (message(n, from_id=account) for n, account in enumerate(accounts, 1))
    export, _, _ = take_export(archive, reader, chat(tmp_path / "chat", *told), Told())
    became = [take_up_item(archive, reader, export.information, n, WHY) for n in (3, 2, 1)]
    records = [access_identity(archive, reader, one.information, WHY).record for one in became]
    third, second, first = (one.one("information.source").text for one in records)
    assert (first == third, first == second) == (True, False)


def test_what_cannot_be_said_as_it_stands_is_named_and_stays_in_the_export(
    archive: Archive, taken: Export
) -> None:
    reader = reader_of(archive)
    became = take_up_item(archive, reader, taken.information, 3, WHY)
    assert became.unread == ("information.testimony",)
    told = access_identity(archive, reader, became.information, WHY).record
    assert told.all("information.testimony") == ()


def test_half_a_sign_is_shown_as_what_cannot_be_read(archive: Archive, taken: Export) -> None:
    reader = reader_of(archive)
    became = take_up_item(archive, reader, taken.information, 4, WHY)
    assert became.unread == ()
    told = access_identity(archive, reader, became.information, WHY).record
    assert told.one("information.testimony").text == "\N{REPLACEMENT CHARACTER}"


def test_what_was_decided_is_not_decided_again(archive: Archive, taken: Export) -> None:
    reader, it = reader_of(archive), taken.information
    refused = refuse_item(archive, reader, it, 1, WHY, INVENTED)
    assert access_record(archive, reader, refused).one("information.intake").text == REFUSED
    for decide in (
        lambda: take_up_item(archive, reader, it, 1, WHY),
        lambda: refuse_item(archive, reader, it, 1, WHY, INVENTED),
    ):
        with pytest.raises(AlreadyDecided):
            decide()
    with pytest.raises(NoSuchItem):
        take_up_item(archive, reader, it, 5, WHY)
    close_export(archive, reader, it, INVENTED)
    assert find_export(archive, it).status == REFUSED
    with pytest.raises(AlreadyDecided):
        close_export(archive, reader, it, INVENTED)
    with pytest.raises(AlreadyDecided):
        take_up_item(archive, reader, it, 2, WHY)
    with pytest.raises(NoSuchExport):
        find_export(archive, refused)


def test_what_is_broken_or_lies_behind_a_link_leaves_nothing(archive: Archive, tmp_path: Path) -> None:
    reader, before = reader_of(archive), archive.size()
    kept = len([*(archive.path / "exhibits").iterdir()])
    folder = chat(tmp_path / "chat")
    (folder / "result.json").write_text('{"messages": [{"id": 1}')
    with pytest.raises(ExportBroken):
        take_export(archive, reader, folder, Told())
    (folder / "result.json").unlink()
    (folder / "result.json").symlink_to("/etc/hostname")
    with pytest.raises(ExportUnsafe):
        take_export(archive, reader, folder, Told())
    assert archive.size() == before
    assert len([*(archive.path / "exhibits").iterdir()]) == kept


def test_a_recording_that_is_a_packed_file_sets_the_export_apart(archive: Archive, tmp_path: Path) -> None:
    folder = chat(tmp_path / "chat", voice=b"PK\x03\x04 more than any disk holds")
    export, _, _ = take_export(archive, reader_of(archive), folder, Told())
    assert (export.status, export.reasons) == (QUARANTINED, (DISGUISED,))


def test_many_equal_forms_on_one_day_set_an_export_apart(archive: Archive, tmp_path: Path) -> None:
    same = {"_submission_time": "2024-05-03", "place": "Osh"}
    told = [same | {"_uuid": str(n)} for n in range(MOST_A_DAY + 1)]
    file = tmp_path / "forms.json"
    file.write_text(json.dumps(told))
    export, survey, _ = take_export(archive, reader_of(archive), file, Told())
    assert survey.marks[Mark.SAME_CONTENT] == MOST_A_DAY
    assert (export.status, export.reasons) == (QUARANTINED, (SAME_CONTENT, FLOOD))
    became = take_up_item(archive, reader_of(archive), export.information, 2, WHY)
    told_by = access_identity(archive, reader_of(archive), became.information, WHY).record
    person = told_by.one("information.source").text
    assert access_identity(archive, reader_of(archive), person, WHY).record.all("person.identity_name") == ()


def test_a_file_that_was_kept_before_is_the_same_exhibit(archive: Archive, tmp_path: Path) -> None:
    reader, folder = reader_of(archive), chat(tmp_path / "chat")
    with (folder / VOICE).open("rb") as content:
        kept = keep(archive, Original(name="a.ogg", media_type="audio/ogg", content=content))
    export, _, _ = take_export(archive, reader, folder, Told())
    became = take_up_item(archive, reader, export.information, 2, WHY)
    told = access_identity(archive, reader, became.information, WHY).record
    assert [one.text for one in told.all("information.exhibit")] == [kept.id]


def test_erasing_what_an_item_told_asks_for_the_export(archive: Archive, taken: Export) -> None:
    reader = reader_of(archive)
    became = take_up_item(archive, reader, taken.information, 1, WHY)
    with pytest.raises(StillInOriginal):
        access_erasure(archive, reader, became.information)


@pytest.mark.skipif(which("bwrap") is None, reason="messages are opened in the sandbox only")
def test_a_message_of_mail_is_read_in_the_sandbox(archive: Archive, tmp_path: Path) -> None:
    reader, file = reader_of(archive), tmp_path / "all.mbox"
    first = "From x Fri May  3 21:40:00 2024\nFrom: C <c@d>\nDate: Fri, 03 May 2024 21:40:00 +0600\n\nx\n\n"
    file.write_text(first + f"From x Fri May  3 21:41:00 2024\nFrom: {NAME} <a@b>\nSubject: x\n\n{WORDS}\n")
    export, survey, _ = take_export(archive, reader, file, Told())
    assert survey.items == 2
    (found,) = access_items(archive, reader, export.information, WHY, words="night")
    assert (found.number, found.item.sender, found.item.marks) == (2, f"{NAME} <a@b>", (Mark.NO_TIME,))
    became = take_up_item(archive, reader, export.information, 2, WHY)
    told = access_identity(archive, reader, became.information, WHY).record
    assert WORDS in told.one("information.testimony").text


def test_only_who_opens_identities_sees_exports(template: Template, archive: Archive, taken: Export) -> None:
    archive.close()
    with open_as(archive.path, template.unlocked, "documenter") as seen:
        reader = reader_of(seen)
        with pytest.raises(NotForThisRole):
            access_exports(seen, reader)
        for door in (
            lambda: access_items(seen, reader, taken.information, WHY),
            lambda: take_up_item(seen, reader, taken.information, 1, WHY),
            lambda: close_export(seen, reader, taken.information, INVENTED),
        ):
            with pytest.raises((NotForThisRole, IdentityShut)):
                door()


def zipped(file: Path, parts: dict[str, bytes]) -> Path:
    with ZipFile(file, "w", ZIP_DEFLATED) as out:
        for name, content in parts.items():
            out.writestr(name, content)
    return file


@pytest.mark.slow
def test_a_packed_export_is_taken_in_as_its_folder_would_be(archive: Archive, tmp_path: Path) -> None:
    reader, folder = reader_of(archive), chat(tmp_path / "chat")
    parts = {f"Chat/{one.relative_to(folder)}": one.read_bytes() for one in folder.rglob("*.*")}
    file = zipped(tmp_path / "Chat.zip", {**parts, "__MACOSX/._x": b"of a system"})
    export, survey, is_new = take_export(archive, reader, file, Told())
    assert (is_new, survey.items, survey.missing, export.status) == (True, 4, (), WAITING)
    again, _, is_new = take_export(archive, reader, folder, Told())
    assert (again, is_new) == (export, False)
    sent, _, is_new = take_sent(archive, reader, "Chat.zip", file.read_bytes(), Told())
    assert (sent, is_new) == (export, False)
    (_, voice, *_) = access_items(archive, reader, export.information, WHY)
    assert list(voice.exhibits) == [VOICE]


@pytest.mark.slow
def test_a_packed_export_with_many_files_is_read_file_by_file(archive: Archive, tmp_path: Path) -> None:
    names = [f"photos/photo_{n}.jpg" for n in range(1500)]
    told = [message(n, "", photo=name) for n, name in enumerate(names, 1)]
    parts = {"result.json": json.dumps({"id": 7, "messages": told}).encode()}
    parts |= {name: b"\xff\xd8" + name.encode() for name in names[:30]}
    export, survey, _ = take_export(archive, reader_of(archive), zipped(tmp_path / "a.zip", parts), Told())
    assert (export.items, len(survey.missing)) == (1500, 1470)


@pytest.mark.slow
def test_a_packed_file_that_lies_or_leads_astray_leaves_nothing(archive: Archive, tmp_path: Path) -> None:
    reader, before = reader_of(archive), archive.size()
    bomb = zipped(tmp_path / "bomb.zip", {"result.json": bytes(30_000_000)})
    astray = zipped(tmp_path / "astray.zip", {"../result.json": b"{}"})
    cut = tmp_path / "cut.zip"
    cut.write_bytes(zipped(tmp_path / "whole.zip", {"result.json": b"{}" * 999}).read_bytes()[:-30])
    for file in (bomb, astray, cut):
        with pytest.raises(PackedUnsafe):
            take_export(archive, reader, file, Told())
    nothing = zipped(tmp_path / "nothing.zip", {})
    with pytest.raises(KuzatError):
        take_export(archive, reader, nothing, Told())
    assert archive.size() == before


@pytest.mark.slow
def test_a_voice_message_that_is_a_bomb_is_named_and_sets_the_export_apart(
    archive: Archive, tmp_path: Path
) -> None:
    folder = chat(tmp_path / "chat", voice=sounds.opus(60, says=1, packet=b"\x1b\x30"))
    export, survey, _ = take_export(archive, reader_of(archive), folder, Told())
    assert (export.status, export.reasons) == (QUARANTINED, (DISGUISED,))
    assert survey.disguised == (VOICE,)
    honest = chat(tmp_path / "honest", voice=sounds.opus(2))
    export, survey, _ = take_export(archive, reader_of(archive), honest, Told())
    assert (export.status, survey.disguised) == (WAITING, ())


def test_several_items_are_decided_in_one_reading(archive: Archive, tmp_path: Path) -> None:
    reader = reader_of(archive)
    told = (message(n, f"{WORDS} {n}") for n in range(1, 8))
    export, _, _ = take_export(archive, reader, chat(tmp_path / "chat", *told), Told())
    it = export.information
    looks = len(access_identity_log(archive, reader))
    became = take_up_items(archive, reader, it, (4, 1, 2), WHY, together=True)
    assert len({one.event for one in became}) == 1
    apart = take_up_items(archive, reader, it, (3, 5), WHY)
    assert len({one.event for one in (*became, *apart)}) == 3
    refuse_items(archive, reader, it, (6, 7), WHY, INVENTED)
    assert len(access_identity_log(archive, reader)) == looks + 3
    assert access_progress(archive, reader, it) == 7
    before = archive.size()
    for numbers in ((7,), (1, 2)):
        with pytest.raises(AlreadyDecided):
            take_up_items(archive, reader, it, numbers, WHY)
    with pytest.raises(AlreadyDecided):
        refuse_items(archive, reader, it, (7, 8), WHY, INVENTED)
    assert archive.size() == before


LETTER = (
    f"From: {NAME} <a@b>\r\nDate: Fri, 03 May 2024 21:40:00 +0600\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\n'
    f"{WORDS}\r\n--x\r\nContent-Type: audio/ogg\r\nContent-Transfer-Encoding: base64\r\n"
    'Content-Disposition: attachment; filename="../../voice.ogg"\r\n\r\n{}\r\n--x--\r\n'
)


@pytest.mark.slow
@pytest.mark.skipif(which("bwrap") is None, reason="messages are opened in the sandbox only")
def test_what_is_attached_to_a_message_becomes_a_sealed_exhibit_that_can_be_heard(
    archive: Archive, tmp_path: Path
) -> None:
    reader, file, voice = reader_of(archive), tmp_path / "letter.eml", sounds.opus(2)
    file.write_text(LETTER.replace("{}", encodebytes(voice).decode()))
    export, _, _ = take_export(archive, reader, file, Told())
    became = take_up_item(archive, reader, export.information, 1, WHY)
    assert became.unread == ()
    told = access_identity(archive, reader, became.information, WHY).record
    (exhibit,) = (one.text for one in told.all("information.exhibit"))
    assert access_recording(archive, reader, exhibit, WHY).recording.content == voice
    kept = access_identity(archive, reader, exhibit, WHY).record
    assert kept.one("exhibit.name").text == "voice.ogg"
    assert is_protected(archive, exhibit)
    for use in USES.values():
        assert not gate(archive, use).record(exhibit).allowed
