# SPDX-License-Identifier: Apache-2.0
"""A translation is never less protected than its original, however far removed."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kuzat.log.statement import Draft, bind, withdraw
from kuzat.store import Act, Archive, plan_translation
from kuzat.testing import Maker

LANGUAGES = ("ky", "ru", "uz", "en")
BASES = ("published", "told", "none")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(basis=st.sampled_from(BASES), length=st.integers(1, 3), taken_back=st.booleans())
def test_a_translation_is_never_less_protected_than_its_original(
    archive: Archive, basis: str, length: int, taken_back: bool
) -> None:
    maker = Maker(archive)
    event = maker.new("event", start="2020")
    on = {"published": maker.page(), "told": maker.new("information", received="2020-01-01"), "none": None}
    first = Draft(
        about=event, says="event.title", type="text", value="Кече", language=LANGUAGES[0], basis=on[basis]
    )
    (placed,) = archive.check([first])
    chain = [bind(placed, archive.log_id, archive.random(16))]
    archive.commit([Act(bound=chain[:])])
    for language in LANGUAGES[1 : length + 1]:
        if taken_back and len(chain) == length:
            archive.say([withdraw(chain[-1])])
        act = plan_translation(archive, chain[-1], f"in {language}", language)
        archive.commit([act])
        made, tie = act.bound
        assert made.compartment == tie.compartment
        chain.append(made)
    compartments = [one.compartment for one in chain]
    assert compartments == sorted(compartments), "cases comes before identity"
    assert compartments[0] == ("cases" if basis == "published" else "identity")
    assert compartments[-1] == ("cases" if basis == "published" and not taken_back else "identity")

