# SPDX-License-Identifier: Apache-2.0
"""Who can open what: members, the keys of compartments, and how each is wrapped.

In: a passphrase, fresh random bytes, the bytes of archive.json.
Out: the bytes of archive.json; a member's unlocked keys, which show nothing when printed.
Never: a hash of a passphrase, a key in a message, a file, randomness of its own.
"""

from kuzat.keys.cost import (
    CEILING,
    FLOOR,
    Cost,
    CostExhausting,
    CostWeakened,
    PassphraseRefused,
)
from kuzat.keys.header import KeyFileWanted, SuiteUnknown, WrongPassphrase, create, open_header
from kuzat.keys.member import HeaderDamaged, HeaderNewer
from kuzat.keys.role import NotForThisRole, Role, RoleUnknown, check_may, opened_by, roles
from kuzat.keys.unlocked import (
    OpensNothing,
    Unlocked,
    identity_box_secret,
    identity_database_key,
)

__all__ = [
    "CEILING",
    "FLOOR",
    "Cost",
    "CostExhausting",
    "CostWeakened",
    "HeaderDamaged",
    "HeaderNewer",
    "KeyFileWanted",
    "NotForThisRole",
    "OpensNothing",
    "PassphraseRefused",
    "Role",
    "RoleUnknown",
    "SuiteUnknown",
    "Unlocked",
    "WrongPassphrase",
    "check_may",
    "create",
    "identity_box_secret",
    "identity_database_key",
    "open_header",
    "opened_by",
    "roles",
]
