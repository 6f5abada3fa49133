# SPDX-License-Identifier: Apache-2.0
"""Two names held side by side: how alike, and why.

In: two names as written, in any script and order of words; what is known of how often a word occurs.
Out: a score from 0 to 1 and the reasons in words, the strongest pair of words first.
Never: a verdict; the page docs/method/linkage.md says what a score is worth.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt

from kuzat.errors import Phrase
from kuzat.terms.names.likeness import likeness
from kuzat.terms.names.parts import EITHER, Form, Part, Reading, parts

Weight = Callable[[str], float]

INITIAL = 0.85
INITIAL_OF_FAMILY = 0.7
INITIAL_WEIGHT = 0.5
OTHER_GENDER = 0.3  # papers abroad often give a woman her father's or husband's family name unchanged
OTHER_CHILD = 0.4
PERHAPS = 0.05
EXCHANGED = 0.6
ONE_WORD = 0.7
JOINED = 0.9
ALIKE = 0.7
ABSENT = {Form.FATHER: 0.02, Form.OF: 0.02}
ABSENT_NAME = 0.05
# What a difference of form takes away from the same name. Families were named after a father, so
# his name, his son's patronymic and the family name can be one; which, the form does not tell.
FORMS = {
    (Form.CASE, Form.CASE): 0.05,
    (Form.BARE, Form.CASE): 0.05,
    (Form.BARE, Form.OF): 0.1,
    (Form.BARE, Form.FAMILY): 0.12,
    (Form.BARE, Form.FATHER): 0.2,
    (Form.CASE, Form.OF): 0.1,
    (Form.CASE, Form.FAMILY): 0.2,
    (Form.CASE, Form.FATHER): 0.25,
    (Form.OF, Form.FATHER): 0.0,
    (Form.OF, Form.FAMILY): 0.05,
    (Form.FAMILY, Form.FATHER): 0.3,
}
COSTS = {(form, form): 0.0 for form in Form} | FORMS | {pair[::-1]: cost for pair, cost in FORMS.items()}


@dataclass(frozen=True, slots=True)
class Comparison:
    """How alike two names are, from 0 to 1, and why."""

    score: float
    reasons: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A word of each name, the readings that fit best, and how alike they are."""

    first: Part
    second: Part
    readings: tuple[Reading, Reading]
    score: float


def alike_often(key: str) -> float:
    """The weight of a word of which nothing is known: every word as much as any other."""
    return 1.0


def compare(a: str, b: str, weight: Weight = alike_often) -> Comparison:
    """How alike two names are; the order of the two makes no difference to the score.

    ``weight`` says how much a word tells, by its key (`fold`): above 0, and more the rarer it is. An
    empty name is like none.
    """
    return compare_parts(parts(a), parts(b), weight)


def compare_parts(a: Sequence[Part], b: Sequence[Part], weight: Weight = alike_often) -> Comparison:
    """`compare` for names that were taken apart before, as when each meets many.

    The score is the weighted mean of the pairs of words times the root of the worst pair, less what
    is absent from one name: one name that differs makes another person, one that is absent does not.
    """
    if not a or not b:
        return Comparison(0.0, (Phrase("There is nothing to compare."),))
    turned = _order(b) < _order(a)
    first, second = _joined(*((b, a) if turned else (a, b)))
    pairs = _aligned(first, second)
    rest = _rest(first, [pair.first for pair in pairs]) + _rest(second, [pair.second for pair in pairs])
    score = _score(pairs, rest, weight)
    reasons = [_why(pair, turned) for pair in pairs]
    if _exchanged(pairs):
        score *= EXCHANGED
        reasons.append(Phrase("The given name of one is the family name or father of the other."))
    reasons += [Phrase("{name} stands in one of them only.", name=part.text) for part in rest]
    return Comparison(round(max(score, 0.0), 4), tuple(reasons))


def _order(name: Sequence[Part]) -> tuple[int, list[str], list[str]]:
    return len(name), [part.key for part in name], [part.text for part in name]


def _score(pairs: Sequence[Pair], rest: Sequence[Part], weight: Weight) -> float:
    weights = [_weight(pair, weight) for pair in pairs]
    mean = sum(w * pair.score for w, pair in zip(weights, pairs, strict=True)) / sum(weights)
    score = mean * sqrt(min(pair.score for pair in pairs))
    score -= sum(ABSENT.get(part.readings[0].form, ABSENT_NAME) for part in rest if not part.initial)
    return score * ONE_WORD if rest and len(pairs) == 1 else score


def _weight(pair: Pair, weight: Weight) -> float:
    known = min(weight(pair.first.key), weight(pair.second.key))
    return known * INITIAL_WEIGHT if pair.first.initial or pair.second.initial else known


def _aligned(first: Sequence[Part], second: Sequence[Part]) -> list[Pair]:
    """Each word of the shorter name with one of the other: the most alike first."""
    every = [
        (_pair(one, other), row, column)
        for row, one in enumerate(first)
        for column, other in enumerate(second)
    ]
    every.sort(key=lambda found: (-found[0].score, found[1], found[2]))
    rows: set[int] = set()
    columns: set[int] = set()
    chosen = []
    for pair, row, column in every:
        if row not in rows and column not in columns:
            rows.add(row)
            columns.add(column)
            chosen.append(pair)
    return chosen


def _pair(one: Part, other: Part) -> Pair:
    best = max(
        ((_alike(one, other, left, right), left, right) for left in one.readings for right in other.readings),
        key=lambda found: found[0],
    )
    return Pair(one, other, (best[1], best[2]), best[0])


def _alike(one: Part, other: Part, left: Reading, right: Reading) -> float:
    if one.initial or other.initial:
        return _initial(one, other, left, right)
    cost = COSTS[left.form, right.form]
    if left.gender and right.gender and left.gender != right.gender:
        cost += _other_gender(left, right)
    return max(0.0, likeness(left.sounds, right.sounds) - cost)


def _other_gender(left: Reading, right: Reading) -> float:
    if EITHER in (left.gender, right.gender):
        return PERHAPS
    return OTHER_GENDER if Form.FAMILY in (left.form, right.form) else OTHER_CHILD


def _initial(one: Part, other: Part, left: Reading, right: Reading) -> float:
    if left.sounds[:1] != right.sounds[:1]:
        return 0.0
    if one.initial and other.initial:
        return 1.0
    return INITIAL_OF_FAMILY if Form.FAMILY in (left.form, right.form) else INITIAL


def _rest(name: Sequence[Part], used: Sequence[Part]) -> list[Part]:
    rest = list(name)
    for part in used:
        rest.remove(part)
    return rest


def _joined(a: Sequence[Part], b: Sequence[Part]) -> tuple[list[Part], list[Part]]:
    """Two words of a name that the other writes as one become one: Абды Малик, Абдымалик."""
    if [part.key for part in a] == [part.key for part in b]:
        return list(a), list(b)
    return _as_in(a, b), _as_in(b, a)


def _as_in(name: Sequence[Part], other: Sequence[Part]) -> list[Part]:
    whole: list[Part] = []
    for part in name:
        if whole and (joint := _joint(whole[-1], part, other)):
            whole[-1] = joint
        else:
            whole.append(part)
    return whole


def _joint(before: Part, after: Part, other: Sequence[Part]) -> Part | None:
    start = before.readings[0].sounds
    for last in after.readings:
        length = len(start) + len(last.sounds)
        for whole in (reading.sounds for part in other for reading in part.readings):
            if len(whole) == length and likeness(start + last.sounds, whole) >= JOINED:
                read = Reading(start + last.sounds, last.form, last.gender)
                return Part(f"{before.text} {after.text}", before.key + after.key, (read,))
    return None


def _exchanged(pairs: Sequence[Pair]) -> bool:
    """Whether the given name of each is the other's father or family: Карим Аскаров, Аскар Каримов."""
    given = [
        tuple(reading.form in (Form.BARE, Form.CASE) for reading in pair.readings)
        for pair in pairs
        if pair.score >= ALIKE and not pair.first.initial and not pair.second.initial
    ]
    return (True, False) in given and (False, True) in given


def _why(pair: Pair, turned: bool) -> Phrase:
    left, right = pair.readings
    one, other = pair.first.text, pair.second.text
    if turned:
        one, other = other, one
    if pair.score < ALIKE:
        return Phrase("{one} and {other} differ.", one=one, other=other)
    if pair.first.initial or pair.second.initial:
        return Phrase("{one} and {other}: one can be short for the other.", one=one, other=other)
    if left.sounds != right.sounds:
        return Phrase("{one} and {other} are spelled alike.", one=one, other=other)
    if EITHER in (left.gender, right.gender) and "m" in (left.gender, right.gender):
        return Phrase("{one} and {other}: the ending is of a woman or of a case.", one=one, other=other)
    if left.form is not right.form or left.gender != right.gender:
        return Phrase("{one} and {other} are forms of one name.", one=one, other=other)
    return Phrase("{one} and {other} are one name.", one=one, other=other)
