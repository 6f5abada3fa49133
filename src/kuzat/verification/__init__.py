# SPDX-License-Identifier: Apache-2.0
"""How far a record is to be believed: who told it independently, and where accounts part.

In: a record with every account, and the informations that the accounts rest on.
Out: accounts with the voices behind them, and the contradictions between them.
Never: a number in place of a judgement; two copies of one text taken for two voices.
"""

from kuzat.verification.contradiction import Contradiction, contradictions
from kuzat.verification.corroboration import Account, Support, accounts
from kuzat.verification.source import Telling, Voice, voices

__all__ = [
    "Account",
    "Contradiction",
    "Support",
    "Telling",
    "Voice",
    "accounts",
    "contradictions",
    "voices",
]
