# SPDX-License-Identifier: Apache-2.0
"""Small sheets about an invented place, and mappings for them."""

from kuzat.store import SheetFile

EVENTS = """kuzat: mapping/1
language: en
public: https://practice.example.org/list
records:
- kind: event
  reference: code
  set:
    event.title: title
    event.start: day
    event.region: region
    event.killed_min: killed
    event.topic: {column: topics, split: ";"}
"""
# Told sheets say what one information tells of an event.
TOLD = """kuzat: mapping/1
language: en
records:
- kind: information
  reference: page
- kind: event
  reference: code
  basis: information
  set:
    event.start: day
"""
HEAD = "code,title,day,region,killed,topics"


def sheet(
    *rows: str, head: str = HEAD, mapping: str = EVENTS, name: str = "events.csv"
) -> SheetFile:
    """A CSV file with these rows below its head."""
    content = "\n".join((head, *rows)) + "\n"
    return SheetFile(
        name=name,
        content=content.encode(),
        mapping_name="mapping.yaml",
        mapping=mapping.encode(),
    )


def many(count: int, start: int = 1) -> SheetFile:
    """A sheet of so many events, each row as long as people's rows are."""
    regions = ("Bishkek", "Osh city", "Naryn", "Talas")
    return sheet(
        *(
            f"K-{n},Gathering {n} is broken up in the square,2020-0{n % 9 + 1}-1{n % 9},"
            f"{regions[n % 4]},{n % 5},topic.media"
            for n in range(start, start + count)
        )
    )
