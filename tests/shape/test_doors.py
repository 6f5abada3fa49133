# SPDX-License-Identifier: Apache-2.0
"""Each room has one door that says what comes in, what goes out and what never happens."""

import ast
import re
from pathlib import Path

import pytest
from source import ROOT, SRC, modules, name, project, rooms, tree


def public_names(door: Path) -> list[str] | None:
    """`__all__` as written, or None where there is none."""
    for node in tree(door).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return list(ast.literal_eval(node.value))
    return None


@pytest.mark.parametrize("door", rooms(), ids=name)
def test_door_says_in_out_never(door: Path) -> None:
    doc = ast.get_docstring(tree(door)) or ""
    assert [word for word in ("In:", "Out:", "Never:") if word not in doc] == []


@pytest.mark.parametrize("door", rooms(), ids=name)
def test_door_lists_its_names(door: Path) -> None:
    names = public_names(door)  # their order is ruff's, rule RUF022
    assert names is not None
    assert len(names) == len(set(names))


def test_every_package_says_what_it_is() -> None:
    doors = SRC.rglob("__init__.py")
    assert [name(door) for door in doors if not ast.get_docstring(tree(door))] == []


def contracts() -> dict[str, dict[str, list[str]]]:
    """The import contracts by name."""
    found = project()["tool"]["importlinter"]["contracts"]  # type: ignore[index]
    return {contract["name"]: contract for contract in found}


def test_every_room_is_on_the_map() -> None:
    layers = next(c["layers"] for c in contracts().values() if c["type"] == "layers")
    mapped = set(re.findall(r"kuzat\.(\w+)", " ".join(layers)))
    assert {door.parent.name for door in rooms()} - mapped == set()


@pytest.mark.parametrize(
    ("contract", "exempt"),
    [
        ("Only the store speaks SQL", {"store", "testing"}),
        ("Only the desk knows Django", {"web"}),
        ("Only the command line knows click", {"cli"}),
        (
            "Domain rooms are pure: clock, randomness and bytes are handed in",
            {"store", "exchange", "testing", "cli", "web"},
        ),
    ],
)
def test_every_room_is_under_contract(contract: str, exempt: set[str]) -> None:
    bound = {module.split(".")[1] for module in contracts()[contract]["source_modules"]}
    assert {door.parent.name for door in rooms()} - exempt - bound == set()


@pytest.mark.parametrize("path", modules(), ids=name)
def test_module_begins_with_the_licence_and_says_what_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# SPDX-License-Identifier: Apache-2.0\n")
    assert ast.get_docstring(tree(path)), f"{name(path)} has no docstring"


@pytest.mark.parametrize("path", modules(), ids=name)
def test_nothing_is_left_for_later(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"\b(?:TODO|FIXME|XXX)\b|pytest\.skip\(", text) == []


def test_locked_packages_carry_hashes_and_no_address() -> None:
    for lock in ("requirements.lock", "requirements-dev.lock", "requirements-browser.lock"):
        text = (ROOT / lock).read_text(encoding="utf-8")
        assert "://" not in text
        assert all("--hash=sha256:" in part for part in re.split(r"\n(?=\w)", text.strip()))
