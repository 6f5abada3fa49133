# SPDX-License-Identifier: Apache-2.0
"""One item of a list or matrix of the UN human rights office (OHCHR): number, words, who asks, source.

In: the text of an item, or of a whole list saved as text. Out: rows, each by the line on which it begins.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

ITEM = re.compile(r"([0-9]+\.[0-9]+)\s+(\S.*)", re.DOTALL)
SOURCE = re.compile(r"Source of Position:\s*(\S+)(?:\s*-\s*(.*))?", re.IGNORECASE)
ADDENDUM = re.compile(r"/Add\.[0-9]+$")
POSITIONS = ("Supported", "Noted", "Supported/Noted", "Partially supported")
HEADING = re.compile(r"UPR (?P<session>[0-9]+)\w* Session - (?P<state>.+?) - ")
THEME, PERSONS, POINT = "Theme:", "Groups of Persons:", "- "
GOAL = re.compile(r"- [0-9]+ - [A-Z]")
BETWEEN = "|"


@dataclass(slots=True, kw_only=True)
class Item:
    """What is told of one recommendation; ``line`` is where it begins."""

    line: int
    text: str
    position: str = ""
    source: str = ""
    themes: list[str] = field(default_factory=list)
    persons: list[str] = field(default_factory=list)

    def cells(self) -> dict[str, str]:
        """The cells of its row, but for those of the whole list."""
        number, words, states = parted(self.text)
        symbol, paragraph = sourced(self.source)
        return {
            "code": f"{symbol}/{number}" if symbol and number else "",
            "kind": "recommendation",
            "symbol": symbol,
            "number": number,
            "by": BETWEEN.join(states),
            "text": words,
            "theme": BETWEEN.join(self.themes),
            "persons": BETWEEN.join(self.persons),
            "position": self.position,
            "position_source": paragraph,
        }


def items(text: str) -> Iterator[Item]:
    """The items of a list as text, one after the other; lines that belong to none are passed over."""
    item: Item | None = None
    told = "text"
    for number, raw in enumerate(text.splitlines(), start=1):
        line = html.unescape(raw).strip()
        if ITEM.fullmatch(line):
            if item:
                yield item
            item, told = Item(line=number, text=line), "text"
        elif item is None or not line:
            continue
        elif line.startswith(THEME):
            yield item
            item = None
        else:
            told = _add(item, line, told)
    if item:
        yield item


def _add(item: Item, line: str, told: str) -> str:
    """Add a line to an item; the answer says to what a further line of text would belong."""
    if SOURCE.match(line):
        item.source = line
        return "source"
    if told != "persons" and not item.position and line in POSITIONS:
        item.position = line
        return "themes"
    if line == PERSONS:
        return "persons"
    if line.startswith(POINT) and told in ("themes", "persons"):
        if not GOAL.match(line):
            (item.themes if told == "themes" else item.persons).append(line.removeprefix(POINT).strip())
        return told
    if told == "text":
        item.text = f"{item.text} {line}"
    return told


def parted(text: str) -> tuple[str, str, list[str]]:
    """The number of an item, its words, and who asks: what stands in brackets at its end."""
    found = ITEM.fullmatch(text.strip())
    number, words = (found[1], found[2]) if found else ("", text)
    words = " ".join(words.split()).rstrip(" ;.")
    states: list[str] = []
    while words.endswith(")") and (begin := _opening(words)) > 0:
        if states and words[begin + 1 : -1].isupper():
            break  # an abbreviation before the States, such as (LGBTI)
        states = [*_split(words[begin + 1 : -1]), *states]
        words = words[:begin].rstrip()
    return number, words.rstrip(" ;"), states


def _split(inside: str) -> list[str]:
    return [state.strip() for state in inside.split(";") if state.strip()]


def _opening(words: str) -> int:
    """Where the bracket opens that closes at the end; -1 where none does."""
    depth = 0
    for place in range(len(words) - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(words[place], 0)
        if depth == 0:
            return place
    return -1


def sourced(text: str) -> tuple[str, str]:
    """The document of a recommendation, and where the State's position stands; empty where not told."""
    found = SOURCE.search(text)
    if found is None:
        return "", ""
    where = " ".join(filter(None, (found[1], (found[2] or "").strip())))
    return ADDENDUM.sub("", found[1]), where


def heading(text: str) -> tuple[str, str]:
    """The session and the State that the first lines of a list name; empty where they name none."""
    found = HEADING.search("\n".join(text.splitlines()[:20]))
    return (found["session"], found["state"]) if found else ("", "")
