# SPDX-License-Identifier: Apache-2.0
"""Which records speak of the same person or event: proposed with reasons.

In: a table, a description of what to look up and compare, and what people judged of pairs.
Out: clusters, how likely each pair is one, and why; pairs in the order in which asking somebody helps most.
Never: a merge of what was said; a cluster against somebody's word; anonymous records merged on silence.
"""

from kuzat.linkage.description import By, Description, DescriptionUnusable, Field
from kuzat.linkage.judgement import Conflict, Judgement, Verdict, ruled
from kuzat.linkage.linking import STEPS, Evidence, Link, Linked, link
from kuzat.linkage.reading import LinkTableUnusable, born, columns_in, described

__all__ = [
    "STEPS",
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
    "Verdict",
    "born",
    "columns_in",
    "described",
    "link",
    "ruled",
]
