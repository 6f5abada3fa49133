# SPDX-License-Identifier: Apache-2.0
"""What other programs export: read item by item, whatever telephone wrote it, whoever made it to do harm."""

import json
from collections.abc import Iterator
from io import BytesIO

import pytest
import xlsxwriter

from kuzat.collection import RowRefused, SheetRefused
from kuzat.collection.incoming import (
    ExportBroken,
    ExportUnknown,
    Item,
    Kind,
    Mark,
    NotAZone,
    OrderNeeded,
    Part,
    Survey,
    Told,
    ZoneNeeded,
    items,
    layout,
    note,
    of_note,
    survey,
)

BISHKEK = Told(zone="+06:00")


def parts(files: dict[str, str | bytes], piece: int = 1 << 16) -> dict[str, Part]:
    """The files of an export, handed out in pieces of so many bytes."""

    def part(name: str, content: bytes) -> Part:
        def opened() -> Iterator[bytes]:
            return (content[at : at + piece] for at in range(0, len(content), piece))

        return Part(name=name, open=opened)

    told = {name: text.encode() if isinstance(text, str) else text for name, text in files.items()}
    return {name: part(name, content) for name, content in told.items()}


def read(files: dict[str, str | bytes], told: Told = BISHKEK, piece: int = 1 << 16) -> list[Item]:
    given = parts(files, piece)
    return list(items(layout(given), given, told))


def surveyed(files: dict[str, str | bytes], told: Told = BISHKEK) -> Survey:
    given = parts(files)
    return survey(layout(given), given, told)


MESSAGES = [
    {"id": 1, "type": "service", "actor": "Айжан", "action": "create_group", "title": "Село", "members": []},
    {"id": 2, "type": "message", "date": "2024-05-03T21:40:00", "date_unixtime": "1714750800",
     "from": "Айжан", "from_id": "user7", "text": ["Келишти: ", {"type": "bold", "text": "үч киши"}],
     "edited": "2024-05-03T21:50:00"},
    {"id": 4, "type": "message", "date": "2024-05-03T21:41:00", "date_unixtime": "1714750860",
     "from": "Темир", "reply_to_message_id": 3, "file": "voice_messages/audio_1.ogg", "text": ""},
    {"id": 5, "type": "message", "date": "2024-05-03T21:42:00", "date_unixtime": "1714750920",
     "from": None, "from_id": "user9", "forwarded_from": "Канал", "text": "\ud83d\ude94",
     "photo": "(File not included. Change data exporting settings to download.)"},
]  # fmt: skip
TELEGRAM: dict[str, str | bytes] = {
    "result.json": json.dumps({"name": "Село", "type": "private_group", "id": 77, "messages": MESSAGES}),
    "voice_messages/audio_1.ogg": b"OggS",
}


@pytest.mark.parametrize("piece", [1, 7, 1 << 16])
def test_a_chat_of_telegram_says_who_when_and_what_must_be_known(piece: int) -> None:
    made, edited, voice, forwarded = read(TELEGRAM, piece=piece)
    assert (Mark.SERVICE in made.marks, made.sender) == (True, "Айжан")
    assert (edited.code, edited.sender, edited.text) == ("77/2", "Айжан", "Келишти: үч киши")
    assert edited.sent == "2024-05-03T21:40:00+06:00"
    assert edited.marks == (Mark.EDITED,)
    assert (voice.files, voice.answers) == (("voice_messages/audio_1.ogg",), "77/3")
    assert voice.marks == (Mark.ANSWERS_NOTHING,)
    assert forwarded.marks == (Mark.FORWARDED, Mark.NOT_EXPORTED)
    assert (forwarded.text, forwarded.files, forwarded.sender) == ("🚔", (), "user9")


def test_all_chats_of_an_account_are_told_apart() -> None:
    chats = [{"name": str(n), "id": n, "messages": MESSAGES[1:2]} for n in (1, 2)]
    found = read({"result.json": json.dumps({"about": "…", "chats": {"about": "", "list": chats}})})
    assert [one.code for one in found] == ["1/2", "2/2"]


def test_what_else_an_account_exports_is_passed_over_however_large() -> None:
    contacts = {"list": [{"name": "a" * 1000}] * 3000}
    found = read({"result.json": json.dumps({"contacts": contacts, "messages": MESSAGES[1:2]})})
    assert [(one.sender, one.account) for one in found] == [("Айжан", "user7")]
    with pytest.raises(ExportBroken):
        read({"result.json": '{"contacts": ' + "[" * 300 + "]" * 300 + "}"})


def test_half_a_sign_keeps_nobody_from_reading_the_rest() -> None:
    said = {"id": 1, "date_unixtime": "1", "from": "Ай\ud83dжан", "text": "ал\ude94", "file": "a\ud800.ogg"}
    (one,) = read({"result.json": json.dumps({"messages": [said]})})
    assert (one.sender, one.text, one.files) == ("Ай\ufffdжан", "ал\ufffd", ("a\ufffd.ogg",))


def test_a_missing_file_and_an_old_export_without_zone_are_named() -> None:
    found = surveyed({"result.json": TELEGRAM["result.json"]})
    assert (found.items, found.missing) == (4, ("voice_messages/audio_1.ogg",))
    assert found.marks[Mark.MISSING] == 1
    old = [{key: value for key, value in MESSAGES[1].items() if key != "date_unixtime"}]
    with pytest.raises(ZoneNeeded):
        read({"result.json": json.dumps({"messages": old})}, Told())
    (one,) = read({"result.json": json.dumps({"messages": old})})
    assert one.sent == "2024-05-03T21:40:00+06:00"


@pytest.mark.parametrize(
    "content",
    [
        "", "[]", "{", '{"messages": [', '{"messages": [{"id": 1}', '{"messages": [1]}', '{"messages": {}}',
        '{"messages": [{"id": "1"}]}', '{"messages": []} {}', '{"messages": []', b"\xff{}", "[" * 200_000,
        '{"messages": [{"id": 1, "text": "' + "a" * (3 << 20) + '"}]}', '{"name": ' + "[" * 100_000,
    ],
)  # fmt: skip
def test_a_broken_chat_is_refused_whole(content: str | bytes) -> None:
    with pytest.raises(ExportBroken):
        read({"result.json": content})


def test_an_export_in_which_nothing_is_told_is_none() -> None:
    with pytest.raises(ExportUnknown):
        surveyed({"result.json": '{"messages": []}'})
    with pytest.raises(ExportUnknown):
        surveyed({"photo.jpg": b"\xff\xd8"})


PAGE = """<!DOCTYPE html><html><body><div class="page_header"><div class="text bold">Село</div></div>
<div class="history">{}</div></body></html>"""
TOLD = """<div class="message service" id="message-1"><div class="body details">3 May 2024</div></div>
<div class="message default clearfix" id="message2"><div class="pull_left userpic_wrap">
<div class="initials">А</div></div>
<div class="body"><div class="pull_right date details" title="03.05.2024 21:40:00 UTC+06:00">21:40</div>
<div class="from_name">
Айжан </div><div class="text">Келишти &amp; кетишти<br>үч <b>киши</b></div></div></div>
<div class="message default clearfix joined" id="message3"><div class="body">
<div class="pull_right date details" title="03.05.2024 21:41:00 UTC+06:00">21:41</div>
<div class="reply_to details">In reply to <a href="#go_to_message1">this message</a></div>
<div class="media_wrap clearfix"><a class="media clearfix pull_left block_link media_voice_message"
href="voice_messages/audio_1.ogg"><div class="body"><div class="title bold">Voice message</div></div></a>
</div></div></div>
<div class="message default clearfix" id="message4"><div class="body">
<div class="pull_right date details" title="03.05.2024 21:42:00 UTC+06:00">21:42</div>
<div class="from_name">Темир</div><div class="forwarded body"><div class="from_name">Канал
<span class="date details" title="01.05.2024 10:00:00 UTC+06:00">x</span></div><div class="text">Окугула</div>
<div class="media_wrap clearfix"><div class="media clearfix pull_left media_photo">Not included
</div></div></div></div></div>"""


@pytest.mark.parametrize("piece", [1, 1 << 16])
def test_pages_of_telegram_tell_the_same(piece: int) -> None:
    files: dict[str, str | bytes] = {
        "messages10.html": PAGE.format(TOLD.replace('id="message', 'id="message10')),
        "messages2.html": PAGE.format(TOLD),
        "messages.html": PAGE.format(TOLD),
        "voice_messages/audio_1.ogg": b"OggS",
    }
    found = read(files, piece=piece)
    assert [one.part for one in found[::4]] == ["messages.html", "messages2.html", "messages10.html"]
    service, first, voice, forwarded = found[:4]
    assert (service.marks, service.text) == ((Mark.SERVICE,), "3 May 2024")
    assert (first.code, first.sender, first.text) == ("2", "Айжан", "Келишти & кетишти\nүч киши")
    assert (first.sent, first.marks) == ("2024-05-03T21:40:00+06:00", ())
    assert (voice.sender, voice.files, voice.answers) == ("Айжан", ("voice_messages/audio_1.ogg",), "1")
    assert (voice.marks, voice.text) == ((Mark.ANSWERS_NOTHING,), "")
    assert (forwarded.sender, forwarded.text) == ("Темир", "Окугула")
    assert forwarded.marks == (Mark.FORWARDED, Mark.NOT_EXPORTED)


@pytest.mark.parametrize(
    "content", ["", "<p>none</p>", PAGE.format("<div>" * 5000), PAGE.format("<div class='" + "a" * 300_000)]
)
def test_a_page_that_is_none_of_telegram_is_refused(content: str) -> None:
    with pytest.raises(ExportBroken):
        read({"messages.html": content})


IPHONE = (
    "[31.12.24, 23:59:01] Айжан: \u200eMessages are end-to-end encrypted.\r\n"
    "[31.12.24, 23:59:02] Айжан: Келишти\r\nүч киши: баары кара кийимчен\r\n"
    "\u200e[31.12.24, 23:59:03] Темир: \u200e<attached: 00000003-AUDIO-2024-12-31.opus>\r\n"
    "[01.01.25, 00:00:00] Темир: \u200eThis message was deleted.\r\n"
    "[01.01.25, 00:00:01] Темир: Кеттик \u200e<This message was edited>\r\n"
    "\u200e[01.01.25, 00:00:02] Темир: \u200eimage omitted\r\n"
)
ANDROID = (
    "12/31/24, 11:59\u202fPM - Айжан created group “Село”\n"
    "12/31/24, 11:59 PM - Айжан: PTT-20241231-WA0001.opus (file attached)\n"
    "1/1/25, 12:05 AM - Темир: <Media omitted>\n"
    "31/12/24, 23:59 - Темир: a line that only looks like a head\n"
)


def test_a_chat_of_whatsapp_from_an_iphone() -> None:
    files: dict[str, str | bytes] = {"_chat.txt": IPHONE, "00000003-AUDIO-2024-12-31.opus": b"OggS"}
    found = read(files)
    assert [one.sender for one in found] == ["Айжан", "Айжан", "Темир", "Темир", "Темир", "Темир"]
    assert found[1].text == "Келишти\nүч киши: баары кара кийимчен"
    assert found[2].files == ("00000003-AUDIO-2024-12-31.opus",)
    assert found[3].sent == "2025-01-01T00:00:00+06:00"
    assert [one.marks for one in found[2:]] == [
        (), (Mark.DELETED,), (Mark.EDITED,), (Mark.NOT_EXPORTED,)
    ]  # fmt: skip


def test_a_chat_of_whatsapp_from_android_with_the_month_first() -> None:
    found = read({"WhatsApp Chat with Село.txt": ANDROID})
    assert [one.sent for one in found] == [
        "2024-12-31T23:59:00+06:00", "2024-12-31T23:59:00+06:00", "2025-01-01T00:05:00+06:00"
    ]  # fmt: skip
    assert (found[0].sender, found[0].marks) == ("", (Mark.SERVICE,))
    assert found[1].marks == (Mark.MISSING,)
    assert found[2].text.endswith("31/12/24, 23:59 - Темир: a line that only looks like a head")


def test_what_a_chat_of_whatsapp_does_not_say_is_asked() -> None:
    open_to_doubt = "03/05/2024, 21:40 - Айжан: Келишти\n"
    with pytest.raises(OrderNeeded):
        read({"_chat.txt": open_to_doubt})
    with pytest.raises(OrderNeeded):
        read({"_chat.txt": open_to_doubt + "13/05/2024, 1:00 - А: а\n05/13/2024, 1:00 - А: а\n"})
    with pytest.raises(ZoneNeeded):
        read({"_chat.txt": open_to_doubt}, Told(day_first=True))
    with pytest.raises(NotAZone):
        read({"_chat.txt": open_to_doubt}, Told(day_first=True, zone="Bishkek"))
    for day_first, day in ((True, "2024-05-03"), (False, "2024-03-05")):
        (one,) = read({"_chat.txt": open_to_doubt}, Told(day_first=day_first, zone="+06:00"))
        assert one.sent == f"{day}T21:40:00+06:00"


def test_a_time_that_runs_backwards_or_is_none_is_marked() -> None:
    told = "31/12/2024, 21:40 - А: а\n30/12/2024, 21:40 - Б: б\n31/12/2024, 25:00 - Б: в\n"
    assert [one.marks for one in read({"_chat.txt": told})] == [(), (Mark.BACKWARDS,), (Mark.NO_TIME,)]


@pytest.mark.parametrize("more", ["а" * (1 << 21), "а\n" * (1 << 20) + "а" * 2000])
def test_a_message_without_end_is_refused(more: str) -> None:
    with pytest.raises(ExportBroken):
        read({"_chat.txt": f"31/12/2024, 1:00 - А: а\n{more}"})


KOBO = {
    "count": 2,
    "next": None,
    "results": [
        {"_uuid": "u1", "_submission_time": "2024-05-03T15:40:00", "__version__": "v1", "place": "Ош",
         "people": [{"people/age": 17}, {"people/age": 40}], "photo": "1.jpg",
         "_attachments": [{"filename": "office/attachments/1.jpg"}]},
        {"_uuid": "u2", "_submission_time": "2024-05-04T15:40:00", "__version__": "v2", "place": "Ош",
         "people": [{"people/age": 17}, {"people/age": 40}], "photo": "1.jpg"},
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("line", "files", "mark"),
    [
        ("PTT-20240513-WA0001.opus (файл добавлен)\nпослушайте", ("PTT-20240513-WA0001.opus",), None),
        ("PTT-20240513-WA0001.opus (fayl ilova qilindi)", ("PTT-20240513-WA0001.opus",), None),
        ("\u200e<тиркелди: 00000012-AUDIO-2024-05-13-21-09-02.opus>",
         ("00000012-AUDIO-2024-05-13-21-09-02.opus",), None),
        ("акт (1).pdf (файл добавлен)", ("акт (1).pdf",), None),
        ("<Без медиафайлов>", (), Mark.NOT_EXPORTED),
        ("<Медиа жок>", (), Mark.NOT_EXPORTED),
        ("\u200eаудиофайл отсутствует", (), Mark.NOT_EXPORTED),
        ("менде <эң эле> көп", (), None),
        ("звонили (трижды)", (), None),
    ],
)  # fmt: skip
def test_whatever_language_a_telephone_speaks_a_file_is_a_file(
    line: str, files: tuple[str, ...], mark: Mark | None
) -> None:
    chat = f"13.05.2024, 21:09 - Сообщения и звонки защищены\n13.05.2024, 21:10 - Айжан: {line}\n"
    notice, item = read({"Чат WhatsApp с контактом Айжан.txt": chat})
    assert Mark.SERVICE in notice.marks
    assert item.files == files
    assert (Mark.NOT_EXPORTED in item.marks) == (mark is Mark.NOT_EXPORTED)


def test_forms_as_json_keep_repeats_files_and_the_version_of_the_form() -> None:
    first, second = read({"data.json": json.dumps(KOBO), "1.jpg": b"\xff\xd8"})
    assert (first.code, first.sent, first.files) == ("u1", "2024-05-03T15:40:00", ("1.jpg",))
    assert "people/2/people/age: 40" in first.text.split("\n")
    assert second.marks == (Mark.OTHER_VERSION, Mark.SAME_CONTENT)
    system = {"submissionDate": "2024-05-03", "formVersion": "1"}
    central = {"value": [{"__id": "uuid:1", "__system": system}]}
    (one,) = read({"data.json": json.dumps(central)})
    assert (one.code, one.sent, one.marks) == ("uuid:1", "2024-05-03", ())


def test_equal_answers_are_seen_whoever_sent_them_and_when() -> None:
    told = [{"_uuid": str(n), "_submission_time": f"2024-05-0{n}", "place": "Ош"} for n in (1, 2)]
    assert [one.marks for one in read({"data.json": json.dumps(told)})] == [(), (Mark.SAME_CONTENT,)]


def test_forms_as_sheets_with_repeats_and_a_sheet_of_uwazi() -> None:
    files: dict[str, str | bytes] = {
        "visit-people.csv": "name,PARENT_KEY\nАйжан,u1\nТемир,u1\n",
        "visit.csv": "SubmissionDate,place,photo,KEY,FormVersion\n"
        "2024-05-03,Ош,1.jpg,u1,1\n2024-05-04,Ош,,u2,2\n",
        "1.jpg": b"\xff\xd8",
    }
    first, second = read(files)
    assert (first.code, first.files, first.part) == ("u1", ("1.jpg",), "visit.csv")
    people = [f"visit-people.csv:\nname: {name}\nPARENT_KEY: u1" for name in ("Айжан", "Темир")]
    assert first.text.endswith("\n".join(people))
    assert second.marks == (Mark.OTHER_VERSION,)
    (entity,) = read({"cases.csv": "title,Date added,attachments\nA case,2024-05-03,a.pdf\n"})
    assert (entity.sent, entity.text.split("\n")[0]) == ("2024-05-03", "title: A case")


def kobo(*sheets: tuple[str, list[list[object]]]) -> bytes:
    """A workbook as KoboToolbox exports it: the form, and a sheet for each group of repeated questions."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        for title, rows in sheets:
            sheet = book.add_worksheet(title)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return content.getvalue()


OF_REPEAT = ["_index", "_parent_table_name", "_parent_index"]
VISIT: tuple[str, list[list[object]]] = (
    "Visit",
    [
        ["place", "_uuid", "_submission_time", "__version__", "_index"],
        ["Ош", "u1", "2024-05-03T21:40:00", "v1", 1],
        ["Ноокат", "u2", "2024-05-04T21:40:00", "v2", 2],
    ],
)
HOUSES: tuple[str, list[list[object]]] = (
    "houses",
    [["house", *OF_REPEAT], ["first", 1, "Visit", 1], ["second", 2, "Visit", 1], ["third", 3, "Visit", 2]],
)


def test_a_workbook_with_repeats_within_repeats_ties_each_to_its_own_form() -> None:
    people: list[list[object]] = [["name", *OF_REPEAT], ["Айжан", 1, "houses", 2], ["Темир", 2, "houses", 3]]
    first, second = read({"visits.xlsx": kobo(VISIT, HOUSES, ("people", people))})
    assert [line for line in first.text.split("\n") if line.startswith(("house:", "name:"))] == [
        "house: first", "house: second", "name: Айжан",
    ]  # fmt: skip
    assert [line for line in second.text.split("\n") if line.startswith(("house:", "name:"))] == [
        "house: third", "name: Темир",
    ]  # fmt: skip
    assert (first.version, second.version) == ("v1", "v2")


def test_repeats_within_repeats_of_odk_are_not_lost_and_what_belongs_to_nothing_is_marked() -> None:
    files: dict[str, str | bytes] = {
        "visit.csv": "SubmissionDate,place,KEY\n2024-05-03,Ош,uuid:1\n",
        "visit-house.csv": "house,PARENT_KEY,KEY\nfirst,uuid:1,uuid:1/house[1]\n",
        "visit-person.csv": "name,PARENT_KEY,KEY\n"
        "Айжан,uuid:1/house[1],uuid:1/house[1]/person[1]\nТемир,uuid:9/house[1],uuid:9/house[1]/person[1]\n",
    }
    form, lost = read(files)
    assert "name: Айжан" in form.text.split("\n")
    assert "Темир" not in form.text
    assert "name: Темир" in lost.text.split("\n")
    assert lost.marks == (Mark.ANSWERS_NOTHING, Mark.NO_TIME)


def test_rows_that_say_they_belong_to_each_other_end() -> None:
    rows: list[list[object]] = [["house", *OF_REPEAT], ["a", 1, "houses", 2], ["b", 2, "houses", 1]]
    *_, lost, other = read({"visits.xlsx": kobo(VISIT, ("houses", rows))})
    assert {lost.text.split("\n")[1], other.text.split("\n")[1]} == {"house: a", "house: b"}


def test_the_versions_of_a_form_are_named() -> None:
    given = parts({"visits.xlsx": kobo(VISIT, HOUSES)})
    assert survey(layout(given), given, Told()).versions == {"v1": 1, "v2": 1}


def test_sheets_that_cannot_be_read_are_refused() -> None:
    for files in ({"a.csv": "x\n1\n", "b.csv": "x\n1\n"}, {"a.csv": "PARENT_KEY\n1\n"}):
        with pytest.raises(ExportBroken):
            read(dict(files))
    with pytest.raises((SheetRefused, RowRefused)):
        read({"a.xlsx": b"PK\x03\x04 no workbook"})


def test_the_note_says_how_it_was_read() -> None:
    given = parts(TELEGRAM)
    found, told = layout(given), Told(zone="+06:00", day_first=True)
    assert found.kind is Kind.TELEGRAM
    digests = {name: str(n) for n, name in enumerate(given)}
    assert of_note(note(found, told, digests)) == (found, told, digests)


MAILED = (
    b"From a@b Fri May  3 21:40:00 2024\nFrom: A\n\nFrom here on they ran.\n\n"
    b"From b@c Fri May  3 21:41:00 2024\nFrom: B\n\nx\n"
)
HEADING = "Date: Fri, 03 May 2024 21:40:00 +0600\nFrom: A"


def test_mail_is_cut_into_messages_and_opened_by_who_is_handed_in() -> None:
    given = parts({"1.eml": b"From: C\n\nalone", "all.mbox": MAILED}, piece=5)
    seen: list[bytes] = []

    def opener(message: bytes) -> str:
        seen.append(message)
        return f"{HEADING}\n\ntext" if message.endswith(b"ran.\n\n") else ""

    alone, first, second = items(layout(given), given, Told(), opener)
    assert b"".join(seen) == b"From: C\n\nalone" + MAILED
    assert (alone.part, alone.marks) == ("1.eml", (Mark.UNREAD,))
    assert (first.sender, first.sent, first.marks) == ("A", "2024-05-03T21:40:00+06:00", ())
    assert (second.part, second.code, second.marks) == ("all.mbox", "2", (Mark.UNREAD,))
    assert survey(layout(given), given, Told()).marks == {}
