"""Jobs → PDFs, in a worker process: lay out, stamp, check, bind.

In: a `Job`: sheets or packs that share a layout. Out: one `Outcome` each; its PDF lies in the cache, or is sent back
from another machine.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from planpress.cache import keep, recall
from planpress.errors import BuildError
from planpress.i18n import translations
from planpress.paper.bind import bind, paginated
from planpress.paper.faces import Faces, faces_of
from planpress.paper.fonts import FontSet
from planpress.paper.lint import Flaw, faults_of, flaws_of
from planpress.paper.readback import flaws_of_stamped
from planpress.paper.recipe import PRINT, recipe
from planpress.paper.slots import STAND_IN, Slots, look_of, slots_of, stand_in, title_of
from planpress.paper.stamp import Base
from planpress.qr import TooLongError
from planpress.resources import faces_folder
from planpress.sheets.cover import Cover
from planpress.sheets.edition import Edition
from planpress.sheets.sheet import Sheet
from planpress.templates import environment
from planpress.view import variables

if TYPE_CHECKING:
    from planpress.paper.typeset import Typeset

LIKE_SHEETS = frozenset({"comparison.html", "carry-over.html", "catalogue.html", "withdrawn.html"})
"""Templates that are set in the style of forms, with a style sheet more."""

KNOWN_LAYOUTS = 4
"""How many layouts a worker remembers; jobs of one layout follow one another."""

SLOTS = TypeAdapter(Slots)
"""Reads what the cache tells of a layout."""


@dataclass(frozen=True)
class Item:
    """One file to make, with the place where the cache keeps it.

    Of a pack, `sheet` is the front matter, and `parts` are file and number of pages of each of its sheets, in order.
    """

    sheet: Sheet
    target: Path
    parts: tuple[tuple[Path, int], ...] = ()


@dataclass(frozen=True)
class Job:
    """What a worker makes in one go.

    Attributes:
        items: Of one layout.
        edition: What the foot of each says.
        fonts: Folder of the prepared faces.
        layout: Where that is kept.
        away: Empty for a worker on this machine. For one elsewhere, the recipe it has to work by: it knows none of
            these files, takes the faces of that name from a folder of its own, and sends the PDFs back.
    """

    items: tuple[Item, ...]
    edition: Edition
    fonts: Path
    layout: Path
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
    """What a worker tells of one file, which is not kept where it has flaws; `pdf` is empty once it lies somewhere.

    `rows` is how many rows each table that fills its page has come to have.
    """

    pages: int
    flaws: tuple[Flaw, ...]
    pdf: bytes = b""
    rows: tuple[int, ...] = ()


_layouts: dict[Path, Base] = {}


def work(job: Job) -> tuple[Outcome, ...]:
    """Make the files of a job, in a worker process; return one outcome each."""
    return tuple(_outcomes(_moved(job))) if job.away else kept(job, _outcomes(job))


def kept(job: Job, outcomes: Iterator[Outcome] | tuple[Outcome, ...]) -> tuple[Outcome, ...]:
    """Put flawless PDFs into the cache; return the outcomes without them."""
    left = []
    for item, outcome in zip(job.items, outcomes, strict=True):
        if not outcome.flaws:
            keep(item.target, outcome.pdf, {"pages": outcome.pages, "rows": outcome.rows})
        left.append(replace(outcome, pdf=b""))
    return tuple(left)


def _moved(job: Job) -> Job:
    """Return a job of another machine as this one can do it.

    Raises:
        BuildError: If its sheets would come out otherwise here.
    """
    _ = job.gettext
    here = replace(job, fonts=faces_folder() / job.fonts.name)
    if job.away != recipe(job.edition.language):
        raise BuildError(_("A worker of the scheduler has other templates, code or libraries than this machine."))
    if not here.fonts.is_dir():
        raise BuildError(_("A worker of the scheduler has no such fonts: %(name)s") % {"name": here.fonts})
    return here


def _outcomes(job: Job) -> Iterator[Outcome]:
    base = _layout_of(job.layout, job)
    if isinstance(base, Outcome):
        yield from (base for _item in job.items)
        return
    yield from (_stamped(item, base, job) for item in job.items)


# ---------------------------------------------------------------- laying out


def _layout_of(place: Path, job: Job) -> Base | Outcome:
    """Return the layout of a job, open: remembered, from the cache at `place`, or made now; else its flaws."""
    if place not in _layouts:
        slots = None if job.away else _slots_in(recall(place))
        if slots is not None:
            found = Base(zlib.decompress(place.read_bytes()), slots, job.faces)
        else:
            outcome, laid = _laid_out(stand_in(job.items[0].sheet), job)
            if outcome.flaws or laid is None:
                return outcome
            pdf, found = laid
            if not job.away:
                keep(place, zlib.compress(pdf, 1), {"slots": asdict(found.slots)})
        if len(_layouts) >= KNOWN_LAYOUTS:
            _layouts.pop(next(iter(_layouts)))
        _layouts[place] = found
    return _layouts[place]


def _slots_in(record: dict[str, Any] | None) -> Slots | None:
    """Return the slots that the record of a layout holds; None where there is none, or it was damaged."""
    try:
        return SLOTS.validate_python(record["slots"]) if record else None
    except (KeyError, ValidationError):
        return None


def _laid_out(sheet: Sheet, job: Job) -> tuple[Outcome, tuple[bytes, Base] | None]:
    """Set a sheet and stamp it, as it is; return it with what was set, as a file and open.

    Why:
        A stand-in is checked as its sheets will be made; and where there is nothing to stamp, the fonts come out
        smaller.
    """
    from planpress.paper.typeset import ForbiddenResourceError, typeset  # late: to stamp does without the library

    _, done, pages = job.gettext, None, 0
    flaws: tuple[Flaw, ...]
    try:
        styles = styles_of(sheet.template, job.edition.variant)
        done = typeset(html_of(sheet, job.edition), styles, PRINT, FontSet(job.fonts))
        pages = len(done.layout.sizes)
        base = Base(done.pdf, done.slots, job.faces)
        pdf = base.stamp(dict.fromkeys(base.slots.names, STAND_IN), base.title)
    except ForbiddenResourceError as error:
        flaws = (Flaw(0, _("The sheet asks for a forbidden resource: %(name)s") % {"name": error}),)
    except TooLongError as error:
        flaws = (Flaw(0, _("No room for this text (%(slot)s): %(text)s") % {"slot": "QR", "text": error}),)
    except Exception as error:
        # the flaws it has as it was set, such as a missing glyph, else the error
        flaws = (_flaws(done, done.pdf, job) if done else ()) or _failure(error, job)
    else:
        return Outcome(pages, _flaws(done, pdf, job), pdf, done.slots.rows), (done.pdf, base)
    return Outcome(pages, flaws), None


def html_of(sheet: Sheet, edition: Edition) -> str:
    """Return the document that `sheet` is set from."""
    template = environment(edition.language).get_template(f"print/{sheet.template}")
    look, slots = look_of(sheet, edition), slots_of(sheet, edition)
    return template.render(
        variables(sheet.view), sheet=sheet, edition=look, slots=slots, document_title=title_of(sheet)
    )


@cache
def styles_of(template: str, variant: str = "normal") -> tuple[str, ...]:
    """Return the style sheets of a template; one such as `sheet-large.css` comes after the usual one."""
    stems = ("sheet", Path(template).stem) if template in LIKE_SHEETS else (Path(template).stem,)
    names = ("faces.css", *(name for stem in stems for name in (f"{stem}.css", f"{stem}-{variant}.css")))
    return tuple((PRINT / name).read_text("utf-8") for name in names if (PRINT / name).is_file())


# ---------------------------------------------------------------- stamping and binding


def _stamped(item: Item, base: Base, job: Job) -> Outcome:
    """Make one sheet or pack of a layout that is without a flaw."""
    values, language = slots_of(item.sheet, job.edition), job.edition.language
    starts, total = paginated(base.pages, [pages for _file, pages in item.parts])
    if item.parts:
        values |= {f"page-{number}": str(start) for number, start in enumerate(starts)}
        values["pages"] = str(total)
    try:
        pdf = base.stamp(values, title_of(item.sheet))
        flaws = flaws_of_stamped(pdf, base, values, job.gettext)
        if item.parts and not flaws:
            parts = [file.read_bytes() for file, _pages in item.parts]
            pdf = bind(pdf, parts, _bookmarks_of(item.sheet), page_words(language), job.faces, language)
    except Exception as error:
        return Outcome(0, _failure(error, job))
    return Outcome(total, flaws, pdf, base.slots.rows)


def page_words(language: str) -> Callable[[int, int], str]:
    """Return what tells the words of a page number in a pack."""
    _ = translations(language).gettext
    return lambda page, pages: _("Pack page %(page)s of %(pages)s") % {"page": page, "pages": pages}


def _bookmarks_of(front: Sheet) -> list[tuple[str, list[str]]]:
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
    if isinstance(error, OSError) and error.errno is not None:  # a template that is not there has no number
        raise error
    reason = f"{type(error).__name__}: {error}"
    return (Flaw(0, job.gettext("The sheet cannot be set: %(reason)s") % {"reason": reason}),)
