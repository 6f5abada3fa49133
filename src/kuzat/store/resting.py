# SPDX-License-Identifier: Apache-2.0
"""Whether an opened statement of the compartment may go out, by what it rests on.

A gate is worked out from what is open, and on what a sealed statement rests is sealed with it.
"""

from kuzat.collection import Decision
from kuzat.log.statement import Statement
from kuzat.store.archive import Archive
from kuzat.store.permitting import Gate

STATEMENT, EXHIBIT = "stm-", "exh-"
ABOUT = (
    "SELECT about FROM statement WHERE substr(id, 1, 4) = substr(?1, 1, 4) AND id = ?1"
    " UNION ALL SELECT about FROM sealed WHERE statement = ?1"
)


def opened(archive: Archive, open_to: Gate, statement: Statement) -> Decision:
    """Whether it may go out, and all that it rests on, however far removed.

    As for open statements, an original that others' words lie in too refuses nothing by itself.
    """
    decision = open_to.said(statement.id, statement.about)
    basis = (statement.basis or "").split("#", 1)[0]
    if not decision.allowed or not basis or basis.startswith(EXHIBIT):
        return decision
    if not basis.startswith(STATEMENT):
        return open_to.record(basis)
    id_ = bytes.fromhex(basis.removeprefix(STATEMENT))
    compartment = archive.compartment
    if compartment is not None and (below := compartment.statement(id_)) is not None:
        return opened(archive, open_to, below)
    row = archive.database.row(ABOUT, (id_,))
    return open_to.said(id_, row[0]) if row else decision
