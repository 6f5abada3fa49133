# SPDX-License-Identifier: Apache-2.0
"""Why records are one: what members said of each pair and took back, what the fields say; a way apart."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse

from kuzat import store
from kuzat.records.sameness import Verdict
from kuzat.terms import kind_of
from kuzat.web import page
from kuzat.web.linking import evidence
from kuzat.web.linking.evidence import Weighed, Word
from kuzat.web.linking.found import Found, found, is_asked
from kuzat.web.linking.pairs import address
from kuzat.web.reading import Reading, reading
from kuzat.web.records import names
from kuzat.web.records.parts import Link

if TYPE_CHECKING:
    from kuzat.store import Judged

# So many pairs are shown, of so many that are weighed; and so many records are named.
MOST, WEIGHED, NAMED = 15, 60, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two of the records: what members said of them, and what each field says."""

    first: Link
    second: Link
    words: tuple[Word, ...]
    weighed: Weighed | None
    address: str
    apart: str


def together(request: HttpRequest, id: str) -> HttpResponse:
    """The page of all records that are one with a person or an event. Raises `NoSuchRecord`."""
    now = reading(request)
    now.record(id)
    likely = found(now, kind_of(id), is_asked=is_asked(request))
    said = store.access_together(now.archive, now.reader, id)
    cluster = likely.linked.cluster(id) if likely and id in likely.linked.ids else ()
    unchanged = likely.unchanged(now, {id, *said.records, *cluster}) if likely else frozenset()
    one = tuple(of for of in cluster if of in unchanged) if id in unchanged else (id,)
    is_current = likely is not None and likely.is_current(now)
    every = tuple(dict.fromkeys((id, *said.records, *one)))[:NAMED]
    is_gone_asked = "gone" in request.GET
    gone = store.access_taken_back(now.archive, now.reader, *every) if is_gone_asked else ()
    context = {
        "id": id,
        "name": names.name(now, id),
        "address": names.address(id),
        "links": [
            Link(name=called, address=names.address(of)) for of, called in names.names(now, every).items()
        ],
        "is_one": len(every) > 1 and not said.contradicts,
        "number": len({*one, *said.records}),
        "contradicts": said.contradicts,
        "pairs": list(_pairs(now, likely, every, said.judged, unchanged)),
        "cut": len(every) * (len(every) - 1) // 2 > MOST,
        "is_known": id in unchanged or is_current,
        "is_current": is_current,
        "since": likely.since(now) if likely else "",
        "is_gone_asked": is_gone_asked,
        "gone": [_word(now, each) for each in gone],
    }
    return page.show(request, "linking/together.html", context)


def _pairs(
    now: Reading,
    likely: Found | None,
    every: Sequence[str],
    judged: "Sequence[Judged]",
    unchanged: Collection[str],
) -> Iterator[Pair]:
    """Of each pair what there is: first what members spoke of, then the likeliest, `MOST` of them."""
    words: dict[tuple[str, str], tuple[Judged, ...]] = {}
    for one in judged:
        if set(one.judgement.pair) <= set(every):
            words[one.judgement.pair] = (*words.get(one.judgement.pair, ()), one)
    for a, b in islice(combinations(every, 2), WEIGHED):
        words.setdefault((min(a, b), max(a, b)), ())
    fields = {pair: evidence.weighed(now, likely, *pair, unchanged) for pair in words}
    chance = {pair: found.likely if found else 0 for pair, found in fields.items()}
    called = names.names(now, every)
    for pair in sorted(words, key=lambda pair: (not words[pair], -chance[pair], pair))[:MOST]:
        first, second = (Link(name=called[of], address=names.address(of)) for of in pair)
        yield Pair(
            first=first,
            second=second,
            words=tuple(map(evidence.word, words[pair])),
            weighed=fields[pair],
            address=address(*pair),
            apart=f"{address(*pair)}/{Verdict.DIFFERENT}",
        )


def _word(now: Reading, one: "Judged") -> tuple[str, Word]:
    """A judgement that was taken back, and of which pair it was."""
    called = names.names(now, one.judgement.pair)
    return " · ".join(called.values()), evidence.word(one)
