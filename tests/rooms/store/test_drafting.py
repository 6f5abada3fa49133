# SPDX-License-Identifier: Apache-2.0
"""What a draft is made of: only what its use may have, each with its source, provable by who gets it."""

from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO

import pytest
from tests.filings import CONSENT, SEALED_NAME, beaten
from tests.template import Template

from kuzat.accountability import rule_book
from kuzat.errors import NotAllowed
from kuzat.log.report import check_proof
from kuzat.log.statement import Draft
from kuzat.reporting import Document, as_html, book, compose, count_words, notes
from kuzat.reporting.submission import BodyClosed
from kuzat.store import (
    USES,
    Archive,
    NotForThisBody,
    Original,
    access_dossier,
    access_dossier_proofs,
    keep,
    reader_of,
)
from kuzat.terms import ids
from kuzat.testing import Maker

USE = USES["submit"]
Told = tuple[Archive, dict[str, str]]


@pytest.fixture(scope="module")
def told(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """One archive with one claim, for tests that only read."""
    with template.copy(tmp_path_factory.mktemp("told") / "office.archive") as archive:
        yield archive, beaten(archive)


def drafted(archive: Archive, claim: str, kind: str = "allegation-letter", language: str = "en", **given):
    use = USES[given.pop("use", "submit")]
    gathered = access_dossier(archive, reader_of(archive, language), claim, use, **given)
    wanted = book().kind(kind)
    return gathered, compose(gathered.dossier, wanted, language, book(), rule_book(), archive.vocabulary)


def said(document: Document) -> str:
    return as_html(document).decode()


def test_a_draft_says_what_is_told_and_by_whom(told: Told) -> None:
    archive, made = told
    _, letter = drafted(archive, made["claim"])
    page = said(letter.document)
    for words in ("Torture", "Chief of Aksuu police", "The police say that he fell", "An inquiry", "ICCPR 7"):
        assert words in page
    assert "Accounts differ: 2 May 2024" in page
    assert any("The Highland Post" in note and "Annex" in note for note in notes(letter.document))
    assert "[no source]" in page
    assert "Избит в отделении [ru]" in page
    assert {one.id: one.about for one in letter.missing}["language"] == ("ru",)


def test_nobody_is_named_who_is_sealed_and_no_act_is_told_of_who_did_not_consent(told: Told) -> None:
    archive, made = told
    gathered, letter = drafted(archive, made["claim"])
    page = said(letter.document)
    assert SEALED_NAME not in page
    assert ids.label(made["man"]) in page
    assert ids.label(made["boy"]) not in page
    assert "Threat" not in page
    assert "deputy" not in page
    assert {made["boy"], made["hidden"]} < set(gathered.withheld)
    assert made["boy"] not in repr(gathered.dossier)


def test_a_name_is_opened_with_a_reason_by_who_may_be_named(archive: Archive) -> None:
    made = beaten(archive)
    with pytest.raises(NotForThisBody):
        drafted(archive, made["claim"], reason="for the letter")
    maker = Maker(archive)
    allowed = {"purpose": "purpose.submit", "audience": "audience.authority"}
    consent = maker.new("consent", person=made["man"], **allowed)
    maker.add(consent, identification="identification.named", given="2025-01-11")
    before = archive.size()
    _, letter = drafted(archive, made["claim"], reason="for the letter")
    assert SEALED_NAME in said(letter.document)
    assert archive.size() == before + 1


def named(archive: Archive, person: str) -> None:
    """A consent by which a person may be named before an authority."""
    allowed = {"purpose": "purpose.submit", "audience": "audience.authority"}
    consent = Maker(archive).new("consent", person=person, **allowed)
    Maker(archive).add(consent, identification="identification.named", given="2025-01-11")


def test_a_public_name_is_told_too_only_of_who_may_be_named(archive: Archive) -> None:
    made = beaten(archive)
    Maker(archive).add(made["man"], basis=made["page"], name="A. Tokoev")
    page = said(drafted(archive, made["claim"])[1].document)
    assert "A. Tokoev" not in page
    assert "Chief of Aksuu police" in page
    named(archive, made["man"])
    assert "A. Tokoev" in said(drafted(archive, made["claim"])[1].document)


def test_a_sealed_name_is_not_told_that_rests_on_who_did_not_consent_or_that_is_doubted(
    archive: Archive,
) -> None:
    made = beaten(archive)
    named(archive, made["man"])
    maker = Maker(archive)
    witness = maker.new("person", identity_name="Cholpon")
    account = maker.new("information", source=witness)
    (old,) = (one for one in archive.compartment.about(made["man"]) if one.says == "person.identity_name")
    archive.say([Draft(about=made["man"], says="any.disputes", type="statement", value=old.id.hex())])
    maker.add(made["man"], basis=account, identity_name="Told by Cholpon")
    gathered, letter = drafted(archive, made["claim"], reason="for the letter")
    page = said(letter.document)
    assert SEALED_NAME not in page
    assert "Told by Cholpon" not in page
    assert gathered.opened == ()
    own = maker.new("information", source=made["man"])
    maker.add(made["man"], basis=own, identity_name="Told by himself")
    gathered, letter = drafted(archive, made["claim"], reason="for the letter")
    assert "Told by himself" in said(letter.document)
    assert gathered.opened == (made["man"],)


@pytest.mark.parametrize("why", ["no consent", "held"])
def test_a_claim_whose_person_may_not_go_there_is_refused_by_label(archive: Archive, why: str) -> None:
    made = beaten(archive, consented=why != "no consent")
    if why == "held":
        archive.say([Draft(about=made["man"], says="any.hold", type="term", value="hold.danger")])
    with pytest.raises(NotForThisBody) as refused:
        drafted(archive, made["claim"])
    assert ids.label(made["man"]) in str(refused.value)
    assert isinstance(refused.value, NotAllowed)


def test_who_shares_a_claim_and_did_not_consent_is_left_out_and_the_rest_goes(archive: Archive) -> None:
    made = beaten(archive)
    Maker(archive).add(made["claim"], basis=made["page"], person=made["boy"])
    gathered, letter = drafted(archive, made["claim"])
    assert ids.label(made["man"]) in said(letter.document)
    assert ids.label(made["boy"]) not in said(letter.document)
    assert made["boy"] in gathered.withheld


def test_an_annex_names_the_digest_of_its_file(archive: Archive) -> None:
    made = beaten(archive)
    content = b"the page as it stood"
    file = keep(archive, Original(name="page.html", media_type="text/html", content=BytesIO(content)))
    Maker(archive).add(made["page"], exhibit=file.id)
    _, letter = drafted(archive, made["claim"])
    assert f"SHA-256 {sha256(content).hexdigest()}" in said(letter.document)


def test_copies_of_one_source_do_not_count_twice(told: Told) -> None:
    archive, made = told
    gathered, _ = drafted(archive, made["claim"])
    assert gathered.dossier.independent([made["page"], made["copy"]]) == 1
    assert gathered.dossier.independent([made["page"], made["copy"], made["other"]]) == 2


def test_a_claim_of_a_sanctions_dossier_is_weak_until_two_tell_it_who_copy_no_other(archive: Archive) -> None:
    made = beaten(archive)
    weak = []
    for source in ("page", "copy", "other"):
        Maker(archive).add(made["event"], basis=made[source], cause="Beaten at the station")
        _, dossier = drafted(archive, made["claim"], "uk")
        (about,) = [one.about for one in dossier.needs if one.id == "two_sources"]
        weak.append(int(about[0].split("/")[0]))
    assert weak[0] == weak[1] == weak[2] + 1
    assert "[one source]" in said(dossier.document)


def test_the_proof_shows_the_statements_of_the_draft_and_no_other(told: Told) -> None:
    archive, made = told
    _, letter = drafted(archive, made["claim"])
    (proof,) = access_dossier_proofs(archive, reader_of(archive), letter.statements, USE)
    shown = {one.id for entry in check_proof(proof, None).entries for one in entry.statements}
    assert shown == set(letter.statements)


@pytest.mark.parametrize("why", ["nobody answered", "disputed", "held back", "sealed"])
def test_no_reply_is_said_to_be_known_only_where_none_is(archive: Archive, why: str) -> None:
    made = beaten(archive)
    maker = Maker(archive)
    asked = ids.record_id("recommendation", archive.random(ids.RANDOM_BYTES))
    maker.add(asked, basis=made["page"], claim=made["claim"], words="Open a case")
    paper = maker.page("A paper")
    if why != "nobody answered":
        (reply,) = maker.add(asked, basis=None if why == "sealed" else paper, answer="They will look")
    if why == "held back":
        archive.say([Draft(about=paper, says="any.hold", type="term", value="hold.danger")])
    if why == "disputed":
        archive.say([Draft(about=asked, says="any.disputes", type="statement", value=reply.hex())])
    page = said(drafted(archive, made["claim"], "bill-comments", "ru", use="publish")[1].document)
    assert ("They will look" in page) == (why == "disputed")
    assert ("Ответ нам не известен" in page) == (why == "nobody answered")


def test_an_answer_that_stands_above_already_is_still_one(archive: Archive) -> None:
    made = beaten(archive)
    event = Maker(archive).new("event", basis=made["page"], title="A bill is tabled")
    claim = Maker(archive).new("claim", basis=made["page"], title="Bill 12", event=event)
    letter = {"request": "Keep article 5", "response": "It stays"}
    Maker(archive).new("intervention", basis=made["page"], event=event, **letter)
    page = said(drafted(archive, claim, "bill-letter")[1].document)
    assert page.count("It stays") == 2
    assert "No answer or account of the other side is recorded" not in page


def test_an_earlier_entry_gives_what_was_known_then(archive: Archive) -> None:
    made = beaten(archive)
    then = archive.size()
    Maker(archive).add(made["event"], basis=made["other"], place="Aksuu")
    _, now = drafted(archive, made["claim"])
    gathered, earlier = drafted(archive, made["claim"], entries=then)
    assert "Aksuu." in said(now.document) or "Aksuu<" in said(now.document)
    assert "Place as named" not in said(earlier.document)
    assert gathered.dossier.entry == then
    assert f"entry {then}." in said(earlier.document)
    assert "erasures" not in said(earlier.document)


def test_the_same_reading_gives_the_same_bytes(told: Told) -> None:
    archive, made = told
    first, second = (said(drafted(archive, made["claim"])[1].document) for _ in range(2))
    assert first == second


def test_a_complaint_to_a_body_that_takes_none_is_refused_and_another_named(told: Told) -> None:
    archive, made = told
    with pytest.raises(BodyClosed) as refused:
        drafted(archive, made["claim"], "cat-complaint")
    assert "individual-complaint" in refused.value.step()
    _, letter = drafted(archive, made["claim"], "icc")
    assert "has not ratified it" in said(letter.document)


def test_what_is_told_in_two_languages_stands_in_both_and_a_translation_once(archive: Archive) -> None:
    made = beaten(archive)
    maker = Maker(archive)
    (told,) = maker.add(made["event"], basis=made["page"], language="ru", cause="Он молчал")
    maker.add(made["event"], basis=made["other"], language="ky", cause="Ал качкан")
    maker.add(made["event"], basis=f"stm-{told.hex()}", cause="He was silent")
    page = said(drafted(archive, made["claim"])[1].document)
    assert "He was silent" in page
    assert "Он молчал" not in page
    assert "Ал качкан [ky]" in page


def test_comments_on_a_bill_stand_with_what_was_answered_or_that_nothing_is_known(archive: Archive) -> None:
    made = beaten(archive)
    maker = Maker(archive)
    asked = maker.new("information", publisher="Gazette", url="https://gazette.example.org/1")
    for told in ({"words": "Keep article 5", "answer": "Taken up"}, {"words": "Delete article 6"}):
        comment = ids.record_id("recommendation", archive.random(ids.RANDOM_BYTES))
        maker.add(comment, basis=asked, claim=made["claim"], law="Bill 12", **told)
    page = said(drafted(archive, made["claim"], "bill-comments", "ru", use="publish")[1].document)
    for words in ("Keep article 5", "Taken up", "Delete article 6", "Bill 12", "Ответ нам не известен."):
        assert words in page


def test_what_only_somebody_tied_to_the_claim_whose_consent_ended_is_in_no_draft(archive: Archive) -> None:
    made = beaten(archive)
    maker = Maker(archive)
    person = maker.new("person", identity_name="Chynara")
    gazette, hers = maker.page("Gazette"), maker.new("information", source=person)
    comment = maker.new("recommendation", basis=gazette, words="Keep article 5", law="Bill 12")
    maker.add(comment, basis=hers, claim=made["claim"])
    consent = maker.new("consent", person=person, **CONSENT)

    def draft() -> str:
        return said(drafted(archive, made["claim"], "bill-comments", "ru", use="publish")[1].document)

    assert "Keep article 5" in draft()
    maker.add(consent, withdrawn="2025-03-01")
    assert "Keep article 5" not in draft()


@pytest.mark.slow
def test_every_kind_of_draft_is_written_in_each_of_its_languages(told: Told) -> None:
    archive, made = told
    for kind in book().kinds.values():
        for language in kind.languages:
            if kind.instead is None:
                _, letter = drafted(archive, made["claim"], kind.id, language)
                assert letter.words <= count_words(letter.document)
                assert letter.annexes, kind.id
