"""Site + PDFs → a folder swapped in whole.

In: a staging folder with the finished pages and the pressed PDFs. Out: the same folder, checked,
with `manifest.json`, and `site` pointing at it. Killed at any moment, `site` is wholly the old
one or wholly the new one.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from planpress.errors import BuildError
from planpress.model import Campaign
from planpress.sheets import Edition, Sheet

MANIFEST = "manifest.json"
READ_AT_ONCE_BYTES = 1 << 20


class PressedFile(Protocol):
    """What the manifest wants to know of a pressed sheet."""

    @property
    def path(self) -> str:
        """Address in the site."""

    @property
    def pages(self) -> int:
        """Number of pages."""


def builds_of(site: Path) -> Path:
    """Return the folder beside `site` that holds what is built for it; made where missing.

    Why:
        It lies on the same file system as `site`, can be served wherever `site` can, and two
        sites never share one.
    """
    folder = site.parent / f".{site.name}.builds"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def locked(site: Path) -> Iterator[None]:
    """Hold the one lock on `site`; it falls away with the process, however that ends.

    Raises:
        BuildError: If another build holds it.
    """
    with (builds_of(site) / "lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BuildError(f"another build of {site} is running") from None
        yield


@contextmanager
def staging(site: Path) -> Iterator[Path]:
    """Give an empty folder to build in, and remove every build that `site` does not point at.

    Why:
        A killed build cannot clean up behind itself, so each build first removes what earlier
        ones left.
    """
    _sweep(site)
    made = Path(tempfile.mkdtemp(dir=builds_of(site)))
    made.chmod(0o755)
    try:
        yield made
    finally:
        _sweep(site)


def _sweep(site: Path) -> None:
    served = site.resolve()
    for path in builds_of(site).iterdir():
        if path.is_dir() and not path.is_symlink() and not served.is_relative_to(path.resolve()):
            shutil.rmtree(path)


def swap(folder: Path, site: Path) -> None:
    """Make `site` a link to `folder` in one step.

    Why:
        `os.replace` on a link is one rename: a reader sees the old site or the new one.

    Raises:
        BuildError: If `site` is a real folder or file that this program did not make.
    """
    if site.exists() and not site.is_symlink():
        raise BuildError(f"{site} is not a link made by a build; move it away first")
    link = builds_of(site) / "link"
    link.unlink(missing_ok=True)
    link.symlink_to(os.path.relpath(folder.resolve(), site.parent.resolve()))
    link.replace(site)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as handle:
        while chunk := handle.read(READ_AT_ONCE_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def manifest_of(
    folder: Path,
    campaign: Campaign,
    edition: Edition,
    sheets: Sequence[Sheet],
    pressed: Iterable[PressedFile],
    archives: Iterable[str] = (),
) -> dict[str, Any]:
    """Describe every sheet and every file below `folder`; sorted, without clock time.

    Args:
        folder: The finished site.
        campaign: What was built.
        edition: As which edition.
        sheets: What had to be printed.
        pressed: What was printed.
        archives: Files below `print/` that are no sheets but hold some.

    Raises:
        BuildError: If a sheet or an archive has no file, or a file below `print/` is neither.
    """
    files = [
        {"path": name, "bytes": path.stat().st_size, "sha256": sha256_of(path)}
        for name, path in sorted((path.relative_to(folder).as_posix(), path) for path in folder.rglob("*"))
        if path.is_file() and name != MANIFEST
    ]
    by_path = {record["path"]: record for record in files}
    pages = {file.path: file.pages for file in pressed}
    wanted = {sheet.path for sheet in sheets}
    beside = set(archives)
    found = {name for name in by_path if isinstance(name, str) and name.startswith("print/")}
    if wanted | beside != found or wanted != set(pages):
        odd = sorted((wanted | beside) ^ found | wanted ^ set(pages))
        raise BuildError("sheets and files differ: " + ", ".join(odd))
    return {
        "campaign": campaign.plan.id,
        "revision": edition.revision,
        "sheets": [
            {
                "code": sheet.code,
                "path": sheet.path,
                "form": sheet.form,
                "unit": sheet.unit,
                "sector": sheet.sector,
                "title": sheet.title,
                "pages": pages[sheet.path],
                "bytes": by_path[sheet.path]["bytes"],
                "sha256": by_path[sheet.path]["sha256"],
                "fingerprint": sheet.fingerprint,
            }
            for sheet in sheets
        ],
        "files": files,
    }


def write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    """Write `manifest.json` below `folder`, a record a line, so that two builds compare well."""
    parts = []
    for key, value in manifest.items():
        if isinstance(value, list):
            lines = ",\n".join("  " + json.dumps(record, ensure_ascii=False) for record in value)
            parts.append(f'"{key}": [\n{lines}\n]')
        else:
            parts.append(f'"{key}": {json.dumps(value, ensure_ascii=False)}')
    (folder / MANIFEST).write_text("{\n" + ",\n".join(parts) + "\n}\n", "utf-8")


def finish(
    pages: Path,
    paper: Path,
    campaign: Campaign,
    edition: Edition,
    sheets: Sequence[Sheet],
    pressed: Iterable[PressedFile],
    archives: Iterable[str] = (),
) -> None:
    """Join `paper` into `pages`, prove the whole, and write its manifest.

    Args:
        pages: The built site; it becomes the finished folder.
        paper: Folder that holds `print/`.
        campaign: What was built.
        edition: As which edition.
        sheets: What had to be printed.
        pressed: What was printed.
        archives: Files below `print/` that are no sheets but hold some.

    Raises:
        BuildError: If a link leads nowhere or a sheet is missing; every fault is named.
    """
    (paper / "print").replace(pages / "print")
    faults = broken_links(pages, edition.site_url)
    if faults:
        raise BuildError("links that lead nowhere:\n" + "\n".join(faults))
    write_manifest(pages, manifest_of(pages, campaign, edition, sheets, pressed, archives))


# ---------------------------------------------------------------- links


class _Page(HTMLParser):
    """The addresses a page leads to and the anchors it offers."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.leads_to: list[str] = []
        self.anchors: set[str] = set()
        self.twice: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value is None:
                continue
            if name == "id":
                if value in self.anchors:
                    self.twice.add(value)
                self.anchors.add(value)
            elif name in ("href", "src"):
                self.leads_to.append(value)


def broken_links(folder: Path, site_url: str = "") -> list[str]:
    """List what is wrong with the links of every page below `folder`.

    Args:
        folder: The built site.
        site_url: Its public address, with a final slash. The page for unknown addresses is served
            at any depth, so its links begin with the path of this address.

    Returns:
        `page: address` for each link inside the site whose file or anchor is missing, and
        `page: #id` for each id that stands twice; sorted. Links that leave the site are not followed.
    """
    pages: dict[Path, _Page] = {}
    for path in sorted(folder.rglob("*.html")):
        pages[path.resolve()] = page = _Page()
        page.feed(path.read_text("utf-8"))
    top, root = folder.resolve(), urlsplit(site_url).path or "/"
    faults = []
    for path, page in pages.items():
        name = path.relative_to(top).as_posix()
        faults += [f"{name}: #{anchor}" for anchor in page.twice]
        for address in page.leads_to:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc or not address:
                continue
            target = path
            if parts.path:
                inside = parts.path.startswith(root)
                base = top if inside else path.parent
                target = (base / unquote(parts.path.removeprefix(root) if inside else parts.path)).resolve()
            if not target.is_relative_to(top) or not target.is_file():
                if target.is_dir() and (target / "index.html").is_file():
                    continue
                faults.append(f"{name}: {address}")
            elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].anchors:
                faults.append(f"{name}: {address}")
    return sorted(set(faults))
