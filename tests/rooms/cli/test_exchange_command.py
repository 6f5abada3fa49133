# SPDX-License-Identifier: Apache-2.0
"""Two organisations share by commands alone: cards, a bundle, a revocation, a recall."""

from pathlib import Path

import pytest
from tests.commands import Office

from kuzat.testing import Clock, Maker, Randomness, make_archive


@pytest.fixture
def two(tmp_path: Path) -> tuple[Office, Office, str]:
    """Two organisations, each with the card of the other; the first one knows of an event."""
    offices = []
    event = ""
    for name in ("osh", "bishkek"):
        with make_archive(tmp_path / name, clock=Clock(step=1), random=Randomness(name)) as archive:
            if name == "osh":
                event = Maker(archive).new("event", basis=Maker(archive).page(), title="A march is stopped")
        offices.append(Office(tmp_path / name, tmp_path))
    osh, bishkek = offices
    for here, there, code in ((osh, bishkek, "bishkek"), (bishkek, osh, "osh")):
        card = there.json("peer", "card")
        assert there.says("peer", "card", "--qr").count("\n") > 30
        file = here.write(f"{code}.card", card["card"] + "\n")
        assert "12345" not in here.refused(5, "peer", "add", file, code, "--digits", "12345")
        here.says("peer", "add", file, code, "--digits", card["digits"])
    return osh, bishkek, event


@pytest.mark.slow
def test_a_case_is_shared_and_called_back(two: tuple[Office, Office, str], tmp_path: Path) -> None:
    osh, bishkek, event = two
    file = str(tmp_path / "1.bundle")
    assert osh.json("bundle", "make", file, event, "--to", "bishkek")["withheld"] == 0
    assert bishkek.json("bundle", "read", file)["giver"] == "osh"
    shown = bishkek.says("show", event)
    assert "A march is stopped" in shown
    assert "received, not adopted; " in shown
    assert "from osh" in shown
    assert "received, not adopted; from osh" in bishkek.says("search", "march")
    assert "1 more received from osh, not counted." in bishkek.says("count")
    (told,) = bishkek.json("peer", "show", "osh")["received"]
    assert told["alone"]["event"] == [event]
    bishkek.refused(3, "bundle", "read", file)
    (given,) = osh.json("peer", "show", "bishkek")["given"]
    assert event in given["records"]
    osh.says("erase", event, "--ground", "asked", "--yes")
    request = str(tmp_path / "2.bundle")
    asked = osh.json("bundle", "recall", request, event, "--to", "bishkek")["record"]
    assert bishkek.json("bundle", "read", request)["asked"]
    osh.says("bundle", "answer", asked, "erased")
    assert osh.json("peer", "show", "bishkek")["given"][-1]["answers"] == ["recall_answer.erased"]


@pytest.mark.slow
def test_a_partner_is_revoked_and_what_they_hold_is_told(
    two: tuple[Office, Office, str], tmp_path: Path
) -> None:
    osh, bishkek, event = two
    file = str(tmp_path / "1.bundle")
    osh.says("bundle", "make", file, "--search", "march", "--to", "bishkek")
    assert osh.json("peer", "revoke", "bishkek")["given"]
    assert "revoked" in osh.says("peer", "list")
    assert "Bundle" in osh.says("peer", "show", "bishkek")
    osh.refused(5, "bundle", "make", str(tmp_path / "2.bundle"), event, "--to", "bishkek")
    osh.refused(4, "bundle", "make", str(tmp_path / "2.bundle"), event, "--to", "nobody")
    osh.refused(2, "bundle", "make", str(tmp_path / "3.bundle"), "--whole", "--to", "nobody", "--search", "a")
    signed = ("--whole", "--deniable", "--to", "nobody")
    osh.refused(2, "bundle", "make", str(tmp_path / "3.bundle"), *signed)
    assert bishkek.json("bundle", "read", file)["entries"] > 0


@pytest.mark.slow
def test_a_log_is_witnessed_by_files(two: tuple[Office, Office, str], tmp_path: Path) -> None:
    osh, bishkek, event = two
    key = bishkek.says("witness", "key").strip()
    assert "none of 0" in osh.says("witness", "show")
    osh.says("witness", "add", key)
    request, answer = str(tmp_path / "request"), str(tmp_path / "answer")
    osh.says("witness", "ask", request)
    bishkek.says("witness", "sign", request, answer)
    assert osh.json("witness", "keep", answer)["verdict"] == "witnessed"
    statement = osh.json("show", event)["values"]["event.title"][0]["statement"]
    proof = str(tmp_path / "one.proof")
    osh.says("prove", statement, "--out", proof)
    assert "WITNESSED by 1 of 1" in osh.says("check-proof", proof, "--witness", key)
    assert osh.json("check-proof", proof)["witnessed"]["verdict"] == "unwitnessed"
    osh.says("witness", "drop", osh.json("witness", "show")["by"][0])
    assert osh.json("witness", "show")["of"] == 0
