# SPDX-License-Identifier: Apache-2.0
"""Where the archive is kept: the only room that speaks SQL, and the only one that writes files.

In: a folder and a passphrase; acts of a member; questions of a reader.
Out: an open archive; records, lists, counts, sheets and proofs for those who may see them.
Never: content in the clear on disk; a reading that cannot be thrown away; a statement overwritten.
"""

from kuzat.store.access import (
    PAGE,
    Hit,
    Page,
    Reader,
    access_coded,
    access_count,
    access_events,
    access_exhibit,
    access_facets,
    access_person_links,
    access_record,
    access_reference,
    access_related,
    access_rows,
    access_rows_of_kind,
    access_sealed,
    access_search,
    access_titles,
    access_totals,
    access_voices,
    access_voices_in,
    entries_of,
    entries_until,
    reader_of,
    sees_all,
)
from kuzat.store.archive import Archive
from kuzat.store.backup import Backup, back_up
from kuzat.store.bundling import Made, Wish, make_bundle, make_recall
from kuzat.store.case import access_case
from kuzat.store.commit import Act, Committed
from kuzat.store.consenting import access_callbacks, access_consents
from kuzat.store.covering import access_coverage
from kuzat.store.custody import access_custody, say_receipt
from kuzat.store.drafts import Kept, access_drafts, drop_draft, find_draft, keep_draft, say_draft
from kuzat.store.due import Upkeep, access_upkeep
from kuzat.store.erasing import (
    Erased,
    ErasureUnfinished,
    access_erased,
    access_erasure,
    erase,
)
from kuzat.store.exchanging import (
    Shared,
    access_shared,
    belonging,
    recall,
    say_recall_answer,
)
from kuzat.store.exporting import SheetOut, access_original, access_sheet, access_table
from kuzat.store.factor import begin_factor, check_factor, confirm_factor, drop_factor, has_factor
from kuzat.store.given import Given, handed_out
from kuzat.store.identity import (
    Look,
    Opened,
    access_identity,
    access_identity_log,
    access_identity_search,
    access_member_names,
    access_standing,
    name_member,
)
from kuzat.store.importing import Imported, SheetFile, import_sheet, sheets_of
from kuzat.store.judging import (
    Adoption,
    access_proposals,
    has_second_reader,
    is_second_due,
    plan_adoption,
    proposers,
)
from kuzat.store.linking import (
    LINKED,
    Judged,
    Likely,
    access_judgements,
    access_linked,
)
from kuzat.store.listing import Wanted
from kuzat.store.members import (
    Listed,
    State,
    access_members,
    add_member,
    find_member,
    remove_member,
    revoke_member,
    rewrap,
    set_officers,
    set_roles,
    set_trustees,
)
from kuzat.store.narrowing import Narrowing, access_fitting, access_narrowing
from kuzat.store.network import access_network
from kuzat.store.opening import (
    NoArchive,
    create,
    is_archive,
    now,
    open_archive,
    open_with_keys,
)
from kuzat.store.peers import (
    Peer,
    add_peer,
    find_peer,
    own_card,
    peers,
    printed_card,
    revoke_peer,
)
from kuzat.store.permitting import INSIDE, UNNAMED, USES, Gate, Withheld, gate, today
from kuzat.store.proving import Placed, access_proof, access_statement, access_statement_id
from kuzat.store.quoting import access_texts
from kuzat.store.reach import Erasure
from kuzat.store.rebuilding import fingerprints, identity_fingerprints, rebuild, rebuild_identity
from kuzat.store.receiving import Taken, read_bundle
from kuzat.store.register import Naming, access_namings, release, say_names
from kuzat.store.rekeying import begin_crisis, end_crisis, new_epoch, recover, rekey
from kuzat.store.restoring import Restored, restore
from kuzat.store.shelf import Shelved, access_shelf, find_shelved, shelve, unshelve
from kuzat.store.stories import access_story_titles
from kuzat.store.tracing import Trace, access_traces
from kuzat.store.translating import plan_review, plan_translation
from kuzat.store.vaults import Original, fetch, is_protected, keep
from kuzat.store.verify import Report, verify
from kuzat.store.waiting import PRESSING, Waits, access_holds, access_waiting

__all__ = [
    "INSIDE",
    "LINKED",
    "PAGE",
    "PRESSING",
    "UNNAMED",
    "USES",
    "Act",
    "Adoption",
    "Archive",
    "Backup",
    "Committed",
    "Erased",
    "Erasure",
    "ErasureUnfinished",
    "Gate",
    "Given",
    "Hit",
    "Imported",
    "Judged",
    "Kept",
    "Likely",
    "Listed",
    "Look",
    "Made",
    "Naming",
    "Narrowing",
    "NoArchive",
    "Opened",
    "Original",
    "Page",
    "Peer",
    "Placed",
    "Reader",
    "Report",
    "Restored",
    "Shared",
    "SheetFile",
    "SheetOut",
    "Shelved",
    "State",
    "Taken",
    "Trace",
    "Upkeep",
    "Waits",
    "Wanted",
    "Wish",
    "Withheld",
    "access_callbacks",
    "access_case",
    "access_coded",
    "access_consents",
    "access_count",
    "access_coverage",
    "access_custody",
    "access_drafts",
    "access_erased",
    "access_erasure",
    "access_events",
    "access_exhibit",
    "access_facets",
    "access_fitting",
    "access_holds",
    "access_identity",
    "access_identity_log",
    "access_identity_search",
    "access_judgements",
    "access_linked",
    "access_member_names",
    "access_members",
    "access_namings",
    "access_narrowing",
    "access_network",
    "access_original",
    "access_person_links",
    "access_proof",
    "access_proposals",
    "access_record",
    "access_reference",
    "access_related",
    "access_rows",
    "access_rows_of_kind",
    "access_sealed",
    "access_search",
    "access_shared",
    "access_sheet",
    "access_shelf",
    "access_standing",
    "access_statement",
    "access_statement_id",
    "access_story_titles",
    "access_table",
    "access_texts",
    "access_titles",
    "access_totals",
    "access_traces",
    "access_upkeep",
    "access_voices",
    "access_voices_in",
    "access_waiting",
    "add_member",
    "add_peer",
    "back_up",
    "begin_crisis",
    "begin_factor",
    "belonging",
    "check_factor",
    "confirm_factor",
    "create",
    "drop_draft",
    "drop_factor",
    "end_crisis",
    "entries_of",
    "entries_until",
    "erase",
    "fetch",
    "find_draft",
    "find_member",
    "find_peer",
    "find_shelved",
    "fingerprints",
    "gate",
    "handed_out",
    "has_factor",
    "has_second_reader",
    "identity_fingerprints",
    "import_sheet",
    "is_archive",
    "is_protected",
    "is_second_due",
    "keep",
    "keep_draft",
    "make_bundle",
    "make_recall",
    "name_member",
    "new_epoch",
    "now",
    "open_archive",
    "open_with_keys",
    "own_card",
    "peers",
    "plan_adoption",
    "plan_review",
    "plan_translation",
    "printed_card",
    "proposers",
    "read_bundle",
    "reader_of",
    "rebuild",
    "rebuild_identity",
    "recall",
    "recover",
    "rekey",
    "release",
    "remove_member",
    "restore",
    "revoke_member",
    "revoke_peer",
    "rewrap",
    "say_draft",
    "say_names",
    "say_recall_answer",
    "say_receipt",
    "sees_all",
    "set_officers",
    "set_roles",
    "set_trustees",
    "sheets_of",
    "shelve",
    "today",
    "unshelve",
    "verify",
]
