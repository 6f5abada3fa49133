# SPDX-License-Identifier: Apache-2.0
"""A folder of documents comes in file by file: taken, kept without text, already there, or refused."""

import os
import socket
import struct
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from tests.commands import Office
from tests.papers import docx, endless_pdf, packed, paragraph, part, types, written_pdf
from tests.template import Template

from kuzat.preservation.documents.extracted import MEBI, Limits
from kuzat.preservation.folder import Fate
from kuzat.store import Archive, sandbox
from kuzat.store.documents import Batch, take_in
from kuzat.store.folders import found_in

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or which("bwrap") is None, reason="bubblewrap is not installed"
)

KY = "Күбө түнкү саат экиде эшик кагылганын айтты"
REASON = ("--reason", "to code it")
DEPTH = 1500


@pytest.fixture
def office(template: Template, tmp_path: Path) -> Office:
    template.copy(tmp_path / "a.archive").close()
    files = tmp_path / "files"
    files.mkdir()
    return Office(tmp_path / "a.archive", files)


def gather(office: Office, *arguments: str) -> dict[str, dict[str, Any]]:
    """What became of each file, by its name."""
    found = office.json("gather", str(office.files), *arguments)
    assert len({one["name"] for one in found}) == len(found)
    return {one["name"]: one for one in found}


def fates(found: dict[str, dict[str, Any]]) -> dict[str, str]:
    return {name: one["fate"] for name, one in found.items()}


def in_order(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Pieces of a text as they stand in it."""
    return sorted(told, key=lambda one: int(one["basis"].split("=")[1].split(",")[0]))


def size(office: Office) -> int:
    """How many entries the log has."""
    return int(office.json("checkpoint")["size"])


def test_documents_of_every_kind_come_in_and_can_be_found(office: Office) -> None:
    (office.files / "deep").mkdir()
    office.write("deep/told.pdf", written_pdf([f"{KY} 1", "", f"{KY} 3"]))
    office.write("told.docx", docx(paragraph("Свидетель рассказал")))
    office.write("page.html", "<html><p>Guvoh aytdi</p></html>")
    office.write("photo.jpg", b"\xff\xd8\xff\xe0" + bytes(99))
    office.write("voice.mp3", b"ID3\x04" + bytes(99))
    office.write("sheet.bin", bytes(range(256)))
    found = gather(office)
    assert fates(found) == {
        "deep/told.pdf": "taken", "told.docx": "taken", "page.html": "taken",
        "photo.jpg": "kept", "voice.mp3": "kept", "sheet.bin": "kept",
    }  # fmt: skip
    assert found["deep/told.pdf"]["media_type"] == "application/pdf"
    assert found["deep/told.pdf"]["pages"] == 3
    assert found["photo.jpg"]["reason"] == "it is an image"
    # Texts that are not public are sealed: a coder finds nothing, who opens identities does.
    assert office.json("search", "кагылганын") == []
    (hit,) = office.json("identity", "search", "кагылганын", *REASON)
    assert hit["id"] == found["deep/told.pdf"]["information"]
    told = in_order(hit["values"]["information.text"])
    assert [one["value"] for one in told] == [f"{KY} 1", f"{KY} 3"]
    exhibit, length = found["deep/told.pdf"]["exhibit"], len(f"{KY} 1")
    spans = [f"{exhibit}#chars=0,{length}", f"{exhibit}#chars={length + 2},{2 * length + 2}"]
    assert [one["basis"] for one in told] == spans
    out = office.files.parent / "out.pdf"
    office.says("original", exhibit, str(out), *REASON)
    assert out.read_bytes() == (office.files / "deep/told.pdf").read_bytes()


def test_published_documents_are_found_by_everybody(office: Office) -> None:
    office.write("told.txt", KY)
    found = gather(office, "--public", "https://practice.example.org/told", "--language", "ky")
    (hit,) = office.json("search", "кагылганын")
    assert hit["record"] == found["told.txt"]["information"]
    shown = office.json("show", hit["record"])
    assert shown["sealed"] == 0
    assert shown["values"]["information.text"][0]["language"] == "ky"


def test_the_same_folder_again_adds_nothing_and_a_new_file_only_itself(office: Office) -> None:
    for name in ("a.txt", "b.txt", "c.bin"):
        office.write(name, f"told in {name}" if name != "c.bin" else b"\0\1\2")
    when = ("--received-on", "2024-05", "--received-how", "hand")
    first, entries = gather(office, *when), size(office)
    assert set(fates(gather(office, *when)).values()) == {"already"}
    assert size(office) == entries
    office.write("d.txt", "told in d.txt")
    again = gather(office)
    assert Counter(fates(again).values()) == {"already": 3, "taken": 1}
    assert {name: again[name]["exhibit"] for name in first} == {n: one["exhibit"] for n, one in first.items()}


def test_an_original_that_was_kept_before_gets_its_text_and_stays_one_exhibit(office: Office) -> None:
    (kept,) = office.json("keep", office.write("a.txt", KY))
    found = gather(office, "--received-on", "2024-05")
    assert fates(found) == {"a.txt": "taken"}
    assert found["a.txt"]["exhibit"] == kept["id"]
    steps = [step["what"] for step in office.json("show", kept["id"])["custody"]]
    assert steps == ["received", "kept"]


def test_an_encoding_that_was_guessed_is_said_to_be(office: Office) -> None:
    office.write("old.txt", "Свидетель рассказал, что ночью в дом вошли люди".encode("windows-1251"))
    assert gather(office, "--dry-run")["old.txt"]["guessed"] == "windows-1251"
    assert "windows-1251 is a guess" in office.says("gather", str(office.files))
    read = office.json("show", gather(office)["old.txt"]["exhibit"])
    assert read["values"] == {}  # of a sealed original nothing is said in the open


def test_a_dry_run_reads_everything_and_writes_nothing(office: Office) -> None:
    office.write("a.txt", KY)
    office.write("b.bin", b"\0\1")
    entries = size(office)
    assert fates(gather(office, "--dry-run")) == {"a.txt": "taken", "b.bin": "kept"}
    assert size(office) == entries
    assert "Nothing was written." in office.says("gather", str(office.files), "--dry-run")


LONG = "\n".join(f"{KY} {number}" for number in range(1000))


@pytest.mark.slow
def test_a_long_text_is_an_exhibit_of_its_own_that_says_from_what_and_with_what(office: Office) -> None:
    office.write("long.pdf", written_pdf([LONG, LONG]))
    found = gather(office)["long.pdf"]
    assert found["fate"] == "taken"
    named = office.json("show", found["information"])["values"]["information.exhibit"]
    (made,) = {one["value"] for one in named} - {found["exhibit"]}
    out = office.files.parent / "text.txt"
    office.says("original", made, str(out), *REASON)
    text = out.read_bytes().decode()
    assert text == f"{LONG}\f{LONG}"
    shown = office.json("show", made)["values"]
    assert [one["value"] for one in shown["exhibit.made_from"]] == [found["exhibit"]]
    assert "pypdfium2" in shown["exhibit.made_with"][0]["value"]
    told = office.json("identity", "open", found["information"], *REASON)["values"]
    for one in told["information.text"]:
        record, _sign, span = one["basis"].partition("#chars=")
        start, end = map(int, span.split(","))
        assert (record, text[start:end]) == (made, one["value"])
    assert {one["value"] for one in told["information.exhibit"]} == {found["exhibit"], made}
    assert fates(gather(office)) == {"long.pdf": "already"}


def test_a_long_plain_text_is_its_own_exhibit(office: Office) -> None:
    office.write("long.txt", LONG)
    before = len(office.json("exhibits"))
    found = gather(office)["long.txt"]
    assert len(office.json("exhibits")) == before + 1
    told = office.json("identity", "open", found["information"], *REASON)["values"]["information.text"]
    assert "".join(one["value"] for one in in_order(told)) == LONG


def test_erasing_a_document_takes_its_text_and_all_that_rests_on_it(office: Office) -> None:
    """Also from the compartment identity, and also the exhibit that the text became."""
    office.write("long.pdf", written_pdf([LONG]))
    exhibit = gather(office)["long.pdf"]["exhibit"]
    erase = ("erase", exhibit, "--ground", "asked", "--yes")
    assert "rest on" in office.refused(3, *erase)
    gone = office.json(*erase, "--derived")
    assert len(gone["exhibits"]) == 2
    assert office.json("identity", "search", "кагылганын", *REASON) == []
    assert not {file.name for file in (office.archive / "exhibits").iterdir()} & set(gone["exhibits"])
    assert office.json("verify", "--values")["missing"] == 0


@pytest.mark.slow
def test_the_source_of_a_document_can_take_it_back(office: Office) -> None:
    person = office.json("add", "person", "country=KG")["record"]
    office.write("long.pdf", written_pdf([LONG]))
    found = gather(office, "--source", person)["long.pdf"]
    given = ("--for", "record", "--audience", "organisation", "--level", "named", "--medium", "spoken")
    consent = office.json("consent", "give", person, *given)["record"]
    office.says("identity", "open", found["information"], *REASON)
    office.says("consent", "withdraw", consent)
    exhibits = [row["id"] for row in office.json("exhibits")]
    assert found["exhibit"] not in exhibits
    office.refused(5, "identity", "open", found["information"], *REASON)
    for exhibit in os.listdir(office.archive / "exhibits"):
        if exhibit not in exhibits:  # the document, and the text made from it
            office.refused(5, "original", exhibit, str(office.files.parent / "out"), *REASON)


# What lies in folders beside documents.


def test_what_is_no_document_is_named_and_never_followed(office: Office) -> None:
    secret = office.files.parent / "secret.txt"
    secret.write_text("outside")
    (office.files / "link.txt").symlink_to(secret)
    (office.files / "around").symlink_to(office.files)
    os.mkfifo(office.files / "pipe")
    (office.files / ".DS_Store").write_bytes(b"x")
    (office.files / "Thumbs.db").write_bytes(b"x")
    with socket.socket(socket.AF_UNIX) as listening:
        here = os.open(office.files, os.O_RDONLY)
        listening.bind(f"/proc/self/fd/{here}/socket")
        os.close(here)
    office.write("told.txt", KY)
    entries = size(office)
    found = gather(office)
    assert Counter(fates(found).values()) == {"refused": 6, "taken": 1}
    assert found["link.txt"]["reason"] == "it is a link; where it leads was not looked at"
    assert found["around"]["reason"] == found["link.txt"]["reason"]
    assert "device" in found["pipe"]["reason"]
    assert "device" in found["socket"]["reason"]
    assert size(office) == entries + 2


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_what_cannot_be_read_is_named(office: Office) -> None:
    (office.files / "shut").mkdir(0)
    Path(office.write("shut.txt", KY)).chmod(0)
    found = gather(office)
    (office.files / "shut").chmod(0o700)
    assert fates(found) == {"shut": "refused", "shut.txt": "refused"}
    assert "cannot be read" in found["shut.txt"]["reason"]


def test_names_that_are_no_text_or_hide_signs_are_shown_as_what_they_are(office: Office) -> None:
    for name in (b"two\nlines.txt", b"\xff\xfe.txt", "photo\u202egpj.exe".encode()):
        (Path(os.fsdecode(os.fsencode(office.files) + b"/" + name))).write_text(f"told in {name!r}")
    found = gather(office)
    assert fates(found) == dict.fromkeys(
        ("two\\nlines.txt", "\\xff\\xfe.txt", "photo\\u202egpj.exe"), "taken"
    )
    names = {
        office.json("identity", "open", one["exhibit"], *REASON)["values"]["exhibit.name"][0]["value"]
        for one in found.values()
    }
    assert names == set(found)


def test_the_archive_does_not_take_itself_in(office: Office) -> None:
    found = office.json("gather", str(office.archive.parent))
    assert [one["reason"] for one in found] == ["it is this archive itself"]


@pytest.fixture
def deep(tmp_path: Path) -> Iterator[Path]:
    """A file below more folders than Python calls functions; taken away again, since few programs could."""
    here, names = os.getcwd(), ["d"] * DEPTH
    os.chdir(tmp_path)
    for name in names:
        os.mkdir(name)
        os.chdir(name)
    Path("told.txt").write_text(KY)
    yield tmp_path / "d"
    Path("told.txt").unlink()
    for name in names:
        os.chdir("..")
        os.rmdir(name)
    os.chdir(here)


def test_folders_in_folders_without_end_are_walked(archive: Archive, deep: Path) -> None:
    (found,) = found_in(archive, deep)
    assert found.name == "d/" * (DEPTH - 1) + "told.txt"


def test_who_opens_no_identities_takes_documents_in_and_knows_them_again(
    template: Template, tmp_path: Path
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "a.txt").write_text(KY)
    with template.copy(tmp_path / "a.archive") as archive, sandbox.Sandbox() as one:
        archive.compartment = None
        (found,) = found_in(archive, folder)
        first, again = (take_in(archive, one, found, Batch()) for _ in range(2))
        assert (first.fate, again.fate) == (Fate.TAKEN, Fate.ALREADY)
        assert first.exhibit == again.exhibit
        values = [value for (value,) in archive.database.rows("SELECT value FROM statement")]
        assert first.exhibit in values
        assert not any(KY in value or "a.txt" in value for value in values)


# Documents made to harm whoever opens them.

PDF_ONE, DOCX_ONE = written_pdf(["one"]), docx(paragraph("two"))
HOSTILE = {
    "bomb.docx": (docx(paragraph(" " * (30 * MEBI))), "it unpacks to far more than it is"),
    "entities.docx": (
        packed({
            "[Content_Types].xml": types(),
            "word/document.xml": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + part("&a;"),
        }),
        "it defines entities of its own",
    ),
    "laughs.odt": (
        packed({
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;">]><x>&b;</x>',
        }),
        "it defines entities of its own",
    ),
    "slip.docx": (docx(paragraph("a"), {"../../evil.sh": b"x"}), "the name of a part leads out of it"),
    "two.pdf": (PDF_ONE + DOCX_ONE, "it opens as two kinds of file at once"),
}  # fmt: skip


def test_hostile_documents_are_refused_by_name_and_the_archive_is_as_it_was(office: Office) -> None:
    for name, (content, _reason) in HOSTILE.items():
        office.write(name, content)
    entries, held = size(office), sorted(os.listdir(office.archive / "exhibits"))
    found = gather(office)
    assert {name: one["reason"] for name, one in found.items()} == {
        name: reason for name, (_content, reason) in HOSTILE.items()
    }
    assert set(fates(found).values()) == {"refused"}
    assert (size(office), sorted(os.listdir(office.archive / "exhibits"))) == (entries, held)
    said = office.says("gather", str(office.files))
    assert "refused  slip.docx  the name of a part leads out of it" in said


def test_a_flood_of_pixels_is_kept_as_the_image_that_it_is_and_not_drawn(office: Office) -> None:
    flood = struct.pack(">L4sLL5B", 13, b"IHDR", 60_000, 60_000, 8, 6, 0, 0, 0)
    office.write("flood.png", b"\x89PNG\r\n\x1a\n" + flood)
    assert gather(office)["flood.png"]["reason"] == "it is an image"


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents have one second each."""
    monkeypatch.setattr(sandbox, "Limits", lambda: Limits(seconds=1))


@pytest.mark.slow
@pytest.mark.usefixtures("hasty")
def test_a_document_that_never_ends_is_refused_and_those_after_it_come_in(office: Office) -> None:
    office.write("a.pdf", endless_pdf())
    office.write("b.txt", KY)
    found = gather(office)
    assert fates(found) == {"a.pdf": "refused", "b.txt": "taken"}
    assert found["a.pdf"]["reason"] == "reading it takes longer than is allowed"


def test_without_a_sandbox_documents_are_kept_unopened_and_opened_later(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.write("a.txt", KY)
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(sys, "platform", "darwin")
        found = gather(office)
    assert fates(found) == {"a.txt": "kept"}
    assert found["a.txt"]["reason"] == (
        "Documents are kept and not opened on this machine: only Linux has a sandbox for it"
    )
    later = gather(office)
    assert fates(later) == {"a.txt": "taken"}
    assert later["a.txt"]["exhibit"] == found["a.txt"]["exhibit"]


def test_a_file_that_changes_while_it_is_read_is_refused(template: Template, tmp_path: Path) -> None:
    """The text of one content is never said to be that of another."""
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "a.txt").write_text("told before")

    class Changing(sandbox.Sandbox):
        def extract(self, content):  # type: ignore[no-untyped-def]
            (folder / "a.txt").write_text("told after")
            return super().extract(content)

    with template.copy(tmp_path / "a.archive") as archive, Changing() as changing:
        (one,) = found_in(archive, folder)
        entries = archive.size()
        taken = take_in(archive, changing, one, Batch())
        assert taken.fate is Fate.REFUSED
        assert taken.reason is not None
        assert str(taken.reason) == "It was changed while it was read"
        assert archive.size() == entries


def test_many_small_files_start_one_sandbox(template: Template, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for number in range(40):
        (folder / f"{number}.txt").write_text(f"told {number}")
    with template.copy(tmp_path / "a.archive") as archive, sandbox.Sandbox() as one:
        fates = {take_in(archive, one, found, Batch()).fate for found in found_in(archive, folder)}
        assert fates == {Fate.TAKEN}
        assert one.starts == 1
