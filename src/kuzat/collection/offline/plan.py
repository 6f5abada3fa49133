# SPDX-License-Identifier: Apache-2.0
"""What a submission tells, as drafts of records, once a member has read it and vouches for it.

In: a submission; the records that its statements are about.
Out: drafts that rest on the information, and which answers could not be read as what they should be.
Never: an answer lost; what cannot be read stays in the sealed file, and is named.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kuzat.collection.form import FieldRefused, Form, plan_form
from kuzat.collection.offline.submission import CONSENT, Submission
from kuzat.log.statement import Draft
from kuzat.terms.vocabulary import Vocabulary

# How many people: what is no such number counts for nothing, and would spoil each sum that it went into.
NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)
VICTIM = "source_connection.victim"
AUDIO, SCREEN = "medium.audio", "medium.screen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """The drafts of one submission, and the properties whose answers could not be read."""

    drafts: tuple[Draft, ...]
    unread: tuple[str, ...]


def plan(
    submission: Submission, vocabulary: Vocabulary, records: Mapping[str, str], *, day: str, known: bool
) -> Planned:
    """``records`` has a record of each kind: event, act, involvement, information, person, consent,
    and the sealed file as exhibit, on which the information rests, and all else on the information.

    Of an event that is ``known`` the submission is one more account: no act is made, since whose it is
    must be seen by a person. ``day`` is when it came in.
    """
    drafts, unread = [], []
    for says, text in submission.said:
        kind = says.split(".", 1)[0]
        if known and kind in ("act", "involvement"):
            continue
        if vocabulary.property(says).type == "decimal" and not NUMBER.fullmatch(text):
            unread.append(says)
            continue
        try:
            drafts += _read(submission, vocabulary, records, (says, text))
        except FieldRefused:
            unread.append(says)
    kinds = {draft.says.split(".", 1)[0] for draft in drafts}
    drafts += _ties(submission, records, kinds, day)
    return Planned(drafts=tuple(drafts), unread=tuple(dict.fromkeys(unread)))


def _read(
    submission: Submission, vocabulary: Vocabulary, records: Mapping[str, str], one: tuple[str, str]
) -> list[Draft]:
    kind = one[0].split(".", 1)[0]
    form = Form(
        kind=kind,
        said=(one,),
        about=records[kind],
        language=submission.language,
        basis=records["exhibit" if kind == "information" else "information"],
    )
    return plan_form(form, vocabulary, resolve=lambda *_: None, new_id=lambda of: records[of])


def _ties(
    submission: Submission, records: Mapping[str, str], kinds: set[str], day: str
) -> Iterator[Draft]:
    """How the records belong together, as far as something is said of each.

    Whoever told it is a person with a consent, also where they marked nothing: then it allows nothing.
    """
    yield _tie(records, "information", "information.event", records["event"])
    if "involvement" in kinds:
        yield _tie(records, "involvement", "involvement.act", records["act"])
    if kinds & {"act", "involvement"}:
        yield _tie(records, "act", "act.event", records["event"])
        if ("information.connection", VICTIM) in submission.said:
            yield _tie(records, "act", "act.victim", records["person"])
    yield _said(records, "person", "person.kind", "term", "person_kind.person")
    yield _tie(records, "information", "information.source", records["person"])
    yield from _consent(submission, records, day)


def _consent(submission: Submission, records: Mapping[str, str], day: str) -> Iterator[Draft]:
    is_spoken = any(one.role == CONSENT for one in submission.attachments)
    yield _tie(records, "consent", "consent.person", records["person"])
    yield _said(records, "consent", "consent.given", "date", day)
    yield _said(records, "consent", "consent.language", "text", submission.language)
    yield _said(records, "consent", "consent.medium", "term", AUDIO if is_spoken else SCREEN)


def _tie(records: Mapping[str, str], kind: str, says: str, to: str) -> Draft:
    return _said(records, kind, says, "record", to)


def _said(records: Mapping[str, str], kind: str, says: str, type_: str, value: str) -> Draft:
    basis = records["exhibit" if kind == "information" else "information"]
    return Draft(about=records[kind], says=says, type=type_, value=value, basis=basis)
