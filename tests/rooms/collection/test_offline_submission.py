# SPDX-License-Identifier: Apache-2.0
"""A file that the form's script sealed is read here; whatever else is put in its place is named."""

from typing import Any

import pytest
from tests.forms import CODE, RFC_9180, attached, body, by_script, node, sealed

from kuzat.collection.offline import (
    Blank,
    NotASubmission,
    ReceiptRefused,
    SubmissionAltered,
    SubmissionBroken,
    SubmissionCut,
    SubmissionTooLarge,
    asked,
    digest,
    read,
)
from kuzat.errors import KuzatError
from kuzat.keys.box import public_key

SECRET = bytes(range(1, 33))
PURPOSE = "form_purpose.testimony"
BLANK = Blank(form="frm-" + "5a" * 16, key=public_key(SECRET).hex(), purpose=PURPOSE)
TOLD = [["information.testimony", "Түнү эшикти кагышты"], ["consent.purpose", "purpose.record"]]


def opened(content: bytes) -> Any:
    return read(content, SECRET, asked(PURPOSE))


def test_what_the_script_sealed_is_read() -> None:
    photo = bytes(range(256)) * 100
    original = "0" * 64
    file = {
        "name": "1.jpg", "type": "image/jpeg", "role": "consent", "content": photo.hex(), "original": original
    }  # fmt: skip
    content = by_script(BLANK, TOLD, files=[file])
    read_here = opened(content)
    assert read_here.said == tuple(map(tuple, TOLD))
    assert (read_here.language, read_here.receipt) == ("ky", digest(CODE, BLANK.form))
    (one,) = read_here.attachments
    assert (one.content, one.original, one.role) == (photo, original, "consent")
    assert not one.is_unchanged
    assert len(content) == 19 + 16 + 48 + (1 << 15)


def test_the_script_makes_the_published_vector() -> None:
    task = dict(RFC_9180)
    expected = task.pop("sealed")
    assert node("seal", **task) == expected


def test_a_code_of_the_script_is_one_here_and_a_misread_digit_is_found() -> None:
    first, *rest = node("codes", number=50)
    for code in (first, *rest):
        digest(code, BLANK.form)
    for at in range(25):
        for digit in set("0123456789") - {first[at]}:
            with pytest.raises(ReceiptRefused):
                digest(first[:at] + digit + first[at + 1 :], BLANK.form)
    assert len({first, *rest}) == 50
    assert digest(" ".join((first[:5], first[5:])), BLANK.form) == digest(first, BLANK.form)


def test_without_the_browsers_cryptography_the_form_says_so() -> None:
    assert node("able") is False


GOOD = sealed(BLANK, body(BLANK, TOLD))


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", NotASubmission),
        (b"PK\x03\x04 a sheet", NotASubmission),
        (GOOD[:-1], SubmissionCut),
        (GOOD[:40], SubmissionCut),
        (GOOD + b"\0", SubmissionCut),
        (GOOD[:-1] + bytes([GOOD[-1] ^ 1]), SubmissionAltered),
        (GOOD[:20] + bytes([GOOD[20] ^ 1]) + GOOD[21:], SubmissionAltered),
        (GOOD[:19] + bytes(16) + GOOD[35:], SubmissionAltered),
    ],
)
def test_what_is_no_whole_file_of_this_form_is_named(content: bytes, error: type[KuzatError]) -> None:
    with pytest.raises(error):
        opened(content)


def test_a_file_larger_than_any_is_not_read() -> None:
    with pytest.raises(SubmissionTooLarge):
        opened(GOOD + bytes(1 << 26))


PHOTO = b"\xff\xd8 not much of a photo"


@pytest.mark.parametrize(
    "told",
    [
        b"not JSON",
        b"[" * 15000,
        b"[]",
        body(BLANK, TOLD, more=1),
        body(BLANK, TOLD, format="kuzat-submission/2"),
        body(BLANK, TOLD, form="frm-" + "00" * 16),
        body(BLANK, TOLD, language="tlh"),
        body(BLANK, TOLD, receipt=CODE),
        body(BLANK, [["event.title", "Nobody asked for a title"]]),
        body(BLANK, [["any.adopts", "00" * 32]]),
        body(BLANK, [["information.testimony", "a" * (16 * 1024 + 1)]]),
        body(BLANK, [["information.testimony", "\ud800"]]),
        body(BLANK, [["information.testimony", 1]]),
        body(BLANK, [["information.testimony", "a"]] * 201),
        body(BLANK, TOLD, attachments=[attached(PHOTO + b"more")]),
        body(BLANK, TOLD, attachments=[attached(PHOTO, size=-1)]),
        body(BLANK, TOLD, attachments=[attached(PHOTO, name="a\nb")]),
        body(BLANK, TOLD, attachments=[attached(PHOTO, role="any")]),
        body(BLANK, TOLD, attachments=[attached(PHOTO, type="text/html; charset=x")]),
        body(BLANK, TOLD),  # the photo that follows is filling that is not zero
    ],
)
def test_what_no_form_seals_is_refused(told: Any) -> None:
    with pytest.raises(SubmissionBroken):
        opened(sealed(BLANK, told, PHOTO))


def test_content_is_known_again_by_who_holds_the_key_only() -> None:
    one = opened(GOOD)
    again = opened(sealed(BLANK, body(BLANK, TOLD, receipt="1" * 64), fresh=bytes(range(3, 35))))
    other = opened(sealed(BLANK, body(BLANK, TOLD[:1])))
    assert one.likeness(SECRET) == again.likeness(SECRET) != other.likeness(SECRET)
    assert one.likeness(SECRET) != one.likeness(bytes(32))
