# SPDX-License-Identifier: Apache-2.0
"""Money and companies: how persons, bodies and their links come in from the tools of others."""

from importlib import resources

ENTITIES = "entities.yaml"


def entities_mapping(public: str | None, encoding: str | None = None) -> bytes:
    """The mapping by which a file of FollowTheMoney entities is read; ``public`` is where it is published."""
    body = resources.files("kuzat.accountability").joinpath("data", ENTITIES).read_text("utf-8")
    lines = ["kuzat: mapping/1", "language: en", "shape: followthemoney"]
    lines += [f"{key}: {value}" for key, value in (("public", public), ("encoding", encoding)) if value]
    return ("\n".join(lines) + "\n" + body).encode()
