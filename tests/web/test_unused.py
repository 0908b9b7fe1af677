"""A style sheet → the rules of it that pages can need."""

from __future__ import annotations

import re
from pathlib import Path

import material
import pytest
from lxml import html

from planpress.web.unused import without_unused, words_of


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("p{color:red}.a{b:c}", "p{color:red}.a{b:c}"),
        (".a .gone,.a>.b,.gone{c:d}", ".a>.b{c:d}"),
        (".gone{c:d}", ""),
        (".a:not(.gone){c:d}", ".a:not(.gone){c:d}"),
        (".a:is(.gone,.b){c:d}", ".a:is(.gone,.b){c:d}"),
        ("@media print{.gone{c:d}.b{c:d}}", "@media print{.b{c:d}}"),
        ("@supports (a:b){@media print{.gone{c:d}}}", ""),
        ("@font-face{font-family:x}@keyframes gone{to{c:d}}", "@font-face{font-family:x}@keyframes gone{to{c:d}}"),
        ("[data-md-x=slate]{c:d}[data-md-x=gone]{c:d}", "[data-md-x=slate]{c:d}"),
        (":root{--icon:url(a.svg)}[hidden]{c:d}", ":root{--icon:url(a.svg)}[hidden]{c:d}"),
    ],
)
def test_only_rules_for_what_no_page_has_are_left_out(text: str, left: str) -> None:
    assert without_unused(text, {"a", "b", "slate"}) == left


def test_a_class_that_a_script_sets_is_known() -> None:
    assert {"md-annotation", "b"} <= words_of('e.classList.add("md-annotation","b")')


def test_a_site_keeps_each_rule_that_matches_an_element_of_its_pages(harbour_site: Path) -> None:
    (sheet,) = harbour_site.glob("assets/stylesheets/main.*.css")
    text = sheet.read_text("utf-8")
    named = set(re.findall(r"\.(md-[\w-]+)", text))
    shown = set()
    for page in harbour_site.rglob("*.html"):
        shown |= {name for value in html.parse(str(page)).xpath("//@class") for name in value.split()}
    theme = (Path(material.__file__).parent / "templates" / "assets" / "stylesheets").glob("main.*.css")
    of_theme = set(re.findall(r"\.(md-[\w-]+)", next(theme).read_text("utf-8")))
    assert shown & of_theme <= named
    assert len(text) < 90_000
