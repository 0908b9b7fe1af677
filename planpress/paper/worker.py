"""Jobs → PDFs, in a worker process: lay out, stamp, check, bind.

In: a `Job`. Out: one `Outcome` for each of its items; its PDF lies where the cache will keep it, or is sent back from
another machine. What was laid out is still to be proved fit for screen readers, which is a job of its own: meanwhile,
another worker goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from planpress.cache import keep, lay, recall
from planpress.errors import BuildError
from planpress.i18n import translations
from planpress.paper.bind import bind, joined, paginated
from planpress.paper.faces import Faces, faces_of
from planpress.paper.fonts import FontSet
from planpress.paper.imprint import page_words
from planpress.paper.job import Flaw, Item, Job, Made, Outcome, Proof, kept
from planpress.paper.lint import faults_of, flaws_of
from planpress.paper.readback import flaws_of_stamped
from planpress.paper.recipe import PRINT, recipe
from planpress.paper.slots import STAND_IN, Slots, look_of, slots_of, stand_in, title_of, without_imprint
from planpress.paper.stamp import Base, prepared
from planpress.qr import TooLongError
from planpress.resources import faces_folder
from planpress.sheets.cover import Cover
from planpress.sheets.edition import Edition
from planpress.sheets.sheet import Sheet
from planpress.templates import environment, keep_compiled
from planpress.view import variables

if TYPE_CHECKING:
    from planpress.paper.typeset import Typeset

LIKE_SHEETS = frozenset({"comparison.html", "carry-over.html", "catalogue.html", "withdrawn.html"})
"""Templates that are set in the style of forms, with a style sheet more."""

KNOWN_LAYOUTS = 4
"""How many layouts a worker remembers; jobs of one layout follow one another."""

SLOTS = TypeAdapter(Slots)
"""Reads what the cache tells of a layout."""


_layouts: dict[Path, Base] = {}


def do(job: Job | Proof) -> Made | Outcome:
    """Make the files of a job, or prove one that was made."""
    if isinstance(job, Proof):
        return Outcome(_unfit(job.pdf, translations(job.language).gettext))
    return _made(_moved(job)) if job.away else _made(job)


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


def _faces_of(job: Job) -> Faces:
    """Return the faces of a job, opened once a process."""
    return faces_of(FontSet(job.fonts))


def _made(job: Job) -> Made:
    if job.items[0].layouts:
        (item,) = job.items
        outcome = _joined(item, job)
        return Made((outcome if job.away else kept(item, outcome),))
    base, new = _base_of(job.layout, job)
    if base is None:
        return Made(new.outcomes * len(job.items))
    outcomes = (_stamped(item, base, job) for item in job.items)
    if job.away:
        return Made(tuple(outcomes))
    return replace(new, outcomes=tuple(kept(item, outcome) for item, outcome in zip(job.items, outcomes, strict=True)))


# ---------------------------------------------------------------- laying out


def _base_of(place: Path, job: Job) -> tuple[Base | None, Made]:
    """Return the layout of a job, open: remembered, from the cache at `place`, or made now; and what that has made.

    Where it has flaws there is none, and the outcome tells them.
    """
    new = Made(())
    if place not in _layouts or not (job.laid or job.away):  # what is remembered may not have been proved
        slots = _slots_in(job.laid)
        if slots is not None:
            base = _opened(place, slots, job)
        else:
            outcome, done = _laid_out(stand_in(job.items[0].sheet), job, proved=bool(job.away))
            if outcome.flaws or done is None:
                return None, Made((outcome,))
            file, base = done
            if not job.away:
                proof = Proof(place, outcome.pdf, job.edition.language)
                new = Made((), proof, lay(place, file, {"slots": asdict(base.slots)}))
        if len(_layouts) >= KNOWN_LAYOUTS:
            _layouts.pop(next(iter(_layouts)))
        _layouts[place] = base
    return _layouts[place], new


def _slots_in(record: Mapping[str, Any] | None) -> Slots | None:
    """Return the slots that the record of a layout holds; None where there is none, or it was damaged."""
    try:
        return SLOTS.validate_python(record["slots"]) if record else None
    except (KeyError, ValidationError):
        return None


def _opened(place: Path, slots: Slots, job: Job) -> Base:
    """Return a layout that the cache keeps at `place`, open."""
    return Base(place.read_bytes(), slots, _faces_of(job))


def _alone(sheet: Sheet, place: Path, job: Job) -> Base | Outcome:
    """Return the layout of `sheet`, proved and open, which is kept at `place`; or the outcome that tells its flaws."""
    if slots := None if job.away else _slots_in(recall(place)):
        return _opened(place, slots, job)
    outcome, done = _laid_out(sheet, job, proved=True)
    if outcome.flaws or done is None:
        return outcome
    file, base = done
    if not job.away:
        keep(place, file, {"slots": asdict(base.slots)})
    return base


def _laid_out(sheet: Sheet, job: Job, *, proved: bool) -> tuple[Outcome, tuple[bytes, Base] | None]:
    """Set a sheet and stamp it, as it is; return it with what was set, as a file and open.

    PDF/UA is `proved` here where nobody else does.

    Why:
        A stand-in is checked as its sheets will be made.
    """
    from planpress.paper.typeset import ForbiddenResourceError, typeset  # late: to stamp does without the library

    _, done = job.gettext, None
    try:
        styles = styles_of(sheet.template, job.edition.variant)
        done = typeset(html_of(sheet, job.edition), styles, PRINT, FontSet(job.fonts))
        file = prepared(done.pdf, done.slots, _faces_of(job))
        base = Base(file, done.slots, _faces_of(job))
        pdf = base.stamp(dict.fromkeys(base.slots.names, STAND_IN), base.title)
    except ForbiddenResourceError as error:
        flaws: tuple[Flaw, ...] = (Flaw(0, _("The sheet asks for a forbidden resource: %(name)s") % {"name": error}),)
    except TooLongError as error:
        flaws = (Flaw(0, _("No room for this text (%(slot)s): %(text)s") % {"slot": "QR", "text": error}),)
    except Exception as error:
        # the flaws it has as it was set, such as a missing glyph, else the error
        flaws = (_flaws(done, done.pdf, job) if done else ()) or _failure(error, job)
    else:
        flaws = _flaws(done, pdf, job)
        if proved and not flaws:
            flaws = _unfit(pdf, _)
        return Outcome(flaws, {"pages": len(done.layout.sizes), "rows": done.slots.rows}, pdf), (file, base)
    return Outcome(flaws), None


def html_of(sheet: Sheet, edition: Edition) -> str:
    """Return the document that `sheet` is set from."""
    keep_compiled(tidied=False)
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
            pdf = bind(pdf, parts, _bookmarks_of(item.sheet), page_words(language), _faces_of(job), language)
    except Exception as error:
        return Outcome(_failure(error, job))
    return Outcome(flaws, {"pages": total, "rows": base.slots.rows}, pdf)


def _joined(item: Item, job: Job) -> Outcome:
    """Make a document of layouts that are without a flaw: each goes on behind the one before."""
    values, title = slots_of(item.sheet, job.edition), title_of(item.sheet)
    parts: list[bytes] = []
    flaws: list[Flaw] = []
    pages = 0
    for at, (sheet, place, silent) in enumerate(item.layouts, 1):
        last = at == len(item.layouts)
        base = _alone(sheet, place, job)
        if isinstance(base, Base) and base.slots.moved and not last:
            base = _alone(without_imprint(sheet), silent, job)
        if isinstance(base, Outcome):
            return base
        told = {**dict.fromkeys(base.slots.names, ""), **(values if last else {"draft": values["draft"]})}
        try:
            parts.append(base.stamp(told, title, pages + 1))
            flaws += flaws_of_stamped(parts[-1], base, told, job.gettext, pages + 1)
        except Exception as error:
            return Outcome(_failure(error, job))
        pages += base.pages
    return Outcome(tuple(flaws), {"pages": pages, "rows": ()}, b"" if flaws else joined(parts, _faces_of(job)))


def _bookmarks_of(front: Sheet) -> list[tuple[str, list[str]]]:
    """Return the bookmarks of a pack: each heading of its contents, and those of its sheets."""
    contents = front.view.contents if isinstance(front.view, Cover) else ()
    return [(group.title, [f"{line.title} · {line.code}" for line in group.sheets]) for group in contents]


# ---------------------------------------------------------------- what is wrong


def _flaws(done: Typeset, pdf: bytes, job: Job) -> tuple[Flaw, ...]:
    """Check what was laid out, and the file that was made of it."""
    complaints = (Flaw(0, text) for text in done.complaints)
    return (*complaints, *flaws_of(done.layout, pdf, _faces_of(job).charsets, job.gettext))


def _unfit(pdf: bytes, _: Callable[[str], str]) -> tuple[Flaw, ...]:
    """Tell what keeps a file from readers of screens; asked last, since it may follow from other flaws."""
    unfit = _("Not fit for screen readers (PDF/UA): %(reason)s")
    return tuple(Flaw(0, unfit % {"reason": reason}) for reason in faults_of(pdf))


def _failure(error: Exception, job: Job) -> tuple[Flaw, ...]:
    """Tell of an error nobody foresaw; that of a disk is none of the sheet's."""
    if isinstance(error, OSError) and error.errno is not None:  # a template that is not there has no number
        raise error
    reason = f"{type(error).__name__}: {error}"
    return (Flaw(0, job.gettext("The sheet cannot be set: %(reason)s") % {"reason": reason}),)
