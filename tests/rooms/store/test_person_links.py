# SPDX-License-Identifier: Apache-2.0
"""Where a person stands is shown as far as who told of it consents today."""

from kuzat.log.statement import Draft
from kuzat.store import Archive, access_case, access_person_links, erase, plan_adoption, reader_of, rebuild
from kuzat.testing import Maker


def test_where_somebody_stood_by_the_word_of_who_does_not_consent_any_more_is_not_shown(
    archive: Archive,
) -> None:
    maker, reader = Maker(archive), reader_of(archive)
    teller, person = maker.new("person", country="KG"), maker.new("person", country="KG")
    consent = maker.new("consent", person=teller, given="2025-01-10")
    told = maker.new("information", source=teller)
    act = maker.new("act", basis=maker.page(), type="act.assembly", start="2020", victim=[person])
    kept = maker.new("act", basis=told, type="act.assembly", start="2020")
    maker.add(kept, basis=maker.page("Tang"), victim=[person])
    gone = maker.new("act", basis=maker.page(), type="act.assembly", start="2020")
    maker.add(gone, basis=told, victim=[person])
    maker.new("involvement", basis=told, act=act, perpetrator=person)

    def stands() -> dict[str, set[str]]:
        links = access_person_links(archive, reader, person)
        return {role: {row["id"] for row in rows} for role, rows in links.items() if rows}

    assert stands()["victim"] == {act, kept, gone}
    assert "perpetrator" in stands()
    maker.add(consent, withdrawn="2025-01-12")
    assert stands() == {"victim": {act, kept}}
    assert {row["id"] for row in access_case(archive, reader, person)} == {person, act, kept}


def test_where_somebody_stood_is_known_after_it_was_corrected(archive: Archive) -> None:
    """Taken back, or another account followed: on the day before, the record named them."""
    maker, reader = Maker(archive), reader_of(archive)
    person, other = maker.new("person", country="KG"), maker.new("person", country="KG")
    act = maker.new("act", basis=maker.page(), type="act.assembly")
    (victim,) = maker.add(act, basis=maker.page(), victim=[person])
    done = maker.new("involvement", basis=maker.page(), act=act, perpetrator=person)
    (followed,) = maker.add(done, basis=maker.page("Tang"), perpetrator=other)

    def stands(entries: int | None = None) -> dict[str, set[str]]:
        links = access_person_links(archive, reader, person, entries=entries)
        return {role: {row["id"] for row in rows} for role, rows in links.items() if rows}

    both, before = {"victim": {act}, "perpetrator": {done}}, archive.size()
    assert stands() == stands(before) == both
    archive.say([Draft(act, "act.victim", "statement", victim.hex(), op="withdraw")])
    archive.say(plan_adoption(archive, reader, done, followed, "The court says so", maker.page()).drafts)
    assert stands() == {}
    assert stands(before) == both
    assert stands(archive.size()) == {}
    rebuild(archive)
    assert stands(before) == both
    erase(archive, reader, victim.hex(), "erasure_ground.consent_withdrawn")
    assert stands(before) == {"perpetrator": {done}}
