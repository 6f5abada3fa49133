# SPDX-License-Identifier: Apache-2.0
"""Statements read as the field's records: event, act, person, involvement, information, intervention.

In: statements in causal order, drafts of what a person intends.
Out: records with every account side by side, rows for the store's tables, or a refusal with a reason.
Never: a clock, a file, a database; never an account overwritten by another.
"""

from kuzat.records.adoption import earlier, taken_back
from kuzat.records.erasure import tombstones
from kuzat.records.network import Network, Relation, around, held, only
from kuzat.records.proposal import Proposal, is_second_needed, proposals
from kuzat.records.record import (
    ADOPTS,
    ADOPTS_REASON,
    ERASED,
    ERASURE_GROUND,
    PROPOSES,
    PROPOSES_REASON,
    TAKEN_ENTRIES,
    TOMBSTONES,
    TRANSLATES,
    TRANSLATION,
    TRANSLATION_REVIEWER,
    TRANSLATOR,
    Record,
    Said,
    Standing,
    Value,
    fold,
    stands,
)
from kuzat.records.say import WrongValue, adopt, check, dispute, propose
from kuzat.records.show import (
    CALLED,
    KINDS,
    STANDS,
    Column,
    columns,
    facet_rows,
    facets,
    row,
    stood,
    told,
    words,
)
from kuzat.records.spans import SPAN, TEXT, counted, is_made
from kuzat.records.timeline import Lane, Moment, moment, moments, silences
from kuzat.records.translation import Translation, made_from, tie, translations

__all__ = [
    "ADOPTS",
    "ADOPTS_REASON",
    "CALLED",
    "ERASED",
    "ERASURE_GROUND",
    "KINDS",
    "PROPOSES",
    "PROPOSES_REASON",
    "SPAN",
    "STANDS",
    "TAKEN_ENTRIES",
    "TEXT",
    "TOMBSTONES",
    "TRANSLATES",
    "TRANSLATION",
    "TRANSLATION_REVIEWER",
    "TRANSLATOR",
    "Column",
    "Lane",
    "Moment",
    "Network",
    "Proposal",
    "Record",
    "Relation",
    "Said",
    "Standing",
    "Translation",
    "Value",
    "WrongValue",
    "adopt",
    "around",
    "check",
    "columns",
    "counted",
    "dispute",
    "earlier",
    "facet_rows",
    "facets",
    "fold",
    "held",
    "is_made",
    "is_second_needed",
    "made_from",
    "moment",
    "moments",
    "only",
    "proposals",
    "propose",
    "row",
    "silences",
    "stands",
    "stood",
    "taken_back",
    "tie",
    "told",
    "tombstones",
    "translations",
    "words",
]
