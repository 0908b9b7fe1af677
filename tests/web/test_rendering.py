"""Foreign text is seen on a page as it stands, whatever HTML or Markdown might read in it."""

from __future__ import annotations

import posixpath
from dataclasses import replace
from html.parser import HTMLParser
from types import SimpleNamespace

import markdown
import pytest
import yaml
from kit.page import EXTENSIONS, seen
from kit.paths import CASES
from markupsafe import Markup

from planpress.sheets.listing import sheets_of
from planpress.web.rendering import anchor, lines, plain, relative, saved_as

CASES = yaml.safe_load((CASES / "markup" / "plain.yml").read_text("utf-8"))


def squeezed(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("text", CASES)
@pytest.mark.parametrize("place", ["{}", "## {}", "1{}", '<p class="clause">{}</p>', "before\n{}"])
def test_foreign_text_is_seen_as_it_stands(text: str, place: str) -> None:
    got = seen(place.format(plain(text)))
    expected = place.format(text).removeprefix("## ").removeprefix('<p class="clause">').removesuffix("</p>")
    assert squeezed(got.text) == squeezed(expected)
    assert set(got.tags) <= {"p", "h2"}


@pytest.mark.parametrize("text", CASES)
def test_foreign_text_stays_inside_an_attribute(text: str) -> None:
    attributes: list[str] = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attrs: attributes.extend(value for name, value in attrs if name == "title")
    parser.feed(markdown.markdown(f'<p title="{plain(text)}">x</p>', extensions=EXTENSIONS))
    assert attributes == [text]


def test_line_breaks_are_kept_where_a_template_asks_for_lines() -> None:
    assert lines("one\ntwo") == "one<br>two"
    assert "\n" not in plain("one\ntwo")


def test_what_is_markup_already_is_left_alone() -> None:
    assert plain(plain("a*b")) == plain("a*b")


def test_a_saved_file_says_whose_it_is(harbour) -> None:
    site = SimpleNamespace(campaign=harbour)
    names = {sheet.path: saved_as(site, sheet) for sheet in sheets_of(harbour)}
    assert (
        names["print/units/east-basin/cranes-list.pdf"] == "HWR-02-IL-EB East Basin Wardens Inspection list Cranes.pdf"
    )
    sheet = replace(sheets_of(harbour)[0], unit=None, title='A/B · "C"\n<d>: e?')
    assert saved_as(site, sheet).endswith(" A B C d e.pdf")


def test_an_anchor_is_an_id_and_nothing_else() -> None:
    assert anchor("_sector-gas") == Markup("_sector-gas")
    with pytest.raises(AssertionError):
        anchor('x" onclick="')


@pytest.mark.parametrize("here", ["index.html", "units/a.html", "a/b/c/d.html"])
@pytest.mark.parametrize("there", ["index.html", "units/b.html", "units/a/b.pdf", "a/b/x/y.html", "a/b/c/z.html"])
def test_an_address_is_relative_to_the_page(here: str, there: str) -> None:
    assert relative(there, here.split("/")[:-1]) == posixpath.relpath(there, posixpath.dirname(here) or ".")
