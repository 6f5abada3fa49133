# SPDX-License-Identifier: Apache-2.0
"""The page of an exhibit shows through whose hands it went, in the reader's language."""

from io import BytesIO
from pathlib import Path

import pytest
from tests.browser import PORT, Browser

from kuzat.preservation import Receipt
from kuzat.store import Original, handed_out, keep
from kuzat.terms import load
from kuzat.testing import AIZADA, make_archive
from kuzat.web import application


@pytest.mark.parametrize("language", ["en", "ru"])
def test_an_exhibit_shows_its_chain_of_custody(tmp_path: Path, language: str) -> None:
    receipt = Receipt(received_on="2024-05-03", received_how="received_how.hand")
    path = tmp_path / "a.archive"
    with make_archive(path) as archive:
        original = Original(
            name="a.txt", media_type="text/plain", content=BytesIO(b"1"), told=tuple(receipt.told())
        )
        exhibit = keep(archive, original).id
        record = handed_out(archive, "handed_out.original", "A committee", exhibits=[exhibit])
    app = application(path, PORT)
    browser = Browser(app).unlock(AIZADA.passphrase)
    browser.get("/").post("/", language=language)
    browser.get(f"/record/{exhibit}")
    app.desk.sessions.end_all()
    assert browser.status == 200
    chain = browser.text.partition('id="custody"')[2]
    steps = ("received_how.hand", "handed_out.original")
    received, given = (load().term(step).label(language) for step in steps)
    assert chain.index(received) < chain.index(given)
    assert f'href="/record/{record}"' in chain
