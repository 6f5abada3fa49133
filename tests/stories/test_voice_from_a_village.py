# SPDX-License-Identifier: Apache-2.0
"""One day in the practice country, by the commands of docs/day.md: a voice message from a village, an account
translated in Osh, a case shared with Bishkek, one event with two accounts.
"""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import click
import pytest
from tests import sounds
from tests.commands import Office

from kuzat.cli import main
from kuzat.testing import Clock, Randomness, make_archive

pytestmark = pytest.mark.slow

VOICE, NAME = "PTT-20240513-WA0003.opus", "Айжан Токтогулова"
HEARD = "[0:01] Түндө үч киши келип, уулумду алып кетти. Менин атым Айжан."
RUSSIAN = "[0:01] Ночью пришли трое и увели моего сына. Меня зовут Айжан."
RELEASED = "Ночью пришли трое и увели сына жительницы села."
WHY = ("--reason", "to record it")


def chat() -> bytes:
    """What her neighbour's telephone handed on: a greeting, the voice message, and a joke."""
    lines = (
        f"13.05.2024, 06:40 - {NAME}: Саламатсыңарбы",
        f"13.05.2024, 06:41 - {NAME}: {VOICE} (файл добавлен)",
        "13.05.2024, 06:55 - Темир: <Без медиафайлов>",
    )
    content = BytesIO()
    with ZipFile(content, "w") as out:
        out.writestr("Чат WhatsApp с контактом Айжан.txt", "\n".join(lines))
        out.writestr(VOICE, sounds.opus(9))
    return content.getvalue()


@pytest.fixture
def offices(tmp_path: Path) -> tuple[Office, Office]:
    """Two offices of one organisation that have compared their digits."""
    made = []
    for name in ("osh", "bishkek"):
        clock = Clock("2024-05-13T09:00:00Z", step=1)
        make_archive(tmp_path / name, clock=clock, random=Randomness(name)).close()
        made.append(Office(tmp_path / name, tmp_path))
    osh, bishkek = made
    for here, there, code in ((osh, bishkek, "bishkek"), (bishkek, osh, "osh")):
        card = there.json("peer", "card")
        file = here.write(f"{code}.card", card["card"] + "\n")
        here.says("peer", "add", file, code, "--digits", card["digits"], "--relation", "office")
    return osh, bishkek


def values(office: Office, record: str, says: str) -> list[str]:
    """What stands of a property of a record, in the open."""
    return [one["value"] for one in office.json("show", record)["values"].get(says, ())]


def test_from_a_voice_message_to_one_event_with_two_accounts(offices: tuple[Office, Office]) -> None:
    osh, bishkek = offices

    # Osh, in the morning: the chat comes in; nothing of it counts.
    told = ("--zone", "+06:00", "--dates", "day-first")
    export = osh.json("inbox", "export", osh.write("chat.zip", chat()), *told)
    assert (export["items"], export["missing"], export["disguised"]) == (3, [], [])
    assert osh.json("count", "--by", "year")["total"] == 0
    items = osh.json("inbox", "read", export["information"], *WHY)
    assert [one["files"] for one in items] == [[], [VOICE], []]
    became = osh.json("inbox", "take-up", export["information"], "1", "2", "--together", *WHY)
    event, information = became[1]["event"], became[1]["information"]
    osh.says("inbox", "pass", export["information"], "3", "--why", "elsewhere", *WHY)

    # It is heard, written down in Kyrgyz by one, translated by another, compared by a third.
    (voice,) = values(osh, information, "information.exhibit")
    team = [osh.json("add", "person", "kind=person_kind.person")["record"] for _ in range(3)]
    file = osh.write("heard.txt", HEARD)
    who = ("--transcriber", team[0])
    written = osh.json("transcribe", voice, "--language", "ky", "--file", file, *who, *WHY)
    original = written["statements"][0]
    file = osh.write("russian.txt", RUSSIAN)
    who = ("--translator", team[1], "--reviewer", team[2])
    russian = osh.json("translate", original, "--language", "ru", "--file", file, *who, *WHY)["statements"][0]
    shown = [osh.says("show", one) for one in (event, information)]
    assert not any(secret in page for page in shown for secret in (NAME, "Айжан", HEARD, RUSSIAN))

    # What may leave Osh is a text in which nobody is named, and what the event is.
    osh.refused(3, "release", russian, "--file", osh.write("named.txt", RUSSIAN), "--language", "ru")
    osh.says("release", russian, "--file", osh.write("released.txt", RELEASED), "--language", "ru")
    osh.says("add", "event", "--to", event, "start=2024-05-12", "region=KG-O", "--basis", information)
    osh.says("add", "event", "--to", event, "reference=OSH-17")
    osh.says("add", "act", "event=OSH-17", "type=act.liberty.enforced_disappearance", "--basis", information)

    # Nobody has asked her yet: nothing of hers goes out. She is asked, allows it, and it goes.
    early = osh.json("bundle", "make", str(osh.files / "early.bundle"), event, "--to", "bishkek")
    assert (early["statements"], early["withheld"] > 0) == (1, True)
    (person,) = values(osh, information, "information.source")
    allowed = ("--for", "share", "--audience", "partner", "--level", "pseudonym", "--medium", "spoken")
    osh.says("consent", "give", person, *allowed, "--language", "ky")
    bundle = str(osh.files / "case.bundle")
    assert osh.json("bundle", "make", bundle, event, "--to", "bishkek")["withheld"] == 0

    # Bishkek, in the evening: the case stands there, with the words that were released and no name.
    bishkek.says("bundle", "read", bundle)
    assert values(bishkek, information, "information.released") == [RELEASED]
    seen = "".join(bishkek.says("show", one) for one in (event, information))
    assert not any(secret in seen for secret in (NAME, "Айжан", HEARD, RUSSIAN))
    assert bishkek.refused(4, "transcribe", voice, "--language", "ky", "--file", file, *WHY)

    # A newspaper names another day. It is the same event: one more account, and no second event.
    paper = ("url=https://tang.example.org/1", "publisher=Tang", "published=2024-05-14")
    page = bishkek.json("add", "information", *paper)["record"]
    bishkek.says("add", "information", "--to", page, "event=OSH-17")
    said = bishkek.json("add", "event", "--to", event, "start=2024-05-13", "--basis", page)["statements"]
    told = bishkek.json("show", event)["values"]["event.start"]
    assert [(one["value"], one["standing"]) for one in told] == [
        ("2024-05-12", "contested"), ("2024-05-13", "contested"),
    ]  # fmt: skip
    counted = bishkek.json("count", "--by", "year")
    assert counted["total"] == 1
    assert "told by 2 independent sources" in bishkek.says("count", "--by", "year")
    village = next(one["statement"] for one in told if one["statement"] not in said)
    bishkek.says("adopt", village, "--reason", "she was there, the newspaper heard of it", "--basis", page)
    assert values(bishkek, event, "event.start")[0] == "2024-05-12"
    assert bishkek.json("show", event)["values"]["event.start"][0]["standing"] == "adopted"
    for office in offices:
        office.says("verify", "--values")
    looks = osh.json("identity", "log")
    assert {"read.heard", "read.opened"} <= {one["how"] for one in looks}


def test_the_page_tells_the_day_with_commands_that_there_are() -> None:
    day = (Path(__file__).resolve().parents[2] / "docs" / "day.md").read_text(encoding="utf-8")
    told = [line.split()[1:] for line in day.splitlines() if line.startswith("kuzat ")]
    lived = Path(__file__).read_text(encoding="utf-8")
    for words in told:
        command: click.Command = main
        named = list[str]()
        while isinstance(command, click.Group):
            named.append(words[len(named)])
            command = command.commands[named[-1]]
        options = {name for option in command.params for name in option.opts}
        assert {word for word in words if word.startswith("--")} <= options, words
        assert ", ".join(f'"{name}"' for name in named) in lived, f"{named} is told and not lived"
    assert len(told) > 15
