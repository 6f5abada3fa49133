# SPDX-License-Identifier: Apache-2.0
"""A recording beside the form in which one writes down what it tells, or translates what was written down.

It is opened for a reason, like what is sealed; from then on it plays until the desk is locked.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuzat import records, store
from kuzat.errors import KuzatError, Missing
from kuzat.log.statement import Statement
from kuzat.store import Act, Heard, Recogniser, Transcript
from kuzat.terms import ids
from kuzat.web import labels, page
from kuzat.web.desk import KEY
from kuzat.web.middleware import HEADERS
from kuzat.web.reading import Reading, reading
from kuzat.web.records import names
from kuzat.web.records.judging import UNREVIEWED, WHO
from kuzat.web.writing import forms
from kuzat.web.writing.forms import Field, Sheet, Typed
from kuzat.web.writing.work import TOKEN, Task, work

BAD = 400
FORM, TRANSLATION = "listen", "listen.translate"
HEADING, TRANSLATING = gettext_lazy("Listen and write down"), gettext_lazy("Translate this text")
TEXT = "information.testimony"
TRANSCRIBER = "information.transcriber"
POLICY = "Content-Security-Policy"
NOBODY = ids.record_id("information", bytes(ids.RANDOM_BYTES))
PLAYS = f"{HEADERS[POLICY]}; media-src 'self'"
SHEETS = {
    FORM: Sheet(
        id=FORM,
        act="say",
        kind="information",
        fields=(
            Field(
                says=TEXT,
                required=True,
                long=True,
                help=gettext_lazy("Word for word as it is said. A mark such as [1:05] says where."),
            ),
            Field(says=TRANSCRIBER, help=WHO),
        ),
    ),
    TRANSLATION: Sheet(
        id=TRANSLATION,
        act="say",
        kind="information",
        fields=(
            Field(says=TEXT, required=True, long=True),
            Field(says=records.TRANSLATOR, help=WHO),
            Field(says=records.TRANSLATION_REVIEWER, help=UNREVIEWED),
        ),
    ),
}


class NothingWrittenDown(Missing):
    """Nobody has written down yet what this recording tells."""

    code = "nothing_written_down"
    advice = "Write it down first, in the language in which it is spoken."


def listen(request: HttpRequest, id: str) -> HttpResponse:
    """Asked why; then the player, and the form for what it tells. Raises `NoSuchRecord`."""
    return _opened(request, id, FORM, _transcribing)


def translate(request: HttpRequest, id: str) -> HttpResponse:
    """The same, for what was written down in another language. Raises `NoSuchRecord`."""
    return _opened(request, id, TRANSLATION, _translating)


Plan = Callable[[Typed], Act]
Making = Callable[[Reading, Heard], tuple[Plan, str]]


def _opened(request: HttpRequest, id: str, form: str, making: Making) -> HttpResponse:
    now = reading(request)
    now.record(id)
    recogniser = request.META[KEY].recogniser
    reason = request.POST.get("reason", "").strip()
    if not reason:
        return _asked(request, now, id)
    token = request.POST.get("sound", "")
    try:
        heard = now.session.sounds.find(token)
        if heard is None or heard.recording.exhibit != id or not _stands(now, heard):
            heard = store.access_recording(now.archive, now.reader, id, reason)
            token = now.session.sounds.hold(heard)
        if recogniser and "recognise" in request.POST:
            _keep_typed(request, now, id)
            heard = _by_machine(now, recogniser, heard, reason)
            now.session.sounds.replace(token, heard)
        plan, original = making(now, heard)
    except KuzatError as error:
        return _asked(request, now, id, f"{error.sentence(_)} {error.step(_)}")
    program = recogniser.name if recogniser and form == FORM else ""
    shown = {"sound": token, "reason": reason, "program": program}
    answer = work(request, now, _task(request, now, heard, form, original, plan, shown))
    answer.is_shown_once = True
    answer[POLICY] = PLAYS
    return answer


def _stands(now: Reading, heard: Heard) -> bool:
    """Whether what was opened may still be shown as it was: nothing was erased or shut since."""
    is_open = store.may_hear(now.archive, now.reader, heard.recording.exhibit)
    told = (*heard.texts, *heard.machine)
    return is_open and all(store.access_standing(now.archive, now.reader, one.id) for one in told)


def _keep_typed(request: HttpRequest, now: Reading, id: str) -> None:
    """What a person has typed stays theirs: what a machine writes stands beside it."""
    told = forms.typed(SHEETS[FORM], dict(request.POST.lists()))
    if told.said:
        store.keep_draft(now.archive, FORM, id, told.values, now.state(id))


def _asked(request: HttpRequest, now: Reading, id: str, error: str = "") -> HttpResponse:
    """Ask for the reason, or say what is in the way."""
    context = {
        "id": id,
        "name": names.name(now, id),
        "address": names.address(id),
        "reason": "",
        "is_open": False,
        "lines": [],
        "error": error,
    }
    return page.show(request, "identities/opening.html", context, BAD if error else 200)


def _by_machine(now: Reading, recogniser: Recogniser, heard: Heard, reason: str) -> Heard:
    """Let the program of this machine write first. Raises `NotRecognised`, `NoSandbox`."""
    exhibit = heard.recording.exhibit
    text = store.recognised(recogniser, heard.recording.content, lambda: now.session.leaving)
    store.say_machine_text(now.archive, now.reader, exhibit, text, recogniser.name)
    return store.access_recording(now.archive, now.reader, exhibit, reason)


def _transcribing(now: Reading, heard: Heard) -> tuple[Plan, str]:
    def plan(typed: Typed) -> Act:
        told = Transcript(
            text=typed.values[TEXT].strip(),
            language=typed.language,
            transcriber=_named(now, typed).get(TRANSCRIBER),
        )
        return store.plan_transcript(now.archive, now.reader, heard.recording.exhibit, told)

    return plan, ""


def _translating(now: Reading, heard: Heard) -> tuple[Plan, str]:
    """Raises `NothingWrittenDown`."""
    original = next((one for one in reversed(heard.texts) if not records.is_made(one)), None)
    if original is None:
        raise NothingWrittenDown()
    return lambda typed: _translated(now, original, typed), original.id.hex()


def _translated(now: Reading, original: Statement, typed: Typed) -> Act:
    named = _named(now, typed)
    return store.plan_translation(
        now.archive,
        original,
        typed.values[TEXT].strip(),
        typed.language,
        translator=named.get(records.TRANSLATOR),
        reviewer=named.get(records.TRANSLATION_REVIEWER),
    )


def _named(now: Reading, typed: Typed) -> dict[str, str]:
    """The persons or bodies that a form names by their code or id, by property."""
    found = dict[str, str]()
    for kind in ("information", "any"):
        values = {says: text for says, text in typed.values.items() if says.startswith(f"{kind}.")}
        values.pop(TEXT, None)
        found |= {one.says: one.value for one in forms.drafts(now, Typed(values=values), kind, NOBODY)}
    return found


def _task(
    request: HttpRequest,
    now: Reading,
    heard: Heard,
    form: str,
    original: str,
    plan: Plan,
    shown: Mapping[str, str],
) -> Task:
    exhibit, is_first = heard.recording.exhibit, form == FORM
    return Task(
        sheet=replace(SHEETS[form], id=f"{form}/{original}") if original else SHEETS[form],
        record=exhibit,
        plan=plan,
        back=f"/record/{exhibit}",
        after=f"/exhibit/{exhibit}/listen",
        filled={TEXT: heard.drafted} if is_first and heard.machine else {},
        opening=TOKEN not in request.POST or "recognise" in request.POST,
        template="listening/listening.html",
        context={
            "id": exhibit,
            "name": names.name(now, heard.information or exhibit),
            "heading": HEADING if is_first else TRANSLATING,
            "texts": heard.texts,
            "by_machine": heard.drafted if is_first else "",
            "machine": labels.property_("information.machine_text"),
            "to_translate": is_first and bool(heard.texts),
            **shown,
        },
    )
