"""The way out: a site as a tree that MkDocs and Zensical build without planpress."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from kit.folder import write
from kit.site import built_by, faults_below
from lxml import html

from planpress.errors import BuildError
from planpress.model.addresses import PACKS_ZIP
from planpress.paper.press import Pressed
from planpress.publishing.manifest import manifest_of, paper_of
from planpress.revisions.history import NONE_SEALED
from planpress.sheets.edition import edition_of
from planpress.sheets.printed import printed_now
from planpress.web.export import Paper, export
from planpress.web.finish import plainly
from planpress.web.site import Site, site_of
from planpress.web.styles import PATH, with_icons_as_files

MADE = (".pdf", ".zip", ".ics", ".xlsx", ".docx", ".svg")
"""Files that are made beside the pages."""


@pytest.fixture(scope="module")
def site(harbour) -> Site:
    return site_of(harbour, printed_now(harbour, NONE_SEALED).all, edition_of(harbour))


@pytest.fixture(scope="module")
def tree(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export") / "tree"
    assert export(site, folder) == len(list((folder / "docs").rglob("*.md"))) == len(site.pages.files)
    return folder


def words_of(page: Path) -> list[str]:
    """Return what the article of a page says."""
    (article,) = html.parse(str(page)).getroot().iter("article")
    return article.text_content().split()


POLICY = re.compile(
    r'<meta http-equiv="Content-Security-Policy"[^>]*>|<script src="[^"]*js/theme\.js"></script>|<script>.*?</script>'
)
"""What a page has for its policy, and the scripts that Material writes into one that has none."""


def without_policy(page: Path) -> list[str]:
    return POLICY.sub("", plainly(page.read_text("utf-8"))).split()


def of_page(page: Path) -> list[str]:
    """Return what a page says: all, but of a unit's without the frame, where our hook marks the tab it belongs to."""
    return words_of(page) if page.parent.name == "units" else without_policy(page)


def test_plain_mkdocs_builds_the_same_pages(tree: Path, harbour_site: Path) -> None:
    made = built_by(tree, "mkdocs", "--strict", "--quiet", "--site-dir", "site")
    for path in sorted(harbour_site.rglob("*.html")):
        if path.name == "404.html":
            continue
        name = path.relative_to(harbour_site)
        assert of_page(made / name) == of_page(path), name
    assert (made / "css/print.css").read_bytes() == (harbour_site / "css/print.css").read_bytes()
    plain = with_icons_as_files({PATH: (made / PATH).read_text("utf-8")})
    assert plain[PATH] == (harbour_site / PATH).read_text("utf-8")


def test_zensical_builds_pages_that_say_the_same(tree: Path, harbour_site: Path) -> None:
    made = built_by(tree, "zensical", "--clean", "--strict")
    names = [path.relative_to(harbour_site) for path in sorted(harbour_site.rglob("*.html")) if path.name != "404.html"]
    for name in names:
        assert words_of(made / name) == words_of(harbour_site / name), name
        assert "Revision 3" in (made / name).read_text("utf-8"), name
    assert [fault for fault in faults_below(made) if not fault.endswith(MADE)] == []


def test_settings_name_nothing_of_ours(tree: Path) -> None:
    settings = yaml.safe_load((tree / "mkdocs.yml").read_text("utf-8"))
    assert "hooks" not in settings
    assert "watch" not in settings
    assert settings["nav"][0] == {"Home": "index.md"}
    assert [path.name for path in (tree / "theme").iterdir()] == ["main.html"]


def test_paper_comes_along_where_it_is_of_the_same_sheets(site: Site, tmp_path: Path) -> None:
    finished, made = tmp_path / "site", tmp_path / "tree"
    paths = ("print/plan.pdf", "print/packs.zip", "files/matrix.xlsx", "calendar/all.ics", "charts/matrix.svg")
    write(finished, {**dict.fromkeys(paths, "made"), "css/site.css": "old"})
    export(site, made, Paper(finished, {"print/plan.pdf": (68, 999_499), "print/packs.zip": (0, 1_000_000)}))
    assert all((made / "docs" / path).read_text("utf-8") == "made" for path in paths)
    text = (made / "docs" / "print.md").read_text("utf-8")
    assert '<span class="size">68 pages · 999 KB</span>' in text
    assert '<span class="size">1.0 MB</span>' in text
    assert (made / "docs" / "css" / "site.css").read_text("utf-8") != "old"


def test_paper_of_other_sheets_is_none(harbour, tmp_path: Path) -> None:
    sheets = printed_now(harbour, NONE_SEALED).all[:2]
    assert paper_of(tmp_path, sheets) == {}
    edition = edition_of(harbour)
    files = dict.fromkeys((sheet.path for sheet in sheets), "made")
    write(tmp_path, {**files, PACKS_ZIP: "all", "index.html": "no paper"})
    pressed = [Pressed(sheet.code, sheet.path, 2, 4, "sum") for sheet in sheets]
    manifest = manifest_of(tmp_path, harbour, edition, sheets, pressed, [PACKS_ZIP])
    write(tmp_path, {"manifest.json": manifest.text()})
    assert paper_of(tmp_path, sheets) == {**dict.fromkeys(files, (2, 4)), PACKS_ZIP: (0, 3)}
    assert paper_of(tmp_path, sheets[:1]) == {}


def test_export_never_writes_into_a_folder_that_holds_something(site: Site, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", "utf-8")
    with pytest.raises(BuildError, match="new or empty"):
        export(site, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
