# SPDX-License-Identifier: Apache-2.0
"""The command line: everything can be done from it, one file per group of commands.

In: arguments, a passphrase by prompt, file or environment, what people told by prompt, ``-`` or file.
Out: sentences for people, JSON with ``--json``, exit status by kind of error.
Never: a passphrase as an argument; what would be sealed taken from one; either of them in an error.
"""

from kuzat.cli import (
    backup,
    claims,
    consent,
    deadlines,
    demo,
    desk,
    erasing,
    estimating,
    exchange,
    exported,
    forms,
    gathering,
    identity,
    impunity,
    keeping,
    linking,
    members,
    naming,
    network,
    originals,
    practising,
    proving,
    quorum,
    rating,
    reading,
    recommendations,
    saying,
    sheets,
    witness,
)
from kuzat.cli.app import main

__all__ = [
    "backup",
    "claims",
    "consent",
    "deadlines",
    "demo",
    "desk",
    "erasing",
    "estimating",
    "exchange",
    "exported",
    "forms",
    "gathering",
    "identity",
    "impunity",
    "keeping",
    "linking",
    "main",
    "members",
    "naming",
    "network",
    "originals",
    "practising",
    "proving",
    "quorum",
    "rating",
    "reading",
    "recommendations",
    "saying",
    "sheets",
    "witness",
]
