"""What tests of pages share: a site that is built and finished, and its links proved."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from planpress.model.addresses import STATUS_JS
from planpress.publishing.links import broken_links, files_below
from planpress.status import CODES, NAME
from planpress.web.finish import finish_pages, links_of, parsed
from planpress.web.mkdocs import build_site
from planpress.web.site import site_of

LIMIT_S = 120


def built(campaign, sheets, edition, out: Path, today=None, cache: Path | None = None, **more) -> Path:
    """Build the pages of a campaign and finish them, without paper beside."""
    known = build_site(site_of(campaign, sheets, edition, today, **more), out, cache)
    finish_pages(out, edition.language, known=known, cache=cache)
    return out


def codes_of(site: Path) -> dict[str, Any]:
    """Return what a site knows of every code, as its scripts hold it for the page that checks."""
    parts = json.loads((site / STATUS_JS).read_text("utf-8").removeprefix(f"var {NAME} = ").rstrip(";\n"))["parts"]
    texts = ((site / part).read_text("utf-8").removeprefix(f"var {CODES} = ").rstrip(";\n") for _first, part in parts)
    return {code: record for text in texts for code, record in json.loads(text).items()}


def faults_below(folder: Path, site_url: str = "", beside: Iterable[str] = ()) -> list[str]:
    """List what is wrong with the links of every page below `folder`."""
    names = files_below(folder)
    pages = {name: links_of(parsed((folder / name).read_bytes())) for name in names if name.endswith(".html")}
    return broken_links(pages, names, site_url, beside)


def built_by(tree: Path, engine: str, *arguments: str) -> Path:
    """Build an exported tree, as whoever has nothing but it would; a warning stops either engine."""
    command = [sys.executable, "-m", engine, "build", *arguments]
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True, timeout=LIMIT_S, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return tree / "site"
