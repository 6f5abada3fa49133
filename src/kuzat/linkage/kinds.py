# SPDX-License-Identifier: Apache-2.0
"""What to compare in records of an archive: persons and bodies, events, places as people name them."""

from collections.abc import Mapping

from kuzat.linkage.description import By, Description, Field

# Whoever has no name is merged with nobody; a group is never one with a person.
PERSON = Description(
    id="id",
    fields=(
        Field("name", By.NAME),
        Field("kind", By.EXACT, rarity=False),
        Field("role", By.EXACT),
        Field("country", By.EXACT, rarity=False),
        Field("birth", By.DATE, rarity=False),
    ),
    # A word that many share, such as a common given name, is looked up with the beginning of another one.
    rules=(("name.words",), ("name.pair",), ("birth", "kind")),
    needs=("name",),
    limit=100,
)
# One night told twice: near in time, and alike in place, people or what it is called.
EVENT = Description(
    id="id",
    fields=(
        Field("start", By.DAY, cuts=(1,), rarity=False),
        Field("region", By.EXACT),
        Field("place", By.NAME),
        Field("acts", By.WORDS),
        Field("people", By.WORDS),
        Field("title", By.WORDS, cuts=(0.9, 0.75)),
    ),
    rules=(("start.near", "region"), ("start.near", "place.words"), ("people.words", "start.year")),
    needs=("place", "people", "title"),
)
PLACE = Description(
    id="id",
    fields=(Field("place", By.NAME), Field("region", By.EXACT)),
    rules=(("place.words",), ("place.sounds",)),
    needs=("place",),
)
DESCRIBED: Mapping[str, Description] = {"person": PERSON, "event": EVENT, "place": PLACE}
