# SPDX-License-Identifier: Apache-2.0
"""A small archive, and what becomes of it when somebody changes its files."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from tests.template import Template

from kuzat.errors import KuzatError
from kuzat.store import Archive, Original, keep, verify
from kuzat.testing import Maker

NOTE = b"Three people stood by the gate until dark."
DATABASE, WAL = "cases.db", "cases.db-wal"


def furnish(archive: Archive) -> None:
    """A few records of every kind of content: texts, an account that is followed, exhibits, names."""
    maker = Maker(archive)
    page = maker.page()
    march = maker.new(
        "event", basis=page, title="A march is stopped", start="2019-07-08", region="KG-GB"
    )
    maker.add(march, basis=maker.page("Tang"), start="2019-07-09")
    maker.new("act", event=march, type="act.liberty", victim=maker.new("person", country="KG"))
    keep(archive, Original(name="note.txt", media_type="text/plain", content=BytesIO(NOTE)))
    maker.new("person", identity_name="Айсулуу Токтосунова", phone="+996 000 010203")
    letter = Original(
        name="letter.txt", media_type="text/plain", content=BytesIO(NOTE[::-1]), protected=True
    )
    keep(archive, letter)


class Small(NamedTuple):
    """The folder of such an archive, closed, and the way to open it."""

    path: Path
    template: Template

    @classmethod
    def make(cls, template: Template, path: Path) -> "Small":
        """Make one; its write-ahead log is folded into the file."""
        with template.copy(path) as archive:
            furnish(archive)
        return cls(path, template)

    @property
    def log(self) -> Path:
        """The folder of its one log."""
        (folder,) = (self.path / "log").iterdir()
        return folder

    def files(self) -> list[Path]:
        """Every file of it."""
        return sorted(file for file in self.path.rglob("*") if file.is_file())

    def copy(self, path: Path) -> "Small":
        """The same archive elsewhere."""
        shutil.copytree(self.path, path)
        return self._replace(path=path)

    def open(self) -> Archive:
        """Open it with the keys themselves."""
        return self.template.open(self.path)

    def alarm(self) -> KuzatError | None:
        """Why it does not open, or what verifying finds wrong with it."""
        try:
            with self.open() as archive:
                verify(archive, values=True)
        except KuzatError as alarm:
            return alarm
        return None


@contextmanager
def changed(path: Path, content: bytes) -> Iterator[None]:
    """Put another content into a file for a while."""
    before = path.read_bytes()
    path.write_bytes(content)
    try:
        yield
    finally:
        path.write_bytes(before)


def flipped(content: bytes, at: int, bits: int = 1) -> bytes:
    """The content with one byte changed."""
    return content[:at] + bytes((content[at] ^ bits,)) + content[at + 1 :]
