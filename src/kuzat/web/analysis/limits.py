# SPDX-License-Identifier: Apache-2.0
"""What a collection cannot tell, said beside its numbers."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kuzat import store
from kuzat.web import languages
from kuzat.web.analysis import figures
from kuzat.web.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One sentence, and the list it speaks of where there is one."""

    sentence: str
    address: str = ""


def limits(reading: Reading) -> tuple[Limit, ...]:
    """The limits of what is held now."""
    return tuple(_limits(reading))


def said(reading: Reading) -> tuple[str, ...]:
    """The same as lines of a file, which say first what they speak of."""
    return (_("Of all that is recorded:"), *(one.sentence for one in limits(reading)))


def _limits(reading: Reading) -> Iterator[Limit]:
    covered = reading.kept("coverage", lambda: store.access_coverage(reading.archive, reading.reader))
    yield Limit(sentence=_("How many there were: it counts what was documented, not what happened."))
    yield Limit(
        sentence=_("{single} of {events} events rest on one independent source or none.").format(
            single=languages.number(covered.single), events=languages.number(covered.events)
        )
    )
    if covered.silent:
        yield Limit(sentence=figures.silence(covered.silent))
    for count, sentence, address in (
        (covered.undated, _("Events without a known date: {count}."), "/events?year=unknown"),
        (covered.unplaced, _("Events without a known region: {count}."), "/events?region=unknown"),
    ):
        if count:
            yield Limit(sentence=sentence.format(count=languages.number(count)), address=address)
    yield Limit(
        sentence=_("Who was heard: {told} informations by language: {shares}; {official} official.").format(
            told=languages.number(sum(covered.languages.values())),
            shares=", ".join(f"{tag or '?'} {n}" for tag, n in covered.languages.items()),
            official=languages.number(covered.official),
        )
    )
    yield Limit(sentence=_("A perpetrator named here is who a source says it was, not a finding of guilt."))
