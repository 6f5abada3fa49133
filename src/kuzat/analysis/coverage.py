# SPDX-License-Identifier: Apache-2.0
"""What a collection cannot tell: who spoke, in which languages, and where nobody did.

Counts of what was documented follow the sources, not what happened (P. Ball, "Who Did What to
Whom?", AAAS 1996; HRDAG, core concepts: a convenience sample must not drive conclusions).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How a collection was fed.

    ``voices`` maps a number of independent voices to how many events have it (0: none named);
    ``languages`` a language tag to informations told in it (None: not stated); ``regions`` each
    region and city of the country to its events, so that 0 shows where it is silent.
    """

    events: int
    undated: int
    unplaced: int
    voices: Mapping[int, int] = field(default_factory=dict)
    languages: Mapping[str | None, int] = field(default_factory=dict)
    official: int = 0
    regions: Mapping[str, int] = field(default_factory=dict)

    @property
    def silent(self) -> tuple[str, ...]:
        """Regions and cities of which the collection holds no event at all."""
        return tuple(region for region, count in self.regions.items() if count == 0)

    @property
    def single(self) -> int:
        """Events that rest on one voice or none."""
        return self.voices.get(0, 0) + self.voices.get(1, 0)
