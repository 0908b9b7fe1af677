"""A finished site ↔ its `manifest.json`: every sheet and every file, with its SHA-256.

In: the folder, what had to be printed and what was; or the text of a manifest. Out: a `Manifest`, and its
text; sorted, without clock time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from planpress.errors import BuildError
from planpress.model.addresses import PAPER_FOLDER
from planpress.model.campaign import Campaign
from planpress.model.version import Version
from planpress.paper.press import Pressed
from planpress.publishing.links import files_below
from planpress.publishing.verify import MANIFEST, sha256_of
from planpress.sheets.edition import Edition
from planpress.sheets.sheet import Sheet


@dataclass(frozen=True)
class SheetFile:
    """A sheet, and the file that prints it; a field a key of the JSON, in this order; no `day` where it is for none."""

    code: str
    path: str
    form: str
    unit: str | None
    sector: str | None
    title: str
    pages: int
    bytes: int
    sha256: str
    fingerprint: str
    day: str = ""


@dataclass(frozen=True)
class SiteFile:
    """A file below the site; a field a key of the JSON, in this order."""

    path: str
    bytes: int
    sha256: str

    @property
    def is_paper(self) -> bool:
        """Whether it is a sheet, or holds some."""
        return self.path.startswith(f"{PAPER_FOLDER}/")

    @classmethod
    def of(cls, folder: Path, path: str) -> SiteFile:
        """Describe the file at `path` below `folder`."""
        return cls(path, (folder / path).stat().st_size, sha256_of(folder / path))


@dataclass(frozen=True)
class Manifest:
    """What `manifest.json` says: what has a code, and every file but the manifest itself, sorted by path.

    Pages that are `withdrawn` only say that what had their address is no longer part of the plan; sorted.
    """

    campaign: str
    revision: Version
    sheets: tuple[SheetFile, ...]
    files: tuple[SiteFile, ...]
    withdrawn: tuple[str, ...] = ()

    @property
    def addresses(self) -> list[str]:
        """The files that people keep the address of."""
        return [file.path for file in self.files if file.path.endswith((".html", ".pdf"))]

    def text(self) -> str:
        """Return the JSON, a record a line, so that two builds compare well."""
        parts = [f'"campaign": {_json(self.campaign)}', f'"revision": {_json(self.revision.json)}']
        sheets = (
            {key: value for key, value in vars(one).items() if (key, value) != ("day", "")} for one in self.sheets
        )
        parts += [_lines("sheets", sheets), _lines("files", map(vars, self.files))]
        parts += [_lines("withdrawn", self.withdrawn)] if self.withdrawn else []
        return "{\n" + ",\n".join(parts) + "\n}\n"


def _lines(key: str, records: Iterable[object]) -> str:
    lines = ",\n".join(f"  {_json(record)}" for record in records)
    return f'"{key}": [\n{lines}\n]'


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _known(record: Mapping[str, Any], kind: type[SheetFile] | type[SiteFile]) -> dict[str, Any]:
    """Return what `kind` knows of a record: a later version may write more."""
    return {field.name: record[field.name] for field in fields(kind) if field.name in record}


def manifest_from(text: bytes) -> Manifest:
    """Return the manifest that `Manifest.text` wrote; raise `ValueError` or one of its kin where it did not."""
    value = json.loads(text)
    manifest = Manifest(
        value["campaign"],
        Version.from_json(value["revision"]),
        tuple(SheetFile(**_known(record, SheetFile)) for record in value["sheets"]),
        tuple(SiteFile(**_known(record, SiteFile)) for record in value["files"]),
        tuple(value.get("withdrawn", ())),
    )
    paths = [sheet.path for sheet in manifest.sheets] + [file.path for file in manifest.files]
    paths += manifest.withdrawn
    if not all(isinstance(path, str) for path in paths):
        raise TypeError
    return manifest


def manifest_of(
    folder: Path,
    campaign: Campaign,
    edition: Edition,
    sheets: Sequence[Sheet],
    pressed: Iterable[Pressed],
    archives: Iterable[str] = (),
    names: Iterable[str] = (),
    withdrawn: Iterable[str] = (),
) -> Manifest:
    """Describe every sheet and every file below `folder`, the finished site of `campaign`.

    `sheets` had to be printed; `pressed` were, and the press has read these files and told their sums. `archives` are
    files of paper that are no sheets but hold some. `names` are all files, where the caller has listed them already.
    A sheet or an archive without a file, and a file below `print/` that is neither, are a `BuildError`.
    """
    printed = {file.path: file for file in pressed}
    files = [
        SiteFile(name, known.bytes, known.sha256) if (known := printed.get(name)) else SiteFile.of(folder, name)
        for name in sorted(names or files_below(folder))
        if name != MANIFEST
    ]
    wanted, beside = {sheet.path for sheet in sheets}, set(archives)
    found = {file.path for file in files if file.is_paper}
    if odd := (wanted | beside) ^ found | wanted ^ set(printed):
        raise BuildError("sheets and files differ: " + ", ".join(sorted(odd)))
    listed = tuple(
        SheetFile(s.code, s.path, s.form, s.unit, s.sector, s.title, f.pages, f.bytes, f.sha256, s.fingerprint, s.day)
        for s, f in ((sheet, printed[sheet.path]) for sheet in sheets)
    )
    return Manifest(campaign.plan.id, edition.revision, listed, tuple(files), tuple(sorted(withdrawn)))


def paper_of(site: Path, sheets: Sequence[Sheet]) -> dict[str, tuple[int, int]]:
    """Return number of pages (0 for an archive) and of bytes of each file that was printed with `site`.

    Empty where there is no finished site, or where its sheets are not `sheets`.
    """
    if not (site / MANIFEST).is_file():
        return {}
    manifest = manifest_from((site / MANIFEST).read_bytes())
    there, wanted = ({(s.code, s.fingerprint, s.path) for s in listed} for listed in (manifest.sheets, sheets))
    if there != wanted:
        return {}
    pages = {sheet.path: sheet.pages for sheet in manifest.sheets}
    return {file.path: (pages.get(file.path, 0), file.bytes) for file in manifest.files if file.is_paper}
