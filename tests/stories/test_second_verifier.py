# SPDX-License-Identifier: Apache-2.0
"""The page on which anybody checks a proof says of every file what our program says."""

import hashlib
import json
import random
import re
import shutil
import subprocess
from base64 import b64decode, b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.damage import furnish
from tests.node import PAGE, Verifier, encoded

from kuzat.errors import KuzatError
from kuzat.log import check_fork, check_proof, make_fork, merkle
from kuzat.log import note as notes
from kuzat.log.cosignature import COSIGNATURE
from kuzat.store import Archive, access_proof, reader_of

GOLDEN = PAGE.parents[2] / "tests" / "golden" / "format"
FIELD = re.compile(r"{\w+}")


def cases(file: str) -> list[dict[str, Any]]:
    return list(json.loads((GOLDEN / f"{file}.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="module", params=["WebCrypto", "own code"])
def page(request: pytest.FixtureRequest) -> Iterator[Verifier]:
    """The page's script, in a browser that has WebCrypto and in one that does not."""
    with Verifier(own=request.param == "own code") as verifier:
        assert verifier.ask(task="engine") == {"found": request.param == "WebCrypto"}
        yield verifier


# The file


def test_page_is_fresh() -> None:
    import verifier

    assert PAGE.read_bytes() == verifier.page(), "run: make verifier"


def test_page_can_load_and_send_nothing() -> None:
    text = PAGE.read_text(encoding="utf-8")
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    digests = [
        b64encode(hashlib.sha256(content.encode()).digest()).decode()
        for content in re.findall(r'<script id="\w+">(.*?)</script>', text, re.S)
        + re.findall(r"<style>(.*?)</style>", text, re.S)
    ]
    assert len(digests) == 3
    assert policy == (
        "default-src 'none'; script-src 'sha256-{}' 'sha256-{}'; style-src 'sha256-{}'; "
        "base-uri 'none'; form-action 'none'"
    ).format(*digests)
    assert re.findall(r"https?://|\bsrc=|url\(|@import|fetch\(|XMLHttp|innerHTML|eval\(", text) == []


def test_page_says_everything_in_five_ways() -> None:
    import verifier

    words = verifier.words()
    assert list(words) == ["en", "ru", "ky", "uz", "uz-Cyrl"]
    for language, groups in words.items():
        for group, said in groups.items():
            english = words["en"][group]
            assert said.keys() == english.keys()
            for name, text in said.items():
                where = (language, group, name)
                assert sorted(FIELD.findall(text)) == sorted(FIELD.findall(english[name])), where
                assert text.strip(), where


def test_every_fault_has_its_sentence() -> None:
    import verifier

    script = "".join(verifier._source(f"{name}.js") for name in verifier.CHECKS)
    named = set(re.findall(r'(?:Fault|within)\("([a-z0-9_]+)"', script))
    for needed in re.findall(r"need\(([^;]*)\);", script):
        named.update(re.findall(r', "([a-z0-9_]+)"(?:, {[^"]*})?$', needed))
    faults = verifier.words()["en"]["faults"].keys()
    assert named - faults == set()
    assert {name for name in faults if f'"{name}"' not in script} == set()


# Vectors


def test_good_proofs(page: Verifier) -> None:
    for case in cases("proofs") + cases("proofs_witnessed"):
        shows = case["shows"]
        found = page.ask(task="proof", content=encoded(case["proof"].encode()), key=shows["key"])["found"]
        cosigned = [[name, at and str(at)] for name, at in case.get("cosigned", [])]
        assert found == {**shows, "size": str(shows["size"]), "cosigned": cosigned}, case["name"]
        other = shows["key"].replace("+", "+0", 1)
        differs = page.ask(task="proof", content=encoded(case["proof"].encode()), key=other)
        assert differs["fault"] == "key_differs"


def test_bad_proofs_by_the_same_fault(page: Verifier) -> None:
    for case in cases("proofs_bad"):
        said = page.ask(task="proof", content=encoded(case["proof"].encode())).get("said")
        assert f"The proof does not hold: {said}." == case["refused"], case["name"]


def test_forks(page: Verifier) -> None:
    for case in cases("forks"):
        answer = page.ask(task="fork", content=encoded(case["fork"].encode()))
        if "refused" in case:
            said = f"This does not prove that a log was forked: {answer.get('said')}."
            assert said == case["refused"], case["name"]
        else:
            shows = case["shows"]
            assert answer["found"] == {name: str(value) for name, value in shows.items()}, case["name"]


def test_entries_notes_statements_cosignatures(page: Verifier) -> None:
    for case in cases("entries"):
        found = page.ask(task="entry", content=case["entry"]).get("found")
        assert (found is None) == ("refused" in case), case["name"]
    for case in cases("notes"):
        name, key = notes.read_verifier_key(case["key"])
        answer = page.ask(task="note", content=case["note"], name=name, key=key.hex())
        said = f"The signed checkpoint does not hold: {answer.get('said')}."
        assert "found" in answer if "refused" not in case else said == case["refused"], case["name"]
    for case in cases("statements"):
        found = page.ask(task="statement", log=case["log"], said=case["said"]).get("found")
        assert found == case.get("id"), case["name"]
    for case in cases("cosignatures"):
        keys = [notes.read_verifier_key(key, COSIGNATURE) for key in case["witnesses"].values()]
        witnesses = [{"name": name, "key": key.hex()} for name, key in keys]
        found = page.ask(task="cosignatures", content=case["note"], witnesses=witnesses).get("found")
        told = [[name, at and str(at)] for name, at in case["found"]] if "found" in case else None
        assert found == told, case["name"]


def test_trees(page: Verifier) -> None:
    for tree in cases("trees"):
        size, leaves, root = tree["size"], tree["leaves"], tree["root"]
        for index, path in enumerate(tree["inclusion"]):
            found = page.ask(task="inclusion", leaf=leaves[index], index=index, size=size, path=path)
            assert found == {"found": root}
        for old, path in enumerate(tree["consistency"], start=1):
            before = merkle.root([bytes.fromhex(leaf) for leaf in leaves[:old]]).hex()
            found = page.ask(task="consistency", old=old, size=size, path=path, root=before)
            assert found == {"found": [before, root]}


def test_published_proofs(page: Verifier, shared: Path) -> None:
    from test_published import vectors

    for name, content in vectors(shared, "transparency-dev-merkle-testdata.tar.gz").items():
        if not name.startswith(("testdata/inclusion/", "testdata/consistency/")):
            continue
        case = json.loads(content)
        path = [b64decode(node).hex() for node in case.get("proof") or []]
        if "leafIdx" in case:
            leaf, root = b64decode(case["leafHash"]).hex(), b64decode(case["root"]).hex()
            asked = {"index": str(case["leafIdx"]), "size": str(case["treeSize"])}
            found = page.ask(task="inclusion", leaf=leaf, path=path, **asked)["found"] == root
            sound = all(len(node) == 64 for node in (leaf, *path))
            assert (sound and found) == (not case["wantErr"]), name
        else:
            roots = [b64decode(case["root1"]).hex(), b64decode(case["root2"]).hex()]
            asked = {"old": str(case["size1"]), "size": str(case["size2"])}
            found = page.ask(task="consistency", path=path, root=roots[0], **asked)["found"] == roots
            sound = all(len(node) == 64 for node in path)
            assert (sound and found) == (not case["wantErr"]), name


# Checkpoints that the reader noted


def test_a_noted_checkpoint_is_the_same_joined_or_a_fork(page: Verifier) -> None:
    import vector_foreign
    from vector_proofs import proof

    long, other = vector_foreign.LONG, vector_foreign.REWRITTEN
    content = encoded(proof(long.shown(1, [0]), size=5, device=long))
    key = Ed25519PrivateKey.from_private_bytes(long.log_seed).public_key().public_bytes_raw()

    def compared(noted: bytes, join: bytes = b"") -> tuple[str, str | None]:
        answer = page.ask(task="compare", content=content, noted=noted.decode(), join=join.decode())
        found = answer.get("found", {"verdict": answer.get("fault"), "evidence": None})
        return found["verdict"], found["evidence"]

    def join(device: Any, old: int, new: int) -> bytes:
        return bytes(vector_foreign.advance(device, old, new).encode())

    assert compared(long.note(5)) == ("same", None)
    assert compared(long.note(3)) == compared(long.note(7)) == ("unjoined", None)
    assert compared(long.note(0)) == ("joined", None)
    assert compared(long.note(3), join(long, 3, 5)) == ("joined", None)
    assert compared(long.note(7), join(long, 5, 7)) == ("joined", None)
    assert compared(long.note(3), join(long, 4, 5)) == ("join_of_another_size", None)
    assert compared(long.note(3), join(long, 3, 7)) == ("not_joined", None)
    assert compared(long.note(3), b"old 3\n????\n\n") == ("not_base64", None)
    assert compared(vector_foreign.OSH.note(3)) == ("checkpoint_bad", None)
    verdict, evidence = compared(other.note(5))
    assert verdict == "fork"
    assert evidence == make_fork(key, long.note(5), other.note(5)).decode()
    verdict, evidence = compared(other.note(7), join(other, 5, 7))
    assert verdict == "fork"
    assert check_fork((evidence or "").encode()).second.size == 7


# Arithmetic


# RFC 8032, section 7.1, and the two messages of FIPS 180-4's examples.
RFC_8032 = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555"
        "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da0"
        "85ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac1"
        "8ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
    (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        hashlib.sha512(b"abc").hexdigest(),
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b5890"
        "9351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
    ),
]


@pytest.mark.parametrize(("key", "message", "signature"), RFC_8032)
def test_rfc_8032(page: Verifier, key: str, message: str, signature: str) -> None:
    assert page.ask(task="signature", key=key, message=message, signature=signature)["found"]
    for changed in (message + "00", message[:-2] + "ff"):
        wrong = page.ask(task="signature", key=key, message=changed, signature=signature)
        assert wrong == {"found": False}


def test_signatures_as_cryptography_makes_them(page: Verifier) -> None:
    choose = random.Random(8032)
    for _ in range(40):
        secret = Ed25519PrivateKey.from_private_bytes(choose.randbytes(32))
        key, message = secret.public_key().public_bytes_raw(), choose.randbytes(choose.randrange(200))
        signature = bytearray(secret.sign(message))
        asked = {"task": "signature", "key": key.hex(), "message": message.hex()}
        assert page.ask(**asked, signature=signature.hex())["found"]
        signature[choose.randrange(64)] ^= 1 << choose.randrange(8)
        assert not page.ask(**asked, signature=signature.hex())["found"]


def test_own_digests_as_hashlib_makes_them() -> None:
    choose = random.Random(180)
    with Verifier(own=True) as verifier:
        for length in [*range(0, 260, 3), 55, 56, 63, 64, 111, 112, 127, 128, 1000]:
            message = choose.randbytes(length)
            for size in (256, 512):
                found = verifier.ask(task="digest", size=size, message=message.hex())["found"]
                assert found == hashlib.new(f"sha{size}", message).hexdigest(), (size, length)


# Altered proofs


def ours(content: bytes) -> Any:
    """What our program finds in a proof, as the page tells it; None where it is refused."""
    try:
        report = check_proof(content)
    except KuzatError:
        return None
    entries = [[one.position, len(one.statements), one.by, one.at] for one in report.entries]
    return [report.log, report.key, str(report.size), report.root.hex(), entries]


def theirs(content: bytes) -> Any:
    """What the second verifier in Python finds."""
    import second_verifier as second

    try:
        found = second.check_proof(content)
    except second.Wrong:
        return None
    entries = [list(entry) for entry in found["entries"]]
    return [found["log"], found["key"], str(found["size"]), found["root"], entries]


def pages(answer: dict[str, Any]) -> Any:
    found = answer.get("found")
    return found and [found[part] for part in ("log", "key", "size", "root", "entries")]


def held_against_each_other(numbers: range) -> tuple[list[int], int]:
    """Of these altered proofs, on which the three do not agree, and how many all accept."""
    from tests.altered import altered

    good = [case["proof"].encode() for case in cases("proofs") + cases("proofs_witnessed")]
    differ, accepted = [], 0
    with Verifier() as verifier:
        for start in range(numbers.start, numbers.stop, 1000):
            batch = range(start, min(start + 1000, numbers.stop))
            contents = [altered(good, number) for number in batch]
            answers = verifier.ask_all([{"task": "proof", "content": encoded(one)} for one in contents])
            found = [(ours(content), theirs(content)) for content in contents]
            for number, (one, two), answer in zip(batch, found, answers.result(), strict=True):
                accepted += one is not None
                if not one == two == pages(answer):
                    differ.append(number)
    return differ, accepted


def test_three_agree_on_some_hundred_altered_proofs() -> None:
    differ, accepted = held_against_each_other(range(500))
    assert differ == []
    assert 10 < accepted < 100, "alterations that change nothing, or everything, show little"


@pytest.mark.slow
def test_three_agree_on_100_000_altered_proofs() -> None:
    differ, accepted = held_against_each_other(range(500, 100_500))
    assert differ == []
    assert 4_000 < accepted < 10_000


# By hand


def by_hand(proof: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The commands of docs/verify/README.md, as they stand there, on one proof."""
    for program in ("bash", "openssl", "sha256sum"):
        if shutil.which(program) is None:
            pytest.skip(f"no {program} on this machine")
    version = subprocess.run(["openssl", "version"], capture_output=True, text=True).stdout
    if not re.match(r"OpenSSL [3-9]", version):
        pytest.skip("openssl 3 is needed for Ed25519 on the command line")
    text = (PAGE.parent / "README.md").read_text(encoding="utf-8")
    (commands,) = re.findall(r"```bash\n(.*?)```", text, re.S)
    folder.mkdir()
    (folder / "proof.json").write_text(proof, encoding="utf-8")
    return subprocess.run(["bash", "-c", commands], cwd=folder, capture_output=True, text=True)


@pytest.mark.parametrize("name", ["one_statement", "one_statement_in_a_small_log"])
def test_by_hand(name: str, tmp_path: Path) -> None:
    proof = next(case["proof"] for case in cases("proofs") if case["name"] == name)
    done = by_hand(proof, tmp_path / "good")
    assert done.returncode == 0, done.stderr
    said = json.loads(proof)["entries"][1]["statements"][0]
    assert f'holds: "{said["says"]}" of "{said["about"]}" is "{said["value"]}"' in done.stdout
    for number, (old, new) in enumerate(
        [
            (said["value"], said["value"] + "."),
            (said["salt"], "00" * 16),
            ('"lamport\\":1,', '"lamport\\":2,'),
            ("\\n10\\n" if "\\n10\\n" in proof else "\\n2\\n", "\\n9\\n"),
            (json.loads(proof)["entries"][1]["path"][0], "ab" * 32),
        ]
    ):
        assert proof.count(old) == 1
        done = by_hand(proof.replace(old, new), tmp_path / str(number))
        assert done.returncode != 0, old
        assert "holds" not in done.stdout


def test_what_an_archive_proves_holds_on_the_page_and_by_hand(archive: Archive, tmp_path: Path) -> None:
    furnish(archive)
    rows = archive.database.rows("SELECT lower(hex(id)) FROM statement WHERE type = 'text' ORDER BY seq")
    chosen = [id_ for (id_,) in rows][-3:]
    with Verifier() as verifier:
        for named in ([chosen[0]], chosen):
            proof = access_proof(archive, reader_of(archive), named, author=True, time=True)
            answer = verifier.ask(task="proof", content=encoded(proof), key=check_proof(proof).key)
            assert pages(answer) == ours(proof)
            assert sum(entry[1] for entry in answer["found"]["entries"]) == len(named)
    alone = access_proof(archive, reader_of(archive), [chosen[0]])
    done = by_hand(alone.decode(), tmp_path / "alone")
    assert done.returncode == 0, done.stderr
    assert "holds: " in done.stdout
