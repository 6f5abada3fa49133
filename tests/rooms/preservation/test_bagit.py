# SPDX-License-Identifier: Apache-2.0
"""A bag written here holds, says nothing more than it must, and no change of it goes unseen."""

import hashlib
from collections.abc import Iterator

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kuzat.preservation import BagBad, BagRefused, InfoRefused, bag, check_bag
from kuzat.preservation.bagcheck import Files

ORIGINALS = {"a.txt": b"who said so?", "sub/100% Ош.bin": bytes(range(256)) * 300, "empty": b""}


def written(originals: dict[str, bytes], *info: tuple[str, str]) -> dict[str, bytes]:
    payload = [(name, [content[:7], content[7:]]) for name, content in originals.items()]
    return {path: b"".join(content) for path, content in bag(payload, info)}


def opened(files: dict[str, bytes]) -> Files:
    return {path: lambda content=content: [content] for path, content in files.items()}


def test_a_bag_holds_and_gives_every_byte_back() -> None:
    files = written(ORIGINALS, ("External-Identifier", "exh-1"))
    checked = check_bag(opened(files))
    assert (checked.version, checked.files, checked.warnings) == ("1.0", 3, ())
    assert checked.size == sum(map(len, ORIGINALS.values()))
    assert {path[5:]: c for path, c in files.items() if path.startswith("data/")} == ORIGINALS
    assert checked.info == (("External-Identifier", "exh-1"), ("Payload-Oxum", f"{checked.size}.3"))


def test_the_files_are_those_of_the_standard_and_the_declaration_comes_last() -> None:
    files = written({"a": b"x"})
    assert list(files) == [
        "data/a",
        "bag-info.txt",
        "manifest-sha256.txt",
        "manifest-sha512.txt",
        "tagmanifest-sha256.txt",
        "tagmanifest-sha512.txt",
        "bagit.txt",
    ]
    assert files["bagit.txt"] == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    digest = hashlib.sha256(b"x").hexdigest()
    assert files["manifest-sha256.txt"] == f"{digest}  data/a\n".encode()
    assert files["bag-info.txt"] == b"Payload-Oxum: 1.1\n"


def test_a_percent_sign_is_encoded_in_manifests_only() -> None:
    files = written({"100%.txt": b"x"})
    assert "data/100%.txt" in files
    assert files["manifest-sha256.txt"].endswith(b"  data/100%25.txt\n")
    assert check_bag(opened(files)).files == 1


def test_an_empty_bag_is_a_bag() -> None:
    assert check_bag(opened(written({}))).files == 0


def test_content_streams_and_is_never_held() -> None:
    held: list[int] = []

    def long() -> Iterator[bytes]:
        for number in range(1000):
            held.append(number)
            yield bytes(1024)

    members = bag([("long", long())])
    _, content = next(members)
    for number, _ in enumerate(content):
        assert held[-1] == number
    assert b"Payload-Oxum: 1024000.1" in b"".join(next(members)[1])


def test_a_file_left_half_read_is_a_mistake_of_the_caller() -> None:
    members = bag([("a", [b"1", b"2"]), ("b", [b"3"])])
    next(iter(next(members)[1]))
    with pytest.raises(RuntimeError):
        next(members)


@pytest.mark.parametrize(
    "name",
    ["../a", "/a", "a//b", "", "a/./b", "a\\b", "C:a", "a\nb", "a?", "aux", "COM1.txt", "a.", "a "],
)
def test_names_that_some_system_cannot_hold_are_refused(name: str) -> None:
    with pytest.raises(BagRefused, match="File 1") as caught:
        written({name: b""})
    assert not name or repr(name) not in str(caught.value)


@pytest.mark.parametrize("twin", ["ош.TXT", "Й.txt".replace("Й", "И\u0306")])
def test_names_that_some_system_takes_for_one_are_refused(twin: str) -> None:
    first = "Ош.txt" if twin[0] == "о" else "Й.txt"
    with pytest.raises(BagRefused, match="File 2"):
        written({first: b"", twin: b""})


@pytest.mark.parametrize(
    "line", [("a:b", "x"), ("Имя", "x"), ("payload-oxum", "1.1"), ("A", " \n")]
)
def test_lines_that_would_lie_or_break_are_refused(line: tuple[str, str]) -> None:
    with pytest.raises(InfoRefused, match="Line 1"):
        written({}, line)


def test_a_long_description_is_continued_and_read_again() -> None:
    files = written({}, ("External-Description", "Papers of the case\n in two parts\r\nA-1"))
    assert check_bag(opened(files)).info[0][1] == "Papers of the case in two parts A-1"


SMALL = written({"a.txt": b"who said so?", "b/c": b"\x00"})


@settings(max_examples=150)
@given(data=st.data())
def test_every_changed_byte_is_seen(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(SMALL)))
    content = bytearray(SMALL[path])
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    if path.startswith("tagmanifest"):  # no digest guards these: case and space mean nothing
        assume(content.lower().split() != SMALL[path].lower().split())
    with pytest.raises(BagBad):
        check_bag(opened(SMALL | {path: bytes(content)}))


@pytest.mark.parametrize("path", sorted(SMALL))
def test_every_missing_file_is_seen(path: str) -> None:
    rest = {name: content for name, content in SMALL.items() if name != path}
    if path.startswith("tagmanifest"):
        assert check_bag(opened(rest)).files == 2  # they are no duty; the other still guards
    else:
        with pytest.raises(BagBad):
            check_bag(opened(rest))


def test_an_extra_file_is_seen_and_not_named() -> None:
    with pytest.raises(BagBad) as caught:
        check_bag(opened(SMALL | {"data/aibek.txt": b""}))
    assert "aibek" not in str(caught.value)


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        (b"BagIt-Version: 1.1\nTag-File-Character-Encoding: UTF-8\n", "newer"),
        (b"BagIt-Version: 1.0\nTag-File-Character-Encoding: rot13\n", "encoding is not known"),
        (b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\nMore: x\n", "does not say"),
        (b"", "does not say"),
    ],
)
def test_a_declaration_that_is_not_understood_is_refused(head: bytes, reason: str) -> None:
    with pytest.raises(BagBad, match=reason):
        check_bag(opened(SMALL | {"bagit.txt": head}))


def test_a_manifest_that_never_ends_is_refused() -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield bytes(1024 * 1024)

    with pytest.raises(BagBad, match="too large"):
        check_bag(dict(opened(SMALL)) | {"manifest-sha256.txt": endless})
