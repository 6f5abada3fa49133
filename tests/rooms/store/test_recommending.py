# SPDX-License-Identifier: Apache-2.0
"""Recommendations as a member sees them: with what they are linked to, and not by whom consent ended."""

from kuzat.store import Archive, access_recommendations, reader_of
from kuzat.testing import Maker


def test_a_link_that_only_somebody_tells_whose_consent_ended_is_found_from_neither_side(
    archive: Archive,
) -> None:
    maker, reader = Maker(archive), reader_of(archive)
    person = maker.new("person", identity_name="Chynara")
    told, page = maker.new("information", source=person), maker.page()
    claim = maker.new("claim", basis=page, title="To be heard")
    asked = maker.new("recommendation", basis=page, words="Hear them.")
    maker.add(asked, basis=told, claim=claim)
    assert [one.row["id"] for one in access_recommendations(archive, reader, claim)] == [asked]
    maker.new("consent", person=person, purpose=["purpose.record"], withdrawn="2025-03-01")
    (left,) = access_recommendations(archive, reader)
    assert left.claims == ()
    assert access_recommendations(archive, reader, claim) == ()
