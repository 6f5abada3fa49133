# SPDX-License-Identifier: Apache-2.0
"""`kuzat names`: two names given, or asked for so that they stand in no history. Public or invented names."""

import pytest
from click.testing import CliRunner

from kuzat.cli import main

RUN = CliRunner()


def test_two_names_get_a_score_and_the_reasons() -> None:
    said = RUN.invoke(main, ["names", "Азимжан Аскаров", "Askarov A."])
    assert said.exit_code == 0
    assert said.output.splitlines() == [
        "Alike: 0.88 of 1.",
        "  Аскаров and Askarov are one name.",
        "  Азимжан and A: one can be short for the other.",
    ]


def test_json_has_the_same() -> None:
    said = RUN.invoke(main, ["names", "Azamat", "Азимжан", "--json"])
    assert '"Azamat and Азимжан differ."' in said.output
    assert '"score": 0.' in said.output


@pytest.mark.parametrize("given", [[], ["Azimjan Askarov"]])
def test_names_that_are_not_given_are_read(given: list[str]) -> None:
    asked = "Azimjan Askarov\n" * (2 - len(given))
    said = RUN.invoke(main, ["names", *given], input=asked)
    assert said.output.startswith("Alike: 1.00 of 1.")


def test_one_name_alone_is_refused() -> None:
    said = RUN.invoke(main, ["names"], input="Azimjan Askarov\n")
    assert said.exit_code != 0
    assert "Alike" not in said.output
