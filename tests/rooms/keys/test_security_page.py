# SPDX-License-Identifier: Apache-2.0
"""What docs/security says of each role is what its keys and its rules give."""

from pathlib import Path

from kuzat.keys import opened_by, roles

PAGE = Path(__file__).resolve().parents[3] / "docs" / "security" / "keys.md"
MARK = {"yes": True, "no": False}
SAID = {
    "record": "say",
    "open identities": "open_identity",
    "release": "release",
    "export": "export",
    "erase": "erase",
    "crisis": "crisis",
    "members and keys": "manage_members",
}


def rows() -> dict[str, list[str]]:
    """Role → the cells of its row."""
    cells = [
        [cell.strip() for cell in line.strip("|\n").split("|")]
        for line in PAGE.read_text(encoding="utf-8").splitlines()
        if line.startswith("| ")
    ]
    return {row[0]: row[1:] for row in cells if row[0] in roles()}


def test_the_page_lists_every_role() -> None:
    assert set(rows()) == set(roles())


def test_the_page_says_what_keys_open() -> None:
    for role, (cases, identities, _) in rows().items():
        said = {"cases": MARK[cases], "identity": MARK[identities]}
        assert {name for name, opens in said.items() if opens} == opened_by([role]), role


def test_the_page_says_what_a_role_may_do() -> None:
    for role, (_, _, said) in rows().items():
        if role != "director":
            named = {act for words, act in SAID.items() if words in said}
            assert named == roles()[role].may & set(SAID.values()), role
    assert roles()["director"].may >= set(SAID.values())
    assert {r for r in roles() if "manage_keys" in roles()[r].may} == {
        r for r in roles() if "manage_members" in roles()[r].may
    }
