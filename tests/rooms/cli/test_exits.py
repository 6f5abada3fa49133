# SPDX-License-Identifier: Apache-2.0
"""Every way out of the archive is found by itself, and none gives what nobody allowed.

A door of the store or a command that is new fails here until somebody says how to call it.
"""

import inspect
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import click
import pytest
from tests.commands import Office
from tests.template import Template

from kuzat import store
from kuzat.analysis import Question, Unit
from kuzat.civicspace import stories
from kuzat.cli import main
from kuzat.collection import Use
from kuzat.errors import KuzatError
from kuzat.log.statement import Draft
from kuzat.store import USES, Act, Archive, Original, Wanted, keep, reader_of
from kuzat.testing import Maker, make_archive

SECRET = "Zarinabegim"
HIDDEN = "Tillo"
PAPER = b"signed by Zarinabegim herself"
# What these hand out is numbers, ids, the words of the vocabulary, or what is said of consent itself.
NUMBERS = {
    "access_captures",
    "access_claim_ids",
    "access_coded",
    "access_consents",
    "access_count",
    "access_coverage",
    "access_erased",
    "access_erasure",
    "access_exports",
    "access_inbox",
    "access_judgements",
    "access_members",
    "access_progress",
    "access_receipt",
    "access_reference",
    "access_sealed",
    "access_shared",
    "access_standing",
    "access_statement_id",
    "access_taken_back",
    "access_together",
    "access_totals",
}


@dataclass
class Told:
    """An archive in which one person told something that nobody else has published."""

    archive: Archive
    person: str
    information: str
    event: str
    sheet: str
    paper: str
    name: str
    told: str
    hidden: str
    claim: str


def tell(archive: Archive, *, consented: str | None) -> Told:
    """``consented`` is None where nothing was asked, else a purpose; or ``withdrawn``."""
    maker = Maker(archive)
    person = maker.new("person", country="KG")
    (name,) = maker.add(person, reference=f"{SECRET}-1")
    hidden = b""
    if consented is not None:  # who is kept in the identity compartment is protected
        (hidden,) = maker.add(person, identity_name=f"{SECRET} {HIDDEN}")
    event = maker.new("event", basis=maker.page(), title="A march is stopped", start="2019-07-08")
    information = maker.new("information", source=person, event=event, reference=f"{SECRET}-2")
    story = Draft(about=event, says="event.story", type="text", value=f"{SECRET}-3", basis=information)
    (told,) = archive.say([story]).ids[0]
    text = Draft(
        about=information, says="information.text", type="text", value=f"{SECRET}-5", basis=information
    )
    checked = archive.check([text], also_public=(information,))
    archive.commit_checked([Act(drafts=tuple(checked))])
    sheet = keep(archive, Original(name="s.csv", media_type="text/csv", content=BytesIO(PAPER))).id
    row = f"{sheet}#row=1"
    archive.say([Draft(about=person, says="person.country", type="place", value="UZ", basis=row)])
    paper = keep(archive, Original(name="c.txt", media_type="text/plain", content=BytesIO(PAPER + b".")))
    if consented is not None:
        values = {"purpose": [f"purpose.{consented}", "purpose.contact"], "audience": ["audience.partner"]}
        if consented == "withdrawn":
            values = {"withdrawn": ["2025-03-01"]}
        consent = maker.new("consent", person=person, **values)
        maker.add(consent, identification="identification.pseudonym", given="2025-01-10")
        maker.add(consent, callback=f"{SECRET} 4")
        exhibit = Draft(about=consent, says="consent.exhibit", type="exhibit", value=paper.id)
        archive.say([exhibit])
    claim = maker.new("claim", person=person, reference=f"{SECRET}-6")
    ids = (name.hex(), told.hex(), hidden.hex(), claim)
    return Told(archive, person, information, event, sheet, paper.id, *ids)


def calls(t: Told, use: Use) -> dict[str, Callable[[], Any]]:
    """How to call each door so that it would hand out what was told, for somebody outside where it can."""
    a, r = t.archive, reader_of(t.archive)
    return {
        "access_callbacks": lambda: store.access_callbacks(a, r, t.person, "to call her"),
        "access_story_names": lambda: store.access_story_names(
            a, r, stories(store.access_civic_space(a, r)), "en"
        ),
        "access_civic_space": lambda: [store.access_civic_space(a, r, entries=n) for n in (None, a.size())],
        "access_captures": lambda: store.access_captures(a, r, reason="to compare"),
        "access_case": lambda: store.access_case(a, r, t.person),
        "access_claim": lambda: store.access_claim(a, r, t.claim),
        "access_claim_ids": lambda: store.access_claim_ids(a, r),
        "access_due": lambda: store.access_due(a, r, date(2030, 1, 1)),
        "access_some_claims": lambda: store.access_some_claims(a, r, (t.claim,)),
        "access_claims": lambda: store.access_claims(a, r),
        "access_coded": lambda: store.access_coded(a, r, "person", f"{SECRET}-1"),
        "access_consents": lambda: None,
        "access_count": lambda: store.access_count(a, r, Question(unit=Unit.EVENT, by=("source",))),
        "access_coverage": lambda: store.access_coverage(a, r),
        "access_custody": lambda: store.access_custody(a, r, t.sheet),
        "access_dossier": lambda: store.access_dossier(a, r, t.claim, use),
        "access_dossier_proofs": lambda: store.access_dossier_proofs(a, r, [bytes.fromhex(t.name)], use),
        "access_drafts": lambda: store.access_drafts(a, r),
        "access_entities": lambda: store.access_entities(a, r, use),
        "access_erased": lambda: store.access_erased(a, r, t.person),
        "access_erasure": lambda: store.access_erasure(a, r, t.name),
        "access_events": lambda: store.access_events(a, r, Wanted()),
        "access_exhibit": lambda: store.access_exhibit(a, r, t.sheet),
        "access_exports": lambda: store.access_exports(a, r),
        "access_extents": lambda: store.access_extents(a, r, t.information),
        "access_facets": lambda: store.access_facets(a, r, (t.person, t.information)),
        "access_fitting": lambda: store.access_fitting(a, r, Wanted(words=SECRET)),
        "access_holds": lambda: store.access_holds(a, r, t.person),
        "access_identity": lambda: store.access_identity(a, r, t.person, "to call her"),
        "access_identity_log": lambda: store.access_identity_log(a, r),
        "access_identity_search": lambda: store.access_identity_search(a, r, HIDDEN, "to call her"),
        "access_inbox": lambda: store.access_inbox(a, r),
        "access_items": lambda: store.access_items(a, r, t.information, "to read it"),
        "access_judged": lambda: store.access_judged(a, r, store.access_linked(a, r, "person")),
        "access_judgements": lambda: store.access_judgements(a, r),
        "access_linked": lambda: store.access_linked(a, r, "person", reason="to compare").linked.why(
            t.person, t.person
        ),
        "access_member_names": lambda: store.access_member_names(a, r, "to know who works here"),
        "access_members": lambda: None,
        "access_namings": lambda: store.access_namings(a, r, t.hidden, "to code it"),
        "access_narrowing": lambda: store.access_narrowing(a, r, Wanted()),
        "access_network": lambda: store.access_network(a, r, t.person, day="2025-01-01", steps=2),
        "access_original": lambda: b"".join(store.access_original(a, r, t.sheet, use)),
        "access_person_links": lambda: store.access_person_links(a, r, t.person),
        "access_progress": lambda: store.access_progress(a, r, t.information),
        "access_proof": lambda: store.access_proof(a, r, [t.name], use=use),
        "access_proposals": lambda: store.access_proposals(a, r, t.person),
        "access_receipt": lambda: store.access_receipt(a, r, "0" * 25),
        "access_recording": lambda: store.access_recording(a, r, t.paper, "to hear it"),
        "access_recommendations": lambda: store.access_recommendations(a, r),
        "access_received": lambda: store.access_received(a, r),
        "access_received_parts": lambda: store.access_received_parts(a, r, t.event),
        "access_record": lambda: store.access_record(a, r, t.person),
        "access_reference": lambda: store.access_reference(a, r, t.person),
        "access_refused": lambda: store.access_refused(a, r, t.sheet),
        "access_related": lambda: store.access_related(a, r, t.event),
        "access_rows": lambda: store.access_rows(a, r, "person", (t.person,)),
        "access_rows_of_kind": lambda: store.access_rows_of_kind(a, r, "information"),
        "access_sayers": lambda: store.access_sayers(a, r, store.access_record(a, r, t.person)),
        "access_sealed": lambda: store.access_sealed(a, r, t.person),
        "access_search": lambda: store.access_search(a, r, SECRET),
        "access_shared": lambda: store.access_shared(a, r),
        "access_shelf": lambda: store.access_shelf(a, r, "search"),
        "access_sheet": lambda: list(store.access_sheet(a, r, t.sheet, use).rows),
        "access_standing": lambda: store.access_standing(a, r, bytes.fromhex(t.hidden)),
        "access_statement": lambda: store.access_statement(a, r, t.told),
        "access_statement_id": lambda: store.access_statement_id(a, r, t.hidden),
        "access_story_titles": lambda: store.access_story_titles(a, r, (f"{SECRET}-3",), "en"),
        "access_submission": lambda: store.access_submission(a, r, t.information, "to read it"),
        "access_table": lambda: [list(store.access_table(a, r, k, use).rows) for k in TABLES],
        "access_tellers": lambda: store.access_tellers(a, r, (t.person,)),
        "access_texts": lambda: store.access_texts(a, r, t.information),
        "access_resembling": lambda: [
            store.access_resembling(a, r, "event", {"start": "2019-07-08", "title": "A march"}),
            store.access_resembling(a, r, "person", {"name": f"{SECRET} {HIDDEN}"}, reason="to compare"),
        ],
        "access_taken_back": lambda: store.access_taken_back(a, r, t.person),
        "access_together": lambda: store.access_together(a, r, t.person),
        "access_titles": lambda: store.access_titles(a, r, (t.person, t.information), "en"),
        "access_totals": lambda: store.access_totals(a, r),
        "access_traces": lambda: store.access_traces(a, r),
        "access_unchanged": lambda: store.access_unchanged(
            a, r, "person", store.access_linked(a, r, "person"), (t.person,)
        ),
        "access_uncounted": lambda: store.access_uncounted(a, r, Unit.PERSON),
        "access_upkeep": lambda: store.access_upkeep(a, r),
        "access_visits": lambda: store.access_visits(a, r),
        "access_voices": lambda: store.access_voices(a, r, t.event),
        "access_voices_in": lambda: store.access_voices_in(a, r, (t.information,)),
        "access_waiting": lambda: store.access_waiting(a, r),
        "access_witnessed": lambda: store.access_witnessed(a, r),
    }


TABLES = ("person", "information", "event")
DRAFTED = ("urgent-appeal", "follow-up", "upr", "us")
OUTWARD = (
    "access_dossier",
    "access_dossier_proofs",
    "access_entities",
    "access_original",
    "access_proof",
    "access_sheet",
    "access_table",
)
DOORS = sorted(name for name in dir(store) if name.startswith("access_"))


def answer(call: Callable[[], Any]) -> str:
    """What a door answers, as text; nothing where it refuses."""
    with suppress(KuzatError):
        return repr(call())
    return ""


@pytest.fixture
def made(template: Template, tmp_path: Path) -> Iterator[Callable[[str | None], Told]]:
    opened: list[Archive] = []

    def make(consented: str | None) -> Told:
        opened.append(template.copy(tmp_path / f"{len(opened)}.archive", seed=str(len(opened))))
        return tell(opened[-1], consented=consented)

    yield make
    for archive in opened:
        archive.close()


def test_every_door_is_known(made: Callable[[str | None], Told]) -> None:
    known = calls(made(None), USES["share"])
    assert set(DOORS) <= set(known), "say in `calls` how to call a door that is new, and ask the gate in it"
    asking = [name for name in DOORS if "use" in inspect.signature(getattr(store, name)).parameters]
    assert asking == list(OUTWARD)


def test_inside_everything_is_at_work_until_consent_is_withdrawn(
    made: Callable[[str | None], Told],
) -> None:
    """So this test can fail: what is told is found by most doors before."""
    before = calls(made("share"), USES["share"])
    shown = {name for name, call in before.items() if SECRET in answer(call)}
    assert shown >= {"access_record", "access_rows", "access_statement", "access_table", "access_proof"}
    assert shown >= {"access_callbacks", "access_identity", "access_identity_search", "access_namings"}
    assert "access_texts" in shown
    assert not shown & NUMBERS
    after = calls(made("withdrawn"), USES["share"])
    assert [name for name, call in after.items() if SECRET in answer(call)] == []


def test_a_hold_and_another_use_close_what_leads_out(made: Callable[[str | None], Told]) -> None:
    consented = made("share")
    for use in (USES["submit"], USES["publish"], store.UNNAMED):
        doors = calls(consented, use)
        assert [name for name in OUTWARD if SECRET in answer(doors[name])] == []
    hold = Draft(about=consented.person, says="any.hold", type="term", value="hold.danger")
    consented.archive.say([hold])
    doors = calls(consented, USES["share"])
    assert [name for name in OUTWARD if SECRET in answer(doors[name])] == []
    assert SECRET in answer(doors["access_record"])


def test_what_everybody_can_read_is_not_held_up(made: Callable[[str | None], Told]) -> None:
    """A page is public by itself, whoever else told the same; and of whom nothing was asked is public."""
    told = made("withdrawn")
    table = store.access_table(told.archive, reader_of(told.archive), "information")
    assert any("Highland Post" in cell for row in table.rows for cell in row)
    assert table.withheld == 1
    asked = calls(made(None), store.UNNAMED)
    assert SECRET in answer(asked["access_table"])


def test_papers_of_consent_and_receivers_stay_inside(made: Callable[[str | None], Told]) -> None:
    told = made("share")
    archive, reader = told.archive, reader_of(told.archive)
    store.handed_out(archive, "handed_out.proof", "A committee")
    for kind in ("consent", "disclosure"):
        assert list(store.access_table(archive, reader, kind, USES["share"]).rows) == []
    with pytest.raises(store.Withheld):
        store.access_original(archive, reader, told.paper, USES["share"])


def test_no_face_goes_round_the_gate() -> None:
    """Commands and pages take originals and rows by doors that ask, never by `fetch` or SQL."""
    folder = Path(inspect.getfile(store)).parents[1]
    files = [*(folder / "cli").rglob("*.py"), *(folder / "web").rglob("*.py")]
    text = {file.name: file.read_text(encoding="utf-8") for file in files}
    assert len(text) > 20
    for around in ("fetch(", ".database", "projections.row"):
        assert [name for name, content in text.items() if around in content] == []


def commands(group: click.Group, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            if command.invoke_without_command:
                yield (*before, name)
            yield from commands(command, (*before, name))
        else:
            yield (*before, name)


# What these do cannot hand out content: they only write, make, measure, or are asked elsewhere.
WRITING = {
    ("add",), ("adopt",), ("backup",), ("bundle", "answer"), ("bundle", "make"), ("bundle", "read"),
    ("bundle", "recall"), ("check-proof",), ("checkpoint",), ("consent", "callback"),
    ("consent", "give"), ("consent", "withdraw"), ("demo",), ("dispute",), ("gather",), ("hold", "lift"),
    ("deadlines",), ("impunity",), ("estimate",), ("form", "list"), ("form", "make"), ("hold", "set"),
    ("import",), ("recommendations", "check"), ("ftm", "import"), ("recommendations", "import"),
    ("inbox", "list"), ("inbox", "refuse"), ("inbox", "status"), ("inbox", "take"), ("inbox", "vouch"),
    ("inbox", "close"), ("inbox", "export"), ("inbox", "exports"), ("inbox", "pass"), ("inbox", "take-up"),
    ("identity", "log"), ("identity", "members"), ("identity", "name"), ("init",), ("keep",),
    ("names",), ("practice",), ("rate", "answer"), ("rate", "items"), ("rebuild",), ("release",),
    ("rate", "index"), ("restore",), ("reviewed",), ("same",), ("serve",), ("timestamp", "add"),
    ("peer", "add"), ("peer", "card"), ("peer", "list"), ("peer", "revoke"), ("peer", "show"),
    ("timestamp", "request"), ("transcribe",), ("translate",), ("verify",), ("withdraw",), ("witness", "add"),
    ("witness", "ask"), ("witness", "drop"), ("witness", "keep"), ("witness", "key"),
    ("witness", "serve"), ("witness", "show"), ("witness", "sign"),
}  # fmt: skip


def outgoing(t: Told, out: Path) -> dict[tuple[str, ...], list[list[str]]]:
    """How each command that hands something out is called."""
    new = (str(out / str(n)) for n in range(99))
    return {
        ("bag",): [[next(new)], [next(new), t.sheet]],
        ("cases",): [[], [t.claim]],
        ("consent", "call"): [[t.person, "--reason", "to call her"]],
        ("consent", "list"): [[t.person]],
        ("count",): [["--by", "source"]],
        ("draft",): [[one, t.claim, "--out", f"{next(new)}.html"] for one in DRAFTED],
        ("erase",): [[t.name, "--ground", "asked", "--dry-run"]],
        ("exhibits",): [[]],
        ("export",): [[k, f"{next(new)}.csv"] for k in TABLES] + [[t.sheet, f"{next(new)}.csv"]],
        ("ftm", "export"): [[next(new)], [next(new), "--for", "share"]],
        ("forums",): [["--for", t.claim]],
        ("identity", "open"): [[t.person, "--reason", "to call her"]],
        ("identity", "search"): [[HIDDEN, "--reason", "to call her"]],
        ("identity", "spans"): [[t.hidden, "--reason", "to code it"]],
        ("inbox", "read"): [[t.information, "--reason", "to record it"]],
        ("inbox", "show"): [[t.information, "--reason", "to record it"]],
        ("link",): [["person", "--identities", "to compare", "--every"], ["event"]],
        ("review",): [["person", "--identities", "to compare"], ["event"]],
        ("original",): [[t.sheet, next(new)]],
        ("network",): [[t.person], [t.person, "--steps", "2", "--json"]],
        ("recommendations", "report"): [["--all"], ["--all", "--json"]],
        ("rate",): [["--counts"], ["--json"]],
        ("rate", "watch"): [["--month", "2019-07"], ["--month", "2019-07", "--json"]],
        ("prove",): [[t.name, "--out", next(new)], [t.told]],
        ("search",): [[SECRET], ["march"], ["march", "--facets"]],
        ("show",): [[t.person], [t.information], [t.event, "--timeline"], [t.event], [t.sheet]],
    }


def test_every_command_is_known_and_none_hands_out_what_is_withdrawn(tmp_path: Path) -> None:
    path = tmp_path / "a.archive"
    with make_archive(path) as archive:
        told = tell(archive, consented="withdrawn")
    office, out = Office(path, tmp_path), tmp_path / "out"
    out.mkdir()
    known = outgoing(told, out)
    found = set(commands(main))
    assert found - known.keys() - WRITING - PEOPLE == set(), "say how a new command is called"
    for name, ways in known.items():
        for way in ways:
            shown = office.run(*name, *way).output.replace(SECRET, "") if name == ("search",) else (
                office.run(*name, *way).output
            )
            assert SECRET not in shown, name
    content = b"".join(file.read_bytes() for file in out.rglob("*") if file.is_file())
    assert SECRET.encode() not in content
    assert b"Highland Post" in content
    assert json.loads(office.says("consent", "list", told.person, "--json"))["allowed"] == dict.fromkeys(
        ("inside", "share", "submit", "publish"), False
    )


# Commands about members and their keys: none of them reads a record.
PEOPLE = {
    name for name in commands(main) if name[0] in ("member", "keys", "quorum", "crisis", "trustee")
}
