# SPDX-License-Identifier: Apache-2.0
"""Golden vectors of identity.db beside cases.db: what is settled, what waits, and each alarm.

A case gives the rows of both files that matter, and what whoever holds the key finds after settling.
"""

import tempfile
from pathlib import Path
from typing import Any

from vector_boxes import ARCHIVE, PERSON, filled, hpke_seal, plain
from vector_log import INVENTED, Stream

from kuzat.errors import KuzatError
from kuzat.keys import identity_box_secret
from kuzat.keys.box import public_key
from kuzat.log.statement import Draft, Statement, bind, withdraw
from kuzat.store import schema
from kuzat.store.cipher import Database
from kuzat.store.compartment import PUT, lay, open_compartment
from kuzat.store.opening import IdentityGone
from kuzat.store.settling import Settler, is_settled
from kuzat.terms import vocabulary

OTHER = "a1" * 16
Case = dict[str, Any]
PARTS = ("log", "salt", "op", "about", "says", "type", "value", "language", "basis")


class Desk:
    """Three names of a person and the taking back of one, with the key of the compartment."""

    def __init__(self) -> None:
        random = Stream("identities")
        self.key, self.random = random(32), random
        said = [
            Draft(about=PERSON, says="person.identity_name", type="text", value=value, language=language)
            for value, language in (("Айсулуу Күзөтова", "ky"), ("Oysuluv Kuzatova", "uz"), ("Aisuluu", "en"))
        ]
        self.names = [bind(one, INVENTED.log, random(16)) for one in said]
        self.back = bind(withdraw(self.names[2]), INVENTED.log, random(16))

    def box(self, one: Statement, archive: str = ARCHIVE) -> str:
        """The box of a statement."""
        info = b"kuzat/box/1\n" + bytes.fromhex(archive) + one.id
        receiver = public_key(identity_box_secret(self.key, ARCHIVE))
        return hpke_seal(self.random(32), receiver, info, b"", filled(plain(one))).hex()


def row(one: Statement) -> Case:
    """A row of identity.db."""
    held = {part: getattr(one, part) for part in PARTS}
    return {"id": one.id.hex()} | held | {"salt": one.salt.hex()}


def sealed(one: Statement, box: str | None, about: str = PERSON) -> Case:
    """A row of the table sealed of cases.db."""
    return {"statement": one.id.hex(), "about": about, "epoch": 1, "box": box}


def identities() -> list[Case]:
    """What is found, and the alarms."""
    desk = Desk()
    first, second, third = desk.names
    whole = [sealed(one, None) for one in (*desk.names, desk.back)]
    rows = [row(one) for one in (*desk.names, desk.back)]
    waiting = sealed(first, desk.box(first))
    moved = sealed(first, desk.box(first), "per-" + "8b" * 16)
    good = {
        "empty": ([], [], []),
        "settled": (whole, rows, []),
        "boxed": ([waiting], [], []),
        "settled_again_after_a_crash": ([waiting], [row(first)], []),
        "one_settled_one_boxed": ([waiting, sealed(second, None)], [row(second)], []),
        "erased": ([sealed(first, None), sealed(second, None)], [row(second)], [first]),
        "erased_by_who_could_not_open": ([sealed(first, None)], [row(first)], [first]),
        "box_of_another_archive": ([sealed(first, desk.box(first, OTHER))], [], []),
        "box_of_another_statement": (
            [sealed(first, desk.box(second)), sealed(second, None)],
            [row(second)],
            [],
        ),
        "box_filed_under_another_record": ([moved], [], []),
    }
    wrong = {
        "statement_missing": (whole, rows[1:], []),
        "another_one_erased": (whole, rows[1:], [third]),
        "file_gone": (whole, None, []),
        "statement_unknown": (whole[1:], rows, []),
    }
    cases = [_case(name, desk, *one) for name, one in {**good, **wrong}.items()]
    cases.append(_case("file_of_another_archive", desk, whole, rows, []) | {"archive_of_file": OTHER})
    for case in cases:
        try:
            case |= {"found": found(case)}
        except KuzatError as error:
            case |= {"alarm": error.code}
    alarmed = {case["name"] for case in cases if "alarm" in case}
    assert alarmed == {*wrong, "file_of_another_archive"}, alarmed
    return cases


def _case(
    name: str, desk: Desk, in_cases: list[Case], in_identity: list[Case] | None, erased: list[Statement]
) -> Case:
    return {
        "name": name,
        "archive": ARCHIVE,
        "archive_of_file": ARCHIVE,
        "identity/1": desk.key.hex(),
        "log": INVENTED.log,
        "sealed": in_cases,
        "erased": [one.id.hex() for one in erased],
        "identity.db": in_identity,
    }


def found(case: Case) -> Case:
    """What our program finds in two databases with these rows. Raises the alarm."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(Path(folder) / "cases.db", bytes(32), fresh=True)
        try:
            return _found(case, database, Path(folder) / "identity.db")
        finally:
            database.close()


def _fill(database: Database, case: Case) -> None:
    """The rows of cases.db: the log, what is sealed, and the tombstones, one entry each."""
    raw: Any = database.raw
    for statement in schema.laid(schema.log_tables):
        raw.execute(statement)
    raw.execute("INSERT INTO log (key, id, public_key) VALUES (1, ?, zeroblob(32))", (case["log"],))
    raw.executemany(
        "INSERT INTO sealed (statement, log, position, about, epoch, box) VALUES (?, 1, 1, ?, ?, ?)",
        [
            (
                bytes.fromhex(one["statement"]),
                one["about"],
                one["epoch"],
                one["box"] and bytes.fromhex(one["box"]),
            )
            for one in case["sealed"]
        ],
    )
    raw.executemany(
        "INSERT INTO statement (log, position, id, salt, op, about, says, type, value)"
        " VALUES (1, 2, ?, zeroblob(16), 'set', ?, 'any.erased', 'statement', ?)",
        [(bytes.fromhex(id_)[::-1], PERSON, id_) for id_ in case["erased"]],
    )


def _values(one: Case) -> tuple[Any, ...]:
    said = {**one, "id": bytes.fromhex(one["id"]), "salt": bytes.fromhex(one["salt"])}
    return tuple(said[part] for part in ("id", *PARTS))


def _found(case: Case, database: Database, path: Path) -> Case:
    held = {1: bytes.fromhex(case["identity/1"])}
    words = vocabulary.load()
    with database.writing():
        _fill(database, case)
    if case["identity.db"] is None:
        if is_settled(database):
            raise IdentityGone()
        raise AssertionError("nothing is missing")
    compartment = lay(path, held, case["archive"], words)
    with compartment.database.writing():
        stated = (bytes.fromhex(case["archive_of_file"]),)
        compartment.raw.execute("UPDATE setting SET value = ? WHERE name = 'archive'", stated)
        compartment.raw.executemany(PUT, [_values(one) for one in case["identity.db"]])
    compartment.close()
    compartment = open_compartment(path, held, case["archive"], words)
    try:
        settler = Settler(database, compartment, held, case["archive"], {1})
        settler.check()
        with database.writing():
            settler.settle()
        waiting = database.rows("SELECT lower(hex(statement)) FROM sealed WHERE box IS NOT NULL ORDER BY 1")
        live = compartment.saying("person.identity_name")
        return {
            "held": sorted(id_.hex() for id_ in compartment.ids()),
            "waiting": [id_ for (id_,) in waiting],
            "names": {one.id.hex(): one.value for one in live},
        }
    finally:
        compartment.close()
