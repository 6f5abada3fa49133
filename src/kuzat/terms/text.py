# SPDX-License-Identifier: Apache-2.0
"""Words of a text as the search index keeps them, and as it is asked for them.

In: text in any script and any of our languages; nobody says which.
Out: one token for each word, in a to z and 0 to 9 alone, without case endings.
Never: a character that means something to the search engine.
"""

from functools import lru_cache

from kuzat.terms.names import CACHED, fold_word, words

LONGEST = 64
LEAST = 3


def tokens(text: str) -> list[str]:
    """One token per word: the same for what is indexed and for what is asked."""
    return [token for word in words(text) if (token := _token(word))]


@lru_cache(CACHED)
def _token(word: str) -> str:
    folded = fold_word(word)[:LONGEST]
    while (shorter := _cut(folded)) != folded:
        folded = shorter
    return folded


ENDINGS = tuple(
    sorted(
        [f"{c}{v}r" for c in "ldt" for v in "aeo"]
        + [f"{c}{v}n" for c in "ndt" for v in "iu"]
        + [f"{c}{v}n" for c in "dt" for v in "aeo"]
        + [f"{c}{v}" for c in "gk" for v in "aeo"]
        + [f"{c}{v}" for c in "ndt" for v in "iu"]
        + [f"{c}{v}" for c in "dt" for v in "aeo"]
        + ["ning", "ami", "iami", "ogo", "ego", "omu", "emu", "imi", "ah", "iah", "am", "iam"]
        + ["om", "em", "oi", "ei", "ih", "im", *"aeiou"],
        key=len,
        reverse=True,
    )
)


def _cut(word: str) -> str:
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= LEAST and word.isalpha():
            return word[: -len(ending)]
    return word
