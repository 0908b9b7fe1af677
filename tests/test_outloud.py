"""PDF/UA: another program finds nothing to object to in a sheet of each form."""

from __future__ import annotations

from dataclasses import replace

import outloud
import pytest
from paper_kit import faces

from planpress.paper.press import press
from planpress.sheets import edition_of, sheets_of


@pytest.mark.parametrize("variant", ["normal", "large"])
def test_each_form_is_fit_for_screen_readers(harbour, tmp_path, variant):
    chosen = list({(found.form, found.unit is None): found for found in sheets_of(harbour)}.values())
    edition = replace(edition_of(harbour), variant=variant)
    press(chosen, edition, tmp_path / "out", tmp_path / "cache", faces(), 2)
    for found in chosen:
        report = outloud.check(str(tmp_path / "out" / found.path))
        assert [finding for finding in report.findings if str(finding.severity).lower().endswith("error")] == [], (
            found.code
        )
