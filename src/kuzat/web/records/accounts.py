# SPDX-License-Identifier: Apache-2.0
"""What is said of a record, property by property, every account beside the others."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext

from kuzat import records, store, verification
from kuzat.records import Proposal, Record, Standing, Translation, Value
from kuzat.terms import kind_of
from kuzat.terms.ids import is_record
from kuzat.verification import Voice, accounts
from kuzat.web import labels
from kuzat.web.reading import Reading
from kuzat.web.records import names

PLAIN = (Standing.SOLE, Standing.AGREED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a statement rests on: a record with its name, and the part of it where only a part was meant."""

    name: str
    address: str
    part: str = ""
    reliability: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """One statement: who said it, when, on what basis, and where its own page is.

    ``translated`` says who made a translation and who reviewed it, ``whose`` which other organisation it is.
    """

    by: str
    at: str
    basis: Basis | None
    address: str
    translated: str = ""
    whose: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A proposal to follow an account: who made it and when, and why or that this is sealed.

    It may as well be one that ``ends`` this.
    """

    reason: str
    by: str
    at: str
    ends: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One value as people read it, how it stands, and every statement that says it."""

    text: str
    language: str
    address: str
    standing: Standing
    standing_label: Promise
    support_label: Promise
    voices: tuple[str, ...]
    reasons: tuple[str, ...]
    proposals: tuple[Proposed, ...]
    sayings: tuple[Saying, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One property with its accounts.

    They stand ``beside`` each other where they need comparing; ``mixed`` are those in several languages.
    """

    says: str
    label: str
    accounts: tuple[Account, ...]
    contested: bool
    beside: bool
    mixed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What accounts are shown with: names of records, proposals that wait, how reliable sources are, who
    translated which statements, which other organisation made them.
    """

    known: Mapping[str, str]
    waiting: Mapping[bytes, tuple[Proposal, ...]]
    grades: Mapping[str, str]
    translated: Mapping[bytes, str]
    sayers: Mapping[bytes, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """What was said once and is erased: which property, when it went and why; never what it said."""

    label: str
    sentence: str


def erased(reading: Reading, record: str) -> tuple[Gone, ...]:
    """What was erased of a record. Today's erasures hold for every day that a page is shown for."""
    return tuple(
        Gone(
            label=labels.property_(one.says) if one.says else gettext("Sealed"),
            sentence=gettext("erased on {day}, ground: {ground}").format(
                day=labels.day(one.at[:10]), ground=labels.term(one.ground) if one.ground else "?"
            ),
        )
        for one in store.access_erased(reading.archive, reading.reader, record)
    )


def told(reading: Reading, record: Record) -> tuple[Told, ...]:
    """Everything said of a record: first where accounts differ, then in the order of the vocabulary."""
    voices = _voices(reading, record)
    speakers = [voice.speaker for voice in voices.values() if is_record(voice.speaker)]
    known = names.names(reading, [*_mentioned(record), *speakers])
    around = Around(
        known=known,
        waiting=store.access_proposals(
            reading.archive, reading.reader, record.id, entries=reading.entries
        ),
        grades=_grades(reading, record),
        translated=translated(reading, record),
        sayers=store.access_sayers(reading.archive, reading.reader, record),
    )
    found = []
    for property_ in reading.vocabulary.properties(kind_of(record.id)):
        values = record.all(property_.id)
        if values:
            shown = tuple(
                _account(record.id, account, around)
                for account in accounts(record, property_.id, voices)
            )
            found.append(
                Told(
                    says=property_.id,
                    label=property_.label(reading.language),
                    accounts=shown,
                    contested=any(a.standing is Standing.CONTESTED for a in shown),
                    beside=len(shown) > 1 and any(map(_needs_comparing, shown)),
                    mixed=len({account.language for account in shown}) > 1,
                )
            )
    return tuple(sorted(found, key=lambda one: not one.contested))


def _needs_comparing(account: Account) -> bool:
    return account.standing not in PLAIN or any(saying.translated for saying in account.sayings)


def translated(reading: Reading, record: Record) -> Mapping[bytes, str]:
    """Statement → who translated it and who reviewed that, for those that are translations."""
    found = tuple(records.translations(record))
    known = names.names(reading, [who for one in found for who in (*one.translators, *one.reviewers)])
    return {one.text.said.id: _translated(one, known, whole=reading.sees_all) for one in found}


def _translated(one: Translation, known: Mapping[str, str], *, whole: bool) -> str:
    """Who does not see the ``whole`` is not told that nobody made or reviewed it: that may be hidden."""
    made, seen = (", ".join(known[who] for who in of) for of in (one.translators, one.reviewers))
    if not seen and not whole:
        return f"{labels.property_(records.TRANSLATOR)}: {made}" if made else gettext("Translation")
    if not seen:
        return str(gettext("Translation by {translator}, unreviewed").format(translator=made or "?"))
    sentence = gettext("Translation by {translator}, reviewed by {reviewer}")
    return str(sentence.format(translator=made or "?", reviewer=seen))


def basis_of(value: Value, known: Mapping[str, str]) -> Basis | None:
    """What one statement rests on, if it names a record or another statement."""
    if value.said.basis is None:
        return None
    id_, _hash, place = value.said.basis.partition("#")
    if not is_record(id_):
        return Basis(name=id_, address="")
    kind, _sign, number = place.partition("=")
    part = str(labels.PARTS[kind]).format(number=number) if kind in labels.PARTS else ""
    return Basis(name=known.get(id_, id_), address=names.address(id_), part=part)


def named(reading: Reading, record: Record) -> set[str]:
    """Whom and what the accounts name, followed or not, and who speaks in what they rest on."""
    speakers = (voice.speaker for voice in _voices(reading, record).values())
    return {*_links(record), *filter(is_record, speakers)}


def _mentioned(record: Record) -> Iterator[str]:
    """The records that the accounts name, as basis or as value."""
    yield from _bases(record)
    yield from _links(record)


def _links(record: Record) -> Iterator[str]:
    for values in record.values.values():
        yield from (value.text for value in values if value.said.type == "record")


def _voices(reading: Reading, record: Record) -> Mapping[str, Voice]:
    """Who speaks in the informations on which the accounts rest."""
    bases = {id_ for id_ in _bases(record) if kind_of(id_) == "information"}
    return store.access_voices_in(reading.archive, reading.reader, tuple(bases))


def _bases(record: Record) -> Iterator[str]:
    for values in record.values.values():
        for value in values:
            basis = (value.said.basis or "").partition("#")[0]
            if is_record(basis):
                yield basis


def _grades(reading: Reading, record: Record) -> Mapping[str, str]:
    """Information → how reliable its source was judged, for those on which the accounts rest."""
    rows = reading.rows(id_ for id_ in _bases(record) if kind_of(id_) == "information")
    graded = {id_: row.get("reliability") for id_, row in rows.items()}
    return {id_: labels.term(str(term)) for id_, term in graded.items() if term}


def _account(record: str, told: verification.Account, around: Around) -> Account:
    known = around.known
    first = told.said[0].said
    is_link = first.type == "record"
    return Account(
        text=known[first.value] if is_link else labels.value(first.type, first.value),
        language=first.language or "",
        address=names.address(first.value) if is_link else "",
        standing=told.standing,
        standing_label=labels.STANDINGS[told.standing],
        support_label=labels.SUPPORTS[told.support],
        voices=tuple(known.get(v.speaker) or v.publisher or v.speaker for v in told.voices),
        reasons=tuple(dict.fromkeys(reason for value in told.said for reason in value.reasons)),
        proposals=tuple(
            _proposed(one) for value in told.said for one in around.waiting.get(value.said.id, ())
        ),
        sayings=tuple(_saying(record, value, around) for value in told.said),
    )


def _proposed(proposal: Proposal) -> Proposed:
    """Its reason lies among the sealed statements where none is told: nobody proposes without one."""
    told = " ".join(proposal.reasons)
    sealed = f"{labels.property_('any.proposes_reason')}: {gettext('(sealed)')}"
    said, ends = proposal.said, proposal.ends is not None
    return Proposed(reason=told or sealed, by=said.by, at=said.at, ends=ends)


def _saying(record: str, value: Value, around: Around) -> Saying:
    basis = basis_of(value, around.known)
    if basis is not None:
        information = (value.said.basis or "").partition("#")[0]
        basis = replace(basis, reliability=around.grades.get(information, ""))
    return Saying(
        by=value.said.by,
        at=value.said.at,
        basis=basis,
        address=f"/statement/{record}/{value.said.id.hex()}",
        translated=around.translated.get(value.said.id, ""),
        whose=labels.whose(around.sayers[value.said.id]) if value.said.id in around.sayers else "",
    )
