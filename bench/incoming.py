# SPDX-License-Identifier: Apache-2.0
"""A chat of 200,000 messages taken in, and its last messages read: ``python -m bench.incoming``."""

import argparse
import json
import resource
import tempfile
import time
from pathlib import Path

from kuzat.collection.incoming import Told
from kuzat.store import access_items, reader_of, take_export
from kuzat.testing import make_archive

MESSAGES, SENDERS = 200_000, 40
WORDS = "Түндө келишти, үч киши, баары кара кийимчен. "


def main() -> None:
    """Print how long it takes and what it needs, at most 60 s for what the house promises."""
    parser = argparse.ArgumentParser(prog="python -m bench.incoming", description=main.__doc__)
    parser.add_argument("--messages", type=int, default=MESSAGES)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kuzat-bench-") as work:
        folder = Path(work)
        file = folder / "result.json"
        _write(file, asked.messages)
        with make_archive(folder / "bench.archive") as archive:
            begun = time.monotonic()
            export, survey, _ = take_export(archive, reader_of(archive), file, Told())
            taken = time.monotonic()
            access_items(archive, reader_of(archive), export.information, "bench", start=survey.items - 50)
            read = time.monotonic()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{asked.messages:,} messages taken in: {taken - begun:.1f} s")
    print(f"the last of them read: {read - taken:.1f} s")
    print(f"memory at most: {most:.0f} MB")


def _write(file: Path, messages: int) -> None:
    """A chat as Telegram writes it, generated."""
    with file.open("w", encoding="utf-8") as out:
        out.write('{"name": "Chat", "type": "private_group", "id": 1, "messages": [')
        for number in range(1, messages + 1):
            said = {
                "id": number,
                "type": "message",
                "date": "2024-05-03T21:40:00",
                "date_unixtime": str(1_700_000_000 + number * 60),
                "from": f"Sender {number % SENDERS}",
                "from_id": f"user{number % SENDERS}",
                "text": WORDS * (number % 5 + 1) + str(number),
            }
            out.write((",\n" if number > 1 else "") + json.dumps(said, ensure_ascii=False))
        out.write("]}")


if __name__ == "__main__":
    main()
