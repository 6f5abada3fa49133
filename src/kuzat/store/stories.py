# SPDX-License-Identifier: Apache-2.0
"""How a story is called: by what happened first in it. Its own name, such as the-march, is its address."""

from sqlalchemy import func, select

from kuzat.store.access import NoSuchRecord, Reader, access_record, admit
from kuzat.store.archive import Archive
from kuzat.store.listing import LAST_DAY


def access_story_titles(
    archive: Archive, reader: Reader, stories: tuple[str, ...], language: str
) -> dict[str, str]:
    """Story → the title of its earliest event that has one, in ``language`` where it is told in it.

    A story in which a member sees no such event is left out.
    """
    archive = admit(archive, reader)
    event = archive.projections.tables["event"]
    titled = select(event.c.story, event.c.id).where(event.c.story.in_(stories), event.c.title.is_not(None))
    day = func.coalesce(event.c.start_from, LAST_DAY)
    with archive.database.reading():
        found = [(str(row.story), str(row.id)) for row in archive.execute(titled.order_by(day, event.c.id))]
    titles: dict[str, str] = {}
    for story, event_id in found:
        title = None if story in titles else _title(archive, reader, event_id, story, language)
        if title is not None:
            titles[story] = title
    return titles


def _title(archive: Archive, reader: Reader, event: str, story: str, language: str) -> str | None:
    """The title of an event, where the reader sees that it belongs to the story."""
    try:
        record = access_record(archive, reader, event)
    except NoSuchRecord:
        return None
    of, title = record.one("event.story"), record.one("event.title", language)
    return title.text if title and of and of.text == story else None
