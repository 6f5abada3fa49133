# SPDX-License-Identifier: Apache-2.0
"""What a record is once everybody was heard."""

import pytest

from kuzat.log.statement import Draft, bind, withdraw
from kuzat.records import Record, Said, Standing, adopt, dispute, fold

EVENT = "evt-" + "1" * 32
LOG = "a" * 32
PAGE = "inf-" + "2" * 32


class Book:
    """A log of statements about one event; each call of `entry` is one act."""

    def __init__(self) -> None:
        self.said: list[Said] = []
        self.entries = 0

    def entry(self, *drafts: Draft, log: str = LOG, lamport: int | None = None) -> list[bytes]:
        position, self.entries = self.entries, self.entries + 1
        bound = [bind(d, log, (position * 100 + n).to_bytes(16, "big")) for n, d in enumerate(drafts)]
        for s in bound:
            self.said.append(
                Said(
                    s.id, log, position, position if lamport is None else lamport, s.op, s.about,
                    s.says, s.type, s.value, s.language, s.basis, "m" * 32, "2025-03-21T09:00:00Z",
                )
            )  # fmt: skip
        return [s.id for s in bound]

    def say(self, value: str, says: str = "event.start", language: str | None = None) -> bytes:
        return self.entry(draft(value, says, language))[0]

    def take_back(self, id_: bytes) -> bytes:
        (of,) = [s for s in self.said if s.id == id_]
        statement = bind(draft(of.value, of.says, of.language), LOG, bytes(16))
        return self.entry(withdraw(statement._replace(id=id_)))[0]

    def record(self, many: bool = False) -> Record:
        return fold(EVENT, self.said, lambda says: many)

    def standings(self, says: str = "event.start", many: bool = False) -> list[tuple[str, str]]:
        return [(v.text, v.standing.value) for v in self.record(many).all(says)]


def draft(value: str, says: str = "event.start", language: str | None = None) -> Draft:
    return Draft(about=EVENT, says=says, type="text", value=value, language=language)


@pytest.fixture
def book() -> Book:
    return Book()


def test_told_once(book: Book) -> None:
    book.say("2020")
    assert book.standings() == [("2020", "sole")]
    assert book.record().contested == ()


def test_told_twice_alike_is_agreed(book: Book) -> None:
    book.say("2020")
    book.say("2020")
    assert book.standings() == [("2020", "agreed"), ("2020", "agreed")]


def test_told_differently_is_contested_and_nothing_is_lost(book: Book) -> None:
    book.say("2020")
    book.say("2021")
    book.say("2020")
    assert book.standings() == [("2020", "contested"), ("2021", "contested"), ("2020", "contested")]
    assert book.record().contested == ("event.start",)
    first = book.record().one("event.start")
    assert first is not None
    assert first.text == "2020"


def test_what_may_be_several_contradicts_nothing(book: Book) -> None:
    book.say("KG-GB")
    book.say("KG-GO")
    book.say("KG-GO")
    assert book.standings(many=True) == [("KG-GB", "sole"), ("KG-GO", "agreed"), ("KG-GO", "agreed")]


def test_two_languages_do_not_contradict(book: Book) -> None:
    book.say("Жүрүш", "event.title", "ky")
    book.say("Марш", "event.title", "ru")
    assert book.standings("event.title") == [("Жүрүш", "sole"), ("Марш", "sole")]
    book.say("Шествие", "event.title", "ru")
    assert [standing for _, standing in book.standings("event.title")] == [
        "sole",
        "contested",
        "contested",
    ]
    shown = book.record().one("event.title", "ky")
    assert shown is not None
    assert shown.text == "Жүрүш"
    in_english = book.record().one("event.title", "en")
    assert in_english is not None, "a text in another language is better than none"


def test_a_correction_is_a_withdraw_and_a_set_in_one_entry(book: Book) -> None:
    wrong = book.say("2020")
    (told,) = book.said
    statement = bind(draft("2020"), LOG, bytes(16))._replace(id=wrong)
    book.entry(withdraw(statement), draft("2021"))
    assert book.standings() == [("2021", "sole")]
    assert told in book.said, "what was said stays in the log"


def test_adopting_sets_the_others_aside_with_a_reason(book: Book) -> None:
    first = book.say("2020")
    book.say("2021")
    book.say("2020")
    book.entry(*adopt(EVENT, first, "The court found so.", PAGE))
    assert book.standings() == [("2020", "adopted"), ("2021", "set_aside"), ("2020", "agreed")]
    shown = book.record().one("event.start")
    assert shown is not None
    assert (shown.said.id, shown.reasons) == (first, ("The court found so.",))
    assert book.record().contested == ()


def test_adopting_a_text_leaves_its_translation_alone(book: Book) -> None:
    march = book.say("A march", "event.title", "en")
    book.say("A riot", "event.title", "en")
    book.say("Марш", "event.title", "ru")
    book.entry(*adopt(EVENT, march, "two papers say so", PAGE))
    assert book.standings("event.title") == [
        ("A march", "adopted"),
        ("A riot", "set_aside"),
        ("Марш", "sole"),
    ]


def test_adopting_a_later_account_shows_it_first(book: Book) -> None:
    book.say("2020")
    second = book.say("2021")
    book.entry(*adopt(EVENT, second, "Seen on film.", PAGE))
    shown = book.record().one("event.start")
    assert shown is not None
    assert shown.text == "2021"


def test_two_adopted_accounts_both_stand(book: Book) -> None:
    ids = [book.say("2020"), book.say("2021")]
    for id_ in ids:
        book.entry(*adopt(EVENT, id_, "One says so.", PAGE))
    assert book.standings() == [("2020", "adopted"), ("2021", "adopted")]


def test_adopt_then_withdraw_is_as_before(book: Book) -> None:
    first = book.say("2020")
    book.say("2021")
    before = book.record()
    judged = book.entry(*adopt(EVENT, first, "A reason.", PAGE))
    assert [s.id for s in book.record().judgements] == judged
    for id_ in judged:
        book.take_back(id_)
    assert book.record() == before


def test_a_disputed_account_stands_apart_and_last(book: Book) -> None:
    first = book.say("2020")
    book.say("2021")
    book.entry(*dispute(EVENT, first, "He was abroad.", PAGE))
    assert book.standings() == [("2020", "disputed"), ("2021", "sole")]
    shown = book.record().one("event.start")
    assert shown is not None
    assert shown.text == "2021"
    disputed = book.record().all("event.start")[0]
    assert disputed.reasons == ("He was abroad.",)


def test_the_only_account_is_shown_though_it_is_disputed(book: Book) -> None:
    book.entry(*dispute(EVENT, book.say("2020"), "Who says so?", PAGE))
    shown = book.record().one("event.start")
    assert shown is not None
    assert shown.standing is Standing.DISPUTED


def test_what_was_adopted_and_taken_back_is_gone(book: Book) -> None:
    first = book.say("2020")
    book.say("2021")
    book.entry(*adopt(EVENT, first, "A reason.", PAGE))
    book.take_back(first)
    assert book.standings() == [("2021", "sole")]


def test_a_judgement_on_one_property_leaves_the_others_contested(book: Book) -> None:
    first = book.say("2020")
    book.say("2021")
    book.say("a", "event.place")
    book.say("b", "event.place")
    book.entry(*adopt(EVENT, first, "A reason.", PAGE))
    assert book.record().contested == ("event.place",)


def test_taking_back_names_one_statement(book: Book) -> None:
    first, second = book.say("2020"), book.say("2020")
    book.take_back(first)
    (left,) = book.record().all("event.start")
    assert left.said.id == second


def test_accounts_of_two_logs_stand_in_the_order_of_their_lamport_numbers(book: Book) -> None:
    book.entry(draft("late"), lamport=7)
    book.entry(draft("early"), log="b" * 32, lamport=3)
    book.entry(draft("same"), log="b" * 32, lamport=7)
    assert [text for text, _ in book.standings()] == ["early", "late", "same"]


def test_a_record_nobody_speaks_of_is_empty() -> None:
    record = fold(EVENT, [], lambda says: False)
    assert (record.values, record.contested, record.one("event.start")) == ({}, (), None)
