# SPDX-License-Identifier: Apache-2.0
"""A text is translated at the desk, and the two stand side by side wherever one of them is read."""

import re
from pathlib import Path

from tests.people import COLLEAGUE
from tests.rooms.web.test_writing import Office, send
from tests.template import Template

from kuzat.store import access_record, access_statement, plan_translation, reader_of
from kuzat.testing import Maker

ORIGINAL, MADE = "Жүрүш токтотулду", "A march <b>is stopped"


def test_a_text_is_translated_and_reviewed(template: Template, tmp_path: Path) -> None:
    path = tmp_path / "office.archive"
    with template.copy(path) as archive:
        maker = Maker(archive)
        page = maker.page("Tang")
        event = maker.new("event", basis=page, language="ky", title=ORIGINAL)
        maker.add(page, basis=page, language="ky", text=ORIGINAL)
        for code in ("MACHINE", "READER"):
            maker.new("person", reference=code, name=code.title(), basis=page)
    office = Office(path, template, event)
    coder = office.desk("coder")
    for record, says, shown in ((event, "event.title", f"/event/{event}"), (page, "information.text", "")):
        with office.read() as archive:
            (value,) = access_record(archive, reader_of(archive), record).all(says)
        address = f"/statement/{record}/{value.said.id.hex()}"
        assert f"{address}/translate" in coder.get(address).links
        form = coder.get(f"{address}/translate")
        typed = {says: MADE, "_language": "en", "any.translator": "NOBODY"}
        send(form, f"{address}/translate", **typed)
        assert (coder.status, "Expected" in coder.words) == (400, True)
        send(coder, f"{address}/translate", **{**typed, "any.translator": "MACHINE"})
        assert "Said" in coder.words
        assert "Translation by Machine, unreviewed" in coder.get(address).words
        assert (ORIGINAL in coder.words, "<b>is" in coder.text) == (True, False)
        review = next(link for link in coder.links if link.endswith("/review"))
        send(coder.get(review), review, **{"any.translation_reviewer": "READER"})
        for where in (address, review.removesuffix("/review"), shown or f"/record/{page}"):
            assert "Translation by Machine, reviewed by Reader" in coder.get(where).words
            assert ORIGINAL in coder.words
            assert MADE.replace("<b>", "&lt;b&gt;") in coder.text
    coder.get(f"/account/{page}/account")
    if "information.event" in coder.text:
        send(coder, f"/account/{page}/account", **{"information.event": event})
    assert "reviewed by Reader" in coder.get(f"/account/{page}/account").words


def test_undo_takes_the_whole_translation_back(template: Template, tmp_path: Path) -> None:
    path = tmp_path / "office.archive"
    with template.copy(path) as archive:
        maker = Maker(archive)
        event = maker.new("event", basis=maker.page(), language="ky", title=ORIGINAL)
    office = Office(path, template, event)
    with office.read() as archive:
        (value,) = access_record(archive, reader_of(archive), event).all("event.title")
    coder = office.desk("coder")
    address = f"/statement/{event}/{value.said.id.hex()}/translate"
    send(coder.get(address), address, **{"event.title": MADE, "_language": "en"})
    coder.post(coder.path.replace("/done/", "/undo/"))
    with office.read() as archive:
        record = access_record(archive, reader_of(archive), event)
        assert [one.text for one in record.all("event.title")] == [ORIGINAL]
        assert record.all("any.translates") == ()
        assert access_statement(archive, reader_of(archive), value.said.id.hex())
    assert re.fullmatch(r"/done/[\w-]+", coder.path)


def test_who_may_not_see_a_reviewer_is_not_told_that_there_was_none(
    template: Template, tmp_path: Path
) -> None:
    path = tmp_path / "office.archive"
    with template.copy(path) as archive:
        maker = Maker(archive)
        page = maker.page("Tang")
        maker.add(page, basis=page, language="ky", text=ORIGINAL)
        (value,) = access_record(archive, reader_of(archive), page).all("information.text")
        machine = maker.new("person", basis=page, name="Machine")
        hidden = maker.new("person", identity_name="Begimai")
        made = plan_translation(
            archive, value.said, "Stopped", "en", translator=machine, reviewer=hidden
        )
        archive.commit([made])
    office = Office(path, template, page)
    whole, part = "Translation by Machine, reviewed by", "Translator: Machine"
    for role, told in (("reader", whole), ("documenter", part)):
        words = office.desk(role, member=COLLEAGUE).get(f"/record/{page}").words
        assert (told in words, "unreviewed" in words) == (True, False), role
