# SPDX-License-Identifier: Apache-2.0
"""A desk over a small archive that was made once, and a clock that a test can turn."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from tests.browser import PORT, Browser, Seconds

from kuzat.keys import open_header
from kuzat.store import Archive, open_archive, open_with_keys
from kuzat.testing import AIZADA, Clock, Maker, make_archive
from kuzat.web import application
from kuzat.web.desk import Application, Desk, Opener

HOSTILE = "<script>alert('Кадыр')</script> & \"Co\""


@dataclass
class Small:
    """An archive on disk with one event of each sort, and the ids in it."""

    path: Path
    ids: dict[str, str] = field(default_factory=dict)


def told(archive: Archive, clock: Clock) -> dict[str, str]:
    """One march with everything that hangs on it, a day later another account of it and another event."""
    maker = Maker(archive)
    tang = maker.new(
        "information",
        publisher="Tang",
        url="https://tang.example.org/1",
        language="ky",
        published="2019-07-08",
    )
    post = maker.page("The Highland Post")
    person = maker.new("person", basis=tang, language="ky", name="Үмүт Аскаров")
    maker.add(person, basis=tang, language="en", kind="person_kind.person", name="Umut Askarov")
    group = maker.new("person", role=["victim_role.protesters"], number_min="30")
    maker.add(group, kind="person_kind.group")
    march = maker.new(
        "event",
        basis=tang,
        title="A march is stopped",
        start="2019-07-08",
        region=["KG-GB"],
        place="Chüy avenue",
        direction="direction.violation",
        freedom=["freedom.assembly"],
        topic=["topic.elections"],
        story="the-march",
        confidence="confidence.confirmed",
        killed_max="3",
    )
    act = maker.new("act", event=march, type="act.assembly", victim=[person, group], start="2019-07-08")
    involvement = maker.new(
        "involvement", act=act, perpetrator=group, perpetrator_kind="perpetrator_kind.police"
    )
    maker.add(tang, event=march)
    maker.add(post, event=march, copy_of=tang)
    step = maker.new(
        "intervention",
        basis=tang,
        event=march,
        date="2019-08-01",
        party=person,
        party_name="Kaalga",
        addressee="Ministry",
        request="let them march",
        response="refused",
    )
    clock.forward(days=1)
    maker.add(march, basis=post, start="2019-07-09")
    other = maker.new("event", basis=post, title=HOSTILE, start="2021", region=["KG-T"])
    chain = maker.new("chain", event=march, related=other, type=archive.vocabulary.terms("chain_type")[0].id)
    return {
        "event": march,
        "other": other,
        "person": person,
        "group": group,
        "act": act,
        "involvement": involvement,
        "information": tang,
        "intervention": step,
        "chain": chain,
    }


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    """Made once; tests read it or take a copy."""
    path = tmp_path_factory.mktemp("desk") / "small.archive"
    clock = Clock("2025-03-21T09:00:00Z")
    with make_archive(path, clock=clock) as archive:
        return Small(path, told(archive, clock))


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture(scope="session")
def opener(small: Small) -> Opener:
    """Unlocks as the program does, but derives Aizada's keys once, which is slow by design."""
    unlocked = open_header((small.path / "archive.json").read_bytes(), AIZADA.passphrase)

    def opened(path: Path, passphrase: str, /, **with_what: Any) -> Archive:
        if passphrase == AIZADA.passphrase and not any(with_what.values()):
            return open_with_keys(path, unlocked)
        return open_archive(path, passphrase, **with_what)

    return opened


@pytest.fixture
def app(small: Small, seconds: Seconds, opener: Opener) -> Iterator[Application]:
    """The desk; whatever was unlocked is closed at the end."""
    made = application(small.path, PORT, opener=opener, clock=seconds)
    yield made
    made.desk.sessions.end_all()


@pytest.fixture
def desk(app: Application) -> Desk:
    return app.desk


@pytest.fixture
def stranger(app: Application) -> Browser:
    """A browser that knows no passphrase."""
    return Browser(app)


@pytest.fixture
def reader(app: Application) -> Browser:
    """A browser behind the door."""
    browser = Browser(app).unlock(AIZADA.passphrase)
    assert browser.status == 200
    return browser


@pytest.fixture
def copied(small: Small, tmp_path: Path) -> Callable[[], Archive]:
    """An own copy of the archive, open for writing."""

    def copy() -> Archive:
        shutil.copytree(small.path, tmp_path / "copy.archive")
        return open_archive(tmp_path / "copy.archive", AIZADA.passphrase)

    return copy
