# SPDX-License-Identifier: Apache-2.0
"""Modules and functions stay small enough to be read in one sitting."""

import ast
from pathlib import Path

import pytest
from source import ROOT, modules, name, tree

MODULE_LINES = 500
FUNCTION_LINES = 60
BANNED = {"base", "common", "core", "helpers", "manager", "misc", "service", "util", "utils"}


@pytest.mark.parametrize("path", modules(), ids=name)
def test_module_is_short_and_its_functions_too(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= MODULE_LINES, f"{name(path)} has {lines} lines: it needs a second noun"
    long = [
        f"{node.name} ({node.end_lineno - node.lineno + 1})"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > FUNCTION_LINES
    ]
    assert long == []


@pytest.mark.parametrize("path", modules(), ids=name)
def test_module_is_named_after_a_thing(path: Path) -> None:
    assert not BANNED & {part.removesuffix(".py") for part in path.relative_to(ROOT).parts}


def test_files_beside_the_package_are_short_too() -> None:
    folders = ("tests", "tools", "bench")
    files = [path for folder in folders for path in ROOT.glob(f"{folder}/**/*.py")]
    sizes = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert [path for path, lines in sizes.items() if lines > MODULE_LINES] == []
