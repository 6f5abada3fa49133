# SPDX-License-Identifier: Apache-2.0
"""Whatever was said can be shown to a stranger, alone, and checked without the archive."""

import json
from collections.abc import Iterator

import pytest
from tests.damage import changed, flipped, furnish
from tests.template import Template

from kuzat.errors import Broken, Missing, Refused
from kuzat.log import ProofBad, ProofKeyDiffers, check_proof
from kuzat.log.statement import withdraw
from kuzat.store import (
    Act,
    Archive,
    access_proof,
    access_statement,
    erase,
    reader_of,
)
from kuzat.store.proving import NoSuchStatement, StatementErased, StatementUnclear
from kuzat.terms import ids
from kuzat.testing import Maker, drafts

SECRET = "The witness stood behind the third window."


@pytest.fixture(scope="module")
def furnished(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with template.copy(tmp_path_factory.mktemp("proving") / "a.archive") as archive:
        furnish(archive)
        yield archive


def statements(archive: Archive) -> list[str]:
    return [id_ for (id_,) in archive.database.rows("SELECT lower(hex(id)) FROM statement ORDER BY seq")]


def grow(archive: Archive, entries: int) -> None:
    """So many more entries under one checkpoint."""
    acts = []
    for number in range(archive.size(), archive.size() + entries):
        record = ids.record_id("event", archive.random(16))
        acts.append(Act(drafts=list(drafts(archive.vocabulary, record, {"reference": f"K-{number}"}))))
    archive.commit(acts)


def test_every_statement_can_be_proven(furnished: Archive) -> None:
    for id_ in statements(furnished):
        report = check_proof(access_proof(furnished, reader_of(furnished), [id_]))
        (shown,) = [entry for entry in report.entries if entry.statements]
        (statement,) = shown.statements
        assert statement.id.hex() == id_
        assert (shown.by, shown.at) == (None, None)
        assert report.size == furnished.size()


def test_all_of_them_in_one_proof(furnished: Archive) -> None:
    every = statements(furnished)
    report = check_proof(access_proof(furnished, reader_of(furnished), every, author=True, time=True))
    shown = [s.id.hex() for entry in report.entries for s in entry.statements]
    assert sorted(shown) == sorted(every)
    assert {entry.by for entry in report.entries if entry.statements} == {furnished.member}
    assert all(entry.at for entry in report.entries if entry.statements)


def test_what_was_taken_back_and_the_taking_back(archive: Archive) -> None:
    maker = Maker(archive)
    event = maker.new("event", start="2020")
    (said,) = archive.database.row("SELECT lower(hex(id)) FROM statement WHERE about = ?", (event,))
    placed = access_statement(archive, reader_of(archive), said)
    taken_back = archive.say([withdraw(placed.statement)]).ids[0][0].hex()
    report = check_proof(access_proof(archive, reader_of(archive), [said, taken_back]))
    ops = [(s.op, s.value) for entry in report.entries for s in entry.statements]
    assert ops == [("set", "2020"), ("withdraw", said)]


def test_a_proof_shows_what_was_chosen_and_nothing_else(archive: Archive) -> None:
    maker = Maker(archive)
    page = maker.page()
    event = maker.new("event", basis=page, title="A march is stopped", description=SECRET, start="2020")
    (title,) = archive.database.row("SELECT lower(hex(id)) FROM statement WHERE says = 'event.title'")
    proof = access_proof(archive, reader_of(archive), [title])
    assert b"A march is stopped" in proof
    assert event.encode() in proof
    for hidden in (SECRET, "event.start", archive.clock()[:10]):
        assert hidden.encode() not in proof
    assert archive.member not in json.dumps(json.loads(proof)["entries"][1:]), "genesis names the members"
    with_author = access_proof(archive, reader_of(archive), [title], author=True)
    assert archive.member.encode() in with_author
    assert json.loads(with_author)["entries"][1]["at"] is None
    with_time = access_proof(archive, reader_of(archive), [title], time=True)
    assert archive.member not in json.dumps(json.loads(with_time)["entries"][1:])
    assert check_proof(with_time).entries[1].at is not None


def test_an_old_proof_holds_while_the_log_grows_past_several_tiles(archive: Archive) -> None:
    event = Maker(archive).new("event", start="2020")
    (said,) = archive.database.row("SELECT lower(hex(id)) FROM statement WHERE about = ?", (event,))
    reader, key = reader_of(archive), archive.log_public_key()
    old = access_proof(archive, reader, [said], author=True)
    sizes = [check_proof(old, key).size]
    for more in (250, 5, 250, 120, 1):
        grow(archive, more)
        sizes.append(check_proof(access_proof(archive, reader, [said], author=True), key).size)
    assert sizes == sorted(set(sizes))
    assert sizes[-1] > 600
    assert check_proof(old, key).size == sizes[0]


def test_every_place_in_the_tree(archive: Archive) -> None:
    """The first, the last and those beside the ends of tiles, in logs of many sizes."""
    grow(archive, 640 - archive.size())
    said = dict(archive.database.rows("SELECT position, lower(hex(id)) FROM statement"))
    for place in (2, 100, 254, 255, 256, 257, 510, 511, 512, 513, 638, 639):
        report = check_proof(access_proof(archive, reader_of(archive), [said[place]], author=True))
        assert [entry.position for entry in report.entries] == [0, place]


def test_another_key_than_the_noted_one(furnished: Archive, archive: Archive) -> None:
    proof = access_proof(furnished, reader_of(furnished), statements(furnished)[:1])
    noted = furnished.log_public_key()
    assert check_proof(proof, noted).compared
    other = noted[:-4] + ("AAA=" if not noted.endswith("AAA=") else "BBB=")
    with pytest.raises(ProofKeyDiffers):
        check_proof(proof, other)


def test_a_changed_value_does_not_prove(furnished: Archive) -> None:
    proof = access_proof(furnished, reader_of(furnished), statements(furnished)[:1])
    value = check_proof(proof).entries[1].statements[0].value.encode()
    assert proof.count(b'"' + value + b'"') == 1
    with pytest.raises(ProofBad):
        check_proof(proof.replace(b'"' + value + b'"', b'"x' + value[1:] + b'"'))


def test_a_damaged_log_folder_gives_no_proof(archive: Archive) -> None:
    grow(archive, 300)
    said = statements(archive)[-1]
    for file in archive.folder.folder.rglob("tile/0/*"):
        if file.is_dir():
            continue
        with changed(file, flipped(file.read_bytes(), 40)), pytest.raises(Broken):
            access_proof(archive, reader_of(archive), [said])


def test_an_erased_statement_is_shown_to_nobody(archive: Archive) -> None:
    maker = Maker(archive)
    event = maker.new("event", start="2020", story="gate")
    start, story = archive.database.rows(
        "SELECT lower(hex(id)), value FROM statement WHERE about = ? ORDER BY says DESC", (event,)
    )
    erase(archive, reader_of(archive), start[0], "erasure_ground.asked")
    with pytest.raises(StatementErased):
        access_proof(archive, reader_of(archive), [start[0]])
    report = check_proof(access_proof(archive, reader_of(archive), [story[0]]))
    assert report.entries[1].statements[0].value == story[1]


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ("0" * 64, NoSuchStatement),
        ("0" * 8, NoSuchStatement),
        ("1234567", StatementUnclear),
        ("", StatementUnclear),
        ("not hexadecimal", StatementUnclear),
        ("' OR 1=1 --", StatementUnclear),
    ],
)
def test_statements_that_cannot_be_named(furnished: Archive, asked: str, error: type[Exception]) -> None:
    for ask in (access_statement, lambda *given: access_proof(*given[:2], [given[2]])):
        with pytest.raises(error):
            ask(furnished, reader_of(furnished), asked)
    assert issubclass(error, Refused | Missing)


def test_eight_digits_are_enough_and_a_shared_beginning_is_not(furnished: Archive) -> None:
    id_ = statements(furnished)[0]
    for asked in (id_[:8], id_.upper(), f"stm-{id_}", f" {id_[:20]} "):
        assert access_statement(furnished, reader_of(furnished), asked).statement.id.hex() == id_
    furnished.database.raw.execute("SAVEPOINT twins")
    twin = bytes.fromhex(id_[:62] + ("00" if not id_.endswith("00") else "01"))
    furnished.database.raw.execute(
        "INSERT INTO statement SELECT 10000, log, position, ?, salt, op, about, says, type, value,"
        " language, basis FROM statement WHERE id = ?",
        (twin, bytes.fromhex(id_)),
    )
    with pytest.raises(StatementUnclear):
        access_statement(furnished, reader_of(furnished), id_[:8])
    furnished.database.raw.execute("ROLLBACK TO twins")
    furnished.database.raw.execute("RELEASE twins")
