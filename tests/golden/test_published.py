# SPDX-License-Identifier: Apache-2.0
"""What others have published: RFC 6962, RFC 8032, RFC 8785, C2SP notes, transparency-dev, Tessera."""

import base64
import functools
import io
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest
import second_verifier as second

from kuzat.errors import KuzatError
from kuzat.log import merkle, tiles
from kuzat.log import note as notes
from kuzat.log.canonical import encode

# The leaves that the test suites of Certificate Transparency have used since RFC 6962, and the
# roots of the first one, two, … eight of them.
LEAVES = (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
)  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


@pytest.mark.parametrize("size", range(1, 9))
def test_rfc_6962_roots(size: int) -> None:
    leaves = [merkle.leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES[:size]]
    edge = merkle.Edge()
    for leaf in leaves:
        edge.append(leaf)
    assert merkle.root(leaves) == edge.root() == second.tree_root(leaves)
    assert merkle.root(leaves).hex() == ROOTS[size - 1]


# RFC 8032, section 7.1: secret key, public key, message, signature.
ED25519 = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555"
        "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da0"
        "85ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
]


@pytest.mark.parametrize(("seed", "public", "message", "signature"), ED25519)
def test_rfc_8032_in_a_signature_line(seed: str, public: str, message: str, signature: str) -> None:
    line = notes.sign(bytes.fromhex(message), "name", bytes.fromhex(seed))
    signed = base64.b64decode(line.split(b" ")[2])
    assert signed[:4] == notes.key_id("name", bytes.fromhex(public))
    assert signed[4:].hex() == signature


# RFC 8785, sections 3.2.2 to 3.2.4: what is written, and its canonical form.
CANONICAL = [
    (
        r"""{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
             "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
             "literals": [null, true, false]}""",
        """{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"""
        r""""string":"€$\u000f\nA'B\"\\\\\"/"}""",
    ),
    (
        r"""{"\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With
             Dagesh", "1": "One", "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control",
             "\u00f6": "Latin Small Letter O With Diaeresis"}""".replace("\n             ", " "),
        '{"\\r":"Carriage Return","1":"One","\x80":"Control",'
        '"ö":"Latin Small Letter O With Diaeresis","€":"Euro Sign",'
        '"😀":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
    ),
]


@pytest.mark.parametrize(("written", "canonical"), CANONICAL)
def test_rfc_8785(written: str, canonical: str) -> None:
    assert encode(json.loads(written)).decode() == canonical


# The example of the package golang.org/x/mod/sumdb/note, which C2SP signed-note describes.
EXAMPLE_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
EXAMPLE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdng"
    "otpRZb6KE6RyyBwJnAM=\n"
)


def test_signed_note_example() -> None:
    name, key = notes.read_verifier_key(EXAMPLE_KEY)
    assert notes.verifier_key(name, key) == EXAMPLE_KEY
    assert notes.open_note(EXAMPLE.encode(), {name: key}).signers == ("PeterNeumann",)
    with pytest.raises(notes.NoteBad):
        notes.open_note(EXAMPLE.replace("think", "thank").encode(), {name: key})


# Files beside the checkout, which are not ours to copy.

TESSERA_KEY = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"


@functools.cache
def unpacked(archive: Path) -> dict[str, bytes]:
    """The files of a tar archive by name."""
    with tarfile.open(fileobj=io.BytesIO(archive.read_bytes())) as tar:
        members = [member for member in tar.getmembers() if member.isfile()]
        return {member.name: tar.extractfile(member).read() for member in members}  # type: ignore[union-attr]


def vectors(shared: Path, name: str) -> dict[str, bytes]:
    return unpacked(shared / "data" / "accountability" / "vectors" / name)


def held(case: dict[str, Any]) -> tuple[bool, bool]:
    """Whether ours and the second verifier accept one published proof."""
    proof = [base64.b64decode(node) for node in case["proof"] or []]
    try:
        if "leafIdx" in case:
            leaf, root = base64.b64decode(case["leafHash"]), base64.b64decode(case["root"])
            index, size = case["leafIdx"], case["treeSize"]
            ours = merkle.verify_inclusion(leaf, index, size, proof, root)
            return ours, second.root_from_path(leaf, index, size, proof) == root
        old, new = base64.b64decode(case["root1"]), base64.b64decode(case["root2"])
        sizes = case["size1"], case["size2"]
        ours = merkle.verify_consistency(*sizes, proof, old, new)
        return ours, second.roots_from_path(*sizes, proof, old) == (old, new)
    except second.Wrong:
        return ours, False


@pytest.mark.parametrize(("folder", "number"), [("inclusion", 98), ("consistency", 98)])
def test_transparency_dev(shared: Path, folder: str, number: int) -> None:
    files = vectors(shared, "transparency-dev-merkle-testdata.tar.gz")
    named = {n: json.loads(c) for n, c in files.items() if n.startswith(f"testdata/{folder}/")}
    assert len(named) == number
    for name, case in named.items():
        assert held(case) == (not case["wantErr"],) * 2, name


def test_tessera_log(shared: Path) -> None:
    files = vectors(shared, "tessera-testdata-log.tar.gz")
    log = {name.removeprefix("testdata/log/"): content for name, content in files.items()}
    origin, key = notes.read_verifier_key(TESSERA_KEY)
    entries = tiles.parse_bundle(log[tiles.bundle_path(0, 15)])
    leaves = [merkle.leaf_hash(entry) for entry in entries]
    for size in range(16):
        signed = log[f"checkpoint.{size}"]
        checkpoint = notes.Checkpoint.parse(notes.open_note(signed, {origin: key}).text)
        assert (checkpoint.size, checkpoint.root) == (size, merkle.root(leaves[:size]))
        assert second.read_note(signed.decode(), {origin: key}) == (origin, size, checkpoint.root)
        if size:
            assert log[tiles.bundle_path(0, size)] == tiles.bundle(entries[:size])
            assert log[tiles.tile_path(0, 0, size)] == b"".join(leaves[:size])
        for index in range(size):
            path = tiles.inclusion_path(index, size, lambda path: log[path])
            assert merkle.verify_inclusion(leaves[index], index, size, path, checkpoint.root)


def test_tessera_checkpoint_with_another_size_is_refused(shared: Path) -> None:
    files = vectors(shared, "tessera-testdata-log.tar.gz")
    origin, key = notes.read_verifier_key(TESSERA_KEY)
    altered = files["testdata/log/checkpoint.7"].replace(b"\n7\n", b"\n8\n")
    with pytest.raises(KuzatError):
        notes.open_note(altered, {origin: key})
