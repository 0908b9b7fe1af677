"""axe-core finds nothing on any kind of page, wide or narrow, light or dark."""

from __future__ import annotations

from pathlib import Path

import pytest
from kit.paths import AXE

KINDS = (
    "index.html",
    "plan/index.html",
    "sectors/gas.html",
    "sectors/fire.html",
    "units/yaomeng.html",
    "units/mazhuang.html",
    "units/yaomeng/changes.html",
    "revisions/index.html",
    "revisions/1.html",
    "revisions/1/gas.html",
    "matrix.html",
    "timeline.html",
    "print.html",
    "print-by-sector.html",
    "print-by-form.html",
    "check.html",
    "check.html?c=PZA29-02-QD-CZX&f=00000000",
    "terms.html",
    "notes.html",
    "handbook/index.html",
    "handbook/change.html",
)
RUN = """axe.run(document, {resultTypes: ["violations"], rules: {"target-size": {enabled: true}}})
  .then(result => result.violations)"""
"""With the one rule that axe leaves out unless asked: what a finger has to hit is 24 px high and wide."""


@pytest.mark.browser
@pytest.mark.parametrize(("width", "dark"), [(1280, False), (1280, True), (390, False), (390, True)])
def test_axe_finds_nothing(real_site: Path, open_page, width: int, dark: bool) -> None:
    found = []
    page = open_page(f"{real_site.as_uri()}/index.html", width, dark=dark)
    for name in KINDS:
        page.goto(f"{real_site.as_uri()}/{name}")
        page.evaluate(AXE.read_text("utf-8"))  # the page's own policy refuses a script tag
        violations = page.evaluate(RUN)
        found += [f"{name}: {v['id']}: {node['html'][:160]}" for v in violations for node in v["nodes"][:3]]
    assert found == []
