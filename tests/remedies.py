# SPDX-License-Identifier: Apache-2.0
"""An invented claim with all that was done, decided and owed in it."""

from kuzat.store import Archive
from kuzat.testing import Maker


def claim_of_two(archive: Archive) -> dict[str, str]:
    """Views for two brothers; three days may start the term, and of a payment two sides say different things.

    Record ids by what they are.
    """
    maker = Maker(archive)
    page = maker.page()
    made = {who: maker.new("person", basis=page, country="KG") for who in ("elder", "younger")}
    brothers = [made["elder"], made["younger"]]
    made["claim"] = maker.new(
        "claim", basis=page, title="Two brothers held", person=brothers, act="act.integrity.torture"
    )
    home = maker.new(
        "proceeding", basis=page, claim=made["claim"], forum="kg-supreme-court", filed="2012", ended="2013"
    )
    views = maker.new("proceeding", basis=page, claim=made["claim"], forum="ccpr-op1", filed="2014-02-01")
    adopted = maker.new("step", basis=page, proceeding=views, type="step_type.adoption", date="2016-03-31")
    published = maker.new(
        "step", basis=page, proceeding=views, type="step_type.publication", date="2016-04-21"
    )
    maker.add(published, basis=maker.page("tang"), date="2016-05-11")
    decision = maker.new(
        "decision", basis=page, proceeding=views, date="2016-03-31", outcome="outcome.violation"
    )
    made["report"] = maker.new(
        "obligation", basis=page, decision=decision, proceeding=views, rule="views-reply"
    )
    made["pay"] = maker.new("obligation", basis=page, decision=decision)
    for of, kind in (("report", "report"), ("pay", "compensate")):
        maker.add(made[of], basis=page, kind=f"obligation_kind.{kind}")
    for by, grade in (("state", "plain.done"), ("victim", "plain.not_done")):
        maker.new(
            "assessment", basis=page, obligation=made["pay"], by=f"assessor.{by}", grade=f"grade.{grade}"
        )
    return made | {"home": home, "views": views, "adopted": adopted, "published": published}
