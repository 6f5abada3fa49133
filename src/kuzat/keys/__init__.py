# SPDX-License-Identifier: Apache-2.0
"""Who can open what: members, the keys of compartments, and how each is wrapped.

In: a passphrase, fresh random bytes, the bytes of archive.json.
Out: the bytes of archive.json; a member's unlocked keys, which show nothing when printed.
Never: a hash of a passphrase, a key in a message, a file, randomness of its own.
"""

from kuzat.keys.change import MembersFull, Newcomer, NobodyLeft, NoQuorum
from kuzat.keys.cost import (
    CEILING,
    FLOOR,
    Cost,
    CostExhausting,
    CostWeakened,
    PassphraseRefused,
)
from kuzat.keys.header import (
    Header,
    KeyFileWanted,
    MemberUnknown,
    SuiteUnknown,
    WrongPassphrase,
    create,
    open_header,
    parse,
    reopen,
)
from kuzat.keys.member import HeaderDamaged, HeaderNewer, Login
from kuzat.keys.role import (
    NotForThisRole,
    Role,
    RolesRefused,
    RoleUnknown,
    Sight,
    check_may,
    may,
    members_needed,
    opened_by,
    roles,
    sight_of,
    sights,
)
from kuzat.keys.sharing import (
    CannotGive,
    Group,
    QuorumRefused,
    officers,
    open_together,
    together,
    trustees,
)
from kuzat.keys.unlocked import (
    OpensNothing,
    Unlocked,
    identity_box_secret,
    identity_database_key,
)

__all__ = [
    "CEILING",
    "FLOOR",
    "CannotGive",
    "Cost",
    "CostExhausting",
    "CostWeakened",
    "Group",
    "Header",
    "HeaderDamaged",
    "HeaderNewer",
    "KeyFileWanted",
    "Login",
    "MemberUnknown",
    "MembersFull",
    "Newcomer",
    "NoQuorum",
    "NobodyLeft",
    "NotForThisRole",
    "OpensNothing",
    "PassphraseRefused",
    "QuorumRefused",
    "Role",
    "RoleUnknown",
    "RolesRefused",
    "Sight",
    "SuiteUnknown",
    "Unlocked",
    "WrongPassphrase",
    "check_may",
    "create",
    "identity_box_secret",
    "identity_database_key",
    "may",
    "members_needed",
    "officers",
    "open_header",
    "open_together",
    "opened_by",
    "parse",
    "reopen",
    "roles",
    "sight_of",
    "sights",
    "together",
    "trustees",
]
