# SPDX-License-Identifier: Apache-2.0
"""A recording is heard for a reason; what it tells is written down by a person, or by a machine for one."""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from shutil import which

import pytest
from tests import sounds
from tests.people import open_as
from tests.template import Template

from kuzat.records import translations
from kuzat.store import (
    Archive,
    Original,
    access_erasure,
    access_identity,
    access_identity_log,
    access_record,
    keep,
    plan_translation,
    reader_of,
)
from kuzat.store.identity import IdentityShut, NoReason
from kuzat.store.listening import (
    Transcript,
    access_recording,
    may_hear,
    plan_transcript,
    say_machine_text,
)
from kuzat.store.reach import StillInOriginal
from kuzat.store.recognising import (
    NotRecognised,
    Recogniser,
    RecogniserUnfit,
    read_recogniser,
    recognised,
)
from kuzat.store.sounds import SoundRefused
from kuzat.testing import Maker

WHY, TOLD = "to write it down", "[0:02] Алар түндө келишти"
shut_in = pytest.mark.skipif(sys.platform != "linux" or which("bwrap") is None, reason="no bubblewrap")


def kept(archive: Archive, content: bytes, **more: object) -> str:
    told: dict[str, object] = {"protected": True} | more
    sound = Original(name="a.ogg", media_type="audio/ogg", content=BytesIO(content), **told)  # type: ignore[arg-type]
    return keep(archive, sound).id


@pytest.fixture
def voice(archive: Archive) -> tuple[str, str]:
    """A sealed voice message and the information that has it."""
    exhibit = kept(archive, sounds.opus(2))
    return exhibit, Maker(archive).new("information", exhibit=[exhibit])


def test_it_is_heard_for_a_reason_which_is_written_down(archive: Archive, voice: tuple[str, str]) -> None:
    reader, (exhibit, information) = reader_of(archive), voice
    with pytest.raises(NoReason):
        access_recording(archive, reader, exhibit, " ")
    heard = access_recording(archive, reader, exhibit, WHY)
    assert (heard.recording.media_type, heard.recording.seconds) == ("audio/ogg", 2)
    assert (heard.recording.content, heard.information, heard.texts) == (sounds.opus(2), information, ())
    looks = {(one.record, one.how, one.reason) for one in access_identity_log(archive, reader)}
    assert looks == {(exhibit, "read.heard", WHY), (information, "read.opened", WHY)}


@pytest.mark.slow
def test_what_lies_about_itself_is_not_played_and_stays_kept(archive: Archive) -> None:
    bomb = kept(archive, sounds.opus(60, says=1, packet=b"\x1b\x30"))
    with pytest.raises(SoundRefused, match="unpacks to far more"):
        access_recording(archive, reader_of(archive), bomb, WHY)
    other = kept(archive, b"#!AMR\n" + bytes(30))
    with pytest.raises(SoundRefused, match="not read here"):
        access_recording(archive, reader_of(archive), other, WHY)
    assert may_hear(archive, reader_of(archive), bomb)


def test_what_a_person_heard_is_sealed_testimony_that_rests_on_the_recording(
    archive: Archive, voice: tuple[str, str]
) -> None:
    reader, (exhibit, information) = reader_of(archive), voice
    maker = Maker(archive)
    who, translator, second = (maker.new("person", number_min="1") for _ in range(3))
    heard = Transcript(text=TOLD, language="ky", transcriber=who)
    archive.commit([plan_transcript(archive, reader, exhibit, heard)])
    (text,) = access_recording(archive, reader, exhibit, WHY).texts
    assert (text.about, text.says, text.value) == (information, "information.testimony", TOLD)
    assert (text.basis, text.language, text.compartment) == (exhibit, "ky", "identity")
    said = access_identity(archive, reader, information, WHY).record
    assert said.one("information.transcriber").text == who
    made = plan_translation(
        archive, text, "Они пришли ночью", "ru", translator=translator, reviewer=second
    )
    archive.commit([made])
    assert [one.language for one in access_recording(archive, reader, exhibit, WHY).texts] == ["ky", "ru"]
    (pair,) = translations(access_identity(archive, reader, information, WHY).record)
    assert (pair.translators, pair.reviewers) == ((translator,), (second,))
    values = [value for (value,) in archive.database.rows("SELECT value FROM statement")]
    assert TOLD not in values
    assert who not in values
    with pytest.raises(StillInOriginal):
        access_erasure(archive, reader, text.id.hex())


def test_of_a_published_recording_the_words_lie_in_the_open(archive: Archive) -> None:
    exhibit = kept(archive, sounds.wav(), public="https://tang.example.org/1", protected=False)
    plan = plan_transcript(archive, reader_of(archive), exhibit, Transcript(text=TOLD, language="ky"))
    archive.commit([plan])
    record = access_record(archive, reader_of(archive), plan.bound[0].about)
    assert record.one("information.text").text == TOLD
    assert record.one("information.exhibit").text == exhibit


@pytest.mark.slow
def test_what_a_machine_wrote_counts_as_nothing_until_a_person_says_it(
    archive: Archive, voice: tuple[str, str]
) -> None:
    reader, (exhibit, information) = reader_of(archive), voice
    say_machine_text(archive, reader, exhibit, "алар тундо келишти\n" * 900, "Listener 1.0")
    say_machine_text(archive, reader, exhibit, "алар тундо келишти\n" * 500, "Listener 1.0")
    heard = access_recording(archive, reader, exhibit, WHY)
    assert heard.drafted == "\n".join(["алар тундо келишти"] * 500)
    assert (len(heard.machine) > 1, heard.texts) == (True, ())
    record = access_identity(archive, reader, information, WHY).record
    assert record.all("information.testimony") == ()
    assert {one.text for one in record.all("information.read_with")} == {"Listener 1.0"}
    archive.commit([plan_transcript(archive, reader, exhibit, Transcript(text=TOLD, language="ky"))])
    heard = access_recording(archive, reader, exhibit, WHY)
    assert (heard.drafted, [one.value for one in heard.texts]) == ("", [TOLD])


def test_who_opens_no_identities_hears_nothing(
    archive: Archive, template: Template, voice: tuple[str, str]
) -> None:
    archive.close()
    with open_as(archive.path, template.unlocked, "documenter") as seen:
        for door in (
            lambda: access_recording(seen, reader_of(seen), voice[0], WHY),
            lambda: plan_transcript(seen, reader_of(seen), voice[0], Transcript(text="x", language="ky")),
            lambda: say_machine_text(seen, reader_of(seen), voice[0], "x", "Listener 1.0"),
        ):
            with pytest.raises(IdentityShut):
                door()


PROGRAM = """
import sys
sound = sys.stdin.buffer.read()
print(f"[0:00] {len(sound)} bytes, {sound[:4].decode()}")
"""
BODIES = {
    "it ends with an error": "raise SystemExit(3)",
    "it says nothing": "",
    "it never ends": "while True: pass",
    "it says too much": "while True: print('x' * 65536)",
}


@pytest.fixture
def listener(tmp_path: Path) -> Callable[[str], Recogniser]:
    """A small program that is really run."""

    def made(body: str) -> Recogniser:
        program = tmp_path / "listener.py"
        program.write_text(body)
        config = tmp_path / "listener.json"
        told = {
            "name": "Listener 1.0",
            "command": [sys.executable, "-I", str(program)],
            "sees": [str(tmp_path)],
            "seconds": 1 if "while True: pass" in body else 20,
        }
        config.write_text(json.dumps(told))
        config.chmod(0o600)
        return read_recogniser(config)

    return made


@pytest.mark.slow
@shut_in
def test_a_program_of_this_machine_hears_the_recording_and_nothing_else(
    listener: Callable[[str], Recogniser],
) -> None:
    content = sounds.opus(2)
    assert recognised(listener(PROGRAM), content) == f"[0:00] {len(content)} bytes, OggS"
    probe = PROGRAM + "\nimport os, socket\nprint(os.path.exists('/etc/passwd'), socket.if_nameindex())"
    assert recognised(listener(probe), content).endswith("False [(1, 'lo')]")


@shut_in
@pytest.mark.slow
@pytest.mark.parametrize("body", BODIES.values(), ids=list(BODIES))
def test_a_program_that_fails_leaves_nothing(listener: Callable[[str], Recogniser], body: str) -> None:
    with pytest.raises(NotRecognised):
        recognised(listener(body), sounds.opus(1))


@pytest.mark.slow
@shut_in
def test_who_leaves_does_not_wait_for_the_program(listener: Callable[[str], Recogniser]) -> None:
    endless = replace(listener("while True: pass"), seconds=3600)
    with pytest.raises(NotRecognised):
        recognised(endless, sounds.opus(1), lambda: True)


def test_a_file_that_others_can_write_to_or_that_says_something_else_is_not_followed(
    listener: Callable[[str], Recogniser], tmp_path: Path
) -> None:
    listener(PROGRAM)
    config = tmp_path / "listener.json"
    good = json.loads(config.read_text())
    wrong = {"shell": True, "name": "no version", "command": "rm", "sees": ["here"], "seconds": 0}
    bad: list[object] = [[], {}, good | {"command": []}, *(good | {k: v} for k, v in wrong.items())]
    for told in bad:
        config.write_text(json.dumps(told))
        with pytest.raises(RecogniserUnfit):
            read_recogniser(config)
    config.write_text(json.dumps(good))
    read_recogniser(config)
    if os.name == "posix":
        config.chmod(0o622)
        with pytest.raises(RecogniserUnfit):
            read_recogniser(config)
