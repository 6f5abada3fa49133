# SPDX-License-Identifier: Apache-2.0
"""What docs/format/bundle.md says is enough to read a bundle, by whoever has the keys."""

from io import BytesIO
from pathlib import Path

import pytest
from tests.allied import acquaint, give, office
from tests.golden.second_bundle import read, read_card, secret_of

from kuzat.store import USES, Original, keep
from kuzat.store.peers import own_card, printed_card
from kuzat.testing import Maker


@pytest.mark.slow
@pytest.mark.parametrize("deniable", [False, True])
def test_a_second_reader_reads_every_line(tmp_path: Path, deniable: bool) -> None:
    content = b"light" * 40_000
    with office(tmp_path / "osh", "osh") as osh, office(tmp_path / "bishkek", "bishkek") as bishkek:
        acquaint({"osh": osh, "bishkek": bishkek})
        event = Maker(osh).new("event", basis=Maker(osh).page(), title="A march is stopped")
        photo = keep(osh, Original(name="a.jpg", media_type="image/jpeg", content=BytesIO(content))).id
        chosen = {"records": [event, photo], "use": USES["share"], "originals": True, "deniable": deniable}
        file = give(osh, tmp_path / "1", "bishkek", **chosen)  # type: ignore[arg-type]
        giver = read_card(printed_card(osh))
        assert giver["digits"] == own_card(osh).digits()
        log = bytes.fromhex(bishkek.log_id)
        secret = secret_of(bishkek.writer.signer.log_seed, log)
        lines = read(file.read_bytes(), secret, log, giver)
        size = osh.size()
    assert lines[0][0] == "bundle"
    assert lines[0][2:] == [osh.log_id, "deniable" if deniable else "chosen"]
    assert lines[-1] == ["exhibit", photo, str(len(content)), content]
    assert any("A march is stopped" in line for line in lines)
    kinds = {line[0] for line in lines}
    signed = {"bundle", "checkpoint", "entry", "exhibit", "log", "said"}
    assert kinds == ({"bundle", "exhibit", "told"} if deniable else signed)
    assert len([line for line in lines if line[0] == "entry"]) == (0 if deniable else size)
