# SPDX-License-Identifier: Apache-2.0
"""What words mean: vocabulary, dates with precision, places, names and scripts, ids.

In: text as people write it in English, Russian, Kyrgyz and Uzbek; random bytes for ids.
Out: terms, properties and places with labels in every language; ids and their labels.
Never: a clock, randomness, a network; never a guess where a text could mean two things.
"""

from kuzat.terms.ids import RECORD_KINDS, kind_of, label, record_id
from kuzat.terms.vocabulary import Property, Term, Vocabulary, load

__all__ = [
    "RECORD_KINDS",
    "Property",
    "Term",
    "Vocabulary",
    "kind_of",
    "label",
    "load",
    "record_id",
]
