"""Campaign → the rows of tables: a source for each kind of rows, each row with an id for good."""

from __future__ import annotations

from typing import get_args

import pytest

from planpress.blocks.kind import RowsOf
from planpress.sheets.rows import rows_for


@pytest.mark.parametrize("of", get_args(RowsOf))
def test_each_kind_of_rows_has_a_source_and_ids_that_differ(of: RowsOf, real, harbour) -> None:
    for campaign in (real, harbour):
        rows = rows_for(campaign, campaign.sectors[0], 3, campaign.report_days)(of)
        assert len({row.id for row in rows}) == len(rows)
        assert bool(rows) == (of != "blank") or (campaign is harbour and of == "indicators")


def test_no_checklist_is_listed_on_a_sheet_of_no_sector(harbour) -> None:
    assert rows_for(harbour)("items") == ()


def test_no_copies_are_listed_where_none_were_issued(harbour) -> None:
    assert rows_for(harbour)("copies") == ()
