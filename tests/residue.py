# SPDX-License-Identifier: Apache-2.0
"""Every byte of an archive's files, decrypted: what a finder with all keys could still read."""

from collections.abc import Iterator

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from kuzat.preservation import vault
from kuzat.store import Archive

PAGE, RESERVED, SALT = 4096, 80, 16
WAL_HEAD, FRAME_HEAD = 32, 24


def content_of_every_file(
    archive: Archive, key: bytes, identity: bytes | None = None
) -> Iterator[bytes]:
    """Pages with their unused parts and the free list, frames of the write-ahead log, originals.

    ``key`` opens ``cases.db``, ``identity`` the other database. Of an original the key must be kept;
    every file is given as it is too.
    """
    opening = {"cases.db": key, "identity.db": identity}
    keys = dict(archive.database.rows("SELECT exhibit, key FROM exhibit_key"))
    for file in sorted(archive.path.rglob("*")):
        if file.is_file():
            content = file.read_bytes()
            yield str(file.relative_to(archive.path)).encode()
            opens = opening.get(file.name.removesuffix("-wal"))
            if opens and file.suffix == ".db":
                yield from _pages(content, opens)
            elif opens:
                yield from _frames(content, opens)
            elif file.name in keys:
                with file.open("rb") as sealed:
                    yield from vault.get(file.name, bytes(keys[file.name]), sealed)
            yield content


def _pages(content: bytes, key: bytes) -> Iterator[bytes]:
    for at in range(0, len(content), PAGE):
        yield _plain(content[at : at + PAGE], key, SALT if at == 0 else 0)


def _frames(content: bytes, key: bytes) -> Iterator[bytes]:
    for at in range(WAL_HEAD, len(content), FRAME_HEAD + PAGE):
        number = int.from_bytes(content[at : at + 4], "big")
        frame = content[at + FRAME_HEAD : at + FRAME_HEAD + PAGE]
        if len(frame) == PAGE:
            yield _plain(frame, key, SALT if number == 1 else 0)


def _plain(page: bytes, key: bytes, skipped: int) -> bytes:
    sealed = page[skipped:-RESERVED]
    vector = page[-RESERVED : -RESERVED + 16]
    opened = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
    return opened.update(sealed) + opened.finalize()
