# SPDX-License-Identifier: Apache-2.0
"""Filled-in forms as JSON: KoboToolbox (``results``), ODK Central (``value``), or an array of objects."""

from collections.abc import Iterator, Mapping
from typing import Any

from kuzat.collection.incoming.item import Item, Mark, Part
from kuzat.collection.incoming.pulled import Pulled

LISTS = ("results", "value")
DEEPEST = 20
SENT = ("_submission_time", "__system/submissionDate", "end")
SENDER = ("_submitted_by", "__system/submitterName", "username")
CODE = ("_uuid", "__id", "meta/instanceID", "_id")
VERSION = ("__version__", "__system/formVersion")
ATTACHED = "_attachments/"


def read(part: Part, names: frozenset[str]) -> Iterator[Item]:
    """Its forms in their order; ``names`` are those of the files beside it. Raises `ExportBroken`."""
    pulled, version = Pulled(part), ""
    for number, told in enumerate(_forms(pulled), 1):
        if not isinstance(told, dict):
            raise pulled.broken()
        said = dict(_flat(pulled, told))
        version = version or _first(said, VERSION)
        yield _item(number, said, names, version)
    pulled.end()


def _forms(pulled: Pulled) -> Iterator[Any]:
    if pulled.next() == "[":
        for _ in pulled.items():
            yield pulled.value()
        return
    for name in pulled.members():
        if name in LISTS:
            for _ in pulled.items():
                yield pulled.value()
        else:
            pulled.skip()


def _flat(pulled: Pulled, told: Any, path: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """Each answer by the way to its question; repeated questions are numbered."""
    if depth > DEEPEST:
        raise pulled.broken()
    if isinstance(told, dict | list):
        inner = told.items() if isinstance(told, dict) else enumerate(told, 1)
        for name, value in inner:
            yield from _flat(pulled, value, f"{path}/{name}" if path else str(name), depth + 1)
    elif told not in (None, ""):
        yield path, told if isinstance(told, str) else str(told)


def _item(number: int, said: Mapping[str, str], names: frozenset[str], version: str) -> Item:
    sent = _first(said, SENT)
    marks = {Mark.OTHER_VERSION: _first(said, VERSION) != version, Mark.NO_TIME: not sent}
    attached = (
        value.rsplit("/", 1)[-1] for name, value in said.items()
        if name.startswith(ATTACHED) and name.endswith("/filename")
    )  # fmt: skip
    files = (*attached, *(value for value in said.values() if value in names))
    return Item(
        code=_first(said, CODE) or str(number),
        sent=sent,
        sender=_first(said, SENDER),
        text="\n".join(f"{name}: {value}" for name, value in said.items()),
        files=tuple(dict.fromkeys(files)),
        version=_first(said, VERSION),
        marks=tuple(mark for mark, holds in marks.items() if holds),
    )


def _first(said: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((said[name] for name in names if said.get(name)), "")
