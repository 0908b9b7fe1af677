"""A site → a folder of HTML, by us and by plain MkDocs through the hook."""

from __future__ import annotations

import gc
import hashlib
import json
import logging
import os
import re
import subprocess
import sys
import weakref
from dataclasses import replace
from pathlib import Path

import pytest
from kit.site import built

from planpress.errors import BuildError
from planpress.model.campaign import Campaign
from planpress.revisions.history import NONE_SEALED
from planpress.sheets.edition import edition_of
from planpress.sheets.printed import printed_now
from planpress.sheets.sheet import Sheet
from planpress.web import search
from planpress.web.mkdocs import build_site
from planpress.web.pages import pages_of
from planpress.web.site import site_of

LIMIT_S = 120


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def printed(campaign: Campaign) -> tuple[Sheet, ...]:
    return printed_now(campaign, NONE_SEALED).all


def plan_pages(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*.html")) if path.name != "404.html"]


def test_every_page_is_built(harbour: Campaign, harbour_site: Path) -> None:
    expected = {path.replace(".md", ".html") for path in pages_of(harbour, printed(harbour), edition_of(harbour)).files}
    assert {path.relative_to(harbour_site).as_posix() for path in plan_pages(harbour_site)} == expected


def test_two_builds_give_the_same_bytes(harbour: Campaign, harbour_site: Path, tmp_path: Path) -> None:
    built(harbour, printed(harbour), edition_of(harbour), tmp_path / "again")
    assert digests(tmp_path / "again") == digests(harbour_site)


def test_every_page_says_which_revision_it_is(harbour_site: Path) -> None:
    for path in plan_pages(harbour_site):
        text = path.read_text("utf-8")
        assert "Revision 3" in text, path
        assert "2031-09-15" in text, path
        assert "2031-10-01 to 2031-12-19" in text, path
        assert "Draft: not in force" not in text, path


def test_a_draft_says_so_on_every_page(harbour: Campaign, tmp_path: Path) -> None:
    built(harbour, printed(harbour), replace(edition_of(harbour), draft=True), tmp_path / "site")
    assert all("Draft: not in force" in path.read_text("utf-8") for path in plan_pages(tmp_path / "site"))


def test_pages_ask_no_other_machine(harbour_site: Path) -> None:
    for path in plan_pages(harbour_site):
        for address in re.findall(r'(?:src|<link[^>]+href)="([^"]+)"', path.read_text("utf-8")):
            assert not address.startswith(("http", "//")), (path, address)


def test_pages_speak_the_language_of_the_plan(harbour_site: Path, built_site: Path) -> None:
    assert '<html lang="en"' in (harbour_site / "index.html").read_text("utf-8")
    assert '<html lang="zh"' in (built_site / "index.html").read_text("utf-8")


def test_the_english_site_has_no_chinese_words(harbour_site: Path) -> None:
    for path in plan_pages(harbour_site):
        assert not re.search("[\u4e00-\u9fff]", path.read_text("utf-8")), path


def test_names_cannot_bring_markup_into_the_theme(harbour: Campaign, tmp_path: Path) -> None:
    evil = "<script>alert(1)</script> 'A' & \"B\" once=1"
    fields = {name: getattr(harbour, name) for name in harbour.__dataclass_fields__}
    fields["plan"] = harbour.plan.model_copy(update={"name": evil, "short": evil})
    fields["units"] = tuple(unit.model_copy(update={"name": evil + unit.id}) for unit in harbour.units)
    fields["sectors"] = tuple(s.model_copy(update={"short": evil + s.id, "title": evil}) for s in harbour.sectors)
    campaign = Campaign(**fields)
    built(campaign, (), edition_of(campaign), tmp_path / "site")
    for path in (tmp_path / "site").rglob("*.html"):
        page = path.read_text("utf-8")
        assert "<script>alert" not in page, path
        assert not re.search("&amp;(amp|lt|quot|#)", page), path  # escaped twice: the reader would see the signs


def test_what_the_search_says_is_text_and_no_html(harbour_site: Path) -> None:
    # Material's script puts it in as text, where a reference would be read letter for letter.
    config = re.search(
        r'<script id="__config" type="application/json">(.*?)</script>',
        (harbour_site / "index.html").read_text("utf-8"),
        re.DOTALL,
    )
    assert config is not None
    assert "Try a unit's short name" in json.loads(config[1])["translations"]["search.result.none"]


def test_a_warning_of_mkdocs_stops_the_build(
    harbour: Campaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def warn(site: Path, docs: object, entries: object) -> None:
        logging.getLogger("mkdocs.test").warning("something is odd")

    monkeypatch.setattr(search, "complete", warn)
    with pytest.raises(BuildError, match="something is odd"):
        build_site(site_of(harbour, printed(harbour), edition_of(harbour)), tmp_path / "site")


def test_another_search_of_materials_stops_the_build(
    harbour: Campaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "WORKERS", "assets/elsewhere/")
    with pytest.raises(BuildError, match="expected one search worker in assets/elsewhere/, found 0"):
        build_site(site_of(harbour, printed(harbour), edition_of(harbour)), tmp_path / "site")


def test_nothing_of_mkdocs_is_printed(harbour: Campaign, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    build_site(site_of(harbour, printed(harbour), edition_of(harbour)), tmp_path / "site")
    assert capfd.readouterr() == ("", "")


def test_mkdocs_keeps_nothing_of_a_site_that_is_built(harbour: Campaign, tmp_path: Path) -> None:
    site = site_of(harbour, printed(harbour), edition_of(harbour))
    there = weakref.ref(site)
    build_site(site, tmp_path / "site")
    del site
    gc.collect()
    assert there() is None


# ---------------------------------------------------------------- the hook


def run_mkdocs(folder: Path, *arguments: str, campaign: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = os.environ | ({"PLANPRESS_CAMPAIGN": str(campaign)} if campaign else {})
    command = [sys.executable, "-m", "mkdocs", *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=campaign is None, timeout=LIMIT_S
    )


def test_plain_mkdocs_builds_the_same_pages_through_the_hook(project: Path, harbour_site: Path, tmp_path: Path) -> None:
    campaign = project / "tests" / "campaigns" / "harbour"
    done = run_mkdocs(project, "build", "--quiet", "--site-dir", str(tmp_path / "site"), campaign=campaign)
    assert done.returncode == 0, done.stderr
    assert digests(tmp_path / "site") == digests(harbour_site)


def test_plain_mkdocs_tells_a_content_error_on_its_line(project: Path, tmp_path: Path) -> None:
    campaign = tmp_path / "campaign"
    for path in (project / "tests" / "campaigns" / "harbour").rglob("*.yml"):
        target = campaign / path.relative_to(project / "tests" / "campaigns" / "harbour")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(path.read_text("utf-8").replace("number: 1\n", "numbr: 1\n"), "utf-8")
    done = run_mkdocs(project, "build", "--quiet", "--site-dir", str(tmp_path / "site"), campaign=campaign)
    assert done.returncode == 1
    assert re.search(r"sectors/01-quays\.yml:\d+: quays: numbr", done.stderr)
    assert "Traceback" not in done.stderr
