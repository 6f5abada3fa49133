# SPDX-License-Identifier: Apache-2.0
"""Exhibits in and out, beside what an office would use instead: copying and hashing, restic, borg."""

import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from shutil import which

from bench.clocked import Watch
from bench.table import Figure
from kuzat import keys
from kuzat.store import Original, access_original, create, keep, reader_of

MEBI = 1024 * 1024
SMALL = 64 * 1024
PASSPHRASE = "only generated data lies here"
# What the peers ask for in place of a prompt.
ENVIRONMENT = {
    **os.environ,
    "BORG_PASSPHRASE": PASSPHRASE,
    "RESTIC_PASSWORD": PASSPHRASE,
}
# Name, how a store is made, how files go in, how they come out; each runs where they come out.
PEERS = (
    (
        "restic",
        ("restic", "-q", "-r", "{store}", "init"),
        ("restic", "-q", "-r", "{store}", "backup", "{files}"),
        ("restic", "-q", "-r", "{store}", "restore", "latest", "--target", "."),
    ),
    (
        "borg",
        ("borg", "init", "-e", "repokey", "{store}"),
        ("borg", "create", "{store}::1", "{files}"),
        ("borg", "extract", "{store}::1"),
    ),
)


def exhibits(folder: Path, many: int, large: int) -> Iterator[Figure]:
    """MB a second for so many files of 64 KB and one of ``large`` bytes, each durable by itself."""
    files = folder / "files"
    files.mkdir()
    paths = [files / str(number) for number in range(many + 1)]
    for path in paths[:-1]:
        path.write_bytes(os.urandom(SMALL))
    paths[-1].write_bytes(os.urandom(large))
    size = (many * SMALL + large) / MEBI
    into, out = Watch(), Watch()
    with create(folder / "a.archive", PASSPHRASE, cost=keys.FLOOR) as archive:
        kept = []
        with into.lap():
            for path in paths:
                with path.open("rb") as content:
                    media_type = "application/octet-stream"
                    original = Original(name=path.name, media_type=media_type, content=content)
                    kept.append(keep(archive, original).id)
        (folder / "out").mkdir()
        with out.lap():
            for exhibit in kept:
                with (folder / "out" / exhibit).open("wb") as target:
                    target.writelines(access_original(archive, reader_of(archive), exhibit))
    copied = _run("cp", "-r", str(files), str(folder / "copy"))
    durable = _run("sync", "-f", str(folder / "copy"))
    hashed = _run("sha256sum", *map(str, paths))
    yield Figure(name="exhibits in, MB a second", value=size / into.seconds)
    yield Figure(name="cp, sync and sha256sum", value=size / (copied + durable + hashed), below=True)
    peers = [_peer(folder, files, *peer) for peer in PEERS]
    for name, times in peers:
        yield _row(f"{name}, same files in", size, times, 0)
    yield Figure(name="exhibits out, MB a second", value=size / out.seconds)
    yield Figure(name="cp and sha256sum", value=size / (copied + hashed), below=True)
    for name, times in peers:
        yield _row(f"{name}, same files out", size, times, 1)


def _row(name: str, size: float, times: tuple[float, float] | None, way: int) -> Figure:
    if times is None:
        return Figure(name=f"{name}: not installed", value=None, below=True)
    return Figure(name=name, value=size / times[way], below=True)


def _peer(
    folder: Path, files: Path, name: str, made: Sequence[str], into: Sequence[str], out: Sequence[str]
) -> tuple[str, tuple[float, float] | None]:
    """A peer's seconds in and out; none where it is not installed."""
    if which(name) is None:
        return name, None
    there = folder / f"{name}.out"
    there.mkdir()
    seconds = [
        _run(*(word.format(store=folder / name, files=files) for word in command), within=there)
        for command in (made, into, out)
    ]
    return name, (seconds[1], seconds[2])


def _run(*command: str, within: Path | None = None) -> float:
    """Seconds that a command takes."""
    watch = Watch()
    with watch.lap():
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=within, env=ENVIRONMENT)
    return watch.seconds
