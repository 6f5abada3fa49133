# SPDX-License-Identifier: Apache-2.0
"""What a record is once everybody was heard."""

import pytest

from kuzat.log.statement import Draft, bind, withdraw
from kuzat.records import Record, Said, Standing, adopt, dispute, earlier, fold, taken_back

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


def test_two_adoptions_that_differ_choose_nothing(book: Book) -> None:
    """As two devices can make them; what neither follows is set aside all the same."""
    ids = [book.say("2020"), book.say("2021")]
    book.say("2020")
    book.say("2022")
    for id_ in ids:
        book.entry(*adopt(EVENT, id_, "One says so.", PAGE))
    assert book.standings() == [
        ("2020", "contested"),
        ("2021", "contested"),
        ("2020", "contested"),
        ("2022", "set_aside"),
    ]
    assert book.record().contested == ("event.start",)
    assert [value.reasons for value in book.record().all("event.start")][:2] == [("One says so.",)] * 2


def test_adopting_one_value_twice_or_several_where_several_may_be_contradicts_nothing(book: Book) -> None:
    ids = [book.say("2020"), book.say("2020")]
    for id_ in ids:
        book.entry(*adopt(EVENT, id_, "One says so.", PAGE))
    assert book.standings() == [("2020", "adopted"), ("2020", "adopted")]
    book.entry(*adopt(EVENT, book.say("2021"), "Another says so.", PAGE))
    assert book.standings(many=True) == [("2020", "adopted"), ("2020", "adopted"), ("2021", "adopted")]


def follow(book: Book, id_: bytes, own: str = LOG) -> list[bytes]:
    """Adopt as the store does: what was followed before is taken back in the same entry."""
    old = earlier(book.record(), id_, lambda says: False, (own,))
    book.entry(*taken_back(book.record(), old), *adopt(EVENT, id_, "So we see it now.", PAGE))
    return [one.id for one in old]


def test_following_another_account_takes_the_earlier_choice_back(book: Book) -> None:
    first, second = book.say("2020"), book.say("2021")
    assert follow(book, first) == []
    before = {said.id for said in book.record().judgements if said.says == "any.adopts"}
    assert set(follow(book, second)) == before
    assert book.standings() == [("2020", "set_aside"), ("2021", "adopted")]
    assert len(book.record().judgements) == 2, "the earlier reason is taken back with it"


def test_following_leaves_other_choices_alone(book: Book) -> None:
    """Another property, another language, the same value again, another organisation's log."""
    title, place = book.say("A march", "event.title", "en"), book.say("Osh", "event.place")
    for id_ in (title, place):
        follow(book, id_)
    assert follow(book, book.say("Марш", "event.title", "ru")) == []
    assert follow(book, book.say("A march", "event.title", "en")) == []
    assert follow(book, book.say("A riot", "event.title", "en"), own="b" * 32) == []
    assert "event.title" in book.record().contested


def test_a_reason_that_stands_for_two_choices_stays_with_the_other(book: Book) -> None:
    start, place = book.say("2020"), book.say("Osh", "event.place")
    book.entry(*adopt(EVENT, start, "The court found both.", PAGE), adopt(EVENT, place, "", PAGE)[0])
    follow(book, book.say("2021"))
    (kept,) = book.record().all("event.place")
    assert kept.reasons == ("The court found both.",)


def test_the_text_shown_first_depends_on_no_digest(book: Book) -> None:
    """One entry says a title in five languages; whatever their digests, the same is shown."""
    tags = ("uz-Cyrl", "tg", "uz", "ky", "ru", "en")
    for n in range(1, len(tags) + 1):
        book.entry(*(draft(tag, f"event.title{n}", tag) for tag in tags[:n]))
        shown = book.record().one(f"event.title{n}")
        assert shown is not None
        assert shown.text == ("uz-Cyrl", "uz-Cyrl", "uz", "ky", "ru", "en")[n - 1]
    book.entry(*(draft(day, "event.start") for day in ("2021", "2020", "2022")))
    first = book.record().one("event.start")
    assert first is not None
    assert first.text == "2020"


def test_an_original_is_shown_before_its_translation(book: Book) -> None:
    original = book.say("Жүрүш", "event.title", "ky")
    book.entry(draft("A march", "event.title", "en")._replace(basis=f"stm-{original.hex()}"))
    shown = [book.record().one("event.title", language) for language in (None, "ky", "en", "ru")]
    assert [value.text for value in shown if value] == ["Жүрүш", "Жүрүш", "A march", "Жүрүш"]


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
