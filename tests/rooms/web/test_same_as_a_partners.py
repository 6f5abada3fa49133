# SPDX-License-Identifier: Apache-2.0
"""A record that a partner alone tells of is judged like others, and no word of the partner joins ours."""

from pathlib import Path

import pytest
from tests.allied import acquaint, give, office, take, told
from tests.browser import PORT, Browser

from kuzat.records.sameness import Verdict, judge
from kuzat.store import USES, Archive, access_judgements, access_together, open_with_keys, reader_of
from kuzat.store.peers import PARTNER
from kuzat.testing import AIZADA, Clock, Randomness
from kuzat.web import application


@pytest.mark.slow
def test_what_a_partner_tells_of_stands_beside_ours_once_we_judge(tmp_path: Path) -> None:
    with office(tmp_path / "ours", "ours") as ours, office(tmp_path / "theirs", "theirs") as theirs:
        acquaint({"ours": ours, "theirs": theirs}, PARTNER)
        own, other = told(ours), told(theirs, "The march was broken up")
        third = told(theirs, "The march, once more")
        theirs.say(judge(other, third, Verdict.SAME, "One march"))
        given = give(theirs, tmp_path / "b.kuzat", "ours", records=[other, third], use=USES["share"])
        take(ours, given)
        assert access_together(ours, reader_of(ours), other).records == (other,)
        assert access_judgements(ours, reader_of(ours)) == ()
        ours.say(judge(own, other, Verdict.SAME, "One day"))
        assert access_together(ours, reader_of(ours), own).records == tuple(sorted((own, other)))
        unlocked = ours.unlocked

    def opener(path: Path, passphrase: str, **beside: object) -> Archive:
        return open_with_keys(path, unlocked, clock=Clock(step=1), random=Randomness("desk"))

    desk = Browser(application(tmp_path / "ours", PORT, opener=opener)).unlock(AIZADA.passphrase)
    assert "Known here under 2 records" in desk.get(f"/event/{own}").words
    first, second = sorted((own, other))
    for address in (f"/together/{own}", f"/together/{other}", f"/pair/{first}/{second}"):
        desk.get(address)
        assert desk.status == 200, address
        assert "They are one" in desk.words
