# SPDX-License-Identifier: Apache-2.0
"""A record or a story taken out, on paper or as a picture: noted first, and never more than its use may have.

What is on paper is as readable as an export, so it asks for the same right and leaves the same trace: which
statements were on it, for whom. Who printed it stands in that trace and not on the paper.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kuzat import records, store
from kuzat.collection import Use
from kuzat.errors import Missing, Refused
from kuzat.store import Wanted
from kuzat.terms import kind_of, label
from kuzat.terms.ids import is_record
from kuzat.web import refusals
from kuzat.web.drawing import picture
from kuzat.web.drawing.picture import Picture
from kuzat.web.exhibits.original import SAFE
from kuzat.web.reading import Reading, Row, reading
from kuzat.web.records import accounts, event, names, network, person, picturing, record, story, timeline
from kuzat.web.records.days import day_of

PAPER, IN_TIME, NETWORK = "paper", "timeline", "network"
PRINT, PICTURE = "handed_out.print", "handed_out.picture"
USES = {"inside": store.INSIDE, **store.USES}
View = Callable[[HttpRequest, str], HttpResponse]
PAGES: dict[str, View] = {"event": event.event, "person": person.person}


class NotOnThisPaper(Refused):
    """Something in this may not go there: {reason}."""

    code = "not_on_this_paper"
    advice = "Choose another audience, or ask for consent first. Nothing was taken out."


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What stands on the paper of where it comes from: the day, and the record of its being printed."""

    day: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What somebody takes out: the records on it, for which use and for whom."""

    now: Reading
    rows: Sequence[Row]
    use: Use
    receiver: str | None

    @property
    def allowed(self) -> list[Row]:
        """The records that this use may have, each as a whole."""
        open_to = store.gate(self.now.archive, self.use)
        return [row for row in self.rows if open_to.row(row["id"]).allowed]

    @property
    def mentioned(self) -> set[str]:
        """The records, and those that they name: who suffered, did or told something, other events."""
        named = {str(value) for row in self.rows for value in row.values() if is_record(str(value))}
        acts = [row["id"] for row in self.rows if kind_of(row["id"]) == "act"]
        return named.union(*self.now.several(acts, "act.victim").values())

    def check(self, of: Iterable[str]) -> None:
        """Raise `NotOnThisPaper` where one of these records may not go there."""
        open_to = store.gate(self.now.archive, self.use)
        for decision in map(open_to.row, of):
            if not decision.allowed:
                raise NotOnThisPaper(reason=decision.reason)

    def note(self, what: str, of: Iterable[str]) -> Printed:
        """Say that these records leave, before they do."""
        said = (id_ for record in sorted(of) for id_ in _statements(self.now, record))
        made = store.handed_out(self.now.archive, what, self.receiver, statements=said)
        return Printed(day=self.now.today, note=label(made))


def of_record(request: HttpRequest, id: str) -> HttpResponse:
    """A record as a page for paper, its line in time or its network as PNG.

    Raises `NoSuchRecord`, `NotADay`, `NotOnThisPaper`, `PictureTooLarge`, and what
    `store.handed_out` raises.
    """
    now = reading(request)
    now.record(id)
    taken = _taken(request, now, store.access_case(now.archive, now.reader, id))
    how = request.POST.get("as", "")
    if taken is None or how not in (PAPER, IN_TIME, NETWORK):
        return refusals.not_understood(request)
    if how == PAPER:
        also = accounts.named(now, now.record(id))
        return _on_paper(request, taken, lambda: PAGES.get(kind_of(id), record.record)(request, id), also)
    name = names.name(now, id)
    if how == NETWORK:
        return _network(request, taken, name, id)
    taken.check([id])
    return _in_time(taken, name)


def of_story(request: HttpRequest, sealed: str) -> HttpResponse:
    """A story as a page for paper, or as a line in time. Raises as `of_record`, and `NoSuchStory`."""
    now = reading(request)
    called = now.session.seal.open(sealed)
    where = Wanted(where={"story": called})
    found = store.access_events(now.archive, now.reader, where, size=story.LONGEST)
    if not found.rows:
        raise story.NoSuchStory()
    taken = _taken(request, now, timeline.of_story(now, found.rows))
    how = request.POST.get("as", "")
    if taken is None or how not in (PAPER, IN_TIME):
        return refusals.not_understood(request)
    if how == PAPER:
        return _on_paper(request, taken, lambda: story.story(request, sealed))
    # What a story is called comes from its events, so it goes where all of them may.
    is_whole = len(taken.allowed) == len(taken.rows)
    return _in_time(taken, names.stories(now, [called])[called] if is_whole else _("Story"))


def _taken(request: HttpRequest, now: Reading, rows: Sequence[Row]) -> Taken | None:
    use = USES.get(request.POST.get("use", ""))
    receiver = request.POST.get("receiver", "").strip() or None
    return Taken(now=now, rows=rows, use=use, receiver=receiver) if use else None


def _on_paper(
    request: HttpRequest, taken: Taken, shown: Callable[[], HttpResponse], also: Iterable[str] = ()
) -> HttpResponse:
    mentioned = taken.mentioned.union(also)
    taken.check(mentioned)
    request.printed = taken.note(PRINT, mentioned)
    return shown()


def _in_time(taken: Taken, name: str) -> HttpResponse:
    kept = taken.allowed
    shown = timeline.timeline(taken.now, kept)
    if shown is None:
        raise Missing()
    left_out = len(taken.rows) - len(kept)
    return _file(
        taken, picturing.in_time(name, taken.now.today, shown, left_out), [row["id"] for row in kept]
    )


def _network(request: HttpRequest, taken: Taken, name: str, id_: str) -> HttpResponse:
    """Only of what may go there as a whole: relations, and both who stand in them."""
    now, open_to = taken.now, store.gate(taken.now.archive, taken.use)
    taken.check([id_])
    day = day_of(request.POST.get("at", "")) or now.today
    found = network.around(now, id_, day, 2 if request.POST.get("steps") == "2" else 1)
    kept = records.only(found, id_, lambda one: open_to.row(one).allowed)
    shown = network.drawn(now, kept)
    shown_in_it = [*kept.steps, *(one.record for one in kept.relations)]
    left_out = len(found.relations) - len(kept.relations)
    return _file(taken, picturing.of_network(name, day, shown, left_out), shown_in_it)


def _file(taken: Taken, drawn: Picture, of: Iterable[str]) -> HttpResponse:
    content = picture.png(drawn)
    note = taken.note(PICTURE, of).note
    response = HttpResponse(content, headers=SAFE)
    response["Content-Disposition"] = f'attachment; filename="{note}.png"'
    return response


def _statements(now: Reading, id_: str) -> Iterator[bytes]:
    """What is said of a record; nothing of one that is named and of which nobody said anything."""
    with suppress(Missing):
        for values in now.record(id_).values.values():
            yield from (value.said.id for value in values)
