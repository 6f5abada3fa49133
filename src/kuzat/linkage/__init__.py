# SPDX-License-Identifier: Apache-2.0
"""Which records speak of the same person or event: proposed with reasons.

In: a table, a description of what to look up and compare, and what people judged of pairs.
Out: clusters, how likely each pair is one, and why; pairs in the order in which asking somebody helps most.
Never: a merge of what was said; a cluster against somebody's word; anonymous records merged on silence.
"""

from kuzat.linkage.description import By, Description, DescriptionUnusable, Field
from kuzat.linkage.judgement import Conflict, Judgement, ruled
from kuzat.linkage.kinds import DESCRIBED
from kuzat.linkage.linking import STEPS, Evidence, Link, Linked, NotInTable, link
from kuzat.linkage.reading import LinkTableUnusable, born, columns_in, described
from kuzat.linkage.resembling import Resemblance, resembling
from kuzat.linkage.review import Agreement, Question, agreement, questions
from kuzat.records.sameness import Verdict

__all__ = [
    "DESCRIBED",
    "STEPS",
    "Agreement",
    "By",
    "Conflict",
    "Description",
    "DescriptionUnusable",
    "Evidence",
    "Field",
    "Judgement",
    "Link",
    "LinkTableUnusable",
    "Linked",
    "NotInTable",
    "Question",
    "Resemblance",
    "Verdict",
    "agreement",
    "born",
    "columns_in",
    "described",
    "link",
    "questions",
    "resembling",
    "ruled",
]
