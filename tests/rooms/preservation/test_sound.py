# SPDX-License-Identifier: Apache-2.0
"""A recording is played only where its container is whole and holds what it says, and nothing else."""

import pytest
from tests import sounds

from kuzat.preservation.documents.extracted import Limits, Silence, Unread
from kuzat.preservation.documents.reading import extract
from kuzat.preservation.folder import HOSTILE
from kuzat.preservation.sound import LARGEST, LONGEST, PLAYED, check

WHOLE = {
    "audio/ogg": (sounds.opus(2), 2.0),
    "audio/mp4": (sounds.m4a(3), 3.0),
    "audio/mpeg": (sounds.mp3(80), 80 * 1152 / 44_100),
    "audio/aac": (sounds.adts(100), 100 * 1024 / 16_000),
    "audio/wav": (sounds.wav(1), 1.0),
}


def refused(content: bytes) -> Silence:
    with pytest.raises(Unread) as caught:
        check(content)
    return caught.value.silence


def test_every_form_that_is_played_is_tried() -> None:
    assert set(WHOLE) == PLAYED


@pytest.mark.parametrize("media_type", WHOLE)
def test_a_whole_recording_is_known_with_its_length(media_type: str) -> None:
    content, seconds = WHOLE[media_type]
    found = check(content)
    assert (found.media_type, round(found.seconds, 2)) == (media_type, round(seconds, 2))


@pytest.mark.parametrize("media_type", WHOLE)
@pytest.mark.parametrize("more", [b"PK\x03\x04" + bytes(60), b"<html><script>", b"%PDF-1.7 and so on"])
def test_what_goes_on_behind_its_end_is_not_played(media_type: str, more: bytes) -> None:
    expected = Silence.DAMAGED if media_type == "audio/mp4" else Silence.TWOFOLD
    assert refused(WHOLE[media_type][0] + more) is expected
    assert refused(WHOLE[media_type][0] + bytes(40)) in (Silence.DAMAGED, Silence.UNKNOWN)


@pytest.mark.parametrize("media_type", ["audio/ogg", "audio/mp4", "audio/wav"])
def test_what_is_cut_is_not_played(media_type: str) -> None:
    content = WHOLE[media_type][0]
    for size in (len(content) - 1, len(content) // 2, 40, 12):
        assert refused(content[:size]) in (Silence.DAMAGED, Silence.UNKNOWN), size


def test_a_few_bytes_that_unpack_to_days_are_a_bomb() -> None:
    longest = b"\x1b\x30"  # one packet of 48 frames: 0.96 s in two bytes
    assert refused(sounds.opus(60, says=1, packet=longest)) is Silence.BOMB
    assert refused(sounds.m4a(60, says=1)) is Silence.BOMB
    assert refused(sounds.m4a(5, samples=900_000)) is Silence.DAMAGED
    hours = sounds.opus(500, packet=longest)
    assert len(hours) < 100_000
    assert refused(hours) is Silence.BOMB


def test_vorbis_is_counted_by_its_longest_blocks() -> None:
    assert check(sounds.vorbis(2)).seconds == 2
    assert refused(sounds.vorbis(60, says=1, packet=b"x")) is Silence.BOMB


def test_what_was_cut_on_a_telephone_says_less_than_it_holds_and_is_played() -> None:
    loud = bytes([0xF8]) + bytes(30)  # 12 kbit/s
    assert check(sounds.opus(60, says=5, packet=loud)).seconds == 5


def test_what_plays_longer_than_anybody_records_is_too_large() -> None:
    assert check(sounds.wav(60, rate=50)).seconds == 60
    assert refused(sounds.wav(LONGEST + 60, rate=50)) is Silence.LARGE
    assert refused(bytes(LARGEST + 1)) is Silence.LARGE


def test_a_length_that_is_a_lie_is_damage() -> None:
    assert refused(sounds.wav(1, declares=1 << 31)) is Silence.DAMAGED


def test_one_bit_that_was_changed_in_a_page_is_found() -> None:
    content = bytearray(sounds.opus(2))
    content[-1] ^= 1
    assert refused(bytes(content)) is Silence.DAMAGED


@pytest.mark.parametrize(
    "content",
    [
        b"", b"OggS", b"#!AMR\n" + bytes(20), b"PK\x03\x04" + bytes(50), b"<html>", bytes(100),
        sounds.m4a(3, handler=b"vide"),
        sounds.page(0, 0, [b"\x7fFLAC" + bytes(20)], flags=2),
        sounds.opus(1) + sounds.opus(1),
    ],
    ids=["nothing", "four letters", "AMR", "ZIP", "page", "zeros", "pictures", "FLAC", "two streams"],
)  # fmt: skip
def test_anything_else_is_named_and_not_played(content: bytes) -> None:
    assert refused(content) in (Silence.UNKNOWN, Silence.DAMAGED)


def test_a_folder_of_documents_keeps_recordings_and_refuses_those_that_lie() -> None:
    voice = extract(sounds.opus(2), Limits())
    assert (voice.media_type, voice.silence, voice.seconds) == ("audio/ogg", Silence.RECORDING, 2)
    lies = extract(sounds.opus(60, says=1, packet=b"\x1b\x30"), Limits())
    assert (lies.silence, lies.seconds, lies.silence in HOSTILE) == (Silence.BOMB, 0, True)
    other = extract(b"#!AMR\n" + bytes(20), Limits())
    assert (other.silence, other.seconds) == (Silence.RECORDING, 0)
