# SPDX-License-Identifier: Apache-2.0
"""A form for people outside: one HTML file that needs no server and loads nothing.

In: the form's record and key, its purpose, the language it opens in, the vocabulary.
Out: the page. Its script and style stand in it, and its policy lets nothing else run or load.
"""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from importlib import resources
from typing import Any

from kuzat.collection.offline.asked import ALLOWED, asked, takes_several
from kuzat.collection.offline.submission import FORMAT
from kuzat.collection.offline.words import words
from kuzat.terms import places
from kuzat.terms.languages import LANGUAGES
from kuzat.terms.vocabulary import Vocabulary

SCRIPTS = ("seal.js", "strip.js", "form.js")
STYLE = "form.css"
NAMES = {"en": "English", "ru": "Русский", "ky": "Кыргызча", "uz": "Oʻzbekcha", "uz-Cyrl": "Ўзбекча"}
LONG = ("information.testimony",)
HOME = "KG"
PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<noscript><p>{unable}</p></noscript>
<main id="form"></main>
<script type="application/json" id="asked">{asked}</script>
<script>{script}</script>
</body>
</html>
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """A form that nobody has filled in: its record, the public key it seals to, what it is for."""

    form: str
    key: str
    purpose: str


def make_page(blank: Blank, language: str, vocabulary: Vocabulary) -> str:
    """The page of a form, which opens in ``language`` and can be switched to the others."""
    script = "\n".join(_source(name) for name in SCRIPTS)
    style = _source(STYLE)
    titles = {tag: vocabulary.term(blank.purpose).label(tag) for tag in LANGUAGES}
    told = {
        "format": FORMAT,
        "form": blank.form,
        "key": blank.key,
        "languages": NAMES,
        "titles": titles,
        "words": {tag: words(tag) for tag in LANGUAGES},
        "fields": [_field(vocabulary, says) for says in asked(blank.purpose)],
    }
    # In a script element only "<" could end it.
    data = json.dumps(told, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return PAGE.format(
        language=language,
        policy=_policy(script, style),
        title=titles[language],
        style=style,
        unable=words(language)["unable"],
        asked=data,
        script=script,
    )


def _source(name: str) -> str:
    return resources.files("kuzat").joinpath("collection", "offline", name).read_text(encoding="utf-8")


def _policy(script: str, style: str) -> str:
    """Nothing is loaded and nothing is sent; only these two texts count as script and style."""
    return (
        f"default-src 'none'; script-src {_digest(script)}; style-src {_digest(style)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"


def _field(vocabulary: Vocabulary, says: str) -> dict[str, Any]:
    property_ = vocabulary.property(says)
    options = list(_options(vocabulary, says))
    many = takes_several(vocabulary, says)
    line = "number" if property_.type == "decimal" else "line"
    kind = "marks" if many else "choice" if options else "long" if says in LONG else line
    labels = {tag: property_.label(tag) for tag in LANGUAGES}
    return {"says": says, "kind": kind, "allow": says in ALLOWED, "labels": labels, "options": options}


def _options(vocabulary: Vocabulary, says: str) -> Iterator[dict[str, Any]]:
    """What can be chosen: terms of the property's list, or the places of the country, indented."""
    property_ = vocabulary.property(says)
    if property_.type == "term" and property_.scheme is not None:
        for term in vocabulary.terms(property_.scheme):
            depth = len(vocabulary.ancestors(term.id))
            yield {"id": term.id, "depth": depth, "labels": {tag: term.label(tag) for tag in LANGUAGES}}
    if property_.type == "place":
        yield from _places(HOME, 0)


def _places(above: str, depth: int) -> Iterator[dict[str, Any]]:
    for place in places.inside(above):
        yield {"id": place.id, "depth": depth, "labels": {tag: place.label(tag) for tag in LANGUAGES}}
        yield from _places(place.id, depth + 1)
