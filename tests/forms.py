# SPDX-License-Identifier: Apache-2.0
"""Files as offline forms seal them: made here, for tests of many; or by the form's own script in Node."""

import base64
import json
import shutil
import subprocess
from collections.abc import Sequence
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from kuzat.collection.offline import Blank, digest
from kuzat.keys.box import public_key, seal

HERE = Path(__file__).resolve().parent
CODE = "1234512345123451234512347"
FRESH = bytes(range(32))
# RFC 9180, base mode of DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, from its list of test vectors:
# what is sealed by which pair to whom, and what comes of it.
SENDER = "179d4b53b6365c45b600c4163b61d95cbc2f4d9e36f1695558dce265ab8bab11"
RECEIVER = "497b4502664cfea5d5af0b39934dac72242a74f8480451e1aee7d6a53320333d"
RFC_9180 = {
    "info": "4f6465206f6e2061204772656369616e2055726e",
    "content": "4265617574792069732074727574682c20747275746820626561757479",
    "beside": b"Count-0".hex(),
    "to": public_key(bytes.fromhex(RECEIVER)).hex(),
    "sender": {"d": SENDER, "x": public_key(bytes.fromhex(SENDER)).hex()},
    "sealed": (
        "6c93e09869df3402d7bf231bf540fadd35cd56be14f97178f0954db94b7fc256"
        "e5d84cd531cfb583096e7cfa9641bd3079cf3a91cda813c52deb5f512be9931980a41de125a925cdad859d5b7a"
    ),
}


def node(what: str, **task: Any) -> Any:
    """What the form's script answers; a test is skipped where there is no Node."""
    program = shutil.which("node")
    if program is None:
        pytest.skip("no Node on this machine to run the form's script")
    folder = resources.files("kuzat").joinpath("collection", "offline")
    scripts = [folder / "seal.js", folder / "strip.js"]
    command = [program, str(HERE / "form_script.mjs"), *map(str, scripts)]
    done = subprocess.run(
        command, input=json.dumps({"what": what, **task}), capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def by_script(
    blank: Blank, said: Sequence[Sequence[str]], language: str = "ky", files: Sequence[Any] = ()
) -> bytes:
    """A submission that the form's own script sealed."""
    told = {"language": language, "said": list(said), "attachments": list(files)}
    form = {"form": blank.form, "key": blank.key}
    return base64.b64decode(node("submission", form=form, told=told, code=CODE))


def body(blank: Blank, said: Sequence[Sequence[str]] = (), **rest: Any) -> dict[str, Any]:
    """What a form seals, before it is sealed."""
    return {
        "format": "kuzat-submission/1",
        "form": blank.form,
        "language": "en",
        "receipt": digest(CODE, blank.form),
        "said": [list(one) for one in said],
        "attachments": [],
        **rest,
    }


def attached(content: bytes, name: str = "1.jpg", role: str = "evidence", **rest: Any) -> dict[str, Any]:
    """How an attachment stands in what is sealed."""
    digest = sha256(content).hexdigest()
    return {
        "name": name, "type": "image/jpeg", "size": len(content), "sha256": digest, "original": digest,
        "role": role, **rest,
    }  # fmt: skip


def sealed(blank: Blank, told: Any, files: bytes = b"", fresh: bytes = FRESH) -> bytes:
    """A file that is sealed like those of a form, whatever it tells."""
    text = told if isinstance(told, bytes) else json.dumps(told).encode()
    content = len(text).to_bytes(4, "big") + text + files
    size = 1 << 14
    while size < len(content):
        size *= 2
    form = bytes.fromhex(blank.form[4:])
    box = seal(content.ljust(size, b"\0"), bytes.fromhex(blank.key), b"kuzat/submission/1\n" + form, fresh)
    return b"kuzat-submission/1\n" + form + box
