"""axe-core finds nothing on any kind of page, wide or narrow, light or dark."""

from __future__ import annotations

from pathlib import Path

import pytest
from kit.paths import AXE

from planpress.content.validate import read
from planpress.revisions.history import history_of
from planpress.sheets.edition import edition_of
from planpress.sheets.printed import printed_now
from planpress.web.pages import pages_of

RUN = """options => axe.run(document, {resultTypes: ["violations"], ...options}).then(result => result.violations)"""
LIGHT = {"rules": {"target-size": {"enabled": True}}}
"""With the one rule that axe leaves out unless asked: what a finger has to hit is 24 px high and wide."""

DARK = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""The rules that look at colours: but for the switch in the head, they are all that is otherwise in the dark."""


@pytest.fixture(scope="module")
def names(published: Path) -> list[str]:
    """The first and the last page of each kind, and a sheet that is checked."""
    root = published.parent / "campaign"
    campaign, history = read(root).campaign, history_of(root)
    by_kind: dict[str, list[str]] = {}
    for page in pages_of(campaign, printed_now(campaign, history).all, edition_of(campaign), history=history).public:
        by_kind.setdefault(page.template, []).append(page.address)
    assert len(by_kind) > 12
    ends = [name for kind in by_kind.values() for name in dict.fromkeys((kind[0], kind[-1]))]
    return [*ends, "check.html?c=PZA29-02-QD-CZX&f=00000000"]


@pytest.mark.browser
@pytest.mark.parametrize(("width", "dark"), [(1280, False), (1280, True), (390, False), (390, True)])
def test_axe_finds_nothing(real_site: Path, names: list[str], open_page, address_of, width: int, dark: bool) -> None:
    found, home = [], address_of(real_site)
    page = open_page(home + "index.html", width, dark=dark)
    for name in names:
        page.goto(home + name)
        page.wait_for_selector(".md-version", state="attached")
        page.evaluate(AXE.read_text("utf-8"))  # the page's own policy refuses a script tag
        violations = page.evaluate(RUN, DARK if dark and name != names[0] else LIGHT)
        found += [f"{name}: {v['id']}: {node['html'][:160]}" for v in violations for node in v["nodes"][:3]]
    assert found == []
