"""Jobs → PDFs, in a worker process: lay out, stamp, check, bind.

In: a `Job`: sheets or packs that share a layout. Out: one `Outcome` each; its PDF lies in the cache, or is sent back
from another machine.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from planpress.errors import BuildError
from planpress.i18n import translations
from planpress.paper.accessibility import faults_of
from planpress.paper.bind import bind, paginated
from planpress.paper.cache import keep, recall
from planpress.paper.faces import Faces, faces_of
from planpress.paper.fonts import FontSet
from planpress.paper.layouts import slots_of, stand_in, title_of
from planpress.paper.lint import Flaw, flaws_of
from planpress.paper.proof import flaws_of_stamped
from planpress.paper.recipe import PRINT, recipe
from planpress.paper.slots import STAND_IN, SlotBox, SlotLine
from planpress.paper.stamp import Base
from planpress.paper.typeset import ForbiddenResourceError, Typeset, typeset
from planpress.qr import TooLongError
from planpress.sheets.cover import Cover
from planpress.sheets.edition import Edition
from planpress.sheets.sheet import Sheet
from planpress.templates import PROJECT, environment
from planpress.view import variables

LIKE_SHEETS = frozenset({"comparison.html", "carry-over.html", "catalogue.html", "withdrawn.html"})
"""Templates that are set in the style of forms, with a style sheet more."""

WORKER_FONTS = "PLANPRESS_FONTS"
"""Environment variable of a worker elsewhere: the folder of its prepared faces."""

KNOWN_LAYOUTS = 4
"""How many layouts a worker remembers; jobs of one layout follow one another."""


@dataclass(frozen=True)
class Part:
    """A sheet of a pack: its file, and how many pages it has."""

    path: Path
    pages: int


@dataclass(frozen=True)
class Item:
    """One file to make.

    Attributes:
        sheet: What it shows; of a pack, its front matter.
        target: Where the cache keeps it.
        parts: Sheets of a pack, in order.
    """

    sheet: Sheet
    target: Path
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Job:
    """What a worker makes in one go.

    Attributes:
        items: Of one layout; a single one where it has no slots.
        edition: What the foot of each says.
        fonts: Folder of the prepared faces.
        layout: Where their layout is kept; None for a sheet without slots.
        away: Empty for a worker on this machine. For one elsewhere, the recipe it has to work by:
            it knows none of these files, takes the faces of that name from a folder of its own,
            and sends the PDFs back.
    """

    items: tuple[Item, ...]
    edition: Edition
    fonts: Path
    layout: Path | None
    away: str = ""

    @property
    def faces(self) -> Faces:
        """The faces, opened once a process."""
        return faces_of(FontSet(self.fonts))

    @property
    def gettext(self) -> Callable[[str], str]:
        """Translates what is told of flaws."""
        return translations(self.edition.language).gettext


@dataclass(frozen=True)
class Outcome:
    """What a worker tells of one file; it was not kept where there are `flaws`.

    Attributes:
        pages: Their number.
        flaws: What is wrong.
        pdf: The file, as long as it lies nowhere.
    """

    pages: int
    flaws: tuple[Flaw, ...]
    pdf: bytes = b""


@dataclass(frozen=True)
class SlotLayout:
    """A stand-in, laid out and found good: its pages, its file, and where its slots are."""

    pages: int
    pdf: bytes
    lines: tuple[SlotLine, ...]
    boxes: tuple[SlotBox, ...]


LAYOUT_RECORD = TypeAdapter(SlotLayout)
"""Reads what the cache tells of a layout."""

_layouts: dict[Path, SlotLayout] = {}


def work(job: Job) -> tuple[Outcome, ...]:
    """Make the files of a job, in a worker process; return one outcome each."""
    if job.away:
        return tuple(_outcomes(_moved(job)))
    return kept(job, _outcomes(job))


def kept(job: Job, outcomes: Iterator[Outcome] | tuple[Outcome, ...]) -> tuple[Outcome, ...]:
    """Put flawless PDFs into the cache; return the outcomes without them."""
    left = []
    for item, outcome in zip(job.items, outcomes, strict=True):
        if not outcome.flaws:
            keep(item.target, outcome.pdf, {"pages": outcome.pages})
        left.append(replace(outcome, pdf=b""))
    return tuple(left)


def _moved(job: Job) -> Job:
    """Return a job of another machine as this one can do it.

    Raises:
        BuildError: If its sheets would come out otherwise here.
    """
    _ = job.gettext
    here = replace(job, fonts=Path(os.environ.get(WORKER_FONTS, PROJECT / ".build" / "fonts")) / job.fonts.name)
    if job.away != recipe(job.edition.language):
        raise BuildError(_("A worker of the scheduler has other templates, code or libraries than this machine."))
    if not here.fonts.is_dir():
        raise BuildError(_("A worker of the scheduler has no such fonts: %(name)s") % {"name": here.fonts})
    return here


def _outcomes(job: Job) -> Iterator[Outcome]:
    if job.layout is None:
        yield from (_laid_out(item.sheet, job) for item in job.items)
        return
    layout = _layout_of(job.layout, stand_in(job.items[0].sheet), job)
    if isinstance(layout, Outcome):
        yield from (layout for _item in job.items)
        return
    base = Base(layout.pdf, layout.lines, job.faces, layout.boxes)
    yield from (_stamped(item, base, layout.pages, job) for item in job.items)


# ---------------------------------------------------------------- laying out


def _laid_out(sheet: Sheet, job: Job) -> Outcome:
    """Press a sheet that shares its layout with no other."""
    done = _typeset(sheet, job)
    if isinstance(done, Outcome):
        return done
    pages = len(done.layout.sizes)
    try:
        base = Base(done.pdf, (), job.faces)
        pdf = base.stamp({}, base.title)  # nothing to stamp, but the fonts come out smaller
    except Exception as error:
        return Outcome(pages, _flaws(done, done.pdf, job) or _failure(error, job))
    return Outcome(pages, _flaws(done, pdf, job), pdf)


def _layout_of(place: Path, sheet: Sheet, job: Job) -> SlotLayout | Outcome:
    """Return the layout of a stand-in: remembered, from the cache at `place`, or made now."""
    if place not in _layouts:
        found = (None if job.away else _recalled(place)) or _new_layout(place, sheet, job)
        if isinstance(found, Outcome):
            return found
        if len(_layouts) >= KNOWN_LAYOUTS:
            _layouts.pop(next(iter(_layouts)))
        _layouts[place] = found
    return _layouts[place]


def _recalled(place: Path) -> SlotLayout | None:
    record = recall(place)
    return None if record is None else LAYOUT_RECORD.validate_python({**record, "pdf": place.read_bytes()})


def _new_layout(place: Path, sheet: Sheet, job: Job) -> SlotLayout | Outcome:
    """Lay a stand-in out, check it as stamped, and keep it where it has no flaw."""
    done = _typeset(sheet, job)
    if isinstance(done, Outcome):
        return done
    pages = len(done.layout.sizes)
    try:
        base = Base(done.pdf, done.lines, job.faces, done.boxes)
        specimen = base.stamp(dict.fromkeys(base.slots, STAND_IN), base.title)
    except Exception as error:
        # the flaws it has as it was set, such as a missing glyph, else the error
        return Outcome(pages, _flaws(done, done.pdf, job) or _failure(error, job))
    if flaws := _flaws(done, specimen, job):
        return Outcome(pages, flaws)
    if not job.away:
        slots = {"lines": [asdict(line) for line in done.lines], "boxes": [asdict(box) for box in done.boxes]}
        keep(place, done.pdf, {"pages": pages, **slots})
    return SlotLayout(pages, done.pdf, done.lines, done.boxes)


def _typeset(sheet: Sheet, job: Job) -> Typeset | Outcome:
    """Set a sheet; return why where that is not possible."""
    _ = job.gettext
    try:
        styles = styles_of(sheet.template, job.edition.variant)
        return typeset(html_of(sheet, job.edition), styles, PRINT, FontSet(job.fonts))
    except ForbiddenResourceError as error:
        return Outcome(0, (Flaw(0, _("The sheet asks for a forbidden resource: %(name)s") % {"name": error}),))
    except TooLongError as error:
        words = _("No room for this text (%(slot)s): %(text)s")
        return Outcome(0, (Flaw(0, words % {"slot": "QR", "text": error}),))
    except Exception as error:
        return Outcome(0, _failure(error, job))


def html_of(sheet: Sheet, edition: Edition) -> str:
    """Return the document that `sheet` is set from."""
    template = environment(edition.language).get_template(f"print/{sheet.template}")
    return template.render(
        variables(sheet.view), sheet=sheet, edition=edition, slots=slots_of(sheet), document_title=title_of(sheet)
    )


@cache
def styles_of(template: str, variant: str = "normal") -> tuple[str, ...]:
    """Return the style sheets of a template; one such as `sheet-large.css` comes after the usual one."""
    stems = ("sheet", Path(template).stem) if template in LIKE_SHEETS else (Path(template).stem,)
    names = ("faces.css", *(name for stem in stems for name in (f"{stem}.css", f"{stem}-{variant}.css")))
    return tuple((PRINT / name).read_text("utf-8") for name in names if (PRINT / name).is_file())


# ---------------------------------------------------------------- stamping and binding


def _stamped(item: Item, base: Base, pages: int, job: Job) -> Outcome:
    """Make one sheet or pack of a layout that is without a flaw."""
    values, pagination = slots_of(item.sheet), paginated(pages, [part.pages for part in item.parts])
    if item.parts:
        values |= {f"page-{number}": str(start) for number, start in enumerate(pagination.starts)}
        values["pages"] = str(pagination.total)
    try:
        pdf = base.stamp(values, title_of(item.sheet))
        flaws = flaws_of_stamped(pdf, base, values, job.gettext)
        if item.parts and not flaws:
            parts = [part.path.read_bytes() for part in item.parts]
            words, language = page_words(job.edition.language), job.edition.language
            pdf = bind(pdf, parts, bookmarks_of(item.sheet), words, job.faces, language)
    except Exception as error:
        return Outcome(0, _failure(error, job))
    return Outcome(pagination.total, flaws, pdf)


def page_words(language: str) -> Callable[[int, int], str]:
    """Return what tells the words of a page number in a pack."""
    _ = translations(language).gettext
    return lambda page, pages: _("Pack page %(page)s of %(pages)s") % {"page": page, "pages": pages}


def bookmarks_of(front: Sheet) -> list[tuple[str, list[str]]]:
    """Return the bookmarks of a pack: each heading of its contents, and those of its sheets."""
    contents = front.view.contents if isinstance(front.view, Cover) else ()
    return [(group.title, [f"{line.title} · {line.code}" for line in group.sheets]) for group in contents]


# ---------------------------------------------------------------- what is wrong


def _flaws(done: Typeset, pdf: bytes, job: Job) -> tuple[Flaw, ...]:
    """Check what was laid out, and the file that was made of it."""
    _ = job.gettext
    found = (*(Flaw(0, text) for text in done.complaints), *flaws_of(done.layout, pdf, job.faces.charsets, _))
    if found:  # mend these first: the rest may follow from them
        return found
    unfit = _("Not fit for screen readers (PDF/UA): %(reason)s")
    return tuple(Flaw(0, unfit % {"reason": reason}) for reason in faults_of(pdf))


def _failure(error: Exception, job: Job) -> tuple[Flaw, ...]:
    """Tell of an error nobody foresaw; that of a disk is none of the sheet's."""
    if isinstance(error, OSError):
        raise error
    reason = f"{type(error).__name__}: {error}"
    return (Flaw(0, job.gettext("The sheet cannot be set: %(reason)s") % {"reason": reason}),)
