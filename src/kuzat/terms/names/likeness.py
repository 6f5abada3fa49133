# SPDX-License-Identifier: Apache-2.0
"""How alike two words sound: an edit distance in which letters that scripts confuse cost little.

In: two words with one letter for one sound, as `kuzat.terms.names.parts` reads them.
Out: 1 for the same, 0 for nothing in common.

The alignment is that of Wagner & Fischer (1974) with neighbours exchanged (Damerau 1964). What a
letter for another costs follows from how the languages of the region write each other's names.
"""

from itertools import accumulate

VOWELS = frozenset("aeiou")
# One sound in two orthographies costs little; two sounds that are heard alike cost more.
SPELLED = 0.15
HEARD = 0.3
VOWEL = 0.5
EXCHANGED = 0.7
CONFUSED = {
    "ao": SPELLED,  # Uzbek Азимжон, Russian Азимжан
    "ou": SPELLED,  # ў, ө, ү
    "zs": SPELLED,  # German s for з
    "JS": SPELLED,  # German sch for ж
    "CS": SPELLED,  # French ch for ш
    "Ch": HEARD,  # German ch for х
    "JC": HEARD,  # Turkish c for ж, ç for ч
    "Jz": HEARD,
    "ae": HEARD,  # ә
    "ei": HEARD,
    "iu": HEARD,  # ы after a round vowel
    "oe": HEARD,  # ё
    "gh": HEARD,  # г for h
    "kh": HEARD,
    "kg": HEARD,
    "pb": HEARD,
    "td": HEARD,
    "fp": HEARD,
    "fv": HEARD,
    "vb": HEARD,
    "vu": HEARD,
}
CHANGE = CONFUSED | {pair[::-1]: cost for pair, cost in CONFUSED.items()}
CHANGE |= {
    one + other: VOWEL for one in VOWELS for other in VOWELS if one != other and one + other not in CHANGE
}
# The vowel that a name begins with is another only by orthography: Асан and Эсен are two names.
FIRST = {both: 1.0 if VOWELS.issuperset(both) and cost > SPELLED else cost for both, cost in CHANGE.items()}
# Letters of one class can stand for each other at less than the full cost.
CLASSES = str.maketrans("oeiuzJCghkbftd", "aaaasSShhhppdd")
SHARED = 0.5  # of the classes of sound in either word, else they are not aligned


def likeness(one: str, other: str) -> float:
    """1 minus the distance for each letter of the longer word; 0 where few kinds of sound are shared.

    What goes beyond one letter counts twice: one slip is common, two make another word.
    """
    if one == other:
        return 1.0
    first, second = set(one.translate(CLASSES)), set(other.translate(CLASSES))
    if len(first & second) < SHARED * max(len(first), len(second)):
        return 0.0
    way = distance(one, other)
    return max(0.0, 1 - max(way, 2 * way - 1) / max(len(one), len(other)))


def distance(one: str, other: str) -> float:
    """The least cost of turning a word into the other; the same in both directions."""
    added = [_added(other, place) for place in range(len(other))]
    earlier: list[float] = []
    before = list(accumulate(added, initial=0.0))
    last = ""
    for place, sign in enumerate(one):
        gone = _added(one, place)
        left = before[0] + gone
        row = [left]
        for column, letter in enumerate(other):
            cost = before[column]
            if sign != letter:
                cost += (CHANGE if place or column else FIRST).get(sign + letter, 1.0)
            if (shorter := before[column + 1] + gone) < cost:
                cost = shorter
            if (longer := left + added[column]) < cost:
                cost = longer
            if letter == last and column and sign == other[column - 1]:
                cost = min(cost, earlier[column - 1] + EXCHANGED)
            row.append(cost)
            left = cost
        earlier, before, last = before, row, sign
    return before[-1]


def _added(word: str, place: int) -> float:
    """What a letter costs that the other spelling lacks: й beside a vowel and h are often not written."""
    sign = word[place]
    if sign == "h":
        return HEARD
    if sign not in VOWELS or (place == len(word) - 1 and sign != "i"):
        return 1.0
    beside = (place and word[place - 1] in VOWELS) or word[place + 1 : place + 2] in VOWELS
    return SPELLED if sign == "i" and beside else VOWEL
