# SPDX-License-Identifier: Apache-2.0
"""docs/security/roles.md is the policy as the program reads it; roles that open identities see all."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from kuzat import keys

PAGE = Path(__file__).parents[3] / "docs" / "security" / "roles.md"


def cell(values: Iterable[str]) -> str:
    return ", ".join(values) or "–"


def lines_of_roles() -> list[str]:
    return [
        f"| {role.label('en')} | {cell(sorted(role.opens))} | {role.sees} | {cell(sorted(role.may))} |"
        for role in keys.roles().values()
    ]


def lines_of_sights() -> list[str]:
    return [
        f"| {one.id} | {cell(sorted(one.of))} | {cell(sorted(one.kinds))} |"
        f" {cell(f'`{hidden}`' for hidden in one.hides)} |"
        for one in keys.sights().values()
    ]


def test_the_page_says_what_the_program_does() -> None:
    told = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| ")]
    heads = [line for line in told if line.startswith(("| role ", "| sight "))]
    assert [line for line in told if line not in heads] == lines_of_roles() + lines_of_sights()


def test_every_role_has_a_sight_that_there_is() -> None:
    assert {role.sees for role in keys.roles().values()} == set(keys.sights())


def test_who_opens_identities_or_exports_sees_all() -> None:
    """Their doors read the archive itself, so nobody may have them who sees a part of it."""
    for role in keys.roles().values():
        if role.may & {"open_identity", "export", "release", "erase", "adopt", "dispute"}:
            assert keys.sight_of([role.id]).is_whole, role.id


@pytest.mark.parametrize(
    ("roles", "sight"),
    [
        (["observer"], "published"),
        (["observer", "documenter"], "own"),
        (["documenter", "analyst"], "all"),
        (["a role of a later version"], "nothing"),
        ([], "nothing"),
    ],
)
def test_several_roles_see_what_the_widest_sees(roles: list[str], sight: str) -> None:
    assert keys.sight_of(roles).id == sight
