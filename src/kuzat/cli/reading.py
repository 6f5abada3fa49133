# SPDX-License-Identifier: Apache-2.0
"""Ask the archive: one record with every account, a search, a count."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import chain
from typing import Any

import click

from kuzat.analysis import DIMENSIONS, Answer, Cell, Question, Unit
from kuzat.cli.app import ASKED, Call, _, json_option, language, main, typed, with_archive
from kuzat.cli.conditions import conditions
from kuzat.cli.narrowing import narrowing_data, narrowing_lines
from kuzat.cli.receiving import custody_data, custody_lines
from kuzat.cli.timeline import when
from kuzat.cli.words import DIMENSIONS as CALLED
from kuzat.cli.words import STANDINGS, UNITS, kind, part, whose
from kuzat.errors import Refused
from kuzat.records import ADOPTS, PROPOSES, TRANSLATION, Record, Said, Value, translations
from kuzat.store import (
    Archive,
    Erased,
    Hit,
    Wanted,
    access_count,
    access_custody,
    access_erased,
    access_narrowing,
    access_received_parts,
    access_record,
    access_reference,
    access_related,
    access_sayers,
    access_sealed,
    access_search,
    access_story_titles,
    access_titles,
    access_uncounted,
    entries_until,
    reader_of,
)
from kuzat.terms import dates, ids, vocabulary
from kuzat.terms.wording import slug, uncounted, worded

SHORT = 12


class NoEnd(Refused):
    """{day} has no last day."""

    code = "no_end"
    advice = "Write for example --as-of 2025-01-31, or --as-of 2025 for the end of that year."


@main.command(help=_("Show a record: every account of it, who told it and on what basis."))
@click.argument("record")
@click.option("--as-of", "day", help=_("As it stood at the end of a day, such as 2025-01-31."))
@click.option("--at-entry", type=click.IntRange(0), help=_("As it stood after so many entries."))
@click.option("--timeline", is_flag=True, help=_("Only when: its days in order, and the silence between."))
@with_archive
@json_option
def show(call: Call, record: str, day: str | None, at_entry: int | None, timeline: bool) -> None:
    """All accounts side by side."""
    with call.open() as archive:
        reader = reader_of(archive)
        id_ = access_reference(archive, reader, record)
        if timeline:
            when(call, archive, id_, is_today=day is None and at_entry is None)
            return
        entries = at_entry if day is None else _entries(archive, day)
        found = access_record(archive, reader, id_, entries=entries)
        related = _related(archive, id_) if entries is None else {}
        sealed = access_sealed(archive, reader, id_, entries=entries)
        erased = access_erased(archive, reader, id_)
        is_now = entries is None and ids.kind_of(id_) == "exhibit"
        custody = access_custody(archive, reader, id_) if is_now else ()
        call.answer(
            {
                **record_data(found, related),
                "sealed": sealed,
                "erased": [asdict(one) for one in erased],
                **({"custody": custody_data(custody)} if is_now else {}),
            },
            lambda: chain(
                record_lines(archive, found, related, entries),
                _sealed_lines(found, sealed),
                _erased_lines(archive, erased),
                custody_lines(archive, custody),
            ),
        )


def _related(archive: Archive, record: str) -> dict[str, list[str]]:
    """What belongs to an event, by kind, also what only another organisation tells of."""
    if ids.kind_of(record) != "event":
        return {}
    reader, found = reader_of(archive), dict[str, list[str]]()
    for rows in (access_related(archive, reader, record), access_received_parts(archive, reader, record)):
        for of, its in rows.items():
            found.setdefault(of, []).extend(str(row["id"]) for row in its)
    return {of: its for of, its in found.items() if its}


def _sealed_lines(record: Record, sealed: int) -> Iterator[str]:
    if sealed:
        yield ""
        yield _(
            "Sealed: {count} statements that identify somebody or are not public. "
            "kuzat identity open {label} --reason …"
        ).format(count=sealed, label=ids.label(record.id))


def _entries(archive: Archive, day: str) -> int:
    latest = dates.parse(day).latest
    if latest is None:
        raise NoEnd(day=day)
    return entries_until(archive, reader_of(archive), latest.isoformat())


def record_data(record: Record, related: dict[str, list[str]]) -> dict[str, Any]:
    """One record as JSON."""
    return {
        "id": record.id,
        "label": ids.label(record.id),
        "contested": list(record.contested),
        "values": {
            says: [_value_data(value) for value in values]
            for says, values in record.values.items()
        },
        "judgements": [{"says": said.says, **_said_data(said)} for said in record.judgements],
        "related": related,
    }


def _value_data(value: Value) -> dict[str, Any]:
    return {
        **_said_data(value.said),
        "standing": value.standing.value,
        "reasons": list(value.reasons),
    }


def _said_data(said: Said) -> dict[str, Any]:
    return {
        "statement": said.id.hex(),
        "value": said.value,
        "type": said.type,
        "language": said.language,
        "basis": said.basis,
        "by": said.by,
        "at": said.at,
        "log": said.log,
        "entry": said.position,
    }


def record_lines(
    archive: Archive, record: Record, related: dict[str, list[str]], entries: int | None = None
) -> Iterator[str]:
    """One record as lines: every value, how it stands, and who told it; titles as of ``entries``."""
    yield f"{ids.label(record.id)}  {record.id}"
    translated = dict(_translated(archive, record))
    sayers = access_sayers(archive, reader_of(archive), record)
    for says, values in _in_order(archive, record):
        if says in TRANSLATION:
            continue
        yield ""
        yield _property_words(archive, says)
        for value in sorted(values, key=_place):
            said = value.said
            text = worded(archive.vocabulary, said.type, said.value, language())
            yield f"  {text}"
            told = [STANDINGS[value.standing], *value.reasons]
            if said.id in sayers:
                told.append(whose(sayers[said.id]))
            if said.basis:
                told.append(_("basis {basis}").format(basis=_basis_words(archive, said.basis, entries)))
            told.append(_("entry {entry}").format(entry=said.position))
            yield f"    {said.id.hex()[:SHORT]}  {'; '.join(told)}"
            if said.id in translated:
                yield f"    {translated[said.id]}"
    yield from _judgement_lines(archive, record)
    for of, its in related.items():
        yield ""
        yield f"{kind(of)} ({len(its)}):"
        yield "  " + ", ".join(ids.label(one) for one in its)


def _translated(archive: Archive, record: Record) -> Iterator[tuple[bytes, str]]:
    """Each translation, and who made and who reviewed it."""
    for one in translations(record):
        people = (*one.translators, *one.reviewers)
        known = access_titles(archive, reader_of(archive), people, language())
        named = {who: f"{ids.label(who)} {known.get(who, '')}".strip() for who in people}
        made, seen = (", ".join(named[who] for who in of) for of in (one.translators, one.reviewers))
        if seen:
            sentence = _("Translation by {translator}, reviewed by {reviewer}")
        else:
            sentence = _("Translation by {translator}, unreviewed")
        yield one.text.said.id, sentence.format(translator=made or "?", reviewer=seen)


def _place(value: Value) -> int:
    """Where in a text a value stands that is a part of it, so that a document reads in its own order."""
    span = (value.said.basis or "").partition("#chars=")[2]
    return int(span.partition(",")[0] or 0)


def _erased_lines(archive: Archive, erased: tuple[Erased, ...]) -> Iterator[str]:
    """What was said here once: never what it said, only when and why it went."""
    if erased:
        yield ""
    for one in erased:
        yield _property_words(archive, one.says) if one.says else _("Sealed")
        yield "  " + _("erased on {day}, ground: {ground}").format(
            day=one.at[:10], ground=worded(archive.vocabulary, "term", one.ground or "", language())
        )
        yield f"    {one.statement[:SHORT]}"


def _judgement_lines(archive: Archive, record: Record) -> Iterator[str]:
    """Which statement adopts or disputes which: by its id a judgement can be taken back."""
    judged = [said for said in record.judgements if said.type == "statement"]
    adoptions = {said.id.hex() for said in judged if said.says == ADOPTS}
    if judged:
        yield ""
    for said in judged:
        ends = said.says == PROPOSES and said.value in adoptions
        words = _("Proposes to take back") if ends else _property_words(archive, said.says)
        yield f"{words}: {said.value[:SHORT]}"
        yield f"    {said.id.hex()[:SHORT]}  " + _("entry {entry}").format(entry=said.position)


def _in_order(archive: Archive, record: Record) -> list[tuple[str, tuple[Value, ...]]]:
    """What is said of a record in the order of the vocabulary; what it does not know comes last."""
    order = [p.id for p in archive.vocabulary.properties(ids.kind_of(record.id))]
    known = {says: place for place, says in enumerate(order)}
    return sorted(record.values.items(), key=lambda said: known.get(said[0], len(known)))


def _property_words(archive: Archive, says: str) -> str:
    known = archive.vocabulary.has_property(says)
    return archive.vocabulary.property(says).label(language()) if known else says


def _basis_words(archive: Archive, basis: str, entries: int | None) -> str:
    """What a statement rests on, by name: a publisher, or a sheet and its row."""
    record, _sign, place = basis.partition("#")
    if not ids.is_record(record):
        return basis
    titles = access_titles(archive, reader_of(archive), (record,), language(), entries=entries)
    return f"{ids.label(record)} {titles.get(record, '')} {part(place)}".strip()


@main.command(
    help=_(
        "Find records by words, in any script and with any ending. Leave WORDS out, or write -, to type "
        "them when asked."
    )
)
@click.argument("words", nargs=-1)
@click.option("--limit", default=50, type=click.IntRange(1, 2000), help=_("At most so many."))
@click.option("--facets", is_flag=True, help=_("Count what their events can be narrowed down by."))
@with_archive
@json_option
def search(call: Call, words: tuple[str, ...], limit: int, facets: bool) -> None:
    """Search by folded words."""
    with call.open() as archive:
        reader = reader_of(archive, language())
        asked = typed(_("Words")) if words in ((), (ASKED,)) else " ".join(words)
        hits = access_search(archive, reader, asked, size=limit)
        titles = access_titles(archive, reader, tuple(hit.record for hit in hits), language())
        found = [_hit_data(hit, titles.get(hit.record, "")) for hit in hits]
        if not facets:
            call.answer(found, lambda: _hit_lines(found))
            return
        counted = access_narrowing(archive, reader, Wanted(words=asked))
        data = {"records": found, **narrowing_data(counted)}
        call.answer(data, lambda: chain(_hit_lines(found), narrowing_lines(archive, counted)))


def _hit_data(hit: Hit, title: str) -> dict[str, Any]:
    return {
        "record": hit.record,
        "label": ids.label(hit.record),
        "kind": hit.kind,
        "title": title,
        "event": hit.event,
        "event_title": hit.title,
        "start": hit.start,
        "received_from": list(hit.tellers),
    }


def _hit_lines(found: list[dict[str, Any]]) -> Iterator[str]:
    if not found:
        yield _("Nothing holds all these words.")
    for hit in found:
        start = dates.shown(hit["start"], language()) if hit["start"] else ""
        about = hit["title"] or hit["event_title"] or ""
        received = [STANDINGS["received"], *map(whose, hit["received_from"])] if hit["received_from"] else []
        words = (hit["label"], kind(hit["kind"]), start, about, "; ".join(received))
        yield "  ".join(word for word in words if word)


@main.command(help=_("Count, for example: kuzat count --by act,region,year"))
@click.option(
    "--by", default="", help=_("Up to three of: {names}").format(names=", ".join(DIMENSIONS))
)
@click.option(
    "--unit", default="event", type=click.Choice([unit.value for unit in Unit]),
    help=_("What is counted."),
)  # fmt: skip
@click.option("--where", multiple=True, help=_("Only where, for example region=KG-GB."))
@with_archive
@json_option
def count(call: Call, by: str, unit: str, where: tuple[str, ...]) -> None:
    """A count that names its unit and its sources."""
    dimensions = tuple(name.strip() for name in by.split(",") if name.strip())
    chosen = conditions(where, vocabulary.load())
    question = Question(unit=Unit(unit), by=dimensions, where=chosen)
    with call.open() as archive:
        answer = access_count(archive, reader_of(archive), question)
        received = access_uncounted(archive, reader_of(archive), answer.question.unit)
        call.answer(
            _answer_data(answer) | {"received": received},
            lambda: chain(answer_lines(archive, answer), received_lines(received)),
        )


def received_lines(received: dict[str, int]) -> Iterator[str]:
    """What stands beside a count, whatever was asked of those that are counted: received and not adopted."""
    for code, count in received.items():
        yield uncounted(count, code).said(_)


def _answer_data(answer: Answer) -> dict[str, Any]:
    return {
        "unit": answer.question.unit.value,
        "by": list(answer.question.by),
        "where": dict(answer.question.where),
        "cells": [
            {
                "values": list(cell.values),
                "count": cell.count,
                "sources": cell.sources,
                "borrowed": cell.borrowed,
            }
            for cell in answer.cells
        ],
        "total": answer.total,
        "sources": answer.sources,
        "borrowed": answer.borrowed,
        "contested": answer.contested,
        "overlaps": answer.overlaps,
        "entries": answer.entries,
        "erasures": answer.erasures,
    }


def answer_lines(archive: Archive, answer: Answer, most: int | None = None) -> Iterator[str]:
    """A count as a table: what is counted, the cells, and how far to trust it."""
    yield _("{unit}: {total}, told by {sources} independent sources").format(
        unit=UNITS[answer.question.unit], total=answer.total, sources=answer.sources
    )
    cells = answer.cells[:most] if answer.question.by else ()
    if cells:
        heads = " / ".join(CALLED[name] for name in answer.question.by)
        yield f"{_('count'):>8}  {_('sources'):>8}  {heads}"
    named = {value for cell in cells for value in cell.values if value and ids.is_record(value)}
    reader = reader_of(archive)
    titles = access_titles(archive, reader, tuple(named), language())
    stories = _stories(answer.question.by, cells)
    titles |= dict(zip(stories, map(slug, stories), strict=True))
    titles |= access_story_titles(archive, reader, stories, language())
    for cell in cells:
        words = (titles.get(value or "") or _cell_words(archive, value) for value in cell.values)
        yield f"{cell.count:>8}  {cell.sources:>8}  {' / '.join(words)}"
    if cells and most is not None and len(answer.cells) > most:
        yield _("  … and {more} more").format(more=len(answer.cells) - most)
    if answer.overlaps:
        yield _("Some stand in several rows, so the rows add up to more than the total.")
    if answer.borrowed:
        yield _(
            "For {count} of these the sources of their event stand in, where none of their own is named."
        ).format(count=answer.borrowed)
    if answer.contested:
        yield _("Of these, {contested} belong to events of which accounts differ.").format(
            contested=answer.contested
        )
    yield _("Read at entry {entries}, erasures {erasures}.").format(
        entries=answer.entries, erasures=answer.erasures
    )


def _stories(by: tuple[str, ...], cells: Iterable[Cell]) -> tuple[str, ...]:
    """The stories that stand in the cells of a count."""
    places = [place for place, name in enumerate(by) if name == "story"]
    return tuple({story for cell in cells for place in places if (story := cell.values[place])})


def _cell_words(archive: Archive, value: str | None) -> str:
    if value is None:
        return _("not stated")
    if archive.vocabulary.find_id(value):
        return worded(archive.vocabulary, "term", value, language())
    return worded(archive.vocabulary, "place", value, language())
