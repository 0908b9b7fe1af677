"""The box of the print centre knows every sheet as it is printed, in a script that names what units share but once."""

from __future__ import annotations

import json

import pytest

from planpress.revisions.history import history_of
from planpress.sheets.printed import printed_now
from planpress.web.findable import OWN, findable_sheets
from planpress.web.sheet_lists import SheetIndex, saved_title


@pytest.mark.parametrize("name", ["real", "harbour"])
def test_every_sheet_can_be_told_from_its_kind_and_its_unit(name: str, request: pytest.FixtureRequest, project) -> None:
    campaign = request.getfixturevalue(name)
    sheets = printed_now(campaign, history_of(project if name == "real" else project / "nowhere")).all
    told = json.loads(findable_sheets(SheetIndex(campaign, tuple(sheets))).partition("=")[2].rstrip(";\n"))
    found = [
        (path.replace(OWN, unit), code.replace(OWN, mark), f"{name} {title}".strip())
        for unit, mark, name, _words, places in told["units"]
        for path, code, title in map(told["kinds"].__getitem__, places)
    ]
    assert sorted(found) == sorted((one.path, one.code, saved_title(campaign, one)) for one in sheets)
    assert len(told["kinds"]) < len(sheets)
