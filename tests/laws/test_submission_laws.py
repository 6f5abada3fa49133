# SPDX-License-Identifier: Apache-2.0
"""Whatever somebody seals to a form by hand is a submission or is named; nothing else comes of it."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.forms import attached, body, sealed

from kuzat.collection.offline import Blank, SubmissionBroken, asked, read
from kuzat.keys.box import public_key

SECRET = bytes(range(1, 33))
PURPOSE = "form_purpose.incident"
BLANK = Blank(form="frm-" + "5a" * 16, key=public_key(SECRET).hex(), purpose=PURPOSE)
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
ANSWER = st.tuples(st.sampled_from(asked(PURPOSE)), st.text(min_size=1, max_size=40).filter(str.isprintable))


def opened(told: Any, files: bytes = b"") -> Any:
    return read(sealed(BLANK, told, files), SECRET, asked(PURPOSE))


@given(st.sampled_from(sorted(body(BLANK))), ANY)
def test_any_member_of_another_shape_is_named(member: str, value: Any) -> None:
    told = body(BLANK, [("event.start", "2024")]) | {member: value}
    try:
        found = opened(told)
    except SubmissionBroken:
        assert value != body(BLANK)[member]
    else:
        assert (found.form, found.receipt) == (BLANK.form, told["receipt"])


@given(st.sampled_from(sorted(attached(b"a file"))), ANY)
def test_any_part_of_an_attachment_of_another_shape_is_named(part: str, value: Any) -> None:
    good = attached(b"a file")
    try:
        (one,) = opened(body(BLANK, attachments=[good | {part: value}]), b"a file").attachments
    except SubmissionBroken:
        assert value != good[part]
    else:
        assert one.content == b"a file"


@given(st.lists(ANSWER, max_size=20), st.binary(max_size=200), st.binary(max_size=200))
def test_what_was_told_is_read_as_it_was_told(said: list[Any], first: bytes, second: bytes) -> None:
    files = [attached(first), attached(second, name="2.ogg", role="consent")]
    read_here = opened(body(BLANK, said, attachments=files), first + second)
    assert list(read_here.said) == said
    assert [one.content for one in read_here.attachments] == [first, second]
