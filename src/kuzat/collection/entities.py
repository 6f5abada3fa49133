# SPDX-License-Identifier: Apache-2.0
"""Entities of FollowTheMoney, the format of Aleph and OpenSanctions, as rows: one JSON object a line.

In: a file of entities. Out: a row for each person, body or link; of what is none of them, its `RowRefused`.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from kuzat.collection.row import Row, RowRefused, Sheet, checked, refused
from kuzat.errors import Phrase

COLUMNS = (
    "id", "name", "kind", "country", "note", "who", "whom", "type", "role", "what", "start", "end",
)  # fmt: skip
# Schema → our kind of person or body.
THINGS = {
    "Person": "person_kind.person",
    "Company": "person_kind.company",
    "Organization": "person_kind.organisation",
    "PublicBody": "person_kind.state_body",
    "LegalEntity": "",
}
# Schema → our kind of relation, and the properties of its two sides.
LINKS = {
    "Ownership": ("relation_type.owns", "owner", "asset"),
    "Directorship": ("relation_type.heads", "director", "organization"),
    "Membership": ("relation_type.member", "member", "organization"),
    "Employment": ("relation_type.post", "employee", "employer"),
    "Representation": ("relation_type.represents", "agent", "client"),
    "Debt": ("relation_type.lends", "creditor", "debtor"),
}
NAMES = ("name", "alias", "previousName")
BETWEEN = "|"
Properties = Mapping[str, list[str]]


class _Wrong(Exception):
    """A line that cannot be a row: the field, and what is expected of it."""


def read(content: bytes, name: str, encoding: str | None) -> Sheet:
    """The rows of a file of entities. Raises `SheetRefused` where it is not text."""
    try:
        text = content.decode(encoding or "utf-8-sig")
    except (UnicodeError, LookupError):
        problem = Phrase("the text is not {encoding}", encoding=encoding or "utf-8")
        raise refused(name, problem, Phrase("Save it again as CSV UTF-8.")) from None
    return Sheet(columns=COLUMNS, rows=_rows(text))


def _rows(text: str) -> Iterator[Row]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield checked(number, {**dict.fromkeys(COLUMNS, ""), **_cells(line)})
            except _Wrong as wrong:
                column, expected = wrong.args
                problem = RowRefused(row=number, column=column, expected=expected)
                yield Row(number=number, cells=dict.fromkeys(COLUMNS, ""), problem=problem)


def _cells(line: str) -> dict[str, str]:
    try:
        entity = json.loads(line)
    except (ValueError, RecursionError):
        raise _Wrong("id", Phrase("one JSON object on the line")) from None
    if not isinstance(entity, dict) or not isinstance(entity.get("id"), str) or not entity["id"]:
        raise _Wrong("id", Phrase("the record's own code"))
    properties = _properties(entity.get("properties"))
    code, schema = f"ftm/{entity['id']}", entity.get("schema")
    if isinstance(schema, str) and schema in THINGS:
        return {"id": code, "kind": THINGS[schema], **_thing(properties)}
    if isinstance(schema, str) and schema in LINKS:
        return {"id": code, **_link(properties, *LINKS[schema])}
    raise _Wrong("kind", Phrase("one of {names}", names=", ".join((*THINGS, *LINKS))))


def _properties(found: Any) -> Properties:
    """The properties, each a list of texts."""
    if not isinstance(found, dict):
        raise _Wrong("id", Phrase("keys with values"))
    return {
        name: [one for one in (values if isinstance(values, list) else [values]) if isinstance(one, str)]
        for name, values in found.items()
    }


def _thing(properties: Properties) -> dict[str, str]:
    names = [one for key in NAMES for one in properties.get(key, ())]
    if not names:
        raise _Wrong("name", Phrase("text"))
    countries = [*properties.get("country", ()), *properties.get("jurisdiction", ())]
    return {
        "name": BETWEEN.join(dict.fromkeys(one.replace(BETWEEN, " ") for one in names)),
        "country": countries[0].upper() if countries else "",
        "note": next(iter(properties.get("sourceUrl", ())), ""),
    }


def _link(properties: Properties, type_: str, who: str, whom: str) -> dict[str, str]:
    sides = {"who": properties.get(who, []), "whom": properties.get(whom, [])}
    for column, ids in sides.items():
        if len(ids) != 1:
            raise _Wrong(column, Phrase("one record, not {found}", found=len(ids)))
    share = properties.get("percentage") or properties.get("amount") or []
    return {
        "type": type_,
        **{column: f"ftm/{ids[0]}" for column, ids in sides.items()},
        "role": next(iter(properties.get("role", ())), ""),
        "what": next(iter(share), ""),
        "start": next(iter(properties.get("startDate", ())), ""),
        "end": next(iter(properties.get("endDate", ())), ""),
    }
