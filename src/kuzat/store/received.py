# SPDX-License-Identifier: Apache-2.0
"""Keep the folders of received logs in step with ``cases.db``, from which they follow.

What is received comes in several checkpoints at once, so such a folder may be more than one behind.
"""

from kuzat.log.note import Checkpoint
from kuzat.store.archive import Archive
from kuzat.store.cipher import full_disk
from kuzat.store.publish import LogAhead, LogFolder, LogForked


def publish_received(archive: Archive) -> None:
    """Publish what is held of foreign logs and not in their folders yet, under the writer's lock.

    Raises `LogAhead` or `LogForked`, and repairs nothing then; `DiskFull`.
    """
    late = [view.folder for view in archive.logs()[1:] if not view.folder.in_step()]
    if late:
        with archive.database.writing(), full_disk():
            for folder in late:
                _publish(folder)


def _publish(folder: LogFolder) -> None:
    rows = folder.database.rows("SELECT size, note FROM checkpoint WHERE log = ?", (folder.log_key,))
    known = {int(size): bytes(note) for size, note in rows}
    note, held = folder.checkpoint(), max(known)
    size = Checkpoint.parse(note).size if note else 0
    if size > held:
        raise LogAhead(published=size, held=held)
    if size and known.get(size) != note:
        raise LogForked(published=size)
    if size < held:
        folder.folder.mkdir(parents=True, exist_ok=True)
        folder.publish(size, held, known[held])
