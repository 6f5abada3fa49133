# SPDX-License-Identifier: Apache-2.0
"""The lawyer's afternoon: every letter and submission that can be written for one case of the dossier."""

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner

from kuzat.accountability import rule_book
from kuzat.cli import main
from kuzat.cli.demo import PASSPHRASE
from kuzat.log.report import check_proof
from kuzat.reporting import Submission, as_docx, as_html, as_pdf, book, compose, notes
from kuzat.store import (
    USES,
    Archive,
    access_claims,
    access_dossier,
    access_dossier_proofs,
    open_archive,
    reader_of,
)

FOLDER = Path(__file__).resolve().parents[2] / "dossiers" / "kyrgyzstan"
VIEWS = "CCPR/C/116/D/2231/2012"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    path = tmp_path_factory.mktemp("dossier") / "demo.archive"
    made = CliRunner().invoke(main, ["demo", "--archive", str(path), "--dossier", str(FOLDER), "--no-serve"])
    assert made.exit_code == 0, made.output
    with open_archive(path, PASSPHRASE) as archive:
        yield archive


def drafted(archive: Archive, kind: str, language: str) -> Submission:
    (claim,) = (
        case.claim["id"]
        for case in access_claims(archive, reader_of(archive))
        if "Askarov: release" in (case.claim["title"] or "")
    )
    wanted = book().kind(kind)
    gathered = access_dossier(archive, reader_of(archive, language), claim, USES[wanted.use])
    return compose(gathered.dossier, wanted, language, book(), rule_book(), archive.vocabulary)


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as opened:
        pages = (page.get_textpage().get_text_range() for page in opened)
        return " ".join(" ".join(pages).split())


def test_the_follow_up_says_what_was_owed_and_what_became_of_it(dossier: Archive) -> None:
    made = drafted(dossier, "follow-up", "en")
    said = text_of(as_pdf(made.document))
    assert VIEWS in said
    assert "The sentence was upheld after the Views" in said
    # 180 days have several starts, and nobody is called late.
    assert "No reply known to us." in said
    assert "overdue" not in said
    # The other side, and what speaks against the claim.
    assert "courts upheld life imprisonment" in said
    assert {one.id for one in made.missing} == {"consent", "assessed"}


def test_the_day_of_the_arrest_stands_as_the_sources_tell_it(dossier: Archive) -> None:
    said = as_html(drafted(dossier, "wgad", "en").document).decode()
    assert "Accounts differ: June 2010" in said
    assert "15 June 2010" in said
    assert "16 June 2010" in said


def test_the_complaint_counts_remedies_and_years(dossier: Archive) -> None:
    made = drafted(dossier, "individual-complaint", "ru")
    assert {one.id: one.about for one in made.needs}["in_time"] == ("2024-12-02",)
    assert "Верховный суд" in text_of(as_pdf(made.document))
    assert made.words > 400


def test_a_sanctions_dossier_counts_what_one_source_alone_tells(dossier: Archive) -> None:
    made = drafted(dossier, "uk", "en")
    (counted,) = next(one.about for one in made.needs if one.id == "two_sources")
    weak, every = map(int, counted.split("/"))
    assert 0 < weak < every
    assert as_html(made.document).decode().count("[one source]") > 0


def test_the_court_in_the_hague_is_no_door_and_others_are(dossier: Archive) -> None:
    said = text_of(as_pdf(drafted(dossier, "icc", "en").document))
    assert "has not ratified it" in said
    assert "Working Group on Arbitrary Detention" in said


def test_each_draft_opens_in_each_form_and_its_proof_holds(dossier: Archive) -> None:
    for kind in book().kinds.values():
        if kind.instead is None:
            made = drafted(dossier, kind.id, kind.languages[-1])
            assert made.words <= (made.limit or made.words), kind.id
            assert notes(made.document), kind.id
            assert as_docx(made.document).startswith(b"PK")
            assert text_of(as_pdf(made.document))
            shown = set()
            for proof in access_dossier_proofs(dossier, reader_of(dossier), made.statements, USES[kind.use]):
                report = check_proof(proof, None)
                shown |= {one.id for entry in report.entries for one in entry.statements}
            assert shown == set(made.statements)
