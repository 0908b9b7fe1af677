"""Our style sheets → one that pages load."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from lxml import etree

from planpress.errors import BuildError
from planpress.web.styles import ON_DISK, PATH, finished, joined, with_icons_as_files


def test_a_later_sheet_stands_after_an_earlier_one() -> None:
    assert joined({"css/a.css": "p { color: red }\n\n", "css/b.css": "\np { color: blue }"}) == (
        "p { color: red }\np { color: blue }\n"
    )


@pytest.mark.parametrize("rule", ['@import "x.css";', '@charset "utf-8";', "@namespace svg url(x);"])
def test_a_rule_that_would_be_lost_is_refused(rule: str) -> None:
    with pytest.raises(BuildError, match=r"css/b\.css.*" + rule.split()[0]):
        joined({"css/a.css": "p { color: red }", "css/b.css": rule})


def test_a_sheet_whose_addresses_would_lead_elsewhere_is_refused() -> None:
    with pytest.raises(BuildError, match=r"vendor/a\.css"):
        joined({"vendor/a.css": "p { background: url(a.png) }"})


def test_a_page_loads_all_sheets_as_one(project: Path, harbour_site: Path) -> None:
    settings = (project / "mkdocs.yml").read_text("utf-8")
    names = yaml.safe_load(re.search(r"^extra_css:.*?(?=^\w)", settings, re.MULTILINE | re.DOTALL)[0])["extra_css"]
    assets = project / "site_templates" / "assets"
    assert len(names) > 1
    one = joined({name: (assets / name).read_text("utf-8") for name in names})
    assert (harbour_site / PATH).read_text("utf-8") == finished({PATH: one})[PATH]
    assert sorted(path.name for path in (harbour_site / "css").iterdir()) == [
        "on-disk.css",
        "print.css",
        "site.css",
        "withdrawn.css",
    ]
    head = (harbour_site / "sectors" / "quays.html").read_text("utf-8").partition("</head>")[0]
    waited_for = [tag for tag in re.findall(r"<link[^>]*stylesheet[^>]*>", head) if 'media="print"' not in tag]
    assert [tag for tag in waited_for if "assets/stylesheets" not in tag] == [
        '<link rel="stylesheet" href="../css/site.css">'
    ]
    assert "<script src" not in head


ICON = """--a: url("data:image/svg+xml,%3Csvg xmlns='x'/%3E"); color: red"""


def test_an_icon_becomes_a_file_and_stays_data_in_a_sheet_of_its_own() -> None:
    other = ICON.replace("--a", "--b-c").replace(",%3C", ";charset=utf-8,%3C")
    assert with_icons_as_files({"css/a.css": f":root {{ {ICON} }}", "theme/css/b.css": f"p {{ {other} }}"}) == {
        "css/a.css": ':root { --a:url("../img/icons/a.svg"); color: red }',
        "theme/css/b.css": 'p { --b-c:url("../../img/icons/b-c.svg"); color: red }',
        "img/icons/a.svg": "<svg xmlns='x'/>",
        "img/icons/b-c.svg": "<svg xmlns='x'/>",
        ON_DISK: ":root {\n"
        """  --a: url("data:image/svg+xml,%3Csvg xmlns='x'/%3E");\n"""
        """  --b-c: url("data:image/svg+xml,%3Csvg xmlns='x'/%3E");\n}\n""",
    }


@pytest.mark.parametrize("sheet", ["p { background: url(data:image/png;base64,AA) }", f"{ICON} {ICON}"])
def test_other_data_in_a_sheet_is_refused(sheet: str) -> None:
    with pytest.raises(BuildError, match=r"css/a\.css"):
        with_icons_as_files({"css/a.css": sheet})


def test_no_style_sheet_of_a_site_holds_data_but_the_one_for_disks(harbour_site: Path) -> None:
    sheets = {
        path.relative_to(harbour_site).as_posix(): path.read_text("utf-8") for path in harbour_site.rglob("*.css")
    }
    assert [name for name, text in sheets.items() if "data:" in text] == [ON_DISK]
    for name in re.findall(r"--([\w-]+): url", sheets[ON_DISK]):
        assert etree.fromstring((harbour_site / "img" / "icons" / f"{name}.svg").read_bytes()).tag.endswith("svg")


TEMPLATES = ("site_templates/pages", "site_templates/theme", "site_templates/charts", "macros")
CLASSES = re.compile(r'class="(?:[^"{]|\{\{.*?\}\}|\{%.*?%\})*"|\{ [^{}%]*\}', re.DOTALL)
"""The classes of an element, as a template writes them in HTML and in Markdown."""


def test_every_class_of_our_style_sheets_stands_in_a_template_or_script(project: Path) -> None:
    assets = project / "site_templates" / "assets"
    named: set[str] = set()
    for sheet in (assets / "css").glob("*.css"):
        selectors = re.sub(r"/\*.*?\*/|\{[^{}]*\}", " ", sheet.read_text("utf-8"), flags=re.DOTALL)
        named.update(re.findall(r"\.([a-zA-Z][\w-]*)", selectors))
    templates = [path for folder in TEMPLATES for path in (project / folder).rglob("*.*") if path.suffix != ".css"]
    written = [found for path in templates for found in CLASSES.findall(path.read_text("utf-8"))]
    text = " ".join([*written, *(path.read_text("utf-8") for path in (project / "site_templates").rglob("*.js"))])
    words = set(re.findall(r"[a-zA-Z][\w-]*", text))
    begun = tuple(re.findall(r'([a-zA-Z][\w-]*(?:--|__))(?:\{\{|\$\{|" ~)', text))  # a word of the data follows
    theirs = "md-"  # Material's
    assert sorted(name for name in named if name not in words and not name.startswith((*begun, theirs))) == []
