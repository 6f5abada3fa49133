# SPDX-License-Identifier: Apache-2.0
"""An invented claim that could go to a body: told by two, doubted in one point, answered by the police."""

from kuzat.store import Archive
from kuzat.testing import Maker

SEALED_NAME = "Nurlan Tokoev"
CONSENT = {
    "purpose": ["purpose.submit", "purpose.publish"],
    "audience": ["audience.authority", "audience.public"],
    "identification": "identification.pseudonym",
    "given": "2025-01-10",
}


def beaten(archive: Archive, *, consented: bool = True) -> dict[str, str]:
    """Record ids by what they are. Of a second victim nobody asked for consent, and nothing may leave."""
    maker = Maker(archive)
    page, copy, other = maker.page(), maker.page("Copyist"), maker.page("Tang")
    maker.add(copy, copy_of=page)
    man = maker.new("person", identity_name=SEALED_NAME)
    boy = maker.new("person", identity_name="Bakyt")
    maker.new("consent", person=man, **(CONSENT if consented else CONSENT | {"purpose": ["purpose.record"]}))
    chief = maker.new("person", basis=page, name="Chief of Aksuu police")
    event = maker.new("event", basis=page, title="A man is beaten in custody", start="2024-05-02")
    maker.add(event, basis=other, start="2024-05-03", state_response="The police say that he fell")
    maker.add(event, basis=page, language="ru", description="Избит в отделении")
    act = maker.new("act", basis=page, event=event, type="act.integrity.torture", victim=[man])
    maker.add(act, basis=copy, start="2024-05")
    hidden = maker.new("act", basis=page, event=event, type="act.integrity.threat", victim=[boy])
    maker.new("involvement", basis=page, act=act, perpetrator=chief, degree="degree.ordered")
    deputy = maker.new("person", basis=page, name="The deputy")
    maker.new("involvement", basis=page, act=hidden, perpetrator=deputy)
    maker.new("involvement", act=act, perpetrator_kind="perpetrator_kind.police")
    claim = maker.new("claim", basis=page, title="Beaten in Aksuu", person=man, event=event)
    maker.add(claim, basis=page, act="act.integrity.torture", right="ICCPR 7", asks="An inquiry <b>now</b>")
    court = {"claim": claim, "forum": "kg-supreme-court", "filed": "2024-06", "ended": "2024-09-01"}
    maker.new("proceeding", basis=page, **court)
    made = {"claim": claim, "man": man, "boy": boy, "chief": chief, "event": event, "act": act}
    return made | {"hidden": hidden, "page": page, "copy": copy, "other": other}
