# SPDX-License-Identifier: Apache-2.0
"""Three people by whom tests on access read as a story: an owner, a colleague, a stranger."""

from typing import NamedTuple

from kuzat.store import Reader


class Person(NamedTuple):
    """Somebody with a passphrase of their own and a random member id."""

    name: str
    passphrase: str
    member: str

    @property
    def reader(self) -> Reader:
        """This person asking an archive that does not know their id.

        Whoever unlocked an archive asks it as `kuzat.store.reader_of` says instead.
        """
        return Reader(member=self.member)


# Aizada keeps the archive, Bakyt works beside her, the stranger found the laptop.
AIZADA = Person("Aizada", "six words about a blue kettle", "a1" * 16)
BAKYT = Person("Bakyt", "nine goats above the mill pond", "b2" * 16)
STRANGER = Person("a stranger", "whatever lay on the desk", "c3" * 16)
