# SPDX-License-Identifier: Apache-2.0
"""The short steps in which an incident or a testimony is recorded, and what each asks."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kuzat.web.writing.forms import Field, Sheet

FORM = "incident"
SOURCE = "source"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One page of the form: its name in the address, its heading, what it asks."""

    name: str
    heading: Promise
    fields: tuple[Field, ...]

    @property
    def sheet(self) -> Sheet:
        """The step as a form; all steps keep one draft, each with the language of its texts."""
        return Sheet(id=FORM, act="say", kind="event", fields=self.fields, page=self.name)


WHAT = (
    Field(says="event.title", required=True, help=_("In one line, without a name that must be protected.")),
    Field(says="event.start", help=_("As you know it: 8 July 2019, summer 2010, 2019-07.")),
    Field(says="event.end"),
    Field(says="event.region", mapped=True, help=_("Choose a region above, or type a smaller place.")),
    Field(says="event.place"),
    Field(says="event.description", long=True),
)
WHOM = (
    Field(
        says="act.type",
        required=True,
        searched=True,
        help=_("Type a word of it in any language and script, and choose."),
    ),
    Field(says="person.kind"),
    Field(says="person.identity_name", help=_("Sealed to those who open identities, as soon as it is said.")),
    Field(says="person.role", searched=True),
    Field(says="person.number_min"),
    Field(says="act.method", searched=True),
    Field(says="act.status_of_victim", searched=True),
)
BY_WHOM = (
    Field(says="involvement.perpetrator_kind", searched=True),
    Field(says="involvement.degree"),
    Field(says="involvement.note", long=True),
)
TOLD = (
    Field(says="information.connection", required=True, searched=True),
    Field(
        says="person.identity_name",
        of=SOURCE,
        help=_("Who told it. Empty where the victim told it, or where nobody may know."),
    ),
    Field(says="information.received"),
    Field(says="information.reliability"),
    Field(says="information.testimony", long=True),
)
CONSENT = (
    Field(says="consent.purpose", many=True, help=_("What is not allowed here will not leave the archive.")),
    Field(says="consent.audience", many=True),
    Field(says="consent.identification"),
    Field(says="consent.given"),
    Field(says="consent.until"),
    Field(says="consent.medium"),
    Field(says="consent.callback", help=_("Only a way that the person named as safe.")),
    Field(says="consent.callback_hours"),
    Field(says="consent.callback_other"),
)

STEPS = (
    Step(name="what", heading=_("What happened, when and where"), fields=WHAT),
    Step(name="whom", heading=_("What was done, and to whom"), fields=WHOM),
    Step(name="by", heading=_("Said to have done it"), fields=BY_WHOM),
    Step(name="told", heading=_("Who told it, and how sure it is"), fields=TOLD),
    Step(name="consent", heading=_("What the person allows"), fields=CONSENT),
)
LOOK = "look"
NAMES = (*(step.name for step in STEPS), LOOK)
EVERY = tuple(field for step in STEPS for field in step.fields)
WHOLE = Sheet(id=FORM, act="say", kind="event", fields=EVERY)
