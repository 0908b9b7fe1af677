"""Sheets → PDF files.

In: `Sheet` values, the `Edition` and prepared faces. Out: one PDF a sheet below a folder, and a
`Pressed` record of each. What a sheet shows decides its place in the cache, so that a second
build presses only what changed.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from planpress.errors import BuildError
from planpress.fonts import FontSet
from planpress.i18n import translations
from planpress.paper_lint import Flaw, flaws_of
from planpress.pool import Lost, run
from planpress.sheets import Edition, Sheet
from planpress.templates import PROJECT, environment
from planpress.typeset import ForbiddenResourceError, typeset

PRINT = PROJECT / "site_templates" / "print"
"""Folder of the templates, style sheets and pictures that paper is made from."""

MACROS = PROJECT / "macros" / "paper"
"""Folder of the macros that paper alone uses."""

LIBRARIES = ("weasyprint", "pydyf", "jinja2")
"""Packages whose version may change the bytes of a PDF."""


@dataclass(frozen=True)
class Pressed:
    """A PDF that lies in its place.

    Attributes:
        code: Printed number of its sheet.
        path: Address below the site.
        pages: Their number.
        bytes: Size of the file.
        sha256: Of the file.
    """

    code: str
    path: str
    pages: int
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Job:
    """What a worker needs to press one sheet into the file `target`."""

    sheet: Sheet
    edition: Edition
    fonts: Path
    target: Path


@dataclass(frozen=True)
class Outcome:
    """What a worker tells of one sheet; no file was kept where there are `flaws`."""

    pages: int
    flaws: tuple[Flaw, ...]


def press(
    sheets: Iterable[Sheet],
    edition: Edition,
    out: Path,
    cache: Path,
    fonts: FontSet,
    workers: int = 0,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[Pressed, ...]:
    """Press every sheet that the cache does not hold, and put all of them into `out`.

    Args:
        sheets: With different paths.
        edition: What the foot of every sheet says.
        out: The PDFs come to lie at their `path` below it.
        cache: Folder of earlier results; made where missing; may be deleted at any time.
        fonts: The only faces there are.
        workers: Number of processes; 0 for one a core.
        progress: Told how many of how many sheets to press are done.

    Returns:
        One record a sheet, in the order of `sheets`.

    Raises:
        BuildError: If any sheet has a flaw; the message names every sheet and flaw. What was
            pressed without one stays in the cache.
    """
    wanted = {sheet.path: (sheet, _key(sheet, edition, fonts)) for sheet in sheets}
    known = {key: record for _sheet, key in wanted.values() if (record := _recall(cache, key))}
    missing = {key: sheet for sheet, key in wanted.values() if key not in known}
    jobs = [Job(sheet, edition, fonts.folder, _place(cache, key)) for key, sheet in missing.items()]
    progress(0, len(jobs))
    outcomes = run(work, jobs, workers or os.cpu_count() or 1, lambda done: progress(done, len(jobs)))
    _refuse(jobs, outcomes, edition.language)
    for key in missing:
        known[key] = _remembered(cache, key)
    for path, (_sheet, key) in wanted.items():
        _put(_place(cache, key), out / path)
    return tuple(
        Pressed(sheet.code, path, known[key]["pages"], known[key]["bytes"], known[key]["sha256"])
        for path, (sheet, key) in wanted.items()
    )


def work(job: Job) -> Outcome:
    """Press one sheet, in a worker process."""
    _ = translations(job.edition.language).gettext
    fonts = FontSet(job.fonts)
    try:
        done = typeset(html_of(job.sheet, job.edition), _styles(job.sheet.template), PRINT, fonts)
    except ForbiddenResourceError as error:
        return Outcome(0, (Flaw(0, _("The sheet asks for a forbidden resource: %(name)s") % {"name": error}),))
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        return Outcome(0, (Flaw(0, _("The sheet cannot be set: %(reason)s") % {"reason": reason}),))
    flaws = (*(Flaw(0, text) for text in done.complaints), *flaws_of(done.layout, done.pdf, _charsets(fonts), _))
    pages = len(done.layout.sizes)
    if not flaws:
        record = {"pages": pages, "bytes": len(done.pdf), "sha256": hashlib.sha256(done.pdf).hexdigest()}
        _write(job.target, done.pdf)
        _write(job.target.with_suffix(".json"), json.dumps(record).encode())
    return Outcome(pages, flaws)


def html_of(sheet: Sheet, edition: Edition) -> str:
    """Return the document that `sheet` is set from."""
    template = environment(edition.language).get_template(f"print/{sheet.template}")
    return template.render(sheet.view, sheet=sheet, edition=edition)


@cache
def _styles(template: str) -> tuple[str, ...]:
    names = ("faces.css", Path(template).with_suffix(".css").name)
    return tuple((PRINT / name).read_text("utf-8") for name in names)


@cache
def _charsets(fonts: FontSet) -> dict[str, frozenset[int]]:
    return fonts.charsets


def _refuse(jobs: list[Job], outcomes: list[Outcome | Lost], language: str) -> None:
    """Raise one error that names every sheet with a flaw and every flaw."""
    _ = translations(language).gettext
    lines = []
    for job, outcome in zip(jobs, outcomes, strict=True):
        sheet = job.sheet
        flaws = (Flaw(0, _("Its worker process died twice.")),) if isinstance(outcome, Lost) else outcome.flaws
        name = f"{sheet.code} ({', '.join(filter(None, (sheet.unit, sheet.form)))})"
        for flaw in flaws:
            place = _("%(name)s page %(page)s") % {"name": name, "page": flaw.page} if flaw.page else name
            lines.append(f"{place}: {flaw.message}")
    if lines:
        raise BuildError("\n".join((_("%(count)s flaws on paper:") % {"count": len(lines)}, *lines)))


# ---------------------------------------------------------------- cache


def _key(sheet: Sheet, edition: Edition, fonts: FontSet) -> str:
    """Return the name of everything that may change a byte of the PDF."""
    shown = {**asdict(sheet), "path": ""}
    parts = [shown, asdict(edition), fonts.digest, _recipe(edition.language)]
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def _recipe(language: str) -> str:
    """Return a digest of templates, style sheets, words, our code and the libraries."""
    files = [path for folder in (MACROS, PRINT) for path in folder.rglob("*") if path.is_file()]
    files += [Path(__file__).with_name(name) for name in ("press.py", "typeset.py", "paper_lint.py", "templates.py")]
    digest = hashlib.sha256("\n".join(f"{name} {version(name)}" for name in LIBRARIES).encode())
    _ = translations(language).gettext
    for path in sorted(files):
        data = path.read_bytes()
        if path.suffix == ".html":
            words = environment(language).extract_translations(data.decode())  # type: ignore[attr-defined]
            digest.update("\n".join(_(word) for _line, _name, word in words if isinstance(word, str)).encode())
        digest.update(f"\n{path.relative_to(PROJECT).as_posix()} {len(data)}\n".encode())
        digest.update(data)
    return digest.hexdigest()


def _place(cache: Path, key: str) -> Path:
    return cache / key[:2] / f"{key}.pdf"


def _remembered(cache: Path, key: str) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(_place(cache, key).with_suffix(".json").read_bytes())
    return record


def _recall(cache: Path, key: str) -> dict[str, Any] | None:
    """Return the record of an earlier result; None where there is none or its file was changed."""
    try:
        record = _remembered(cache, key)
        whole = hashlib.sha256(_place(cache, key).read_bytes()).hexdigest() == record["sha256"]
    except (OSError, ValueError, KeyError):
        return None
    return record if whole else None


def _write(target: Path, data: bytes) -> None:
    """Write a file in one step, so that a full disk or a killed worker leaves no cut file."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix="new-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _put(source: Path, target: Path) -> None:
    """Let `target` be the file `source`: a second name of it, or a copy on another file system."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    try:
        target.hardlink_to(source)
    except OSError:
        shutil.copyfile(source, target)
