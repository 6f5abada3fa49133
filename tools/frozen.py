# SPDX-License-Identifier: Apache-2.0
"""Write the archive of format 1 that every later version must open. Run once; what was frozen stays as it is.

    .venv/bin/python tools/frozen.py FOLDER

Nothing else runs this, and the folder must not be there. Everything in it is invented. The vocabulary that
it pins is small, and the readings are left out: they are no part of the format, and every program makes its
own.
"""

import hashlib
import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

from kuzat import keys, records
from kuzat.keys import Login
from kuzat.log.foreign import received_body
from kuzat.log.note import Checkpoint
from kuzat.log.statement import Draft
from kuzat.store import (
    Archive,
    Original,
    add_member,
    back_up,
    erase,
    fetch,
    keep,
    open_archive,
    reader_of,
    verify,
)
from kuzat.store.cipher import Database
from kuzat.store.commit import Act
from kuzat.store.opening import public_key
from kuzat.terms import vocabulary
from kuzat.terms.vocabulary import Vocabulary
from kuzat.testing import AIZADA, BAKYT, Clock, Maker, Randomness, drafts, make_archive

KINDS = ("event", "act", "person", "information", "exhibit", "disclosure", "member", "any")
TERMS = ("act.liberty", "erasure_ground.asked", "erasure_ground.lost", "handed_out.backup")
PLACES = ("KG", "KG-GB")
HELD = ("entry", "statement", "edge")
NOTE = b"Three people stood by the gate until dark.\n"


def small() -> Vocabulary:
    """A few words of this package's vocabulary."""
    whole = vocabulary.load()
    return Vocabulary(
        [whole.term(id_) for id_ in TERMS],
        [
            replace(property_, labels={"en": property_.label("en")})
            for kind in KINDS
            for property_ in whole.properties(kind)
        ],
        [place for place in json.loads(whole.canonical)["places"] if place["id"] in PLACES],
    )


def furnish(archive: Archive) -> None:
    """What Aizada says: in two scripts, corrected, followed, erased; protected; originals of both kinds."""
    maker = Maker(archive)
    page, other = maker.page(), maker.page("Таң")
    march = maker.new("event", basis=page, title="A march is stopped", start="2019-07-08", region="KG-GB")
    title, start = maker.add(march, basis=other, language="ky", title="Жүрүш токтотулду", start="2019-07")
    (killed,) = maker.add(march, basis=other, killed_min="1")
    taken_back = Draft(
        op="withdraw", about=march, says="event.killed_min", type="statement", value=killed.hex()
    )
    archive.say([taken_back, *drafts(archive.vocabulary, march, {"killed_min": "0"}, basis=page)])
    archive.say(records.adopt(march, start, "The page was printed later.", page, "en"))
    woman = maker.new("person", country="KG", basis=page, name="Айсулуу Токтосунова", language="ky")
    maker.new("act", event=march, type="act.liberty", victim=woman)
    maker.new("person", identity_name="Зулфия Ғаффорова", phone="+996 000 010203", language="uz-Cyrl")
    keep(archive, Original(name="note.txt", media_type="text/plain", content=BytesIO(NOTE)))
    letter = BytesIO(NOTE[::-1])
    keep(archive, Original(name="letter.txt", media_type="text/plain", content=letter, protected=True))
    erase(archive, reader_of(archive), f"stm-{title.hex()}", "erasure_ground.asked")


def receive(archive: Archive, folder: Path) -> None:
    """Hold a partner's log in part: titles and dates, of no entry the author and the time."""
    with make_archive(folder, random=Randomness("partner")) as other:
        maker = Maker(other)
        maker.new("event", basis=maker.page(), title="A meeting is dispersed", start="2020-03-08")
        maker.new("person", identity_name="Асан Үсөнов", phone="+996 000 040506")
        key = other.database.row("SELECT public_key FROM log WHERE key = ?", (other.log_key,))
        note = next(iter(other.folder.signed().values()))
        there = {table: other.database.rows(f"SELECT * FROM {table}") for table in HELD}
        log, size = other.log_id, other.size()
    raw = archive.database.raw
    with archive.database.writing():
        raw.execute("INSERT INTO log (id, public_key) VALUES (?, ?)", (log, *key))
        (held,) = raw.execute("SELECT key FROM log WHERE id = ?", (log,)).fetchone()
        (seq,) = raw.execute("SELECT max(seq) FROM statement").fetchone()
        given = [row for row in there["statement"] if row[7] in ("event.title", "event.start")]
        for _, position, encoded, lamport, *_ in there["entry"]:
            its = [row for row in given if row[2] == position]
            whole = (held, position, encoded, lamport, *[None] * 5, seq + 1, len(its))
            raw.execute(f"INSERT INTO entry VALUES ({','.join('?' * 11)})", whole)
            for row in its:
                seq += 1
                raw.execute(f"INSERT INTO statement VALUES ({','.join('?' * 12)})", (seq, held, *row[2:]))
        for _, place, node in there["edge"]:
            raw.execute("INSERT INTO edge VALUES (?, ?, ?)", (held, place, node))
        raw.execute("INSERT INTO checkpoint VALUES (?, ?, ?, NULL)", (held, size, note))
        view = archive.seen_by(log)
        view.folder.folder.mkdir(parents=True)
        view.folder.publish(0, size, note)
    archive.commit_checked([Act(kind="received", body=received_body(Checkpoint.parse(note)))])
    witness = {"key": public_key(archive.random(32)).hex(), "name": "witness.example"}
    trust = {"threshold": 0, "trustees": [], "witnesses": [witness]}
    archive.commit_checked([Act(kind="trust", body=trust)])
    archive.commit_checked([Act(kind="revoked", body={"log": log, "member": None, "from": size})])


def leave_boxes(folder: Path) -> None:
    """Bakyt, who opens no identities, says one: it waits in its box. The readings are left out."""
    clock = Clock("2025-03-22T09:00:00Z", step=60)
    with open_archive(folder, BAKYT.passphrase, clock=clock, random=Randomness("bakyt")) as archive:
        Maker(archive).new("person", identity_name="Гүлнара Мамытова", country="KG", language="ky")
        leave_out_readings(archive.database, archive.projections.drop)


def leave_out_readings(database: Database, drop: Callable[[], None]) -> None:
    """Every program makes them again."""
    with database.writing():
        drop()
        database.raw.execute("DELETE FROM setting WHERE name = 'readings'")
    database.write_anew()


def expected(folder: Path) -> dict[str, Any]:
    """What a reader must find: each value by its statement, each original by its SHA-256, the heads."""
    with open_archive(folder, AIZADA.passphrase) as archive:
        compartment = archive.compartment
        assert compartment is not None
        report = verify(archive, values=True)
        kept = [one for (one,) in archive.database.rows("SELECT exhibit FROM exhibit_key ORDER BY exhibit")]
        return {
            "archive": archive.id,
            "log": archive.log_id,
            "root": report.root,
            "sizes": {view.log_id: view.size() for view in archive.logs()},
            "cases": _values(archive.database.rows("SELECT id, value FROM statement")),
            "identity": _values(compartment.database.rows("SELECT id, value FROM statement")),
            "exhibits": {one: hashlib.sha256(b"".join(fetch(archive, one))).hexdigest() for one in kept},
            "passphrases": {"Aizada": AIZADA.passphrase, "Bakyt": BAKYT.passphrase},
        }


def _values(rows: list[Any]) -> dict[str, str | None]:
    return {bytes(id_).hex(): value for id_, value in sorted(rows)}


def make(target: Path, folder: Path) -> None:
    """The archive of two members, and a backup of it before the second one wrote."""
    with make_archive(folder, clock=Clock(step=60), random=Randomness("frozen")) as archive:
        furnish(archive)
        with tempfile.TemporaryDirectory() as elsewhere:
            receive(archive, Path(elsewhere) / "partner.archive")
        add_member(archive, Login(passphrase=BAKYT.passphrase), ["documenter"], cost=keys.FLOOR)
        back_up(archive, reader_of(archive), target / "1.backup")
        assert archive.compartment is not None
        leave_out_readings(archive.compartment.database, archive.compartment._drop)
    leave_boxes(folder)


def main(target: Path) -> int:
    """Write the archive, its backup, what is expected of both, and the digest of every file."""
    target.mkdir(parents=True)
    words = small()
    vocabulary.load = lambda: words  # type: ignore[assignment]
    folder = target / "a.archive"
    make(target, folder)
    with tempfile.TemporaryDirectory() as elsewhere:
        copy = shutil.copytree(folder, Path(elsewhere) / "a.archive")
        found = json.dumps(expected(copy), ensure_ascii=False, indent=1) + "\n"
    (target / "expected.json").write_text(found, encoding="utf-8")
    files = sorted(file for file in target.rglob("*") if file.is_file())
    sums = (
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(target).as_posix()}\n"
        for file in files
    )
    (target / "SHA256SUMS").write_text("".join(sums), encoding="ascii")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
