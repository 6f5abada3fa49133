# SPDX-License-Identifier: Apache-2.0
"""One value, one sequence of bytes; and what a stranger wrote is read no other way."""

import pytest

from kuzat.log.canonical import JsonRefused, NotCanonical, encode, encode_strings, parse


@pytest.mark.parametrize("value", ["\ud800", {"\udfff": 1}, float("nan"), float("inf"), 2**53])
def test_what_has_no_canonical_form(value: object) -> None:
    with pytest.raises(NotCanonical):
        encode(value)


def test_half_characters_have_no_canonical_form_in_the_fast_way_either() -> None:
    with pytest.raises(NotCanonical):
        encode_strings(["cut \ud83d in half"])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'{"a":1,"a":1}', "twice"),
        (b'{"a":[{"b":1,"b":2}]}', "twice"),
        (b'{"a":1.0}', "not whole"),
        (b'{"a":1e2}', "not whole"),
        (b'{"a":NaN}', "not whole"),
        (b'{"a":-Infinity}', "not whole"),
        (b'{"a":9007199254740992}', "keeps exact"),
        (b'{"a":-9007199254740992}', "keeps exact"),
        (b'{"a":' + b"9" * 100_000 + b"}", "keeps exact"),
        (b'{"a":"\xff"}', "UTF-8"),
        (b'{"a":"\xed\xa0\x80"}', "UTF-8"),
        ('{"a":1}'.encode("utf-16"), "UTF-8"),
        (b'{"a":"\\ud800"}', "not JSON"),
        (b'{"a":"\x01"}', "not JSON"),
        (b"", "not JSON"),
        (b"{} {}", "not JSON"),
        (b'\xef\xbb\xbf{"a":1}', "not JSON"),
        (b"[" * 100_000, "too deeply"),
        (b'{"a":' * 100_000, "too deeply"),
        (b'{"b":1,"a":1}', "not canonical"),
        (b'{"a": 1}', "not canonical"),
        (b'{"a":-0}', "not canonical"),
        (b'{"a":"\\u0041"}', "not canonical"),
        (b'{"a":"\\/"}', "not canonical"),
        (b'{"a":"' + b"x" * 200_000 + b'"}', "larger than 120000 bytes"),
    ],
)
def test_hostile_json_is_refused_by_name(content: bytes, reason: str) -> None:
    largest = 120_000 if b"x" * 200_000 in content else 1_000_000
    with pytest.raises(JsonRefused, match=reason):
        parse(content, largest)


def test_good_json_is_read() -> None:
    assert parse('{"a":[1,null,true],"б":"\\n"}'.encode(), 100) == {"a": [1, None, True], "б": "\n"}
