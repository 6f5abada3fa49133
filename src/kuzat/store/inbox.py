# SPDX-License-Identifier: Apache-2.0
"""Forms for people outside, and what comes in by them: nothing of it counts before a member vouches for it.

A sealed file becomes an exhibit as it is, and an information of which only this is said: by which form and
when it came, the digest of its receipt, and what became of it. What it tells stays sealed in it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO

from kuzat import keys
from kuzat.collection.offline import (
    CONSENT,
    Attachment,
    Blank,
    Submission,
    asked,
    digest,
    form_of,
    plan,
    read,
)
from kuzat.errors import Missing, Refused
from kuzat.keys.box import KEY, public_key
from kuzat.log.statement import Draft
from kuzat.store.access import Reader, admit
from kuzat.store.archive import Archive
from kuzat.store.commit import Act
from kuzat.store.identity import FORM_SECRET, OPENED, admitted, note_reading
from kuzat.store.permitting import gate, today
from kuzat.store.sandbox import Sandbox
from kuzat.store.sounds import examined, is_hostile
from kuzat.store.vaults import Original, fetch, keep
from kuzat.terms import ids

OPENS = "open_identity"
WAITING, QUARANTINED = "intake.waiting", "intake.quarantined"
TAKEN_UP, REFUSED = "intake.taken_up", "intake.refused"
SAME_CONTENT, SAME_RECEIPT = "intake_reason.same_content", "intake_reason.same_receipt"
FLOOD, DISGUISED = "intake_reason.flood", "intake_reason.disguised"
STATUS, REASON = "information.intake", "information.intake_reason"
# More than this by one form on one day is set apart: a village with a telephone sends less.
MOST_A_DAY = 30
SOUND = "audio/"
MEDIA_TYPE = "application/vnd.kuzat.submission"
LIVE = (
    " AND s.op = 'set' AND s.value IS NOT NULL AND NOT EXISTS (SELECT 1 FROM statement w"
    " WHERE w.about = s.about AND w.op = 'withdraw' AND w.value = lower(hex(s.id)))"
)
CAME = "receipt IS NOT NULL AND intake IS NOT NULL ORDER BY received, id"
FORMS = "SELECT DISTINCT about FROM statement WHERE about BETWEEN 'frm-' AND 'frm-g' ORDER BY about"
ABOUT = f"SELECT s.says, s.value FROM statement s WHERE s.about = ?{LIVE} ORDER BY s.seq"  # noqa: S608


class FormUnknown(Refused):
    """This file was sealed for a form that is not of this archive."""

    code = "form_unknown"
    advice = "Hand it to the organisation that made the form. Nobody here can open it."


class NoSubmission(Missing):
    """There is no such submission in the inbox."""

    code = "no_submission"
    advice = "List them with: kuzat inbox list"


class AlreadyDecided(Refused):
    """Somebody has decided about this submission already."""

    code = "already_decided"
    advice = "Look at it: kuzat show with its id. What was said can be withdrawn and said anew."


class NoSuchPurpose(Missing):
    """There is no form for this purpose."""

    code = "no_such_purpose"
    advice = "Choose one of those that kuzat form make --help lists."


class ReceiptUnknown(Missing):
    """No report with this receipt code came in."""

    code = "receipt_unknown"
    advice = "It may still be on its way. Ask whoever carried the file, or send it once more."


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """A submission as the inbox lists it; of what it tells, nothing."""

    information: str
    exhibit: str
    form: str
    day: str
    status: str
    reasons: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided about it."""
        return self.status in (WAITING, QUARANTINED)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenUp:
    """What a vouched submission became, and which answers stayed in the sealed file, unread."""

    event: str
    unread: tuple[str, ...] = field(default=())


def make_form(archive: Archive, purpose: str) -> Blank:
    """A new form with a key pair of its own. Raises `NoSuchPurpose`, `NotForThisRole`."""
    keys.check_may(archive.roles, OPENS)
    if purpose not in {term.id for term in archive.vocabulary.terms("form_purpose")}:
        raise NoSuchPurpose()
    record, secret = ids.record_id("form", archive.random(ids.RANDOM_BYTES)), archive.random(KEY)
    blank = Blank(form=record, key=public_key(secret).hex(), purpose=purpose)
    archive.say(
        [
            Draft(about=record, says="form.purpose", type="term", value=purpose),
            Draft(about=record, says="form.key", type="text", value=blank.key),
            Draft(about=record, says=FORM_SECRET, type="text", value=secret.hex()),
        ]
    )
    return blank


def forms(archive: Archive) -> tuple[Blank, ...]:
    """Every form that was made here, in the order of their ids."""
    found = (_blank(archive, form) for (form,) in archive.database.rows(FORMS))
    return tuple(blank for blank in found if blank is not None)


def _blank(archive: Archive, form: str) -> Blank | None:
    """A form that still has its key and purpose."""
    said = dict(archive.database.rows(ABOUT, (form,)))
    if not said.keys() >= {"form.key", "form.purpose"}:
        return None
    return Blank(form=form, key=said["form.key"], purpose=said["form.purpose"])


def take_submission(archive: Archive, reader: Reader, content: bytes) -> tuple[Came, bool]:
    """Take in one sealed file; whether it is new. The same file again changes nothing.

    What looks like a flood or came in before is set apart, with the reason. Raises `FormUnknown`,
    `IdentityShut`, `NotForThisRole`, or what `kuzat.collection.offline.read` raises; then nothing is kept.
    """
    submission, secret = _open(archive, reader, content)
    day, likeness = today(archive).isoformat(), submission.likeness(secret)
    reasons = _doubts(archive, submission, likeness, day)
    came = Came(
        information=ids.record_id("information", archive.random(ids.RANDOM_BYTES)),
        exhibit="",
        form=submission.form,
        day=day,
        status=QUARANTINED if reasons else WAITING,
        reasons=reasons,
    )

    def arrival(exhibit: str) -> list[Draft]:
        return list(_arrival(came, exhibit, submission.receipt, likeness))

    original = Original(name="submission", media_type=MEDIA_TYPE, content=BytesIO(content))
    exhibit = keep(archive, original, lambda id_: [Act(drafts=archive.check(arrival(id_)))]).id
    found = [one for one in _alike(archive, submission.receipt) if one.exhibit == exhibit]
    if not found:
        # A member had kept the file before, as it is.
        archive.say(arrival(exhibit))
    first = found[0] if found else find_submission(archive, came.information)
    return first, first.information == came.information


def _open(archive: Archive, reader: Reader, content: bytes) -> tuple[Submission, bytes]:
    """What a sealed file tells, and the key of its form."""
    compartment = admitted(archive, reader)
    blank = _blank(archive, form_of(content))
    secrets = [one.value for one in compartment.about(blank.form) if one.says == FORM_SECRET] if blank else []
    if blank is None or not secrets:
        raise FormUnknown()
    secret = bytes.fromhex(secrets[0])
    return read(content, secret, asked(blank.purpose)), secret


def _doubts(archive: Archive, submission: Submission, likeness: str, day: str) -> tuple[str, ...]:
    """Why a submission is set apart until somebody looks at it."""
    asked_of = (
        (SAME_CONTENT, 1, "likeness = ?", (likeness,)),
        (SAME_RECEIPT, 1, "receipt = ?", (submission.receipt,)),
        (FLOOD, MOST_A_DAY, "form = ? AND received = ?", (submission.form, day)),
    )
    found = [
        reason
        for reason, most, where, values in asked_of
        if archive.database.row(f"SELECT count(*) FROM information WHERE {where}", values)[0] >= most  # noqa: S608
    ]
    with Sandbox() as sandbox:
        disguised = any(one.is_disguised or _lies(sandbox, one) for one in submission.attachments)
    return (*found, DISGUISED) if disguised else tuple(found)


def _lies(sandbox: Sandbox, one: Attachment) -> bool:
    """Whether a recording does what no honest one needs."""
    return one.media_type.startswith(SOUND) and is_hostile(examined(sandbox, one.content))


def _alike(archive: Archive, receipt: str) -> Iterator[Came]:
    """What came in with the digest of one receipt code."""
    for (id_,) in archive.database.rows("SELECT id FROM information WHERE receipt = ?", (receipt,)):
        yield _came(archive, id_)


def _arrival(came: Came, exhibit: str, receipt: str, likeness: str) -> Iterator[Draft]:
    told = [
        ("exhibit", "record", exhibit),
        ("form", "record", came.form),
        ("received", "date", came.day),
        ("receipt", "text", receipt),
        ("likeness", "text", likeness),
        ("intake", "term", came.status),
        *(("intake_reason", "term", reason) for reason in came.reasons),
    ]
    for name, type_, value in told:
        says = f"information.{name}"
        yield Draft(about=came.information, says=says, type=type_, value=value, basis=exhibit)


def access_inbox(archive: Archive, reader: Reader) -> tuple[Came, ...]:
    """What came in by forms, the newest last: ids, days and terms, nothing that somebody told.

    Raises `NotForThisRole` for whoever does not open identities: they are the ones who read it.
    """
    archive = admit(archive, reader)
    keys.check_may(archive.roles, OPENS)
    found = archive.database.rows(f"SELECT id FROM information WHERE {CAME}")  # noqa: S608
    return tuple(_came(archive, id_) for (id_,) in found)


def _came(archive: Archive, information: str) -> Came:
    said: dict[str, list[str]] = {}
    for says, value in archive.database.rows(ABOUT, (information,)):
        said.setdefault(says, []).append(value)
    # The sealed file was told first; what was attached to it follows when somebody vouches.
    return Came(
        information=information,
        exhibit=said.get("information.exhibit", [""])[0],
        form=said.get("information.form", [""])[0],
        day=said.get("information.received", [""])[0],
        status=said.get(STATUS, [""])[-1],
        reasons=tuple(said.get(REASON, ())),
    )


def find_submission(archive: Archive, information: str) -> Came:
    """The submission of an information. Raises `NoSubmission`."""
    came = _came(archive, information)
    if not came.form or not came.exhibit:
        raise NoSubmission()
    return came


def access_submission(archive: Archive, reader: Reader, information: str, reason: str) -> Submission:
    """What somebody told. Writes first that it was read, and why.

    Raises `IdentityShut`, `NotForThisRole`, `NoReason`, `NoSubmission`, `Withheld`.
    """
    admitted(archive, reader)
    came = find_submission(archive, information)
    open_to = gate(archive)
    open_to.check(open_to.record(came.information))
    note_reading(archive, {came.information: OPENED}, reason)
    return _open(archive, reader, b"".join(fetch(archive, came.exhibit)))[0]


def vouch_for_submission(
    archive: Archive, reader: Reader, information: str, reason: str, *, event: str | None = None
) -> TakenUp:
    """A member has read it: it becomes a new event, or one more account of one that is known, in one entry.

    Raises `AlreadyDecided`, what `access_submission` raises, and what `Archive.check` raises where ``event``
    is none.
    """
    came = _undecided(archive, information)
    submission = access_submission(archive, reader, information, reason)
    kinds = ("event", "act", "involvement", "person", "consent")
    records = {kind: ids.record_id(kind, archive.random(ids.RANDOM_BYTES)) for kind in kinds}
    records |= {"information": came.information, "exhibit": came.exhibit}
    records |= {"event": event} if event else {}
    planned = plan(submission, archive.vocabulary, records, day=came.day, known=event is not None)
    # Before anything is kept of it: what is refused leaves nothing behind.
    archive.check(planned.drafts)
    attached = [_attached(archive, came, one) for one in submission.attachments]
    _decide(archive, came, TAKEN_UP, [*planned.drafts, *_belongings(records, attached)])
    return TakenUp(event=records["event"], unread=planned.unread)


def refuse_submission(archive: Archive, reader: Reader, information: str, why: str) -> None:
    """A member has looked at it and records nothing of it. Raises `AlreadyDecided`, `NoSubmission`."""
    admitted(archive, reader)
    came = _undecided(archive, information)
    _decide(archive, came, REFUSED, [_said(came, REASON, why)])


def access_receipt(archive: Archive, reader: Reader, code: str) -> str:
    """What became of the report with this code: a term of the list intake, and nothing else.

    That something was set apart is not told, so that whoever sends a flood learns nothing of it.
    Raises `ReceiptRefused` or `ReceiptUnknown`.
    """
    admit(archive, reader)
    for blank in forms(archive):
        states = {one.status for one in _alike(archive, digest(code, blank.form))}
        if states:
            return next((one for one in (TAKEN_UP, WAITING, REFUSED) if one in states), WAITING)
    raise ReceiptUnknown()


def _undecided(archive: Archive, information: str) -> Came:
    came = find_submission(archive, information)
    if not came.is_open:
        raise AlreadyDecided()
    return came


def _decide(archive: Archive, came: Came, status: str, drafts: Sequence[Draft]) -> None:
    """Say it in one entry that takes back the status before.

    Raises `AlreadyDecided`, also where another member was faster.
    """
    before = archive.statement_of(came.information, STATUS, came.status)
    if before is None:
        raise AlreadyDecided()
    ends = Draft(
        op="withdraw", about=came.information, says=STATUS, type="statement", value=before.hex()
    )
    act = archive.checked(Act(drafts=[*drafts, ends, _said(came, STATUS, status)]))
    with archive.turn() as append:
        _undecided(archive, came.information)
        append([act])


def _said(came: Came, says: str, term: str) -> Draft:
    return Draft(about=came.information, says=says, type="term", value=term, basis=came.exhibit)


def _attached(archive: Archive, came: Came, one: Attachment) -> tuple[str, str]:
    """An attached file as a sealed exhibit of its own, with its role."""
    original = Original(
        name=one.name,
        media_type=one.media_type,
        content=BytesIO(one.content),
        protected=True,
        told=(("exhibit.made_from", "record", came.exhibit),),
        sha256=one.sha256,
    )
    return keep(archive, original).id, one.role


def _belongings(records: dict[str, str], attached: Sequence[tuple[str, str]]) -> Iterator[Draft]:
    """To which record each attached file belongs."""
    for exhibit, role in attached:
        about, says, type_ = records["information"], "information.exhibit", "record"
        if role == CONSENT:
            about, says, type_ = records["consent"], "consent.exhibit", "exhibit"
        yield Draft(about=about, says=says, type=type_, value=exhibit, basis=records["information"])
