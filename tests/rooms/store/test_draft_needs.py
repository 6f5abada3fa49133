# SPDX-License-Identifier: Apache-2.0
"""What a draft says that it has and lacks: no more than is recorded, and one house is one source."""

from kuzat.accountability import rule_book
from kuzat.reporting import State, as_html, book, compose
from kuzat.store import USES, Archive, access_dossier, reader_of
from kuzat.testing import Maker


def test_what_nobody_recorded_is_not_said_to_be_there(archive: Archive) -> None:
    maker = Maker(archive)
    page, again, other = maker.page("Tang"), maker.page("Tang"), maker.page()
    event = maker.new("event", basis=page, title="A man is beaten", start="2024-05-02")
    maker.add(event, basis=other, start="2024-05-03")
    maker.add(event, basis=again, place="Aksuu")
    man = maker.new("person", basis=page, name="Asan")
    maker.new("act", basis=page, event=event, type="act.integrity.torture", victim=[man])
    asked = {"event": event, "type": "intervention_type.individual_complaint", "response": "They agreed"}
    maker.new("intervention", basis=page, **asked)
    claim = maker.new("claim", basis=page, title="Beaten", person=man, event=event)
    court = maker.new("proceeding", basis=page, claim=claim, forum="kg-supreme-court", filed="2024")
    sent_back = {"date": "2025", "outcome": "outcome.sent_back"}
    maker.new("decision", basis=page, proceeding=court, **sent_back)

    wanted, language = book().kind("individual-complaint"), "en"
    gathered = access_dossier(archive, reader_of(archive, language), claim, USES[wanted.use])
    made = compose(gathered.dossier, wanted, language, book(), rule_book(), archive.vocabulary)
    needs = {one.id: one.state for one in made.needs}
    assert needs["exhausted"] is State.UNSURE
    assert needs["not_elsewhere"] is State.UNSURE
    assert needs["other_side"] is State.MISSING
    said = as_html(made.document).decode()
    assert "No answer or account of the other side is recorded." in said
    assert "They agreed" not in said.partition("The other side")[2]
    assert "Against whom: Nothing is recorded." in said
    assert gathered.dossier.independent([page, again]) == 1
    assert gathered.dossier.independent([page, again, other]) == 2
