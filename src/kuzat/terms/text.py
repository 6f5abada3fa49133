# SPDX-License-Identifier: Apache-2.0
"""Words of a text as the search index keeps them, and as it is asked for them.

In: text in any script and any of our languages; nobody says which.
Out: one token for each word, in a to z and 0 to 9 alone, without endings.
Never: a sign that means something to the search engine; an order, a weight, a language.
"""

from functools import lru_cache

from kuzat.terms.endings import cut
from kuzat.terms.names import plain, spelled, words

CACHED = 1 << 17


def tokens(text: str) -> list[str]:
    """One token for each word, in order: the same for what is kept and for what is asked.

    Spelling, script, case, number and gender of a word make no difference, as far as rules go; nor
    do composition and capitals. A token is its own token. A word with a digit keeps its ending.
    """
    return [token for word in words(text) if (token := _token(word))]


@lru_cache(CACHED)
def _token(word: str) -> str:
    token = spelled(word)
    if not token.isalpha():
        return plain(token)
    token = plain(cut(token))
    while True:
        stem = cut(token)
        shorter = plain(stem) if stem != token else token
        if shorter == token:
            stem = _one_vowel(token)
            if stem == token:
                return token
            shorter = plain(cut(stem))
        token = shorter


def _one_vowel(word: str) -> str:
    """Uzbek о is Russian а (Islom, Ислам): they are one in words of four letters and more."""
    if len(word) < 4 or "o" not in word:
        return word
    if word.endswith("ov"):
        return word[:-2].replace("o", "a") + "ov"
    return word.replace("o", "a")
