# SPDX-License-Identifier: Apache-2.0
"""Names in all their scripts and spellings: folded to one key, taken apart, compared.

In: text in Cyrillic or Latin letters of any language of the region, or in any other script.
Out: words of a to z and digits; the parts of a name; how alike two names are, with reasons in words.
Never: an opinion on which two people are one: many share a name.
"""

from kuzat.terms.names.comparison import Comparison, compare, compare_parts
from kuzat.terms.names.folding import LONGEST, WORD, fold, plain, spelled, words
from kuzat.terms.names.parts import Form, Part, Reading, parts

__all__ = [
    "LONGEST",
    "WORD",
    "Comparison",
    "Form",
    "Part",
    "Reading",
    "compare",
    "compare_parts",
    "fold",
    "parts",
    "plain",
    "spelled",
    "words",
]
