# SPDX-License-Identifier: Apache-2.0
"""Alatala, the practice country: an invented dossier for training and for trying everything.

Its sheets lie in `country/` and come in like those of any user. Its people, bodies, pages and events
do not exist; the addresses are of example.org, which leads nowhere.
"""

from collections.abc import Iterator
from importlib import resources

from kuzat.collection import parse_dossier
from kuzat.store import Archive, Imported, SheetFile, import_sheet, sheets_of

LIST = "dossier.yaml"


def read(name: str) -> bytes:
    """One file of the practice country."""
    return resources.files("kuzat.testing").joinpath("country", name).read_bytes()


def country() -> Iterator[SheetFile]:
    """The sheets of the practice country with their mappings, in the order to import them."""
    return sheets_of(parse_dossier(read(LIST), LIST), read)


def import_country(archive: Archive) -> Iterator[tuple[str, Imported]]:
    """Take the country over, sheet by sheet: the name of each and what became of its rows."""
    for sheet in country():
        yield sheet.name, import_sheet(archive, sheet)
