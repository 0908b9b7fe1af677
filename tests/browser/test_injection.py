"""Text of a plan stays text: in no output does it make an element, a script, a formula, a field, a link or an entry.

One campaign is filled with hostile text and built, and once more with letters in its place: both must be alike but
for the letters.
"""

from __future__ import annotations

import datetime
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pikepdf
import pytest
from kit.folder import edit
from kit.hostile import STRINGS, filled, harmless, hostile
from kit.paper import set_in_type
from kit.revision import constructed
from kit.searching import answers
from lxml import etree

from planpress.content.validate import read
from planpress.errors import ContentError
from planpress.office.files import office_files
from planpress.release import prepare, seal
from planpress.revisions.history import history_of
from planpress.revisions.request import ReleaseRequest
from planpress.sheets.edition import Edition, edition_of
from planpress.sheets.printed import printed_now
from planpress.sheets.sheet import Sheet
from planpress.web.finish import finish_pages, parsed
from planpress.web.mkdocs import build_site
from planpress.web.site import site_of

ISSUED, EFFECTIVE = datetime.date(2031, 10, 1), datetime.date(2031, 10, 8)

MOST_LEFT = 95
"""Fields of the small campaign that are no text: dates, addresses, words of which there is a list."""


class Made(NamedTuple):
    """A campaign with a sealed revision before it: its pages, files for office programs, and what it prints."""

    site: Path
    files: dict[str, bytes]
    sheets: tuple[Sheet, ...]
    edition: Edition


def made(root: Path, change: Callable[[str, int], str]) -> Made:
    reason = ReleaseRequest(
        "revision", change("Why", 1), ISSUED, EFFECTIVE, document_number=change("No", 2), meaning=change("What", 4)
    )
    seal(root, prepare(root, reason))
    campaign, history = read(root).campaign, history_of(root)
    edition, printed = edition_of(campaign, "https://plan.example/"), printed_now(campaign, history)
    site = root.parent / "site"
    build_site(site_of(campaign, printed.all, edition, history=history), site)
    finish_pages(site, edition.language)
    return Made(site, dict(office_files(campaign, printed.sheets, edition, None)), printed.all, edition)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Made, Made]:
    """Return the same campaign, made with hostile text and with harmless text."""
    evil, tame = (constructed(tmp_path_factory.mktemp(name), 1) for name in ("evil", "tame"))
    left = filled(evil, hostile)
    assert len(left) <= MOST_LEFT
    filled(tame, harmless, left)
    return made(evil, hostile), made(tame, harmless)


Shape = list[tuple[str, tuple[str, ...]]]


def shape(tree: etree._Element | None) -> Shape:
    """Return the elements of a tree in order, each with the names of its attributes."""
    assert tree is not None
    return [
        (part.tag if isinstance(part.tag, str) else part.tag.__name__, tuple(sorted(part.attrib)))
        for part in tree.iter()
    ]


def pairs(both: tuple[Made, Made], pattern: str) -> Iterator[tuple[str, bytes, bytes]]:
    """Yield every file of the two sites whose name fits, with its name, but for the sum of what it says."""
    evil, tame = (
        {
            re.sub("-[0-9a-f]{16}", "-sum", path.relative_to(one.site).as_posix()): path
            for path in one.site.rglob(pattern)
            if path.is_file()
        }
        for one in both
    )
    assert evil.keys() == tame.keys()
    assert evil
    for name, path in evil.items():
        yield name, path.read_bytes(), tame[name].read_bytes()


def office_pairs(both: tuple[Made, Made], kind: str) -> Iterator[tuple[str, bytes, bytes]]:
    evil, tame = (one.files for one in both)
    assert evil.keys() == tame.keys()
    names = [name for name in evil if name.endswith(kind)]
    assert names
    for name in names:
        yield name, evil[name], tame[name]


def addresses(tree: etree._Element | None) -> list[str]:
    assert tree is not None
    return [value for part in tree.iter() for name, value in part.attrib.items() if name in {"href", "src", "action"}]


def test_pages_have_the_same_elements_attributes_and_addresses(both: tuple[Made, Made]) -> None:
    for name, evil, tame in pairs(both, "*.html"):
        one, other = parsed(evil), parsed(tame)
        assert shape(one) == shape(other), name
        assert addresses(one) == addresses(other), name
    plan = parsed((both[0].site / "plan" / "index.html").read_bytes())
    assert plan is not None
    assert "<script>alert(1)</script>" in "".join(plan.itertext())


@pytest.mark.parametrize("pattern", ["*.xml", "*.svg"])
def test_feeds_the_list_of_pages_and_drawings_have_the_same_elements(both: tuple[Made, Made], pattern: str) -> None:
    for name, evil, tame in pairs(both, pattern):
        assert shape(etree.fromstring(evil)) == shape(etree.fromstring(tame)), name


def test_charts_have_the_same_elements(both: tuple[Made, Made]) -> None:
    for name, evil, tame in office_pairs(both, ".svg"):
        assert shape(etree.fromstring(evil)) == shape(etree.fromstring(tame)), name


def form(value: object, counted: bool) -> object:
    """Return a value of JSON with the kinds of its texts and numbers alone; of a list, if not `counted`, each once."""
    if isinstance(value, dict):
        return {key: form(part, counted) for key, part in value.items()}
    if isinstance(value, list):
        parts = [form(part, counted) for part in value]
        return parts if counted else [part for at, part in enumerate(parts) if part not in parts[:at]]
    return type(value).__name__


def test_data_for_programs_has_the_same_form(both: tuple[Made, Made]) -> None:
    """How many changes a sheet shows follows from their words: harmless ones are more often like each other."""
    for name, evil, tame in [*pairs(both, "*.json"), *pairs(both, "*.js")]:
        if evil != tame:
            one, other = (json.loads(re.sub(r"^[^{\[]*=\s*|;\s*$", "", data.decode())) for data in (evil, tame))
            counted = not name.startswith("differences")
            assert form(one, counted) == form(other, counted), name


def test_results_of_the_search_which_are_shown_as_html_have_no_other_elements(both: tuple[Made, Made]) -> None:
    every = answers(both[0].site, ["onmouseover", "script", "alert", "quay", "crane", "row"])
    shown = [one[field] for answer in every for group in answer.groups for one in group for field in ("title", "text")]
    assert len(shown) > 50
    for words in shown:
        assert re.fullmatch(r"(?:[^<>\"']|<mark>[^<>\"']*</mark>)*", words), words


FIELDS = ("{*}f", "{*}instrText", "{*}fldSimple")
"""A formula of a spreadsheet, and what a field of a letter does."""


@pytest.mark.parametrize("kind", [".xlsx", ".docx"])
def test_office_files_have_the_same_parts_elements_and_links(both: tuple[Made, Made], kind: str) -> None:
    """So no cell is a formula, and no field of a letter is other than ours."""
    for name, evil, tame in office_pairs(both, kind):
        one, other = (zipfile.ZipFile(io.BytesIO(data)) for data in (evil, tame))
        assert one.namelist() == other.namelist(), name
        for part in one.namelist():
            if part.endswith((".xml", ".rels")):
                found, wanted = etree.fromstring(one.read(part)), etree.fromstring(other.read(part))
                assert shape(found) == shape(wanted), (name, part)
                assert [part.text for part in found.iter(*FIELDS)] == [part.text for part in wanted.iter(*FIELDS)], name
            if part.endswith(".rels"):
                assert one.read(part) == other.read(part), (name, part)


def test_calendars_have_the_same_entries(both: tuple[Made, Made]) -> None:
    for name, evil, tame in office_pairs(both, ".ics"):
        one, other = (
            [re.split("[:;]", line, maxsplit=1)[0] for line in re.sub("\r\n[ \t]", "", data.decode()).split("\r\n")]
            for data in (evil, tame)
        )
        assert one == other, name


DOES = {"/JavaScript", "/JS", "/OpenAction", "/AA", "/Launch", "/EmbeddedFile", "/EF", "/SubmitForm", "/GoToR", "/XFA"}
"""Keys and values of a PDF that make a reader do something."""


def test_no_sheet_does_anything_or_leads_elsewhere(both: tuple[Made, Made]) -> None:
    """One of each kind."""
    evil = both[0]
    for sheet in {sheet.template: sheet for sheet in evil.sheets}.values():
        with pikepdf.open(io.BytesIO(set_in_type(sheet, evil.edition).pdf)) as pdf:
            for thing in pdf.objects:
                if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
                    said = {str(key) for key in thing} | {
                        str(thing.get(key, "")) for key in ("/S", "/Subtype", "/Type")
                    }
                    assert not said & DOES, (sheet.template, said & DOES)
                    assert str(thing.get("/URI", evil.edition.site_url)).startswith(evil.edition.site_url)


@pytest.mark.browser
def test_no_script_of_ours_makes_an_element_of_it(both: tuple[Made, Made], open_page: Callable) -> None:
    home = f"{both[0].site.as_uri()}/"
    page = open_page("about:blank")
    done: list[str] = []
    page.on("dialog", lambda dialog: done.append(dialog.message))
    page.on("pageerror", lambda error: done.append(str(error)))
    page.goto(home + "index.html")
    page.fill(".md-search__input", "onmouseover")
    page.wait_for_selector(".md-search-result__item a")
    assert "alert(" in page.locator(".md-search-result__list").inner_text()
    assert page.locator(".md-search-result__list").locator("img, script, iframe, [onload], [onmouseover]").count() == 0
    for name in ("units/quay-office.html", "print.html", "sectors/quays.html", "units/quay-office/changes.html"):
        page.goto(home + name)
        assert page.locator("body > script:not([src]):not([type]), [onerror], [onload], [onmouseover]").count() == 0
    assert done == []


# ---------------------------------------------------------------- what is told instead


@pytest.mark.parametrize("text", STRINGS["refused"])
def test_signs_that_no_one_sees_are_told(text: str, tmp_path: Path) -> None:
    root = constructed(tmp_path, 1)
    edit(root, "sectors/01-quays.yml", "Ladders are painted.", json.dumps(text))
    with pytest.raises(ContentError, match=r"sectors/01-quays\.yml"):
        read(root)


@pytest.mark.parametrize("text", STRINGS["refused_ids"])
def test_an_id_that_would_be_another_address_is_told(text: str, tmp_path: Path) -> None:
    root = constructed(tmp_path, 1)
    edit(root, "sectors/01-quays.yml", "- id: do-2", f"- id: {json.dumps(text)}")
    with pytest.raises(ContentError, match=r"sectors/01-quays\.yml"):
        read(root)


def test_a_tag_of_yaml_is_told_and_does_nothing(tmp_path: Path) -> None:
    root = constructed(tmp_path, 1)
    edit(root, "sectors/01-quays.yml", "Ladders are painted.", f"!!python/object/apply:os.mkdir [{tmp_path}/made]")
    with pytest.raises(ContentError, match=r"sectors/01-quays\.yml"):
        read(root)
    assert not (tmp_path / "made").exists()
