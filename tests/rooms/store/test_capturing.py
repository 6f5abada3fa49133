# SPDX-License-Identifier: Apache-2.0
"""Which lists of an archive name which victims: who is counted, who is left out, and who may ask."""

from pathlib import Path

import pytest
from tests.people import open_as
from tests.template import Template

from kuzat.analysis.estimation import NoLists, by_stratum
from kuzat.keys import NotForThisRole
from kuzat.records.sameness import Verdict, judge
from kuzat.store import Archive, access_captures, reader_of
from kuzat.testing import Maker

TEMIR, NURLAN, AIGUL = "Темир Байсалов", "Нурлан Мамытов", "Айгүл Токтогулова"


class Lists(Maker):
    """Says who was detained, by rows of lists."""

    def row(self, of: str | None, **more: str) -> str:
        """A row of a list, or of none."""
        return self.new("information", publisher="Practice", **({"list": of} if of else {}), **more)

    def named(
        self,
        basis: str,
        name: str | None,
        *,
        kind: str = "person_kind.person",
        start: str = "2019-07-08",
        act: str = "act.liberty.arbitrary_detention",
    ) -> str:
        """A victim whom this row names."""
        person = self.new("person", basis=self.page(), country="KG")
        if kind:
            self.add(person, kind=kind)
        if name:
            self.add(person, basis=self.page(), name=name)
        event = self.new("event", basis=basis, start=start, region="XP-1")
        self.new("act", basis=basis, event=event, victim=person, start=start, type=act)
        return person


def tables(archive: Archive, **asked: object) -> list[tuple[tuple[str, ...], list[int]]]:
    captured = access_captures(archive, reader_of(archive), **asked)  # type: ignore[arg-type]
    found = by_stratum(captured.namings, captured.likely.linked.root)
    return [(one.values, one.table.dense().tolist() if one.table else []) for one in found]


def test_people_of_two_lists_are_counted_once_where_linkage_joins_them(archive: Archive) -> None:
    lists = Lists(archive)
    one = lists.named(lists.row("court"), TEMIR)
    other = lists.named(lists.row("clinic"), "Temir Bajsalov")
    lists.named(lists.row("court"), NURLAN)
    assert tables(archive) == [((), [0, 1, 1])]
    archive.say(judge(one, other, Verdict.DIFFERENT, "Two neighbours know both"))
    assert tables(archive) == [((), [1, 2, 0])]
    archive.say(judge(one, lists.named(lists.row("clinic"), TEMIR), Verdict.SAME, "His sister says so"))
    assert tables(archive) == [((), [1, 1, 1])]


def test_a_reprint_is_no_second_list(archive: Archive) -> None:
    lists = Lists(archive)
    agency = lists.row("agency")
    lists.named(agency, TEMIR)
    lists.named(lists.row("paper", copy_of=agency), NURLAN)
    with pytest.raises(NoLists):
        tables(archive)
    lists.named(lists.row("clinic"), AIGUL)
    assert tables(archive) == [((), [2, 1, 0])]


def test_a_collection_without_lists_gives_no_table(archive: Archive) -> None:
    lists = Lists(archive)
    for name in (TEMIR, NURLAN):
        lists.named(lists.row(None), name)
    with pytest.raises(NoLists):
        tables(archive)


def test_whoever_cannot_be_linked_and_whom_no_list_names_is_counted_and_left_out(archive: Archive) -> None:
    lists = Lists(archive)
    lists.named(lists.row("court"), TEMIR)
    lists.named(lists.row("clinic"), NURLAN)
    lists.named(lists.row("court"), None)
    lists.named(lists.page(), AIGUL)
    lists.named(lists.row("court"), "Семья Мамытовых", kind="person_kind.family")
    lists.named(lists.row("court"), "Эрмек Асан уулу", kind="")
    captured = access_captures(archive, reader_of(archive))
    assert captured.lists == ("clinic", "court")
    assert (len(captured.namings), captured.unlinked, captured.unlisted) == (3, 2, 1)


def test_strata_kinds_of_act_and_lists_that_were_chosen(archive: Archive) -> None:
    lists = Lists(archive)
    lists.named(lists.row("court"), TEMIR, start="2019-07-08")
    lists.named(lists.row("clinic"), NURLAN, start="2019")
    lists.named(lists.row("press"), AIGUL, start="2020-01/2021-03", act="act.life.killing")
    assert tables(archive, by=("year", "region")) == [
        (("—", "XP-1"), []),
        (("2019", "XP-1"), [1, 1, 0]),
    ]
    assert tables(archive, act="act.liberty") == [((), [1, 1, 0])]
    assert tables(archive, only=("press", "court")) == [((), [1, 1, 0])]


def test_where_accounts_differ_no_stratum_is_chosen(archive: Archive) -> None:
    lists = Lists(archive)
    court, press = lists.row("court"), lists.row("press")
    lists.named(lists.row("clinic"), NURLAN)
    for name, of in ((TEMIR, "act"), (AIGUL, "event")):
        victim = lists.new("person", basis=lists.page(), name=name)
        event = lists.new("event", basis=court, start="2019-07-08", region="XP-1")
        dated = {"start": "2019-07-08", "region": "XP-1"} if of == "act" else {}
        act = lists.new("act", basis=court, event=event, victim=victim, type="act.life.killing", **dated)
        if of == "act":
            lists.add(act, basis=press, start="2017-01-02", region="XP-2")
        else:
            lists.add(event, basis=press, start="2017-01-02")
    captured = access_captures(archive, reader_of(archive), by=("year", "region"))
    told = {tuple(map(tuple, map(sorted, one.strata))) for one in captured.namings}
    assert told == {
        (("2019",), ("XP-1",)),
        (("2017", "2019"), ("XP-1", "XP-2")),
        (("2017", "2019"), ("XP-1",)),
    }


def test_who_sees_a_part_only_is_given_no_figure_of_it(archive: Archive, template: Template) -> None:
    lists = Lists(archive)
    lists.named(lists.row("court"), TEMIR)
    lists.named(lists.row("clinic"), NURLAN)
    archive.close()
    with (
        open_as(Path(archive.path), template.unlocked, "observer") as seen,
        pytest.raises(NotForThisRole),
    ):
        access_captures(seen, reader_of(seen))
