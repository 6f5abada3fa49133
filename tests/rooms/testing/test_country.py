# SPDX-License-Identifier: Apache-2.0
"""The practice country comes in whole, and holds what a learner is meant to find in it."""

import csv
import io
import re
from collections.abc import Iterator

import pytest

from kuzat.analysis import Question, Unit
from kuzat.records import Standing
from kuzat.store import (
    Archive,
    Imported,
    access_count,
    access_record,
    access_reference,
    access_search,
    reader_of,
    verify,
)
from kuzat.testing import country, import_country, make_archive

SHEETS = (
    "people", "events", "acts", "involvements", "informations", "interventions", "chains",
    "judgements",
)  # fmt: skip
NOWHERE = re.compile(r"https://([a-z]+\.)*example\.org(/|$)")


def rows(name: str) -> list[dict[str, str]]:
    (content,) = [sheet.content for sheet in country() if sheet.name == f"{name}.csv"]
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"))))


@pytest.fixture(scope="module")
def alatala(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Archive, list[Imported]]]:
    with make_archive(tmp_path_factory.mktemp("country") / "alatala.archive") as archive:
        yield archive, [report for _, report in import_country(archive)]


def test_every_row_is_taken(alatala: tuple[Archive, list[Imported]]) -> None:
    archive, reports = alatala
    assert [report.taken for report in reports] == [len(rows(name)) for name in SHEETS]
    assert not any(report.refused for report in reports)
    assert (
        verify(archive, values=True).checked
        == archive.database.raw.execute("SELECT count(*) FROM statement").fetchone()[0]
    )


def test_the_same_country_twice_adds_nothing(alatala: tuple[Archive, list[Imported]]) -> None:
    archive, _ = alatala
    size = archive.size()
    again = [report for _, report in import_country(archive)]
    assert (archive.size(), sum(report.taken for report in again)) == (size, 0)


def test_numbers_that_differ_stay_apart(alatala: tuple[Archive, list[Imported]]) -> None:
    archive, _ = alatala
    reader = reader_of(archive)
    flood = access_record(archive, reader, access_reference(archive, reader, "AL-004"))
    told = {value.text for value in flood.all("event.told_killed")}
    assert told == {"9", "14", "17"}
    assert {"event.told_killed", "event.start"} <= set(flood.contested)
    answer = access_count(archive, reader, Question(unit=Unit.EVENT))
    assert answer.total == len(rows("events"))
    assert answer.contested >= 20


def test_an_adopted_account_leaves_the_others_standing(
    alatala: tuple[Archive, list[Imported]],
) -> None:
    archive, _ = alatala
    reader = reader_of(archive)
    arrest = access_record(archive, reader, access_reference(archive, reader, "AL-040"))
    shown = arrest.one("event.told_arrest_date")
    assert shown is not None
    assert (shown.text, shown.standing) == ("2013-08-21", Standing.ADOPTED)
    assert "2013-08-22" in {value.text for value in arrest.all("event.told_arrest_date")}
    assert shown.reasons


def test_copies_of_one_text_are_one_source(alatala: tuple[Archive, list[Imported]]) -> None:
    archive, _ = alatala
    flood = [row for row in rows("informations") if row["event_id"] == "AL-004"]
    copies = [row for row in flood if row["copy_of"]]
    where = {"story": "aksuu-dam", "year": "2019"}
    asked = Question(unit=Unit.INFORMATION, by=("source",), where=where)
    names = {cell.values[0] for cell in access_count(archive, reader_of(archive), asked).cells}
    assert {row["publisher"] for row in copies} > {"Alatala One", "The Highland Post"}
    assert "Alatala One" not in names


@pytest.mark.parametrize(
    "spelling",
    ["Izdegenov", "Издегенов", "Издегеновдун", "Издегенову", "Izdegenovga", "IZDEGENOV"],
)
def test_one_person_is_found_in_every_spelling(
    alatala: tuple[Archive, list[Imported]], spelling: str
) -> None:
    archive, _ = alatala
    reader = reader_of(archive)
    person = access_reference(archive, reader, "adilet")
    found = {hit.record for hit in access_search(archive, reader, spelling)}
    assert person in found
    assert found == {hit.record for hit in access_search(archive, reader, "Izdegenov")}


def test_five_scripts_and_every_region_are_there(
    alatala: tuple[Archive, list[Imported]],
) -> None:
    archive, _ = alatala
    spoken = {row["language"] for row in rows("informations")}
    assert spoken == {"en", "ky", "ru", "uz", "uz-Cyrl"}
    by_region = access_count(archive, reader_of(archive), Question(by=("region",)))
    assert {f"XP-{number}" for number in range(1, 6)} <= {c.values[0] for c in by_region.cells}


def test_eight_stories_span_a_decade() -> None:
    events = rows("events")
    assert len({row["story"] for row in events}) == 8
    assert {row["start"][:4] for row in events} >= {str(year) for year in range(2015, 2026)}


def test_addresses_lead_nowhere() -> None:
    given = [row["url"] for name in ("informations", "interventions") for row in rows(name)]
    assert [url for url in given if not NOWHERE.match(url)] == []
    for sheet in country():
        for url in re.findall(r"https?://\S+", sheet.mapping.decode() + sheet.content.decode()):
            assert NOWHERE.match(url), f"{sheet.name}: {url}"


def test_private_persons_have_no_name() -> None:
    named = [row for row in rows("people") if row["kind"] == "person_kind.person"]
    assert [row["person_id"] for row in named if not row["public_role"]] == []
    assert len(named) == 13
