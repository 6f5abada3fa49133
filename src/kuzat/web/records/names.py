# SPDX-License-Identifier: Apache-2.0
"""How a record is called on a page, in few words."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _

from kuzat import store
from kuzat.terms import kind_of, label
from kuzat.terms.ids import is_record
from kuzat.terms.wording import slug
from kuzat.web import labels
from kuzat.web.reading import Reading, Row


def names(reading: Reading, ids: Iterable[str]) -> dict[str, str]:
    """Record id → its name; its short label where nothing better is known."""
    found = {id_: label(id_) for id_ in ids}
    rows = reading.rows(found)
    for id_, row in rows.items():
        found[id_] = NAMED[kind_of(id_)](reading, row) or label(id_)
    return found


def name(reading: Reading, id_: str) -> str:
    """The name of one record."""
    return names(reading, [id_])[id_]


def values(reading: Reading, dimension: str, found: Iterable[str | None]) -> dict[str | None, str]:
    """How the values of a dimension are called: terms, places, years, stories, sources that are records."""
    shown = {value: labels.in_dimension(dimension, value) for value in found}
    if dimension == "source":
        called = names(reading, [value for value in shown if value and is_record(value)])
        shown.update(called.items())
    if dimension == "story":
        shown.update(stories(reading, [value for value in shown if value]).items())
    return shown


def stories(reading: Reading, found: Iterable[str]) -> dict[str, str]:
    """Story → what it is called in the reader's language."""
    named = tuple(found)
    titles = store.access_story_titles(reading.archive, reading.reader, named, reading.language)
    return {story: titles.get(story) or slug(story) for story in named}


def address(id_: str) -> str:
    """Where the page of a record is."""
    kind = kind_of(id_)
    if kind == "claim":
        return f"/case/{id_}"
    return f"/{kind}/{id_}" if kind in ("event", "person") else f"/record/{id_}"


def event(reading: Reading, row: Row) -> str:
    """An event's title; where none may be read here, what was done in it, else its short label."""
    if row["title"] or reading.entries is not None:
        return str(row["title"] or label(row["id"]))
    acts = store.access_related(reading.archive, reading.reader, row["id"])["act"]
    done = dict.fromkeys(labels.term(act["type"]) for act in acts if act["type"])
    return ", ".join(done) or label(row["id"])


def _person(reading: Reading, row: Row) -> str:
    """The public name, in the reader's language where there is one; else what is known."""
    if not row["name"]:
        return _described(reading, row)
    value = reading.record(row["id"]).one("person.name", reading.language)
    return value.text if value else ""


def _described(reading: Reading, row: Row) -> str:
    """Such as "group, journalists, 12–15"."""
    roles = reading.several([row["id"]], "person.role")[row["id"]]
    kind = labels.term(row["kind"]) if row["kind"] else ""
    return ", ".join(filter(None, (kind, *map(labels.term, roles), numbers(row, "number"))))


def numbers(row: Row, name: str) -> str:
    """A number told as "at least" and "at most": one figure, a span, or one open end."""
    least, most = row.get(f"{name}_min"), row.get(f"{name}_max")
    if least and most:
        shown = dict.fromkeys((labels.decimal(least), labels.decimal(most)))
        return "–".join(shown)
    if least:
        return str(_("at least {number}")).format(number=labels.decimal(least))
    return str(_("at most {number}")).format(number=labels.decimal(most)) if most else ""


def _act(reading: Reading, row: Row) -> str:
    return labels.term(row["type"]) if row["type"] else ""


def _involvement(reading: Reading, row: Row) -> str:
    return labels.term(row["perpetrator_kind"]) if row["perpetrator_kind"] else ""


def _information(reading: Reading, row: Row) -> str:
    dated = row["published"] or row["received"]
    return ", ".join(filter(None, (row["publisher"], labels.day(dated) if dated else "")))


def _intervention(reading: Reading, row: Row) -> str:
    kind = labels.term(row["type"]) if row["type"] else ""
    return ": ".join(filter(None, (row["party_name"], kind)))


def _chain(reading: Reading, row: Row) -> str:
    return labels.term(row["type"]) if row["type"] else ""


def _relation(reading: Reading, row: Row) -> str:
    kind = labels.term(row["type"]) if row["type"] else ""
    return ": ".join(filter(None, (kind, row["role"] or row["what"])))


def _claim(reading: Reading, row: Row) -> str:
    return str(row["title"] or "")


def _proceeding(reading: Reading, row: Row) -> str:
    return ", ".join(filter(None, (labels.forum(row["forum"]), row["number"])))


def _typed(column: str, beside: str) -> Callable[[Reading, Row], str]:
    """A name made of a term and of what stands beside it in words."""

    def named(reading: Reading, row: Row) -> str:
        kind = labels.term(row[column]) if row[column] else ""
        return ": ".join(filter(None, (kind, row[beside])))

    return named


def _assessment(reading: Reading, row: Row) -> str:
    return ": ".join(labels.term(row[name]) for name in ("by", "grade") if row[name])


def _recommendation(reading: Reading, row: Row) -> str:
    return " ".join(filter(None, (row["number"], row["words"])))


def _exhibit(reading: Reading, row: Row) -> str:
    return str(row["name"] or "")


def _consent(reading: Reading, row: Row) -> str:
    return labels.day(row["given"]) if row["given"] else ""


def _disclosure(reading: Reading, row: Row) -> str:
    what = labels.term(row["what"]) if row["what"] else ""
    return ": ".join(filter(None, (what, row["receiver"])))


NAMED: dict[str, Callable[[Reading, Any], str]] = {
    "event": event,
    "act": _act,
    "person": _person,
    "involvement": _involvement,
    "information": _information,
    "intervention": _intervention,
    "chain": _chain,
    "relation": _relation,
    "claim": _claim,
    "proceeding": _proceeding,
    "step": _typed("type", "note"),
    "decision": _typed("outcome", "symbol"),
    "obligation": _typed("kind", "words"),
    "assessment": _assessment,
    "recommendation": _recommendation,
    "exhibit": _exhibit,
    "consent": _consent,
    "disclosure": _disclosure,
}
