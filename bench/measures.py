# SPDX-License-Identifier: Apache-2.0
"""What is measured, on one archive of one size, with the peer beside it."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bench import child, peers
from bench.clocked import Watch, percentile
from bench.exchanging import bundles
from bench.generated import MAPPING, Generator
from bench.originals import MEBI, exhibits
from bench.sealing import boxes
from bench.table import Figure, Promise
from bench.words import Lexicon
from kuzat import keys
from kuzat.store import (
    Act,
    Archive,
    SheetFile,
    access_search,
    create,
    import_sheet,
    open_with_keys,
    reader_of,
    verify,
)
from kuzat.terms import ids, vocabulary
from kuzat.testing import drafts

PASSPHRASE = "only generated data lies here"
HITS = 50
THIN = 3  # statements in an entry of the archive on which verify is measured
THIN_COMMIT = 2000
MILLION = 1_000_000

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How often the short things are repeated; the first forms only warm both sides up."""

    warm_up: int = 20
    forms: int = 300
    queries: int = 400
    exhibits: int = 200
    largest: int = 64 * MEBI
    boxes: int = 2000
    informations: int = 5000
    photo: int = 5 * MEBI


def run(folder: Path, size: int, say: Say, effort: Effort) -> Iterator[Figure]:
    """Every figure at one size; ``say`` is told what is being measured."""
    generator = Generator(Lexicon(vocabulary.load(), seed=size), vocabulary.load())
    path = folder / f"generated-{size}.archive"
    with create(path, PASSPHRASE, cost=keys.FLOOR) as archive:
        say("import")
        yield from importing(archive, generator, size, folder)
    say("search")
    yield from searching(path, generator, folder, effort.queries)
    say("forms")
    yield from forms(path, generator, folder, effort)
    say("opening")
    yield from opening(path)
    say("rebuild")
    yield from rebuilding(path, folder)
    say("pages of the desk")
    yield from pages(path)
    say("verify")
    yield from verifying(folder / f"thin-{size}.archive", generator, size)
    say("exhibits and boxes")
    beside = folder / f"beside-{size}"
    beside.mkdir()
    yield from exhibits(beside, effort.exhibits, effort.largest)
    yield from boxes(beside, effort.boxes)
    say("bundles")
    yield from bundles(beside, effort.informations, effort.photo)


def unlocked(path: Path) -> keys.Unlocked:
    """The keys of a generated archive."""
    return keys.open_header((path / "archive.json").read_bytes(), PASSPHRASE)


def importing(archive: Archive, generator: Generator, size: int, folder: Path) -> Iterator[Figure]:
    """One sheet of 20 statements a row, from bytes to signed, durable, searchable."""
    sheet = SheetFile(
        name="generated.csv",
        content=generator.sheet(size),
        mapping_name="generated.yaml",
        mapping=MAPPING.encode(),
    )
    watch = Watch()
    with watch.lap():
        report = import_sheet(archive, sheet)
    plain = peers.narrow_rows(archive, folder / f"narrow-{size}.db")
    count = report.statements
    yield Figure(name="import, statements a second", value=count / watch.seconds,
                 promise=Promise(least=20_000))  # fmt: skip
    yield Figure(name="SQLite in the clear, same narrow rows", value=count / plain, below=True)
    yield Figure(name="import, times the peer's time", value=watch.seconds / plain,
                 promise=Promise(most=4))  # fmt: skip
    yield Figure(name="archive on disk, bytes a statement", value=_on_disk(archive.path) / count)


def forms(path: Path, generator: Generator, folder: Path, effort: Effort) -> Iterator[Figure]:
    """Forms of 12 statements, one commit each: durable, checkpointed, readings up to date."""
    found = unlocked(path)
    with open_with_keys(path, found) as archive:
        forms = generator.forms(os.urandom)
        bare = peers.Bare(archive, folder / "bare.db", found.cases_key)
        first, watch = archive.size(), Watch()
        for form in islice(forms, effort.warm_up + effort.forms):
            with watch.lap():
                archive.say(form)
        ours = watch.laps[effort.warm_up :]
        theirs = bare.save(first, archive.size())[effort.warm_up :]
        bare.close()
    yield Figure(name="forms of 12 statements saved a second", value=effort.forms / sum(ours),
                 promise=Promise(least=200))  # fmt: skip
    yield Figure(name="bare SQLCipher, same rows", value=effort.forms / sum(theirs), below=True)
    yield Figure(name="forms, share of the peer's pace", value=sum(theirs) / sum(ours),
                 promise=Promise(least=0.25))  # fmt: skip
    yield Figure(name="a form, p95 in ms", value=percentile(ours, 95))


def searching(path: Path, generator: Generator, folder: Path, count: int) -> Iterator[Figure]:
    """One to three words drawn by their frequency, every other time in another script."""
    queries = [generator.lexicon.query() for _ in range(count)]
    watch = Watch()
    with open_with_keys(path, unlocked(path)) as archive:
        reader = reader_of(archive)
        for query in queries:
            with watch.lap():
                access_search(archive, reader, query, size=HITS)
        plain = peers.PlainSearch(archive, folder / f"plain-{path.stem}.db")
    theirs = plain.ask(queries, HITS)
    yield Figure(name="search, p50 in ms", value=percentile(watch.laps, 50))
    yield Figure(name="search, p95 in ms", value=percentile(watch.laps, 95),
                 promise=Promise(most=50))  # fmt: skip
    yield Figure(name="FTS5 in the clear, exact words, p95 in ms",
                 value=percentile(theirs, 95), below=True)  # fmt: skip


def opening(path: Path) -> Iterator[Figure]:
    """The passphrase at the cost that new archives have; then everything after it."""
    watch, default = Watch(), Watch()
    with default.lap():
        keys.create(archive="0" * 32, passphrase=PASSPHRASE, member="0" * 32, random=os.urandom)
    found = unlocked(path)
    for _ in range(5):
        with watch.lap():
            open_with_keys(path, found).close()
    yield Figure(name="opening: the passphrase, ms", value=1000 * default.seconds)
    yield Figure(name="opening: all the rest, ms", value=percentile(watch.laps, 50))


def rebuilding(path: Path, folder: Path) -> Iterator[Figure]:
    """Every table from the log, in a process of its own; time for 3,000,000 statements at this pace."""
    found = child.run("rebuild", path, PASSPHRASE)
    with open_with_keys(path, unlocked(path)) as archive:
        (count,) = archive.database.raw.execute("SELECT count(*) FROM statement").fetchone()
        plain = peers.result_rows(archive, folder / f"results-{path.stem}.db")
    scale = 3 * MILLION / count
    yield Figure(name="rebuild, s for 3,000,000 statements", value=found["seconds"] * scale,
                 promise=Promise(most=120))  # fmt: skip
    yield Figure(name="SQLite in the clear, the resulting rows", value=plain * scale, below=True)
    yield Figure(name="rebuild, peak memory in MB", value=found["peak"],
                 promise=Promise(most=500))  # fmt: skip


def pages(path: Path) -> Iterator[Figure]:
    """Pages of the desk in a process of its own, unlocked once."""
    found = child.run("desk", path, PASSPHRASE)
    yield Figure(name="a page of the desk, p50 in ms", value=found["p50"])
    yield Figure(name="a page of the desk, p95 in ms", value=found["p95"],
                 promise=Promise(most=200))  # fmt: skip
    yield Figure(name="the slowest page, ms", value=found["slowest"])
    for name, value in found.items():
        if name.startswith("page "):
            yield Figure(name=f"{name}, p50 in ms", value=value, below=True)
    yield Figure(name="desk, peak memory in MB", value=found["peak"], promise=Promise(most=500))
    for role in ("documenter", "observer"):
        found = child.run(role, path, PASSPHRASE)
        yield Figure(name=f"{role}, a page between forms, p95 in ms", value=found["p95"],
                     promise=Promise(most=200))  # fmt: skip
        yield Figure(name=f"{role}, first page after unlocking, s", value=found["first"],
                     promise=Promise(most=10))  # fmt: skip
        yield Figure(name=f"{role}, peak memory in MB", value=found["peak"], promise=Promise(most=500))


def verifying(path: Path, generator: Generator, size: int) -> Iterator[Figure]:
    """Entries of three statements, many to a commit; time for 1,000,000 entries at this pace."""
    with create(path, PASSPHRASE, cost=keys.FLOOR) as archive:
        for first in range(0, size // THIN, THIN_COMMIT):
            last = min(first + THIN_COMMIT, size // THIN)
            archive.commit([_thin(generator, number) for number in range(first, last)])
        log, values = Watch(), Watch()
        with log.lap():
            verify(archive)
        with values.lap():
            verify(archive, values=True)
        scale = MILLION / archive.size()
        yield Figure(name="verify, s for 1,000,000 entries", value=log.seconds * scale,
                     promise=Promise(most=60))  # fmt: skip
        yield Figure(name="reading and hashing the same entries",
                     value=peers.hashed_entries(archive) * scale, below=True)  # fmt: skip
        yield Figure(name="verify --values, s for 1,000,000 entries of 3",
                     value=values.seconds * scale, promise=Promise(most=150))  # fmt: skip
        yield Figure(name="reading and hashing the same statements",
                     value=peers.hashed_statements(archive) * scale, below=True)  # fmt: skip


def _thin(generator: Generator, number: int) -> Act:
    event = ids.record_id("event", os.urandom(ids.RANDOM_BYTES))
    said = {
        "reference": f"GEN-{number:07}",
        "start": f"{2000 + number % 26}",
        "direction": "direction.mixed",
    }
    return Act(drafts=tuple(drafts(generator.vocabulary, event, dict(said))))


def _on_disk(path: Path) -> int:
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
