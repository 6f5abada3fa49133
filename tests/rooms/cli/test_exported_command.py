# SPDX-License-Identifier: Apache-2.0
"""A chat is taken in from the command line, read, taken up message by message, and closed."""

from pathlib import Path

import pytest
from tests.commands import Office

from kuzat.testing import make_archive

WORDS = "Түнү эшикти кагышты"
CHAT = (
    f"03/05/2024, 21:40 - Айжан: {WORDS}\n"
    "03/05/2024, 21:41 - Темир: PTT-1.opus (file attached)\n"
    "03/05/2024, 21:42 - Темир: This message was deleted\n"
    "03/05/2024, 21:43 - Темир: \x1b[2Jbrought by somebody\n"
)
REFUSED = 3
WHY = ("--reason", "to record it")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    make_archive(tmp_path / "a.archive").close()
    return Office(tmp_path / "a.archive", tmp_path)


def test_from_a_chat_to_an_event(office: Office) -> None:
    file = office.write("chat.txt", CHAT.encode())
    office.refused(REFUSED, "inbox", "export", file)
    office.refused(REFUSED, "inbox", "export", file, "--dates", "day-first")
    told = (file, "--dates", "day-first", "--zone", "+06:00")
    taken = office.json("inbox", "export", *told)
    assert (taken["items"], taken["new"], taken["missing"]) == (4, True, ["PTT-1.opus"])
    again = office.says("inbox", "export", *told)
    assert "it was here already" in again
    assert "missing: PTT-1.opus" in again
    assert "deleted: 1" in again
    id_ = taken["information"]
    assert WORDS not in office.says("inbox", "exports")
    assert id_ in office.says("inbox", "exports")
    shown = office.says("inbox", "read", id_, *WHY)
    assert "1  2024-05-03T21:40:00+06:00  Айжан" in shown
    assert WORDS in shown
    assert "\N{REPLACEMENT CHARACTER}[2Jbrought" in shown, "nobody outside steers our terminal"
    event = office.json("inbox", "take-up", id_, "1", *WHY)[0]["event"]
    assert office.json("show", event)
    office.says("inbox", "take-up", id_, "2", "--event", event, *WHY)
    office.says("inbox", "pass", id_, "3", "--why", "unclear", *WHY)
    listed = office.json("inbox", "read", id_, *WHY)
    assert [one["status"] for one in listed] == ["intake.taken_up", "intake.taken_up", "intake.refused", None]
    office.refused(REFUSED, "inbox", "take-up", id_, "3", *WHY)
    office.says("inbox", "close", id_, "--why", "elsewhere")
    office.refused(REFUSED, "inbox", "close", id_, "--why", "elsewhere")
