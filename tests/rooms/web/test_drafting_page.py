# SPDX-License-Identifier: Apache-2.0
"""A draft on the desk: what is missing, the text, the file and its proof, each noted before it leaves."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from tests.browser import PORT, Browser
from tests.filings import SEALED_NAME, beaten
from tests.people import open_as
from tests.template import Template

from kuzat.log.report import check_proof
from kuzat.store import Archive
from kuzat.terms import ids
from kuzat.testing import BAKYT
from kuzat.web import application

GIVEN = "SELECT count(*) FROM statement WHERE value = 'handed_out.submission'"
Office = tuple[Path, dict[str, str]]


@pytest.fixture
def office(template: Template, tmp_path: Path) -> Office:
    path = tmp_path / "office.archive"
    with template.copy(path) as archive:
        return path, beaten(archive)


def desk(path: Path, template: Template, role: str = "lawyer") -> Browser:
    def opener(path: Path, passphrase: str, **beside: object) -> Archive:
        return open_as(path, template.unlocked, role)

    return Browser(application(path, PORT, opener=opener)).unlock(BAKYT.passphrase)


def given(path: Path, template: Template) -> int:
    with open_as(path, template.unlocked, "lawyer") as archive:
        (count,) = archive.database.row(GIVEN)
    return int(count)


def test_from_a_claim_to_a_file_and_its_proof(office: Office, template: Template) -> None:
    path, made = office
    browser = desk(path, template)
    case = f"/case/{made['claim']}"
    assert f"{case}/draft" in browser.get(case).text
    assert "As things stand, no case about Kyrgyzstan" in browser.get(f"{case}/draft").words
    shown = browser.get(f"{case}/draft/follow-up").words
    assert "A decision that found a violation missing" in shown
    assert "The State is told who complains" in shown
    assert f"{ids.label(made['boy'])}: nobody has consented" in shown
    assert SEALED_NAME not in browser.text
    assert "An inquiry <b>" not in browser.text
    assert "An inquiry &lt;b&gt;now" in browser.text
    assert given(path, template) == 0
    browser.post(f"{case}/draft/follow-up/out", **{"in": "ru", "as": "docx", "receiver": "The Committee"})
    with ZipFile(BytesIO(browser.content)) as opened:
        assert "Запрашиваемая оценка" in opened.read("word/document.xml").decode()
    browser.get(f"{case}/draft/follow-up")
    browser.post(f"{case}/draft/follow-up/out", **{"in": "ru", "as": "proof"})
    with ZipFile(BytesIO(browser.content)) as opened:
        report = check_proof(opened.read("1.proof"), None)
    assert "Beaten in Aksuu" in {one.value for entry in report.entries for one in entry.statements}
    assert given(path, template) == 2


def test_what_no_consent_covers_is_told_by_label_and_not_given(template: Template, tmp_path: Path) -> None:
    path = tmp_path / "office.archive"
    with template.copy(path) as archive:
        made = beaten(archive, consented=False)
    browser = desk(path, template)
    address = f"/case/{made['claim']}/draft/urgent-appeal"
    assert f"This may not be told there: {ids.label(made['man'])}" in browser.get(address).words
    browser.post(f"{address}/out", **{"in": "en", "as": "pdf"})
    assert browser.status >= 400
    assert given(path, template) == 0
