# SPDX-License-Identifier: Apache-2.0
"""What a record that is typed may be the same as: by words, days and names, of what may be seen alone."""

import pytest
from tests.people import COLLEAGUE, open_as
from tests.template import Template

from kuzat.linkage import Resemblance
from kuzat.store import Archive, access_identity_log, access_resembling, reader_of
from kuzat.store.identity import IdentityShut, NoReason
from kuzat.testing import Maker


def found(
    archive: Archive, kind: str, reason: str | None = None, **told: str
) -> tuple[Resemblance, ...]:
    return access_resembling(archive, reader_of(archive), kind, told, reason=reason)


def ids(found: tuple[Resemblance, ...]) -> list[str]:
    return [one.record for one in found]


@pytest.fixture
def raid(archive: Archive) -> str:
    """One raid among other events of the same year."""
    maker = Maker(archive)
    page = maker.page()
    for day in range(10, 20):
        maker.new("event", basis=page, title=f"A meeting {day}", start=f"2019-03-{day}", region=["KG-T"])
    return maker.new(
        "event", basis=page, title="A raid", start="2019-07-08", region=["KG-GB"], place="Ноокат"
    )


def test_a_night_told_in_another_language_is_found_by_its_day_and_region(archive: Archive, raid: str) -> None:
    (one,) = found(archive, "event", title="Рейд", start="2019-07-08", region="KG-GB")
    assert one.record == raid
    assert {each.field: str(each.level) for each in one.evidence} == {
        "start": "the same",
        "region": "the same",
        "title": "different",
    }


def test_a_place_in_another_script_is_found_whatever_day_is_told(archive: Archive, raid: str) -> None:
    assert ids(found(archive, "event", title="Raid", place="Nookat")) == [raid]
    assert ids(found(archive, "event", title="Raid", place="Nookat", start="no date")) == [raid]
    (one,) = found(archive, "event", title="Raid", place="Nookat", start="2012-01-01")
    assert [str(each.level) for each in one.evidence if each.field == "start"] == ["different"]
    assert found(archive, "event", title="A wedding", place="Nookat", start="2012-01-01") == ()


def test_nothing_told_resembles_nothing(archive: Archive, raid: str) -> None:
    assert found(archive, "event") == ()
    assert found(archive, "person", name="") == ()
    assert found(archive, "event", start="2019", region="KG-GB") == ()


def test_the_most_alike_comes_first_and_five_are_enough(archive: Archive, raid: str) -> None:
    maker = Maker(archive)
    page = maker.page()
    for hour in range(8):
        maker.new("event", basis=page, title=f"Hour {hour}", start="2019-07-08", region=["KG-GB"])
    told = {"title": "A raid", "place": "Nookat", "start": "2019-07-08", "region": "KG-GB"}
    assert ids(found(archive, "event", **told))[0] == raid
    assert len(found(archive, "event", **told)) == 5


def test_what_is_hidden_takes_no_place(
    archive: Archive, template: Template, raid: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    maker = Maker(archive)
    for _ in range(3):  # what nobody published, of the same night
        maker.new("event", start="2019-07-08", region=["KG-GB"], place="Ноокат")
    monkeypatch.setattr("kuzat.store.resembling.LOOKED_AT", 2)
    told = {"place": "Nookat", "start": "2019-07-08", "region": "KG-GB"}
    with open_as(archive.path, template.unlocked, "observer", member=COLLEAGUE) as observer:
        assert ids(found(observer, "event", **told)) == [raid]


def test_who_withdrew_consent_is_not_found(archive: Archive) -> None:
    maker = Maker(archive)
    person = maker.new("person", basis=maker.page(), name="Темир Байсалов")
    consent = maker.new("consent", person=person, given="2025-01-10")
    assert ids(found(archive, "person", name="Temir Bajsalov")) == [person]
    maker.add(consent, withdrawn="2025-02-01")
    assert found(archive, "person", name="Temir Bajsalov") == ()


def test_a_sealed_name_is_compared_for_a_reason_only(archive: Archive, template: Template) -> None:
    maker = Maker(archive)
    person = maker.new("person", country="KG")
    maker.add(person, identity_name="Жылдыз Абдыева")
    assert found(archive, "person", name="Jyldyz Abdyeva") == ()
    with pytest.raises(NoReason):
        found(archive, "person", " ", name="Jyldyz Abdyeva")
    assert access_identity_log(archive, reader_of(archive)) == ()
    assert ids(found(archive, "person", "To count her once", name="Jyldyz Abdyeva")) == [person]
    assert person in {look.record for look in access_identity_log(archive, reader_of(archive))}
    with (
        open_as(archive.path, template.unlocked, "reader", member=COLLEAGUE) as second,
        pytest.raises(IdentityShut),
    ):
        found(second, "person", "To count her once", name="Jyldyz Abdyeva")
