# SPDX-License-Identifier: Apache-2.0
"""Follow a statement, dispute it, or take it back; each says why, and nothing is overwritten."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kuzat import records, store
from kuzat.log.statement import Draft
from kuzat.records import Said
from kuzat.store import Act
from kuzat.terms.ids import is_record
from kuzat.web import labels
from kuzat.web.reading import Reading, reading
from kuzat.web.records import names
from kuzat.web.records.statement import NotStanding, standing
from kuzat.web.writing import forms
from kuzat.web.writing.forms import Field, Sheet, Typed
from kuzat.web.writing.work import Task, settled, work

ADOPT, UNFOLLOW, ADOPTED = "adopt", "unfollow", "any.adopts"
ANY = "any"
OPEN = _("Name nobody here: where the account is published, the reason is not sealed.")
WHO = _("The code or the id of a person or a body; a machine is a body.")
UNREVIEWED = _("Leave it empty where nobody compared the two: it is shown as unreviewed.")
Plan = Callable[[Reading, Said, Typed], Sequence[Draft] | Act]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One thing that can be done with a statement: its form, its heading, and what it says.

    ``again`` is true where the form asks first for what the statement says, to be said in other words.
    """

    sheet: Sheet
    heading: Promise
    plan: Plan
    again: bool = False


def _adopted(now: Reading, said: Said, typed: Typed) -> Sequence[Draft]:
    """Why it is followed rests on what the account rests on: where that is published, both can be read."""
    reason, language = typed.values["any.adopts_reason"], typed.language
    archive, reader, basis = now.archive, now.reader, said.basis
    return store.plan_adoption(archive, reader, said.about, said.id, reason, basis, language).drafts


def _disputed(now: Reading, said: Said, typed: Typed) -> Sequence[Draft]:
    reason = typed.values["any.disputes_reason"]
    return records.dispute(said.about, said.id, reason, None, typed.language)


def _withdrawn(now: Reading, said: Said, typed: Typed) -> Sequence[Draft]:
    return [
        Draft(
            op="withdraw",
            about=said.about,
            says=said.says,
            type="statement",
            value=said.id.hex(),
            basis=None,
        )
    ]


def _translated(now: Reading, said: Said, typed: Typed) -> Act:
    named = _named(now, said, typed)
    return store.plan_translation(
        now.archive,
        said,
        typed.values[said.says].strip(),
        typed.language,
        translator=named.get(records.TRANSLATOR),
        reviewer=named.get(records.TRANSLATION_REVIEWER),
    )


def _reviewed(now: Reading, said: Said, typed: Typed) -> Sequence[Draft]:
    return [store.plan_review(said, _named(now, said, typed)[records.TRANSLATION_REVIEWER])]


def _named(now: Reading, said: Said, typed: Typed) -> dict[str, str]:
    """The records that a form names by their code or id, by property."""
    asked = {says: text for says, text in typed.values.items() if says in records.TRANSLATION}
    drafts = forms.drafts(now, Typed(values=asked), ANY, said.about)
    return {draft.says: draft.value for draft in drafts}


def _unfollowed(now: Reading, said: Said, typed: Typed) -> Sequence[Draft]:
    """Raises `NotStanding` where the organisation does not follow it."""
    adoption = store.adoption_of(now.archive, now.reader, said.about, said.id)
    if adoption is None:
        raise NotStanding()
    reason = typed.values.get("any.proposes_reason", "").strip()
    archive, reader, basis = now.archive, now.reader, said.basis
    return store.plan_withdrawal(archive, reader, adoption, reason, basis, typed.language).drafts


def _rule(now: Reading, said: Said, *, by_two: bool) -> str:
    """What the reader must know before they follow an account: whether their word is enough."""
    if not by_two:
        alone = not store.has_second_reader(now.archive, now.reader)
        return str(_("No other member may follow accounts, so no second reader is asked.")) if alone else ""
    if store.proposers(now.archive, now.reader, said.about, said.id) - {now.reader.member}:
        return str(_("Another member proposed this. If you follow it too, it counts."))
    return str(_("Others say otherwise: it counts when a second reader follows it too."))


def _sheet(act: str, *fields: Field, id: str = "") -> Sheet:
    return Sheet(id=f"statement.{id or act}", act=act, kind=ANY, fields=fields)


JUDGEMENTS = {
    ADOPT: Judgement(
        sheet=_sheet("adopt", Field(says="any.adopts_reason", required=True, long=True, help=OPEN)),
        heading=_("Follow this account"),
        plan=_adopted,
    ),
    UNFOLLOW: Judgement(
        sheet=_sheet("adopt", Field(says="any.proposes_reason", long=True, help=OPEN), id="unfollow"),
        heading=_("Follow this account no longer"),
        plan=_unfollowed,
    ),
    "dispute": Judgement(
        sheet=_sheet("dispute", Field(says="any.disputes_reason", required=True, long=True)),
        heading=_("Dispute this statement"),
        plan=_disputed,
    ),
    "withdraw": Judgement(
        sheet=Sheet(id="statement.withdraw", act="say", kind=ANY, fields=()),
        heading=_("Take this statement back"),
        plan=_withdrawn,
    ),
    "translate": Judgement(
        sheet=Sheet(
            id="statement.translate",
            act="say",
            kind=ANY,
            fields=(
                Field(says=records.TRANSLATOR, help=WHO),
                Field(says=records.TRANSLATION_REVIEWER, help=UNREVIEWED),
            ),
        ),
        heading=_("Translate this text"),
        plan=_translated,
        again=True,
    ),
    "review": Judgement(
        sheet=Sheet(
            id="statement.review",
            act="say",
            kind=ANY,
            fields=(Field(says=records.TRANSLATION_REVIEWER, required=True, help=WHO),),
        ),
        heading=_("Say who reviewed this translation"),
        plan=_reviewed,
    ),
}


def _rules(now: Reading, said: Said, how: str, *, by_two: bool) -> str:
    if how == UNFOLLOW and by_two:
        return str(_("Two members decided this: it stands until a second one takes it back too."))
    return _rule(now, said, by_two=by_two) if how == ADOPT else ""


def _about(judgement: Judgement, said: Said) -> Sheet:
    """The form of a judgement about one statement."""
    again = (Field(says=said.says, required=True, long=True),) if judgement.again else ()
    sheet = judgement.sheet
    return replace(sheet, id=f"{sheet.id}/{said.id.hex()}", fields=(*again, *sheet.fields))


def judge(request: HttpRequest, record: str, id: str, how: str) -> HttpResponse:
    """The form about one statement; its draft is of no other.

    Raises `NoSuchRecord`, `NotStanding`, `NotForThisRole`.
    """
    now, judgement = reading(request), JUDGEMENTS[how]
    if answer := settled(request, now):
        return answer
    said = standing(now.record(record), id).said
    by_two = store.is_second_due(now.archive, now.reader, record, said.id)
    shown = names.name(now, said.value) if is_record(said.value) else labels.value(said.type, said.value)
    task = Task(
        sheet=_about(judgement, said),
        record=record,
        plan=lambda typed: judgement.plan(now, said, typed),
        back=names.address(record),
        lasting=ADOPTED if by_two and how == ADOPT else "",
        context={
            "heading": judgement.heading,
            "of": names.name(now, record),
            "quote": shown,
            "quoted": labels.property_(said.says),
            "rule": _rules(now, said, how, by_two=by_two),
        },
    )
    return work(request, now, task)
