# SPDX-License-Identifier: Apache-2.0
"""The register of names: what the compartment knows of people, held against a text before it is released.

A released text is a new statement in ``cases.db`` that rests on the sealed one. The register finds names that
it knows; it does not know everybody, and people can be known by more than a name.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from kuzat.collection import Kind, Known, Register, Span, counted
from kuzat.errors import Missing, Refused
from kuzat.log.statement import Draft, Statement, bind
from kuzat.store.access import Reader
from kuzat.store.archive import Archive
from kuzat.store.commit import SALT, Act, Committed
from kuzat.store.compartment import Compartment
from kuzat.store.identity import NAME, admitted
from kuzat.store.permitting import gate
from kuzat.store.proving import access_statement, access_statement_id
from kuzat.terms import ids

RELEASE = "release"
NAMES_PERSON, ACCEPTED = "any.names_person", "any.release_accepted"
KINDS = {
    "person.identity_name": Kind.NAME,
    NAME: Kind.NAME,
    "person.phone": Kind.PHONE,
    "person.address": Kind.PLACE,
}
# Under which property of cases.db a text goes that has none of its own there.
RELEASED_AS = {"information.testimony": "information.released"}
PERSON = "person"
STATEMENT = "stm-"
SPAN = re.compile(r"stm-([0-9a-f]{64})#chars=([0-9]+),([0-9]+)")


class NamesRemain(Refused):
    """The text still holds what the register knows: names {names}, telephone numbers {phones}, places {places}. Signs {where}."""  # noqa: E501

    code = "names_remain"
    advice = "Replace them, or accept each that names nobody with --accept FROM-TO. Nothing was written."


class NotReleasable(Refused):
    """{property} is not a text that can be released."""

    code = "not_releasable"
    advice = "A testimony or another free text can be; names, numbers and addresses stay sealed."


class NotSealed(Missing):
    """The statement {statement} lies in the open, was erased or was taken back."""

    code = "not_sealed"
    advice = "Only a sealed text that stands can be released: kuzat identity open RECORD lists them."


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """A protected text, and the spans in it by which the register would know somebody."""

    statement: Statement
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """A sealed text that can be coded from: which statement it is, and how many signs it has."""

    statement: bytes
    length: int

    @property
    def basis(self) -> str:
        """What rests on the whole of it."""
        return f"{STATEMENT}{self.statement.hex()}"


def access_extents(archive: Archive, reader: Reader, information: str) -> tuple[Extent, ...]:
    """The sealed texts of an information that stand, in the order of their ids; nothing of what they tell.

    Raises the errors of `admitted`, and `Withheld` where consent was withdrawn.
    """
    compartment, open_to = admitted(archive, reader, RELEASE), gate(archive)
    open_to.check(open_to.record(information))
    texts = [one for one in compartment.about(information) if _is_releasable(archive, one)]
    allowed = [one for one in texts if open_to.said(one.id, one.about).allowed and compartment.live(one.id)]
    found = (Extent(statement=one.id, length=len(one.value)) for one in allowed)
    return tuple(sorted(found, key=lambda one: one.statement))


def access_namings(archive: Archive, reader: Reader, statement: str, reason: str) -> Naming:
    """A protected text with the spans that may name people. Writes first that it was read.

    Raises the errors of `access_statement` and `access_identity`.
    """
    placed = access_statement(archive, reader, statement, reason=reason)
    register = _register(admitted(archive, reader))
    return Naming(statement=placed.statement, spans=register.spans(placed.statement.value))


def say_names(
    archive: Archive, reader: Reader, statement: Statement, named: Collection[tuple[int, int, str]]
) -> Committed:
    """Say which spans of a protected text name which persons: (from, up to, person).

    So an erasure finds the texts that name a person, and the register learns what people call them.
    """
    admitted(archive, reader)
    drafts = [
        Draft(
            about=statement.about,
            says=NAMES_PERSON,
            type="record",
            value=person,
            basis=f"stm-{statement.id.hex()}#chars={start},{end}",
        )
        for start, end, person in named
    ]
    return archive.say(drafts)


def release(
    archive: Archive,
    reader: Reader,
    statement: str,
    text: str,
    *,
    language: str | None = None,
    accepted: Collection[tuple[int, int]] = (),
) -> Committed:
    """Put a pseudonymised text into ``cases.db`` in place of a protected one, which stays where it is.

    ``accepted`` are spans, from a sign up to another, that the register knows and that name nobody here; it
    is written down that they were. Raises `NamesRemain`, `NotReleasable`, `NotSealed`, or the errors of
    `access_statement_id` and `admitted`.
    """
    compartment = admitted(archive, reader, RELEASE)
    sealed = compartment.live(access_statement_id(archive, reader, statement))
    if sealed is None:
        raise NotSealed(statement=statement)
    if not _is_releasable(archive, sealed):
        raise NotReleasable(property=sealed.says)
    says = RELEASED_AS.get(sealed.says, sealed.says)
    _check(_register(compartment).spans(text), accepted)
    return archive.commit_checked([_act(archive, sealed, says, text, language, accepted)])


def plan_coded(archive: Archive, reader: Reader, drafts: Sequence[Draft]) -> Act:
    """The entry that says what was coded from sealed texts, each value resting on a part of one.

    It goes into ``cases.db``, texts too, since the register knows nobody in them; what is told of a person in
    people's own words stays sealed. Raises `NamesRemain`, `NotSealed` where a value rests on anything else,
    and the errors of `admitted` and `Archive.check`.
    """
    compartment = admitted(archive, reader, RELEASE)
    register = _register(compartment)
    said: list[Draft] = []
    for draft in drafts:
        basis = _sealed_basis(compartment, draft)
        is_told_of_a_person = ids.kind_of(draft.about) == PERSON
        if draft.type == "text" and not is_told_of_a_person:
            _check(register.spans(draft.value), ())
        said += archive.check([draft], also_public=() if is_told_of_a_person else (basis,))
    return Act(bound=[bind(one, archive.log_id, archive.random(SALT)) for one in said])


def _sealed_basis(compartment: Compartment, draft: Draft) -> str:
    """The sealed statement that stands on which a draft rests, as a basis names it. Raises `NotSealed`."""
    basis = (draft.basis or "").split("#", 1)[0]
    statement = basis.removeprefix(STATEMENT)
    if statement == basis or compartment.live(bytes.fromhex(statement)) is None:
        raise NotSealed(statement=statement)
    return basis


def _is_releasable(archive: Archive, sealed: Statement) -> bool:
    """Whether a sealed statement is a text that has a place in ``cases.db`` without what names people."""
    says = RELEASED_AS.get(sealed.says, sealed.says)
    if not archive.vocabulary.has_property(says):
        return False
    property_ = archive.vocabulary.property(says)
    return property_.compartment == "cases" and property_.own_words


def _act(
    archive: Archive,
    sealed: Statement,
    says: str,
    text: str,
    language: str | None,
    accepted: Collection[tuple[int, int]],
) -> Act:
    basis = f"stm-{sealed.id.hex()}"
    drafts = [
        Draft(
            about=sealed.about,
            says=says,
            type="text",
            value=text,
            language=language or sealed.language,
            basis=basis,
        )
    ]
    if accepted:
        signs = ", ".join(f"{start}-{end}" for start, end in sorted(accepted))
        drafts.append(
            Draft(about=sealed.about, says=ACCEPTED, type="text", value=signs, basis=basis)
        )
    # The register has vouched for this text; that is what its basis is taken for here.
    return Act(drafts=archive.check(drafts, also_public=(basis,)))


def _check(spans: tuple[Span, ...], accepted: Collection[tuple[int, int]]) -> None:
    left = [span for span in spans if (span.start, span.end) not in accepted]
    if not left:
        return
    number = counted(left)
    raise NamesRemain(
        names=number[Kind.NAME],
        phones=number[Kind.PHONE],
        places=number[Kind.PLACE],
        where=", ".join(f"{span.start}-{span.end}" for span in left),
    )


def _register(compartment: Compartment) -> Register:
    return Register([*_said(compartment), *_called(compartment)])


def _said(compartment: Compartment) -> Iterator[Known]:
    """Names, numbers and addresses."""
    for one in compartment.saying(*KINDS):
        yield Known(kind=KINDS[one.says], text=one.value, record=one.about)


def _called(compartment: Compartment) -> Iterator[Known]:
    """What people are called in texts in which somebody said that it names them."""
    for one in compartment.saying(NAMES_PERSON):
        found = SPAN.fullmatch(one.basis or "")
        told = compartment.live(bytes.fromhex(found[1])) if found else None
        if found and told:
            called = told.value[int(found[2]) : int(found[3])]
            yield Known(kind=Kind.NAME, text=called, record=one.value)
