# SPDX-License-Identifier: Apache-2.0
"""What was coded from a sealed testimony is as consented to as the testimony itself."""

from collections.abc import Sequence

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kuzat.analysis import Question
from kuzat.store import Archive, access_count, access_record, fingerprints, reader_of, rebuild
from kuzat.testing import Maker

TESTIMONY = "They came at night, and there were three of them."
SPANS = ("", "#chars=0,4", "#chars=10,20")
# On what a value rests: the sealed testimony, the value before it, or a page that anybody can read.
RESTS = ("testimony", "before", "page")


def sources(archive: Archive, story: str) -> int:
    return access_count(archive, reader_of(archive), Question(where={"story": story})).sources


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(RESTS), st.sampled_from(SPANS)), min_size=1, max_size=5))
def test_what_is_coded_on_a_sealed_statement_goes_from_sight_with_its_consent(
    archive: Archive, coded: Sequence[tuple[str, str]]
) -> None:
    maker = Maker(archive)
    page, teller = maker.page(publisher="tang"), maker.new("person", country="KG")
    consent = maker.new("consent", person=teller, given="2020-01-01")
    told = maker.new("information", source=teller)
    (testimony,) = maker.add(told, testimony=TESTIMONY)
    story = f"story-{archive.size()}"
    event = maker.new("event", basis=page, story=story)
    rests_on = {"testimony": testimony, "before": testimony}
    theirs: dict[str, bool] = {}
    for number, (rests, span) in enumerate(coded):
        basis = page if rests == "page" else f"stm-{rests_on[rests].hex()}{span}"
        (rests_on["before"],) = maker.add(event, basis=basis, killed_min=str(number))
        is_before = rests == "before" and theirs.get(str(number - 1), True)
        theirs[str(number)] = rests == "testimony" or is_before
    assert shown(archive, event) == set(theirs)
    is_heard = coded[0][0] == "before" or "testimony" in (rests for rests, _ in coded)
    assert sources(archive, story) == 1 + is_heard
    built = fingerprints(archive)
    rebuild(archive)
    assert fingerprints(archive) == built
    maker.add(consent, withdrawn="2021-01-01")
    assert shown(archive, event) == {value for value, is_theirs in theirs.items() if not is_theirs}


def shown(archive: Archive, event: str) -> set[str]:
    """The numbers of killed that a member sees, whoever told them."""
    record = access_record(archive, reader_of(archive), event)
    return {value.text for value in record.all("event.killed_min")}
