# SPDX-License-Identifier: Apache-2.0
"""What an account rests on, apart from what the organisation makes of it."""

from kuzat.records import Record, Said, Standing, adopt, dispute, fold
from kuzat.verification import Support, Telling, Voice, accounts, contradictions, voices

EVENT = "evt-" + "1" * 32
AGENCY, POST, COPY, POLICE, COURT = (f"inf-{n:032x}" for n in range(1, 6))
HEARD = voices(
    [
        Telling(id=AGENCY, publisher="Agency"),
        Telling(id=POST, publisher="Post"),
        Telling(id=COPY, publisher="Echo", copy_of=AGENCY),
        Telling(id=POLICE, source="per-1", official=True),
        Telling(id=COURT, source="per-2", official=True),
    ]
)


class Log:
    """Statements about one event, one entry each."""

    def __init__(self) -> None:
        self.said: list[Said] = []

    def say(
        self, value: str, basis: str | None, says: str = "event.start", language: str | None = None
    ) -> bytes:
        return self._add(says, "text", value, basis, language)

    def judge(self, drafts: object) -> None:
        for draft in drafts:  # type: ignore[attr-defined]
            self._add(draft.says, draft.type, draft.value, draft.basis, draft.language)

    def _add(
        self, says: str, type_: str, value: str, basis: str | None, language: str | None
    ) -> bytes:
        at = len(self.said)
        id_ = at.to_bytes(32, "big")
        self.said.append(
            Said(
                id_, "log", at, at, "set", EVENT, says, type_, value, language, basis, "me", "2025"
            )
        )
        return id_

    def record(self) -> Record:
        return fold(EVENT, self.said, lambda says: False)


def support(*bases: str | None, heard: dict[str, Voice] | None = None) -> Support:
    log = Log()
    for basis in bases:
        log.say("2020", basis)
    (account,) = accounts(log.record(), "event.start", HEARD if heard is None else heard)
    assert len(account.said) == len(bases)
    return account.support


def test_support_follows_the_voices() -> None:
    assert support(None) is Support.UNTOLD
    assert support("exh-" + "1" * 32 + "#row=7") is Support.UNTOLD
    assert support(AGENCY) is Support.CLAIMED
    assert support(AGENCY, AGENCY) is Support.CLAIMED
    assert support(AGENCY, COPY) is Support.CLAIMED
    assert support(AGENCY, POST) is Support.CONFIRMED
    assert support(POLICE) is Support.OFFICIAL
    assert support(POLICE, COURT) is Support.OFFICIAL
    assert support(POLICE, POST) is Support.CONFIRMED
    assert support(None, AGENCY) is Support.CLAIMED


def test_a_part_of_a_text_is_told_by_the_same_voice() -> None:
    assert support(f"{AGENCY}#chars=0,12", f"{AGENCY}#chars=40,52") is Support.CLAIMED


def test_accounts_stand_in_the_order_in_which_they_were_told() -> None:
    log = Log()
    for value, basis in (("2", POST), ("1", AGENCY), ("2", COPY)):
        log.say(value, basis)
    told = accounts(log.record(), "event.start", HEARD)
    assert [account.text for account in told] == ["2", "1"]
    assert [len(account.said) for account in told] == [2, 1]
    assert accounts(log.record(), "event.end", HEARD) == ()


def test_texts_in_two_languages_are_two_accounts_and_no_contradiction() -> None:
    log = Log()
    log.say("Марш", POST, "event.title", "ru")
    log.say("A march", POST, "event.title", "en")
    assert len(accounts(log.record(), "event.title", HEARD)) == 2
    assert contradictions(log.record(), HEARD) == ()


def test_accounts_that_differ_are_a_contradiction_until_one_is_followed() -> None:
    log = Log()
    first = log.say("2020-01-01", POLICE)
    log.say("2020-01-02", POST)
    (open_one,) = contradictions(log.record(), HEARD)
    assert (open_one.says, open_one.adopted) == ("event.start", None)
    log.judge(adopt(EVENT, first, "The court found so.", POST))
    (closed,) = contradictions(log.record(), HEARD)
    assert closed.adopted == "2020-01-01"
    assert [account.standing for account in closed.accounts] == [
        Standing.ADOPTED,
        Standing.SET_ASIDE,
    ]
    assert [account.support for account in closed.accounts] == [Support.OFFICIAL, Support.CLAIMED]


def test_open_contradictions_come_first() -> None:
    log = Log()
    first = log.say("1", AGENCY, "event.end")
    log.say("2", POST, "event.end")
    log.say("1", AGENCY, "event.start")
    log.say("2", POST, "event.start")
    log.judge(adopt(EVENT, first, "Seen on the film.", POST))
    assert [one.says for one in contradictions(log.record(), HEARD)] == ["event.start", "event.end"]


def test_what_is_disputed_contradicts_nobody() -> None:
    log = Log()
    log.say("1", AGENCY)
    second = log.say("2", POST)
    log.judge(dispute(EVENT, second, "He was not there.", AGENCY))
    assert contradictions(log.record(), HEARD) == ()
    one, other = accounts(log.record(), "event.start", HEARD)
    assert (one.standing, other.standing) == (Standing.SOLE, Standing.DISPUTED)
