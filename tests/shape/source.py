# SPDX-License-Identifier: Apache-2.0
"""The source tree as the shape tests read it."""

import ast
import functools
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "kuzat"


def modules() -> list[Path]:
    """Every Python file of the package."""
    return sorted(SRC.rglob("*.py"))


@functools.cache
def tree(path: Path) -> ast.Module:
    """One file as a syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def rooms() -> list[Path]:
    """The doors: `__init__.py` of each room, which is a package right below kuzat."""
    return sorted(SRC.glob("*/__init__.py"))


def project() -> dict[str, object]:
    """pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def name(path: Path) -> str:
    """A path as people say it, from the repository's root."""
    return path.relative_to(ROOT).as_posix()
