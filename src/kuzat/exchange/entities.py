# SPDX-License-Identifier: Apache-2.0
"""Persons, bodies and relations as entities of FollowTheMoney, for Aleph and the tools of OpenSanctions.

In: who is named in public, and how they stand to each other. Out: one JSON object a line.
Never: who is not named in public, a group, a date of birth, an id by which a record could be found.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

DOMAIN = b"kuzat/followthemoney/1"
PERSON, COMPANY, BODY, ORGANISATION, ENTITY = "Person", "Company", "PublicBody", "Organization", "LegalEntity"
# Kind of person or body → schema; a kind below one of these has its schema, and groups have none.
SCHEMAS = {
    "person_kind.person": PERSON,
    "person_kind.company": COMPANY,
    "person_kind.organisation": ORGANISATION,
    "person_kind.state_body": BODY,
    "person_kind.state": BODY,
    "person_kind.international_body": ORGANISATION,
}
GROUP = "person_kind.group"
ORGANISATIONS = (ORGANISATION, COMPANY, BODY)
ANY = (PERSON, ENTITY, *ORGANISATIONS)
# Kind of relation → schema, its two sides, and what each side may be.
LINKS: Mapping[str, tuple[str, str, str, Sequence[str], Sequence[str]]] = {
    "relation_type.owns": ("Ownership", "owner", "asset", ANY, (COMPANY,)),
    "relation_type.heads": ("Directorship", "director", "organization", ANY, ORGANISATIONS),
    "relation_type.commands": ("Directorship", "director", "organization", ANY, ORGANISATIONS),
    "relation_type.member": ("Membership", "member", "organization", ANY, ORGANISATIONS),
    "relation_type.part_of": ("Membership", "member", "organization", ANY, ORGANISATIONS),
    "relation_type.post": ("Employment", "employee", "employer", (PERSON,), ORGANISATIONS),
    "relation_type.represents": ("Representation", "agent", "client", ANY, ANY),
    "relation_type.lends": ("Debt", "creditor", "debtor", ANY, ANY),
}
OTHER = ("UnknownLink", "subject", "object")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A person or body that is named in public; ``kinds`` is its kind with those above it."""

    id: str
    kinds: tuple[str, ...]
    names: tuple[str, ...]
    country: str = ""

    @property
    def schema(self) -> str:
        """Its schema; empty for a group, for which there is none."""
        if GROUP in self.kinds:
            return ""
        return next((SCHEMAS[kind] for kind in self.kinds if kind in SCHEMAS), ENTITY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """How one stands to another; ``label`` is the kind of relation in English."""

    id: str
    who: str
    whom: str
    type: str
    label: str
    role: str = ""
    what: str = ""
    start: str = ""
    end: str = ""


def entities(named: Iterable[Named], ties: Iterable[Tie]) -> Iterator[str]:
    """The lines of a file: who is named, then how they stand; a tie to nobody there is left out."""
    found = list(ties)
    owned = {tie.whom for tie in found if tie.type == "relation_type.owns"}
    schemas: dict[str, str] = {}
    for one in named:
        schema = one.schema
        if schema in (ENTITY, ORGANISATION) and one.id in owned:
            schema = COMPANY  # only an asset is owned
        if schema and one.names:
            schemas[one.id] = schema
            country = _told(one.country.lower())
            properties = {"name": one.names[:1], "alias": one.names[1:], "country": country}
            yield _line(one.id, schema, properties)
    for tie in found:
        if tie.who in schemas and tie.whom in schemas:
            yield _tie(tie, schemas)


def _tie(tie: Tie, schemas: Mapping[str, str]) -> str:
    schema, who, whom, of, to = LINKS.get(tie.type, (*OTHER, ANY, ANY))
    if schemas[tie.who] not in of or schemas[tie.whom] not in to:
        schema, who, whom = OTHER
    properties = {
        who: (entity_id(tie.who),),
        whom: (entity_id(tie.whom),),
        "startDate": _told(tie.start),
        "endDate": _told(tie.end),
    }
    if schema != "Debt":
        role = tie.role or (tie.label if schema == OTHER[0] else "")
        properties["role"] = _told(role)
    if schema == "Ownership":
        properties["percentage"] = _told(tie.what)
    elif tie.what:
        properties["summary"] = (tie.what,)
    return _line(tie.id, schema, properties)


def entity_id(record: str) -> str:
    """The id of an entity: the same in every file, and not that of the record."""
    return "kuzat-" + hashlib.sha256(DOMAIN + record.encode()).hexdigest()[:32]


def _told(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


def _line(record: str, schema: str, properties: Mapping[str, Sequence[str]]) -> str:
    told = {name: list(values) for name, values in properties.items() if values}
    entity = {"id": entity_id(record), "schema": schema, "properties": told}
    return json.dumps(entity, ensure_ascii=False, sort_keys=True)
