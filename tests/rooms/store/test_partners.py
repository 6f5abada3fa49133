# SPDX-License-Identifier: Apache-2.0
"""What goes to a partner rests on nothing that may not go; what comes from one decides nothing here."""

from io import BytesIO
from pathlib import Path

import pytest
from tests.allied import SHARE, give, sound, take, told

from kuzat import records
from kuzat.log.statement import Draft, bind
from kuzat.records.sameness import Verdict, judge
from kuzat.store import (
    USES,
    Archive,
    Original,
    Withheld,
    access_erased,
    access_inbox,
    access_judgements,
    access_proof,
    fetch,
    gate,
    keep,
    make_form,
    reader_of,
)
from kuzat.store.commit import SALT, Act
from kuzat.terms import ids
from kuzat.testing import Maker

INSIDE_ONLY = (("purpose.record",), ("audience.organisation",))
FOR_PARTNERS = (("purpose.record", "purpose.share"), ("audience.organisation", "audience.partner"))


def person(archive: Archive, allowed: tuple[tuple[str, ...], tuple[str, ...]]) -> str:
    """Somebody who consents to be named for these purposes and audiences."""
    its, consent = Maker(archive).new("person", country="KG"), ids.record_id("consent", archive.random(16))
    purposes, audiences = allowed
    said = [
        ("person", "record", its),
        ("given", "date", "2020-01-01"),
        ("identification", "term", "identification.named"),
        *(("purpose", "term", one) for one in purposes),
        *(("audience", "term", one) for one in audiences),
    ]
    archive.say(Draft(about=consent, says=f"consent.{n}", type=t, value=v) for n, t, v in said)
    return its


def place(event: str, basis: str, value: str) -> Draft:
    """Where it happened, in somebody's own words."""
    return Draft(about=event, says="event.place", type="text", value=value, basis=basis)


def test_what_is_sealed_and_rests_on_a_word_that_may_not_go_stays(
    osh: Archive, talas: Archive, tmp_path: Path
) -> None:
    maker = Maker(osh)
    open_, shut = (
        maker.new("information", source=person(osh, allowed)) for allowed in (FOR_PARTNERS, INSIDE_ONLY)
    )
    event = maker.new("event", basis=maker.page(), title="A raid")
    osh.say([place(event, open_, "behind the mill"), place(event, shut, "behind the school")])
    assert osh.compartment is not None
    (below,) = [one.id.hex() for one in osh.compartment.about(event) if one.value == "behind the school"]
    osh.say([place(event, f"stm-{below}#chars=7,17", "the school")])
    for one in osh.compartment.about(event):
        if one.says == "event.place" and "school" in one.value:
            with pytest.raises(Withheld):
                access_proof(osh, reader_of(osh), [one.id.hex()], use=SHARE, reason="they asked")
    take(talas, give(osh, tmp_path / "1", "talas", records=[event], use=SHARE, identities="they asked"))
    assert talas.compartment is not None
    assert [one.value for one in talas.compartment.about(event)] == ["behind the mill"]


def test_why_somebody_disputes_or_reads_is_nothing_for_a_partner(
    osh: Archive, talas: Archive, tmp_path: Path
) -> None:
    event, who = told(osh), person(osh, FOR_PARTNERS)
    osh.say([Draft(about=who, says="person.phone", type="text", value="996700")])
    title = next(one for one in osh.projections.said(event) if one.says == "event.title").id.hex()
    page = Maker(osh).page()
    reason = {"says": "any.disputes_reason", "value": "our driver saw otherwise", "basis": page}
    osh.say(
        [
            Draft(about=event, says="any.disputes", type="statement", value=title),
            Draft(about=event, type="text", language="en", **reason),
            Draft(about=event, says="any.translates", type="statement", value=title),
        ]
    )
    wish = {"use": SHARE, "deniable": True, "identities": "they asked"}
    taken = take(talas, give(osh, tmp_path / "1", "talas", records=[event, who], **wish))
    assert osh.compartment is not None
    assert [one.says for one in osh.compartment.about(who)] == ["person.phone"], "nothing sealed was read"
    content = b"".join(fetch(talas, taken.exhibit or ""))
    assert b"event.title" in content
    assert b"driver" not in content
    assert title.encode() not in content, "an id of a statement stands in the signed log"
    take(talas, give(osh, tmp_path / "2", "talas", records=[event, who], use=SHARE, identities="they asked"))
    assert {one.says for one in talas.projections.said(event)} == {
        "event.title", "event.start", "any.translates"
    }  # fmt: skip
    assert talas.compartment is not None
    assert [one.says for one in talas.compartment.about(who)] == ["person.phone"]
    sound(talas)


def test_a_partner_neither_publishes_what_is_ours_nor_says_who_told_it(
    osh: Archive, talas: Archive, tmp_path: Path
) -> None:
    its = Maker(osh).new("information", source=person(osh, FOR_PARTNERS))
    take(talas, give(osh, tmp_path / "1", "talas", records=[its], use=SHARE))
    somebody = Maker(talas).new("person", country="KG")
    talas.say(
        [
            Draft(about=its, says="information.url", type="text", value="https://example.org/a"),
            Draft(about=its, says="information.source", type="record", value=somebody),
            Draft(about=its, says="information.language", type="text", value="ky"),
        ]
    )
    take(osh, give(talas, tmp_path / "2", "osh"))
    assert not gate(osh, USES["publish"]).record(its).allowed
    said = [one.says for one in osh.projections.said(its)]
    assert sorted(said) == ["information.language", "information.source"]
    sound(osh)


def test_what_a_partner_gave_without_signature_goes_no_further(
    osh: Archive, talas: Archive, tmp_path: Path
) -> None:
    event, ours = told(talas), Maker(osh).page()
    photo = keep(talas, Original(name="a.jpg", media_type="image/jpeg", content=BytesIO(b"light"))).id
    assert gate(osh, USES["publish"]).record(ours).allowed
    wish = {"use": SHARE, "deniable": True, "originals": True}
    taken = take(osh, give(talas, tmp_path / "1", "osh", records=[event, photo], **wish))
    for exhibit in (taken.exhibit or "", photo):
        assert not any(gate(osh, use).record(exhibit).allowed for use in USES.values())
        assert gate(osh).record(exhibit).allowed, "inside it is read"
    assert gate(osh, USES["publish"]).record(ours).allowed
    sound(osh)


def test_a_partner_puts_nothing_into_the_inbox(osh: Archive, talas: Archive, tmp_path: Path) -> None:
    form = make_form(osh, "form_purpose.incident").form
    its = Maker(talas).new("information", received="2025-03-01")
    talas.say(
        [
            Draft(about=its, says="information.form", type="record", value=form),
            Draft(about=its, says="information.receipt", type="text", value="0" * 64),
            Draft(about=its, says="information.intake", type="term", value="intake.waiting"),
        ]
    )
    take(osh, give(talas, tmp_path / "1", "osh"))
    assert access_inbox(osh, reader_of(osh)) == ()
    assert {one.says for one in osh.projections.said(its)} == {"information.received"}


def test_a_partner_erases_and_merges_nothing_of_ours(osh: Archive, talas: Archive, tmp_path: Path) -> None:
    who = Maker(osh).new("person", identity_name="Айсулуу Токтосунова")
    (id_,) = osh.database.row("SELECT statement FROM sealed WHERE about = ?", (who,))
    talas.say(judge(who, Maker(talas).new("person", country="KG"), Verdict.SAME, "one face"))
    stones = records.tombstones(
        [(who, bytes(id_))],
        "erasure_ground.asked",
        lambda draft: bind(draft, talas.log_id, talas.random(SALT)),
    )
    talas.commit([Act(bound=[stone for pair in stones for stone in pair])])
    take(osh, give(talas, tmp_path / "1", "osh"))
    assert osh.projections.sealed(who) == 1
    assert access_erased(osh, reader_of(osh), who) == ()
    assert access_judgements(osh, reader_of(osh)) == ()
    sound(osh)


def test_of_whom_only_a_name_is_held_another_office_can_say_more(
    osh: Archive, bishkek: Archive, tmp_path: Path
) -> None:
    who = Maker(osh).new("person", identity_name="Айсулуу Токтосунова")
    Maker(bishkek).add(who, basis=Maker(bishkek).page(), country="KG")
    take(osh, give(bishkek, tmp_path / "1", "osh"))
    assert {one.says for one in osh.projections.said(who)} == {"person.country"}
    sound(osh)
