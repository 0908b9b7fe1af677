"""A site → a folder that another engine can build: Markdown, looks, paper, and a plain `mkdocs.yml`.

In: the site, and the finished one it was printed with, as far as there is one. Out: `docs/`, `theme/` and
`mkdocs.yml`. This is the way out should MkDocs or Material end: no hook and no plugin of ours is needed, and what
MkDocs alone understands (its `sitemap.xml`) stays here.
"""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from planpress.disk import place_beside, staging
from planpress.errors import BuildError
from planpress.i18n import translations
from planpress.resources import CONFIG, TEMPLATES
from planpress.web import styles
from planpress.web.finish import sizes_of, with_sizes
from planpress.web.old_browsers import for_old_browsers
from planpress.web.site import Site, configure

MADE_APART = ("print", "files", "calendar", "charts")
"""Folders of a finished site that no engine makes."""


@dataclass(frozen=True)
class Paper:
    """The folder of a finished site whose paper is that of the pages.

    `files` are the number of pages (0 for what has none) and of bytes, by address.
    """

    site: Path
    files: Mapping[str, tuple[int, int]]


def export(site: Site, out: Path, paper: Paper | None = None) -> int:
    """Write `site` for another engine to build, with its paper where that was pressed; return the number of pages.

    The folder `out` appears in one step.

    Raises:
        BuildError: If `out` exists and is not empty.
    """
    with staging(place_beside(out), language=site.language) as folder:
        if out.exists() and any(out.iterdir()):
            words = translations(site.language).gettext("The folder to export to must be new or empty: %(path)s")
            raise BuildError(words % {"path": out})
        _write_all(site, folder, paper)
        folder.replace(out)
    return len(site.pages.files)


def _write_all(site: Site, out: Path, paper: Paper | None) -> None:
    """Write everything into `out`, which is empty."""
    docs = out / "docs"
    shutil.copytree(TEMPLATES / "assets", docs)
    (out / "theme").mkdir()
    shutil.copyfile(TEMPLATES / "theme" / "main.html", out / "theme" / "main.html")
    sizes = sizes_of(paper.files, site.language) if paper else {}
    for path, text in site.files.items():
        _write(docs / path, with_sizes(text, path, sizes))
    settings = plain_settings(site)
    looks = {name: (docs / name).read_text("utf-8") for name in settings["extra_css"]}
    for name in looks:
        (docs / name).unlink()
    _write(docs / styles.PATH, styles.joined(looks))
    for sheet in sorted((docs / "css").iterdir()):
        sheet.write_text(for_old_browsers(sheet.read_text("utf-8")), encoding="utf-8", newline="\n")
    settings["extra_css"] = [styles.PATH]
    _write(out / "mkdocs.yml", yaml.safe_dump(settings, allow_unicode=True, sort_keys=False))
    if paper:
        for folder in MADE_APART:
            shutil.copytree(paper.site / folder, docs / folder, symlinks=True)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


class _Loader(yaml.SafeLoader):
    """Reads `mkdocs.yml`, whose one tag of its own is not needed in a copy."""


_Loader.add_constructor("!ENV", lambda loader, node: None)


def plain_settings(site: Site) -> dict[str, Any]:
    """Return `mkdocs.yml` as it must be where no hook sets what depends on the campaign."""
    settings: dict[str, Any] = yaml.load(CONFIG.read_text("utf-8"), Loader=_Loader)
    for name in ("hooks", "site_dir"):
        del settings[name]
    for name in ("campaign", "cache", "today"):
        del settings["extra"][name]
    settings["docs_dir"] = "docs"
    settings["theme"]["custom_dir"] = "theme"
    settings["theme"]["variant"] = "classic"  # how Zensical calls Material's look; others pass over it
    configure(settings, site)
    return settings
