# SPDX-License-Identifier: Apache-2.0
"""Collect every message of the package, keep the translations, compile the catalogues.

    python tools/catalogues.py             collect, write .po, derive uz_Cyrl from uz, compile
    python tools/catalogues.py --missing   list what has no translation; exit 1 where there is any

Messages are what stands in `_("…")`, `Phrase("…")`, `gettext("…")`, `ngettext("…", "…", n)`, Django's
`{% translate %}` and `{% blocktranslate %}`, each error's sentence and advice, and what click says of
our commands. A translation that a native speaker should read again is marked `#, fuzzy`, and shown
all the same. No source places are written into the catalogues: they would change with every line
moved.
"""

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from kuzat.errors import KuzatError
from kuzat.terms.languages import to_cyrillic

SRC = Path(__file__).resolve().parents[1] / "src" / "kuzat"
LOCALE = SRC / "locale"
WRITTEN = ("ru", "ky", "uz")
DERIVED = "uz_Cyrl"

Message = str | tuple[str, str]

SINGLE = {"_", "Phrase", "gettext", "gettext_lazy", "translate"}
PLURAL = {"ngettext", "ngettext_lazy"}
BRANCHES = {"KuzatError", "Refused", "Missing", "NotAllowed", "Broken"}
RUSSIAN_PLURAL = (
    "(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2)"
)
PLURALS = {"ru": (3, RUSSIAN_PLURAL), "ky": (1, "0"), "uz": (1, "0"), "uz_Cyrl": (1, "0")}

# What click says when a command of ours is called wrongly or asked for help.
CLICK: tuple[Message, ...] = (
    "Aborted!",
    "Choose from:\n\t{choices}",
    "Commands",
    ("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    "Error: The two entered values do not match.",
    "Error: invalid input",
    "Error: {message}",
    ("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    "Invalid value for {param_hint}: {message}",
    "Invalid value: {message}",
    "Missing argument",
    "Missing command.",
    "Missing option",
    "Missing parameter",
    "No such command {name!r}.",
    "No such option {name!r}.",
    "Option {name!r} does not take a value.",
    ("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    "Options",
    "Repeat for confirmation",
    "Show the version and exit.",
    "Show this message and exit.",
    "Try '{command} {option}' for help.",
    "Usage:",
    "directory",
    "file",
    "path",
    ("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
    "{value!r} is not a valid {number_type}.",
    "{value} is not in the range {range}.",
    "{name} {filename!r} is a directory.",
    "{name} {filename!r} is a file.",
    "{name} {filename!r} is not readable.",
)

TRANSLATE = re.compile(r"""{%\s*trans(?:late)?\s+(?:"([^"]*)"|'([^']*)')[^%]*%}""")
BLOCK = re.compile(r"{%\s*blocktrans(?:late)?\b(.*?)%}(.*?){%\s*endblocktrans(?:late)?\s*%}", re.S)
PLURAL_TAG = re.compile(r"{%\s*plural\s*%}")
VARIABLE = re.compile(r"{{\s*([^}\s|]+)\s*}}")
# Commands that have further commands.
GROUPS = (
    *("bundle", "consent", "crisis", "form", "hold", "identity", "inbox", "keys", "member", "peer"),
    *("practice", "quorum", "rate", "timestamp", "trustee", "witness"),
)
PLACEHOLDER = re.compile(
    r"{[^{}]*}|%\([^)]*\)[a-z]|%[sd]|<[^<>]*>|&\w+;|https?://\S+|`[^`]*`"
    rf"|kuzat (?:(?:{'|'.join(GROUPS)}) )?[a-z-]+"  # a command
    r"(?: (?:--[a-z-]+|[A-Z]+|[0-9]+|[a-z]+(?:,[a-z]+)+))*"
    r"|--[a-z-]+|\b[A-Z][A-Z_]+\b|[\w/-]+\.[a-z]{2,4}\b"  # an option, a setting, a file
    r"|\b[A-Z]-[0-9A-Z]{5}\b|\b(?:Asqarov|Askarov|Debian|Kuzat|Lamport|Linux|Ubuntu|genesis)\b"  # a name
)


# Collecting


@cache
def messages() -> tuple[Message, ...]:
    """Every message of the package, each once, in order."""
    found: set[Message] = set(CLICK)
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(SRC.rglob("*.py"))]
    errors = error_names(trees)
    for tree in trees:
        found.update(in_calls(tree))
        found.update(in_errors(tree, errors))
    for path in sorted(SRC.rglob("*.html")):
        found.update(in_template(path.read_text(encoding="utf-8")))
    return tuple(sorted(filter(has_words, found), key=singular))


def has_words(message: Message) -> bool:
    """Whether anything is left to translate once the placeholders are taken out."""
    return any(letter.isalpha() for letter in PLACEHOLDER.sub("", singular(message)))


def singular(message: Message) -> str:
    """The id under which gettext keeps a message."""
    return message if isinstance(message, str) else message[0]


def in_calls(tree: ast.Module) -> Iterator[Message]:
    """The literal strings given to the gettext functions."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
        strings = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
        texts = [value for value in strings if isinstance(value, str)]
        if called in SINGLE and texts:
            yield texts[0]
        elif called in PLURAL and len(texts) > 1:
            yield texts[0], texts[1]


def error_names(trees: list[ast.Module]) -> set[str]:
    """The names of all classes below KuzatError."""
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    names, before = {KuzatError.__name__, *BRANCHES}, 0
    while len(names) > before:
        before = len(names)
        names |= {c.name for c in classes if names & {_last(base) for base in c.bases}}
    return names


def _last(base: ast.expr) -> str:
    return ast.unparse(base).split(".")[-1]


def in_errors(tree: ast.Module, errors: set[str]) -> Iterator[str]:
    """The sentence and the advice of each error."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.ClassDef) or node.name not in errors:
            continue
        yield " ".join((ast.get_docstring(node) or "").split("\n\n")[0].split())
        for line in node.body:
            match line:
                case ast.Assign(targets=[ast.Name(id="advice")], value=value):
                    yield ast.literal_eval(value)
                case ast.AnnAssign(target=ast.Name(id="advice"), value=ast.expr() as value):
                    yield ast.literal_eval(value)


def in_template(text: str) -> Iterator[Message]:
    """What Django will look up for one template's tags."""
    for double, single in TRANSLATE.findall(text):
        yield double or single
    for options, body in BLOCK.findall(text):
        texts = PLURAL_TAG.split(body)
        parts = [VARIABLE.sub(r"%(\1)s", text.replace("%", "%%")) for text in texts]
        if "trimmed" in options:
            parts = [" ".join(line.strip() for line in part.strip().splitlines()) for part in parts]
        yield parts[0] if len(parts) == 1 else (parts[0], parts[1])


# Catalogues


def folder(language: str) -> Path:
    """Where one language's catalogue lies."""
    return LOCALE / language / "LC_MESSAGES"


def read(language: str) -> Catalog:
    """The catalogue as it is written now; empty where there is none."""
    path = folder(language) / "django.po"
    if not path.exists():
        return Catalog(locale=language)
    return read_po(BytesIO(path.read_bytes()), locale=language)


def collected(language: str, ids: Iterable[Message]) -> Catalog:
    """A catalogue of exactly these messages, with the translations that are already there."""
    old, new = read(language), Book(language)
    for message in ids:
        known = old.get(singular(message))
        if known is not None and known.id == message:
            new.add(message, known.string, flags=known.flags & {"fuzzy"})
        else:
            new.add(message)
    return new


class Book(Catalog):
    """A catalogue whose head names no day, person or tool: it changes with its texts only."""

    def __init__(self, language: str) -> None:
        super().__init__(header_comment="# SPDX-License-Identifier: Apache-2.0", fuzzy=False)
        self._num_plurals, self._plural_expr = PLURALS[language]
        self.language = language

    @property
    def mime_headers(self) -> list[tuple[str, str]]:  # type: ignore[override]
        """The lines that gettext and Django read."""
        return [
            ("Project-Id-Version", "kuzat"),
            ("Language", self.language),
            ("Plural-Forms", f"nplurals={self._num_plurals}; plural={self._plural_expr};"),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]


def derived(uzbek: Catalog) -> Catalog:
    """The Cyrillic catalogue, letter by letter from the Latin one."""
    new = Book(DERIVED)
    for message in uzbek:
        if message.id:
            forms = tuple(cyrillic(form) for form in _forms(message.string))
            string = forms if isinstance(message.id, tuple) else "".join(forms)
            new.add(message.id, string, flags=message.flags & {"fuzzy"})
    return new


def cyrillic(text: str) -> str:
    """Uzbek Cyrillic of a Latin message; placeholders, commands and file names stay as they are."""
    kept = PLACEHOLDER.findall(text)
    letters = [to_cyrillic(part) if part else "" for part in PLACEHOLDER.split(text)]
    return "".join(a + b for a, b in zip(letters, [*kept, ""], strict=True))


def files() -> dict[Path, bytes]:
    """Every catalogue file as it should be on disk."""
    ids = messages()
    catalogues = {language: collected(language, ids) for language in WRITTEN}
    catalogues[DERIVED] = derived(catalogues["uz"])
    out: dict[Path, bytes] = {}
    for language, catalogue in catalogues.items():
        po, mo = BytesIO(), BytesIO()
        write_po(po, catalogue, width=100, no_location=True, omit_header=False)
        write_mo(mo, catalogue, use_fuzzy=True)
        out[folder(language) / "django.po"] = po.getvalue()
        out[folder(language) / "django.mo"] = mo.getvalue()
    return out


def missing() -> dict[str, list[str]]:
    """Per written language, the messages that have no translation."""
    return {language: untranslated(collected(language, messages())) for language in WRITTEN}


def untranslated(catalogue: Catalog) -> list[str]:
    """The ids of a catalogue whose text, or one of whose plural forms, is empty."""
    return [
        singular(message.id)
        for message in catalogue
        if message.id and not (_forms(message.string) and all(_forms(message.string)))
    ]


def _forms(string: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string or ())


def main(arguments: list[str]) -> int:
    """Do what the module's docstring says; the exit status."""
    if "--missing" in arguments:
        gaps = missing()
        for language, ids in gaps.items():
            for message in ids:
                print(f"{language}\t{message!r}")
        return 1 if any(gaps.values()) else 0
    for path, content in files().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
