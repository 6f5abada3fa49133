# SPDX-License-Identifier: Apache-2.0
"""The queue leads to a sheet of which rows were not taken; its page says why and strikes them."""

from pathlib import Path

from tests.rooms.web.test_writing import Office
from tests.sheets import sheet
from tests.template import Template

from kuzat.store import import_sheet


def test_refused_rows_wait_and_are_struck(template: Template, tmp_path: Path) -> None:
    path = tmp_path / "office.archive"
    with template.copy(path) as archive:
        exhibit = import_sheet(archive, sheet("K-2,A second march,31.02.2020,Bishkek,2,")).exhibit
    desk = Office(path, template, "").desk("coder")
    address = f"/record/{exhibit}"
    assert address in desk.get("/waiting?what=refused").links
    page = desk.get(address)
    assert "Row 2, column day: expected" in page.words
    assert "31.02" not in page.words
    desk.post(f"/exhibit/{exhibit}/refused")
    assert (desk.path, "Row 2" in desk.words) == (address, False)
    assert address not in desk.get("/waiting?what=refused").links
