# SPDX-License-Identifier: Apache-2.0
"""What an analyst wants to know first of a collection, and what it cannot tell."""

from collections.abc import Iterator

from kuzat.analysis import Coverage, Question, Unit
from kuzat.cli.app import _, language
from kuzat.cli.reading import answer_lines
from kuzat.cli.words import SUPPORTS
from kuzat.store import (
    Archive,
    Reader,
    Wanted,
    access_count,
    access_coverage,
    access_events,
    access_record,
    access_related,
    access_story_titles,
    access_titles,
    access_voices,
    reader_of,
)
from kuzat.store.access import Row
from kuzat.terms import dates, ids
from kuzat.terms.wording import slug, worded
from kuzat.verification import Account, Contradiction, Voice, contradictions

COUNTS = (
    (Unit.EVENT, ("region",), 12),
    (Unit.EVENT, ("year",), 40),
    (Unit.ACT, ("branch",), 12),
    (Unit.INTERVENTION, (), 0),
)
MOST = 3
WIDTH = 96


def overview(archive: Archive, case: str | None) -> Iterator[str]:
    """Counts, contradictions, one case over time, and the limits, as lines for people."""
    reader = reader_of(archive, language())
    for unit, by, most in COUNTS:
        yield ""
        answer = access_count(archive, reader, Question(unit=unit, by=by))
        yield from answer_lines(archive, answer, most)
    yield from _contested(archive, reader)
    if case:
        yield from _case(archive, reader, case)
    yield from _limits(archive, access_coverage(archive, reader))


def _contested(archive: Archive, reader: Reader) -> Iterator[str]:
    page = access_events(archive, reader, Wanted(contested=True), size=200)
    yield ""
    yield _("Accounts differ in {count} events. Some of them:").format(count=page.total)
    found = [
        (row, contradiction)
        for row in page.rows
        for contradiction in contradictions(
            access_record(archive, reader, row["id"]), access_voices(archive, reader, row["id"])
        )
        if contradiction.adopted is None
    ]
    found.sort(key=lambda pair: (-_heard(pair[1]), pair[0]["id"]))
    for row, contradiction in found[:MOST]:
        yield f"  {_title(row)}"
        yield f"    {archive.vocabulary.property(contradiction.says).label(language())}:"
        for account in contradiction.accounts:
            yield f"      {_account(archive, contradiction.says, account)}"


def _heard(contradiction: Contradiction) -> int:
    return len({v.key for account in contradiction.accounts for v in account.voices})


def _account(archive: Archive, says: str, account: Account) -> str:
    text = worded(
        archive.vocabulary, archive.vocabulary.property(says).type, account.text, language()
    )
    houses = ", ".join(sorted({_speaker(archive, voice) for voice in account.voices}))
    told = f"{SUPPORTS[account.support]}: {houses}" if houses else SUPPORTS[account.support]
    return f"{_cut(text)}  ({told})"


def _speaker(archive: Archive, voice: Voice) -> str:
    """Who speaks: an authority by its own name, others by the house that published them."""
    if voice.source is None or (voice.publisher and not voice.official):
        return voice.publisher or "?"
    return access_titles(archive, reader_of(archive), (voice.source,), language())[voice.source]


def _case(archive: Archive, reader: Reader, story: str) -> Iterator[str]:
    """One story from the first report to today: what happened and who stepped in, by date."""
    page = access_events(archive, reader, Wanted(where={"story": story}), size=200)
    lines: list[tuple[str, str]] = []
    for row in page.rows:
        lines.append((row["start_from"] or "", f"{_day(row['start']):>24}  {_cut(row['title'])}"))
        for step in access_related(archive, reader, row["id"])["intervention"]:
            lines.append((step["date_from"] or "", _step(archive, step)))
    yield ""
    called = access_story_titles(archive, reader, (story,), language()).get(story)
    yield _("One case, {story}: {events} events and {steps} interventions").format(
        story=_cut(called or slug(story)), events=len(page.rows), steps=len(lines) - len(page.rows)
    )
    yield from (f"  {line}" for _date, line in sorted(set(lines)))


def _step(archive: Archive, step: Row) -> str:
    kind = worded(archive.vocabulary, "term", step["type"] or "", language())
    answer = step["response"] or _("no answer known to us")
    who = step["party_name"] or ids.label(step["id"])
    return f"{_day(step['date']):>24}    → {who}, {kind}: {_cut(answer)}"


def _day(date: str | None) -> str:
    return dates.shown(date, language()) if date else _("date not known")


def _title(row: Row) -> str:
    return f"{ids.label(row['id'])}  {_day(row['start'])}  {_cut(row['title'])}"


def _cut(text: str | None) -> str:
    words = " ".join((text or "").split())
    return words if len(words) <= WIDTH else words[: WIDTH - 1] + "…"


def _limits(archive: Archive, coverage: Coverage) -> Iterator[str]:
    """What this collection cannot tell."""
    yield ""
    yield _("What this cannot tell:")
    yield "  " + _("How many there were: it counts what was documented, not what happened.")
    yield "  " + _("More records of later years can mean more attention, not more violations.")
    yield "  " + _("{single} of {events} events rest on one independent source or none.").format(
        single=coverage.single, events=coverage.events
    )
    if coverage.silent:
        names = (worded(archive.vocabulary, "place", one, language()) for one in coverage.silent)
        yield "  " + _("Nothing is recorded of: {places}. That is silence, not calm.").format(
            places=", ".join(names)
        )
    if coverage.undated or coverage.unplaced:
        yield "  " + _("{undated} events have no date and {unplaced} no place.").format(
            undated=coverage.undated, unplaced=coverage.unplaced
        )
    told = sum(coverage.languages.values())
    shares = ", ".join(f"{tag or '?'} {count}" for tag, count in coverage.languages.items())
    yield "  " + _(
        "Who was heard: {told} informations by language: {shares}; {official} official."
    ).format(told=told, shares=shares, official=coverage.official)
