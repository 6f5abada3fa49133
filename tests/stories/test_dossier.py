# SPDX-License-Identifier: Apache-2.0
"""The dossier on Kyrgyzstan is taken over whole, names no private person, and says where it stands."""

import csv
import functools
import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kuzat.collection import (
    Listed,
    Row,
    RowRefused,
    SheetMapping,
    fit,
    parse,
    parse_dossier,
    plan_row,
    read,
)
from kuzat.log.statement import Draft
from kuzat.records import check
from kuzat.terms import dates, vocabulary
from kuzat.terms.ids import RECORD_KINDS

FOLDER = Path(__file__).resolve().parents[2] / "dossiers" / "kyrgyzstan"
LIST = "dossier.yaml"
PRIVATE = ("person_kind.person", "person_kind.group", "person_kind.crowd", "person_kind.family")
BANNED = "pages_of_banned_outlets.csv"
WORDS = vocabulary.load()
EXHIBIT = "exh-" + "00" * 16
README_ROW = re.compile(r"^\| `(\w+\.csv)` \| (\d+) \|", re.MULTILINE)

Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """The sheets of the dossier as rows, and what they say."""

    rows: Mapping[str, list[Cells]]
    drafts: tuple[Draft, ...]
    refused: tuple[str, ...]
    unread: tuple[str, ...]

    def sheet(self, name: str) -> list[Cells]:
        return self.rows[f"{name}.csv"]

    def pages(self) -> Iterator[Cells]:
        for name in ("accounts.csv", "informations.csv", BANNED):
            yield from self.rows.get(name, [])


class Plan:
    """Plans sheet after sheet as an import would, without an archive."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], str] = {}
        self.numbers = itertools.count(1)
        self.rows: dict[str, list[Cells]] = defaultdict(list)
        self.drafts: list[Draft] = []
        self.said_so: set[tuple[str, str, str]] = set()
        self.refused: list[str] = []
        self.unread: list[str] = []

    def sheet(self, item: Listed) -> None:
        mapping = parse((FOLDER / item.mapping).read_bytes(), item.mapping, WORDS)
        sheet = read((FOLDER / item.sheet).read_bytes(), item.sheet)
        fit(mapping, sheet.columns, item.sheet)
        self.unread += [f"{item.sheet}: {c}" for c in sheet.columns if c not in mapping.columns]
        for row in sheet.rows:
            self.rows[item.sheet].append(row.cells)
            try:
                self.take(self.said(mapping, row))
            except RowRefused as refusal:
                self.refused.append(f"{item.sheet}: {refusal}")

    def said(self, mapping: SheetMapping, row: Row) -> list[Draft]:
        return plan_row(
            mapping,
            WORDS,
            row,
            exhibit_id=EXHIBIT,
            resolve=self.resolve,
            new_id=self.new_id,
            told=self.told,
        )

    def resolve(self, kind: str, code: str) -> str | None:
        return self.known.get((kind, code))

    def told(self, record: str, says: str, value: str) -> bytes | None:
        return b"\1" * 32 if (record, says, value) in self.said_so else None

    def new_id(self, kind: str) -> str:
        return f"{RECORD_KINDS[kind]}-{next(self.numbers):032x}"

    def take(self, drafts: list[Draft]) -> None:
        check(drafts, WORDS, lambda basis: basis is not None)
        for draft in drafts:
            kind, _, name = draft.says.partition(".")
            if name == "reference":
                self.known[kind, draft.value] = draft.about
        self.said_so |= {(draft.about, draft.says, draft.value) for draft in drafts}
        self.drafts += drafts


@functools.cache
def planned(without: str = "") -> Planned:
    plan = Plan()
    for item in parse_dossier((FOLDER / LIST).read_bytes(), LIST).sheets:
        if item.sheet != without:
            plan.sheet(item)
    return Planned(
        rows=plan.rows,
        drafts=tuple(plan.drafts),
        refused=tuple(plan.refused),
        unread=tuple(plan.unread),
    )


def host(url: str) -> str:
    return urlsplit(url).netloc.removeprefix("www.")


def test_every_row_is_taken_over_and_every_column_read() -> None:
    assert planned().refused == ()
    assert planned().unread == ()


def test_the_pages_of_banned_outlets_can_be_left_behind() -> None:
    rest = planned(BANNED)
    assert rest.refused == ()
    banned = {host(row["url"]) for row in planned().rows[BANNED]}
    elsewhere = {host(row["url"]) for row in rest.pages()}
    elsewhere |= {host(row["url"]) for row in rest.sheet("interventions")}
    assert banned
    assert not banned & elsewhere


def test_the_page_about_the_dossier_counts_its_rows() -> None:
    told = dict(README_ROW.findall((FOLDER / "README.md").read_text(encoding="utf-8")))
    assert told == {name: str(len(rows)) for name, rows in planned().rows.items()}


def test_a_name_stands_only_where_there_is_a_public_role() -> None:
    people = planned().sheet("people")
    named = [p for p in people if p["name"] or p["name_ru"] or p["name_ky"]]
    for person in named:
        private = person["kind"] in PRIVATE and person["person"].startswith("P-")
        assert person["public_role"] or not private, person["person"]


def test_every_act_says_what_was_done_to_whom_and_how_far_the_doer_is_known() -> None:
    done = {row["act"] for row in planned().sheet("involvements")}
    for act in planned().sheet("acts"):
        assert all((act["event"], act["type"], act["victim"])), act["act"]
        forward = act["type"].startswith("act.progress")
        assert forward != bool(act["attribution"]), act["act"]
        assert not (forward and act["act"] in done), act["act"]


def test_every_involvement_names_an_act_of_its_event() -> None:
    event_of = {act["act"]: act["event"] for act in planned().sheet("acts")}
    for row in planned().sheet("involvements"):
        assert event_of[row["act"]] == row["event"], row["involvement"]


def test_every_event_but_one_has_an_act() -> None:
    acted = {act["event"] for act in planned().sheet("acts")}
    assert {e["event"] for e in planned().sheet("events")} - acted == {"KG-096"}


def test_every_event_is_told_on_a_page_that_can_be_named() -> None:
    pages = list(planned().pages())
    assert {page["event"] for page in pages} == {e["event"] for e in planned().sheet("events")}
    for page in pages:
        assert all((page["publisher"], page["url"], page["language"])), page["information"]


def test_a_copy_copies_a_text_on_the_same_event() -> None:
    event_of = {page["information"]: page["event"] for page in planned().pages()}
    copies = [page for page in planned().pages() if page.get("copy_of")]
    assert len(copies) >= 10
    for page in copies:
        assert event_of[page["copy_of"]] == page["event"], page["information"]


def test_an_authority_speaks_under_its_own_name() -> None:
    kind = {p["person"]: p["kind"] for p in planned().sheet("people")}
    official = [p for p in planned().sheet("accounts") if p["official"] == "yes_no.yes"]
    assert len(official) >= 60
    assert {kind[page["source"]] for page in official} <= {
        "person_kind.state", "person_kind.state_body", "person_kind.court",
    }  # fmt: skip


def test_accounts_that_differ_stand_side_by_side() -> None:
    told: dict[tuple[str, str], set[str]] = defaultdict(set)
    for draft in planned().drafts:
        if draft.says.startswith("event.") and not WORDS.property(draft.says).many:
            told[draft.about, draft.says].add(draft.value)
    contested = {event for (event, _), values in told.items() if len(values) > 1}
    assert len(contested) >= 35


@pytest.mark.parametrize(
    ("sheet", "file", "code", "ours"),
    [
        ("events", "kg_incidents_coded.csv", "incident_id", "event"),
        ("interventions", "kg_interventions.csv", "intervention_id", "intervention"),
    ],
)
def test_nothing_of_the_first_list_is_missing(
    shared: Path, sheet: str, file: str, code: str, ours: str
) -> None:
    first = {row[code] for row in rows_of(shared / "data" / "kyrgyzstan" / file)}
    assert first
    assert first <= {row[ours] for row in planned().sheet(sheet)}


def test_every_claim_of_the_first_list_is_told_by_its_page(shared: Path) -> None:
    told: dict[str, str] = defaultdict(str)
    for page in planned().pages():
        told[page["url"]] += "\n".join(["", *page.values(), ""])
    claims = rows_of(shared / "data" / "kyrgyzstan" / "kg_report_claims.csv")
    lost = [
        (claim["source_url"], claim["claim_key"])
        for claim in claims
        if not told_there(claim["claim_value"], told[claim["source_url"]])
    ]
    assert len(claims) == 217
    assert lost == []


def told_there(value: str, cells: str) -> bool:
    ends = ("\n", " |")
    if any(f"{start}{value}{end}" in cells for start in ("\n", ": ") for end in ends):
        return True
    return f"\n{dates.said(value, 'en').text}\n" in cells


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
