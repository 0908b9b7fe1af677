"""A language is a catalogue and nothing else: one that nobody speaks builds a campaign, pages and paper."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pymupdf
import pytest
from babel.messages.pofile import read_po
from kit.paths import FONTS, HARBOUR, PROJECT
from kit.pseudo import PSEUDO, pseudo, write_pseudo
from lxml import html

from planpress.i18n import LOCALE
from planpress.web.pages.handbook import FOLDER

SEEN = ("title", "alt", "aria-label", "placeholder")
"""Attributes that are read to people."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small campaign in that language, as a build makes it: what does not fit on paper would stop it."""
    if not FONTS.is_dir():
        pytest.skip("no fonts")
    root = tmp_path_factory.mktemp("language")
    write_pseudo(root)
    shutil.copytree(HARBOUR, root / "campaign")
    plan = root / "campaign" / "content" / "plan.yml"
    plan.write_text(plan.read_text("utf-8").replace("language: en", f"language: {PSEUDO}"), "utf-8")
    (root / ".build").mkdir()
    (root / ".build" / "fonts").symlink_to(FONTS)
    words = ["--campaign", root / "campaign", "--build-dir", root / ".build", "build", "--site", root / "site"]
    env = os.environ | {"PLANPRESS_LOCALE": str(root)}
    told = subprocess.run(
        [sys.executable, PROJECT / "build.py", *words], env=env, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stdout + told.stderr
    assert pseudo("sheets") in told.stdout
    return root / "site"


@pytest.fixture(scope="module")
def ours() -> frozenset[str]:
    """What the English catalogue says in words, and neither the campaign does nor a title of the English handbook."""
    with (LOCALE / "en.po").open("rb") as source:
        said = [text for found in read_po(source, locale="en") if found.id for text in _texts(found.string)]
    its = " ".join(path.read_text("utf-8") for path in HARBOUR.rglob("*.yml"))
    its += " ".join(path.read_text("utf-8").split("---")[1] for path in (FOLDER / "en").glob("*.md"))
    worded = re.compile(r"[A-Z][a-z]{3,}( [a-z]+)*[.:]?|[A-Za-z]+( [a-z]+)+[.:]?")
    return frozenset(text for text in said if worded.fullmatch(text) and text not in its)


def _texts(words: str | tuple[str, ...] | list[str]) -> list[str]:
    return [words] if isinstance(words, str) else list(words)


def test_pages_say_everything_in_it(site: Path, ours: frozenset[str]) -> None:
    left = {}
    pages = [path for path in site.rglob("*.html") if "handbook" not in path.parts and path.name != "404.html"]
    for path in pages:
        tree = html.fromstring(path.read_bytes())
        assert tree.get("lang") == PSEUDO, path
        for element in tree.xpath("//script|//style"):
            element.drop_tree()
        words = [tree.text_content(), *(word for name in SEEN for word in tree.xpath(f"//@{name}"))]
        text = " ".join(" ".join(words).split())
        left |= {words: path.name for words in ours if re.search(rf"\b{re.escape(words)}\b", text)}
    assert len(pages) > 15
    assert left == {}


def test_paper_says_everything_in_it(site: Path, ours: frozenset[str]) -> None:
    paper = sorted((site / "print").rglob("*.pdf"))
    assert len(paper) > 20
    for path in paper:
        with pymupdf.open(path) as opened:
            text = " ".join(" ".join(page.get_text() for page in opened).split())
        assert [words for words in ours if re.search(rf"\b{re.escape(words)}\b", text)] == [], path.name


def test_its_handbook_is_the_english_one_and_says_so(site: Path) -> None:
    page = html.fromstring((site / "handbook" / "index.html").read_bytes())
    assert pseudo("The handbook has not been translated: this is the English one.") in page.text_content()
    assert "Three rules" in page.text_content()
