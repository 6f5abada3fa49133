# SPDX-License-Identifier: Apache-2.0
"""The pages of an encrypted database as they are in the open, unused parts and write-ahead log included."""

from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE, RESERVED, IV, SALT = 4096, 80, 16, 16
WAL_HEAD, FRAME_HEAD = 32, 24


def decrypted(path: Path, key: bytes) -> Iterator[bytes]:
    """Every page of a SQLCipher 4 file and of the log beside it, by the raw key."""
    content = path.read_bytes()
    for start in range(0, len(content), PAGE):
        yield _page(content[start : start + PAGE], key, first=start == 0)
    log = path.with_name(path.name + "-wal")
    frames = log.read_bytes()[WAL_HEAD:] if log.exists() else b""
    for start in range(0, len(frames), FRAME_HEAD + PAGE):
        number = int.from_bytes(frames[start : start + 4], "big")
        page = frames[start + FRAME_HEAD : start + FRAME_HEAD + PAGE]
        yield _page(page, key, first=number == 1)


def _page(page: bytes, key: bytes, *, first: bool) -> bytes:
    sealed = page[SALT if first else 0 : PAGE - RESERVED]
    iv = page[PAGE - RESERVED : PAGE - RESERVED + IV]
    decryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    return decryptor.update(sealed) + decryptor.finalize()


def holds(path: Path, key: bytes, words: tuple[str, ...]) -> list[str]:
    """Those of the words that stand in a page, as UTF-8 or UTF-16."""
    pages = list(decrypted(path, key))
    found = []
    for word in words:
        forms = (word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be"))
        if any(form in page for form in forms for page in pages):
            found.append(word)
    return found
