# SPDX-License-Identifier: Apache-2.0
"""Partners witness each other's logs: by file, and over loopback as C2SP tlog-witness has it."""

import threading
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
from tests.allied import introduce, office

from kuzat.cli.loopback import answered, server
from kuzat.exchange import Verdict, WitnessBehind, judged
from kuzat.log.cosignature import COSIGNATURE, cosign
from kuzat.log.foreign import Advance, ForeignRefused, ForkFound
from kuzat.log.note import Checkpoint, NoteBad, read_verifier_key, sign, verifier_key
from kuzat.log.report import check_proof
from kuzat.store import (
    Archive,
    NoSuchPeer,
    access_proof,
    access_witnessed,
    add_witness,
    ask_witness,
    drop_witness,
    keep_cosigned,
    reader_of,
    revoke_peer,
    sign_as_witness,
    verify,
    witness_key,
)
from kuzat.store.opening import public_key
from kuzat.store.peers import PeerRevoked
from kuzat.store.witnessing import NoSuchWitness, NotWitnessed, WitnessRefused
from kuzat.testing import Maker


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Archive, Archive]]:
    """An organisation, and a partner who witnesses its log."""
    folder = tmp_path_factory.mktemp("witnessed")
    with office(folder / "osh", "osh") as osh, office(folder / "bishkek", "bishkek") as bishkek:
        introduce(bishkek, osh, "osh")
        yield osh, bishkek


def verdict(archive: Archive) -> Verdict:
    """What the witnesses come to."""
    return access_witnessed(archive, reader_of(archive)).verdict


def test_a_witness_signs_how_far_a_log_has_grown(two: tuple[Archive, Archive]) -> None:
    osh, bishkek = two
    assert verdict(osh) is Verdict.UNWITNESSED
    name = add_witness(osh, witness_key(bishkek))
    assert access_witnessed(osh, reader_of(osh)).of == 1
    with pytest.raises(WitnessRefused):
        add_witness(osh, witness_key(bishkek))
    for _ in range(2):
        Maker(osh).page()
        note, line = sign_as_witness(bishkek, reader_of(bishkek), ask_witness(osh))
        assert keep_cosigned(osh, note + line) == (name,)
        found = access_witnessed(osh, reader_of(osh))
        assert (found.verdict, found.by, found.of) == (Verdict.WITNESSED, (name,), 1)
        assert found.size == Checkpoint.parse(note).size
    with pytest.raises(WitnessBehind):
        sign_as_witness(bishkek, reader_of(bishkek), ask_witness(osh, 1))
    verify(osh, values=True)
    verify(bishkek, values=True)


def test_a_proof_bears_the_line_of_a_witness(two: tuple[Archive, Archive]) -> None:
    osh, bishkek = two
    Maker(osh).new("event", basis=Maker(osh).page(), title="A march is stopped")
    note, line = sign_as_witness(bishkek, reader_of(bishkek), ask_witness(osh))
    keep_cosigned(osh, line)
    Maker(osh).page()
    (title,) = osh.database.row("SELECT lower(hex(id)) FROM statement WHERE says = 'event.title'")
    report = check_proof(access_proof(osh, reader_of(osh), [title], author=True), osh.log_public_key())
    assert report.size == Checkpoint.parse(note).size
    known = dict([read_verifier_key(witness_key(bishkek), COSIGNATURE)])
    _, key = read_verifier_key(report.key)
    found = judged([report.note], known, report.log, key, lambda _: report.root)
    assert found.verdict is Verdict.WITNESSED
    stranger = judged([report.note], {"stranger": key}, report.log, key, lambda _: report.root)
    assert (stranger.verdict, stranger.of) == (Verdict.UNWITNESSED, 1)
    _, early = osh.database.row("SELECT position, lower(hex(id)) FROM statement ORDER BY seq DESC LIMIT 1")
    newest = check_proof(access_proof(osh, reader_of(osh), [early]))
    assert newest.size == osh.size()


def test_another_history_is_a_conflict(two: tuple[Archive, Archive]) -> None:
    osh, _bishkek = two
    size = osh.size()
    text = Checkpoint(origin=osh.log_id, size=size, root=b"\x07" * 32).text()
    forged = text + b"\n" + sign(text, osh.log_id, osh.writer.signer.log_seed)
    seed = b"\x05" * 32
    signed = forged + cosign(text, "watcher", seed, 1_700_000_000)
    (key,) = osh.database.row("SELECT public_key FROM log WHERE key = ?", (osh.log_key,))
    public = public_key(seed)
    found = judged([signed], {"watcher": public}, osh.log_id, bytes(key), lambda _: b"\x00" * 32)
    assert (found.verdict, found.by, found.size) == (Verdict.CONFLICT, ("watcher",), size)
    unsigned = judged([forged], {"watcher": public}, osh.log_id, bytes(key), lambda _: b"\x00" * 32)
    assert unsigned.verdict is Verdict.UNWITNESSED
    nobodys = text + b"\n" + cosign(text, "watcher", seed, 1_700_000_000)
    counted = judged([nobodys], {"watcher": public}, osh.log_id, bytes(key), lambda _: b"\x00" * 32)
    assert counted.verdict is Verdict.UNWITNESSED, "the log itself must have signed it"


def test_answers_that_are_none_are_not_kept(two: tuple[Archive, Archive]) -> None:
    osh, bishkek = two
    before = osh.size()
    for answer in (b"", b"nothing", "— ".encode(), ask_witness(osh), bishkek.newest_checkpoint()[1]):  # type: ignore[index]
        with pytest.raises(NotWitnessed):
            keep_cosigned(osh, answer)
    add_witness(osh, verifier_key("watcher", public_key(b"\x05" * 32), COSIGNATURE))
    text = osh.newest_checkpoint()[1].rpartition(b"\n\n")[0] + b"\n"  # type: ignore[index]
    unsigned = text + b"\n" + cosign(text, "watcher", b"\x05" * 32, 1_700_000_000)
    with pytest.raises(NotWitnessed):
        keep_cosigned(osh, unsigned)
    drop_witness(osh, "watcher")
    before = osh.size()
    for key in ("", "nobody", osh.log_public_key()):
        with pytest.raises(WitnessRefused):
            add_witness(osh, key)
    with pytest.raises(NoSuchWitness):
        drop_witness(osh, "nobody")
    assert osh.size() == before


def test_over_loopback_each_refusal_has_its_number(two: tuple[Archive, Archive]) -> None:
    osh, bishkek = two
    status, body, *_ = answered(bishkek, ask_witness(osh))
    if status == 409:
        answered(bishkek, ask_witness(osh, int(body)))
    signed = (osh.newest_checkpoint() or (0, b""))[0]
    Maker(osh).page()
    request = ask_witness(osh, signed)
    with server(bishkek, 0) as service:
        thread = threading.Thread(target=service.serve_forever, daemon=True)
        # The archive is used by one thread at a time: this one waits for each answer.
        thread.start()
        host, port = service.server_address[:2]
        assert asked(str(host), port, "GET", "/add-checkpoint") == (501, b"")
        assert asked(str(host), port, "POST", "/elsewhere", request) == (404, b"")
        assert asked(str(host), port, "POST", "/add-checkpoint", b"old 1")[0] == 400
        service.shutdown()
        thread.join()
    status, body, *_ = answered(bishkek, ask_witness(osh, 1))
    assert (status, body) == (409, b"%d\n" % Advance.parse(request).old)
    wrong = Advance.parse(request)
    assert answered(bishkek, Advance(old=wrong.old, path=wrong.path[:-1], note=wrong.note).encode()) == (422,)
    unsigned = wrong.note.split("— ".encode())[0] + sign(b"x\n", osh.log_id, b"\x01" * 32)
    assert answered(bishkek, Advance(old=wrong.old, path=wrong.path, note=unsigned).encode()) == (403,)
    assert answered(osh, ask_witness(bishkek, 0)) == (404,)
    assert answered(bishkek, request)[0] == 200
    assert answered(bishkek, request)[0] == 409


def asked(host: str, port: int, method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
    """Status and body of one answer."""
    link = HTTPConnection(host, port, timeout=10)
    link.request(method, path, body)
    answer = link.getresponse()
    found = answer.status, answer.read() if answer.status != 501 else b""
    link.close()
    return found


def test_a_witness_keeps_the_evidence_of_a_fork_and_signs_no_more(two: tuple[Archive, Archive]) -> None:
    osh, bishkek = two
    Maker(osh).page()
    note, _line = sign_as_witness(bishkek, reader_of(bishkek), ask_witness(osh, newest(bishkek, osh)))
    size = Checkpoint.parse(note).size
    text = Checkpoint(origin=osh.log_id, size=size, root=b"\x07" * 32).text()
    forked = text + b"\n" + sign(text, osh.log_id, osh.writer.signer.log_seed)
    for _ in range(2):
        with pytest.raises(ForkFound):
            sign_as_witness(bishkek, reader_of(bishkek), Advance(old=size, path=(), note=forked).encode())
    assert bishkek.database.row("SELECT count(*) FROM statement WHERE says = 'log.fork'") == (1,)


def newest(witness: Archive, of: Archive) -> int:
    """How many entries a witness has signed."""
    with pytest.raises(WitnessBehind) as behind:
        sign_as_witness(witness, reader_of(witness), ask_witness(of, 1))
    return int(str(behind.value.details["size"]))


@pytest.mark.slow
def test_nobody_is_witnessed_who_is_unknown_or_revoked(tmp_path: Path) -> None:
    with office(tmp_path / "osh", "osh") as osh, office(tmp_path / "talas", "talas") as talas:
        with pytest.raises(NoSuchPeer):
            sign_as_witness(talas, reader_of(talas), ask_witness(osh))
        introduce(talas, osh, "osh")
        revoke_peer(talas, "osh")
        with pytest.raises(PeerRevoked):
            sign_as_witness(talas, reader_of(talas), ask_witness(osh))
        stranger = Checkpoint(origin="example.org/log", size=1, root=b"\x07" * 32).text()
        for error, note in ((NoteBad, b"somebody\n"), (ForeignRefused, stranger + b"\n")):
            with pytest.raises(error):
                sign_as_witness(talas, reader_of(talas), Advance(old=0, path=(), note=note).encode())
