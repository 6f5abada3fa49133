# SPDX-License-Identifier: Apache-2.0
"""What the CIVICUS Monitor published of Kyrgyzstan: facts to stand beside a rating, never a part of one."""

from dataclasses import dataclass

from kuzat.civicspace.bands import Band

SOURCE = "https://monitor.civicus.org/api/countries/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A label, since when or in which month it stood, and its score where one was published."""

    when: str
    band: Band
    score: str | None = None


PUBLISHED = (
    Published(when="2019-05", band=Band.OBSTRUCTED),
    Published(when="2021-11", band=Band.OBSTRUCTED),
    Published(when="2023-12", band=Band.REPRESSED, score="39.67"),
    Published(when="2024-12", band=Band.REPRESSED, score="36.0"),
)
