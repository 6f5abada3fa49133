# SPDX-License-Identifier: Apache-2.0
"""Write docs/errors.md: every error, what it says and what to do next."""

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import kuzat
from kuzat.errors import KuzatError

PAGE = Path(__file__).resolve().parents[1] / "docs" / "errors.md"

HEAD = """\
# Errors

Written by `tools/errors_page.py` from the classes in `src/kuzat`; change it there. The exit status
of the command line tells the branch: 3 refused, 4 missing, 5 not allowed, 90 broken. Words in
braces are filled in.

| code | exit | what it says | what to do |
|---|---|---|---|
"""


def sentence(error: type[KuzatError]) -> str:
    """The first paragraph of the docstring on one line, as `KuzatError.sentence` reads it."""
    return " ".join((error.__doc__ or "").split("\n\n")[0].split())


def all_errors() -> list[type[KuzatError]]:
    """Every class of the tree that the package defines, in the order of exit status and code."""
    for module in pkgutil.walk_packages(kuzat.__path__, "kuzat."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    found = {error for error in _below(KuzatError) if error.__module__.startswith("kuzat.")}
    return sorted(found, key=lambda error: (error.exit_status, error.code))


def _below(error: type[KuzatError]) -> Iterator[type[KuzatError]]:
    yield error
    for child in error.__subclasses__():
        yield from _below(child)


def page() -> str:
    """The whole page."""
    return HEAD + "".join(_row(error) for error in all_errors())


def _row(error: type[KuzatError]) -> str:
    cells = (f"`{error.code}`", str(error.exit_status), sentence(error), error.advice)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
