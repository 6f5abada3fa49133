# SPDX-License-Identifier: Apache-2.0
"""Whatever bytes come as a sheet: it is read, or refused by a sentence, and soon."""

import io
import zipfile
from contextlib import suppress

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kuzat.collection import read, write_csv
from kuzat.errors import KuzatError

ROWS = [["K-1", "A march, stopped", "2020-03-08", "=1"], ["K-2", "Шествие", "", "5"]]
HEAD = ["code", "title", "start", "killed"]
FEW = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])


def book() -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as made:
        page = made.add_worksheet()
        for down, cells in enumerate([HEAD, *ROWS]):
            page.write_row(down, 0, cells)
        page.write_formula(3, 3, "=1+1", None, 2)
    return target.getvalue()


def small_csv() -> bytes:
    target = io.BytesIO()
    write_csv(HEAD, ROWS, target)
    return target.getvalue()


LINES = b'{"code": "K-1", "title": "A \\u043c", "killed": 2}\n{"code": "K-2", "killed": null}\n'
VALID = {"a.csv": small_csv(), "a.jsonl": LINES, "a.xlsx": book()}
# One change: where, how much of it goes, what comes in its place.
CHANGE = st.tuples(st.floats(0, 1), st.integers(0, 8), st.binary(max_size=8))
PIECES = st.sampled_from(
    [b'"', b"\r", b"\0", b"<", b"{", b"[", b"\xff\xfe", b"\\ud800", b"\xe2\x80\xae", b"PK\x01\x02"]
)
CHANGES = st.lists(CHANGE | st.tuples(st.floats(0, 1), st.integers(0, 2), PIECES), min_size=1, max_size=6)


def changed(content: bytes, changes: list[tuple[float, int, bytes]]) -> bytes:
    for share, gone, fresh in changes:
        at = int(share * len(content))
        content = content[:at] + fresh + content[at + gone :]
    return content


def read_whole(content: bytes, name: str) -> None:
    """Read every row, or be refused; anything else that is raised fails the test."""
    with suppress(KuzatError):
        for row in read(content, name).rows:
            assert row.problem is None or str(row.problem)


@pytest.mark.parametrize("name", VALID)
def test_the_sheets_that_are_changed_here_can_be_read(name: str) -> None:
    assert [row.cells["code"] for row in read(VALID[name], name).rows][:2] == ["K-1", "K-2"]


@pytest.mark.parametrize("name", VALID)
@FEW
@given(changes=CHANGES)
def test_changed_bytes_are_read_or_refused(name: str, changes: list[tuple[float, int, bytes]]) -> None:
    read_whole(changed(VALID[name], changes), name)


@FEW
@given(part=st.sampled_from(sorted(zipfile.ZipFile(io.BytesIO(VALID["a.xlsx"])).namelist())), changes=CHANGES)
def test_a_changed_part_of_a_workbook_is_read_or_refused(
    part: str, changes: list[tuple[float, int, bytes]]
) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(VALID["a.xlsx"])) as old, zipfile.ZipFile(target, "w") as new:
        for member in old.namelist():
            content = old.read(member)
            new.writestr(member, changed(content, changes) if member == part else content)
    read_whole(target.getvalue(), "a.xlsx")


@FEW
@given(
    content=st.binary(max_size=200),
    name=st.sampled_from(sorted(VALID)),
    start=st.sampled_from([b"", b"PK\x03\x04"]),
)
def test_any_bytes_are_read_or_refused(content: bytes, name: str, start: bytes) -> None:
    read_whole(start + content, name)
