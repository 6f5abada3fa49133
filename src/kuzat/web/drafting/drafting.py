# SPDX-License-Identifier: Apache-2.0
"""What can be drafted from a claim; one draft with what is missing for it; its file and its proofs."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from kuzat import store
from kuzat.accountability import DOORS, Found, doors, rule_book
from kuzat.errors import Phrase
from kuzat.reporting import (
    BodyClosed,
    Document,
    Kind,
    State,
    Submission,
    as_docx,
    as_html,
    as_pdf,
    book,
    compose,
    inner_html,
)
from kuzat.terms import label, vocabulary
from kuzat.web import languages, page, refusals
from kuzat.web.exhibits.original import SAFE
from kuzat.web.reading import Reading, reading
from kuzat.web.records import names

WRITERS: dict[str, Callable[[Document], bytes]] = {"docx": as_docx, "pdf": as_pdf, "html": as_html}
PROOF, SUBMISSION = "proof", "handed_out.submission"
STATES = {State.HERE: Phrase("here"), State.MISSING: Phrase("missing"), State.UNSURE: Phrase("Not sure")}
LANGUAGE, JOINT = "in", "joint"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One kind of draft, its languages, and how the door of its body stands for the claim."""

    id: str
    name: str
    languages: str
    door: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedLine:
    """One need in words."""

    name: str
    state: str
    about: str
    is_here: bool


def kinds(request: HttpRequest, id: str) -> HttpResponse:
    """What can be drafted from a claim. Raises `NoSuchRecord`."""
    now = reading(request)
    case = store.access_claim(now.archive, now.reader, id)
    matter = case.matter(vocabulary.load().ancestors)
    ways = {one.forum.id: one for one in doors(rule_book(), matter, date.fromisoformat(now.today))}
    lines = [_line(kind, ways.get(kind.forum or "")) for kind in book().kinds.values()]
    return page.show(request, "drafting/kinds.html", {"id": id, "name": names.name(now, id), "lines": lines})


def _line(kind: Kind, way: Found | None) -> Line:
    return Line(
        id=kind.id,
        name=kind.labels[languages.current()],
        languages=", ".join(languages.NAMES[one] for one in kind.languages),
        door=_said(DOORS[way.door]) if way else "",
        reasons=tuple(map(_said, way.reasons)) if way else (),
    )


def draft(request: HttpRequest, id: str, kind: str) -> HttpResponse:
    """One draft with what is missing for it, or why there can be none.

    Raises `NoSuchRecord`, `NoSuchDraft`, `LanguageNotTaken`.
    """
    now, wanted = reading(request), book().kind(kind)
    joint = bool(request.GET.get(JOINT))
    context = {
        "id": id,
        "name": names.name(now, id),
        "kind": wanted,
        "title": wanted.labels[languages.current()],
        "languages": [(one, languages.NAMES[one]) for one in wanted.languages],
        "joint": joint,
    }
    try:
        gathered, made = _made(now, id, wanted, request.GET.get(LANGUAGE, ""), joint=joint)
    except (store.NotForThisBody, BodyClosed) as refused:
        context |= {"refused": refused.sentence(gettext), "step": refused.step(gettext)}
        return page.show(request, "drafting/draft.html", context)
    return page.show(request, "drafting/draft.html", {**context, **_shown(now, gathered, made)})


def _shown(now: Reading, gathered: store.Gathered, made: Submission) -> dict[str, object]:
    words = book().words
    return {
        "made": made,
        "tongue": made.document.language,
        "door": _line(made.kind, made.door),
        "facts": tuple(made.forum.words.values()) if made.forum else (),
        "needs": [_need(one.id, one.state, one.about) for one in made.needs],
        "withheld": [(label(record), said.said(gettext)) for record, said in gathered.withheld.items()],
        "warnings": [words[one][languages.current()] for one in made.kind.warns],
        # Every text in it is escaped by the writer.
        "text": mark_safe(inner_html(made.document)),  # noqa: S308
    }


def _need(id_: str, state: State, about: Sequence[str]) -> NeedLine:
    return NeedLine(
        name=book().needs[id_][languages.current()],
        state=_said(STATES[state]),
        about=", ".join(about),
        is_here=state is State.HERE,
    )


def out(request: HttpRequest, id: str, kind: str) -> HttpResponse:
    """The draft as DOCX, PDF or HTML, or the proofs of what it says; that it was taken is said first.

    Raises what `draft` raises, `NotForThisBody`, `BodyClosed`, `LanguageNotTaken`, and what
    `store.handed_out` raises.
    """
    now, sent, wanted = reading(request), request.POST, book().kind(kind)
    how = sent.get("as", "")
    if how not in (*WRITERS, PROOF):
        return refusals.not_understood(request)
    reason, joint = sent.get("reason", "").strip() or None, bool(sent.get(JOINT))
    gathered, made = _made(now, id, wanted, sent.get(LANGUAGE, ""), joint=joint, reason=reason)
    content = _proofs(now, made) if how == PROOF else WRITERS[how](made.document)
    receiver = sent.get("receiver", "").strip() or None
    named = () if how == PROOF else gathered.opened
    store.handed_out(now.archive, SUBMISSION, receiver, statements=made.statements, records=named)
    response = HttpResponse(content, headers=SAFE)
    name = f"{label(id)}-{wanted.id}.{'zip' if how == PROOF else how}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _made(
    now: Reading, id_: str, kind: Kind, wished: str, *, joint: bool, reason: str | None = None
) -> tuple[store.Gathered, Submission]:
    tongue = wished or next((one for one in kind.languages if one == now.language), kind.languages[0])
    reader = store.reader_of(now.archive, tongue)
    gathered = store.access_dossier(now.archive, reader, id_, store.USES[kind.use], reason=reason)
    known = vocabulary.load()
    return gathered, compose(gathered.dossier, kind, tongue, book(), rule_book(), known, joint=joint)


def _proofs(now: Reading, made: Submission) -> bytes:
    """The proof files, one for each log, in one archive; its entries bear no day."""
    use = store.USES[made.kind.use]
    proofs = store.access_dossier_proofs(now.archive, now.reader, made.statements, use)
    content = io.BytesIO()
    with ZipFile(content, "w", ZIP_STORED) as packed:
        for number, proof in enumerate(proofs, 1):
            packed.writestr(ZipInfo(f"{number}.proof"), proof)
    return content.getvalue()


def _said(phrase: Phrase) -> str:
    return phrase.said(gettext)
