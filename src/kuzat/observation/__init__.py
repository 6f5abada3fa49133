# SPDX-License-Identifier: Apache-2.0
"""Checklists of those who observe trials and detention, and what becomes of what they saw.

In: which items of a checklist were seen as they should be, otherwise, or not at all.
Out: findings, each with its standard and the act that it is; how often each item was seen in which way.
Never: what could not be seen counted as if it had been in order.
"""

from kuzat.observation.checklist import (
    CHECKLISTS,
    Finding,
    Seen,
    Visit,
    asked,
    contradictions,
    findings,
    seen,
    standard,
)

__all__ = [
    "CHECKLISTS",
    "Finding",
    "Seen",
    "Visit",
    "asked",
    "contradictions",
    "findings",
    "seen",
    "standard",
]
