# SPDX-License-Identifier: Apache-2.0
"""Whose consent ended is in no network, and nobody is reached through them."""

from pathlib import Path

from tests.template import Template

from kuzat.store import access_network, reader_of
from kuzat.testing import Maker


def test_whose_consent_ended_is_in_no_network_and_leads_to_nobody(template: Template, tmp_path: Path) -> None:
    with template.copy(tmp_path / "office.archive") as archive:
        maker = Maker(archive)
        page = maker.page()
        body, other = (maker.new("person", basis=page, name=name) for name in ("The Ministry", "The society"))
        person = maker.new("person", identity_name="Chynara")
        consent = maker.new("consent", person=person, purpose=["purpose.record"])
        for whom in (body, other):
            maker.new("relation", who=person, type="relation_type.post", whom=whom, start="2018")

        def reached() -> set[str]:
            return set(access_network(archive, reader_of(archive), body, day="2020-01-01", steps=2).steps)

        assert reached() == {body, person, other}
        maker.add(consent, withdrawn="2020-01-01")
        assert reached() == {body}
