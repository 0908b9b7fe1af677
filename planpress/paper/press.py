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
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from planpress.errors import BuildError
from planpress.i18n import translations
from planpress.paper.accessibility import faults_of
from planpress.paper.cluster import Crew
from planpress.paper.embed import Faces, faces_of
from planpress.paper.engine import engine_versions
from planpress.paper.fonts import FontSet
from planpress.paper.layouts import SLOT_TEMPLATES, slots_of, stand_in, title_of
from planpress.paper.lint import Flaw, flaws_of
from planpress.paper.pool import Lost, run
from planpress.paper.stamp import STAND_IN, Base, SlotFlaw, StampError, base_of, boxes_of, lines_of, stamp
from planpress.paper.tidy import used
from planpress.paper.typeset import ForbiddenResourceError, Typeset, typeset
from planpress.qr import TooLongError
from planpress.sheets.edition import Edition
from planpress.sheets.sheet import Sheet
from planpress.templates import PROJECT, environment
from planpress.view import plain, variables

PRINT = PROJECT / "site_templates" / "print"
"""Folder of the templates, style sheets and pictures that paper is made from."""

MACROS = PROJECT / "macros" / "paper"
"""Folder of the macros that paper alone uses."""

LIBRARIES = ("weasyprint", "pydyf", "jinja2", "pikepdf", "uharfbuzz", "fonttools", "segno", "outloud")
"""Packages whose version may change the bytes of a PDF, or what is found wrong with it."""

OWN_CODE = (
    "paper/accessibility.py",
    "paper/embed.py",
    "paper/fill.py",
    "paper/layouts.py",
    "paper/lint.py",
    "paper/press.py",
    "paper/stamp.py",
    "paper/typeset.py",
    "qr.py",
    "templates.py",
)
"""Modules of ours that may."""

LIKE_SHEETS = frozenset({"comparison.html", "carry-over.html", "catalogue.html", "withdrawn.html"})
"""Templates that are set in the style of forms, with a style sheet more."""

WORKER_FONTS = "PLANPRESS_FONTS"
"""Environment variable of a worker elsewhere: the folder of its prepared faces."""

BATCH = 100
"""Sheets of one layout in one job: enough to pay for opening the layout, few enough to share out."""

KNOWN_LAYOUTS = 4
"""How many layouts a worker keeps open; jobs of one layout follow one another."""

_layouts: dict[Path, tuple[int, Base]] = {}


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
    """What a worker needs to press sheets.

    Attributes:
        sheets: Of one layout; a single one where it has no slots.
        targets: The file of each.
        edition: What the foot of each says.
        fonts: Folder of the prepared faces.
        layout: Where their layout is kept; None for a sheet without slots.
        away: Empty for a worker on this machine. For one elsewhere, the recipe it has to work by:
            it knows none of these files, takes the faces of that name from a folder of its own,
            and sends the PDFs back.
    """

    sheets: tuple[Sheet, ...]
    targets: tuple[Path, ...]
    edition: Edition
    fonts: Path
    layout: Path | None
    away: str = ""


@dataclass(frozen=True)
class Outcome:
    """What a worker tells of one sheet; no file was kept where there are `flaws`.

    Attributes:
        pages: Their number.
        flaws: What is wrong.
        pdf: The file, as long as it lies nowhere.
    """

    pages: int
    flaws: tuple[Flaw, ...]
    pdf: bytes = b""


def press(
    sheets: Iterable[Sheet],
    edition: Edition,
    out: Path,
    cache: Path,
    fonts: FontSet,
    workers: int = 0,
    progress: Callable[[int, int], None] = lambda done, total: None,
    crew: Crew | None = None,
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
        crew: Workers elsewhere, in the place of those of this machine.

    Returns:
        One record a sheet, in the order of `sheets`.

    Raises:
        BuildError: If any sheet has a flaw; the message names every sheet and flaw. What was
            pressed without one stays in the cache. Also if a worker elsewhere has other faces,
            templates, code or libraries than this machine.
    """
    wanted = {sheet.path: (sheet, key_of(sheet, edition, fonts)) for sheet in sheets}
    known = {key: record for _sheet, key in wanted.values() if (record := recall(place_of(cache, key)))}
    missing = {key: sheet for sheet, key in wanted.values() if key not in known}
    progress(0, len(missing))
    jobs = _jobs(missing, edition, cache, fonts)
    if crew is not None:
        jobs = [replace(job, away=_recipe(edition.language)) for job in jobs]
        run_all = partial(run, workers=crew.workers, executor=crew.executor, received=_received)
    else:
        run_all = partial(run, workers=workers or os.cpu_count() or 1)
    outcomes = _done(jobs, run_all, progress)
    refuse([(missing[key], outcomes[place_of(cache, key)]) for key in missing], edition.language)
    for key in missing:
        known[key] = remembered(place_of(cache, key))
    for path, (_sheet, key) in wanted.items():
        put(place_of(cache, key), out / path)
    return tuple(
        Pressed(sheet.code, path, known[key]["pages"], known[key]["bytes"], known[key]["sha256"])
        for path, (sheet, key) in wanted.items()
    )


def _jobs(missing: Mapping[str, Sheet], edition: Edition, cache: Path, fonts: FontSet) -> list[Job]:
    """Return the jobs that press `missing` (key → sheet): sheets of one layout together."""
    together: dict[Path | None, list[str]] = {}
    alone = []
    for key, sheet in missing.items():
        if sheet.template in SLOT_TEMPLATES:
            layout = place_of(cache, key_of(stand_in(sheet), edition, fonts)).with_suffix(".layout")
            together.setdefault(layout, []).append(key)
        else:
            alone.append((None, [key]))
    batches = [
        (layout, keys[at : at + BATCH]) for layout, keys in together.items() for at in range(0, len(keys), BATCH)
    ]
    return [
        Job(
            tuple(missing[key] for key in keys),
            tuple(place_of(cache, key) for key in keys),
            edition.of(missing[keys[0]]),
            fonts.folder,
            layout,
        )
        for layout, keys in (*alone, *batches)
    ]


def _done(jobs: list[Job], run_all: Any, progress: Callable[[int, int], None]) -> dict[Path, Outcome | Lost]:
    """Do `jobs`; return target → outcome. Where a batch is lost, each of its sheets has another try alone."""
    total = sum(len(job.sheets) for job in jobs)
    found: dict[Path, Outcome | Lost] = {}
    for again in (False, True):
        each = total / len(jobs) if jobs else 0.0
        results = run_all(work, jobs, progress=partial(_told, progress, each, total))
        lost = []
        for job, result in zip(jobs, results, strict=True):
            if isinstance(result, Lost) and len(job.sheets) > 1:
                lost += [replace(job, sheets=(s,), targets=(t,)) for s, t in zip(job.sheets, job.targets, strict=True)]
            elif isinstance(result, Lost):
                found[job.targets[0]] = result
            else:
                found.update(zip(job.targets, result, strict=True))
        if again or not lost:
            break
        jobs, total = lost, len(lost)
    return found


def _told(progress: Callable[[int, int], None], each: float, total: int, done: int) -> None:
    """Tell of sheets where `done` jobs of `each` sheets, on average, are done."""
    progress(round(done * each), total)


def _received(job: Job, outcomes: tuple[Outcome, ...]) -> tuple[Outcome, ...]:
    """Put what a worker elsewhere has sent into the cache."""
    pairs = zip(outcomes, job.targets, strict=True)
    return tuple(_kept(outcome, target) for outcome, target in pairs)


def work(job: Job) -> tuple[Outcome, ...]:
    """Press the sheets of a job, in a worker process; return one outcome a sheet."""
    if job.away:
        return tuple(_outcomes(_moved(job)))
    pairs = zip(_outcomes(job), job.targets, strict=True)
    return tuple(_kept(outcome, target) for outcome, target in pairs)


def _moved(job: Job) -> Job:
    """Return a job of another machine as this one can do it.

    Raises:
        BuildError: If its sheets would come out otherwise here.
    """
    _ = translations(job.edition.language).gettext
    here = replace(job, fonts=Path(os.environ.get(WORKER_FONTS, PROJECT / ".build" / "fonts")) / job.fonts.name)
    if job.away != _recipe(job.edition.language):
        raise BuildError(_("A worker of the scheduler has other templates, code or libraries than this machine."))
    if not here.fonts.is_dir():
        raise BuildError(_("A worker of the scheduler has no such fonts: %(name)s") % {"name": here.fonts})
    return here


def _outcomes(job: Job) -> Iterator[Outcome]:
    if job.layout is None:
        yield from (_laid_out(sheet, job) for sheet in job.sheets)
        return
    faces = faces_of(FontSet(job.fonts))
    shared = layout_of(job.layout, stand_in(job.sheets[0]), job)
    if isinstance(shared, Outcome):
        yield from (shared for _sheet in job.sheets)
        return
    pages, base = shared
    yield from (_stamped(base, pages, sheet, faces, job.edition.language) for sheet in job.sheets)


def _laid_out(sheet: Sheet, job: Job) -> Outcome:
    """Press a sheet that shares its layout with no other."""
    done = _set(sheet, job.edition, job.fonts)
    if isinstance(done, Outcome):
        return done
    faces = faces_of(FontSet(job.fonts))
    try:
        base = base_of(done.pdf, (), faces)
        pdf = stamp(base, {}, base.title, faces)  # nothing to stamp, but the fonts come out smaller
    except Exception as error:
        return _refused(done, error, job)
    return Outcome(len(done.layout.sizes), _flaws(done, pdf, job.edition.language, job.fonts), pdf)


def _refused(done: Typeset, error: Exception, job: Job) -> Outcome:
    """Return why a document cannot be cut: the flaws it has as it was set, such as a missing glyph, else the error."""
    flaws = _flaws(done, done.pdf, job.edition.language, job.fonts)
    return Outcome(len(done.layout.sizes), flaws) if flaws else failed(error, job.edition.language)


def _set(sheet: Sheet, edition: Edition, fonts: Path) -> Typeset | Outcome:
    """Set a sheet; return why where that is not possible."""
    _ = translations(edition.language).gettext
    try:
        return typeset(html_of(sheet, edition), _styles(sheet.template, edition.variant), PRINT, FontSet(fonts))
    except ForbiddenResourceError as error:
        return Outcome(0, (Flaw(0, _("The sheet asks for a forbidden resource: %(name)s") % {"name": error}),))
    except TooLongError as error:
        return Outcome(0, (flaw_of_slot(SlotFlaw(0, "QR", "", str(error)), _),))
    except Exception as error:
        return failed(error, edition.language)


def failed(error: Exception, language: str) -> Outcome:
    """Return the outcome of a sheet that stopped with an error nobody foresaw."""
    _ = translations(language).gettext
    reason = f"{type(error).__name__}: {error}"
    return Outcome(0, (Flaw(0, _("The sheet cannot be set: %(reason)s") % {"reason": reason}),))


def _flaws(done: Typeset, pdf: bytes, language: str, fonts: Path) -> tuple[Flaw, ...]:
    _ = translations(language).gettext
    charsets = faces_of(FontSet(fonts)).charsets
    found = (*(Flaw(0, text) for text in done.complaints), *flaws_of(done.layout, pdf, charsets, _))
    if found:  # mend these first: the rest may follow from them
        return found
    unfit = _("Not fit for screen readers (PDF/UA): %(reason)s")
    return tuple(Flaw(0, unfit % {"reason": reason}) for reason in faults_of(pdf))


def layout_of(place: Path, sheet: Sheet, job: Job) -> tuple[int, Base] | Outcome:
    """Return the number of pages and the base of a stand-in: known, from the cache at `place`, or laid out now."""
    if place not in _layouts:
        language = job.edition.language
        faces = faces_of(FontSet(job.fonts))
        record = None if job.away else recall(place)
        done: Typeset | Outcome | None = None
        try:
            if record is not None:
                base = base_of(place.read_bytes(), lines_of(record["lines"]), faces, boxes_of(record["boxes"]))
            else:
                done = _set(sheet, job.edition, job.fonts)
                if isinstance(done, Outcome):
                    return done
                record = {
                    "pages": len(done.layout.sizes),
                    "lines": [asdict(line) for line in done.lines],
                    "boxes": [asdict(box) for box in done.boxes],
                }
                base = base_of(done.pdf, done.lines, faces, done.boxes)
                specimen = stamp(base, dict.fromkeys(base.slots, STAND_IN), base.title, faces)
                if flaws := _flaws(done, specimen, language, job.fonts):
                    return Outcome(record["pages"], flaws)
                if not job.away:
                    keep(place, done.pdf, record)
        except OSError:
            raise  # the disk, not the sheet
        except StampError as error:
            _ = translations(language).gettext
            return Outcome(0, tuple(flaw_of_slot(flaw, _) for flaw in error.flaws))
        except Exception as error:
            return _refused(done, error, job) if isinstance(done, Typeset) else failed(error, language)
        if len(_layouts) >= KNOWN_LAYOUTS:
            _layouts.pop(next(iter(_layouts)))
        _layouts[place] = record["pages"], base
    return _layouts[place]


def _stamped(base: Base, pages: int, sheet: Sheet, faces: Faces, language: str) -> Outcome:
    """Press one sheet of a layout that is without a flaw."""
    _ = translations(language).gettext
    try:
        pdf = stamp(base, slots_of(sheet), title_of(sheet), faces)
    except StampError as error:
        return Outcome(pages, tuple(flaw_of_slot(flaw, _) for flaw in error.flaws))
    except Exception as error:
        return failed(error, language)
    return Outcome(pages, (), pdf)


def flaw_of_slot(flaw: SlotFlaw, _: Callable[[str], str]) -> Flaw:
    """Say in words why a value cannot be stamped."""
    if flaw.missing:
        name = f"{flaw.missing[0]} (U+{ord(flaw.missing[0]):04X})"
        return Flaw(flaw.page, _("No face has the character %(name)s.") % {"name": name})
    return Flaw(flaw.page, _("No room for this text (%(slot)s): %(text)s") % {"slot": flaw.slot, "text": flaw.text})


def _kept(outcome: Outcome, target: Path) -> Outcome:
    """Put the PDF of a flawless outcome into the cache; return the rest."""
    if not outcome.flaws:
        keep(target, outcome.pdf, {"pages": outcome.pages})
    return replace(outcome, pdf=b"")


def keep(target: Path, pdf: bytes, record: dict[str, Any]) -> None:
    """Put a flawless PDF and its record into the cache."""
    record = {**record, "bytes": len(pdf), "sha256": hashlib.sha256(pdf).hexdigest()}
    _write(target, pdf)
    _write(target.with_suffix(".json"), json.dumps(record).encode())


def html_of(sheet: Sheet, edition: Edition) -> str:
    """Return the document that `sheet` is set from."""
    template = environment(edition.language).get_template(f"print/{sheet.template}")
    return template.render(
        variables(sheet.view), sheet=sheet, edition=edition, slots=slots_of(sheet), document_title=title_of(sheet)
    )


@cache
def _styles(template: str, variant: str = "normal") -> tuple[str, ...]:
    """Return the style sheets of a template; one such as `sheet-large.css` comes after the usual one."""
    stems = ("sheet", Path(template).stem) if template in LIKE_SHEETS else (Path(template).stem,)
    names = ("faces.css", *(name for stem in stems for name in (f"{stem}.css", f"{stem}-{variant}.css")))
    return tuple((PRINT / name).read_text("utf-8") for name in names if (PRINT / name).is_file())


def refuse(outcomes: Iterable[tuple[Sheet, Outcome | Lost]], language: str) -> None:
    """Raise one error that names every sheet with a flaw and every flaw."""
    _ = translations(language).gettext
    lines = []
    for sheet, outcome in outcomes:
        flaws = (Flaw(0, _("Its worker process died twice.")),) if isinstance(outcome, Lost) else outcome.flaws
        name = f"{sheet.code} ({', '.join(filter(None, (sheet.unit, sheet.form)))})"
        for flaw in flaws:
            place = _("%(name)s page %(page)s") % {"name": name, "page": flaw.page} if flaw.page else name
            lines.append(f"{place}: {flaw.message}")
    if lines:
        raise BuildError("\n".join((_("%(count)s flaws on paper:") % {"count": len(lines)}, *lines)))


# ---------------------------------------------------------------- cache


def key_of(sheet: Sheet, edition: Edition, fonts: FontSet) -> str:
    """Return the name of everything that may change a byte of the PDF."""
    shown = {**plain(sheet), "path": ""}
    stood = edition.of(sheet)
    # what the foot says is put into words by no template
    parts = [shown, asdict(stood), stood.line, sheet.mark, fonts.digest, _recipe(edition.language)]
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def _recipe(language: str) -> str:
    """Return a digest of templates, style sheets, words, our code and the libraries."""
    files = [path for folder in (MACROS, PRINT) for path in folder.rglob("*") if path.is_file()]
    files += [PROJECT / "planpress" / name for name in OWN_CODE]
    versions = [f"{name} {version(name)}" for name in LIBRARIES]
    versions += [f"python {sys.version_info[:2]}", f"zlib {zlib.ZLIB_RUNTIME_VERSION}", *engine_versions()]
    digest = hashlib.sha256("\n".join(versions).encode())
    _ = translations(language).gettext
    for path in sorted(files):
        data = path.read_bytes()
        if path.suffix == ".html":
            words = environment(language).extract_translations(data.decode())  # type: ignore[attr-defined]
            texts = [
                text for _line, _name, word in words for text in ([word] if isinstance(word, str) else word) if text
            ]
            digest.update("\n".join(map(_, texts)).encode())
        digest.update(f"\n{path.relative_to(PROJECT).as_posix()} {len(data)}\n".encode())
        digest.update(data)
    return digest.hexdigest()


def place_of(cache: Path, key: str) -> Path:
    """Return where the cache keeps what is called `key`."""
    return cache / key[:2] / f"{key}.pdf"


def remembered(place: Path) -> dict[str, Any]:
    """Return the record of what the cache keeps at `place`."""
    record: dict[str, Any] = json.loads(place.with_suffix(".json").read_bytes())
    return record


def recall(place: Path) -> dict[str, Any] | None:
    """Return the record of an earlier result; None where there is none or its file was changed."""
    try:
        record = remembered(place)
        whole = hashlib.sha256(place.read_bytes()).hexdigest() == record["sha256"]
        used(place.with_suffix(".json"))
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


def put(source: Path, target: Path) -> None:
    """Let `target` be the file `source`: a second name of it, or a copy on another file system."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    try:
        target.hardlink_to(source)
    except OSError:
        shutil.copyfile(source, target)
