# SPDX-License-Identifier: Apache-2.0
"""An exit that a hold shuts says which hold that is and how it is lifted, and nobody's name."""

import pytest
from tests.people import open_as
from tests.template import Template

from kuzat import keys
from kuzat.log.statement import Draft
from kuzat.store import USES, Archive, Withheld, gate
from kuzat.terms import ids
from kuzat.testing import Maker


@pytest.fixture
def held(archive: Archive) -> tuple[str, str]:
    """A published event that somebody holds back, and the hold."""
    maker = Maker(archive)
    event = maker.new("event", basis=maker.page(), title="A march is stopped")
    hold = Draft(about=event, says="any.hold", type="term", value="hold.danger")
    return event, archive.say([hold]).ids[0][0].hex()


def reason(archive: Archive, event: str) -> str:
    """Why the event may not be published."""
    open_to = gate(archive, USES["publish"])
    with pytest.raises(Withheld) as refused:
        open_to.check(open_to.row(event))
    return refused.value.sentence()


@pytest.mark.parametrize("role", [role for role in keys.roles() if keys.may([role], "read")])
def test_the_hold_is_named_to_who_sees_all(
    archive: Archive, template: Template, held: tuple[str, str], role: str
) -> None:
    event, hold = held
    author = archive.member
    with open_as(archive.path, template.unlocked, role) as one:
        said = reason(one, event)
    sees_all = keys.sight_of([role]).is_whole
    assert (hold[:12] in said, ids.label(event) in said) == (sees_all, sees_all)
    assert author not in said
    assert "held back" in said if sees_all else "a member holds it back" in said


def test_inside_it_holds_nothing_up(archive: Archive, held: tuple[str, str]) -> None:
    assert gate(archive).row(held[0]).allowed


def test_a_person_is_named_by_the_label_and_what_hangs_on_them_by_the_same_hold(archive: Archive) -> None:
    maker = Maker(archive)
    person = maker.new("person", number_min="1")
    told = maker.new("information", source=person)
    maker.new("consent", person=person, given="2025-01-10", purpose=["purpose.publish"],
              audience=["audience.public"], identification="identification.named")  # fmt: skip
    assert gate(archive, USES["publish"]).row(told).allowed
    archive.say([Draft(about=person, says="any.hold", type="term", value="hold.danger")])
    assert reason(archive, told) == reason(archive, person)
    assert ids.label(person) in reason(archive, told)
