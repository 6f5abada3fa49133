# SPDX-License-Identifier: Apache-2.0
"""The texts at which the spans of an information point, with the words that stood there then."""

from kuzat import records
from kuzat.records import Said
from kuzat.store import prefixes, schema
from kuzat.store.access import Reader, admit
from kuzat.store.archive import Archive
from kuzat.store.permitting import gate

# What decides which text counts; the row of an erased text is there, its value is not.
DECIDING = (
    "SELECT s.id, l.id, s.position, e.lamport, s.op, s.about, s.says, s.type, coalesce(s.value, ''),"
    " s.language, s.basis, '', '' FROM statement s JOIN log l ON l.key = s.log"
    " JOIN entry e ON e.log = s.log AND e.position = s.position"
    " WHERE s.about = ? AND s.says IN (?, ?)"
)
PLACE = f"SELECT l.id, s.position FROM statement s JOIN log l ON l.key = s.log WHERE {schema.BY_ID}"  # noqa: S608
IN_PART = (
    "SELECT 1 FROM entry e JOIN log l ON l.key = e.log"
    " WHERE l.id = ? AND e.position <= ? AND e.salt IS NULL LIMIT 1"
)


def access_texts(
    archive: Archive, reader: Reader, information: str, *, pointing: bytes | None = None
) -> tuple[Said, ...]:
    """The texts in which spans count: in what the statement ``pointing`` says, else in what is said now.

    A text that was taken back since is among them. One that is erased, that this reader does not see, or
    before which another may stand that was not given, is left out, and no other takes its place.
    """
    view = admit(archive, reader)
    with archive.database.reading():
        texts = records.counted(_deciding(archive, information, pointing))
        whole = {text.id for text in texts if _is_first(archive, text)}
    with view.database.reading():
        said = gate(view).left(view.projections.said(information))
    held = {one.id: one for one in said}
    return tuple(held[text.id] for text in texts if text.id in whole and text.id in held)


def _deciding(archive: Archive, information: str, pointing: bytes | None) -> list[Said]:
    rows = archive.database.rows(DECIDING, (information, records.TEXT, records.ERASED))
    said = [Said._make(row) for row in rows]
    if pointing is None:
        return said
    places = list(archive.database.rows(PLACE, (pointing, pointing)))
    heads = prefixes.held(archive, places[0][0], places[0][1] + 1) if places else {}
    return [one for one in said if one.position < heads.get(one.log, 0)]


def _is_first(archive: Archive, text: Said) -> bool:
    """Whether nothing is missing in front of a text; one read from a document says itself where it stands."""
    if records.SPAN.search(text.basis or "") or text.log in dict(prefixes.chain(archive)):
        return True
    return not list(archive.database.rows(IN_PART, (text.log, text.position)))
