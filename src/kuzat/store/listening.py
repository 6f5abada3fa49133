# SPDX-License-Identifier: Apache-2.0
"""A recording heard for a reason, and what it tells written down: by a person, or by a machine for a person.

What a person writes down is what the information tells; it rests on the recording, and is sealed unless that
is published. What a machine wrote counts as nothing: it stands apart, under its own property with the
program's name, until a person has heard the recording and says it in their own name; then it is taken back.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from kuzat import records
from kuzat.log.statement import LONGEST_VALUE, Draft, Statement, bind, withdraw
from kuzat.store.access import Reader
from kuzat.store.archive import Archive
from kuzat.store.commit import SALT, Act, Committed
from kuzat.store.compartment import Compartment
from kuzat.store.identity import HEARD, OPENED, admitted, note_reading, open_original
from kuzat.store.inbox import LIVE
from kuzat.store.permitting import gate
from kuzat.store.sandbox import Sandbox
from kuzat.store.sounds import check_played, examined, whole
from kuzat.store.vaults import SEALED_KEY, fetch, is_kept, is_protected
from kuzat.terms import ids

EXHIBIT, TEXT, TESTIMONY = "information.exhibit", "information.text", "information.testimony"
TRANSCRIBER, MACHINE, READ_WITH = (
    "information.transcriber",
    "information.machine_text",
    "information.read_with",
)
OF = (
    "SELECT s.about FROM statement s JOIN information i ON i.id = s.about"  # noqa: S608
    f" WHERE s.says = ? AND s.value = ?{LIVE} ORDER BY i.event IS NULL, s.seq LIMIT 1"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A recording that may be played: its content, the type under which it is given, how long it plays."""

    exhibit: str
    content: bytes
    media_type: str
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What is known of a recording by whoever opened it.

    ``information`` is the one that it belongs to, ``texts`` what persons wrote down of it, originals and
    translations, ``machine`` what a machine did.
    """

    recording: Recording
    information: str | None
    texts: tuple[Statement, ...] = ()
    machine: tuple[Statement, ...] = ()

    @property
    def drafted(self) -> str:
        """What the machine wrote, as one text."""
        return "\n".join(one.value for one in self.machine)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """What a person heard: the words, with marks of time where they like, in which language, and who."""

    text: str
    language: str
    transcriber: str | None = None


def access_recording(archive: Archive, reader: Reader, exhibit: str, reason: str) -> Heard:
    """A recording and what was written down of it. Writes first that it is heard, and why.

    Raises `SoundRefused` where its container does not hold, and what `access_original` raises.
    """
    compartment = admitted(archive, reader)
    open_to = gate(archive)
    open_to.check(open_to.record(exhibit))
    if is_protected(archive, exhibit):
        pieces = open_original(archive, reader, exhibit, reason, HEARD)
    else:
        note_reading(archive, {exhibit: HEARD}, reason)
        pieces = fetch(archive, exhibit)
    content = whole(pieces)
    with Sandbox() as sandbox:
        found = examined(sandbox, content)
    check_played(found)
    recording = Recording(
        exhibit=exhibit, content=content, media_type=found.media_type, seconds=found.seconds
    )
    information = information_of(archive, exhibit)
    if information is None:
        return Heard(recording=recording, information=None)
    open_to.check(open_to.record(information))
    note_reading(archive, {information: OPENED}, reason)
    said = [one for one in compartment.about(information) if compartment.live(one.id)]
    return Heard(
        recording=recording,
        information=information,
        texts=tuple(_texts(said, exhibit)),
        machine=tuple(_machine_texts(compartment, information, exhibit)),
    )


def may_hear(archive: Archive, reader: Reader, exhibit: str) -> bool:
    """Whether a recording that was opened may still be played: it is kept, and nobody has shut it since.

    Raises the errors of `admitted`.
    """
    compartment = admitted(archive, reader)
    if is_protected(archive, exhibit):
        is_there = any(one.says == SEALED_KEY for one in compartment.about(exhibit))
    else:
        is_there = is_kept(archive, exhibit)
    return is_there and gate(archive).record(exhibit).allowed


def information_of(archive: Archive, exhibit: str) -> str | None:
    """The information that a recording belongs to, one of an event before others; None without one."""
    row = archive.database.row(OF, (EXHIBIT, exhibit))
    return str(row[0]) if row else None


def _texts(said: list[Statement], exhibit: str) -> list[Statement]:
    """The sealed transcripts of a recording, each followed by what was translated from it."""
    made = [one for one in said if one.says == TESTIMONY and one.basis == exhibit]
    return [
        one
        for text in made
        for one in (text, *(other for other in said if _is_translation(other, text)))
    ]


def _is_translation(one: Statement, of: Statement) -> bool:
    return one.says == TESTIMONY and one.basis == records.made_from(of.id)


def plan_transcript(archive: Archive, reader: Reader, exhibit: str, heard: Transcript) -> Act:
    """The entry that says what was heard and by whom; what a machine wrote of it is taken back in it.

    A recording of no information gets one. Raises what `Archive.check` raises.
    """
    compartment = admitted(archive, reader)
    information = information_of(archive, exhibit)
    about = information or ids.record_id("information", archive.random(ids.RANDOM_BYTES))
    made = _bound(archive, _text(archive, about, exhibit, heard))
    basis = records.made_from(made.id)
    others = list[Draft]()
    if information is None:
        others.append(Draft(about=about, says=EXHIBIT, type="record", value=exhibit, basis=exhibit))
    if heard.transcriber:
        by = Draft(about=about, says=TRANSCRIBER, type="record", value=heard.transcriber, basis=basis)
        others.append(by._replace(compartment=made.compartment))
    others += [withdraw(one) for one in _machine_texts(compartment, about, exhibit)]
    return Act(bound=(made, *(_bound(archive, one) for one in others)))


def _text(archive: Archive, about: str, exhibit: str, heard: Transcript) -> Draft:
    """What was heard: as the text of a recording that is published, else as sealed testimony."""
    draft = Draft(
        about=about, says=TEXT, type="text", value=heard.text, language=heard.language, basis=exhibit
    )
    (placed,) = archive.check([draft])
    return placed if placed.compartment == "cases" else draft._replace(says=TESTIMONY)


def _bound(archive: Archive, draft: Draft) -> Statement:
    (placed,) = archive.check([draft])
    return bind(placed, archive.log_id, archive.random(SALT))


def say_machine_text(
    archive: Archive, reader: Reader, exhibit: str, text: str, program: str, language: str | None = None
) -> Committed:
    """Keep what a machine wrote down of a recording, as what it is: sealed, in pieces, with the program.

    What it wrote before is taken back. Raises what `Archive.check` raises.
    """
    compartment = admitted(archive, reader)
    information = information_of(archive, exhibit)
    about = information or ids.record_id("information", archive.random(ids.RANDOM_BYTES))
    drafts = [withdraw(one) for one in _machine_texts(compartment, about, exhibit)]
    if information is None:
        drafts.append(Draft(about=about, says=EXHIBIT, type="record", value=exhibit, basis=exhibit))
    bound = [_bound(archive, one) for one in drafts]
    for piece in _pieces(text):
        said = Draft(about=about, says=MACHINE, type="text", value=piece, language=language, basis=exhibit)
        made = _bound(archive, said)
        basis = records.made_from(made.id)
        with_ = Draft(about=about, says=READ_WITH, type="text", value=program, basis=basis)
        bound += [made, _bound(archive, with_)]
    return archive.commit([Act(bound=tuple(bound))])


def _machine_texts(compartment: Compartment, information: str, exhibit: str) -> Iterator[Statement]:
    """What a machine wrote down of a recording, as far as it stands."""
    for one in compartment.about(information):
        if one.says == MACHINE and one.basis == exhibit and compartment.live(one.id):
            yield one


def _pieces(text: str) -> list[str]:
    """A text in pieces that a value can hold, cut at the ends of lines, else where they are full."""
    pieces, piece = list[str](), ""
    most = LONGEST_VALUE // 4  # no sign takes more bytes
    for line in text.splitlines():
        for start in range(0, max(len(line), 1), most):
            part = line[start : start + most]
            if piece and len(piece) + 1 + len(part) > most:
                pieces.append(piece)
                piece = part
            else:
                piece = f"{piece}\n{part}" if piece else part
    return [*pieces, piece] if piece.strip() else pieces
