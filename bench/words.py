# SPDX-License-Identifier: Apache-2.0
"""Generated text in four languages: words from the vocabulary and invented ones, drawn by Zipf's law."""

import random
from itertools import accumulate

from kuzat.terms.languages import to_cyrillic
from kuzat.terms.names import fold, words
from kuzat.terms.vocabulary import Vocabulary

LANGUAGES = ("en", "ru", "ky", "uz")
KINDS_OF_WORDS = 10_000
EXPONENT = 1.07  # of word frequencies in long texts, near 1 in every language studied
SYLLABLES = {
    "en": "ba den fir gol han lem mor nis pel rud sor tav wen yal brok stun",
    "ru": "ба вет гор дым зел крас лом мор нет под рас сто тря чув жит шел",
    "ky": "ай бул гүл жан көл кыр мөң өз сан тоо үй чык эл ырыс күн таш",
    "uz": "bog chim dala gul hov joy kun non oʻt qir soy togʻ xon yoz bil shar",
}
ENDINGS = {
    "en": ("", "", "s", "ed", "ing"),
    "ru": ("", "а", "ов", "ами", "ого"),
    "ky": ("", "дын", "лар", "га", "нын"),
    "uz": ("", "ning", "lar", "ga", "dan"),
}


class Lexicon:
    """Draws words, texts and queries; the same seed draws the same."""

    def __init__(self, vocabulary: Vocabulary, seed: int) -> None:
        self.random = random.Random(seed)
        self._words = {language: self._lexicon(vocabulary, language) for language in LANGUAGES}
        weights = (1 / (rank + 2) ** EXPONENT for rank in range(KINDS_OF_WORDS))
        self._weights = list(accumulate(weights))

    def language(self) -> str:
        """One of the four, each as often."""
        return self.random.choice(LANGUAGES)

    def text(self, language: str, length: int) -> str:
        """Words with endings; it means nothing."""
        drawn = self._drawn(language, length)
        return " ".join(word + self.random.choice(ENDINGS[language]) for word in drawn)

    def query(self) -> str:
        """One to three words as often as they stand in texts, every other time in another script."""
        language = self.language()
        asked = " ".join(self._drawn(language, self.random.choice((1, 1, 2, 2, 3))))
        if self.random.random() < 0.5:
            return asked
        return to_cyrillic(asked) if language == "uz" else fold(asked)

    def _drawn(self, language: str, length: int) -> list[str]:
        return self.random.choices(self._words[language], cum_weights=self._weights, k=length)

    def _lexicon(self, vocabulary: Vocabulary, language: str) -> list[str]:
        known = dict.fromkeys(
            word
            for scheme in vocabulary.schemes
            for term in vocabulary.terms(scheme)
            for word in words(term.label(language))
        )
        syllables = SYLLABLES[language].split()
        while len(known) < KINDS_OF_WORDS:
            count = self.random.choice((2, 3, 3, 4))
            known["".join(self.random.choices(syllables, k=count))] = None
        shuffled = list(known)[:KINDS_OF_WORDS]
        self.random.shuffle(shuffled)
        return shuffled
