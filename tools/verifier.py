# SPDX-License-Identifier: Apache-2.0
"""Write docs/verify/verifier.html from its source: `make verifier`, always the same bytes.

The page may run its own script and use its own style, known by their digests, and nothing else: no
address can be loaded or sent to.
"""

import hashlib
import json
import re
import sys
from base64 import b64encode
from pathlib import Path
from typing import Any

import yaml
from catalogues import cyrillic

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "verify"
SOURCE = FOLDER / "source"
TARGET = FOLDER / "verifier.html"
CHECKS = ("reading", "crypto", "entry", "tree", "note", "proof", "foreign")
WRITTEN = ("en", "ru", "ky", "uz")


def words() -> dict[str, dict[str, dict[str, str]]]:
    """What the page says: language, group, name, sentence. Uzbek in Cyrillic letters is derived."""
    groups: dict[str, Any] = yaml.safe_load(_source("words.yaml"))
    said = {
        language: {
            group: {name: forms[language] for name, forms in names.items()}
            for group, names in groups.items()
        }
        for language in WRITTEN
    }
    said["uz-Cyrl"] = {
        group: {name: cyrillic(text) for name, text in names.items()}
        for group, names in said["uz"].items()
    }
    return said


def page() -> bytes:
    """The whole file."""
    said, style = words(), _source("style.css")
    checks = "\n".join(_source(f"{name}.js") for name in CHECKS)
    scripts = (checks, _source("page.js"))
    policy = "; ".join(
        [
            "default-src 'none'",
            "script-src " + " ".join(map(_digest, scripts)),
            f"style-src {_digest(style)}",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
    without = "\n".join(
        f'<p lang="{language}">{groups["page"]["needs_script"]}</p>'
        for language, groups in said.items()
    )
    parts = {
        "policy": policy,
        "style": style,
        "without_script": without,
        "words": json.dumps(said, ensure_ascii=False, indent=0).replace("<", "\\u003c"),
        "checks": checks,
        "page": scripts[1],
    }
    places = re.compile("{(" + "|".join(parts) + ")}")
    return places.sub(lambda place: parts[place[1]], _source("page.html")).encode()


def _source(name: str) -> str:
    return (SOURCE / name).read_text(encoding="utf-8")


def _digest(content: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def main() -> int:
    """Write the file."""
    TARGET.write_bytes(page())
    return 0


if __name__ == "__main__":
    sys.exit(main())
