# SPDX-License-Identifier: Apache-2.0
"""Golden vectors of the container around a backup and around its keys, and each way to be wrong."""

from vector_backups import Case, content, office, read

from kuzat.errors import KuzatError
from kuzat.store.unpacking import KEYS_MAGIC, MAGIC


def containers() -> list[Case]:
    """Both kinds of file as they lie on a disk, and such as must not be opened."""
    keys, backup = content(office().keys()), content(office().backup())
    good = office().file(KEYS_MAGIC, keys)
    front = len(KEYS_MAGIC)
    behind = front + 4 + len(office().header)
    cases = [
        _container("backup", MAGIC, office().file(MAGIC, backup)),
        _container("keys", KEYS_MAGIC, good),
    ]
    wrong = {
        "keys_for_a_backup": (MAGIC, good),
        "magic_exchanged": (MAGIC, MAGIC + good[front:]),
        "empty": (KEYS_MAGIC, b""),
        "cut_in_the_magic": (KEYS_MAGIC, good[:4]),
        "cut_in_the_header": (KEYS_MAGIC, good[: behind - 1]),
        "cut_in_the_salt": (KEYS_MAGIC, good[: behind + 31]),
        "cut_behind_the_salt": (KEYS_MAGIC, good[: behind + 32]),
        "cut_by_a_byte": (KEYS_MAGIC, good[:-1]),
        "longer_by_a_byte": (KEYS_MAGIC, good + b"\0"),
        "header_longer_than_allowed": (KEYS_MAGIC, good[:front] + b"\0\x10\0\1" + good[front + 4 :]),
        "salt_changed": (KEYS_MAGIC, good[:behind] + bytes(32) + good[behind + 32 :]),
        "content_changed": (KEYS_MAGIC, good[:-20] + bytes(20)),
    }
    return cases + [_unopened(name, *one) for name, one in wrong.items()]


def _container(name: str, magic: bytes, file: bytes) -> Case:
    key = office().unlocked.cases_key.hex()
    return {"name": name, "magic": magic.decode(), "cases": key, "file": file.hex()}


def _unopened(name: str, magic: bytes, file: bytes) -> Case:
    try:
        read(file, magic)
    except KuzatError as error:
        return _container(name, magic, file) | {"refused": str(error)}
    raise AssertionError(f"the bad container {name} was opened")
